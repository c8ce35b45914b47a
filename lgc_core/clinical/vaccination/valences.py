# SPDX-License-Identifier: EUPL-1.2
"""What a dose protects from, by a short key that vaccinations, rules and products share."""

from typing import Final

VALENCES: Final[dict[str, str]] = {
    "D": "diphtérie",
    "T": "tétanos",
    "P": "poliomyélite",
    "Ca": "coqueluche",
    "Hib": "Haemophilus influenzae b",
    "HB": "hépatite B",
    "Pn": "pneumocoque",
    "VPC20": "vaccin 20-valent",
    "MenB": "méningocoque B",
    "MenC": "méningocoque C",
    "MenACWY": "méningocoques ACWY",
    "ROR": "rougeole, oreillons, rubéole",
    "Rota": "rotavirus",
    "HPV": "papillomavirus",
    "Grippe": "grippe",
    "Covid": "Covid-19",
    "Zona": "zona",
    "ZonaVivant": "zona (ancien vaccin vivant)",
    "VRS": "virus respiratoire syncytial",
    "HA": "hépatite A",
    "BCG": "tuberculose",
    "FJ": "fièvre jaune",
    "Varicelle": "varicelle",
    "Typhoide": "typhoïde",
    "Rage": "rage",
    "EJ": "encéphalite japonaise",
    "TBE": "encéphalite à tiques",
    "Lepto": "leptospirose",
    "Cholera": "choléra",
    "Dengue": "dengue",
    "Chik": "chikungunya",
}

BY_ATC: Final[tuple[tuple[str, str], ...]] = (
    ("J07CA09", "D T P Ca Hib HB"),
    ("J07CA06", "D T P Ca Hib"),
    ("J07CA02", "D T P Ca"),
    ("J07CA01", "D T P"),
    ("J07AJ", "Ca"),
    ("J07AG", "Hib"),
    ("J07AL", "Pn"),
    ("J07AH09", "MenB"),
    ("J07AH08", "MenACWY"),
    ("J07AH07", "MenC"),
    ("J07AN", "BCG"),
    ("J07AP", "Typhoide"),
    ("J07AE", "Cholera"),
    ("J07BA01", "TBE"),
    ("J07BA02", "EJ"),
    ("J07BB", "Grippe"),
    ("J07BC20", "HA HB"),
    ("J07BC01", "HB"),
    ("J07BC02", "HA"),
    ("J07BD52", "ROR"),
    ("J07BG", "Rage"),
    ("J07BH", "Rota"),
    ("J07BK01", "Varicelle"),
    ("J07BK02", "ZonaVivant"),
    ("J07BK03", "Zona"),
    ("J07BL", "FJ"),
    ("J07BM", "HPV"),
    ("J07BN", "Covid"),
    ("J07BX05", "VRS"),
    ("J07BX04", "Dengue"),
)
"""WHO ATC, group J07 (value sets JDV_VaccinCSE8, 9 and 24 of the ANS use the same codes); first prefix wins."""


def valences_of_atc(code: str) -> tuple[str, ...]:
    """Return what a vaccine of an ATC code protects from; empty when the code does not say."""
    return next((tuple(keys.split()) for prefix, keys in BY_ATC if code.startswith(prefix)), ())
