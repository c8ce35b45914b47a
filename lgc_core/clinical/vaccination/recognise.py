# SPDX-License-Identifier: EUPL-1.2
"""What a recorded vaccination protects from: by its product, else as it was recorded, by its codes, its words."""

import re
from typing import Final

from lgc_core.clinical.vaccination.products import (
    BY_CIP,
    BY_NAME,
    LIVE_PRODUCTS,
    LIVE_VALENCES,
    PRODUCTS,
    SWALLOWED,
)
from lgc_core.clinical.vaccination.valences import valences_of_atc
from lgc_core.codes import ATC, CIP
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.words import fold

_WORDS: Final[tuple[tuple[str, str], ...]] = (
    (r"hexavalent|dtca?p.?hib.?h[eb]", "D T P Ca Hib HB"),
    (r"pentavalent|dtca?p.?hib", "D T P Ca Hib"),
    (r"dtpca|dtcap|dtcp|dtpc|\bd ?t ?p.*coquel|tetravalent.*coquel|boostrix|infanrix ?tetra", "D T P Ca"),
    (r"\bd ?t ?p(?:olio\w*)?\b|diphterie.*tetanos.*polio", "D T P"),
    (r"tetan", "T"),
    (r"coquel", "Ca"),
    (r"\bror\b|rougeole", "ROR"),
    (r"(?:prevenar|pneumoco\w*|vpc) ?2[01]\b|pneumo.*\b2[01] ?valent", "Pn VPC20"),
    (r"pneumoco|prevenar|\bvpc ?1[035]\b|\bvpp ?23\b", "Pn"),
    (r"acwy", "MenACWY"),
    (r"meningo\w*\s+b\b", "MenB"),
    (r"meningo\w*\s+c\b", "MenC"),
    (r"rotavirus", "Rota"),
    (r"papillomavirus|\bhpv\b|gardasil", "HPV"),
    (r"gripp", "Grippe"),
    (r"covid|sars.cov", "Covid"),
    (r"zostavax", "ZonaVivant"),
    (r"\bzona\b", "Zona"),
    (r"\bvrs\b|syncytial", "VRS"),
    (r"hepatite\s+b", "HB"),
    (r"hepatite\s+a", "HA"),
    (r"\bbcg\b", "BCG"),
    (r"fievre jaune|amaril", "FJ"),
    (r"varicelle", "Varicelle"),
    (r"typho", "Typhoide"),
    (r"rage|rabique", "Rage"),
    (r"dengue", "Dengue"),
    (r"chikungunya", "Chik"),
    (r"leptospir", "Lepto"),
)
"""French words of booklets and CDA documents; the first that matches wins, most specific first."""


def valences_of(vaccination: Vaccination) -> frozenset[str]:
    """Return the keys of what a vaccination protects from, empty when nothing tells."""
    concept = vaccination.vaccine
    product = BY_CIP.get(concept.code(CIP) or "") or BY_NAME.get(fold(concept.text))
    if product is not None:
        return frozenset(product.valences)
    if vaccination.targets:
        return frozenset(vaccination.targets)
    return frozenset(valences_of_atc(concept.code(ATC) or "") or valences_of_words(concept.text))


def is_live(vaccination: Vaccination) -> bool:
    """Tell whether a vaccine is a live one, by its product, else by what it protects from."""
    concept = vaccination.vaccine
    product = BY_CIP.get(concept.code(CIP) or "") or BY_NAME.get(fold(concept.text))
    if product is not None:
        return product.name in LIVE_PRODUCTS
    return bool(valences_of(vaccination) & LIVE_VALENCES)


def is_injected_live(vaccination: Vaccination) -> bool:
    """Tell whether a vaccine is a live one that is injected."""
    concept = vaccination.vaccine
    product = BY_CIP.get(concept.code(CIP) or "") or BY_NAME.get(fold(concept.text))
    return is_live(vaccination) and (product is None or product.name not in SWALLOWED)


def valences_of_words(typed: str) -> tuple[str, ...]:
    """Return what a vaccine named so protects from: a product's name, else the disease in the words."""
    words = fold(typed)
    product = next((one for one in PRODUCTS if words.startswith(fold(one.name))), None)
    if product is not None:
        return product.valences
    return next((tuple(keys.split()) for pattern, keys in _WORDS if re.search(pattern, words)), ())
