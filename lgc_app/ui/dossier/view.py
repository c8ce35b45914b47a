# SPDX-License-Identifier: EUPL-1.2
"""The screen of a patient's file: its three panes, its keys, and what it asks of the services."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from lgc_app.services.measures import ImpossibleMeasureError, UnreadableMeasureError
from lgc_app.services.preferences import FILE_PANES
from lgc_app.ui.actions import Action
from lgc_app.ui.dossier.acts import Acts
from lgc_app.ui.dossier.banner import banner_of
from lgc_app.ui.dossier.centre import Centre, sentence_of
from lgc_app.ui.dossier.circle_acts import CircleActs
from lgc_app.ui.dossier.context_pane import ContextPane
from lgc_app.ui.dossier.context_section import ContextSection
from lgc_app.ui.dossier.due_section import WHERE_DONE
from lgc_app.ui.dossier.history_lines import HistoryLines
from lgc_app.ui.dossier.history_pane import HistoryPane
from lgc_app.ui.dossier.line_editing import LineEditing
from lgc_app.ui.dossier.reading import ContextReading, Opening, made, open_file, read_context
from lgc_app.ui.dossier.strip import cells_of, last_words
from lgc_app.ui.dossier.writing_aid import WritingAid
from lgc_app.ui.dossier.wrong_file import WrongFileActs
from lgc_app.ui.kept_fields import KeptFields
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.patient_banner import BannerContent
from lgc_app.ui.widgets.three_panes import ThreePanes
from lgc_app.ui.words import tr
from lgc_core.store.changes import Changes

_QUIET = frozenset({"note_section", "form_answer", "audit_read"})
"""Changes that neither the history nor the context shows."""


def scope_of(patient: str) -> str:
    """Return the id of the screen of a patient in the window: several files are open side by side."""
    return f"dossier:{patient}"


_EVERY_FILE: Final = ("template", "practice", "dossier", "dossier_message", "care_team_member")
"""What belongs to no one file and may show in this one."""


class DossierScreen(QObject):
    """One open file. `banner_known` carries the BannerContent each time it changes.

    `acts_changed` says that the main action now does something else. The window calls `refresh` for
    each Changes, and `keep` before it locks, closes, leaves or exchanges.
    """

    banner_known = Signal(object)
    acts_changed = Signal()

    def __init__(self, desk: Desk, patient_id: str) -> None:
        super().__init__()
        self._history = HistoryPane(desk.look)
        self._context = ContextPane(desk.look)
        self._desk = desk
        self._patient = patient_id
        self.banner: BannerContent | None = None
        self._reading: ContextReading | None = None
        self._entry_wanted = False
        self._centre = Centre(desk, patient_id, self)
        self._lines = HistoryLines(desk, patient_id, self._history, self._centre, self)
        self._editing = LineEditing(desk, patient_id, self._context, self)
        self._page = _FilePage(desk.look, self._history, self._centre.stack, self._context)
        self.setParent(self._page)  # it goes when the window destroys the page
        self._aid = WritingAid(desk, self._centre, self)
        self._kept = KeptFields(desk, {}, self, self._on_measure, lambda: self._centre.note.entry)
        CircleActs(desk, patient_id, self._context.circle, self)
        self._acts = Acts(desk, patient_id, self._centre, self)
        self._misplaced = WrongFileActs(desk, self._centre, self._page, self)
        self._again = QTimer(self, singleShot=True, interval=0)
        self.screen = self._make_screen()
        self._listen()
        self._load()

    def refresh(self, changes: Changes) -> None:
        """Show again what a write of anybody changed in this file."""
        if any(map(changes.touches, _EVERY_FILE)):
            self._again.start()
        if not changes.concerns(self._patient):
            return
        self._centre.refresh(changes)
        if not {name for name, _id in changes.entities} <= _QUIET:
            self._again.start()

    def keep(self, then: Callable[[], None] | None = None) -> None:
        """Write what was typed and make operations of it; `then` comes on the GUI thread when both are done."""
        self._editing.keep()
        self._kept.flush()
        self._centre.keep(then)

    def _load(self) -> None:
        cabinet = self._desk.cabinet
        self._desk.tasks.read(partial(open_file, cabinet, self._patient), self._on_open, failed=self._on_closed)

    def _on_open(self, opening: Opening) -> None:
        self._show_context(opening.context)
        self._centre.show_today(opening.today)
        # of today only: what was measured yesterday would be written as of now
        self._kept.follow(f"mesures:{opening.context.today}:{self._patient}")
        if opening.panes:
            left, _, right = opening.panes.partition(" ")
            self._page.set_widths(int(left), int(right))
        if opening.typed is not None:
            self._editing.open_left(opening.typed)
        self._lines.read()

    def _on_closed(self, error: BaseException) -> None:
        self._centre.say_refused(error)

    def _on_again(self) -> None:
        self._desk.tasks.read(partial(read_context, self._desk.cabinet, self._patient), self._show_context)
        self._lines.read()

    def _show_context(self, reading: ContextReading) -> None:
        self._reading = reading
        self._aid.learn(reading.templates, reading.values)
        self._editing.show_lines(reading.lines)
        self._context.show_overview(reading.overview, reading.lines)
        self._context.circle.show_circle(reading.circle)
        self._context.due.show_due(reading.due)
        self._centre.note.strip.show_cells(cells_of(reading.series, reading.today))
        banner = banner_of(reading.overview, reading.due)
        if banner != self.banner:
            self.banner = banner
            self.banner_known.emit(banner)

    def _on_line(self, key: str) -> None:
        self._page.put_away(self._history)
        self._lines.open(key)

    def _on_edited(self, line: str) -> None:
        self._page.reveal(self._context)
        if not self._editing.open_line(line):
            self._desk.navigator.say(tr("Cette ligne n’est plus dans le dossier."))

    def _peek_here(self) -> None:
        self._page.reveal(self._history)
        self._lines.peek_chosen()

    def _reset_widths(self) -> None:
        self._page.set_widths(0, 0)
        preferences = self._desk.cabinet.preferences
        self._desk.tasks.read(lambda: preferences.write(FILE_PANES, ""), lambda _done: None)

    def _on_sized(self, left: int, right: int) -> None:
        preferences = self._desk.cabinet.preferences
        self._desk.tasks.read(lambda: preferences.write(FILE_PANES, f"{left} {right}"), lambda _done: None)

    def _go_today(self) -> None:
        self._centre.go_today()
        self._centre.note.first.setFocus()

    def _on_measure(self) -> None:
        if self._centre.is_signed:
            self._entry_wanted = True
            self._centre.go_today()
            return
        reading = self._reading
        previous = last_words(reading.series, reading.today) if reading else {}
        self._centre.note.open_entry(previous, child=reading is not None and reading.is_young_child)

    def _on_shown(self, key: str) -> None:
        self._lines.choose(key)
        self.acts_changed.emit()
        if self._entry_wanted and not self._centre.is_signed:
            self._entry_wanted = False
            self._on_measure()

    def _on_measures_typed(self, typed: dict[str, str]) -> None:
        cabinet, patient, note = self._desk.cabinet, self._patient, self._centre.saving.note
        self._desk.tasks.write(
            lambda: cabinet.measures.record(patient, typed, made(cabinet, patient, note)),
            self._on_measured,
            failed=self._on_not_measured,
        )

    def _on_measured(self, changes: Changes) -> None:
        tasks, measures = self._desk.tasks, self._desk.cabinet.measures
        self._desk.navigator.say(
            tr("Mesures enregistrées ici."), lambda: tasks.write(lambda: measures.take_back(changes))
        )
        self._centre.note.entry.clear()
        self._kept.forget()
        self._centre.note.close_entry()

    def _on_not_measured(self, error: BaseException) -> None:
        wrong = error.measure.key if isinstance(error, ImpossibleMeasureError | UnreadableMeasureError) else ""
        self._centre.note.entry.show_error(wrong, sentence_of(error))

    def _on_problem(self, typed: str) -> None:
        self._add(self._context.problems, typed, self._desk.cabinet.problems.add_problem)

    def _on_allergy(self, typed: str) -> None:
        self._add(self._context.allergies, typed, self._desk.cabinet.problems.add_allergy)

    def _add(self, section: ContextSection, typed: str, add: Callable[[str, str], Changes]) -> None:
        self._desk.tasks.write(
            partial(add, self._patient, typed),
            partial(self._on_added, section, typed.strip()),
            owner=self,
            failed=lambda error: section.field.set_error(sentence_of(error)),
        )

    def _on_added(self, section: ContextSection, words: str, added: Changes) -> None:
        section.close_field(emptied=True)
        self._editing.forget()
        tasks, problems = self._desk.tasks, self._desk.cabinet.problems
        self._desk.navigator.say(
            tr("« {words} » ajouté.", words=words), lambda: tasks.write(lambda: problems.take_back(added))
        )

    def _on_no_allergy(self) -> None:
        problems, patient = self._desk.cabinet.problems, self._patient
        self._desk.tasks.write(lambda: problems.state_no_allergy(patient), failed=self._centre.say_refused)

    def _on_due(self, kind: str) -> None:
        if kind == "mesure":
            self._on_measure()
        elif kind == "allergie":
            self._context.allergies.open_field()
        else:
            self._desk.navigator.open_part(WHERE_DONE[kind], self._patient)

    def _on_drawer(self) -> None:
        self._page.reveal(self._history)
        self._history.rows.setFocus()

    def _listen(self) -> None:
        self._again.timeout.connect(self._on_again)
        self._history.opened.connect(self._on_line)
        self._lines.today.connect(self._go_today)
        self._lines.line.connect(self._on_edited)
        self._page.sized.connect(self._on_sized)
        self._centre.shown.connect(self._on_shown)
        note = self._centre.note
        note.strip.enter.clicked.connect(self._on_measure)
        note.measured.connect(self._on_measures_typed)
        note.entry_made.connect(self._kept.watch)
        note.drawer.clicked.connect(self._on_drawer)
        self._page.narrowed.connect(lambda narrow: note.set_narrow(narrow=narrow))
        self._context.problems.added.connect(self._on_problem)
        self._context.allergies.added.connect(self._on_allergy)
        self._context.due.wanted.connect(self._on_due)
        self._context.none_said.connect(self._on_no_allergy)
        self._context.versions_asked.connect(self._desk.navigator.bring_together)
        self._context.curve_asked.connect(lambda: self._desk.navigator.open_biology(self._patient))

    def _make_screen(self) -> Screen:
        return Screen(
            scope_of(self._patient),
            tr("dossier"),
            self._page,
            self._actions(),
            (self._history, self._centre.stack, self._context),
            "patients",
            banner=True,
            patient=True,
            help_words=tr("Chaque touche est gardée. Ctrl+G : mesure. Ctrl+Entrée : signer. F6 : volet suivant."),
            first=self._centre.note.first,
            undo=self._centre.undo,
            redo=self._centre.redo,
        )

    def _open_part(self, where: str) -> Callable[[], None]:
        return lambda: self._desk.navigator.open_part(where, self._patient)

    def _actions(self) -> list[Action]:
        note, documents, acts = tr("Consultation"), tr("Documents"), self._acts
        numbers, part = tr("Nombres"), self._open_part
        lines = (
            ("measure", tr("Mesure"), "Ctrl+G", self._on_measure, "curve", note, False),
            ("model", tr("Modèle"), "Ctrl+M", self._aid.open, "draft", note, False),
            ("next-field", tr("Champ suivant à remplir"), "F3", self._aid.next_field, "", note, False),
            ("save", tr("Tout enregistrer"), "Ctrl+S", acts.save, "stored", note, False),
            ("misplaced", tr("Signée dans le mauvais dossier"), "", self._misplaced.open, "danger", note, False),
            ("today", tr("Consultation en cours"), "Alt+1", self._go_today, "consultation", note, False),
            ("report", tr("Compte rendu"), "Ctrl+Shift+D", acts.report, "letter", documents, True),
            ("summary", tr("Synthèse (VSM)"), "Ctrl+D", acts.summary, "document", documents, True),
            ("print", tr("Imprimer"), "Ctrl+P", acts.print_out, "print", documents, True),
            ("letter", tr("Courrier"), "Alt+7", part("courrier"), "letter", documents, True),
            ("biology", tr("Biologie et mesures"), "Alt+5", part("biologie"), "biology", numbers, False),
            ("vaccins", tr("Vaccins"), "Alt+6", part("vaccins"), "vaccine", numbers, False),
            ("trace", tr("Qui a ouvert ce dossier"), "", part("trace"), "users", documents, False),
            ("erasure", tr("Copie et effacement (RGPD)"), "", part("effacement"), "stored", documents, False),
            ("growth", tr("Croissance"), "", part("croissance"), "rising", numbers, False),
            ("calculs", tr("Calculs"), "", part("calculs"), "curve", numbers, False),
            ("problem", tr("Ajouter un problème"), "", self._context.problems.open_field, "add", note, False),
            ("allergy", tr("Ajouter une allergie"), "", self._context.allergies.open_field, "add", note, False),
            ("peek", tr("Lire la ligne choisie sous la liste"), "", self._peek_here, "history", note, False),
            ("widths", tr("Volets : largeurs d’origine"), "", self._reset_widths, "", note, False),
            ("past", tr("Ajouter un antécédent"), "", self._context.history.open_field, "add", note, False),
            ("habit", tr("Ajouter un mode de vie"), "", self._context.habits.open_field, "add", note, False),
        )
        where = scope_of(self._patient)
        made_here = [
            Action(f"{where}:{name}", words, key, where, do, icon, head, bar=bar)
            for name, words, key, do, icon, head, bar in lines
        ]
        name, words = f"{where}:sign", tr("Signer la consultation")
        sign = Action(
            name, words, "Ctrl+Return", where, acts.sign, "sign", note, primary=True, words_now=acts.verb
        )
        return [*made_here, sign]


class _FilePage(ThreePanes):
    """`narrowed` says whether the history lost its place beside the note."""

    narrowed = Signal(bool)

    def __init__(self, look: Look, history: HistoryPane, work: QWidget, context: ContextPane) -> None:
        super().__init__(look, history, work, context)
        self._history = history
        self.setAccessibleName(tr("Dossier"))
        look.follow(self._tell)

    def put_away(self, pane: QWidget) -> None:
        """Close a pane when it is a drawer."""
        if self.is_drawer(pane):
            pane.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the panes, then say what became of the history."""
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        self.narrowed.emit(self.is_drawer(self._history))
