# SPDX-License-Identifier: EUPL-1.2
"""The answer to one question of a structured form, inside a consultation (model.md §4.C, FormAnswer)."""

from typing import Annotated

from lgc_core.model.entity import B_SEALED, E, Entity, Regime
from lgc_core.model.ids import derived_id
from lgc_core.model.observation import Value


class FormAnswer(Entity, frozen=True, kw_only=True):
    """One answer; its id is derived from the encounter, the form and the question: two posts meet in one row.

    A number with a LOINC is an Observation, of which only the id is kept here. An answer taken back has neither.
    """

    regime = Regime.DRAFT
    aggregate = "encounter"

    encounter: Annotated[str, E]
    patient: Annotated[str, E]
    form: Annotated[str, E]
    question: Annotated[str, E]
    value: Annotated[Value | None, B_SEALED] = None
    observation: Annotated[str, B_SEALED] = ""

    @property
    def is_given(self) -> bool:
        """Tell whether there is an answer."""
        return self.value is not None or bool(self.observation)


def answer_id(encounter: str, form: str, question: str) -> str:
    """Return the id that every post gives to this answer; `form` says its version too (« diabete@1 »)."""
    return derived_id("form_answer", encounter, form, question)
