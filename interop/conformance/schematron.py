# SPDX-License-Identifier: EUPL-1.2
"""Compile ISO schematron to XSLT 2 and run it with Saxon; one long-lived engine per batch."""

from pathlib import Path
from typing import Any, Final

from lxml import etree

from interop.conformance.kit import ENGINE
from lgc_core.errors import UserError

_STEPS: Final = ("iso_dsdl_include.xsl", "iso_abstract_expand.xsl", "iso_svrl_for_xslt2.xsl")
_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_FAULTS: Final = (f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
_MILD: Final = frozenset({"warning", "warn", "info", "information", "hint"})

MISSING: Final = (
    "Le moteur Saxon n’est pas installé. Lancez : python -m pip install --require-hashes "
    "-r requirements/conformance.txt"
)


class Engine:
    """Saxon with the compiled rules it has already loaded."""

    def __init__(self, kit: Path) -> None:
        try:
            import saxonche  # noqa: PLC0415  # optional: only this command needs it
        except ImportError:
            raise UserError(MISSING) from None
        self._kit = kit
        self._saxon: Any = saxonche.PySaxonProcessor(license=False)
        self._xslt: Any = self._saxon.new_xslt30_processor()
        self._loaded: dict[Path, Any] = {}

    def faults(self, document: Path, rules: Path) -> list[str]:
        """Return the messages of the rules that a document breaks."""
        report = self._rules(rules).transform_to_string(source_file=str(document))
        return _messages(report or "")

    def _rules(self, rules: Path) -> Any:
        if rules not in self._loaded:
            self._loaded[rules] = self._xslt.compile_stylesheet(stylesheet_file=str(self._compiled(rules)))
        return self._loaded[rules]

    def _compiled(self, rules: Path) -> Path:
        target = rules.with_name(rules.stem + ".lgc.xsl")
        if not target.exists():
            current = rules
            for rank, step in enumerate(_STEPS):
                output = rules.with_name(f"{rules.stem}.lgc{rank}.tmp")
                stylesheet = self._xslt.compile_stylesheet(stylesheet_file=str(self._kit / ENGINE / step))
                stylesheet.transform_to_file(source_file=str(current), output_file=str(output))
                current = output
            current.replace(target)
        return target


def _messages(report: str) -> list[str]:
    if not report.strip():
        return ["Le moteur n’a rendu aucun rapport."]
    root = etree.fromstring(report.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    return [_message(fault) for fault in root.iter(*_FAULTS) if not _is_mild(fault)]


def _is_mild(fault: etree._Element) -> bool:
    role = fault.get("role") or fault.get("flag") or ""
    return role.lower() in _MILD


def _message(fault: etree._Element) -> str:
    text = " ".join(part for part in fault.itertext() if isinstance(part, str))
    return f"{' '.join(text.split())} @ {fault.get('location') or ''}"
