# SPDX-License-Identifier: EUPL-1.2
"""The calendar that comes with the software: facts of the French calendar of 2025, written here as rules.

Taken from pages that report the calendar (the official document could not be read where this was written), so it
must be checked against sante.gouv.fr before anybody relies on it: the screen shows its name, date and source.
Gaps are the spacing of the calendar's own ages. What depends on a risk that the file does not code is an `avis`.
"""

from typing import Final

from lgc_core.clinical.vaccination.campaign import Campaign
from lgc_core.clinical.vaccination.edition import Dose, Edition, Rule
from lgc_core.clinical.vaccination.risk_groups import CHRONIC, PREGNANCY

_YEAR: Final = 12
_NEVER_LATE: Final = 130 * _YEAR
"""Recommended from an age on, without an age to have it by."""

_SCHOOL_GRACE: Final = 2 * _YEAR
"""The booster of infancy, given late, is not the one of 6 years; that of 6 years is not the one of 11 to 13."""

_ROR_FROM: Final = 11.75
"""A dose in an epidemic before one year is outside the two of the calendar; a few days early still count."""

_ROTA_END: Final = 5.5
"""24 weeks: the last age of the shorter scheme (Rotarix, SmPC 4.2), for fear of intussusception."""

_DTP: Final = ("D", "T", "P")

_INFANT: Final = (
    Rule(
        key="hexavalent",
        words="DTCaP-Hib-hépatite B",
        kind="série",
        valences=("D", "T", "P", "Ca", "Hib", "HB"),
        doses=(Dose(age=2), Dose(age=4, gap=2), Dose(age=11, gap=7, late=13, words="rappel")),
        end=6 * _YEAR,
        status="obligatoire",
    ),
    Rule(
        key="pneumocoque-nourrisson",
        words="Pneumocoque",
        kind="série",
        valences=("Pn",),
        doses=(Dose(age=2), Dose(age=4, gap=2), Dose(age=11, gap=7, late=13, words="rappel")),
        end=2 * _YEAR,
        late_from=_YEAR,
        late_doses=2,
        status="obligatoire",
    ),
    Rule(
        key="rotavirus",
        words="Rotavirus",
        kind="série",
        valences=("Rota",),
        doses=(Dose(age=2), Dose(age=3, gap=1)),
        end=_ROTA_END,
        note="Rotarix : 2 doses, finies avant 24 semaines. RotaTeq : une troisième, finie avant 32 semaines.",
    ),
    Rule(
        key="meningocoque-b",
        words="Méningocoque B",
        kind="série",
        valences=("MenB",),
        doses=(Dose(age=3), Dose(age=5, gap=2), Dose(age=12, gap=7, late=15, words="rappel")),
        end=2 * _YEAR,
        status="obligatoire",
        note="Obligatoire depuis le 01/01/2025.",
    ),
    Rule(
        key="meningocoques-acwy",
        words="Méningocoques ACWY",
        kind="série",
        valences=("MenACWY",),
        doses=(Dose(age=6), Dose(age=12, gap=6, late=15, words="rappel")),
        end=2 * _YEAR,
        late_from=_YEAR,
        late_doses=1,
        status="obligatoire",
        note="Obligatoire depuis le 01/01/2025.",
    ),
    Rule(
        key="ror",
        words="ROR",
        kind="série",
        valences=("ROR",),
        doses=(Dose(age=12), Dose(age=16, gap=1, late=18)),
        end=18 * _YEAR,
        counts_from=_ROR_FROM,
        status="obligatoire",
    ),
)

_LATER: Final = (
    Rule(
        key="ror-adulte",
        words="ROR, rattrapage",
        kind="série",
        valences=("ROR",),
        doses=(Dose(age=12), Dose(age=16, gap=1)),
        start=18 * _YEAR,
        counts_from=_ROR_FROM,
        born_from=1980,
        catch_up=True,
        note="Né depuis 1980 : deux doses en tout.",
    ),
    Rule(
        key="dtp",
        words="dTP",
        kind="rendez-vous",
        valences=_DTP,
        doses=(
            Dose(age=6 * _YEAR, late=7 * _YEAR, grace=_SCHOOL_GRACE, words="6 ans, avec coqueluche"),
            Dose(age=11 * _YEAR, late=14 * _YEAR, grace=_SCHOOL_GRACE, words="11-13 ans, avec coqueluche"),
            Dose(age=25 * _YEAR, late=26 * _YEAR, words="25 ans, avec coqueluche"),
            Dose(age=45 * _YEAR, late=46 * _YEAR, words="45 ans"),
            Dose(age=65 * _YEAR, late=66 * _YEAR, words="65 ans"),
            Dose(age=75 * _YEAR, late=76 * _YEAR, words="75 ans"),
            Dose(age=85 * _YEAR, late=86 * _YEAR, words="85 ans"),
            Dose(age=95 * _YEAR, late=96 * _YEAR, words="95 ans"),
        ),
        start=6 * _YEAR,
        grace=5 * _YEAR,
    ),
    Rule(
        key="hpv",
        words="Papillomavirus",
        kind="série",
        valences=("HPV",),
        doses=(Dose(age=11 * _YEAR, late=15 * _YEAR), Dose(age=11 * _YEAR + 6, gap=6, late=15 * _YEAR)),
        start=11 * _YEAR,
        end=15 * _YEAR,
    ),
    Rule(
        key="hpv-rattrapage",
        words="Papillomavirus, rattrapage",
        kind="série",
        valences=("HPV",),
        doses=(Dose(age=15 * _YEAR), Dose(age=15 * _YEAR + 2, gap=2), Dose(age=15 * _YEAR + 6, gap=4)),
        start=15 * _YEAR,
        end=27 * _YEAR,
        met_early=2,
        catch_up=True,
        note="Trois doses (0, 2, 6 mois) jusqu’à 26 ans révolus ; deux suffisent si commencées avant 15 ans.",
    ),
    Rule(
        key="meningocoques-acwy-adolescent",
        words="Méningocoques ACWY",
        kind="série",
        valences=("MenACWY",),
        doses=(Dose(age=11 * _YEAR, late=15 * _YEAR, words="11-14 ans"),),
        start=11 * _YEAR,
        end=15 * _YEAR,
        counts_from=10 * _YEAR,
    ),
    Rule(
        key="meningocoques-acwy-rattrapage",
        words="Méningocoques ACWY, rattrapage",
        kind="série",
        valences=("MenACWY",),
        doses=(Dose(age=15 * _YEAR, words="15-24 ans"),),
        start=15 * _YEAR,
        end=25 * _YEAR,
        counts_from=10 * _YEAR,
        catch_up=True,
    ),
)

_ELDERLY: Final = (
    Rule(key="grippe", words="Grippe", kind="annuel", valences=("Grippe",), start=65 * _YEAR),
    Rule(key="covid", words="Covid-19", kind="annuel", valences=("Covid",), start=65 * _YEAR),
    Rule(
        key="pneumocoque-adulte",
        words="Pneumocoque (vaccin 20-valent)",
        kind="série",
        valences=("VPC20",),
        doses=(Dose(age=65 * _YEAR, late=_NEVER_LATE, words="dose unique"),),
        start=65 * _YEAR,
        counts_from=18 * _YEAR,
        note="Depuis 2025. Un 13 ou un 23-valent ancien n’en tient pas lieu : délai à vérifier avant de vacciner.",
    ),
    Rule(
        key="zona",
        words="Zona",
        kind="série",
        valences=("Zona",),
        doses=(Dose(age=65 * _YEAR, late=_NEVER_LATE), Dose(age=65 * _YEAR + 2, gap=2, late=_NEVER_LATE)),
        start=65 * _YEAR,
        counts_from=18 * _YEAR,
        note="Shingrix, deux doses à deux mois (voir le RCP). Zostavax, retiré, n’en tient pas lieu.",
    ),
    Rule(
        key="vrs",
        words="VRS",
        kind="série",
        valences=("VRS",),
        doses=(Dose(age=75 * _YEAR, late=_NEVER_LATE, words="dose unique"),),
        start=75 * _YEAR,
        counts_from=60 * _YEAR,
    ),
)

_BY_RISK: Final = (
    Rule(
        key="grippe-groupes",
        words="Grippe",
        kind="annuel",
        valences=("Grippe",),
        start=6,
        end=65 * _YEAR,
        groups=(PREGNANCY, CHRONIC),
        note="Grossesse ou maladie chronique codée au dossier.",
    ),
    Rule(
        key="grippe-risque",
        words="Grippe",
        kind="avis",
        valences=("Grippe",),
        start=6,
        lasts=12,
        end=65 * _YEAR,
        unless=(PREGNANCY, CHRONIC),
        note="Si ALD, diabète, insuffisance cardiaque ou rénale, AVC, BPCO, grossesse, obésité, soignant.",
    ),
    Rule(
        key="coqueluche-grossesse",
        words="Coqueluche, à chaque grossesse",
        kind="avis",
        valences=("Ca",),
        start=15 * _YEAR,
        end=50 * _YEAR,
        lasts=9,
        sex="F",
        note="Enceinte : dTcaP au 2ᵉ ou 3ᵉ trimestre, à chaque grossesse.",
    ),
    Rule(
        key="vrs-grossesse",
        words="VRS, grossesse",
        kind="avis",
        valences=("VRS",),
        start=15 * _YEAR,
        end=50 * _YEAR,
        lasts=9,
        sex="F",
        note="Enceinte : période et terme à vérifier dans l’avis en cours.",
    ),
    Rule(
        key="pneumocoque-risque",
        words="Pneumocoque",
        kind="avis",
        valences=("VPC20",),
        start=18 * _YEAR,
        end=65 * _YEAR,
        note="Adulte à risque : une dose de vaccin 20-valent.",
    ),
    Rule(
        key="zona-risque",
        words="Zona",
        kind="avis",
        valences=("Zona",),
        start=18 * _YEAR,
        end=65 * _YEAR,
        note="Si immunodéprimé.",
    ),
    Rule(
        key="vrs-risque",
        words="VRS",
        kind="avis",
        valences=("VRS",),
        start=65 * _YEAR,
        end=75 * _YEAR,
        note="Si maladie chronique cardiaque ou respiratoire.",
    ),
    Rule(
        key="covid-risque",
        words="Covid-19",
        kind="avis",
        valences=("Covid",),
        start=6,
        lasts=12,
        end=65 * _YEAR,
        note="Si personne à risque.",
    ),
    Rule(
        key="dengue-enfant-974",
        words="Dengue (La Réunion)",
        kind="avis",
        valences=("Dengue",),
        start=6 * _YEAR,
        end=17 * _YEAR,
        note="De 6 à 16 ans, avec un antécédent de dengue.",
    ),
    Rule(
        key="dengue-adulte-974",
        words="Dengue (La Réunion)",
        kind="avis",
        valences=("Dengue",),
        start=17 * _YEAR,
        end=61 * _YEAR,
        note="De 17 à 60 ans, avec une comorbidité, antécédent de dengue ou non.",
    ),
    Rule(
        key="chikungunya-974",
        words="Chikungunya (La Réunion)",
        kind="avis",
        valences=("Chik",),
        start=18 * _YEAR,
        note="Campagne de 2025 suspendue à partir de 65 ans : vérifier l’avis en cours de la HAS.",
    ),
)

_CAMPAIGNS: Final = (
    Campaign(
        valence="Grippe",
        start="04-15",
        end="09-30",
        where="La Réunion",
        source="2018 : 16/04 au 30/09 ; 2022 : 19/04 au 30/09 (zinfos974.com). Dates de l’année : ARS La Réunion.",
    ),
)
"""The southern season, unlike that of the mainland; the day is that of most years, a row to change each year."""

CALENDAR_2025: Final = Edition(
    name="Calendrier vaccinal français 2025",
    date="2026-11-21",
    source="Règles relevées dans des pages qui citent le calendrier ; à vérifier sur sante.gouv.fr.",
    rules=(*_INFANT, *_LATER, *_ELDERLY, *_BY_RISK),
    campaigns=_CAMPAIGNS,
)
