# SPDX-License-Identifier: EUPL-1.2
"""Follow-up of type 2 diabetes in general practice."""

from typing import Final

from lgc_core.clinical.forms.question import Form, choice, day, measured, yes_no

DIABETES: Final = Form(
    name="diabete-type-2",
    version=1,
    title="Suivi du diabète de type 2",
    reasons=frozenset({"diabete", "diabetique", "dt2", "hba1c"}),
    source="HAS, Guide parcours de soins, diabète de type 2 de l’adulte (2014)\u00a0; "
    "HAS, Stratégie thérapeutique du patient vivant avec un diabète de type 2 (2024)",
    questions=(
        choice(
            "observance", "Prise du traitement", "régulière", "oublis", "difficile",
            a2="Traitement difficile à prendre\u00a0: en chercher la raison avant de l’augmenter.",
        ),
        choice(
            "hypoglycemies", "Hypoglycémies (sévère\u00a0: aide d’un tiers)", "aucune", "légères", "sévère",
            a2="Hypoglycémie sévère\u00a0: revoir le traitement et l’objectif d’HbA1c.",
        ),
        yes_no(
            "signes", "Soif, urines abondantes, amaigrissement",
            yes="Signes d’hyperglycémie\u00a0: glycémie et cétones aujourd’hui.",
        ),
        choice("activite", "Activité physique", "chaque jour", "chaque semaine", "presque jamais"),
        yes_no("tabac", "Tabac"),
        measured("poids", "Poids", "poids"),
        day("hba1c", "Dernière HbA1c"),
        yes_no("hba1c-prescrite", "HbA1c prescrite aujourd’hui"),
        yes_no(
            "rein", "DFG et albuminurie de moins d’un an",
            no="Rein\u00a0: DFG et rapport albuminurie/créatininurie à prescrire (chaque année).",
        ),
        day("fond-oeil", "Dernier fond d’œil"),
        yes_no("dentiste", "Dentiste dans l’année"),
        yes_no("pieds", "Pieds examinés aujourd’hui", no="Pieds\u00a0: à examiner au moins une fois par an."),
        choice(
            "risque-pied", "Risque podologique", "grade 0", "grade 1", "grade 2", "grade 3",
            a2="Pied à risque (grade 2)\u00a0: soins de prévention chez un pédicure-podologue.",
            a3="Pied à risque élevé (grade 3)\u00a0: pédicure-podologue et équipe spécialisée.",
        ),
        yes_no("plaie-pied", "Plaie du pied", yes="Plaie du pied\u00a0: avis spécialisé sans attendre."),
    ),
)  # fmt: skip
