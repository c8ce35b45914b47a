# SPDX-License-Identifier: EUPL-1.2
"""HbA1c: its two units, and the target of the HAS by profile."""

from decimal import Decimal
from typing import Final

from lgc_core.clinical.calculators.formula import Answers, Formula, Input, Outcome, french_digits, rounded
from lgc_core.clinical.substances import convert_of

PROFILES: Final[tuple[tuple[str, str, Decimal, str], ...]] = (
    ("general", "Cas général", Decimal("7.0"), "≤"),
    ("recent", "Récent, espérance de vie > 15 ans, sans antécédent CV", Decimal("6.5"), "≤"),
    ("severe", "Comorbidité grave, ou espérance de vie < 5 ans", Decimal("8.0"), "≤"),
    ("vigorous", "Personne âgée « vigoureuse »", Decimal("7.0"), "≤"),
    ("frail", "Personne âgée « fragile »", Decimal("8.0"), "≤"),
    ("dependent", "Personne âgée « malade », dépendante", Decimal("9.0"), "<"),
    ("cv", "Antécédent cardiovasculaire non évolué", Decimal("7.0"), "≤"),
    ("cv-advanced", "Antécédent cardiovasculaire évolué", Decimal("8.0"), "≤"),
    ("kidney", "Maladie rénale, stades 3A et 3B", Decimal("7.0"), "≤"),
    ("kidney-severe", "Maladie rénale, stades 4 et 5", Decimal("8.0"), "≤"),
    ("pregnancy", "Grossesse, ou envisagée", Decimal("6.5"), "<"),
)
"""HAS, contrôle glycémique du diabète de type 2, January 2013: target in %."""

_REACHED: Final = {True: "atteint", False: "non atteint"}
_HBA1C: Final = Input(
    key="hba1c",
    words="HbA1c",
    unit="%",
    bounds=(Decimal("3.5"), Decimal(20)),
    units=("mmol/mol",),
    substance="hba1c",
    source="analyte:hba1c",
)


def _units(given: Answers) -> Outcome:
    percent = given.number("hba1c")
    ifcc = convert_of("hba1c", percent, "%", "mmol/mol")
    assert ifcc is not None
    return Outcome(
        value=rounded(ifcc), unit_text="mmol/mol", reading=f"{french_digits(rounded(percent, 1))}\u00a0%"
    )


def _target(given: Answers) -> Outcome:
    percent = given.number("hba1c")
    _key, _words, target, sign = next(one for one in PROFILES if one[0] == given.choice("profile"))
    reached = percent <= target if sign == "≤" else percent < target
    return Outcome(
        value=rounded(percent, 1),
        unit_text="%",
        reading=f"objectif {sign}\u00a0{french_digits(target)}\u00a0%\u00a0: {_REACHED[reached]}",
        cautions=(
            "Objectifs de 2013\u00a0; stratégie revue par la HAS en 2024. L’objectif se fixe avec le patient.",
        ),
        is_notable=not reached,
    )


DIABETES: Final[tuple[Formula, ...]] = (
    Formula(
        key="hba1c-objectif",
        words="Objectif d’HbA1c",
        group="Diabète",
        about="La cible de la HAS selon le profil.",
        reference="HAS, contrôle glycémique du diabète de type 2, janvier 2013.",
        inputs=(
            _HBA1C,
            Input(
                key="profile",
                words="Profil",
                options=tuple((key, words) for key, words, _target, _sign in PROFILES),
                default="general",
            ),
        ),
        compute=_target,
    ),
    Formula(
        key="hba1c-unites",
        words="HbA1c, % et mmol/mol",
        group="Diabète",
        about="D’une unité à l’autre.",
        reference="Hoelzel W et al., Clin Chem 2004;50:166-74 (IFCC et NGSP).",
        inputs=(_HBA1C,),
        compute=_units,
    ),
)
