# SPDX-License-Identifier: EUPL-1.2
"""Renewal of a long treatment: what is asked before the same lines are signed again."""

from typing import Final

from lgc_core.clinical.forms.question import Form, choice, day, number, text, yes_no

RENEWAL: Final = Form(
    name="renouvellement",
    version=1,
    title="Renouvellement de traitement",
    reasons=frozenset({"renouvellement", "renouveler", "renouv", "rnv"}),
    source="Questions composées pour ce logiciel\u00a0; à relire par les médecins qui s’en servent",
    questions=(
        choice("etat", "État depuis la dernière fois", "stable", "mieux", "moins bien"),
        choice(
            "observance", "Prise du traitement", "régulière", "oublis", "difficile",
            a2="Traitement difficile à prendre\u00a0: en chercher la raison.",
        ),
        yes_no(
            "effets", "Effets indésirables",
            yes="Effet indésirable\u00a0: relire les lignes avant de renouveler.",
        ),
        text("effets-precision", "Lesquels"),
        yes_no(
            "automedication", "Médicaments sans ordonnance, tisanes, plantes",
            yes="Produits pris hors ordonnance\u00a0: les inscrire au traitement, chercher une interaction.",
        ),
        text("automedication-precision", "Lesquels pris hors ordonnance"),
        yes_no(
            "chute", "Chute ou malaise",
            yes="Chute ou malaise\u00a0: tension couché et debout, relire le traitement.",
        ),
        yes_no(
            "hospitalisation", "Hospitalisation ou autre prescripteur",
            yes="Autre prescripteur\u00a0: réunir les traitements.",
        ),
        yes_no(
            "grossesse", "Grossesse en cours ou envisagée",
            yes="Grossesse\u00a0: vérifier chaque ligne avant de renouveler.",
        ),
        day("biologie", "Dernier bilan sanguin"),
        number("duree", "Durée du renouvellement", "mo mois", "1 12"),
    ),
)  # fmt: skip
