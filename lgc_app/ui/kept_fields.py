# SPDX-License-Identifier: EUPL-1.2
"""Fields of a small form kept on the disk at every pause, and given back after a lock or a stop."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from shiboken6 import isValid

from lgc_app.services.form_drafts import FormDrafts
from lgc_app.ui.keeping import KeepTimer, nothing, unkept
from lgc_app.ui.kept_value import KeptValue
from lgc_app.ui.navigation import Desk
from lgc_app.ui.widgets.choice_field import ChoiceField
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.words import tr

EMPTIED: Final = "*vide"
"""The key under which stand the names of the fields that a person emptied of what they showed."""
SEEN: Final = "*vu"
"""The key under which stands a mark of what the form showed to whoever typed in it."""
AGAIN: Final = "encore:"
"""Before the name of a form that was begun anew while an older typing of it waited."""

AnyKept = Field | ChoiceField | KeptValue
Left = Mapping[str, str]


class KeptFields(QObject):
    """Follows one form at a time, by name; `restored` is called once what was left stands in its fields.

    With `stale`, what was typed over a base that reads otherwise today is not put back, and stays on the disk:
    `stale` has it said beside.
    `quiet` forms say nothing when they come back: they are in sight by themselves.
    """

    def __init__(
        self,
        desk: Desk,
        fields: Mapping[str, AnyKept],
        parent: QObject,
        restored: Callable[[], None] = nothing,
        make: Callable[[], object] = nothing,
        *,
        stale: Callable[[], None] | None = None,
        quiet: bool = False,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._fields: Mapping[str, AnyKept] = {}
        self._restored = restored
        self._make = make
        self._stale = stale
        self._quiet = quiet
        self._base: Mapping[str, str] = {}
        self._name = ""
        self._asked = ""
        self._timer = KeepTimer(self, self._on_pause)
        desk.tasks.keeping.connect(self.flush)
        self.watch(fields)

    def watch(self, fields: Mapping[str, AnyKept]) -> None:
        """Keep these fields; a form that is made when it is first used has none before. `make` makes it."""
        self._fields = fields
        for field in fields.values():
            field.changed.connect(self._on_changed)

    @property
    def name(self) -> str:
        """Give the name of the form that is followed, "" when none is."""
        return self._name

    @property
    def typed(self) -> dict[str, str]:
        """Give what is in the fields and was not there before one typed, and the names of those emptied."""
        shown = {key: text for key, text in self.showing().items() if text.strip() != self._before(key)}
        emptied = " ".join(key for key, text in shown.items() if not text.strip())
        return {key: text for key, text in shown.items() if text.strip()} | ({EMPTIED: emptied} if emptied else {})

    @property
    def waits(self) -> bool:
        """Tell whether something typed has not even been sent to the vault."""
        return self._timer.isActive()

    def follow(self, name: str, base: Mapping[str, str] | None = None) -> None:
        """Keep another form; what was left of it comes back unless its fields say something else. "" follows none.

        `base` is what stood in the fields before: only what differs from it is kept, and comes back over it.
        """
        self.flush()
        self._name, self._base, self._asked = name, base or {}, name
        if name:
            drafts = self._desk.cabinet.form_drafts
            self._desk.tasks.read(
                lambda: _waiting(drafts, name), lambda found: self._on_left(name, found), owner=self
            )

    def take_up(self, name: str, left: Left) -> None:
        """Keep another form whose text was read already: it comes back at once."""
        self.flush()
        self._name, self._base, self._asked = name, {}, name
        self._on_left(name, [(name, left)])

    def showing(self) -> dict[str, str]:
        """Give what the fields show now: the `base` of a form that has just been filled."""
        return {key: field.text() for key, field in self._fields.items()}

    def touch(self) -> None:
        """Keep what was filled in without a key: a scan, a choice in a list."""
        self._on_changed("")

    def flush(self) -> None:
        """Write now what waits for the pause to end."""
        if self.waits:
            self._timer.stop()
            self._write()

    def forget(self, name: str = "") -> None:
        """Drop what was kept: it is written, or emptied knowingly. Another form than the followed one by name."""
        if name in ("", self._name):
            self._timer.stop()
        self._keep(name or self._name, {})

    def _on_pause(self) -> None:
        if self._asked:  # not before it is known what was left
            self._timer.touch()
        else:
            self._write()

    def _write(self) -> None:
        typed, name, drafts = self.typed, self._name, self._desk.cabinet.form_drafts
        if typed and self._stale and self._base:
            typed[SEEN] = self._mark
        if self._asked:  # what was left is still being read: it must not be covered
            self._desk.tasks.read(
                lambda: _keep_beside(drafts, name, typed), nothing, failed=partial(self._on_unkept, name)
            )
        else:
            self._keep(name, typed)

    @property
    def _mark(self) -> str:
        return hashlib.sha256(json.dumps(self._base, sort_keys=True).encode()).hexdigest()[:16]

    def _before(self, key: str) -> str:
        return self._base.get(key, "").strip()

    def _keep(self, name: str, values: Left) -> None:
        if name:
            drafts = self._desk.cabinet.form_drafts
            self._desk.tasks.read(
                lambda: drafts.keep(name, values), nothing, failed=partial(self._on_unkept, name)
            )

    def _on_unkept(self, name: str, error: BaseException) -> None:
        """Write again in a moment what the disk refused, while it is still on the screen."""
        unkept(error)
        if isValid(self) and name == self._name:
            self._timer.again()

    def _on_changed(self, _text: str) -> None:
        if self._name:
            self._timer.touch()

    def _on_left(self, asked: str, found: Sequence[tuple[str, Left]]) -> None:
        if asked != self._asked:
            return
        self._asked, fit = "", [one for one in found if not self._is_stale(one[1])]
        if fit and self._says(fit[0][1]):
            self._name = fit[0][0]
            self.forget()  # it was written meanwhile
        elif fit and self.typed.items() <= fit[0][1].items():
            self._name = fit[0][0]
            self._come_back(fit[0][1])
        elif found:  # an older typing waits: what is typed now has a place of its own
            taken = {name for name, _left in found}
            self._name = asked if asked not in taken else f"{AGAIN}{asked}"
        if self._stale and len(fit) < len(found):
            self._stale()

    def _is_stale(self, left: Left) -> bool:
        return self._stale is not None and bool(self._base) and left.get(SEEN) != self._mark

    def _says(self, left: Left) -> bool:
        """Tell whether the form shows what was left already, without a hand."""
        shown, emptied = self.showing(), left.get(EMPTIED, "").split()
        said = {key: left.get(key, "") for key in shown if key in left or key in emptied}
        return (
            bool(said) and not self.typed and all(shown[key].strip() == text.strip() for key, text in said.items())
        )

    def _come_back(self, left: Left) -> None:
        self._make()
        emptied = left.get(EMPTIED, "").split()
        for key, field in self._fields.items():
            if key in left or key in emptied:
                field.set_text(left.get(key, ""))
        self._restored()
        if not self._quiet:
            self._desk.navigator.say(tr("Saisie retrouvée. Relisez-la avant d’enregistrer."))


def _waiting(drafts: FormDrafts, name: str) -> list[tuple[str, Left]]:
    """Return what was left of a form and where it is kept, what was begun first before the other."""
    return [(place, left) for place in (name, f"{AGAIN}{name}") if (left := drafts.waiting(place))]


def _keep_beside(drafts: FormDrafts, name: str, typed: Left) -> None:
    drafts.keep(f"{AGAIN}{name}" if drafts.waiting(name) else name, typed)
