# SPDX-License-Identifier: EUPL-1.2
"""The last look before a document of ours exists: what the official rules do not see stops it here."""

from lxml import etree

from interop.cda.check import blocking, check_cda
from interop.cda.write.context import EmissionContext
from interop.cda.write.element import to_bytes
from lgc_core.errors import UserError


class FaultyDocument(UserError):  # noqa: N818  # a refusal shown to people
    """The document was built but must not leave: a check of ours found a fault."""


def released(document: etree._Element, context: EmissionContext) -> bytes:
    """Return the bytes of a document that our own checks find without fault.

    Raises:
        FaultyDocument: with the sentences of every blocking fault.
    """
    content = to_bytes(document)
    faults = blocking(check_cda(content, context.issued.date()))
    if faults:
        sentences = " ".join(dict.fromkeys(fault.sentence for fault in faults))
        raise FaultyDocument(f"Ce document ne peut pas partir. {sentences} Corrigez, puis recommencez.")
    return content
