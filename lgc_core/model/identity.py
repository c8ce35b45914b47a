# SPDX-License-Identifier: EUPL-1.2
"""INS: the key of the matricule, the checks of identity, and the status they add up to (RNIV)."""

import enum
from collections.abc import Iterable
from typing import Annotated, Final, Literal

from lgc_core.codes import INS_DEMO, INS_NIR, INS_TEST
from lgc_core.model.entity import E, Entity, Regime
from lgc_core.model.ids import derived_id
from lgc_core.model.patient import Ins
from lgc_core.model.values import Traits

_CORSICA: Final = {"2A": "19", "2B": "18"}
_MODULUS: Final = 97
"""NIR control key: 97 - (N13 mod 97), Corsica 2A->19 and 2B->18 before the modulus (INSEE; interop.md §6.2)."""

_LENGTH: Final = 15


class IdentityStatus(enum.StrEnum):
    """The four statuses; only *qualifiée* leaves the cabinet with its matricule."""

    PROVISOIRE = "provisoire"
    RECUPEREE = "récupérée"
    VALIDEE = "validée"
    QUALIFIEE = "qualifiée"

    @property
    def words(self) -> str:
        """Return the words of the banner."""
        return f"Identité {self.value}"


class IdentityCheck(Entity, frozen=True, kw_only=True):
    """One INSi answer or one identity document seen, bound to the traits of that moment."""

    regime = Regime.FACT

    patient: Annotated[str, E]
    kind: Annotated[Literal["insi_traits", "insi_vitale", "piece"], E]
    traits_hash: Annotated[str, E]
    result: Annotated[str, E] = ""
    piece_type: Annotated[str, E] = ""
    at: Annotated[str, E]


class PatientLink(Entity, frozen=True, kw_only=True):
    """Two files of one person: the duplicate is read as the survivor until this link is annulled (model.md §4.B).

    Rows keep the patient they were written for, so that taking the link back restores both files exactly.
    """

    regime = Regime.FACT

    survivor: Annotated[str, E]
    duplicate: Annotated[str, E]
    evidence: Annotated[str, E]
    at: Annotated[str, E]


def link_id(survivor: str, duplicate: str, times: int = 0) -> str:
    """Return the id that every post gives to a link; `times` counts the links of this pair taken back before."""
    return derived_id("patient_link", survivor, duplicate, str(times))


def identity_status(traits: Traits, flags: Iterable[str], checks: Iterable[IdentityCheck]) -> IdentityStatus:
    """Compute the status from checks on the current traits; douteuse or fictive forces provisoire."""
    if {"douteuse", "fictive"} & set(flags):
        return IdentityStatus.PROVISOIRE
    kinds = {check.kind for check in checks if check.traits_hash == traits.digest}
    called = bool(kinds & {"insi_traits", "insi_vitale"})
    seen = "piece" in kinds
    table = {
        (True, True): IdentityStatus.QUALIFIEE,
        (True, False): IdentityStatus.RECUPEREE,
        (False, True): IdentityStatus.VALIDEE,
        (False, False): IdentityStatus.PROVISOIRE,
    }
    return table[called, seen]


def control_key(matricule13: str) -> str:
    """Return the two-digit key of a 13-character NIR or NIA.

    Raises:
        ValueError: when it is not 13 digits (2A or 2B allowed as department).
    """
    department = matricule13[5:7].upper()
    digits = matricule13[:5] + _CORSICA.get(department, department) + matricule13[7:]
    if len(matricule13) != _LENGTH - 2 or not digits.isascii() or not digits.isdigit():
        raise ValueError("a matricule is 13 digits")
    return f"{_MODULUS - int(digits) % _MODULUS:02d}"


def typed_ins(matricule: str) -> Ins:
    """Return a matricule as typed from a card or a paper: that of a NIR until INSi says otherwise."""
    return Ins(matricule=matricule, oid=INS_NIR)


def matricule_fault(ins: Ins) -> str:
    """Return what is wrong with a matricule in French, or an empty text.

    A wrong key under a test or demo OID is no fault: 4 of 8 official test identities have one.
    """
    if len(ins.matricule) != _LENGTH:
        return f"Le matricule INS a {_LENGTH} caractères, pas {len(ins.matricule)}."
    try:
        key = control_key(ins.matricule[:-2])
    except ValueError:
        return "Le matricule INS contient un caractère impossible."
    if key != ins.matricule[-2:] and ins.oid not in (INS_TEST, INS_DEMO):
        return "La clé du matricule INS ne correspond pas. Vérifiez les 15 chiffres."
    return ""
