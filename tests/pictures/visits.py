# SPDX-License-Identifier: EUPL-1.2
"""How to reach every screen of the window, and every panel that covers one: a name, and the way as a person goes.

A new screen of lgc_app/ui has to be visited here, then `python3 dev.py pictures` takes its pictures
(tests/ui/pictures says which is missing).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from lgc_app.demo.cast import HOARAU
from lgc_app.ui.shell.veil import Veil
from lgc_core.model.document import Document
from lgc_core.model.encounter import Encounter
from lgc_core.store import queries
from tests.pictures.cast import GASTON, LINA, LOCUM, PARTNER
from tests.pictures.files import LOT, lay_reports
from tests.pictures.post import LivedInPost
from tests.support.typing_keys import type_text

Go = Callable[[LivedInPost], None]


@dataclass(frozen=True, slots=True)
class Visit:
    """One picture: its name, the ids of the screens that it shows, how to go there, how to leave."""

    name: str
    where: str
    go: Go
    leave: Go = lambda _post: None
    until: Callable[[LivedInPost], bool] = lambda _post: True


def do(post: LivedInPost, action: str) -> None:
    """Trigger an action of the screen in front by its id, or by its id within a file."""
    window = post.window
    reachable = {one.id: one for one in window.actions_known.reachable(window.frame.current.where)}
    named = {name.rpartition(":")[2]: one for name, one in reachable.items()}
    window.actions_known.trigger(reachable.get(action) or named[action])


def _show(where: str) -> Go:
    return lambda post: post.work.show(where)


def _part(where: str, patient: str = HOARAU.id) -> Go:
    return lambda post: post.work.open_part(where, patient)


def _act(where: str, action: str) -> Go:
    def go(post: LivedInPost) -> None:
        post.work.show(where)
        post.settle()
        do(post, action)

    return go


def _file_act(action: str) -> Go:
    def go(post: LivedInPost) -> None:
        post.work.open_patient(HOARAU.id)
        post.settle()
        do(post, action)

    return go


def veils_of(post: LivedInPost) -> list[Veil]:
    """Return what stands over the window."""
    return [veil for veil in post.window.findChildren(Veil) if veil.isVisible()]


def _escape(post: LivedInPost) -> None:
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        over = next(iter(veils_of(post)), post.window)
        QApplication.sendEvent(QApplication.focusWidget() or over, event)


def _file(post: LivedInPost) -> Any:
    return post.work.screens.file._files[HOARAU.id]


def _search(post: LivedInPost) -> None:
    post.work.show("patients")
    post.work.screens.patients.view.search.editor.clear()  # typed anew: a form left open goes
    post.work.screens.patients.view.search.editor.setText("hoarau")


def _someone_found(post: LivedInPost) -> bool:
    view = post.work.screens.patients.view
    return bool(view.list.current_key()) and view.right.currentIndex() == 1


def _admit(post: LivedInPost) -> None:
    post.work.admit("Payet Jean 12/03/1980")


def _bring(post: LivedInPost) -> None:
    post.work.show("importer")
    screen = post.work.screens.importation
    if screen.runner.state == "rien":
        screen.look_at(lay_reports(post.folder))


def _lots(post: LivedInPost) -> None:
    post.work.show("lots")
    field = next(one for one in post.window.frame.current.widget.findChildren(QLineEdit) if one.isVisible())
    field.setText(LOT)
    do(post, "lots-search")


def _template(post: LivedInPost) -> None:
    post.work.show("modeles")
    rows = post.work.screens.templates.view.rows
    post.until(lambda: bool(rows.rows), "the templates")
    rows.choose_first()


def _form(post: LivedInPost) -> None:
    post.work.open_patient(HOARAU.id)
    post.settle()
    _file(post)._centre.forms.open("fievre-dengue@1")
    post.settle()
    rows = _file(post)._centre.forms.blocks["fievre-dengue@1"].rows
    rows["vomissements"].editor.setCurrentIndex(1)


def _form_away(post: LivedInPost) -> None:
    _file(post)._centre.forms.blocks["fievre-dengue@1"].remove.click()


def _problem(post: LivedInPost) -> None:
    post.work.open_patient(HOARAU.id)
    post.settle()
    problems = _file(post)._context.problems
    _file(post)._editing.open(problems, problems.lines[0].id)


def _signed(post: LivedInPost) -> None:
    post.work.open_patient(HOARAU.id)
    post.settle()
    centre = _file(post)._centre
    with post.session.store.reading() as connection:
        notes = queries.of_patient(connection, Encounter, HOARAU.id)
    signed = [one for one in notes if one.status == "signe"]
    centre.go(max(signed, key=lambda one: one.period.start.text).id)


def _misplaced(post: LivedInPost) -> None:
    _signed(post)
    post.settle()
    do(post, "misplaced")


def _document(post: LivedInPost) -> None:
    post.work.open_patient(HOARAU.id)
    with post.session.store.reading() as connection:
        found = queries.of_patient(connection, Document, HOARAU.id)
    post.work.open_document(next(one.id for one in found if one.title == "Avis néphrologique"))


def _paper(post: LivedInPost) -> None:
    post.work.open_patient(HOARAU.id)
    post.work.papers.failsafe()


def _invite(post: LivedInPost) -> None:
    post.work.open_patient(HOARAU.id)
    post.settle()
    post.work.invite()


def _letter(post: LivedInPost) -> None:
    post.work.open_part("courrier", GASTON.id)
    post.settle()
    post.work.screens.file._parts["courrier"].choose("confrere")


def _palette(post: LivedInPost) -> None:
    post.work.open_patient(HOARAU.id)
    post.settle()
    post.window.palette_box.open("HOARAU Marie-Josette")
    type_text(post.window.palette_box.box, "cour")


def _keys(post: LivedInPost) -> None:
    post.work.open_patient(HOARAU.id)
    post.settle()
    post.window._on_all_keys()


def _person(post: LivedInPost, staff: str) -> None:
    post.work.show("personnes")
    view = post.work.screens.people.view
    post.until(lambda: bool(view.rows.rows), "the people of the practice")
    view.rows.choose(staff)


def _card_turn(post: LivedInPost) -> None:
    _person(post, PARTNER.id)
    post.settle()
    post.work.screens.people.add_card()


def _no_card(post: LivedInPost) -> None:
    post.flow._turn.view.cancel.click()


DOCTOR_VISITS: Final = (
    Visit("journee", "journee", _show("journee")),
    Visit("rendez-vous", "journee", _act("journee", "book"), _escape),
    Visit("taches", "journee", _act("journee", "task"), _escape),
    Visit("agenda", "agenda", _show("agenda")),
    Visit("absence", "agenda", _act("agenda", "agenda-away"), _escape),
    Visit("patients", "patients", _search, until=_someone_found),
    Visit("patient-nouveau", "patients", _admit),
    Visit("reception", "reception", _show("reception")),
    Visit("importer", "importer", _bring, until=lambda post: post.work.screens.importation.runner.state == "prêt"),
    Visit("echanges", "echanges", _show("echanges")),
    Visit("rapprocher", "rapprocher", _show("rapprocher")),
    Visit("corriger", "corriger", _show("corriger")),
    Visit("rappel-de-lot", "lots", _lots),
    Visit("modeles", "modeles", _template),
    Visit("reglages", "reglages", _show("reglages")),
    Visit("personnes", "personnes", lambda post: _person(post, LOCUM.id)),
    Visit("carte-en-plus", "personnes", _card_turn, _no_card),
    Visit("dossier", "dossier", lambda post: post.work.open_patient(HOARAU.id)),
    Visit("mesures", "dossier", _file_act("measure"), _escape),
    Visit("modele", "dossier", _file_act("model"), _escape),
    Visit("formulaire", "dossier", _form, _form_away),
    Visit("probleme-change", "dossier", _problem, _escape),
    Visit("mauvais-dossier", "dossier", _misplaced, _escape),
    Visit("signee", "dossier", _signed, lambda post: _file(post)._centre.go_today()),
    Visit("biologie", "biology", _part("biologie")),
    Visit("document", "document", _document),
    Visit("courrier", "courrier", _letter),
    Visit("calculs", "calculs", _part("calculs")),
    Visit("vaccins", "vaccins", _part("vaccins", LINA.id)),
    Visit("croissance", "croissance", _part("croissance", LINA.id)),
    Visit("trace", "trace", _part("trace")),
    Visit("effacement", "effacement", _part("effacement")),
    Visit("secours", "papier", _paper),
    Visit("invitation", "invitation", _invite),
    Visit("palette", "dossier", _palette, lambda post: post.window.palette_box.close()),
    Visit("touches", "dossier", _keys, lambda post: post.window.overlay.close()),
)
NURSE_VISITS: Final = (
    Visit("tournee", "tournee", _show("tournee")),
    Visit("plan-de-soins", "tournee", _act("tournee", "round-add"), _escape),
)
SECRETARY_VISITS: Final = (
    Visit("accueil", "journee", _show("journee")),
    Visit("accueil-patients", "patients", _search, until=_someone_found),
)
LOCUM_VISITS: Final = (Visit("remplacement", "remplacement", _show("remplacement")),)
VISITS: Final = {
    "doctor": DOCTOR_VISITS,
    "nurse": NURSE_VISITS,
    "secretary": SECRETARY_VISITS,
    "locum": LOCUM_VISITS,
}
