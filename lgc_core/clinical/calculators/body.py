# SPDX-License-Identifier: EUPL-1.2
"""Body: mass index of an adult, and the weight gain that warns of heart failure."""

from decimal import Decimal
from typing import Final

from msgspec import structs

from lgc_core.clinical.calculators.formula import Answers, Formula, Input, Outcome, french_digits
from lgc_core.clinical.calculators.inputs import ADULT_WEIGHT, HEIGHT, years
from lgc_core.clinical.vitals import body_mass_index

_CLASSES: Final = (
    (Decimal("18.5"), "maigreur"),
    (Decimal(25), "corpulence normale"),
    (Decimal(30), "surpoids"),
    (Decimal(35), "obésité de classe 1"),
    (Decimal(40), "obésité de classe 2"),
)
"""WHO, Technical Report Series 894 (2000), table 2.1; adults."""


def weight_class(index: Decimal) -> str:
    """Return the WHO class of an adult's body mass index."""
    return next((words for limit, words in _CLASSES if index < limit), "obésité de classe 3")


def _mass_index(given: Answers) -> Outcome:
    index = body_mass_index(given.number("weight"), given.number("height"))
    words = weight_class(index)
    return Outcome(value=index, unit_text="kg/m²", reading=words, is_notable=words != "corpulence normale")


def _fluid_alert(given: Answers) -> Outcome:
    weight, limit = given.number("weight"), given.number("limit")
    from_reference = weight - given.number("reference")
    before = given.maybe("before")
    recent = None if before is None else weight - before
    reasons = [f"{_signed(from_reference)} par rapport au poids de référence"]
    if recent is not None:
        reasons.append(f"{_signed(recent)} en 2 à 3\u00a0jours")
    warns = from_reference >= limit or (recent is not None and recent >= limit)
    return Outcome(
        value=from_reference,
        unit_text="kg",
        reading=("alerte\u00a0: " if warns else "pas d’alerte\u00a0: ") + ", ".join(reasons),
        cautions=("Se peser chaque matin dans les mêmes conditions.",),
        is_notable=warns,
    )


def _signed(kilograms: Decimal) -> str:
    return f"{'+' if kilograms > 0 else ''}{french_digits(kilograms)}\u00a0kg"


BODY: Final[tuple[Formula, ...]] = (
    Formula(
        key="imc",
        words="Indice de masse corporelle",
        group="Corps",
        about="Adulte. Chez l’enfant, voir la croissance.",
        reference="OMS, série de rapports techniques 894, 2000.",
        inputs=(ADULT_WEIGHT, HEIGHT, years(18)),
        compute=_mass_index,
    ),
    Formula(
        key="poids-insuffisance-cardiaque",
        words="Prise de poids, insuffisance cardiaque",
        group="Cœur et vaisseaux",
        about="Prévient d’une rétention d’eau.",
        reference="Filière cardio-rénale de Dijon, 2022 : plus de 1,5 à 2 kg en 2 à 3 jours, ou 2 kg de plus "
        "que le poids de référence.",
        inputs=(
            ADULT_WEIGHT,
            structs.replace(ADULT_WEIGHT, key="reference", words="Poids de référence", source=""),
            structs.replace(
                ADULT_WEIGHT, key="before", words="Poids il y a 2 à 3 jours", source="", required=False
            ),
            Input(
                key="limit",
                words="Seuil",
                unit="kg",
                bounds=(Decimal("0.5"), Decimal(5)),
                default="2",
            ),
        ),
        compute=_fluid_alert,
    ),
)
