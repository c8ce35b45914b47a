# SPDX-License-Identifier: EUPL-1.2
"""The words of a PDF, as a person reads them."""

import pypdfium2


def words_of(pdf: bytes) -> str:
    """Return the text of every page, each white space one space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(found.replace("\u00a0", " ").split())
