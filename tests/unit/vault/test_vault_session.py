# SPDX-License-Identifier: EUPL-1.2
"""Locked, unlocked, and everything that can go wrong on the way."""

from datetime import UTC, datetime, timedelta

import pytest

from cps_card.errors import CardRemovedError, PinBlockedError, PinMalformedError, WrongPinError
from cps_card.recognition import Generation
from cps_simulator.card import CardProfile, SimulatedCard
from cps_simulator.in_process import READER
from lgc_app.vault.attempts import Outcome, Way
from lgc_app.vault.engine import WRITE
from lgc_app.vault.faults import (
    AlreadyOpenError,
    CardGoneError,
    CardNotAcceptedError,
    CardRefusedByVaultError,
    DamagedDatabaseError,
    UnknownCredentialError,
    VaultLockedError,
)
from lgc_app.vault.session import LockReason, VaultSession
from lgc_core.errors import UserError
from tests.support.card import PIN, new_card, reader_with, right_pin, wrong_pin
from tests.support.igc import LUCIE, simulated_igc, trust_store
from tests.support.vault import Practice


def write_something(vault: VaultSession) -> None:
    with vault.engine.execution_options(**WRITE).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (body TEXT) STRICT")
        connection.exec_driver_sql("INSERT INTO note VALUES ('gardé')")


def read_it_back(vault: VaultSession) -> object:
    with vault.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT body FROM note").scalar()


@pytest.mark.parametrize("generation", list(Generation))
def test_what_was_written_before_locking_is_there_after_the_card_opens_again(
    practice: Practice, generation: Generation
) -> None:
    practice.card = new_card(generation=generation)
    vault = practice.create()
    write_something(vault)
    vault.lock(LockReason.CARD_REMOVED)
    assert not vault.is_unlocked
    opening = vault.unlock_with_card(practice.session(), right_pin())
    assert read_it_back(vault) == "gardé"
    assert opening.holder is not None
    assert (opening.way, opening.holder.surname, opening.banner) == (Way.CARD, "ETHEVE", "")
    vault.close()


def test_the_recovery_code_opens_without_a_card_however_it_is_typed(practice: Practice) -> None:
    vault = practice.create()
    write_something(vault)
    vault.lock(LockReason.USER)
    typed = practice.code.lower().replace("-", "  ").replace("o", "0").replace("i", "1")
    assert vault.unlock_with_recovery(typed).way is Way.RECOVERY
    assert read_it_back(vault) == "gardé"
    assert vault.card is None
    vault.close()


def test_nothing_is_reachable_once_locked_and_the_key_is_gone(practice: Practice) -> None:
    vault = practice.create()
    key, engine, card = vault.key, vault.engine, vault.card
    vault.lock(LockReason.IDLE)
    assert key.is_wiped
    assert engine.pool.checkedin() == 0
    assert card is not None
    with pytest.raises(CardRemovedError):
        card.sign_auth(b"x")
    assert not practice.card.secrets.verified
    for reach in (lambda: vault.engine, lambda: vault.key, lambda: vault.card, lambda: vault.opening):
        with pytest.raises(VaultLockedError):
            reach()
    vault.lock(LockReason.IDLE)
    vault.close()


def test_drafts_are_saved_while_the_database_is_still_open(practice: Practice) -> None:
    seen: list[LockReason] = []

    def save_drafts(reason: LockReason) -> None:
        write_something(vault)
        seen.append(reason)

    vault = practice.create(save_drafts)
    vault.lock(LockReason.READER_LOST)
    assert seen == [LockReason.READER_LOST]
    vault.unlock_with_recovery(practice.code)
    assert read_it_back(vault) == "gardé"
    vault._before_lock = None
    vault.close()


def test_the_key_goes_even_when_saving_drafts_fails(practice: Practice) -> None:
    def fail(reason: LockReason) -> None:
        raise UserError("Disque presque plein.")

    vault = practice.create(fail)
    key = vault.key
    with pytest.raises(UserError):
        vault.lock(LockReason.CARD_REMOVED)
    assert key.is_wiped
    assert not vault.is_unlocked
    vault.close()


def test_a_pulled_card_still_locks(practice: Practice) -> None:
    readers = reader_with(practice.card)
    vault = practice.create()
    vault.lock(LockReason.USER)
    vault.unlock_with_card(readers.open(READER), right_pin())
    readers.remove()
    vault.lock(LockReason.CARD_REMOVED)
    assert not vault.is_unlocked
    vault.close()


def test_a_wrong_code_tells_the_tries_left_in_french_and_is_written_down_without_the_code(
    practice: Practice,
) -> None:
    practice.create().close()
    vault = practice.open()
    with pytest.raises(CardRefusedByVaultError) as refusal:
        vault.unlock_with_card(practice.session(), "9753")
    assert isinstance(refusal.value.cause, WrongPinError)
    assert refusal.value.tries_left == 2
    assert refusal.value.sentence.replace("\u00a0", " ") == "Code incorrect. Il reste 2 essais."
    attempt = practice.attempts[-1]
    assert (attempt.way, attempt.outcome, attempt.tries_left) == (Way.CARD, Outcome.REFUSED, 2)
    assert (attempt.card_number, attempt.id_nat) == ("2800123456", "899900012345")
    assert "9753" not in repr(practice.attempts)
    vault.close()


def test_a_blocked_card_leaves_the_recovery_code(practice: Practice) -> None:
    practice.create().close()
    practice.card.secrets.pin.left = 0
    vault = practice.open()
    with pytest.raises(CardRefusedByVaultError) as refusal:
        vault.unlock_with_card(practice.session(), PIN)
    assert isinstance(refusal.value.cause, PinBlockedError)
    assert "CPS Gestion" in refusal.value.sentence
    vault.unlock_with_recovery(practice.code)
    vault.close()


def test_a_malformed_code_burns_no_try(practice: Practice) -> None:
    practice.create().close()
    vault = practice.open()
    with pytest.raises(CardRefusedByVaultError) as refusal:
        vault.unlock_with_card(practice.session(), "12345")
    assert isinstance(refusal.value.cause, PinMalformedError)
    assert practice.card.secrets.pin.left == 3
    vault.close()


def test_the_last_try_waits_for_a_yes(practice: Practice) -> None:
    practice.create().close()
    practice.card.secrets.pin.left = 1
    vault = practice.open()
    with pytest.raises(CardRefusedByVaultError, match="Après un troisième échec"):
        vault.unlock_with_card(practice.session(), wrong_pin())
    assert practice.card.secrets.pin.left == 1
    vault.unlock_with_card(practice.session(), right_pin(), accept_last_try=True)
    vault.close()


def test_a_card_of_another_practice_is_told_before_its_code_is_spent(practice: Practice) -> None:
    practice.create().close()
    stranger = new_card(LUCIE)
    vault = practice.open()
    with pytest.raises(UnknownCredentialError) as refusal:
        vault.unlock_with_card(practice.session(stranger), wrong_pin())
    assert refusal.value.sentence.startswith("Cette carte n’ouvre pas ce cabinet.")
    assert stranger.secrets.pin.left == 3
    vault.close()


def test_a_card_with_the_same_name_and_another_key_opens_nothing(practice: Practice) -> None:
    practice.create().close()
    twin = SimulatedCard(CardProfile(simulated_igc().issue(practice_owner())))
    vault = practice.open()
    with pytest.raises(UnknownCredentialError):
        vault.unlock_with_card(practice.session(twin), right_pin())
    vault.close()


def practice_owner():
    from tests.support.igc import CLAIRE

    return CLAIRE


def test_a_card_pulled_in_the_middle_is_worth_another_try(practice: Practice) -> None:
    practice.create().close()
    readers = reader_with(practice.card)
    session = readers.open(READER)
    readers.remove()
    vault = practice.open()
    with pytest.raises(CardGoneError):
        vault.unlock_with_card(session, right_pin())
    assert practice.attempts[-1].outcome is Outcome.UNAVAILABLE
    vault.unlock_with_card(practice.session(), right_pin())
    vault.close()


@pytest.mark.parametrize("command", range(1, 10))
def test_a_card_pulled_at_any_command_of_the_opening_leaves_a_locked_vault_that_opens_next_time(
    practice: Practice, command: int
) -> None:
    practice.create().close()
    readers = reader_with(practice.card)
    session = readers.open(READER)
    answer, left = practice.card.process, [command]

    def pull_then_answer(apdu: bytes) -> bytes:
        left[0] -= 1
        if left[0] == 0:
            readers.remove()
        return answer(apdu)

    practice.card.process = pull_then_answer
    vault = practice.open()
    with pytest.raises(CardGoneError):
        vault.unlock_with_card(session, right_pin())
    assert not vault.is_unlocked
    practice.card.process = answer
    vault.unlock_with_card(practice.session(), right_pin())
    vault.close()


def test_a_revoked_card_is_refused_without_spending_its_code(practice: Practice, tmp_path) -> None:
    practice.create().close()
    store = trust_store(tmp_path / "crl2", fresh_crl=False)
    store._crls.add(simulated_igc().revocation_list((practice.card.profile.pairs.auth.certificate,)))
    practice.trust = store
    vault = practice.open()
    with pytest.raises(CardNotAcceptedError, match="révoquée"):
        vault.unlock_with_card(practice.session(), wrong_pin())
    assert practice.card.secrets.pin.left == 3
    vault.close()


@pytest.mark.parametrize(("days_ago", "opens"), [(5, True), (40, False)])
def test_an_expired_card_opens_for_thirty_days_with_a_banner(
    practice: Practice, days_ago: int, opens: bool
) -> None:
    end = datetime.now(UTC) - timedelta(days=days_ago)
    owner = practice_owner()
    pairs = simulated_igc().issue(owner, end - timedelta(days=1095), 1095)
    practice.card = SimulatedCard(CardProfile(pairs))
    vault = create_while_valid(practice)
    if opens:
        banner = vault.unlock_with_card(practice.session(), right_pin()).banner
        assert banner.startswith("Carte expirée depuis le")
    else:
        with pytest.raises(CardNotAcceptedError, match="n’ouvre plus ce poste"):
            vault.unlock_with_card(practice.session(), right_pin())
    vault.close()


def create_while_valid(practice: Practice) -> VaultSession:
    """Enrol the card as if it had been done before it expired."""
    from lgc_app.vault.cards import enrol_card
    from lgc_app.vault.device import make_device_secret

    expired, practice.card = practice.card, new_card(LUCIE)
    vault = practice.create()
    session = practice.session(expired)
    session.verify(right_pin())
    slots = vault.slots
    slot = enrol_card(slots.vault_id, session, vault.key, make_device_secret(slots.vault_id))
    vault.slot_file.save(slots.adding(slot))
    vault.lock(LockReason.USER)
    practice.card = expired
    return vault


def test_a_right_card_on_a_damaged_database_speaks_of_the_database_not_of_the_key(practice: Practice) -> None:
    vault = practice.create()
    write_something(vault)
    vault.lock(LockReason.USER)
    vault.layout.database.write_bytes(bytes(8192))
    with pytest.raises(DamagedDatabaseError):
        vault.unlock_with_card(practice.session(), right_pin())
    assert not vault.is_unlocked
    vault.close()


def test_a_damaged_database_names_the_backup_to_restore(practice: Practice) -> None:
    from lgc_app.vault.backup import make_backup

    vault = practice.create()
    write_something(vault)
    backup = make_backup(vault.engine, vault.key, vault.slot_file, vault.layout.backups)
    vault.lock(LockReason.USER)
    vault.layout.database.write_bytes(bytes(8192))
    with pytest.raises(DamagedDatabaseError) as told:
        vault.unlock_with_recovery(practice.code)
    assert f"la sauvegarde de {backup.made.astimezone():%H:%M} et à la région" in told.value.sentence
    vault.close()


def test_the_same_process_cannot_hold_a_vault_twice(practice: Practice) -> None:
    vault = practice.create()
    with pytest.raises(AlreadyOpenError):
        practice.open()
    vault.close()
    practice.open().close()
