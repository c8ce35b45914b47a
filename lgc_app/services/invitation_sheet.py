# SPDX-License-Identifier: EUPL-1.2
"""The sheet that a patient takes home: where to go, the matricule, the code that works once; never kept here."""

import io
from typing import Final

import segno

from interop.pdf.people import letterhead, spaced, subject
from interop.pdf.render import render_sections
from interop.pdf.sheet import Block, Bullets, Emphasis, Picture, SheetSection, Text
from interop.pdf.sheet import Sheet as PrintedSheet
from lgc_app.services.invitations import Sheet
from lgc_app.services.session import Session
from lgc_core.model.patient import Patient

_QR_SCALE: Final = 8
_QR_MILLIMETRES: Final = 34.0


def invitation_pdf(session: Session, patient: Patient, sheet: Sheet, web: str) -> bytes:
    """Return the PDF/A of an invitation; `web` is the address of the patients' site, "" when it is not known."""
    now = session.now()
    printed = PrintedSheet(
        title="Votre accès à votre dossier en ligne",
        letterhead=letterhead(session.practice.organisation, session.stamp()),
        subject=subject(patient, now.date(), matricule=False),
        dated=f"Le {now:%d/%m/%Y}. Valable une fois, jusqu’au {sheet.expires:%d/%m/%Y}.",
        sections=(
            SheetSection(title="Où aller", blocks=_where(web)),
            SheetSection(title="Ce qu’il faut saisir", blocks=_what(sheet)),
            SheetSection(title="Bon à savoir", blocks=(_GOOD_TO_KNOW,)),
        ),
        created=now,
        footer="Feuille personnelle : remettez-la en main propre.",
    )
    return render_sections(printed)


def _where(web: str) -> tuple[Block, ...]:
    if not web:
        return (Text(words="Adresse du site : demandez-la au cabinet."),)
    return (Text(words=web), Picture(png=_qr(web), width_mm=_QR_MILLIMETRES, caption="À viser avec le téléphone"))


def _what(sheet: Sheet) -> tuple[Block, ...]:
    return (
        Emphasis(words=spaced(sheet.matricule), caption="Matricule (numéro de sécurité sociale)"),
        Emphasis(words=sheet.code, caption="Code, une seule fois"),
    )


_GOOD_TO_KNOW: Final = Bullets(
    items=(
        "Vous verrez vos documents, vos mesures, et qui a ouvert votre dossier.",
        "Ne donnez ce code à personne. Le cabinet ne vous le demandera jamais.",
        "Code perdu ou expiré : le cabinet en imprime un autre.",
    )
)


def _qr(address: str) -> bytes:
    target = io.BytesIO()
    segno.make(address, error="m").save(target, kind="png", scale=_QR_SCALE, border=2)
    return target.getvalue()
