# SPDX-License-Identifier: EUPL-1.2
"""Changing the lines of a file where they are shown: each gesture is written at once and can be undone."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial

from PySide6.QtCore import QObject, QTimer

from lgc_app.services.antecedents import FileLine, Gesture, LineError
from lgc_app.services.line_drafts import LineDraft
from lgc_app.services.line_rows import LineForm, LineKind
from lgc_app.ui.dossier.context_pane import ContextPane
from lgc_app.ui.dossier.context_section import ContextSection
from lgc_app.ui.dossier.line_form import LineEditor
from lgc_app.ui.dossier.suggesting import Suggesting
from lgc_app.ui.keeping import KeepTimer, nothing, unkept
from lgc_app.ui.navigation import Desk
from lgc_app.ui.widgets.field import Field
from lgc_app.ui.words import tr
from lgc_core.errors import OutsideError, UserError
from lgc_core.store.changes import Changes

_CODED = ("problème", "antécédent", "familial")
"""Kinds of lines whose words a code list of diagnoses may hold."""


class LineEditing(QObject):
    """One form for the whole file; what is typed in it is kept on this post until it is written or closed.

    It is made when a line is first opened: most files are read and signed without.
    """

    def __init__(self, desk: Desk, patient: str, pane: ContextPane, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient = patient
        self._pane = pane
        self._section: ContextSection | None = None
        self._lines: dict[str, FileLine] = {}
        self._busy = False
        self._sought = False
        self._timer = KeepTimer(self, self.keep)
        self._placed = QTimer(self, singleShot=True, interval=0)
        self._placed.timeout.connect(lambda: self._pane.bring_in(self.editor))
        self._listen()

    @cached_property
    def editor(self) -> LineEditor:
        """Give the form, hidden until a line is opened."""
        editor = LineEditor(self._desk.look)
        editor.setParent(self._pane)
        editor.hide()
        suggesting = editor.suggesting
        suggesting.wondered.connect(lambda typed: self._look_up(suggesting, editor.kind.text(), typed))
        editor.asked.connect(self._on_asked)
        editor.over.connect(self._on_over)
        editor.removed.connect(self._on_removed)
        editor.closed.connect(self._on_closed)
        editor.typed.connect(self._timer.touch)
        return editor

    @property
    def _is_made(self) -> bool:
        return "editor" in vars(self)

    def show_lines(self, lines: tuple[FileLine, ...]) -> None:
        """Learn the lines that are on the screen now."""
        self._lines = {line.id: line for line in lines}
        if not self._sought:
            self._sought, drafts, name = True, self._desk.cabinet.form_drafts, self._others_name
            self._desk.tasks.read(lambda: drafts.waiting(name), self._on_others, owner=self)

    def open(self, section: ContextSection, line: str) -> None:
        """Open the form of a line of a section, "" for a new one; what another form holds is written first."""
        if self._is_made and self.editor.dirty and (self._section, self.editor.line) != (section, line):
            self._write(then=partial(self.open, section, line))
            return
        known = self._lines.get(line)
        kind: LineKind = section.kind  # type: ignore[assignment]  # sections are made with a LineKind
        self._show(section, line if known else "", known.form if known else LineForm(kind=kind, words=""))

    def state(self, words: str) -> None:
        """Open a line that says that a screening was done today; its answer and its day can be changed."""
        if self._is_made and self.editor.dirty:
            self._write(then=partial(self.state, words))
            return
        today = f"{self._desk.cabinet.session.now():%d/%m/%Y}"
        form = LineForm(kind="habitude", words=words, since=today, comment="fait")
        self._show(self._section_for(form.kind), "", form, LineForm(kind="habitude", words=""))

    def open_line(self, line: str) -> bool:
        """Open the form of a line by its id; give False when the file does not have it any more."""
        known = self._lines.get(line)
        if known is not None:
            self.open(self._pane.section_of(known), line)
        return known is not None

    def open_left(self, draft: LineDraft) -> None:
        """Open again a form that a lock or a stop left."""
        known = self._lines.get(draft.line)
        section = self._pane.section_of(known) if known else self._section_for(draft.form.kind)
        saved = known.form if known else LineForm(kind=draft.form.kind, words="")
        self._show(section, draft.line if known else "", draft.form, saved, quiet=True)

    def keep(self) -> None:
        """Write what is in the form to the disk of this post."""
        self._timer.stop()
        draft = self._typed()
        if draft is not None:
            drafts, patient = self._desk.cabinet.line_drafts, self._patient
            self._desk.tasks.read(lambda: drafts.keep(patient, draft), nothing, failed=unkept)
            self._keep_others(draft)

    def forget(self) -> None:
        """Drop what was kept: it is written, or it was closed knowingly."""
        self._timer.stop()
        drafts, patient = self._desk.cabinet.line_drafts, self._patient
        self._desk.tasks.read(lambda: drafts.forget(patient), nothing)
        draft = self._typed()
        if draft is not None:  # another line is being typed beside the one that goes
            self._timer.touch()
        self._keep_others(draft)

    @property
    def _others_name(self) -> str:
        return f"ajouts:{self._patient}"

    def _keep_others(self, draft: LineDraft | None) -> None:
        """Keep the words of the other sections: a draft holds one line, and two may be typed side by side."""
        quick = {section.kind: section.typed for section in self._pane.sections if section.typed}
        if draft is not None and not draft.line and quick.get(draft.form.kind) == draft.form.words:
            del quick[draft.form.kind]
        drafts, name = self._desk.cabinet.form_drafts, self._others_name
        self._desk.tasks.read(lambda: drafts.keep(name, quick), nothing, failed=unkept)

    def _on_others(self, left: Mapping[str, str]) -> None:
        """Put the words that a stop left in the other sections back where they were typed."""
        for section in self._pane.sections:
            words = left.get(section.kind, "")
            if words and not section.typed:
                section.field.set_text(words)
                section.field.show()

    def _typed(self) -> LineDraft | None:
        """Return what is typed and not written, in the form or in the quick field of a section."""
        if self._is_made and self.editor.dirty:
            return LineDraft(line=self.editor.line, form=self.editor.form())
        for section in self._pane.sections:
            words = section.typed
            if words:
                kind: LineKind = section.kind  # type: ignore[assignment]  # sections are made with a LineKind
                return LineDraft(line="", form=LineForm(kind=kind, words=words))
        return None

    def _show(
        self,
        section: ContextSection,
        line: str,
        form: LineForm,
        saved: LineForm | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        self._put_away()
        self._section = section
        section.put_form(self.editor, line)
        self.editor.open(line, form, saved)
        self._placed.start()
        if quiet:
            self._desk.navigator.say(tr("Ligne retrouvée, pas encore enregistrée."))

    def _section_for(self, kind: str) -> ContextSection:
        wanted = {"problème": "problème", "allergie": "allergie", "risque": "habitude"}.get(kind, kind)
        sections = self._pane.sections
        return next((one for one in sections if one.kind == wanted), self._pane.history)

    def _on_asked(self) -> None:
        self._write()

    def _write(self, then: Callable[[], None] | None = None) -> None:
        form, line, service = self.editor.form(), self.editor.line, self._desk.cabinet.antecedents
        if line and not self.editor.dirty:
            self._close(line)
            return
        if line:
            seen = self.editor.shown
            self._do(
                lambda: service.change(line, form, seen),
                tr("« {words} » modifié.", words=form.words.strip()),
                then,
            )
        else:
            add = partial(service.add, self._patient, form)
            self._do(add, tr("« {words} » ajouté.", words=form.words.strip()), then)

    def _on_over(self) -> None:
        line, service = self.editor.line, self._desk.cabinet.antecedents
        self._do(lambda: service.close(line), tr("« {words} » résolu.", words=self._words(line)))

    def _on_removed(self) -> None:
        line, service = self.editor.line, self._desk.cabinet.antecedents
        self._do(lambda: service.remove(line), tr("« {words} » retiré.", words=self._words(line)))

    def _words(self, line: str) -> str:
        known = self._lines.get(line)
        return known.form.words if known else ""

    def _do(self, act: Callable[[], Gesture], said: str, then: Callable[[], None] | None = None) -> None:
        if self._busy:
            return
        self._busy = True
        done: list[Gesture] = []

        def write() -> Changes:
            done.append(act())
            return done[0].changes

        self._desk.tasks.write(
            write, lambda _changes: self._on_done(done[0], said, then), owner=self, failed=self._on_refused
        )

    def _on_done(self, gesture: Gesture, said: str, then: Callable[[], None] | None) -> None:
        self._busy = False
        service, tasks = self._desk.cabinet.antecedents, self._desk.tasks
        self._close(gesture.after[0].id if gesture.after else "")
        self._desk.navigator.say(
            said, lambda: tasks.write(lambda: service.undo(gesture), failed=self._on_not_undone)
        )
        if then:
            then()

    def _on_refused(self, error: BaseException) -> None:
        self._busy = False
        self.editor.show_error(error.at if isinstance(error, LineError) else "words", _sentence(error))

    def _on_not_undone(self, error: BaseException) -> None:
        self._desk.navigator.say(_sentence(error))

    def _on_closed(self) -> None:
        form, line, section = self.editor.form(), self.editor.line, self._section
        left = self.editor.dirty
        self._close(line)
        if left and section is not None:  # Échap never drops text: it comes back by the toast
            again = partial(self._open_again, section, line, form)
            self._desk.navigator.say(tr("Saisie fermée, non enregistrée."), again)

    def _open_again(self, section: ContextSection, line: str, form: LineForm) -> None:
        known = self._lines.get(line)
        self._show(
            section, line if known else "", form, known.form if known else LineForm(kind=form.kind, words="")
        )

    def _close(self, line: str) -> None:
        section = self._section
        self._put_away()
        self.forget()
        if section is not None:
            section.focus_line(line)

    def _put_away(self) -> None:
        if self._is_made:
            self.editor.hide()
        if self._section is not None:
            self._section.take_form()
        self._section = None

    def _look_up(self, suggesting: Suggesting, kind: str, typed: str) -> None:
        """Look in the code lists of this post, while the person goes on typing."""
        if kind not in _CODED:
            return
        references = self._desk.cabinet.references
        self._desk.tasks.read(
            lambda: [one.label for one in references.find(typed)], partial(suggesting.add, typed), owner=self
        )

    def _on_suggesting(self, quick: Suggesting) -> None:
        quick.wondered.connect(lambda typed: self._look_up(quick, "problème", typed))

    def _on_field(self, field: Field) -> None:
        field.changed.connect(self._timer.touch)

    def _listen(self) -> None:
        self._pane.suggesting_made.connect(self._on_suggesting)
        self._pane.due.told.connect(self.state)
        for section in self._pane.sections:
            section.asked.connect(partial(self.open, section))
            section.field_made.connect(self._on_field)


def _sentence(error: BaseException) -> str:
    if not isinstance(error, UserError | OutsideError):
        raise error
    return error.sentence
