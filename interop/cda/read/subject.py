# SPDX-License-Identifier: EUPL-1.2
"""Whom a document says it is about: INS, traits, usual name, local ids (interop.md §1.2, §6.1)."""

from dataclasses import dataclass, field
from typing import Final, cast

from lxml import etree

from interop.cda.read.people import address, telecoms
from interop.cda.tree import attr, find, find_all, words
from interop.cda.values import when
from lgc_core.codes import INS_OIDS
from lgc_core.model.patient import Ins, UsualIdentity
from lgc_core.model.values import Address, StructureId, Telecom, Traits
from lgc_core.model.values.traits import Sex

_SEXES: Final = frozenset({"F", "M", "UN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The recordTarget as received; `traits` is None when the document gives no birth name."""

    ins: Ins | None = None
    local_ids: tuple[StructureId, ...] = ()
    traits: Traits | None = None
    usual: UsualIdentity = field(default_factory=UsualIdentity)
    address: Address | None = None
    telecoms: tuple[Telecom, ...] = ()


def read_subject(document: etree._Element) -> Subject:
    """Read the first recordTarget; an empty subject when there is none."""
    role = find(document, "recordTarget/patientRole")
    if role is None:
        return Subject()
    patient = find(role, "patient")
    name = find(patient, "name")
    return Subject(
        ins=_ins(role),
        local_ids=tuple(
            StructureId(root=attr(i, "root"), extension=attr(i, "extension"))
            for i in find_all(role, "id")
            if attr(i, "root") and attr(i, "extension") and attr(i, "root") not in INS_OIDS
        ),
        traits=_traits(patient, name),
        usual=UsualIdentity(family=_qualified(name, "family", "CL"), given=_qualified(name, "given", "CL"),
                            civility=words(find(name, "prefix"))),
        address=address(find(role, "addr")),
        telecoms=telecoms(role),
    )  # fmt: skip


def _ins(role: etree._Element) -> Ins | None:
    for identifier in find_all(role, "id"):
        root, extension = attr(identifier, "root"), attr(identifier, "extension")
        if root in INS_OIDS and extension:
            return Ins(matricule=extension.upper(), oid=root)
    return None


def _qualified(name: etree._Element | None, part: str, qualifier: str) -> str:
    parts = find_all(name, part)
    return next((words(p) for p in parts if qualifier in attr(p, "qualifier").split()), "")


def _traits(patient: etree._Element | None, name: etree._Element | None) -> Traits | None:
    family = _qualified(name, "family", "BR") or _qualified_none(name, "family")
    first = _qualified(name, "given", "BR")
    givens = _qualified_none(name, "given") or first
    if not family or not givens:
        return None
    sex = attr(find(patient, "administrativeGenderCode"), "code")
    born = when(find(patient, "birthTime"))
    return Traits(
        birth_family=family,
        birth_givens=givens,
        first_given=first,
        sex=cast("Sex", sex) if sex in _SEXES else "UN",
        birth_date=born.text[:10] if born and not born.missing else "",
        birth_cog=words(find(patient, "birthplace/place/addr/county")),
    )


def _qualified_none(name: etree._Element | None, part: str) -> str:
    return " ".join(words(p) for p in find_all(name, part) if not attr(p, "qualifier")).strip()
