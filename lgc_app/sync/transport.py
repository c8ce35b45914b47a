# SPDX-License-Identifier: EUPL-1.2
"""HTTPS with a pinned authority: every failure of the network becomes one typed error."""

import ssl
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter

from lgc_core.sync.errors import NoNetworkError

_CONNECT_S: Final = 5.0
_READ_S: Final = 30.0


class _PinnedAdapter(HTTPAdapter):
    """Uses our context, whatever certificates the environment names."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Leave the decision to the context: requests would load the system's authorities over it."""


class Transport:
    """A session towards one server; closed with the vault."""

    def __init__(self, address: str, context: ssl.SSLContext) -> None:
        self._address = address.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("https://", _PinnedAdapter(context))

    def send(
        self, method: str, path: str, content: bytes = b"", headers: dict[str, str] | None = None
    ) -> requests.Response:
        """Send a request.

        Raises:
            NoNetworkError: no answer, whatever the reason: cable, name, time-out, refused certificate.
        """
        try:
            return self._session.request(
                method,
                f"{self._address}{path}",
                data=content or None,
                headers=headers,
                timeout=(_CONNECT_S, _READ_S),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise NoNetworkError from error

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
