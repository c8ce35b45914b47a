# SPDX-License-Identifier: EUPL-1.2
"""Each screen of the open practice, with real content, in each theme and size: nothing cut, covered or unnamed."""

import os
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from lgc_app.demo.cast import HOARAU
from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from lgc_app.vault.session import LockReason
from tests.support.screen_checks import check_window

LOOKS = (
    ("light", Theme(), (1366, 738)),
    ("dark", Theme(ThemeName.DARK), (1366, 738)),
    ("contrast", Theme(ThemeName.HIGH_CONTRAST), (1366, 738)),
    ("125", Theme(ThemeName.LIGHT, 125), (1366, 730)),
    ("1920", Theme(), (1920, 1050)),
    ("smallest", Theme(), (1000, 560)),
)
PICTURES = os.environ.get("SERENITE_PICTURES", "")


@pytest.mark.parametrize(("name", "theme", "size"), LOOKS, ids=[look[0] for look in LOOKS])
def test_every_screen_holds_in_this_look(post, name, theme, size):
    application = post.open(theme=theme, size=size)
    post.until_pin_asked()
    shoot(application.window, f"unlock-{name}")
    post.unlock()
    visits = {
        "journee": lambda: post.work.show("journee"),
        "echanges": lambda: post.work.show("echanges"),
        "rapprocher": lambda: post.work.show("rapprocher"),
        "corriger": lambda: post.work.show("corriger"),
        "patients": lambda: find(post, "hoarau"),
        "admission": lambda: post.work.admit("Payet Jean 12/03/1980"),
        "dossier": lambda: post.work.open_patient(HOARAU.id),
    }
    for visit, go in visits.items():
        go()
        post.settle()
        QTest.qWait(60)
        shoot(application.window, f"{visit}-{name}")
        check_window(application.window)
    post.work.show("journee")
    post.work.screens.journee._on_book()
    QTest.qWait(60)
    shoot(application.window, f"booking-{name}")
    check_window(application.window)
    post.flow.lock(LockReason.IDLE)
    post.until_locked()
    shoot(application.window, f"locked-{name}")


def find(post, typed):
    post.work.show("patients")
    view = post.work.screens.patients.view
    view.search.editor.setText(typed)
    post.until(lambda: bool(view.list.rows), "the patients found")


def shoot(window, name):
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        window.grab().save(str(Path(PICTURES) / f"{name}.png"))
