# SPDX-License-Identifier: EUPL-1.2
"""The address of the caller, for throttling only: never logged, never stored in clear."""

import ipaddress

from starlette.requests import Request

_V6_HOME = 64
"""An IPv6 home has 2^64 addresses: it counts as one."""


def address_of(request: Request) -> str:
    """Return the peer's address; no forwarded header is believed."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _V6_HOME), strict=False))
    return str(address)
