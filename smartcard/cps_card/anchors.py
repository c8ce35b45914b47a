# SPDX-License-Identifier: EUPL-1.2
"""The authorities that an installation believes, as certificate files in a folder the administrator fills.

`roots/` and `intermediates/` hold .cer, .crt, .der or .pem files of the IGC-Santé; `crl/` is our cache. The
project ships none of them: their licence is the ANS's.
"""

from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from cps_card.crl import CrlCache
from cps_card.trust import TrustStore

_SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})
_MAX_BYTES = 64 * 1024
# first and last four bytes of the SHA-256, as noted from the ANS's own package (Cryptolib CPS 5.2.2): enough to
# refuse an impostor that bears the name, not enough to accept anybody, hence the administrator's hand
_KNOWN_ROOTS = {
    "AC RACINE IGC-SANTE FORT": ("53d30a19", "f34a4eea"),
    "AC RACINE IGC-SANTE STANDARD": ("5891815e", "050386c3"),
}


class BadAnchorError(ValueError):
    """A file of the folder is no certificate, no root, or not the authority whose name it bears."""


def load_trust(folder: Path, *, accept_simulation: bool = False) -> TrustStore:
    """Build the store of an installation. An empty folder gives a store that knows nobody.

    Raises:
        BadAnchorError: with the name of the file.
    """
    roots = _certificates(folder / "roots")
    for root in roots:
        _check_root(root)
    intermediates = _certificates(folder / "intermediates")
    lists = CrlCache(folder / "crl", (*intermediates, *roots))
    return TrustStore(roots, intermediates, lists, accept_simulation=accept_simulation)


def _certificates(folder: Path) -> tuple[x509.Certificate, ...]:
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    return tuple(_certificate(path) for path in files)


def _certificate(path: Path) -> x509.Certificate:
    if path.stat().st_size > _MAX_BYTES:
        raise BadAnchorError(f"{path.name} is too large for a certificate")
    untrusted = path.read_bytes()
    try:
        if untrusted.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(untrusted)
        return x509.load_der_x509_certificate(untrusted)
    except ValueError as error:
        raise BadAnchorError(f"{path.name} is no certificate") from error


def _check_root(root: x509.Certificate) -> None:
    names = root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = str(names[0].value) if names else ""
    try:
        root.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature) as error:
        raise BadAnchorError(f"{name} did not sign itself: it is no root") from error
    known = _KNOWN_ROOTS.get(name)
    print_of_it = root.fingerprint(hashes.SHA256()).hex()
    if known and not (print_of_it.startswith(known[0]) and print_of_it.endswith(known[1])):
        raise BadAnchorError(f"{name} is not the authority of that name")
