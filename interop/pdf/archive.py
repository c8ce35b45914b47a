# SPDX-License-Identifier: EUPL-1.2
"""Make a reportlab PDF an archive copy: PDF/A-1b (ISO 19005-1), the form that the CI-SIS asks of an N1."""

import datetime as dt
import io
from typing import Final

import pikepdf

from interop.pdf.srgb import srgb_profile

_CONFORMANCE: Final = "B"
_PART: Final = "1"
PRODUCER: Final = "Pack Sérénité LGC"


def archive(pdf: bytes, *, title: str, author: str, created: dt.datetime) -> bytes:
    """Return the PDF with its output intent, XMP metadata and a PDF 1.4 structure.

    Args:
        pdf: fonts embedded, no transparency, no script.
        title: shown by readers; no patient name.
        author: who signs.
        created: aware instant, the same in both kinds of metadata.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _plain_pages(document)
        _output_intent(document)
        _metadata(document, title, author, created)
        target = io.BytesIO()
        document.save(
            target,
            force_version="1.4",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return target.getvalue()


def _plain_pages(document: pikepdf.Pdf) -> None:
    """Drop the empty slide transitions that reportlab writes on each page."""
    for page in document.pages:
        if "/Trans" in page:
            del page["/Trans"]


def _output_intent(document: pikepdf.Pdf) -> None:
    profile = document.make_stream(srgb_profile())
    profile.N = 3
    profile.Alternate = pikepdf.Name.DeviceRGB
    document.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFA1,
                OutputConditionIdentifier="sRGB IEC61966-2.1",
                Info="sRGB IEC61966-2.1",
                DestOutputProfile=profile,
            )
        ]
    )
    document.Root.Lang = pikepdf.String("fr-FR")


def _metadata(document: pikepdf.Pdf, title: str, author: str, created: dt.datetime) -> None:
    """Write both metadata: ISO 19005-1, 6.7.3 wants the same words in the dictionary and in the XMP."""
    stamp = created.isoformat(timespec="seconds")
    del document.docinfo
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = title
        xmp["dc:creator"] = [author]
        xmp["dc:language"] = ["fr-FR"]
        xmp["pdf:Producer"] = PRODUCER
        xmp["xmp:CreatorTool"] = PRODUCER
        xmp["xmp:CreateDate"] = stamp
        xmp["xmp:ModifyDate"] = stamp
        xmp["pdfaid:part"] = _PART
        xmp["pdfaid:conformance"] = _CONFORMANCE
    date = _pdf_date(created)
    for key, value in (
        ("/Title", title),
        ("/Author", author),
        ("/Producer", PRODUCER),
        ("/Creator", PRODUCER),
        ("/CreationDate", date),
        ("/ModDate", date),
    ):
        document.docinfo[pikepdf.Name(key)] = value


def _pdf_date(moment: dt.datetime) -> str:
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
