# SPDX-License-Identifier: EUPL-1.2
"""The card in a reader, opened to be recognised: closed again if it cannot be, its faults in words."""

import contextlib
from collections.abc import Iterator

from cps_card.errors import CardError
from cps_card.readers import CardReaders
from cps_card.session import CardSession
from lgc_app.vault.faults import from_card


@contextlib.contextmanager
def opened_card(readers: CardReaders, reader: str) -> Iterator[CardSession]:
    """Open the card for a block; it stays open after it, and is closed if the block fails.

    Raises:
        CardGoneError, CardRefusedByVaultError: the card or its reader, in words.
    """
    try:
        card = readers.open(reader)
    except CardError as error:
        raise from_card(error) from error
    with contextlib.ExitStack() as unless_read:
        unless_read.callback(card.close)
        try:
            yield card
        except CardError as error:
            raise from_card(error) from error
        unless_read.pop_all()
