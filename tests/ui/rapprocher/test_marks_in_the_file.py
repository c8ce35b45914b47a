# SPDX-License-Identifier: EUPL-1.2
"""In the file, both versions of a clinical value are whole and the mark leads to the choice."""

import pytest

from lgc_app.ui.theme.look import Look
from lgc_app.ui.widgets.pill import PillButton
from lgc_core.model.allergy import Allergy
from lgc_core.model.values import Concept
from tests.support.disputed import TwoPosts
from tests.support.dossier import OpenFile
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, picture


@pytest.mark.parametrize("name", ["light", "dark", "125pc"])
def test_both_values_are_whole_in_the_banner_and_in_the_context(tmp_path, qtbot, tasks, name):
    posts = TwoPosts(tmp_path)
    posts.dispute_posology()
    posts.dispute_note()
    posts.both_write(
        lambda uow: uow.set(Allergy, posts.allergy.id, agent=Concept(text="Amoxicilline")),
        lambda uow: uow.set(Allergy, posts.allergy.id, agent=Concept(text="Iode")),
    )
    theme, size = LOOKS[name]
    file = OpenFile(posts.cabinet, tasks, Look(theme), posts.patient.id)
    qtbot.addWidget(file.window)
    file.show(size)
    picture(file.window, f"dossier-deux-versions-{name}")
    check_window(file.window)
    assert "Deux versions à rapprocher." in file.note.notices.said["versions"]
    pane = file.context
    for part in (pane.treatments, pane.allergies):
        (mark,) = [one for one in part.findChildren(PillButton) if one.content.words == "2 versions"]
        right = mark.mapTo(pane, mark.rect().bottomRight()).x()
        assert right <= pane.width()
    assert "Amoxicilline ou Iode" in file.dossier.banner.allergies[0].words
    pane.treatments.findChildren(PillButton)[0].click()
    assert file.wishes.asked[-1] == ("versions", posts.treatment.id)
