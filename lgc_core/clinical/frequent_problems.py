# SPDX-License-Identifier: EUPL-1.2
"""Frequent problems of general practice, in our words: a help to type, never a code list.

Each line is a label with its class in CISP-2 (WONCA, ICPC-2) and its category in CIM-10 (OMS), as facts; complete
lists are editions that a region imports. A label that is not here is typed freely, and is as good.

Checked line by line in November 2026: CIM-10 against the French edition of the ATIH (no code that it withdrew:
K58.9 became K58.8 in 2019), CISP-2 against the French list that MedinTux carries (Cisp-02.txt).
"""

from typing import Final

from lgc_core.codes import CIM10, CISP2
from lgc_core.model.values import Coding, Concept
from lgc_core.model.words import fold

_TABLE: Final = """
Hypertension artérielle|K86|I10 ; Diabète de type 2|T90|E11.9 ; Diabète de type 1|T89|E10.9
Dyslipidémie|T93|E78.5 ; Hypercholestérolémie|T93|E78.0 ; Obésité|T82|E66.9 ; Surpoids|T83|
Hypothyroïdie|T86|E03.9 ; Hyperthyroïdie|T85|E05.9 ; Goutte|T92|M10.9 ; Carence en vitamine D|T91|E55.9
Asthme|R96|J45.9 ; BPCO|R95|J44.9 ; Bronchite aiguë|R78|J20.9 ; Pneumonie|R81|J18.9 ; Rhinopharyngite|R74|J00
Angine|R76|J03.9 ; Sinusite aiguë|R75|J01.9 ; Laryngite aiguë|R77|J04.0 ; Grippe|R80|J11.1 ; COVID-19|R83|U07.1
Rhinite allergique|R97|J30.4 ; Cancer du poumon|R84|C34.9
Otite moyenne aiguë|H71|H66.9 ; Otite externe|H70|H60.9 ; Bouchon de cérumen|H81|H61.2 ; Surdité|H86|H91.9
Acouphènes|H03|H93.1 ; Vertige positionnel bénin|H82|H81.1
Conjonctivite|F70|H10.9 ; Glaucome|F93|H40.9 ; Cataracte|F92|H26.9
Insuffisance cardiaque|K77|I50.9 ; Fibrillation atriale|K78|I48.9 ; Angor|K74|I20.9 ; Maladie coronaire|K76|I25.9
Infarctus du myocarde|K75|I21.9 ; Accident vasculaire cérébral|K90|I64
Accident ischémique transitoire|K89|G45.9 ; Artériopathie des membres inférieurs|K92|I70.2
Varices des membres inférieurs|K95|I83.9 ; Thrombose veineuse profonde|K94|I80.2 ; Embolie pulmonaire|K93|I26.9
Hémorroïdes|K96|K64.9
Reflux gastro-œsophagien|D84|K21.9 ; Gastrite|D87|K29.7 ; Ulcère gastroduodénal|D86|K27.9
Gastro-entérite aiguë|D73|A09.9 ; Constipation|D12|K59.0 ; Syndrome de l’intestin irritable|D93|K58.8
Diverticulose colique|D92|K57.3 ; Lithiase biliaire|D98|K80.2 ; Stéatose hépatique|D97|K76.0 ; Cirrhose|D97|K74.6
Hépatite B chronique|D72|B18.1 ; Maladie de Crohn|D94|K50.9 ; Rectocolite hémorragique|D94|K51.9
Hernie inguinale|D89|K40.9 ; Cancer colorectal|D75|C18.9
Cystite aiguë|U71|N30.0 ; Pyélonéphrite aiguë|U70|N10 ; Maladie rénale chronique|U99|N18.9
Lithiase urinaire|U95|N20.0 ; Hypertrophie bénigne de la prostate|Y85|N40 ; Cancer de la prostate|Y77|C61
Cancer du sein|X76|C50.9 ; Ménopause, troubles|X11|N95.1 ; Contraception orale|W11|Z30.4 ; Grossesse|W78|Z33
Endométriose|X99|N80.9 ; Dysménorrhée|X02|N94.6 ; Candidose vaginale|X72|B37.3
Syndrome des ovaires polykystiques|T99|E28.2
Gonarthrose|L90|M17.9 ; Coxarthrose|L89|M16.9 ; Arthrose|L91|M19.9 ; Lombalgie|L03|M54.5
Lombosciatique|L86|M54.4 ; Cervicalgie|L01|M54.2 ; Tendinopathie de la coiffe|L92|M75.1
Canal carpien|N93|G56.0 ; Ostéoporose|L95|M81.9 ; Polyarthrite rhumatoïde|L88|M06.9
Spondyloarthrite ankylosante|L88|M45 ; Fibromyalgie|L18|M79.7 ; Entorse de la cheville|L77|S93.4
Migraine|N89|G43.9 ; Céphalée de tension|N95|G44.2 ; Épilepsie|N88|G40.9 ; Maladie de Parkinson|N87|G20
Sclérose en plaques|N86|G35 ; Polyneuropathie|N94|G62.9 ; Maladie d’Alzheimer|P70|G30.9 ; Démence|P70|F03
Épisode dépressif|P76|F32.9 ; Trouble anxieux|P74|F41.9 ; Insomnie|P06|G47.0 ; Apnées du sommeil|P06|G47.3
Trouble bipolaire|P73|F31.9 ; Schizophrénie|P72|F20.9 ; Dépendance à l’alcool|P15|F10.2
Dépendance au tabac|P17|F17.2 ; Trouble de l’attention|P81|F90.0
Dermatite atopique|S87|L20.9 ; Psoriasis|S91|L40.9 ; Acné|S96|L70.9 ; Urticaire|S98|L50.9 ; Zona|S70|B02.9
Dermatophytose|S74|B35.9 ; Gale|S72|B86 ; Impétigo|S84|L01.0 ; Érysipèle|S76|A46 ; Verrues|S03|B07
Mélanome|S77|C43.9
Anémie ferriprive|B80|D50.9 ; Drépanocytose|B78|D57.1 ; Thalassémie|B78|D56.9 ; Infection par le VIH|B90|B24
Dengue|A77|A97.9 ; Chikungunya|A77|A92.0 ; Leptospirose|A78|A27.9 ; Tuberculose|A70|A16.9
"""

FREQUENT_OPERATIONS: Final = (
    "Amygdalectomie", "Appendicectomie", "Cataracte opérée", "Césarienne", "Cholécystectomie", "Colectomie",
    "Cure de hernie inguinale", "Hystérectomie", "Mastectomie", "Méniscectomie", "Pontage coronaire",
    "Pose de stent coronaire", "Prothèse totale de genou", "Prothèse totale de hanche", "Prostatectomie",
    "Thyroïdectomie",
)  # fmt: skip
FREQUENT_HABITS: Final = ("Tabac", "Alcool", "Cannabis", "Activité physique", "Alimentation", "Sommeil")
FREQUENT_RISKS: Final = (
    "Chutes à domicile", "Isolement social", "Exposition professionnelle", "Précarité", "Dénutrition",
)  # fmt: skip


def _concepts() -> dict[str, Concept]:
    found = {}
    for line in _TABLE.replace("\n", ";").split(";"):
        if line.strip():
            label, cisp, cim = line.strip().split("|")
            given = ((CISP2, cisp), (CIM10, cim))
            codings = tuple(Coding(system=system, code=code, display=label) for system, code in given if code)
            found[fold(label)] = Concept(text=label, codings=codings)
    return found


FREQUENT: Final = _concepts()
"""Folded label -> concept with its codes."""


def concept_of(words: str) -> Concept:
    """Return what was typed, with its codes when it is a frequent problem word for word."""
    known = FREQUENT.get(fold(words))
    return Concept(text=words, codings=known.codings) if known else Concept(text=words)
