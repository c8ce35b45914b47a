# SPDX-License-Identifier: EUPL-1.2
"""Every key reaches the disk within 250 ms; operations are cut on leaving a field, after 60 s, or when asked."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from lgc_app.services.drafts import TextTooLongError
from lgc_app.services.session import ForbiddenError, MembershipEndedError
from lgc_app.ui.dossier.reading import OpenNote, keep_text
from lgc_app.ui.keeping import KeepTimer, nothing
from lgc_app.ui.navigation import Desk
from lgc_core.errors import LgcError, OutsideError, UserError
from lgc_core.store.changes import Changes

CUT_MILLISECONDS = 60_000

Take = Callable[[str], tuple[str, int]]
"""Gives the text and the cursor of a field by its code."""


class Autosave(QObject):
    """Keeps the fields of one note; a field that could not be written is tried again until it is.

    `kept` carries the instant of a write that returned, `too_long` the field and its sentence ("" when it fits
    again), `failed` the sentence of a disk that refuses.
    """

    kept = Signal(str)
    too_long = Signal(str, str)
    failed = Signal(str)

    def __init__(self, desk: Desk, patient: str, take: Take, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient = patient
        self._take = take
        self._note = OpenNote()
        self._dirty: dict[str, None] = {}
        self._typed: dict[str, None] = {}
        self._refused: set[str] = set()
        self._uncut = False
        self.strokes = 0
        self._keep_timer = KeepTimer(self, self.flush)
        self._cut_timer = QTimer(self, singleShot=True, interval=CUT_MILLISECONDS)
        self._cut_timer.timeout.connect(self.cut)

    @property
    def note(self) -> OpenNote:
        """Give the consultation that the keys go to."""
        return self._note

    @property
    def waits(self) -> bool:
        """Tell whether something typed has not even been sent to the vault."""
        return bool(self._dirty)

    @property
    def refused(self) -> str:
        """Give a field whose text is too long to be kept, "" when there is none."""
        return next(iter(self._refused), "")

    def follow(self, encounter: str, *, uncut: bool = False) -> None:
        """Send the keys to another consultation, "" for one that its first key will make.

        `uncut` says that drafts of it wait on the disk, since a stop.
        """
        self._note = OpenNote(encounter)
        self._dirty.clear()
        self._typed.clear()
        self._refused.clear()
        self._uncut = uncut

    def hold(self) -> None:
        """Ask for nothing more: a signature takes every field with it."""
        self._keep_timer.stop()
        self._cut_timer.stop()
        self._dirty.clear()
        self._uncut = False

    def resume(self) -> None:
        """Keep again every field typed in: the signature did not come."""
        for code in tuple(self._typed):
            self.touch(code)

    def everything(self) -> list[tuple[str, str, int]]:
        """Give code, text and cursor of every field typed in, written or not: what a signature must not miss."""
        return [(code, *self._take(code)) for code in self._typed]

    def touch(self, code: str) -> None:
        """Note that a field was typed in; the timer is not put off by the keys that follow."""
        self._dirty[code] = self._typed[code] = None
        self._uncut = True
        self.strokes += 1
        self._keep_timer.touch()
        if not self._cut_timer.isActive():
            self._cut_timer.start()

    def flush(self) -> None:
        """Ask for the write of every field that waits."""
        self._keep_timer.stop()
        for code in tuple(self._dirty):
            del self._dirty[code]
            text, cursor = self._take(code)
            # `read` and not `write`: a draft is this post's own, nothing that another view shows has changed
            call = partial(keep_text, self._desk.cabinet, self._patient, self._note, (code, text, cursor))
            done, failed = partial(self._on_kept, code), partial(self._on_refused, code)
            self._desk.tasks.read(call, done, owner=self, failed=failed)

    def cut(self, then: Callable[[], None] | None = None) -> None:
        """Write what waits, then make operations of the drafts; `then` comes after both, also on failure."""
        self.flush()
        self._cut_timer.stop()
        if not self._uncut:
            if then:
                self._desk.tasks.read(nothing, lambda _: then())
            return
        self._uncut = False
        note, drafts = self._note, self._desk.cabinet.drafts
        self._desk.tasks.write(
            lambda: drafts.cut(note.encounter) if note.encounter else Changes(),
            (lambda _changes: then()) if then else None,
            failed=partial(self._on_uncut, then),
        )

    def _on_kept(self, code: str, at: str) -> None:
        if code in self._refused:
            self._refused.discard(code)
            self.too_long.emit(code, "")
        if not self._dirty:
            self.kept.emit(at)

    def _on_refused(self, code: str, error: BaseException) -> None:
        if isinstance(error, TextTooLongError):
            self._refused.add(code)
            self.too_long.emit(code, error.sentence)
            return
        self._dirty.setdefault(code)
        if not isinstance(error, ForbiddenError | MembershipEndedError):
            self._keep_timer.again()
        if not isinstance(error, UserError | OutsideError):
            raise error
        self.failed.emit(error.sentence)

    def _on_uncut(self, then: Callable[[], None] | None, error: BaseException) -> None:
        self._uncut = True  # the drafts are on the disk; the next occasion cuts them
        if then:
            then()
        if not isinstance(error, LgcError):
            raise error
