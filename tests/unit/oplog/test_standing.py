# SPDX-License-Identifier: EUPL-1.2
"""What a person was at a time, from what the region was told and when."""

import datetime as dt

import pytest

from lgc_core.model.staff import Role
from lgc_core.model.values.when import REUNION
from lgc_core.oplog.operation import Op, change
from lgc_core.oplog.standing import DAY_MS, Standing, written_ms

HOUR = 3_600_000
START = int(dt.datetime(2026, 3, 1, 8, tzinfo=REUNION).timestamp() * 1000)


def op(name: str, at: int, kind: str = "set", base: str | None = None, **values: str) -> Op:
    fields = {field: change(value, base) for field, value in values.items()}
    return Op(
        op_id=name, partition="cabinet:x", device="p", dev_seq=1, hlc=f"{at:012x}0000-p", sv=2,
        actor="a", kind=kind, entity_type="staff", entity_id="s", fields=fields,
    )  # fmt: skip


def person(*told: tuple[Op, int]) -> Standing:
    made = Standing()
    for one, at in told:
        made.learn(one, at)
    return made


BORN = (op("born", START, "create", role="infirmier", valid_to=""), START)


def test_before_anything_was_said_the_first_word_stands():
    assert person(BORN).roles_at(START - 400 * DAY_MS) == {Role.INFIRMIER}
    assert person().roles_at(START) == set()


def test_a_role_stands_until_the_change_of_who_saw_it_with_a_day_on_each_side():
    later = START + 10 * DAY_MS
    known = person(BORN, (op("up", later, base="born", role="medecin"), later))
    assert known.roles_at(later - 2 * DAY_MS) == {Role.INFIRMIER}
    assert known.roles_at(later - HOUR) == known.roles_at(later + HOUR) == {Role.INFIRMIER, Role.MEDECIN}
    assert known.roles_at(later + 2 * DAY_MS) == {Role.MEDECIN}
    assert known.roles_until(later + 2 * DAY_MS) == {Role.INFIRMIER, Role.MEDECIN}


def test_two_changes_at_once_both_stand_until_somebody_decides():
    first, second, decided = (START + days * DAY_MS for days in (10, 11, 20))
    both = [
        BORN,
        (op("one", first, base="born", role="medecin"), first),
        (op("two", second, base="born", role="secretaire"), second),
    ]
    assert person(*both).roles_at(second + 5 * DAY_MS) == {Role.MEDECIN, Role.SECRETAIRE}
    choice = (op("choice", decided, "resolve", base="one", role="medecin"), decided)
    assert person(*both, choice).roles_at(decided + 2 * DAY_MS) == {Role.MEDECIN}


def test_a_last_day_counts_whole_and_one_written_afterwards_does_not_reach_back():
    told = START + 30 * DAY_MS
    known = person(BORN, (op("end", told, base="born", valid_to="2026-03-05"), told))
    assert not known.has_ended(told - 2 * DAY_MS)
    assert known.has_ended(told + 2 * DAY_MS)
    locum = person((op("born", START, "create", role="remplacant", valid_to="2026-03-05"), START))
    midnight = int(dt.datetime(2026, 3, 6, tzinfo=REUNION).timestamp() * 1000)
    assert not locum.has_ended(midnight + 23 * HOUR)
    assert locum.has_ended(midnight + 25 * HOUR)


def test_an_end_moved_later_by_a_colleague_stands_though_it_was_never_given_before():
    born = (op("born", START, "create", role="remplacant"), START)
    known = person(born, (op("end", START, base=None, valid_to="2026-03-05"), START))
    assert known.has_ended(START + 30 * DAY_MS)
    assert not person(born).has_ended(START + 30 * DAY_MS)
    longer = (op("longer", START + DAY_MS, base="end", valid_to="2026-09-01"), START + DAY_MS)
    assert not person(born, (op("end", START, base=None, valid_to="2026-03-05"), START), longer).has_ended(
        START + 30 * DAY_MS
    )


@pytest.mark.parametrize("text", ["", "mars", "2026-03", "9999-12-31"])
def test_an_end_that_is_no_day_ends_nothing(text):
    assert not person((op("b", START, "create", role="remplacant", valid_to=text), START)).has_ended(START)


def test_a_clock_that_was_ahead_once_does_not_date_what_is_written_later():
    now = START + HOUR
    made = f"{START >> 16:08x}-{START & 0xFFFF:04x}-7000-8000-000000000001"
    assert written_ms(op(made, START + 900 * DAY_MS), now) == START
    assert written_ms(op("x", START + 900 * DAY_MS), now) == now + 5 * 60_000
    assert written_ms(op("x", START - DAY_MS), now) == START - DAY_MS
