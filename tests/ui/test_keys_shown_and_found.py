# SPDX-License-Identifier: EUPL-1.2
"""The overlay lists every key, the palette finds every action by its words, and the keyboard is always seen."""

import pytest
from PySide6.QtCore import QPoint

from lgc_app.ui.actions import key_words
from lgc_app.ui.shell.palette_row import matching
from lgc_app.ui.start.screens import LOW
from lgc_app.ui.widgets.key_cap import KeyCap
from lgc_app.ui.widgets.text import Text
from tests.support.screen_checks import elided_labels, overlaps, without_ring


@pytest.fixture(scope="module")
def places():
    return ("journee", "agenda", "tournee", "patients", "reception", "echanges", "lots", "modeles", "dossier")


@pytest.fixture
def open_post(post):
    post.open()
    post.unlock()
    return post


def _go(post, place):
    if place == "dossier":
        post.work.screens.journee.view.agenda.opened.emit(post.work.screens.journee.view.agenda.rows[-1].key)
        post.work.open_patient(next(line.patient for line in post.work.screens.journee.lines))
    else:
        post.work.show(place)
    post.settle()


def test_every_key_is_in_the_overlay_and_every_action_in_the_palette_on_every_screen(open_post, places):
    window = open_post.application.window
    for place in places:
        _go(open_post, place)
        reachable = window._reachable()
        window._on_all_keys()
        open_post.settle()
        panel = window.overlay._panel
        caps = {cap.accessibleName() or cap.text() for cap in panel.findChildren(KeyCap)}
        words = {text.text() for text in panel.findChildren(Text)}
        for action in reachable:
            if action.key:
                assert action.said in words, (place, action.id)
                assert key_words(action.key) in caps, (place, action.id, caps)
            assert [row.words for row in matching([action], action.said)], (place, action.id)
            assert action.said[0].isupper() or not action.said[0].isalpha(), action.said
        veil = window.overlay.veil
        assert veil.rect().contains(panel.geometry()), place
        bottom = max(text.mapTo(veil, QPoint(0, text.height())).y() for text in panel.findChildren(Text))
        assert bottom <= veil.height(), (place, bottom)
        assert not list(elided_labels(panel)), place
        assert not list(overlaps(panel)), place
        window.overlay.close()


def test_the_keyboard_is_seen_wherever_tab_brings_it(open_post, places):
    window = open_post.application.window
    faults = []
    for place in places:
        _go(open_post, place)
        window.frame.setFocus()
        faults += [f"{place}: {fault}" for fault in without_ring(window.frame)]
    assert not faults, "\n".join(sorted(set(faults)))


def test_every_place_of_the_rail_is_an_action_of_the_palette(open_post):
    window = open_post.application.window
    handlers = {action.said for action in window._reachable()}
    for item in open_post.work.screens.rail_items():
        if item not in LOW:
            assert any(item.words.lower().rstrip("s") in said.lower() for said in handlers), item.words
