# SPDX-License-Identifier: EUPL-1.2
"""Abbreviations and templates that come with the software: a start, that the practice replaces by its own."""

from typing import Final

from lgc_app.services.letter_templates import LETTER_EXAMPLES
from lgc_core.model.template import Template

_ABBREVIATIONS: Final = {
    "tt": "{prénom} {nom}, {âge}, poids {poids}, vu(e) le {date} à {heure}.",
    "ctx": "Problèmes : {problèmes}. Traitement : {traitement}. Allergies : {allergies}.",
    "cst": "TA {ta}, poids {poids}, taille {taille}.",
    "rein": "Fonction rénale : {dfg}.",
    "rdv": "À revoir dans [délai], plus tôt si [signe d’alerte].",
    "info": "Information donnée sur [sujet], comprise ; questions répondues.",
}

_HYPERTENSION: Final = """# Motif
Suivi d’hypertension artérielle
# Interrogatoire
Automesure : [moyenne sur 3 jours, ou non faite]. Observance : [bonne ou difficultés].
Effets indésirables : [aucun ou lesquels]. Tabac : [oui ou non]. Activité physique : [minutes par semaine].
Céphalées, douleur thoracique, dyspnée : [non ou lesquelles].
# Examen
Dernière tension au dossier : {ta}. Poids : {poids}. Pouls : [régulier ou non]. Œdèmes : [non ou oui].
# Conclusion
Objectif tensionnel [atteint ou non atteint].
# Conduite à tenir
Traitement en cours : {traitement}. Décision : [inchangé ou modification].
Biologie : {dfg}. Prochain contrôle dans [délai]."""

_SPORT: Final = """# Motif
Certificat d’absence de contre-indication à la pratique de [sport]
# Interrogatoire
Antécédents : {problèmes}. Antécédents familiaux de mort subite avant 50 ans : [non ou oui].
À l’effort : malaise [non ou oui], douleur thoracique [non ou oui], palpitations [non ou oui].
Essoufflement anormal à l’effort : [non ou oui]. Traitement : {traitement}.
# Examen
TA {ta}. Poids {poids}, taille {taille}. Auscultation cardiaque debout et couché : [résultat].
Pouls fémoraux : [perçus ou non]. Rachis et articulations : [résultat]. ECG : [résultat ou non fait].
# Conclusion
[Pas de contre-indication décelée ce jour, ou contre-indication et motif].
# Conduite à tenir
[Certificat remis, ou avis demandé]. Règles de bonne pratique expliquées."""

_FEVER: Final = """# Motif
Fièvre depuis [durée]
# Interrogatoire
{âge}, poids {poids}. Température maximale [valeur]. Prise alimentaire et boissons : [conservées ou non].
Diurèse : [conservée ou non]. Vomissements, diarrhée : [non ou oui]. Entourage malade : [non ou oui].
Voyage, baignade en eau douce ou piqûres de moustique : [non ou oui]. Vaccins : [à jour ou non].
# Examen
Aspect et contact : [bons ou non]. Temps de recoloration : [secondes]. Fréquence respiratoire : [par minute].
Purpura : [non ou oui]. Nuque : [souple ou non]. Tympans : [résultat]. Gorge : [résultat]. Poumons : [résultat].
Abdomen : [résultat]. Bandelette urinaire : [résultat ou non faite].
# Conclusion
[Cause retenue]. Signes de gravité : [aucun ou lesquels].
# Conduite à tenir
Paracétamol selon le poids de {poids}. Signes qui font reconsulter expliqués : [oui]. Revoir dans [délai]."""

EXAMPLES: Final = (
    *(Template(id=f"example:{name}", kind="abréviation", name=name, text=text)
      for name, text in _ABBREVIATIONS.items()),
    Template(id="example:hta", name="Suivi d’hypertension", reason="hypertension HTA tension", text=_HYPERTENSION),
    Template(id="example:sport", name="Certificat de sport", reason="certificat sport licence", text=_SPORT),
    Template(id="example:fievre", name="Fièvre de l’enfant", reason="fièvre enfant température", text=_FEVER),
    *LETTER_EXAMPLES,
)  # fmt: skip
"""Never written to the record; ids that no row can have."""
