# SPDX-License-Identifier: EUPL-1.2
"""A targeted transmission: données, actions, résultats; read by whoever cares for the patient next."""

from typing import Annotated, Final

from lgc_core.model.entity import E, Entity, Regime

UNCHANGED: Final = "Sans changement."
"""What one key writes when a visit brought nothing new."""


class Transmission(Entity, frozen=True, kw_only=True):
    """One transmission about a patient; to mend it, write another that `corrects` it."""

    regime = Regime.FACT

    patient: Annotated[str, E]
    at: Annotated[str, E]
    focus: Annotated[str, E] = ""
    data: Annotated[str, E] = ""
    actions: Annotated[str, E] = ""
    results: Annotated[str, E] = ""
    important: Annotated[bool, E] = False
    visit: Annotated[str, E] = ""
    corrects: Annotated[str, E] = ""

    @property
    def summary(self) -> str:
        """Return its words on one line."""
        boxes = (self.data, self.actions, self.results)
        parts = " ".join(" ".join(box.split()) for box in boxes if box.strip())
        return f"{self.focus}\u00a0: {parts}" if self.focus else parts
