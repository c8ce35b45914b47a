# SPDX-License-Identifier: EUPL-1.2
"""PDFs made by hand, good and hostile: small to read, and each wrong in one way."""

import zlib


def a_page(drawing: bytes) -> bytes:
    """Return a PDF of one page, from what is drawn on it."""
    return pdf_of_pages(drawing)


def pdf_of_pages(*drawings: bytes, paper: bytes = b"0 0 600 800") -> bytes:
    """Return a PDF of these pages."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(drawings)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(drawings), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for at, drawing in enumerate(drawings):
        packed = zlib.compress(drawing, 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
            % (paper, first + 2 * at + 1)
        )
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size %d/Root 1 0 R>>\n%%%%EOF" % (len(objects) + 1)


def same_page_many_times(count: int) -> bytes:
    """Return a PDF of so many pages, all one and the same object."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b"3 0 R " * count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>",
    )
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 4/Root 1 0 R>>\n%%EOF"


WORDS = b"BT /F 12 Tf 50 700 Td (Toux cet \351t\351) Tj ET"
BOMB = b"BT /F 12 Tf " + b"(a)Tj " * 3_000_000
"""A page of three million letters: gigabytes of objects in the reader."""

DARK = b"0 0 0 rg 0 0 600 800 re f"
