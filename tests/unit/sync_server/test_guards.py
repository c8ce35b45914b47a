# SPDX-License-Identifier: EUPL-1.2
"""Sessions, guesses, passwords and the journal on a real database, with a clock that the test holds."""

import threading

import pytest

from lgc_core.errors import UserError
from sync_server.db import open_engine, writing
from sync_server.schema import bring_up_to_date
from sync_server.services import throttle as throttle_module
from sync_server.services.passwords import hash_password, password_fits
from sync_server.services.sessions import IDLE_MS, LONGEST_MS, Sessions
from sync_server.services.throttle import FREE_TRIES, Throttle, delay_ms
from sync_server.tables import throttle as throttle_table

SECRET = b"s" * 32
MINUTE = 60_000


class Clock:
    """Time that moves when told."""

    def __init__(self) -> None:
        self.ms = 1_790_000_000_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'region.db'}")
    bring_up_to_date(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def clock():
    return Clock()


def test_a_session_is_found_by_its_token_and_kind_only(engine, clock):
    sessions = Sessions(engine, SECRET, clock)
    token = sessions.open("patient", "someone")
    assert sessions.subject("patient", token) == "someone"
    assert sessions.subject("admin", token) is None
    assert sessions.subject("patient", token[:-1] + "x") is None


def test_a_session_dies_when_nobody_uses_it(engine, clock):
    sessions = Sessions(engine, SECRET, clock)
    token = sessions.open("patient", "someone")
    clock.ms += IDLE_MS + 1
    assert sessions.subject("patient", token) is None


def test_a_used_session_lives_on_until_its_longest_age(engine, clock):
    sessions = Sessions(engine, SECRET, clock)
    token = sessions.open("patient", "someone")
    began = clock.ms
    while clock.ms - began <= LONGEST_MS:
        assert sessions.subject("patient", token) == "someone"
        clock.ms += 20 * MINUTE
    assert sessions.subject("patient", token) is None


def test_a_form_token_fits_its_cookie_and_no_other(engine, clock):
    sessions = Sessions(engine, SECRET, clock)
    assert sessions.form_token_fits("cookie", sessions.form_token("cookie"))
    assert not sessions.form_token_fits("other", sessions.form_token("cookie"))
    assert not sessions.form_token_fits("", sessions.form_token(""))


def test_the_first_tries_are_free_then_each_wait_doubles_up_to_a_quarter_of_an_hour():
    waits = [delay_ms(n, FREE_TRIES) for n in range(1, 40)]
    assert waits[: FREE_TRIES - 1] == [0] * (FREE_TRIES - 1)
    assert waits[FREE_TRIES - 1 : FREE_TRIES + 2] == [1000, 2000, 4000]
    assert max(waits) == waits[-1] == throttle_module.LONGEST_MS


def test_a_try_during_the_wait_is_refused_and_does_not_lengthen_it(engine, clock):
    throttle = Throttle(engine, SECRET, clock)
    assert [throttle.charge("patient", "a") for _ in range(FREE_TRIES)] == [0] * FREE_TRIES
    assert throttle.charge("patient", "a") > 0
    clock.ms += 1001
    assert throttle.charge("patient", "a") == 0
    assert throttle.charge("patient", "b") == 0


def test_who_waited_for_a_turn_is_not_told_to_wait_for_having_read_the_clock_before_it(engine, clock):
    guard = Throttle(engine, SECRET, clock)
    assert guard.charge("patient", "marie") == 0
    told = []
    with writing(engine) as connection:
        late = threading.Thread(target=lambda: told.append(guard.charge("patient", "marie")))
        late.start()
        late.join(0.2)  # it stands before the door now
        clock.ms += 5
        connection.execute(throttle_table.update().values(until_ms=clock.ms))
    late.join(30)
    assert told == [0]


def test_waits_survive_a_restart_and_are_forgotten_after_a_day(engine, clock):
    for _ in range(FREE_TRIES + 1):
        Throttle(engine, SECRET, clock).charge("admin", "a")
    again = Throttle(engine, SECRET, clock)
    assert again.charge("admin", "a") > 0
    clock.ms += throttle_module.FORGET_MS + 1
    assert [again.charge("admin", "a") for _ in range(FREE_TRIES)] == [0] * FREE_TRIES


def test_who_proves_itself_starts_again_from_nothing(engine, clock):
    throttle = Throttle(engine, SECRET, clock)
    for _ in range(FREE_TRIES):
        throttle.charge("admin", "a")
    throttle.forgive("admin", "a")
    assert throttle.charge("admin", "a") == 0


def test_what_is_throttled_is_not_stored_in_clear(engine, clock, tmp_path):
    Throttle(engine, SECRET, clock).charge("patient", "252039741600151")
    engine.dispose()
    assert b"252039741600151" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_password_fits_itself_and_its_hash_is_argon2id():
    phc = hash_password("lataniers et bougainvilliers", b"0123456789abcdef")
    assert phc.startswith("$argon2id$")
    assert password_fits("lataniers et bougainvilliers", phc)
    assert not password_fits("lataniers et bougainvillier", phc)


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
def test_a_password_too_short_or_endless_is_refused(password):
    with pytest.raises(UserError, match="entre 12 et 200"):
        hash_password(password, b"0123456789abcdef")
