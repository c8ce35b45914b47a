# SPDX-License-Identifier: EUPL-1.2
"""What the unlock screen says in each situation of the card."""

from datetime import date

import pytest

from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.unlock.presenter import CardOwner, Entry, UnlockPresenter, Waiting

OWNER = CardOwner("Dr Maëlle Ethève", "Médecin généraliste", date(2028, 3, 31))


@pytest.fixture
def presenter():
    made = UnlockPresenter()
    made.card_seen(OWNER)
    return made


def said(presenter):
    content = presenter.content
    return f"{content.strong} {content.words}".strip().replace("\u00a0", " ")


def test_without_a_card_nothing_can_be_typed():
    presenter = UnlockPresenter()
    assert presenter.content.entry is Entry.NOTHING
    assert presenter.content.title == "Insérez votre carte."


def test_a_known_card_shows_its_holder_and_asks_for_the_code(presenter):
    content = presenter.content
    assert (content.entry, content.title) == (Entry.PIN, "Dr Maëlle Ethève")
    assert content.subtitle == "Médecin généraliste · valable jusqu’en 03/2028"
    assert content.card.words == "Carte reconnue"


def test_a_wrong_pin_tells_the_tries_left(presenter):
    presenter.wrong_pin(2)
    assert said(presenter) == "Code incorrect. Il reste 2 essais."
    assert presenter.content.note_tone is Tone.DANGER
    assert not presenter.content.must_tick


def test_the_last_try_asks_for_a_tick(presenter):
    presenter.wrong_pin(1)
    assert presenter.content.must_tick
    assert presenter.content.strong.replace("\u00a0", " ") == "Code incorrect. Il reste 1 essai."
    assert presenter.content.words.startswith("Après un troisième échec, la carte se bloque.")


def test_a_card_that_comes_with_one_try_left_asks_for_the_tick_at_once():
    presenter = UnlockPresenter()
    presenter.card_seen(OWNER, tries_left=1)
    assert presenter.content.must_tick


@pytest.mark.parametrize("tries", [0, -1])
def test_no_try_left_is_a_blocked_card_and_nothing_can_be_typed(presenter, tries):
    presenter.wrong_pin(tries)
    assert presenter.content.entry is Entry.NOTHING
    assert said(presenter).startswith("Carte bloquée. Débloquez-la avec CPS Gestion")
    assert presenter.content.title == "Dr Maëlle Ethève"


def test_an_unknown_card_says_who_can_add_it(presenter):
    presenter.unknown_card()
    assert "Réglages, Personnes" in said(presenter)
    assert presenter.content.title == "Carte inconnue"


def test_an_expired_card_still_opens_and_says_until_when():
    presenter = UnlockPresenter()
    presenter.card_expired(CardOwner("Dr L", "Médecin", date(2026, 11, 2)), date(2026, 12, 2))
    assert presenter.content.entry is Entry.PIN
    assert "02/11/2026" in said(presenter)
    assert "02/12/2026" in said(presenter)


def test_without_a_reader_another_way_is_named(presenter):
    presenter.no_reader()
    assert said(presenter) == "Lecteur absent. Branchez-le, ou ouvrez avec la phrase de passe."


def test_the_name_of_the_former_card_is_gone_with_it(presenter):
    presenter.no_card()
    presenter.trouble("La carte ne répond pas.")
    assert "Ethève" not in presenter.content.title + presenter.content.subtitle


def test_the_recovery_code_can_be_typed_and_refused(presenter):
    presenter.ask_recovery_code()
    assert presenter.content.entry is Entry.RECOVERY_CODE
    presenter.wrong_recovery_code()
    assert presenter.content.entry is Entry.RECOVERY_CODE
    assert presenter.content.strong.startswith("Code de secours non reconnu")


def test_while_opening_a_second_code_is_not_asked_for(presenter):
    presenter.opening()
    assert presenter.content.busy


def test_what_waits_stays_on_screen_through_every_situation(presenter):
    waiting = (Waiting("offline", "Hors ligne depuis 08:12", "Vous pouvez tout faire."),)
    presenter.show_waiting(waiting)
    presenter.wrong_pin(2)
    presenter.no_card()
    assert presenter.content.waiting == waiting
