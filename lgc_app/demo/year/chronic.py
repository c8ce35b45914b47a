# SPDX-License-Identifier: EUPL-1.2
"""Diseases that are followed: who has them, what is taken, how often one comes, what is written then."""

from typing import Final, NamedTuple


class Chronic(NamedTuple):
    """One disease.

    Attributes:
        label: as in `lgc_core.clinical.frequent_problems`, which gives the codes.
        shares: percent of those below 18, 45, 65, 75 years, and older.
        drugs: groups of the treatment parted by « + »; of each, one of the « product|posology » parted by « ; ».
        visits: follow-up visits a year.
        tests: panels of laboratory.py that are asked for.
    """

    label: str
    shares: tuple[float, float, float, float, float]
    drugs: str
    visits: float
    tests: tuple[str, ...]
    asked: str
    found: str
    concluded: str
    done: str


CHRONIC: Final[tuple[Chronic, ...]] = (
    Chronic(
        "Hypertension artérielle", (0, 6, 28, 48, 62),
        "Périndopril 5 mg, comprimé|1 le matin;Ramipril 5 mg, comprimé|1 le matin;Irbésartan 150 mg, "
        "comprimé|1 le matin + Amlodipine 5 mg, gélule|1 le soir;",
        2.4, ("rein", "lipides"),
        "{Pas de céphalée|Pas de plainte|Quelques vertiges au lever}. {Automesures autour de "
        "{128|134|138|142}/{76|80|"
        "84}|Pas d’automesure ce mois-ci}. {Sel : fait attention|Mange encore du rougail et des achards tous les "
        "jours|"
        "Marche trois fois par semaine}. Traitement {bien pris|oublié deux fois}.",
        "{Bruits du cœur réguliers, pas de souffle|Auscultation sans particularité}. {Pouls périphériques "
        "perçus|Pas "
        "d’œdème}.",
        "HTA {équilibrée|à la cible|au-dessus de la cible}.",
        "{Renouvellement 3 mois|Même traitement|Majoration, automesures sur 3 jours}. {Biologie annuelle "
        "prescrite.|ECG "
        "l’an prochain.|}",
    ),
    Chronic(
        "Diabète de type 2", (0, 3, 18, 30, 30),
        "Metformine 1 000 mg, comprimé|1 matin et soir;Metformine 850 mg, comprimé|1 matin, midi et soir + "
        "Gliclazide LM 60 mg, comprimé|1 le matin;Empagliflozine 10 mg, comprimé|1 le matin;Dulaglutide 1,5 "
        "mg, stylo|1 par semaine;;",
        3.2, ("hba1c", "rein", "lipides"),
        "Glycémies à jeun {1,10–1,30|1,40–1,60|1,20–1,45} g;L. {Pas d’hypoglycémie|Une hypoglycémie avant le "
        "repas de midi}. "
        "{Diététique : moins de riz|Écarts les week-ends|Marche 30 min par jour|Peu d’activité}. {Pied : pas de "
        "plaie|"
        "Porte des savates deux-doigts}.",
        "Monofilament {normal|perçu 3/3|diminué à droite}. Pouls pédieux {présents|perçus}. {Pas de "
        "plaie|Hyperkératose "
        "du talon|Peau sèche}. Poids {stable|– 1 kg|+ 2 kg}.",
        "Diabète de type 2 {à l’objectif|au-dessus de l’objectif|en amélioration}.",
        "{HbA1c dans 3 mois|Même traitement|Titration expliquée}. {Fond d’œil à programmer.|Fond d’œil "
        "fait.|Podologue, "
        "grade {0|1}.} {Éducation : programme du réseau.|}",
    ),
    Chronic(
        "Maladie rénale chronique", (0, 0.5, 4, 12, 24),
        "", 1.2, ("rein",),
        "{Pas de signe urinaire|Diurèse conservée}. {Pas d’AINS|A pris de l’ibuprofène une semaine}. Boit "
        "{assez|peu}.",
        "{Pas d’œdème|Œdèmes discrets}. {TA à surveiller|Poids stable}.",
        "Maladie rénale chronique {stable|qui progresse lentement}.",
        "{Pas d’AINS, rappelé.|Adapter les doses.} {Biologie dans 3 mois.|Avis néphrologique demandé.}",
    ),
    Chronic(
        "Dyslipidémie", (0, 3, 16, 24, 22),
        "Atorvastatine 20 mg, comprimé|1 le soir;Rosuvastatine 10 mg, comprimé|1 le soir;Simvastatine 20 mg, "
        "comprimé|1 le soir", 0.3, ("lipides",),
        "{Pas de myalgie|Crampes rares}. Traitement {bien pris|arrêté deux semaines puis repris}.",
        "{Pas de xanthome|Examen sans particularité}.", "LDL {à l’objectif|au-dessus de l’objectif}.",
        "{Poursuivre|Majorer la statine}, conseils alimentaires.",
    ),
    Chronic(
        "Asthme", (11, 9, 8, 7, 6),
        "Salbutamol 100 µg, aérosol|2 bouffées si besoin + Béclométasone 250 µg, aérosol|1 bouffée matin et "
        "soir;Budésonide-formotérol 200/6, poudre|1 matin et soir;",
        1.1, (),
        "{Pas de réveil nocturne|Un réveil par semaine|Gêné par la poussière et l’humidité des Hauts}. "
        "Salbutamol {1|2|"
        "3} fois par semaine. {Fume dehors à la maison|Pas de tabac autour}. {Technique revue|Chambre "
        "d’inhalation}.",
        "{Auscultation libre|Sibilants discrets en fin d’expiration}. DEP {320|380|410|450} L/min.",
        "Asthme {contrôlé|partiellement contrôlé}.",
        "{Même traitement de fond|Monter d’un palier 3 mois}. Plan d’action {relu|remis}. {Vaccin grippe.|}",
    ),
    Chronic(
        "BPCO", (0, 0.3, 4, 8, 9),
        "Tiotropium 18 µg, poudre|1 le matin;Indacatérol-glycopyrronium, poudre|1 le matin",
        1.6, (),
        "Dyspnée mMRC {1|2|3}. {Expectorations claires|Une exacerbation cet hiver}. {Tabac : 5 cigarettes|Sevré "
        "depuis "
        "2 ans}.",
        "Thorax distendu, {MV diminué|ronchi}. SpO₂ {94|95|96} %.", "BPCO {stable|symptomatique}.",
        "{Sevrage : substituts.|Réhabilitation respiratoire proposée.} Vaccins grippe et pneumocoque {à jour|à "
        "faire}.",
    ),
    Chronic(
        "Hypothyroïdie", (0.3, 2, 5, 7, 8),
        "Lévothyroxine 75 µg, comprimé|1 le matin à jeun;Lévothyroxine 100 µg, comprimé|1 le matin à jeun",
        1, ("tsh",),
        "{Pas de fatigue|Frilosité, un peu fatiguée}. Prise à jeun {respectée|pas toujours}.",
        "{Pas de goitre palpé|Thyroïde non palpée}. Pouls régulier.", "Hypothyroïdie {substituée|à réajuster}.",
        "TSH {dans un an|dans 6 semaines}. {Même dose.|}",
    ),
    Chronic(
        "Insuffisance cardiaque", (0, 0.1, 1.5, 5, 13),
        "Bisoprolol 2,5 mg, comprimé|1 le matin + Furosémide 40 mg, comprimé|1 le matin + Sacubitril-"
        "valsartan 49/51, comprimé|1 matin et soir;Dapagliflozine 10 mg, comprimé|1 le matin",
        4, ("rein", "coeur"),
        "NYHA {II|II|III}. {Dort avec deux oreillers|Pas d’orthopnée}. Poids à la maison {stable|+ 1,5 kg en une "
        "semaine}. {Régime sans sel suivi|Sel : écarts}.",
        "{Pas de crépitants|Crépitants des bases}. {Pas d’œdème|Œdèmes des chevilles ++}. {Turgescence "
        "jugulaire|Pas de "
        "TJ}.",
        "Insuffisance cardiaque {stable|en début de décompensation}.",
        "{Même traitement|Furosémide doublé 3 jours}, pesée quotidienne. {Iono, créatinine à J7.|Cardiologue en "
        "avance.}",
    ),
    Chronic(
        "Fibrillation atriale", (0, 0.1, 1.5, 6, 12),
        "Apixaban 5 mg, comprimé|1 matin et soir;Rivaroxaban 20 mg, comprimé|1 le soir + Bisoprolol 2,5 mg, "
        "comprimé|1 le matin", 1, ("rein",),
        "{Pas de palpitation|Palpitations brèves}. {Pas de saignement|Ecchymoses faciles}.",
        "Rythme {irrégulier|régulier ce jour}, {72|78|84}/min.", "FA {permanente|paroxystique}, anticoagulée.",
        "{Poursuivre|Dose adaptée à la clairance}. Créatinine et NFS {dans 6 mois|dans un an}.",
    ),
    Chronic(
        "Épisode dépressif", (0.3, 4, 5, 4, 4),
        "Sertraline 50 mg, comprimé|1 le matin;Escitalopram 10 mg, comprimé|1 le matin;Venlafaxine LP 75 mg, "
        "gélule|1 le matin", 1.4, (),
        "{Va mieux|Journées inégales}. "
        "{A repris le travail|Toujours en arrêt}. Sommeil {correct|éveillé à 4 heures}. "
        "{Pas "
        "d’idée noire|}.",
        "{Contact bon|Souriante aujourd’hui}. PHQ-9 : {4|6|9}.", "Épisode dépressif {en rémission|en "
        "amélioration}.",
        "{Poursuivre 6 mois après la rémission|Même dose}. {Psychologue : suite.|} Revoir dans {4|6} semaines.",
    ),
    Chronic(
        "Gonarthrose", (0, 1, 9, 20, 26),
        "Paracétamol 1 000 mg, comprimé|1 si besoin, 3 par jour au plus", 0.5, (),
        "Douleurs {mécaniques|à la descente}, périmètre de marche {500 m|1 km}. {Canne|Pas de canne}.",
        "Flexum {5|10}°. {Pas d’épanchement|Genou sec}.", "Gonarthrose {bilatérale|fémorotibiale interne}.",
        "Kinésithérapie, {perte de poids|activité dans l’eau}. {Avis orthopédique.|}",
    ),
    Chronic("Obésité", (5, 14, 18, 15, 9),
        "", 0.2, (), "{Motivé|Essaie de bouger|Reprend du poids depuis le "
    "déménagement}.", "IMC calculé, tour de taille "
            "{98|104|112} cm.", "Obésité.", "{Diététicienne|Activité physique sur ordonnance}.{ Revoir à 2 "
            "mois.|}"),
    Chronic("Goutte", (0, 0.6, 3, 5, 5),
        "Allopurinol 100 mg, comprimé|1 le soir", 0.2, ("rein",), "{Pas de "
    "crise|Une "
            "crise du gros orteil}.", "{Pas de tophus|Tophus de l’oreille}.", "Goutte.", "Allopurinol "
            "{poursuivi|titré}."),
    Chronic("Migraine", (2, 7, 5, 2, 1),
        "Sumatriptan 50 mg, comprimé|1 dès le début, 2 par jour au plus", 0.3, (),
            "{2|3|5} crises par mois, {lumière|cycle|stress}.", "Examen neurologique normal.", "Migraine {sans "
            "aura|avec "
            "aura visuelle}.", "{Agenda des crises|Traitement de fond à discuter}."),
    Chronic("Reflux gastro-œsophagien", (0, 4, 8, 9, 8),
        "Oméprazole 20 mg, gélule|1 le matin;", 0.2, (), "Pyrosis "
            "{après le repas du soir|la nuit}.", "Épigastre {souple|sensible}.", "RGO.", "{IPP 4 semaines puis "
            "arrêt|Mesures "
            "posturales}."),
    Chronic("Drépanocytose", (0.25, 0.1, 0, 0, 0),
        "Acide folique 5 mg, comprimé|1 par jour", 1, ("nfs",), "{Pas de "
            "crise|Une crise des lombaires}.", "{Pas de splénomégalie|Conjonctives pâles}.", "Drépanocytose "
            "{stable|suivie "
            "au CHU}.", "Hydratation, vaccins {à jour|à compléter}."),
)  # fmt: skip
_BANDS: Final = (18, 45, 65, 75, 200)


def share_at(chronic: Chronic, age: int) -> float:
    """Return the percent of people of an age who have the disease."""
    return next(share for share, below in zip(chronic.shares, _BANDS, strict=True) if age < below)
