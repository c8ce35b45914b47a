# SPDX-License-Identifier: EUPL-1.2
"""A writable, repaired copy of the kit: compiled rules must stand beside their sources (relative paths)."""

import hashlib
import re
import shutil
from pathlib import Path
from typing import Final

from lxml import etree

from lgc_core.errors import UserError

_FOLDERS: Final = ("schematrons", "jeuxDeValeurs", "infrastructure")
_STRUCTURE: Final = "schematrons/profils/structurationMinimale"
_TYPE_CODES: Final = f"{_STRUCTURE}/include/voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml"
_TYPE_CODES_SOURCE: Final = "jeuxDeValeurs/JDV_J07_XdsTypeCode_CISIS.xml"
_NAMED: Final = re.compile(r"[\w.-]+\.(?:sch|xml)")
_SVS: Final = "{urn:ihe:iti:svs:2008}"

SCHEMA: Final = "infrastructure/cda/CDA_extended.xsd"
ENGINE: Final = "schematrons/moteur"
PROFILES: Final = {
    "IHE": "schematrons/profils/IHE.sch",
    "structurationMinimale": f"{_STRUCTURE}/ASIP-STRUCT-MIN-StrucMin.sch",
    "modèles CDA": "schematrons/profils/CI-SIS_ModelesDeContenusCDA.sch",
    "modèles ANS": "schematrons/profils/CI-SIS_Modeles_ANS.sch",
    "terminologies": "schematrons/profils/terminologies/schematron/terminologie.sch",
}
VOLETS: Final = {
    "1.2.250.1.213.1.1.1.13": ("CI-SIS_VSM_1.4_2022.01", "CI-SIS_VSM_2023.01"),
    "1.2.250.1.213.1.1.1.51": ("CI-SIS_IPS-FR_2024.01",),
    "1.2.250.1.213.1.1.1.55": ("CI-SIS_BIO-CR-BIO_2024.01",),
}
"""Rules of the document types that this project emits, by model template."""


def prepare(kit: Path, work: Path) -> Path:
    """Return a repaired copy of the kit under `work`, made once per state of the kit.

    Raises:
        UserError: when the folder is no copy of the kit.
    """
    if not all((kit / folder).is_dir() for folder in _FOLDERS):
        raise UserError(
            "Ce dossier n’est pas une copie du kit de validation. Indiquez celui qui contient « schematrons »."
        )
    copy = work / _fingerprint(kit)
    if not (copy / "ready").exists():
        shutil.rmtree(copy, ignore_errors=True)
        for folder in _FOLDERS:
            shutil.copytree(kit / folder, copy / folder)
        _alias_cases(copy)
        _rebuild_type_codes(copy)
        (copy / "ready").touch()
    return copy


def _fingerprint(kit: Path) -> str:
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for path in sorted((kit / folder).rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(kit)}:{path.stat().st_size}\n".encode())
    return digest.hexdigest()[:16]


def _alias_cases(copy: Path) -> None:
    """Give each file that rules name with another case a twin of that name: the kit was made on Windows."""
    names = {p.name: p for p in copy.rglob("*") if p.suffix in (".sch", ".xml") and p.is_file()}
    by_fold = {name.lower(): path for name, path in names.items()}
    for rules in list(copy.rglob("*.sch")):
        for named in set(_NAMED.findall(rules.read_text(encoding="utf-8", errors="replace"))):
            if named not in names and (twin := by_fold.get(named.lower())):
                shutil.copyfile(twin, twin.with_name(named))
                names[named] = twin


def _rebuild_type_codes(copy: Path) -> None:
    """Write the value set of document types that the minimal structure names and the kit lacks."""
    target = copy / _TYPE_CODES
    if target.exists():
        return
    source = etree.parse(str(copy / _TYPE_CODES_SOURCE))
    root = etree.Element("valueSets")
    concepts = etree.SubElement(etree.SubElement(root, "valueSet"), "conceptList")
    for concept in source.iter(f"{_SVS}Concept"):
        attributes = {key: concept.get(key) or "" for key in ("code", "codeSystem", "displayName")}
        etree.SubElement(concepts, "concept", attributes)
    target.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
