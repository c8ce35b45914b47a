# SPDX-License-Identifier: EUPL-1.2
"""Birthplaces by INSEE code (COG): every commune of La Réunion, the usual ones elsewhere, frequent countries.

The whole code is an edition that comes with the reference data; a code that is not here is legal, shown as it is.
Source: INSEE, code officiel géographique. Checked in November 2026: communes against decoupage-administratif
6.0 (Etalab), countries (99xxx) against INSEE's list of countries and territories abroad, edition 2025.
"""

from typing import Final

from lgc_core.model.words import fold

COMMUNES_974: Final[dict[str, str]] = {
    "97401": "Les Avirons",
    "97402": "Bras-Panon",
    "97403": "Entre-Deux",
    "97404": "L’Étang-Salé",
    "97405": "Petite-Île",
    "97406": "La Plaine-des-Palmistes",
    "97407": "Le Port",
    "97408": "La Possession",
    "97409": "Saint-André",
    "97410": "Saint-Benoît",
    "97411": "Saint-Denis",
    "97412": "Saint-Joseph",
    "97413": "Saint-Leu",
    "97414": "Saint-Louis",
    "97415": "Saint-Paul",
    "97416": "Saint-Pierre",
    "97417": "Saint-Philippe",
    "97418": "Sainte-Marie",
    "97419": "Sainte-Rose",
    "97420": "Sainte-Suzanne",
    "97421": "Salazie",
    "97422": "Le Tampon",
    "97423": "Les Trois-Bassins",
    "97424": "Cilaos",
}


ELSEWHERE: Final[dict[str, str]] = {
    "13055": "Marseille",
    "06088": "Nice",
    "31555": "Toulouse",
    "33063": "Bordeaux",
    "34172": "Montpellier",
    "35238": "Rennes",
    "38185": "Grenoble",
    "44109": "Nantes",
    "59350": "Lille",
    "67482": "Strasbourg",
    "69123": "Lyon",
    "75056": "Paris",
    "97105": "Basse-Terre",
    "97120": "Pointe-à-Pitre",
    "97209": "Fort-de-France",
    "97302": "Cayenne",
    "97608": "Dzaoudzi",
    "97611": "Mamoudzou",
}
COUNTRIES: Final[dict[str, str]] = {
    "99109": "Allemagne",
    "99114": "Roumanie",
    "99122": "Pologne",
    "99127": "Italie",
    "99131": "Belgique",
    "99132": "Royaume-Uni",
    "99134": "Espagne",
    "99135": "Pays-Bas",
    "99139": "Portugal",
    "99140": "Suisse",
    "99205": "Liban",
    "99216": "Chine",
    "99219": "Thaïlande",
    "99223": "Inde",
    "99235": "Sri Lanka",
    "99243": "Viêt Nam",
    "99303": "Afrique du Sud",
    "99312": "République démocratique du Congo",
    "99322": "Cameroun",
    "99324": "Congo",
    "99326": "Côte d’Ivoire",
    "99328": "Gabon",
    "99332": "Kenya",
    "99333": "Madagascar",
    "99335": "Mali",
    "99341": "Sénégal",
    "99350": "Maroc",
    "99351": "Tunisie",
    "99352": "Algérie",
    "99390": "Maurice",
    "99393": "Mozambique",
    "99397": "Comores",
    "99398": "Seychelles",
    "99399": "Djibouti",
    "99401": "Canada",
    "99404": "États-Unis",
    "99410": "Haïti",
}
PLACES: Final[dict[str, str]] = COMMUNES_974 | ELSEWHERE | COUNTRIES
_FOLDED: Final = tuple((fold(name), code) for code, name in PLACES.items())


def city_of(cog: str) -> str:
    """Return the name of a birthplace, empty when the table does not know it."""
    return PLACES.get(cog, "")


def places_like(typed: str, limit: int = 6) -> list[tuple[str, str]]:
    """Return (code, name) of the places that a text may mean: by code, by how the name begins, by a word of it."""
    words = fold(typed)
    if not words:
        return []
    by_code = [(code, name) for code, name in PLACES.items() if code.lower().startswith(words.replace(" ", ""))]
    begins = [(code, PLACES[code]) for name, code in _FOLDED if name.startswith(words)]
    inside = [(code, PLACES[code]) for name, code in _FOLDED if f" {words}" in f" {name}"]
    return list(dict.fromkeys([*by_code, *begins, *inside]))[:limit]
