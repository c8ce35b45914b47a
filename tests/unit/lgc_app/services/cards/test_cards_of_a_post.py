# SPDX-License-Identifier: EUPL-1.2
"""A colleague's card is added to a post that is open, taken away from every post, and ends with the access."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from cps_card.errors import CardError
from cps_card.readers import MachineReaders
from cps_simulator.pcscd import READER_NAME
from cps_simulator.people import CardOwner
from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.cards import CardInUseError, GoneError, NamelessCardError, OtherCardError
from lgc_app.services.lease import NO_LEASE, ClockWrongError
from lgc_app.services.people_form import PersonError, PersonForm, form_of
from lgc_app.services.session import ForbiddenError
from lgc_app.vault.backup import make_backup
from lgc_app.vault.credentials import add_card, add_passphrase, list_credentials
from lgc_app.vault.faults import (
    CardGoneError,
    CardRefusedByVaultError,
    NotEnoughCredentialsError,
    UnknownCredentialError,
    VaultLockedError,
)
from lgc_app.vault.session import LockReason, VaultSession
from lgc_app.vault.slot_file import SlotFile
from lgc_core.model.staff import Role, Staff, StaffCard
from tests.support.cabinet import a_staff, open_test_cabinet
from tests.support.card import new_card, right_pin, wrong_pin
from tests.support.igc import CLAIRE, LUCIE, SECRETARY
from tests.support.pcscd import plugged
from tests.support.record import AT, exchange_of, make_arbiter, make_store
from tests.support.vault import MemoryKeyring, Practice, using_keyring

YESTERDAY = (AT.date() - dt.timedelta(days=1)).isoformat()
NOBODY = CardOwner("3970000001/0001", "", "", "", "970000001")


class Post:
    """A vault that is open, the services over a record in memory, and the card of a nurse to add."""

    def __init__(self, folder: Path) -> None:
        self.practice = Practice(folder)
        self.vault = self.practice.create()
        made = open_test_cabinet(folder)
        doctor = structs.replace(made.session.staff, ps_id=CLAIRE.id_nat)
        self.cabinet = self.over(replace(made.session, staff=doctor), made)
        with made.session.store.unit_of_work(doctor.author) as uow:
            uow.set(Staff, doctor.id, ps_id=CLAIRE.id_nat)
        self.nurse, _changes = self.cabinet.people.add(
            PersonForm(family="Nativel", given="Lucie", role="infirmier")
        )

    def over(self, session, made: Cabinet, vault: VaultSession | None = None) -> Cabinet:
        safe = made.files.safe
        return make_cabinet(session, safe, None, lambda _c: b"signature", vault=vault or self.vault)

    def card(self, owner: CardOwner = LUCIE):
        return self.practice.session(new_card(owner, number="2800999999"))

    def person(self, staff: str = ""):
        everybody = self.cabinet.people.all()
        wanted = staff or self.nurse
        return next(one for one in (*everybody.here, *everybody.left) if one.staff.id == wanted)

    def add(self) -> None:
        self.cabinet.cards.add(self.nurse, self.card(), right_pin())

    def opens(self) -> bool:
        """Try the card of the nurse on the vault alone, as somebody who would go round the window."""
        self.vault.lock(LockReason.USER)
        try:
            self.vault.unlock_with_card(self.card(), right_pin())
        except UnknownCredentialError:
            self.vault.unlock_with_card(self.practice.session(), right_pin())
            return False
        self.vault.lock(LockReason.USER)
        self.vault.unlock_with_card(self.practice.session(), right_pin())
        return True

    def tell(self, staff: str, **changes) -> None:
        """Write a line as it comes from another post."""
        store = self.cabinet.session.store
        with store.unit_of_work(self.cabinet.session.author) as uow:
            uow.set(Staff, staff, **changes)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with using_keyring(MemoryKeyring()):
        made = Post(tmp_path)
        yield made
        made.vault.close()


def test_the_card_of_a_colleague_opens_the_post_and_says_who_they_are(post: Post) -> None:
    post.add()
    nurse = post.person()
    assert nurse.staff.ps_id == LUCIE.id_nat, "the number comes from the card"
    assert [(one.label, one.opens_here) for one in nurse.cards] == [("Carte 2800999999", True)]
    assert post.opens()
    told = [one.what for one in post.cabinet.people.history(post.nurse)]
    assert told[0] == "Carte 2800999999 ajoutée. Numéro noté."


def test_the_code_is_wiped_and_kept_nowhere(post: Post) -> None:
    code = right_pin()
    post.cabinet.cards.add(post.nurse, post.card(), code)
    assert bytes(code) == bytes(len(code))
    written = b"".join(one.read_bytes() for one in post.practice.folder.rglob("*") if one.is_file())
    assert b'"1234"' not in written


def test_a_wrong_code_costs_one_try_and_writes_nothing(post: Post) -> None:
    card = post.card()
    with pytest.raises(CardRefusedByVaultError, match="Il reste 2") as refused:
        post.cabinet.cards.add(post.nurse, card, wrong_pin())
    assert refused.value.tries_left == 2
    assert not post.person().cards
    assert post.person().staff.ps_id == ""


def test_a_card_pulled_meanwhile_writes_nothing(post: Post) -> None:
    card = post.card()
    card.close()
    with pytest.raises(CardGoneError):
        post.cabinet.cards.add(post.nurse, card, right_pin())
    assert not post.person().cards


def test_the_card_of_somebody_else_is_refused_before_its_code(post: Post) -> None:
    card = post.practice.session()
    with pytest.raises(OtherCardError, match="celle de Dr Maëlle Ethève, pas de Lucie Nativel"):
        post.cabinet.cards.check(post.nurse, card)
    post.add()
    with pytest.raises(OtherCardError, match="celle de Marie HOARAU"):
        post.cabinet.cards.check(post.nurse, post.card(SECRETARY))
    assert card.tries_left() == 3


def test_a_card_that_names_nobody_is_refused(post: Post) -> None:
    with pytest.raises(NamelessCardError):
        post.cabinet.cards.check(post.nurse, post.card(NOBODY))


def test_the_card_of_somebody_who_left_is_refused(post: Post) -> None:
    post.cabinet.people.end(post.nurse)
    with pytest.raises(GoneError, match="a pris fin"):
        post.cabinet.cards.check(post.nurse, post.card())


def test_an_administrator_does_not_say_who_a_clinician_is(post: Post) -> None:
    admin = structs.replace(a_staff(Role.ADMIN), id="admin", ps_id=SECRETARY.id_nat)
    office = post.over(replace(post.cabinet.session, staff=admin), post.cabinet)
    with pytest.raises(ForbiddenError):
        office.cards.check(post.nurse, post.card(SECRETARY))
    post.tell(post.nurse, ps_id=LUCIE.id_nat)
    office.cards.check(post.nurse, post.card())


def test_the_number_of_a_card_does_not_become_somebody_elses(post: Post) -> None:
    post.add()
    form = form_of(post.person().staff)
    with pytest.raises(PersonError, match="vient de sa carte") as wrong:
        post.cabinet.people.change(post.nurse, replace(form, number="99700218896"))
    assert wrong.value.at == "number"


def test_a_card_is_taken_away_from_every_post_and_given_back(post: Post) -> None:
    post.add()
    (card,) = post.person().cards
    gone = post.cabinet.cards.withdraw(post.nurse, card.cert_sha256)
    assert not post.person().cards
    (line,) = post.person().staff.cards
    assert (line.cert_sha256, line.until) == (card.cert_sha256, AT.date().isoformat())
    assert "retirée" in post.cabinet.people.history(post.nurse)[0].what
    post.cabinet.cards.put_back(gone)
    assert post.person().opens_here
    post.cabinet.cards.withdraw(post.nurse, card.cert_sha256)
    assert not post.opens()
    post.add()
    assert post.person().staff.cards[0].until == "", "the same card may come back"


def test_nothing_on_this_machine_opens_with_a_card_that_was_taken_away(post: Post) -> None:
    post.add()
    backup = make_backup(post.vault.engine, post.vault.key, post.vault.slot_file, post.vault.layout.backups)
    (card,) = post.person().cards
    post.cabinet.cards.withdraw(post.nurse, card.cert_sha256)
    copies = [*post.practice.folder.rglob("slots.json*")]
    assert len(copies) >= 3
    for copy in copies:
        assert card.slots[0].encode() not in copy.read_bytes(), copy
    assert SlotFile(backup.folder).load().independent == 2


def test_the_card_that_opened_stays_and_so_do_two_ways(post: Post) -> None:
    (mine,) = post.person(post.cabinet.session.staff.id).cards
    with pytest.raises(CardInUseError):
        post.cabinet.cards.withdraw(post.cabinet.session.staff.id, mine.cert_sha256)
    post.add()
    post.vault.lock(LockReason.USER)
    post.vault.unlock_with_card(post.card(), right_pin())
    (recovery,) = [one for one in post.vault.slots.slots if "Recovery" in type(one.header).__name__]
    post.vault.slot_file.save(
        structs.replace(
            post.vault.slots,
            slots=tuple(
                one
                for one in post.vault.slots.slots
                if one is not recovery and one.header.id != recovery.header.id
            ),
        )
    )
    with pytest.raises(NotEnoughCredentialsError):
        post.cabinet.cards.withdraw(post.cabinet.session.staff.id, mine.cert_sha256)
    assert post.person(post.cabinet.session.staff.id).cards


def test_a_departure_closes_the_post_at_once_and_is_taken_back(post: Post) -> None:
    post.add()
    ended = post.cabinet.people.end(post.nurse)
    assert not post.person().opens_here
    assert ended.withdrawn.slots
    post.cabinet.people.put_back(ended)
    assert post.person().opens_here
    post.cabinet.people.end(post.nurse)
    assert not post.opens()


def test_a_departure_told_by_another_post_closes_this_one(post: Post) -> None:
    post.add()
    post.tell(post.nurse, valid_to=YESTERDAY)
    assert post.cabinet.cards.forget_ended()
    assert not post.opens()


def test_a_card_taken_away_on_another_post_opens_this_one_no_more(post: Post) -> None:
    post.add()
    (card,) = post.person().cards
    post.tell(post.nurse, cards=(StaffCard(cert_sha256=card.cert_sha256, until=YESTERDAY),))
    post.cabinet.cards.forget_ended()
    assert not post.opens()


def test_the_phrase_of_who_left_goes_too(post: Post) -> None:
    post.add()
    add_passphrase(post.vault, LUCIE.id_nat, "quatre mots bien choisis")
    post.cabinet.people.end(post.nurse)
    assert [one.person for one in list_credentials(post.vault) if one.person] == []


def test_who_is_at_the_screen_is_told_apart_when_they_left(post: Post) -> None:
    assert post.cabinet.cards.forget_ended()
    post.tell(post.cabinet.session.staff.id, valid_to=YESTERDAY)
    assert not post.cabinet.cards.forget_ended()


def test_a_remplacant_of_whom_the_last_day_is_today_keeps_the_card(post: Post) -> None:
    post.add()
    post.tell(post.nurse, role="remplacant", valid_to=AT.date().isoformat())
    post.cabinet.cards.forget_ended()
    assert post.opens()


def test_a_post_whose_clock_is_wrong_closes_to_nobody(post: Post) -> None:
    class WrongClock(type(NO_LEASE)):
        def require_clock(self) -> None:
            raise ClockWrongError

    post.add()
    post.tell(post.nurse, valid_to=YESTERDAY)
    mad = post.over(replace(post.cabinet.session, lease=WrongClock()), post.cabinet)
    assert mad.cards.forget_ended()
    assert post.opens()


def test_the_last_but_one_way_stays_in_the_file_and_the_answer_says_so(post: Post) -> None:
    post.add()
    kept = tuple(one for one in post.vault.slots.slots if "Card" in type(one.header).__name__)
    post.vault.slot_file.save(structs.replace(post.vault.slots, slots=kept))
    ended = post.cabinet.people.end(post.nurse)
    assert "deux accès au moins" in ended.withdrawn.kept
    assert post.cabinet.cards.forget_ended()
    assert len(post.vault.slots.slots) == 2


def test_a_card_of_nobody_known_stays_and_is_listed(post: Post) -> None:
    post.add()
    post.tell(post.nurse, ps_id="autre", cards=())
    assert post.cabinet.cards.forget_ended()
    (stranger,) = post.cabinet.people.all().strangers
    assert stranger.holder is not None
    assert stranger.holder.id_nat == LUCIE.id_nat


def test_services_without_a_vault_list_no_slot_and_add_none(tmp_path: Path) -> None:
    alone = open_test_cabinet(tmp_path)
    made, _changes = alone.people.add(PersonForm(family="Nativel", role="infirmier"))
    assert alone.cards.forget_ended()
    with pytest.raises((VaultLockedError, CardError)):
        alone.cards.add(made, Practice(tmp_path).session(new_card(LUCIE)), right_pin())


@pytest.mark.pcsc
def test_a_card_in_a_real_pcsc_reader_is_added_then_opens_the_vault(post: Post) -> None:
    readers = MachineReaders()
    with plugged(new_card(LUCIE, number="2800888888")):
        card = readers.open(READER_NAME)
        post.cabinet.cards.add(post.nurse, card, right_pin())
        card.close()
        post.vault.lock(LockReason.USER)
        opening = post.vault.unlock_with_card(readers.open(READER_NAME), right_pin())
        assert opening.person == LUCIE.id_nat
        post.vault.lock(LockReason.USER)
        post.vault.unlock_with_card(post.practice.session(), right_pin())


def test_a_departure_and_a_lost_card_close_the_other_post_at_its_exchange(post: Post, tmp_path: Path) -> None:
    arbiter, there = make_arbiter(), make_store("poste-2")
    here = post.cabinet.session.store
    post.add()
    exchange_of(here, arbiter).run()
    exchange_of(there, arbiter).run()
    vault = Practice(tmp_path / "poste-2").create()
    add_card(vault, post.card(), right_pin())
    there.now = here.now
    other = post.over(replace(post.cabinet.session, store=there), post.cabinet, vault)
    assert other.people.all().here[1].opens_here, "the same person, by another slot"
    (card,) = post.person().cards
    post.cabinet.cards.withdraw(post.nurse, card.cert_sha256)
    assert other.cards.forget_ended()
    assert len(vault.slots.slots) == 3, "nothing before its exchange"
    exchange_of(here, arbiter).run()
    exchange_of(there, arbiter).run()
    assert other.cards.forget_ended(), "who is at its screen stays"
    assert [one.holder.id_nat for one in list_credentials(vault) if one.holder] == [CLAIRE.id_nat]
    add_card(vault, post.card(), right_pin())
    post.add()
    post.cabinet.people.end(post.nurse)
    exchange_of(here, arbiter).run()
    exchange_of(there, arbiter).run()
    other.cards.forget_ended()
    assert [one.holder.id_nat for one in list_credentials(vault) if one.holder] == [CLAIRE.id_nat]
    vault.close()
