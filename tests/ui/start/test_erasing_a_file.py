# SPDX-License-Identifier: EUPL-1.2
"""A file erased in the real window: its tab goes, nothing is asked again of what is gone, nobody is troubled."""

from lgc_app.bootstrap import open_cabinet
from tests.support.record import add, make_patient


def test_the_tab_of_an_erased_file_goes_and_the_window_goes_on(post):
    with post.vault() as vault:
        cabinet = open_cabinet(post.context, vault)
        patient = make_patient("ERREUR", usual="ERREUR")
        add(cabinet.session.store, patient, author=cabinet.session.author)
    application = post.open()
    post.unlock()
    post.work.open_patient(patient.id)
    post.settle()
    post.work.open_part("effacement", patient.id)
    post.until(lambda: application.window.frame.current.where == "effacement", "the screen")
    post.settle()
    screen = post.work.screens.file._parts["effacement"]
    screen.reason.set_text("Créé par erreur")
    screen.go_on.click()
    screen.name.set_text(patient.shown)
    screen.erase_button.click()
    post.settle()
    post.until(lambda: patient.id not in post.work.files.patients, "the tab to go")
    post.settle()
    assert any("Dossier effacé." in words for words in post.toasts), post.toasts
    assert not any("imprévu" in words for words in post.toasts), post.toasts
    assert application.window.frame.current.where != "effacement"
    assert patient.id not in {key for key, _name in post.work.last_patients()}
