# SPDX-License-Identifier: EUPL-1.2
"""Follow-up of hypertension; readings at home are not those of the consultation: they make no vital sign."""

from typing import Final

from lgc_core.clinical.forms.question import Form, choice, day, number, text, yes_no

_HOME: Final = "Automesure à 135/85\u00a0mmHg ou plus en moyenne\u00a0: au-dessus de l’objectif usuel."

HYPERTENSION: Final = Form(
    name="hypertension",
    version=1,
    title="Suivi d’hypertension artérielle",
    reasons=frozenset({"hta", "hypertension", "hypertendu", "hypertendue"}),
    source="HAS et SFHTA, Prise en charge de l’hypertension artérielle de l’adulte (2016)",
    questions=(
        choice("automesure", "Automesure", "3 jours ou plus", "incomplète", "non faite"),
        number("automesure-systolique", "Moyenne systolique", "mm[Hg] mmHg", "60 280", ("135", _HOME)),
        number("automesure-diastolique", "Moyenne diastolique", "mm[Hg] mmHg", "30 180", ("85", _HOME)),
        choice(
            "observance", "Prise du traitement", "régulière", "oublis", "difficile",
            a1="Oublis\u00a0: les régler avant de conclure à une HTA résistante.",
            a2="Traitement difficile à prendre\u00a0: en chercher la raison avant de l’augmenter.",
        ),
        choice(
            "effets", "Effets indésirables",
            "aucun", "vertiges au lever", "toux", "œdèmes", "crampes", "troubles sexuels", "autre",
            a1="Vertiges au lever\u00a0: chercher une hypotension orthostatique.",
        ),
        text("effets-precision", "Précision"),
        yes_no(
            "signes", "Douleur thoracique, essoufflement, céphalées inhabituelles",
            yes="Signe fonctionnel\u00a0: chercher un retentissement aujourd’hui.",
        ),
        yes_no(
            "ains", "AINS, réglisse, vasoconstricteur nasal",
            yes="Ce produit peut élever la tension\u00a0: l’arrêter si possible.",
        ),
        choice("sel", "Sel", "réduit", "habituel", "en excès"),
        choice("alcool", "Alcool", "non ou rare", "modéré", "en excès"),
        yes_no("tabac", "Tabac"),
        yes_no(
            "biologie", "Créatinine, DFG et potassium de moins d’un an",
            no="Créatinine, DFG et ionogramme à prescrire.",
        ),
        day("ecg", "Dernier ECG"),
    ),
)  # fmt: skip
