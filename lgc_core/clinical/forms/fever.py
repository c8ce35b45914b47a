# SPDX-License-Identifier: EUPL-1.2
"""Fever in La Réunion: dengue and its warning signs, without forgetting leptospirosis."""

from typing import Final

from lgc_core.clinical.forms.question import Form, choice, day, measured, yes_no

_WARNING: Final = "Signe d’alerte de dengue (OMS)\u00a0: surveillance rapprochée, discuter l’hôpital."

FEVER: Final = Form(
    name="fievre-dengue",
    version=1,
    title="Fièvre, suspicion de dengue",
    reasons=frozenset({"fievre", "febrile", "dengue", "chikungunya", "chik"}),
    source="OMS, Dengue, guide pour le diagnostic, le traitement, la prévention et la lutte (2009)",
    questions=(
        day("debut", "Premier jour de fièvre"),
        measured("temperature", "Température", "temperature"),
        yes_no("douleur-abdominale", "Douleur abdominale", yes=_WARNING),
        yes_no("vomissements", "Vomissements persistants", yes=_WARNING),
        yes_no("oedemes", "Épanchement ou œdèmes", yes=_WARNING),
        yes_no("saignement", "Saignement des muqueuses", yes=_WARNING),
        yes_no("lethargie", "Somnolence ou agitation", yes=_WARNING),
        yes_no("foie", "Foie augmenté (plus de 2\u00a0cm)", yes=_WARNING),
        yes_no(
            "hematocrite", "Hématocrite en hausse et plaquettes en chute",
            yes=_WARNING,
        ),
        yes_no("choc", "Extrémités froides, pouls filant, malaise", yes="Signes de choc\u00a0: appeler le 15."),
        yes_no("articulations", "Douleurs articulaires marquées"),
        yes_no("eruption", "Éruption"),
        yes_no("grossesse", "Grossesse", yes="Grossesse\u00a0: terrain à risque de forme grave."),
        yes_no("ains", "AINS ou aspirine pris", yes="AINS et aspirine\u00a0: à arrêter, risque de saignement."),
        yes_no(
            "eau-douce", "Contact avec eau douce, boue ou rats",
            yes="Contact à risque\u00a0: penser à la leptospirose.",
        ),
        choice("examen", "Examen demandé", "aucun", "NS1", "RT-PCR", "sérologie"),
    ),
)  # fmt: skip
