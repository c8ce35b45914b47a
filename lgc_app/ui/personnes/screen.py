# SPDX-License-Identifier: EUPL-1.2
"""« Personnes », under Réglages: who works here, until when, and the cards that open this post."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from lgc_app.services.cards import Withdrawn
from lgc_app.services.people import Changed, Everybody, Person
from lgc_app.services.people_form import PersonError, PersonForm, TypedPerson, form_of, shown_number
from lgc_app.services.people_history import Happened
from lgc_app.ui.actions import Action
from lgc_app.ui.dossier.centre import sentence_of
from lgc_app.ui.keeping import KeepTimer, nothing
from lgc_app.ui.navigation import Desk
from lgc_app.ui.personnes.view import PeopleView
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.words import tr
from lgc_core.model.staff import Staff
from lgc_core.store.changes import Changes

WHERE: Final = "personnes"
_BESIDE: Final = "people-card"
_MAIN: Final = "people-save"


class PeopleScreen(QObject):
    """`card_asked(staff, name)`: the window takes the card, because somebody else's comes into the reader."""

    card_asked = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: dict[str, Person] = {}
        self._chosen = ""
        self._wanted: PersonForm | None = None
        self._stranger: tuple[str, str, str] | None = None
        self.view = PeopleView(desk.look)
        self.setParent(self.view)
        self.screen = self._screen()
        view = self.view
        view.rows.chosen.connect(self._on_chosen)
        view.end.clicked.connect(self.end)
        view.cards.add_asked.connect(self.add_card)
        view.cards.withdraw_asked.connect(self.withdraw)
        self._pause = KeepTimer(self, self.keep)
        view.fields.changed.connect(self._pause.touch)
        view.fields.left.connect(self.keep)
        desk.tasks.read(desk.cabinet.people.typed, self._on_typed, owner=self)

    def load(self) -> None:
        """Read everybody again."""
        self._desk.tasks.read(self._desk.cabinet.people.all, self._on_read, owner=self, failed=self._on_refused)

    def refresh(self, changes: Changes) -> None:
        """Show what this post or another changed."""
        if changes.touches("staff"):
            self.load()

    def keep(self) -> None:
        """Keep what is typed and not written yet: a lock or a stop loses no word."""
        typed = TypedPerson(staff=self._chosen, form=self.view.fields.form()) if self.view.dirty else None
        keep = self._desk.cabinet.people.keep_typed
        self._desk.tasks.read(partial(keep, typed), nothing, failed=self._on_not_kept)

    def propose(self, family: str, given: str, number: str) -> None:
        """Show the person of a card that did not open this post, or a new line with what the card says."""
        if not self._known:  # everybody is still being read
            self._stranger = (family, given, number)
            return
        known = next((one for one in self._known.values() if one.staff.ps_id == number), None)
        if self._holds_back():
            return
        if known is not None:
            self.view.rows.choose(known.staff.id)
        else:
            self._begin(PersonForm(family=family, given=given, number=shown_number(number)))

    def add(self) -> None:
        """Begin a new line, unless what is typed in the one in view is not written."""
        if not self._holds_back():
            self._begin(PersonForm(family=""))

    def save(self) -> None:
        """Write the line in view."""
        form, service = self.view.fields.form(), self._desk.cabinet.people
        if not self._chosen:
            self._add(form)
        elif self.view.dirty:
            change = partial(service.change, self._chosen, form)
            said = tr("{name} : enregistré.", name=form.family.strip())
            self._change(change, said, form)

    def end(self) -> None:
        """End the access of the person in view, now; Annuler gives it back with its cards."""
        person = self._known.get(self._chosen)
        if person is not None:
            said = tr("Accès de {name} terminé, sur ce poste tout de suite.", name=person.staff.name.shown)
            self._change(partial(self._desk.cabinet.people.end, self._chosen), said)

    def add_card(self) -> None:
        """Ask the window for the card of the person in view."""
        person = self._known.get(self._chosen)
        if person is None:
            self._desk.navigator.say(tr("Enregistrez d’abord la personne, puis ajoutez sa carte."))
        else:
            self.card_asked.emit(self._chosen, person.staff.name.shown)

    def withdraw(self, cert_sha256: str) -> None:
        """Take a card away; Annuler gives it back."""
        service, done = self._desk.cabinet.cards, list[Withdrawn]()

        def write() -> Changes:
            done.append(service.withdraw(self._chosen, cert_sha256))
            return done[0].changes

        def said(_changes: Changes) -> None:
            undo = partial(self._take_back, lambda: service.put_back(done[0]))
            self._desk.navigator.say(tr("Carte retirée. Les autres postes la refusent dès leur échange."), undo)

        self._desk.tasks.write(write, said, owner=self, failed=self._on_refused)

    def _add(self, form: PersonForm) -> None:
        service, made = self._desk.cabinet.people, list[str]()

        def write() -> Changes:
            staff, changes = service.add(form)
            made.append(staff)
            return changes

        def done(_changes: Changes) -> None:
            self._chosen = made[0]
            self._settle(form)
            self._desk.navigator.say(tr("{name} : ajouté. Sa carte reste à ajouter.", name=form.family.strip()))

        self._desk.tasks.write(write, done, owner=self, failed=self._on_refused)

    def _change(self, change: Callable[[], Changed], said: str, form: PersonForm | None = None) -> None:
        done, service = list[Changed](), self._desk.cabinet.people

        def write() -> Changes:
            done.append(change())
            return done[0].changes

        def tell(_changes: Changes) -> None:
            if form is not None:
                self._settle(form)
            kept = done[0].withdrawn.kept
            words = f"{said} {tr('Sa carte reste dans ce poste : il faut garder deux accès.')}" if kept else said
            undo = partial(self._take_back, lambda: service.put_back(done[0]))
            self._desk.navigator.say(words, undo)

        self._desk.tasks.write(write, tell, owner=self, failed=self._on_refused)

    def _take_back(self, call: Callable[[], Changes]) -> None:
        self._desk.tasks.write(call, lambda _changes: None, owner=self, failed=self._on_refused)

    def _settle(self, form: PersonForm) -> None:
        self.view.settle(form)
        self.keep()

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, PersonError):
            self.view.fields.show_error(error.at, tr("{why}", why=error.sentence))
        else:
            self._desk.navigator.say(tr("{why}", why=sentence_of(error)))

    def _on_not_kept(self, error: BaseException) -> None:
        sentence_of(error)  # anything but ours goes on; locked meanwhile, the words are still on the screen

    def _on_typed(self, typed: TypedPerson | None) -> None:
        """Find again the form that a lock left."""
        if typed is not None:
            self._chosen, self._wanted = typed.staff, typed.form

    def _on_read(self, everybody: Everybody) -> None:
        dirty = self.view.dirty
        self._known = {one.staff.id: one for one in (*everybody.here, *everybody.left)}
        wanted, self._wanted = self._wanted, None
        self.view.show_list(everybody, self._chosen)
        if wanted is not None and not self._chosen:
            self._begin(PersonForm(family=""))
        elif self._chosen in self._known and not dirty:
            self._show(self._known[self._chosen])
        elif self._chosen in self._known:
            self._show_cards(self._known[self._chosen])
        elif not dirty and self._known:
            self.view.rows.choose_first()
        if wanted is not None:
            self.view.retype(wanted)
        stranger, self._stranger = self._stranger, None
        if stranger is not None:
            self.propose(*stranger)

    def _on_chosen(self, key: str) -> None:
        if key == self._chosen or key not in self._known:
            return
        if self._holds_back():
            QTimer.singleShot(0, self.view.rows, lambda: self.view.rows.choose(self._chosen))
            return
        self._chosen = key
        self._show(self._known[key])

    def _holds_back(self) -> bool:
        """Say that a right which is typed is neither written nor lost by going elsewhere."""
        if not self.view.dirty:
            return False
        self._desk.navigator.say(tr("Enregistrez d’abord, ou effacez ce qui est tapé par Ctrl+Z."))
        return True

    def _untype(self) -> bool:
        """Forget what is typed and not written; tell whether there was something."""
        if not self.view.dirty:
            return False
        if self._chosen in self._known:
            self._show(self._known[self._chosen])
        else:
            self.view.show_new(PersonForm(family=""))
            self.view.rows.choose_first()
        self.keep()
        return True

    def _begin(self, form: PersonForm) -> None:
        self._chosen = ""
        self.view.show_new(PersonForm(family=""))
        self.view.retype(form)
        self.view.fields.family.editor.setFocus()

    def _show(self, person: Person) -> None:
        staff = person.staff
        self.view.show_person(person, form_of(staff), is_me=staff.id == self._desk.cabinet.session.staff.id)
        self._ask_history(staff)

    def _show_cards(self, person: Person) -> None:
        """Show what changed around a form that is being typed."""
        typed = self.view.fields.form()
        self._show(person)
        self.view.retype(typed)

    def _ask_history(self, staff: Staff) -> None:
        history = self._desk.cabinet.people.history
        self._desk.tasks.read(
            partial(history, staff.id), partial(self._on_history, staff.id), owner=self, failed=self._on_refused
        )

    def _on_history(self, staff: str, told: list[Happened]) -> None:
        if staff == self._chosen:
            self.view.show_history(told)

    def _screen(self) -> Screen:
        heading = tr("Personnes")
        rows: tuple[tuple[str, str, str, Callable[[], None], str], ...] = (
            ("people-new", tr("Ajouter une personne"), "Ctrl+N", self.add, "add"),
            (_BESIDE, tr("Ajouter une carte à ce poste"), "", self.add_card, "card"),
            (_MAIN, tr("Enregistrer"), "Ctrl+Return", self.save, "check"),
        )
        actions = [
            Action(name, said, key, WHERE, do, icon, heading, bar=name != _BESIDE, primary=name == _MAIN)
            for name, said, key, do, icon in rows
        ]
        panes: tuple[QWidget, ...] = (self.view.rows, self.view.pane)
        words = tr("Qui travaille ici, jusqu’à quand, et avec quelle carte. Ctrl+Z efface ce qui est tapé.")
        return Screen(
            WHERE,
            tr("personnes"),
            self.view,
            actions,
            panes,
            "reglages",
            help_words=words,
            first=self.view.rows,
            undo=self._untype,
        )
