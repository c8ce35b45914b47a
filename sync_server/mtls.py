# SPDX-License-Identifier: EUPL-1.2
"""TLS of both ports, and the protocol class that hands the verified client certificate to the application."""

import asyncio
import ssl
from pathlib import Path
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class MutualTlsProtocol(H11Protocol):
    """uvicorn's protocol, plus the client certificate (DER) in the state of each request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it
        """Keep the certificate that the handshake has verified."""
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        self.app_state: dict[str, Any] = {
            **self.app_state,
            "client_cert_der": tls.getpeercert(binary_form=True) if tls else None,
        }


def public_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return TLS ≥ 1.2 for patients and administrators."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context


def practice_context(certificate: Path, key: Path, authority_pem: bytes) -> ssl.SSLContext:
    """Return TLS that refuses whoever has no certificate of the regional authority."""
    context = public_context(certificate, key)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=authority_pem.decode("ascii"))
    return context
