# SPDX-License-Identifier: EUPL-1.2
"""One registry of actions: no two of them on one key, no double firing."""

import pytest

from lgc_app.ui.actions import DEAF_SECONDS, EVERYWHERE, Action, Actions, KeyClashError, key_words


def action(name, key="", where="file", *, primary=False, handler=lambda: None):
    return Action(name, name, key, where, handler, primary=primary)


def test_two_actions_on_one_key_of_one_screen_are_refused():
    actions = Actions()
    with pytest.raises(KeyClashError, match="Ctrl\\+O"):
        actions.add([action("a", "Ctrl+O"), action("b", "Ctrl+O")])


def test_a_screen_may_not_take_a_key_of_everywhere():
    actions = Actions()
    actions.add([action("search", "Ctrl+K", EVERYWHERE)])
    with pytest.raises(KeyClashError):
        actions.add([action("keep", "ctrl+k")])


def test_the_order_of_the_modifiers_hides_no_clash():
    actions = Actions()
    with pytest.raises(KeyClashError):
        actions.add([action("a", "Ctrl+Shift+L"), action("b", "Shift+Ctrl+L")])


def test_two_screens_may_use_the_same_key():
    actions = Actions()
    actions.add([action("sign", "Ctrl+Return", "file"), action("file-it", "Ctrl+Return", "inbox")])
    assert [one.id for one in actions.reachable("inbox")] == ["file-it"]


def test_one_id_twice_is_refused():
    with pytest.raises(KeyClashError, match="twice"):
        Actions().add([action("a"), action("a")])


def test_a_screen_that_goes_takes_its_keys_with_it():
    actions = Actions()
    actions.add([action("a", "Ctrl+O")])
    actions.remove_scope("file")
    actions.add([action("b", "Ctrl+O", "inbox"), action("a", "Ctrl+O")])
    assert actions.reachable("file")[0].id == "a"


def test_a_primary_action_is_deaf_after_firing_and_hears_again_later():
    now, fired = [100.0], []
    actions = Actions(clock=lambda: now[0])
    sign = action("sign", primary=True, handler=lambda: fired.append(now[0]))
    assert actions.trigger(sign)
    now[0] += DEAF_SECONDS / 2
    assert not actions.trigger(sign)
    now[0] += DEAF_SECONDS
    assert actions.trigger(sign)
    assert len(fired) == 2


def test_an_ordinary_action_may_be_repeated_at_once():
    fired = []
    actions = Actions(clock=lambda: 0.0)
    undo = action("undo", handler=lambda: fired.append(1))
    assert [actions.trigger(undo), actions.trigger(undo)] == [True, True]
    assert len(fired) == 2


def test_keys_are_written_as_on_a_french_keyboard():
    assert key_words("Ctrl+Shift+Return") == "Ctrl+Maj+Entrée"
    assert key_words("Alt+Left") == "Alt+←"
    assert key_words("Escape") == "Échap"
