# SPDX-License-Identifier: EUPL-1.2
"""The authorities of an installation come from files, and an impostor's file is refused by name."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from cps_card.anchors import BadAnchorError, load_trust
from cps_card.trust import TrustState
from cps_simulator.igc import SimulatedIgc
from tests.support.igc import CLAIRE, pairs_of, simulated_igc

CERTIFICATE = pairs_of(CLAIRE).auth.certificate


def write(path: Path, certificate: x509.Certificate, encoding: Encoding = Encoding.DER) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(certificate.public_bytes(encoding))


def test_an_empty_folder_knows_nobody_and_locks_nobody_out(tmp_path: Path) -> None:
    verdict = load_trust(tmp_path / "nowhere").judge(CERTIFICATE, datetime.now(UTC))
    assert (verdict.state, verdict.may_open, verdict.may_enrol) == (TrustState.UNTRUSTED, True, False)


def test_roots_and_intermediates_are_read_in_both_encodings(tmp_path: Path) -> None:
    igc = simulated_igc()
    write(tmp_path / "roots" / "root.pem", igc.root.certificate, Encoding.PEM)
    write(tmp_path / "intermediates" / "persons.CER", igc.persons.certificate)
    (tmp_path / "roots" / "README.txt").write_text("not a certificate")
    store = load_trust(tmp_path, accept_simulation=True)
    assert store.judge(CERTIFICATE, datetime.now(UTC)).state is TrustState.CRL_MISSING


def test_a_simulated_root_in_the_folder_stops_an_installation(tmp_path: Path) -> None:
    write(tmp_path / "roots" / "root.cer", simulated_igc().root.certificate)
    with pytest.raises(ValueError, match="simulated"):
        load_trust(tmp_path)


def test_an_intermediate_is_no_root(tmp_path: Path) -> None:
    write(tmp_path / "roots" / "persons.cer", simulated_igc().persons.certificate)
    with pytest.raises(BadAnchorError, match="no root"):
        load_trust(tmp_path, accept_simulation=True)


@pytest.mark.parametrize("name", ["IGC-SANTE FORT", "IGC-SANTE STANDARD"])
def test_an_impostor_under_the_name_of_a_national_root_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path / "roots" / "root.cer", SimulatedIgc.create(name).root.certificate)
    with pytest.raises(BadAnchorError, match="not the authority"):
        load_trust(tmp_path, accept_simulation=True)


@pytest.mark.parametrize("content", [b"", b"noise", b"-----BEGIN CERTIFICATE-----\nAAAA\n", bytes(70_000)])
def test_a_file_that_is_no_certificate_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "bad.cer").write_bytes(content)
    with pytest.raises(BadAnchorError, match=r"bad\.cer"):
        load_trust(tmp_path)
