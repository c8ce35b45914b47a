# SPDX-License-Identifier: EUPL-1.2
"""Fields of a small form kept on the disk at every pause, and given back after a lock or a stop."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, QTimer

from lgc_app.ui.navigation import Desk
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.words import tr
from lgc_core.errors import OutsideError

KEEP_MILLISECONDS: Final = 100
"""Design, autosave: on the disk within 250 ms of a key; the rest of it is for the write itself."""


class KeptFields(QObject):
    """Follows one form at a time, by name; `restored` is called once what was left stands in its fields."""

    def __init__(
        self,
        desk: Desk,
        fields: Mapping[str, Field],
        parent: QObject,
        restored: Callable[[], None],
        make: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._fields: Mapping[str, Field] = {}
        self._restored = restored
        self._make = make
        self._name = ""
        self._base: Mapping[str, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MILLISECONDS)
        self._timer.timeout.connect(self._write)
        self.watch(fields)

    def watch(self, fields: Mapping[str, Field]) -> None:
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
        """Give what is in the fields and was not there before one typed."""
        typed = {key: field.text() for key, field in self._fields.items() if field.text().strip()}
        return {key: text for key, text in typed.items() if text != self._base.get(key, "")}

    def follow(self, name: str, base: Mapping[str, str] | None = None) -> None:
        """Keep another form; what was left of it comes back unless its fields say something else. "" follows none.

        `base` is what stood in the fields before: only what differs from it is kept, and comes back over it.
        """
        self.flush()
        self._name, self._base = name, base or {}
        if name:
            drafts = self._desk.cabinet.form_drafts
            self._desk.tasks.read(lambda: drafts.waiting(name), lambda left: self._on_left(name, left), owner=self)

    def touch(self) -> None:
        """Keep what was filled in without a key: a scan, a choice in a list."""
        self._on_changed("")

    @property
    def waits(self) -> bool:
        """Tell whether something typed has not even been sent to the vault."""
        return self._timer.isActive()

    def flush(self) -> None:
        """Write now what waits for the pause to end."""
        if self.waits:
            self._timer.stop()
            self._write()

    def take_up(self, name: str, left: Mapping[str, str]) -> None:
        """Keep another form whose text was read already: it comes back at once."""
        self.flush()
        self._name, self._base = name, {}
        self._on_left(name, left)

    def forget(self, name: str = "") -> None:
        """Drop what was kept: it is written, or emptied knowingly. Another form than the followed one by name."""
        if name in ("", self._name):
            self._timer.stop()
        self._keep(name or self._name, {})

    def _write(self) -> None:
        self._keep(self._name, self.typed)

    def _keep(self, name: str, values: Mapping[str, str]) -> None:
        if name:
            drafts = self._desk.cabinet.form_drafts
            self._desk.tasks.read(lambda: drafts.keep(name, values), _nothing, failed=self._on_unkept)

    def _on_changed(self, _text: str) -> None:
        if self._name and not self._timer.isActive():
            self._timer.start()

    def _on_left(self, name: str, left: Mapping[str, str]) -> None:
        if name != self._name or not left or not self.typed.items() <= left.items():
            return
        self._make()
        for key, text in left.items():
            if key in self._fields:
                self._fields[key].set_text(text)
        self._restored()
        self._desk.navigator.say(tr("Saisie retrouvée. Relisez-la avant d’enregistrer."))

    def _on_unkept(self, error: BaseException) -> None:
        """Try again at the next key: what is typed is still on the screen."""
        if not isinstance(error, OutsideError):
            raise error


def _nothing(_done: object) -> None:
    """Nothing to show."""
