# SPDX-License-Identifier: EUPL-1.2
"""Whether to believe a card's certificate, offline (smartcard reference, section 7).

Opening the local file needs no trust for secrecy: the slot binds the key to that certificate. So an authority
that cannot be reached never locks a practice out; enrolling and going online ask for more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from cps_card.crl import CrlCache

GRACE_AFTER_EXPIRY = timedelta(days=30)
CRL_STALE_ACCEPTED = timedelta(days=30)
SIMULATION = "SIMULATION"
_MAX_DEPTH = 2


class TrustState(Enum):
    """What the examination found, worst first."""

    REVOKED = auto()
    NOT_YET_VALID = auto()
    EXPIRED = auto()
    UNTRUSTED = auto()
    EXPIRED_GRACE = auto()
    CRL_MISSING = auto()
    CRL_STALE = auto()
    GOOD = auto()


_OPENS = frozenset(
    {
        TrustState.GOOD,
        TrustState.CRL_STALE,
        TrustState.CRL_MISSING,
        TrustState.EXPIRED_GRACE,
        TrustState.UNTRUSTED,
    }
)
_GOES_ONLINE = frozenset({TrustState.GOOD, TrustState.CRL_STALE, TrustState.CRL_MISSING})


@dataclass(frozen=True)
class TrustVerdict:
    """A finding and what follows from it."""

    state: TrustState
    not_after: datetime
    detail: str = ""

    @property
    def may_open(self) -> bool:
        """Whether a card already enrolled may open the local file."""
        return self.state in _OPENS

    @property
    def may_enrol(self) -> bool:
        """Whether a new card may be enrolled: only with a fresh revocation list."""
        return self.state is TrustState.GOOD

    @property
    def may_go_online(self) -> bool:
        """Whether the card may be shown to remote services."""
        return self.state in _GOES_ONLINE

    @property
    def needs_banner(self) -> bool:
        """Whether the screen must say something while the card is in use."""
        return self.may_open and self.state is not TrustState.GOOD


class TrustStore:
    """Pinned roots, intermediates, and the revocation lists held."""

    def __init__(
        self,
        roots: tuple[x509.Certificate, ...],
        intermediates: tuple[x509.Certificate, ...],
        crls: CrlCache,
        *,
        accept_simulation: bool = False,
    ) -> None:
        """Pin the roots.

        Raises:
            ValueError: a simulated root, outside demo and tests.
        """
        if not accept_simulation and any(_is_simulated(root) for root in roots):
            raise ValueError("a simulated authority cannot be trusted outside demo and tests")
        self._roots = roots
        self._intermediates = intermediates
        self._crls = crls

    def judge(self, certificate: x509.Certificate, now: datetime) -> TrustVerdict:
        """Examine an authentication certificate at a time (aware)."""
        state, detail = self._examine(certificate, now)
        return TrustVerdict(state, certificate.not_valid_after_utc, detail)

    def _examine(self, certificate: x509.Certificate, now: datetime) -> tuple[TrustState, str]:
        issuer = self._issuer(certificate)
        if issuer is None:
            return TrustState.UNTRUSTED, "unknown authority"
        crl = self._crls.newest(issuer)
        if self._is_revoked(certificate, crl) or self._is_authority_revoked(issuer):
            return TrustState.REVOKED, ""  # a list that is too old to reassure still accuses
        if now < certificate.not_valid_before_utc:
            return TrustState.NOT_YET_VALID, "check the clock"
        refusal = self._chain_refusal(certificate, min(now, certificate.not_valid_after_utc))
        if refusal:
            return TrustState.UNTRUSTED, refusal
        return _age(certificate, now) or _freshness(crl, now), ""

    def _issuer(self, certificate: x509.Certificate) -> x509.Certificate | None:
        for authority in (*self._intermediates, *self._roots):
            if authority.subject == certificate.issuer and _is_issued_by(certificate, authority):
                return authority
        return None

    def _is_authority_revoked(self, authority: x509.Certificate) -> bool:
        issuer = self._issuer(authority)
        if issuer is None or issuer == authority:
            return False
        return self._is_revoked(authority, self._crls.newest(issuer))

    @staticmethod
    def _is_revoked(certificate: x509.Certificate, crl: x509.CertificateRevocationList | None) -> bool:
        if crl is None:
            return False
        return crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None

    def _chain_refusal(self, certificate: x509.Certificate, at: datetime) -> str:
        """Verify up to a pinned root. The WebPKI profile is relaxed: a CPS certificate carries no SAN."""
        authorities = ExtensionPolicy.permit_all().require_present(
            x509.BasicConstraints, Criticality.AGNOSTIC, None
        )
        verifier = (
            PolicyBuilder()
            .store(Store(list(self._roots)))
            .time(at.replace(tzinfo=None))
            .max_chain_depth(_MAX_DEPTH)
            .extension_policies(ee_policy=ExtensionPolicy.permit_all(), ca_policy=authorities)
            .build_client_verifier()
        )
        try:
            verifier.verify(certificate, list(self._intermediates))
        except VerificationError as error:
            return str(error)
        return "" if _is_for_authentication(certificate) else "not an authentication certificate"


def _age(certificate: x509.Certificate, now: datetime) -> TrustState | None:
    """Tell an expired certificate, and whether its grace is over too."""
    if now <= certificate.not_valid_after_utc:
        return None
    over = now > certificate.not_valid_after_utc + GRACE_AFTER_EXPIRY
    return TrustState.EXPIRED if over else TrustState.EXPIRED_GRACE


def _freshness(crl: x509.CertificateRevocationList | None, now: datetime) -> TrustState:
    if crl is None or crl.next_update_utc is None or now > crl.next_update_utc + CRL_STALE_ACCEPTED:
        return TrustState.CRL_MISSING
    return TrustState.CRL_STALE if now > crl.next_update_utc else TrustState.GOOD


def _is_issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_for_authentication(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return usage.digital_signature


def _is_simulated(root: x509.Certificate) -> bool:
    names = root.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return any(str(name.value) == SIMULATION for name in names)
