# SPDX-License-Identifier: EUPL-1.2
"""Settings, logs, dates, flows, frames of zstd, the authority: the parts that the pages are made of."""

import datetime as dt
import io
import json
import logging
import os

import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from sync_server import logs
from sync_server.api.wire import unpack
from sync_server.config import from_environment
from sync_server.db import open_engine
from sync_server.refusals import RefusedError
from sync_server.services import french
from sync_server.services.authority import identity_of, open_authority, server_files
from sync_server.services.flows import Flow


def test_the_command_line_wins_over_the_environment(tmp_path):
    environ = {"SERENITE_SERVER_PUBLIC_PORT": "9000", "SERENITE_SERVER_HOST": "0.0.0.0"}
    settings = from_environment(environ, data_dir=tmp_path, public_port="0")
    assert (settings.public_port, settings.host, settings.practice_port) == (0, "0.0.0.0", 8443)
    assert settings.database_url == f"sqlite:///{tmp_path / 'region.db'}"


@pytest.mark.parametrize("port", ["-1", "65536", "http", "1e3", "８０"])
def test_a_port_that_is_none_is_refused_in_words(port):
    with pytest.raises(UserError, match="n’est pas un nombre"):
        from_environment({}, public_port=port)


@pytest.mark.parametrize("half", ["authority_certificate", "authority_key", "server_certificate", "server_key"])
def test_half_of_a_pair_of_files_is_refused(half, tmp_path):
    with pytest.raises(UserError, match="deux fichiers"):
        from_environment({}, **{half: tmp_path / "x.pem"})


def test_a_log_line_carries_only_the_fields_of_the_closed_list():
    with pytest.raises(ValueError, match="matricule"):
        logs.event("x", matricule="252039741600151")


def a_formatted(error_text: str, logger: str = logs.LOGGER.name) -> dict[str, object]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    try:
        int(error_text)
    except ValueError as error:
        record = logging.LogRecord(
            logger, logging.ERROR, "f", 1, "text of %s", (error_text,), (ValueError, error, error.__traceback__)
        )
        handler.emit(record)
    return json.loads(stream.getvalue())


def test_an_exception_leaves_its_type_and_places_never_its_message():
    line = a_formatted("Hoarau 252039741600151", logger="uvicorn.error")
    assert line["error"] == "ValueError"
    assert "a_formatted" in line["frames"][-1]
    assert "Hoarau" not in json.dumps(line)


def test_hours_are_those_of_la_reunion_and_words_are_french():
    moment = int(dt.datetime(2026, 11, 30, 21, 30, tzinfo=dt.UTC).timestamp() * 1000)
    assert french.local_day(moment) == "2026-12-01"
    assert french.long_day(french.local(moment).date()) == "mardi 1ᵉʳ\u00a0décembre"
    assert french.moment_words(moment, moment) == "aujourd’hui à 01:30"
    assert french.moment_words(moment, moment + 400 * 86_400_000) == "1ᵉʳ\u00a0décembre\u00a02026 à 01:30"
    assert french.number_words(1284) == "1\u00a0284"


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_none(text):
    found = french.ms_of(text)
    assert found is None or isinstance(found, int)


@pytest.mark.parametrize(("silent_min", "mood"), [(0, "ok"), (61, "warn"), (241, "danger")])
def test_a_silent_flow_turns_amber_after_an_hour_and_red_after_four(silent_min, mood):
    now = 1_790_000_000_000
    assert Flow("dmp", "Dépôts", 1, 0, now - silent_min * 60_000).mood(now) == mood
    assert Flow("dmp", "Dépôts", 0, 0, None).mood(now) == "neutral"


def test_a_frame_is_unpacked_up_to_the_limit_and_not_past_it():
    packed = zstandard.ZstdCompressor().compress(b"x" * 1000)
    assert unpack(packed, 1000) == b"x" * 1000
    with pytest.raises(RefusedError) as refused:
        unpack(packed, 999)
    assert refused.value.status == 413


@given(st.binary(max_size=200))
def test_no_bytes_stop_the_unpacking(raw):
    try:
        size = len(unpack(raw, 10_000))
    except RefusedError:
        size = 0
    assert size <= 10_000


def test_the_authority_is_made_once_and_its_server_certificate_follows_the_names(tmp_path):
    settings = from_environment({}, data_dir=tmp_path)
    first, second = open_authority(settings), open_authority(settings)
    assert first.certificate == second.certificate
    certificate_file, key_file = server_files(settings, first)
    kept = certificate_file.read_bytes()
    assert server_files(settings, first)[0].read_bytes() == kept
    renamed = from_environment({}, data_dir=tmp_path, host_names="region.example,127.0.0.1")
    assert server_files(renamed, first)[0].read_bytes() != kept
    if os.name == "posix":
        assert key_file.stat().st_mode & 0o077 == 0


def test_a_post_certificate_names_its_post_and_practice(tmp_path):
    authority = open_authority(from_environment({}, data_dir=tmp_path))
    device, practice = new_id(), new_id()
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    issued = authority.issue_device(key, device, practice)
    issued.verify_directly_issued_by(authority.certificate)
    assert identity_of(issued) == (device, practice)
    with pytest.raises((ValueError, x509.ExtensionNotFound)):
        identity_of(authority.certificate)


def test_a_key_that_is_not_the_authority_s_is_refused(tmp_path):
    one = from_environment({}, data_dir=tmp_path / "one")
    two = from_environment({}, data_dir=tmp_path / "two")
    open_authority(one)
    open_authority(two)
    mixed = from_environment(
        {},
        data_dir=tmp_path / "three",
        authority_certificate=tmp_path / "one" / "authority" / "ca.pem",
        authority_key=tmp_path / "two" / "authority" / "ca.key",
    )
    with pytest.raises(UserError, match="ne correspond pas"):
        open_authority(mixed)


def test_a_sqlite_file_with_a_key_says_nothing_without_it(tmp_path):
    from sync_server.schema import bring_up_to_date

    key = tmp_path / "db.hex"
    key.write_text("ab" * 32, encoding="ascii")
    url = f"sqlite:///{tmp_path / 'region.db'}"
    engine = open_engine(url, key)
    bring_up_to_date(engine)
    engine.dispose()
    assert not (tmp_path / "region.db").read_bytes().startswith(b"SQLite format 3")
    key.write_text("not a key", encoding="ascii")
    with pytest.raises(UserError, match="64 chiffres hexadécimaux"):
        open_engine(url, key)
