# SPDX-License-Identifier: EUPL-1.2
"""The exact words of ui.md, section 8, for everything that a card can do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cps_card import errors, prompt
from cps_card.trust import TrustState, TrustVerdict
from tests.support.igc import CLAIRE, pairs_of, trust_store


def plain(sentence: str) -> str:
    return sentence.replace("\u00a0", " ")


def every_error() -> list[errors.CardError]:
    return [
        *(kind("x") for kind in _leaves(errors.CardUnavailableError)),
        *(
            kind("x")
            for kind in _leaves(errors.CardRefusedError)
            if kind not in (errors.WrongPinError, errors.PinBlockedError)
        ),
        errors.WrongPinError(2),
        errors.PinBlockedError(),
        errors.CardFaultError("x", 0x6F00),
    ]


def _leaves(kind: type[errors.CardError]) -> list[type[errors.CardError]]:
    return [leaf for child in kind.__subclasses__() for leaf in ([*_leaves(child)] or [child])]


def test_the_words_of_the_design_are_kept_to_the_letter() -> None:
    assert plain(prompt.wrong_pin(2)) == "Code incorrect. Il reste 2 essais."
    assert plain(prompt.wrong_pin(1)) == (
        "Code incorrect. Il reste 1 essai. Après un troisième échec, la carte se bloque. "
        "Si vous avez un doute, arrêtez-vous et utilisez le code de secours imprimé."
    )
    assert prompt.sentence_for(errors.PinBlockedError()) == (
        "Carte bloquée. Débloquez-la avec CPS Gestion et votre code de déblocage. "
        "En attendant, ouvrez avec le code de secours."
    )
    assert prompt.card_pulled(datetime(2026, 11, 21, 10, 37, tzinfo=UTC)) == (
        "Carte retirée à 10:37. Votre texte est gardé. Remettez la carte pour continuer."
    )
    assert plain(prompt.CARD_OF_ANOTHER_PRACTICE) == (
        "Cette carte n’ouvre pas ce cabinet. Une personne déjà inscrite peut l’ajouter : Réglages, Personnes."
    )
    assert prompt.sentence_for(errors.ReaderMissingError()) == (
        "Lecteur absent. Branchez-le, ou ouvrez avec la phrase de passe."
    )


def test_an_expired_card_tells_both_dates() -> None:
    verdict = TrustVerdict(TrustState.EXPIRED_GRACE, datetime(2026, 11, 2, 12, tzinfo=UTC))
    assert prompt.trust_banner(verdict) == (
        "Carte expirée depuis le 02/11/2026. Elle ouvre encore ce poste jusqu’au 02/12/2026, "
        "mais ne se connecte plus aux services. Renouvelez-la."
    )


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
def test_every_trouble_has_its_sentence_in_the_style_of_the_house(error: errors.CardError) -> None:
    sentence = prompt.sentence_for(error)
    assert sentence.endswith(".")
    assert sentence.count(".") >= 2, "what happened, then what to do"
    for forbidden in ("!", "erreur", "veuillez", "PIN", "0x", "6F00"):
        assert forbidden not in sentence


@pytest.mark.parametrize("state", list(TrustState))
def test_every_finding_but_good_has_a_banner(state: TrustState) -> None:
    banner = prompt.trust_banner(TrustVerdict(state, datetime(2026, 11, 2, tzinfo=UTC)))
    assert bool(banner) is (state is not TrustState.GOOD)


def test_only_the_last_try_asks_for_a_confirmation() -> None:
    assert [prompt.must_confirm(left) for left in (3, 2, 1, 0)] == [False, False, True, False]


def test_a_good_card_needs_no_banner(tmp_path: Path) -> None:
    verdict = trust_store(tmp_path).judge(pairs_of(CLAIRE).auth.certificate, datetime.now(UTC))
    assert prompt.trust_banner(verdict) == ""
