# SPDX-License-Identifier: EUPL-1.2
"""The INS datamatrix of a document, as a scanner types it or as it is pasted (ANS, insertion de l’INS).

It fills traits; it is no check: the identity stays provisoire until INSi and an identity document say so.
"""

import re
from typing import Final

import msgspec

from lgc_core.errors import UserError
from lgc_core.model.patient import Ins
from lgc_core.model.values import Traits
from lgc_core.model.values.traits import Sex

_HEADER: Final = re.compile(r"IS01[0-9]{18,24}(?=S1)")
"""`IS01` and its zeros, before the first field."""

_SEPARATORS: Final = re.compile("\x1d|␝|\\^\\]|<GS>|\\[GS\\]", re.IGNORECASE)
"""GS (0x1D), and the ways in which scanners and copies write it."""

_LENGTHS: Final = {"S1": 15, "S2": 20, "S3": 100, "S4": 100, "S5": 1, "S6": 10, "S7": 5}
"""Longest value of each field; a shorter one ends with GS."""

_FIXED: Final = frozenset({"S1", "S5", "S6", "S7"})
_LONGEST: Final = 600
_DATE: Final = re.compile(r"(\d{2})-(\d{2})-(\d{4})\Z")
_OID: Final = re.compile(r"[0-9.]{5,20}\Z")
_MATRICULE: Final = re.compile(r"[0-9]{6}[0-9AB][0-9]{8}\Z")


class UnreadableDatamatrixError(UserError):
    """What was scanned is no INS datamatrix, or its parts cannot be told from one another."""

    def __init__(self) -> None:
        super().__init__(
            "Ce code n’est pas un datamatrix INS lisible. Scannez-le de nouveau, ou saisissez les traits."
        )


class ScannedIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """The five traits and the matricule that a document carries."""

    traits: Traits
    ins: Ins


def looks_scanned(untrusted_text: str) -> bool:
    """Tell whether a text begins as an INS datamatrix does: a search field may then read it."""
    return untrusted_text.lstrip().startswith("IS01")


def read_datamatrix(untrusted_text: str) -> ScannedIdentity:
    """Read the seven fields.

    Raises:
        UnreadableDatamatrixError: another code, a field missing, too long or impossible.
    """
    text = _SEPARATORS.sub("\x1d", untrusted_text.strip())
    header = _HEADER.match(text)
    if header is None or len(text) > _LONGEST:
        raise UnreadableDatamatrixError
    fields = _fields(text[header.end() :])
    date = _DATE.match(fields["S6"])
    sexes: dict[str, Sex] = {"M": "M", "F": "F", "I": "UN", "U": "UN"}
    good = _MATRICULE.match(fields["S1"]) and _OID.match(fields["S2"]) and fields["S5"] in sexes
    if not good or date is None or not fields["S4"].strip() or not fields["S3"].strip():
        raise UnreadableDatamatrixError
    givens = " ".join(fields["S3"].split())
    traits = Traits(
        birth_family=fields["S4"].strip(),
        birth_givens=givens,
        first_given=givens.split()[0],
        sex=sexes[fields["S5"]],
        birth_date=f"{date[3]}-{date[2]}-{date[1]}",
        birth_cog=fields["S7"].strip(),
    )
    return ScannedIdentity(traits=traits, ins=Ins(matricule=fields["S1"], oid=fields["S2"]))


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, longest in _LENGTHS.items():
        if not text.startswith(name):
            raise UnreadableDatamatrixError
        text = text[2:]
        end = text.find("\x1d")
        cut = longest if name in _FIXED or end < 0 or end > longest else end
        found[name], text = text[:cut], text[cut:].removeprefix("\x1d")
        if name in _FIXED and len(found[name]) < longest:
            raise UnreadableDatamatrixError
    if text:
        raise UnreadableDatamatrixError
    return found
