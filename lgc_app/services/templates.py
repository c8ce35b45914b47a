# SPDX-License-Identifier: EUPL-1.2
"""Texts of the practice (abbreviations, notes, letters): shared by its posts, carried in one JSON file."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, get_args

import msgspec
import sqlalchemy as sa

from lgc_app.services.measures import Point, Series
from lgc_app.services.once_more import once_more
from lgc_app.services.overview import Overview, dated_renal_words
from lgc_app.services.session import Session
from lgc_app.services.template_examples import EXAMPLES
from lgc_core.errors import UserError
from lgc_core.model.expansion import LETTER_VARIABLES, VARIABLES, unknown_variables
from lgc_core.model.ids import new_id
from lgc_core.model.note import clean_text
from lgc_core.model.patient import age_shown
from lgc_core.model.rights import Right
from lgc_core.model.template import MAX_ABBREVIATION, MAX_NAME, MAX_TEXT, LetterKind, Template, TemplateKind
from lgc_core.model.values.when import REUNION
from lgc_core.model.words import fold
from lgc_core.store import queries
from lgc_core.store.changes import NOTHING, Changes
from lgc_core.store.tables import ENTITY_TABLES

FORMAT: Final = "serenite-modeles"
VERSION: Final = 1
_LETTERS: Final = frozenset(get_args(LetterKind))
MAX_FILE: Final = 4 * 1024 * 1024
MAX_TEMPLATES: Final = 1000
_GONE: Final = "retiré des modèles"
_MOVED: Final = "gardé autrement : pour soi, ou pour tout le cabinet"
_TABLE: Final = ENTITY_TABLES[Template].c

RIGHTS_OF_KIND: Final[dict[TemplateKind, Right]] = {
    "abréviation": Right.WRITE_NOTE,
    "note": Right.WRITE_NOTE,
    "courrier": Right.WRITE_LETTER,
    "certificat": Right.CERTIFY,
    "ordonnance": Right.CERTIFY,
}
"""Who may write a kind of text, and use it: a nurse changes no order that a doctor will sign."""


class TemplateError(UserError):
    """A template cannot be kept; `at` names the field (name, reason, text)."""

    def __init__(self, sentence: str, *, at: str) -> None:
        super().__init__(sentence)
        self.at = at


class TemplateFileError(UserError):
    """The file is not one of ours, or it is damaged."""


class TemplateForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A template as it is typed, and as it is in the file."""

    kind: TemplateKind = "note"
    name: str
    reason: str = ""
    text: str


class TemplateFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The one file of all templates of a practice."""

    format: str
    version: int
    templates: list[TemplateForm]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: how many were new, replaced, or there already."""

    changes: Changes
    new: int
    replaced: int
    same: int


class Templates:
    """Reads and writes templates."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Template]:
        """Return the practice's own, then the examples that no own one replaces; by kind and name."""
        self._session.require_role(Right.WRITE_NOTE)
        mine = self.personal_ids()
        written = sorted(self.own(), key=lambda one: (one.id in mine, _written(one)))
        own = {_key(one): one for one in written}
        examples = [one for one in EXAMPLES if _key(one) not in own]
        return sorted([*own.values(), *examples], key=lambda one: (one.kind, fold(one.name)))

    def own(self) -> list[Template]:
        """Return what the practice wrote, and what the person at the screen wrote for themselves."""
        return self._written_in(self._session.store.post.cabinet, self._session.own_partition)

    def personal_ids(self) -> frozenset[str]:
        """Return which templates are only of the person at the screen, who finds them on every post."""
        return frozenset(one.id for one in self._written_in(self._session.own_partition))

    def _written_in(self, *partitions: str) -> list[Template]:
        """Return the templates of some partitions: on a shared post there are those of colleagues, too."""
        with self._session.store.reading() as connection:
            return queries.find(connection, Template, _TABLE.partition.in_(partitions))

    def save(self, template: str, form: TemplateForm, *, personal: bool = False) -> tuple[str, Changes]:
        """Write a template, "" or an example for a new one; return its id.

        `personal` keeps it for the person at the screen; a template that changes hands is written anew.

        Raises:
            TemplateError: a field cannot be kept, or the name is taken; personal, without a card of one's own.
        """
        self._session.require(Right.WRITE_NOTE)
        clean = checked(form)
        if personal and not self._session.own_partition:
            raise TemplateError("Ouvrez ce poste avec votre carte pour garder un texte à vous seul.", at="name")
        home = self._session.own_partition if personal else self._session.store.post.cabinet
        known = {one.id: one for one in self._written_in(home)}
        before = next((one for one in self.own() if one.id == template), None)
        self._require_kinds(clean.kind, before.kind if before else clean.kind)
        if any(_key(one) == _key(clean) and one.id != template for one in known.values()):
            raise TemplateError(f"«\u00a0{clean.name}\u00a0» existe déjà.", at="name")
        elsewhere = {one.id for one in self.own()} - set(known)
        with self._session.store.unit_of_work(self._session.author) as uow:
            if template in known:
                uow.set(Template, template, **{"kind": clean.kind, **_fields(clean)})
            else:
                if template in elsewhere:
                    uow.annul(Template, template, _MOVED)
                template = new_id()
                uow.create(Template(id=template, kind=clean.kind, **_fields(clean)), home)
        return template, uow.changes

    def remove(self, template: str) -> Changes:
        """Take a template of the practice away; an example stays."""
        self._session.require(Right.WRITE_NOTE)
        if template not in {one.id for one in self.own()}:
            raise LookupError(template)
        self._require_kinds(*(one.kind for one in self.own() if one.id == template))
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.annul(Template, template, _GONE)
        return uow.changes

    def write_again(self, template: str) -> Changes:
        """Write once more a template that was taken away.

        Raises:
            LookupError: it never was here.
        """
        self._session.require(Right.WRITE_NOTE)
        with self._session.store.reading() as connection:
            known = queries.get_annulled(connection, Template, template)
            home = connection.execute(sa.select(_TABLE.partition).where(_TABLE.id == template)).scalar()
        if known is None or home not in (self._session.store.post.cabinet, self._session.own_partition):
            raise LookupError(template)
        self._require_kinds(known.kind)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(once_more(known), home)
        return uow.changes

    def known(self, template: str) -> Template:
        """Return a text that the person at the screen may use, even one that was taken away meanwhile.

        Raises:
            LookupError: it never was here, or it is of somebody else only.
        """
        self._session.require_role(Right.WRITE_NOTE)
        with self._session.store.reading() as connection:
            found = queries.get(connection, Template, template) or queries.get_annulled(
                connection, Template, template
            )
            home = connection.execute(sa.select(_TABLE.partition).where(_TABLE.id == template)).scalar()
        if found is None or home not in (self._session.store.post.cabinet, self._session.own_partition):
            raise LookupError(template)
        return found

    def export(self) -> bytes:
        """Return the file of everything that can be used here, examples included."""
        forms = [TemplateForm(kind=one.kind, **_fields(one)) for one in self.all()]
        content = msgspec.json.encode(TemplateFile(format=FORMAT, version=VERSION, templates=forms))
        return msgspec.json.format(content, indent=2)

    def bring(self, untrusted_content: bytes) -> Imported:
        """Take the templates of a file: all of them, or none; the same name replaces.

        Raises:
            TemplateFileError: not such a file, too large, or one of its templates cannot be kept.
        """
        self._session.require(Right.WRITE_NOTE)
        forms = read_file(untrusted_content)
        own = {_key(one): one for one in self._written_in(self._session.store.post.cabinet)}
        examples = {_key(one): one for one in EXAMPLES}
        new = replaced = same = 0
        known_fields = {key: _fields(one) for key, one in (examples | own).items()}
        self._require_kinds(*(one.kind for one in forms if known_fields.get(_key(one)) != _fields(one)))
        with self._session.store.unit_of_work(self._session.author) as uow:
            for form in forms:
                if known_fields.get(_key(form)) == _fields(form):
                    same += 1
                elif _key(form) in own:
                    uow.set(Template, own[_key(form)].id, **_fields(form))
                    replaced += 1
                else:
                    uow.create(Template(id=new_id(), kind=form.kind, **_fields(form)))
                    new += 1
        return Imported(uow.changes if new or replaced else NOTHING, new, replaced, same)

    def _require_kinds(self, *kinds: TemplateKind) -> None:
        for kind in kinds:
            self._session.require(RIGHTS_OF_KIND[kind])

    def values(self, overview: Overview, series: Iterable[Series]) -> dict[str, str]:
        """Return the variables of a patient; what is not known is left out."""
        now, patient = self._session.now(), overview.patient
        found = {
            "prénom": patient.given_shown,
            "nom": patient.family_shown,
            "âge": age_shown(patient.traits.birth_date, now.date()),
            "naissance": overview.birth,
            "date": f"{now:%d/%m/%Y}",
            "heure": f"{now:%H:%M}",
            "dfg": dated_renal_words(overview) if overview.filtrations else "",
            "problèmes": ", ".join(line.words for line in overview.problems),
            "traitement": ", ".join(line.words for line in overview.treatments),
            "allergies": _allergies(overview),
            "soignant": self._session.staff.name.shown,
        }
        return {name: words for name, words in (found | _last_measures(series, now.date())).items() if words}


def _last_measures(series: Iterable[Series], today: dt.date) -> dict[str, str]:
    """Return the last weight, height and pressure, with their day when it is not today."""
    last = {one.measure.key: (one.measure.unit_text, one.last) for one in series if one.last is not None}
    found: dict[str, str] = {name: _measured(*last[name], today) for name in ("poids", "taille") if name in last}
    if "pas" in last and "pad" in last:
        (_unit, high), (unit, low) = last["pas"], last["pad"]
        if high is not None and low is not None and high.at_ms == low.at_ms:
            found["ta"] = _measured(unit, low, today, f"{_digits(high)}/")
    return found


def _measured(unit: str, point: Point | None, today: dt.date, before: str = "") -> str:
    if point is None:
        return ""
    day = dt.datetime.fromtimestamp(point.at_ms / 1000, REUNION).date()
    words = f"{before}{_digits(point)}\u00a0{unit}"
    return words if day == today else f"{words} (le {day:%d/%m/%Y})"


def _digits(point: Point) -> str:
    return str(point.value).replace(".", ",")


def checked(form: TemplateForm) -> TemplateForm:
    """Return a template fit to be kept.

    Raises:
        TemplateError: its name, reason or text cannot be.
    """
    name, reason = (" ".join(clean_text(words).split()) for words in (form.name, form.reason))
    text = clean_text(form.text).strip("\n")
    longest = MAX_ABBREVIATION if form.kind == "abréviation" else MAX_NAME
    name = name.removeprefix(";") if form.kind == "abréviation" else name
    if not name:
        raise TemplateError("Donnez un nom.", at="name")
    if len(reason) > MAX_NAME:
        raise TemplateError(f"Trop long : {MAX_NAME} caractères au plus.", at="reason")
    if len(name) > longest:
        raise TemplateError(f"Trop long : {longest} caractères au plus.", at="name")
    if form.kind == "abréviation" and not name.isalnum():
        raise TemplateError("Une abréviation n’a que des lettres et des chiffres.", at="name")
    if not text.strip():
        raise TemplateError("Écrivez le texte.", at="text")
    if len(text) > MAX_TEXT:
        raise TemplateError(f"Texte trop long ({len(text)} caractères, {MAX_TEXT} au plus).", at="text")
    known = LETTER_VARIABLES if form.kind in _LETTERS else VARIABLES
    if unknown := unknown_variables(text, known):
        raise TemplateError(f"«\u00a0{{{unknown[0]}}}\u00a0» n’est pas une variable connue.", at="text")
    return TemplateForm(kind=form.kind, name=name, reason=reason, text=text)


def read_file(untrusted_content: bytes) -> list[TemplateForm]:
    """Return the templates of a file, each one checked, no name twice.

    Raises:
        TemplateFileError: with the name of the template that is wrong.
    """
    if len(untrusted_content) > MAX_FILE:
        raise TemplateFileError("Fichier trop gros pour des modèles (4\u00a0Mo au plus).")
    try:
        file = msgspec.json.decode(untrusted_content, type=TemplateFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise TemplateFileError("Ce fichier n’est pas un fichier de modèles de Pack Sérénité.") from None
    if file.format != FORMAT:
        raise TemplateFileError("Ce fichier n’est pas un fichier de modèles de Pack Sérénité.")
    if file.version != VERSION:
        raise TemplateFileError("Ce fichier vient d’une version plus récente. Mettez ce poste à jour.")
    if len(file.templates) > MAX_TEMPLATES:
        raise TemplateFileError(f"Trop de modèles ({len(file.templates)}, {MAX_TEMPLATES} au plus).")
    found: dict[tuple[str, str], TemplateForm] = {}
    for rank, form in enumerate(file.templates, 1):
        try:
            clean = checked(form)
        except TemplateError as error:
            raise TemplateFileError(f"Modèle n° {rank}\u00a0: {error.sentence} Rien n’est importé.") from None
        if _key(clean) in found:
            raise TemplateFileError(f"Modèle n° {rank}\u00a0: ce nom y est deux fois. Rien n’est importé.")
        found[_key(clean)] = clean
    return list(found.values())


def _key(one: Template | TemplateForm) -> tuple[str, str]:
    return one.kind, fold(one.name)


def _written(one: Template) -> str:
    return one.created.at if one.created else ""


def _fields(one: Template | TemplateForm) -> dict[str, Any]:
    return {"name": one.name, "reason": one.reason, "text": one.text}


def _allergies(overview: Overview) -> str:
    if overview.allergies:
        return ", ".join(overview.allergies)
    return "aucune connue" if overview.allergy_state == "aucune" else ""
