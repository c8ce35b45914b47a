# SPDX-License-Identifier: EUPL-1.2
"""The 24 communes of La Réunion by their INSEE code (COG); elsewhere the code itself is shown."""

from typing import Final

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


def city_of(cog: str) -> str:
    """Return the name of a birthplace, empty when the table does not know it."""
    return COMMUNES_974.get(cog, "")
