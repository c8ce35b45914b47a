# SPDX-License-Identifier: EUPL-1.2
"""Visit of no contraindication to a sport: the heart first."""

from typing import Final

from lgc_core.clinical.forms.question import Form, choice, measured, text, yes_no

_CARDIOLOGY: Final = "Avis cardiologique avant tout certificat."

SPORT: Final = Form(
    name="aptitude-sport",
    version=1,
    title="Certificat d’aptitude au sport",
    reasons=frozenset({"sport", "sports", "sportif", "sportive", "licence", "aptitude"}),
    source="Code du sport, art. L. 231-2 et suivants\u00a0; Société française de cardiologie, contenu de la "
    "visite de non-contre-indication du sportif de 12 à 35 ans (2009)",
    questions=(
        text("sport", "Sport pratiqué"),
        choice("cadre", "Cadre", "loisir", "compétition", "à contraintes"),
        yes_no(
            "mort-subite", "Mort subite avant 50 ans dans la famille",
            yes=_CARDIOLOGY
        ),
        yes_no(
            "malaise", "Malaise ou perte de connaissance à l’effort",
            yes=_CARDIOLOGY,
        ),
        yes_no("douleur", "Douleur thoracique à l’effort", yes=_CARDIOLOGY),
        yes_no("palpitations", "Palpitations", yes=_CARDIOLOGY),
        yes_no(
            "essoufflement", "Essoufflement anormal à l’effort",
            yes="Essoufflement anormal\u00a0: cœur et poumons à explorer.",
        ),
        yes_no("coeur", "Maladie du cœur ou souffle connu", yes=_CARDIOLOGY),
        yes_no(
            "commotion", "Commotion cérébrale récente",
            yes="Commotion récente\u00a0: repos et reprise par étapes.",
        ),
        text("traitement", "Traitements et compléments"),
        measured("pouls", "Pouls de repos", "pouls"),
        choice(
            "auscultation", "Auscultation, couché et debout", "normale", "souffle", "rythme irrégulier",
            a1=_CARDIOLOGY, a2=_CARDIOLOGY,
        ),
        yes_no(
            "femoraux", "Pouls fémoraux perçus",
            no="Pouls fémoraux non perçus\u00a0: chercher une coarctation.",
        ),
        yes_no("marfan", "Signes évoquant un Marfan", yes=_CARDIOLOGY),
        choice("ecg", "ECG", "non fait", "normal", "anormal", a2=_CARDIOLOGY),
    ),
)  # fmt: skip
