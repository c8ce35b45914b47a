# SPDX-License-Identifier: EUPL-1.2
"""Validate files and say what was measured, as plain data for JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from interop.cda.tree import clinical_document, templates
from interop.conformance.kit import PROFILES, SCHEMA, VOLETS, prepare
from interop.conformance.schematron import Engine
from interop.xml import parse, read_bounded
from lgc_core.errors import UserError

_SHOWN: Final = 40
"""Messages kept per profile: a broken document repeats the same one hundreds of times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What the kit says of one file: number of errors and first messages, by profile."""

    file: str
    errors: dict[str, int]
    messages: dict[str, list[str]] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Tell whether every profile is without error."""
        return not any(self.errors.values())


def validate(kit: Path, work: Path, files: Sequence[Path], volets: Sequence[str] = ()) -> list[FileReport]:
    """Run XSD, the five profiles and the rules of the document's type over each file.

    Args:
        kit: copy of the public kit, left untouched.
        work: writable folder for the repaired copy and the compiled rules.
        files: CDA documents.
        volets: more rule files by name, as `CI-SIS_VSM_2023.01`.

    Raises:
        UserError: no kit there, no Saxon, or a file that cannot be read at all.
    """
    copy = prepare(kit, work)
    schema = etree.XMLSchema(etree.parse(str(copy / SCHEMA)))
    engine = Engine(copy)
    return [_validate_one(copy, schema, engine, path, volets) for path in files]


def _validate_one(
    copy: Path, schema: etree.XMLSchema, engine: Engine, path: Path, volets: Sequence[str]
) -> FileReport:
    document = clinical_document(parse(read_bounded(path)))
    found: dict[str, list[str]] = {"XSD": _schema_faults(schema, document)}
    for profile, rules in PROFILES.items():
        found[profile] = engine.faults(path.absolute(), copy / rules)
    for volet in dict.fromkeys((*_volets(document), *volets)):
        rules_path = copy / "schematrons" / f"{volet}.sch"
        if not rules_path.is_file():
            raise UserError(f"Le kit n’a pas de règles « {volet} ».")
        found[volet] = engine.faults(path.absolute(), rules_path)
    return FileReport(
        file=path.name,
        errors={profile: len(messages) for profile, messages in found.items()},
        messages={profile: messages[:_SHOWN] for profile, messages in found.items() if messages},
    )


def _schema_faults(schema: etree.XMLSchema, document: etree._Element) -> list[str]:
    copy = etree.fromstring(etree.tostring(document))
    if schema.validate(copy):
        return []
    return str(schema.error_log).splitlines()


def _volets(document: etree._Element) -> list[str]:
    return [volet for root in templates(document) for volet in VOLETS.get(root, ())]
