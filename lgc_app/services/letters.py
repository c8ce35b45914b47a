# SPDX-License-Identifier: EUPL-1.2
"""Letters, certificates and orders: begun from a model, edited, printed as PDF/A and kept in the file."""

from dataclasses import dataclass
from typing import Final

import msgspec

from interop.pdf.people import letterhead, subject
from interop.pdf.render import render_sections
from interop.pdf.reports import long_date
from interop.pdf.sheet import Sheet, SheetSection, Text
from lgc_app.services.documents import PDF_MEDIA, kept_file
from lgc_app.services.failsafe import Failsafe
from lgc_app.services.files import Files
from lgc_app.services.letter_drafts import LetterDraft, draft_of, keep_draft
from lgc_app.services.letter_facts import letter_facts
from lgc_app.services.letter_templates import KIND_WORDS, TEMPLATE_BY_KEY, LetterTemplate, letter_of
from lgc_app.services.measures import Measures
from lgc_app.services.patients import Patients
from lgc_app.services.session import Session
from lgc_app.services.templates import RIGHTS_OF_KIND, Templates
from lgc_core.errors import UserError
from lgc_core.model.document import Document
from lgc_core.model.expansion import filled, to_complete
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.ids import new_id, oid_of
from lgc_core.model.note import MAX_SECTION_BYTES, clean_text
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.template import LetterKind
from lgc_core.model.values import Concept
from lgc_core.store.changes import Changes

_MAX_TITLE: Final = 120


class BlankLeftError(UserError):
    """A place of the model was not filled; `blank` is its text with brackets."""

    def __init__(self, blank: str) -> None:
        super().__init__(f"Complétez d’abord {blank}. F8 y va.")
        self.blank = blank


class EmptyLetterError(UserError):
    """Nothing is written."""

    def __init__(self) -> None:
        super().__init__("Le courrier est vide. Choisissez un modèle ou écrivez le texte.")


class LongLetterError(UserError):
    """More text than a section of a note may hold."""

    def __init__(self) -> None:
        super().__init__("Texte trop long pour un courrier. Importez-le plutôt comme document.")


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter in the file, and its sheet."""

    document: Document
    pdf: bytes
    changes: Changes


class Letters:
    """Begins, keeps and makes letters; certificates and orders are for who may prescribe."""

    def __init__(
        self,
        session: Session,
        files: Files,
        patients: Patients,
        failsafe: Failsafe,
        templates: Templates,
        measures: Measures,
    ) -> None:
        self._session = session
        self._files = files
        self._patients = patients
        self._failsafe = failsafe
        self._templates = templates
        self._measures = measures

    def templates(self) -> list[LetterTemplate]:
        """Return the models that the person at the screen may use, the practice's own in place of examples."""
        self._session.require_role(Right.WRITE_LETTER)
        found = (letter_of(one) for one in self._templates.all())
        return [one for one in found if one is not None and self._session.may(RIGHTS_OF_KIND[one.kind])]

    def begin(self, patient: str, template: str) -> LetterDraft:
        """Return a model filled from the file of a patient.

        Raises:
            ForbiddenError: the kind is not for this role. LookupError: no such model.
        """
        self._session.require(Right.WRITE_LETTER)
        found = self._model(template)
        self._session.require(RIGHTS_OF_KIND[found.kind])
        essentials = self._failsafe.essentials(self._patients.get(patient))
        facts = {
            **self._templates.values(essentials.overview, self._measures.strip(patient)),
            **letter_facts(essentials, self._session.staff.name, self._session.now()),
        }
        return LetterDraft(template=template, title=found.title, text=filled(found.body, facts))

    def keep(self, patient: str, draft: LetterDraft) -> None:
        """Keep what is typed, on this post, at every pause; whatever the lease says."""
        self._session.require_role(Right.WRITE_LETTER)
        keep_draft(self._session.store.engine, self._session.staff.id, patient, draft)

    def waiting(self, patient: str) -> LetterDraft | None:
        """Return what this person was writing for a patient, None when nothing is."""
        self._session.require_role(Right.WRITE_LETTER)
        return draft_of(self._session.store.engine, self._session.staff.id, patient)

    def make(self, patient: str, draft: LetterDraft) -> KeptLetter:
        """Make the PDF/A of a letter and keep it in the file, its draft let go.

        Raises:
            BlankLeftError: a place of the model is not filled. EmptyLetterError, LongLetterError: see their words.
        """
        self._session.require(Right.WRITE_LETTER)
        template = self._model(draft.template)
        self._session.require(RIGHTS_OF_KIND[template.kind])
        text = clean_text(draft.text).strip()
        _check(template, text)
        title = " ".join(clean_text(draft.title).split())[:_MAX_TITLE] or template.title
        found = self._patients.get(patient)
        made = self._document(found, template.kind, title, new_id())
        pdf = self._sheet(found, title, text, made.unique_oid)
        document = msgspec.structs.replace(made, files=(kept_file(self._files, "original", pdf, PDF_MEDIA),))
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(document)
        keep_draft(self._session.store.engine, self._session.staff.id, patient, None)
        return KeptLetter(document, pdf, uow.changes)

    def _model(self, key: str) -> LetterTemplate:
        """Return a model, even one that a colleague removed while its letter was being written."""
        if key in TEMPLATE_BY_KEY:
            return TEMPLATE_BY_KEY[key]
        letter = letter_of(self._templates.known(key))
        if letter is None:
            raise LookupError(key)
        return letter

    def _document(self, patient: Patient, kind: LetterKind, title: str, key: str) -> Document:
        stamp = self._session.stamp()
        oid = oid_of(key, self._session.practice.oid_root)
        return Document(
            id=key,
            patient=patient.id,
            unique_oid=oid,
            series_oid=oid,
            type=Concept(text=KIND_WORDS[kind]),
            title=title,
            issued=stamp.at,
            authors=(stamp,),
            custodian=stamp,
            origin="émis",
        )

    def _sheet(self, patient: Patient, title: str, text: str, number: str) -> bytes:
        now, stamp, practice = self._session.now(), self._session.stamp(), self._session.practice
        qualified = self._patients.status(patient) is IdentityStatus.QUALIFIEE
        return render_sections(
            Sheet(
                title=title,
                letterhead=letterhead(practice.organisation, stamp),
                subject=subject(patient, now.date(), matricule=qualified),
                dated=f"Le {long_date(now)}",
                sections=(SheetSection(title="", blocks=tuple(map(_paragraph, text.split("\n\n")))),),
                signature=(stamp.name.shown, "Signature :", "", "", ""),
                created=now,
                footer=f"{practice.name} – {number}",
            )
        )


def _paragraph(words: str) -> Text:
    return Text(words=f"{words.strip(chr(10))}\n")


def _check(template: LetterTemplate, text: str) -> None:
    if not text:
        raise EmptyLetterError
    if len(text.encode()) > MAX_SECTION_BYTES:
        raise LongLetterError
    for blank in to_complete(template.body):
        if blank in text:
            raise BlankLeftError(blank)
