# SPDX-License-Identifier: EUPL-1.2
"""The first words of an exchange; a region that forgot a circle of care is reminded of what it once said."""

import msgspec

from lgc_core.store.store import Store
from lgc_core.sync.circle_seals import seals_to_show
from lgc_core.sync.partitions import Allowed
from lgc_core.sync.protocol import HandshakeRequest, HandshakeResponse, SyncProtocol


def greet(store: Store, region: SyncProtocol, asked: HandshakeRequest) -> HandshakeResponse:
    """Shake hands; once more with the seals of those circles of which the region says nothing.

    Raises:
        OutsideError: the region cannot be reached or refuses.
    """
    hello = region.handshake(asked)
    if hello.partitions is None:
        return hello
    told = Allowed(open=hello.partitions, ended=hello.ended)
    with store.reading() as connection:
        seals = seals_to_show(connection, store.post.cabinet, told)
    return region.handshake(msgspec.structs.replace(asked, circles=seals)) if seals else hello
