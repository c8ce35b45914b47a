# SPDX-License-Identifier: EUPL-1.2
"""Vaccines in use in France: short name, valences, ATC and the CIP 13 of their boxes.

CIP: Base de données publique des médicaments, edition of 2026-07-24 (Licence Ouverte). The table lets a code be
read without the drug base; a vaccine that is not here is typed by its name.
"""

from typing import Final

import msgspec

from lgc_core.codes import ATC, CIP
from lgc_core.model.values import Coding, Concept
from lgc_core.model.words import fold


class Product(msgspec.Struct, frozen=True):
    """One vaccine; `valences` are keys of VALENCES."""

    name: str
    valences: tuple[str, ...]
    atc: str
    cip13: tuple[str, ...]

    def concept(self, cip13: str = "") -> Concept:
        """Return the coded name, with the box when it is known."""
        codings = [Coding(system=CIP, code=cip13)] if cip13 else []
        if self.atc:
            codings.append(Coding(system=ATC, code=self.atc))
        return Concept(text=self.name, codings=tuple(codings))


def _product(name: str, valences: str, atc: str = "", cip13: str = "") -> Product:
    return Product(name, tuple(valences.split()), atc, tuple(cip13.split()))


PRODUCTS: Final[tuple[Product, ...]] = (
    _product("Infanrix Hexa", "D T P Ca Hib HB", "J07CA09", "3400935495839"),
    _product("Hexyon", "D T P Ca Hib HB", "J07CA09", "3400927350078 3400927350368"),
    _product("Vaxelis", "D T P Ca Hib HB", "J07CA09", "3400930079782 3400930079799"),
    _product("InfanrixQuinta", "D T P Ca Hib", "J07CA06", "3400935524737"),
    _product("Pentavac", "D T P Ca Hib", "J07CA06", "3400936874343"),
    _product("Tetravac-acellulaire", "D T P Ca", "J07CA02", "3400934822353 3400936874633"),
    _product("Repevax", "D T P Ca", "J07CA02", "3400936873742 3400936873971"),
    _product("Boostrixtetra", "D T P Ca", "J07CA02", "3400936773875"),
    _product("Revaxis", "D T P", "J07CA01", "3400936876064 3400936876293"),
    _product("Imovax Polio", "P", "", "3400932575503"),
    _product("Act-Hib", "Hib", "J07AG01", "3400933472016"),
    _product("Prevenar 13", "Pn", "J07AL02", "3400939901152"),
    _product("Prevenar 20", "Pn VPC20", "J07AL02", "3400930247853"),
    _product("Vaxneuvance", "Pn", "J07AL02", "3400930244371"),
    _product("Capvaxive", "Pn VPC20", "J07AL02", "3400930311462"),
    _product("Pneumovax", "Pn", "J07AL01", "3400930044384"),
    _product("Rotarix", "Rota", "J07BH01", "3400939020228"),
    _product("RotaTeq", "Rota", "J07BH02", "3400937622363"),
    _product("Bexsero", "MenB", "J07AH09", "3400926863036"),
    _product("Trumenba", "MenB", "J07AH09", "3400930096376"),
    _product("Nimenrix", "MenACWY", "J07AH08", "3400922253930"),
    _product("MenQuadfi", "MenACWY", "J07AH08", "3400930244210"),
    _product("Menveo", "MenACWY", "J07AH08", "3400921702903"),
    _product("Menjugate", "MenC", "J07AH07", "3400930017609"),
    _product("Neisvac", "MenC", "J07AH07", "3400936277397"),
    _product("M-M-RVaxPro", "ROR", "J07BD52", "3400937328210"),
    _product("Priorix", "ROR", "J07BD52", "3400935137340"),
    _product("Varivax", "Varicelle", "J07BK01", "3400936876415"),
    _product("Varilrix", "Varicelle", "J07BK01", "3400936277229"),
    _product("Gardasil 9", "HPV", "J07BM03", "3400930056202"),
    _product("Cervarix", "HPV", "J07BM02", "3400938164237"),
    _product("Vaxigrip", "Grippe", "J07BB02", "3400930306000"),
    _product("Influvac", "Grippe", "J07BB02", "3400930296165"),
    _product("Efluelda", "Grippe", "J07BB02", "3400930305010"),
    _product("Fluad", "Grippe", "J07BB02", "3400930304716"),
    _product("Flucelvax", "Grippe", "J07BB02", "3400930304686"),
    _product("Comirnaty LP.8.1 30 µg", "Covid", "J07BN01", "3400930325506"),
    _product("Comirnaty LP.8.1 10 µg", "Covid", "J07BN01", "3400930325544"),
    _product("Comirnaty LP.8.1 3 µg", "Covid", "J07BN01", "3400930325568"),
    _product("Comirnaty JN.1 30 µg", "Covid", "J07BN01", "3400930299760"),
    _product("Shingrix", "Zona", "J07BK03", "3400930141861"),
    _product("Zostavax", "ZonaVivant", "J07BK02", "3400937593007"),
    _product("Arexvy", "VRS", "J07BX05", "3400930274170"),
    _product("Abrysvo", "VRS", "J07BX05", "3400930275573"),
    _product("mResvia", "VRS", "J07BX05", "3400930302187"),
    _product("Engerix B 20 µg", "HB", "J07BC01", "3400935166906"),
    _product("Engerix B 10 µg", "HB", "J07BC01", "3400935167095"),
    _product("HBVaxPro 10 µg", "HB", "J07BC01", "3400936924642"),
    _product("HBVaxPro 5 µg", "HB", "J07BC01", "3400936924291"),
    _product("Twinrix adulte", "HA HB", "J07BC20", "3400935676931"),
    _product("Havrix 1440", "HA", "J07BC02", "3400933775155"),
    _product("Havrix 720", "HA", "J07BC02", "3400934760457"),
    _product("Avaxim 160", "HA", "J07BC02", "3400934166525"),
    _product("Avaxim 80 pédiatrique", "HA", "J07BC02", "3400935677242"),
    _product("Vaqta 50", "HA", "J07BC02", "3400938309959"),
    _product("BCG AJVaccines", "BCG", "J07AN01", "3400936466135"),
    _product("Stamaril", "FJ", "J07BL01", "3400936993310 3400936993488 3400936122123"),
    _product("Typhim Vi", "Typhoide", "J07AP03", "3400936992948 3400936993020"),
    _product("Vivotif", "Typhoide", "J07AP01", "3400930166123"),
    _product("Rabipur", "Rage", "J07BG01", "3400930071595"),
    _product("Vaccin rabique Pasteur", "Rage", "J07BG01", "3400933048877"),
    _product("Ixiaro", "EJ", "J07BA02", "3400939395975"),
    _product("Encepur", "TBE", "J07BA01", "3400930198391 3400936774537"),
    _product("Ticovac adultes", "TBE", "J07BA01", "3400927841705"),
    _product("Ticovac enfants", "TBE", "J07BA01", "3400936774827"),
    _product("Spirolept", "Lepto", "J07AX01", "3400935147165"),
    _product("Dukoral", "Cholera", "J07AE01", "3400936512580"),
    _product("Vaxchora", "Cholera", "", "3400930264966"),
    _product("Dengvaxia", "Dengue", "", "3400930198599"),
    _product("Qdenga", "Dengue", "J07BX04"),
    _product("Ixchiq", "Chik", "", "3400930296448"),
    _product("Vimkunya", "Chik", "", "3400930313398"),
)
LIVE_PRODUCTS: Final = frozenset(
    {
        "M-M-RVaxPro", "Priorix", "Varivax", "Varilrix", "Zostavax", "Stamaril", "BCG AJVaccines", "Dengvaxia",
        "Qdenga", "Ixchiq", "Rotarix", "RotaTeq", "Vivotif", "Vaxchora",
    }
)  # fmt: skip
"""Live attenuated vaccines of the table (SmPC, section 2)."""

SWALLOWED: Final = frozenset({"Rotarix", "RotaTeq", "Vivotif", "Vaxchora"})
"""Live vaccines given by mouth (SmPC, section 4.2)."""

LIVE_VALENCES: Final = frozenset({"ROR", "Varicelle", "FJ", "ZonaVivant", "BCG", "Dengue"})
"""What only live vaccines protect from, for a dose whose product is not known."""

BY_CIP: Final = {cip: product for product in PRODUCTS for cip in product.cip13}
BY_NAME: Final = {fold(product.name): product for product in PRODUCTS}


def find_products(typed: str, limit: int = 8) -> list[Product]:
    """Return the products whose name, or one of whose valences, begins with what was typed."""
    words = fold(typed).split()
    if not words:
        return []
    return [one for one in PRODUCTS if all(_begins(one, word) for word in words)][:limit]


def _begins(product: Product, word: str) -> bool:
    return any(part.startswith(word) for part in fold(f"{product.name} {' '.join(product.valences)}").split())
