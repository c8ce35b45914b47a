# SPDX-License-Identifier: EUPL-1.2
"""A calendar as a dated edition: rules as data, readable from JSON so that a practice may load a newer one."""

import datetime as dt
from typing import Final, Literal

import msgspec

from lgc_core.clinical.vaccination.campaign import Campaign
from lgc_core.clinical.vaccination.risk_groups import GROUPS
from lgc_core.clinical.vaccination.valences import VALENCES
from lgc_core.errors import UserError

MAX_BYTES: Final = 256 * 1024
RuleKind = Literal["série", "rendez-vous", "annuel", "avis"]


class Dose(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One dose of a series, or one appointment of a life-long rule; ages and gaps in months.

    Attributes:
        age: when it becomes due.
        late: age after which it is late; `age` plus a month when 0.
        gap: least time after the dose before it, 0 for none.
        grace: of an appointment: how long before its age a dose already meets it, 0 for that of the rule.
        words: « rappel », « 65 ans »; made from the rank when empty.
    """

    age: float
    late: float = 0
    gap: float = 0
    grace: float = 0
    words: str = ""

    @property
    def late_age(self) -> float:
        """Return the age after which it is late."""
        return self.late or self.age + 1


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the calendar asks for one vaccine.

    `série`: doses in order, from the age `start` to the age `end` (excluded). `rendez-vous`: fixed ages, the
    last one passed counts, met by a dose given since `grace` months before it. `annuel`: one dose a year from
    `start`, in its campaign when the edition has one. `avis`: never computed, shown between the ages `start` and
    `end` with its condition in words.

    Attributes:
        valences: keys that one dose must all have to count.
        counts_from: age from which a dose counts for this rule.
        met_early: so many doses before `start` are enough, 0 when they are not.
        late_from, late_doses: so many doses are enough for whoever has the first one from that age on; 0 for none.
        born_from: first birth year concerned, 0 for all.
        lasts: of an `avis`: months for which a dose answers it, 0 for ever.
        sex: only for this sex of the birth record, empty for both.
        groups: only for these groups at risk (risk_groups.GROUPS), empty for everybody.
        unless: not for these groups, whom another rule of the edition asks.
        catch_up: the rule is a catch-up: proposed to be talked over, never « late ».
    """

    key: str
    words: str
    kind: RuleKind
    valences: tuple[str, ...]
    doses: tuple[Dose, ...] = ()
    start: float = 0
    end: float = 12 * 130
    grace: float = 60
    counts_from: float = 0
    met_early: int = 0
    late_from: float = 0
    late_doses: int = 0
    born_from: int = 0
    lasts: float = 0
    sex: Literal["", "F", "M"] = ""
    groups: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    catch_up: bool = False
    status: Literal["obligatoire", "recommandé"] = "recommandé"
    note: str = ""


class Edition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A calendar: its name, the day it was written, where its facts come from, its rules and its campaigns."""

    name: str
    date: str
    source: str
    rules: tuple[Rule, ...]
    campaigns: tuple[Campaign, ...] = ()


class BadEditionError(UserError):
    """A file is no calendar that can be trusted."""


def read_edition(untrusted: bytes) -> Edition:
    """Read an edition from JSON.

    Raises:
        BadEditionError: too large, not of this shape, a rule that contradicts itself, an unknown valence.
    """
    if len(untrusted) > MAX_BYTES:
        raise BadEditionError("Ce calendrier est trop gros (256 Ko au plus).")
    try:
        edition = msgspec.json.decode(untrusted, type=Edition)
        dt.date.fromisoformat(edition.date)
    except (msgspec.DecodeError, ValueError) as wrong:
        raise BadEditionError("Ce fichier n’est pas un calendrier vaccinal (voir docs/user/guide.md).") from wrong
    for rule in edition.rules:
        _refuse_bad(rule)
    for campaign in edition.campaigns:
        _refuse_bad_campaign(campaign, dt.date.fromisoformat(edition.date))
    if len({rule.key for rule in edition.rules}) != len(edition.rules) or not edition.rules:
        raise BadEditionError("Ce calendrier est vide, ou une règle y est deux fois.")
    return edition


def write_edition(edition: Edition) -> bytes:
    """Return an edition as JSON for people to read and change."""
    return msgspec.json.format(msgspec.json.encode(edition), indent=1)


def _refuse_bad_campaign(one: Campaign, day: dt.date) -> None:
    try:
        first, last = one.around(day)
    except ValueError:
        first = last = day
    if one.valence not in VALENCES or first >= last:
        raise BadEditionError(f"Campagne «\u00a0{one.where[:40]}\u00a0»\u00a0: dates impossibles (écrivez 04-15).")


def _refuse_bad(rule: Rule) -> None:
    unknown = [key for key in rule.valences if key not in VALENCES]
    ages = [dose.age for dose in rule.doses]
    if unknown or not rule.valences:
        raise BadEditionError(f"Règle «\u00a0{rule.key[:40]}\u00a0»\u00a0: valence inconnue.")
    if rule.kind in ("série", "rendez-vous") and (not ages or ages != sorted(ages)):
        raise BadEditionError(f"Règle «\u00a0{rule.key[:40]}\u00a0»\u00a0: les âges doivent se suivre.")
    if not 0 <= rule.late_doses <= len(rule.doses):
        raise BadEditionError(f"Règle «\u00a0{rule.key[:40]}\u00a0»\u00a0: nombre de doses impossible.")
    if not GROUPS.issuperset((*rule.groups, *rule.unless)):
        raise BadEditionError(f"Règle «\u00a0{rule.key[:40]}\u00a0»\u00a0: groupe inconnu.")
    if not 0 <= rule.start < rule.end or any(not 0 <= age <= 12 * 130 for age in ages):
        raise BadEditionError(f"Règle «\u00a0{rule.key[:40]}\u00a0»\u00a0: âge impossible.")
