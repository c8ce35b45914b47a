# SPDX-License-Identifier: EUPL-1.2
"""A card pulled in the middle of an import: said by nobody, lost by nobody, gone on with at the next opening."""


def test_an_import_cut_by_a_lock_is_proposed_again_and_takes_in_the_rest(post, tmp_path):
    folder = tmp_path / "lettres"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number:02}.txt").write_text(f"Lettre numéro {number}.", "utf-8")
    post.open()
    post.unlock()
    post.work.show("importer")
    screen = post.work.screens.importation
    screen.look_at(folder)
    post.until(lambda: screen.runner.state == "prêt", "the folder")
    screen.runner.moved.connect(lambda: len(screen.runner.taken) == 3 and post.readers.remove())
    screen.go()
    post.until_locked()
    assert post.toasts == []
    assert not (post.context.folder / "incidents.log").exists()
    post.readers.insert(post.card)
    post.unlock()
    screen = post.work.screens.importation
    post.work.show("importer")
    post.until(lambda: not screen.view.cut.isHidden(), "the import that was cut")
    screen.resume()
    post.until(lambda: screen.runner.state == "fini", "the end of the import")
    waiting = post.work.cabinet.inbox.waiting()
    assert sorted(one.document.title for one in waiting) == sorted(f"Lettre numéro {n}." for n in range(7))
    assert "déjà là" in {one.outcome for one in screen.runner.taken}
