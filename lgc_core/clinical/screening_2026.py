# SPDX-License-Identifier: EUPL-1.2
"""The organised screenings that come with the software: facts of the French programmes, with source and date.

Cervix: order of 4 August 2020 (JO of 15 August 2020), as e-cancer.fr and ameli.fr report it. Breast and colon: the
national programmes, as they are generally known. To be read again by a physician; a practice may install its own.
"""

from typing import Final

from lgc_core.clinical.screening import Programme, Proof, ScreeningTable

_YEAR: Final = 12

_CYTOLOGY: Final = Proof(
    key="cytologie",
    words=("frottis", "cytolog cervico", "cytolog col", "fcu"),
    loinc=("10524-7", "19762-4", "33717-0", "47527-7"),
    ccam=("JKHD001",),
    months=3 * _YEAR,
    first_months=_YEAR,
    first_until=30 * _YEAR,
)
_HPV: Final = Proof(
    key="hpv",
    words=("hpv", "papillomavirus"),
    loinc=("77379-6", "21440-3", "30167-1", "59420-0", "82675-0"),
    months=5 * _YEAR,
)

PROGRAMMES_2026: Final = ScreeningTable(
    name="Dépistages organisés des cancers",
    date="2026-11-22",
    source=(
        "Col : arrêté du 4 août 2020 (JO du 15 août 2020), e-cancer.fr et ameli.fr lus en copie le 22/11/2026. "
        "Sein et côlon : programmes nationaux (50 à 74 ans, tous les deux ans). À relire par un médecin."
    ),
    programmes=(
        Programme(
            key="colorectal",
            words="Dépistage colorectal (test immunologique)",
            statement="Dépistage colorectal",
            start=50 * _YEAR,
            end=75 * _YEAR,
            proofs=(
                Proof(
                    key="test",
                    words=("test immunolog", "sang selles", "hemoccult", "hemoglobine selles"),
                    loinc=("29771-3", "58453-2", "27396-1", "27925-7", "27926-5"),
                    months=2 * _YEAR,
                ),
                Proof(key="coloscopie", words=("coloscop",), ccam=("HHQE002", "HHQE005"), months=5 * _YEAR),
            ),
            exempt_cim=("C18", "C19", "C20", "C21", "K50", "K51", "D126"),
            exempt_words=(
                "cancer colorectal",
                "cancer du colon",
                "cancer du rectum",
                "maladie de crohn",
                "rectocolite",
                "recto colite",
            ),
            note="Sans symptôme ni risque élevé ; une coloscopie de moins de cinq ans en tient lieu.",
        ),
        Programme(
            key="sein",
            words="Dépistage du cancer du sein (mammographie)",
            statement="Dépistage du cancer du sein",
            start=50 * _YEAR,
            end=75 * _YEAR,
            sex="F",
            proofs=(
                Proof(
                    key="mammographie",
                    words=("mammograph", "mammotest"),
                    loinc=("24606-6", "24605-8", "26346-7"),
                    ccam=("QEQK001", "QEQK004"),
                    months=2 * _YEAR,
                ),
            ),
            exempt_cim=("C50", "D05"),
            exempt_words=("cancer du sein", "mastectomie bilaterale"),
        ),
        Programme(
            key="col-cytologie",
            words="Dépistage du col de l’utérus (cytologie)",
            statement="Dépistage du col",
            start=25 * _YEAR,
            end=30 * _YEAR,
            sex="F",
            proofs=(_CYTOLOGY, _HPV),
            exempt_cim=("C53", "D06"),
            exempt_words=("cancer du col", "hysterectomie"),
            note="Deux cytologies à un an d’écart, puis trois ans après si elles sont normales.",
        ),
        Programme(
            key="col-hpv",
            words="Dépistage du col de l’utérus (test HPV)",
            statement="Dépistage du col",
            start=30 * _YEAR,
            end=66 * _YEAR,
            sex="F",
            proofs=(_HPV, _CYTOLOGY),
            exempt_cim=("C53", "D06"),
            exempt_words=("cancer du col", "hysterectomie"),
            note="Trois ans après la dernière cytologie normale, puis cinq ans après chaque test négatif.",
        ),
    ),
)
