# SPDX-License-Identifier: EUPL-1.2
"""What each state of a certificate lets a card do, offline."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cps_card.crl import CrlCache, CrlRejectedError
from cps_card.trust import TrustState, TrustStore
from cps_simulator.igc import SimulatedIgc
from tests.support.igc import CLAIRE, pairs_of, simulated_igc, trust_store

NOW = datetime.now(UTC)
CERTIFICATE = pairs_of(CLAIRE).auth.certificate


def cache_in(folder: Path) -> CrlCache:
    igc = simulated_igc()
    return CrlCache(folder, (igc.persons.certificate, igc.root.certificate))


def store_with(cache: CrlCache) -> TrustStore:
    igc = simulated_igc()
    return TrustStore((igc.root.certificate,), (igc.persons.certificate,), cache, accept_simulation=True)


def test_a_good_card_may_do_everything(tmp_path: Path) -> None:
    verdict = trust_store(tmp_path).judge(CERTIFICATE, NOW)
    assert verdict.state is TrustState.GOOD
    assert verdict.may_open
    assert verdict.may_enrol
    assert verdict.may_go_online
    assert not verdict.needs_banner


def test_without_a_revocation_list_care_goes_on_but_nobody_is_enrolled(tmp_path: Path) -> None:
    verdict = trust_store(tmp_path, fresh_crl=False).judge(CERTIFICATE, NOW)
    assert verdict.state is TrustState.CRL_MISSING
    assert (verdict.may_open, verdict.may_enrol, verdict.needs_banner) == (True, False, True)


@pytest.mark.parametrize(("age", "state"), [(20, TrustState.CRL_STALE), (60, TrustState.CRL_MISSING)])
def test_an_old_list_is_stale_then_worth_nothing(tmp_path: Path, age: int, state: TrustState) -> None:
    cache = cache_in(tmp_path)
    cache.add(simulated_igc().revocation_list(issued=NOW - timedelta(days=age)))
    verdict = store_with(cache).judge(CERTIFICATE, NOW)
    assert (verdict.state, verdict.may_open, verdict.may_enrol) == (state, True, False)


@pytest.mark.parametrize("age", [0, 20, 400])
def test_a_revoked_card_is_refused_even_by_a_stale_list(tmp_path: Path, age: int) -> None:
    cache = cache_in(tmp_path)
    cache.add(simulated_igc().revocation_list((CERTIFICATE,), issued=NOW - timedelta(days=age)))
    verdict = store_with(cache).judge(CERTIFICATE, NOW)
    assert verdict.state is TrustState.REVOKED
    assert not verdict.may_open
    assert not verdict.may_go_online


def test_a_revoked_authority_takes_its_cards_with_it(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    cache.add(simulated_igc().revocation_list())
    cache.add(simulated_igc().root_revocation_list((simulated_igc().persons.certificate,)))
    assert store_with(cache).judge(CERTIFICATE, NOW).state is TrustState.REVOKED


@pytest.mark.parametrize(
    ("days", "state", "may_open"), [(1, TrustState.EXPIRED_GRACE, True), (31, TrustState.EXPIRED, False)]
)
def test_an_expired_card_opens_for_thirty_days_and_goes_nowhere_else(
    tmp_path: Path, days: int, state: TrustState, may_open: bool
) -> None:
    later = CERTIFICATE.not_valid_after_utc + timedelta(days=days)
    verdict = trust_store(tmp_path).judge(CERTIFICATE, later)
    assert (verdict.state, verdict.may_open) == (state, may_open)
    assert not verdict.may_enrol
    assert not verdict.may_go_online


def test_a_clock_before_the_certificate_points_at_the_clock(tmp_path: Path) -> None:
    verdict = trust_store(tmp_path).judge(CERTIFICATE, CERTIFICATE.not_valid_before_utc - timedelta(days=1))
    assert (verdict.state, verdict.may_open, verdict.detail) == (
        TrustState.NOT_YET_VALID,
        False,
        "check the clock",
    )


def test_an_unknown_authority_enrols_nobody_and_locks_nobody_out(tmp_path: Path) -> None:
    stranger = SimulatedIgc.create("SIMULATION AUTRE")
    verdict = trust_store(tmp_path).judge(stranger.issue(CLAIRE).auth.certificate, NOW)
    assert (verdict.state, verdict.may_open, verdict.may_enrol, verdict.may_go_online) == (
        TrustState.UNTRUSTED,
        True,
        False,
        False,
    )


def test_an_authority_of_the_same_name_with_another_key_is_not_believed(tmp_path: Path) -> None:
    impostor = SimulatedIgc.create()
    forged = impostor.issue(CLAIRE).auth.certificate
    assert trust_store(tmp_path).judge(forged, NOW).state is TrustState.UNTRUSTED
    with pytest.raises(CrlRejectedError):
        cache_in(tmp_path).add(impostor.revocation_list((CERTIFICATE,)))
    assert trust_store(tmp_path).judge(CERTIFICATE, NOW).state is TrustState.GOOD


def test_a_signature_certificate_does_not_authenticate(tmp_path: Path) -> None:
    assert trust_store(tmp_path).judge(pairs_of(CLAIRE).sign.certificate, NOW).state is TrustState.UNTRUSTED


def test_a_simulated_root_is_refused_outside_demo_and_tests(tmp_path: Path) -> None:
    igc = simulated_igc()
    with pytest.raises(ValueError, match="simulated"):
        TrustStore((igc.root.certificate,), (igc.persons.certificate,), cache_in(tmp_path))


def test_an_older_list_never_replaces_a_newer_one(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    cache.add(simulated_igc().revocation_list((CERTIFICATE,)))
    with pytest.raises(CrlRejectedError, match="newer"):
        cache.add(simulated_igc().revocation_list(issued=NOW - timedelta(days=2)))
    assert store_with(cache).judge(CERTIFICATE, NOW).state is TrustState.REVOKED


@pytest.mark.parametrize("noise", [b"", b"not a list", b"-----BEGIN X509 CRL-----\nAAAA", bytes(4096)])
def test_bytes_that_are_no_list_are_not_kept(tmp_path: Path, noise: bytes) -> None:
    with pytest.raises(CrlRejectedError):
        cache_in(tmp_path).add(noise)
    assert not list(tmp_path.iterdir())


def test_a_list_damaged_on_disk_counts_as_missing(tmp_path: Path) -> None:
    store = trust_store(tmp_path)
    (kept,) = tmp_path.glob("*.crl")
    kept.write_bytes(kept.read_bytes()[:-40] + bytes(40))
    assert store.judge(CERTIFICATE, NOW).state is TrustState.CRL_MISSING
