# SPDX-License-Identifier: EUPL-1.2
"""The house rules of docs/architecture.md: who may import whom, how long a file is, what is never written."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

CORE = {"lgc_core.errors", "lgc_core.codes", "lgc_core.model"}
MAY_IMPORT: dict[str, set[str]] = {
    "lgc_core": set(),
    "lgc_core.errors": set(),
    "lgc_core.codes": set(),
    "lgc_core.model": {"lgc_core.errors", "lgc_core.codes"},
    "lgc_core.pieces": {"lgc_core.errors"},
    "lgc_core.clinical": CORE,
    "lgc_core.oplog": CORE,
    "lgc_core.store": CORE | {"lgc_core.oplog", "lgc_core.clinical.forms"},
    "lgc_core.sync": CORE | {"lgc_core.oplog", "lgc_core.store"},
    "cps_card": set(),
    "cps_simulator": {"cps_card"},
    "interop": CORE,
    "lgc_app": {"lgc_core", "interop", "cps_card", "cps_simulator", "lgc_app", "migrations", "sync_server"},
    "lgc_app.vault": {"lgc_core.errors", "lgc_core.pieces", "cps_card"},
    "lgc_app.sync": {"lgc_core"},
    "lgc_app.services": {
        "lgc_core", "interop", "cps_card", "lgc_app.vault", "lgc_app.sync", "lgc_app.reading_room.wire",
    },
    "lgc_app.reading_room": {"lgc_app.ui.undying"},
    "lgc_app.reading_room.wire": set(),
    "lgc_app.cli": {
        "lgc_core", "cps_card", "lgc_app.access_log", "lgc_app.bootstrap", "lgc_app.context",
        "lgc_app.installation", "lgc_app.services", "lgc_app.sync", "lgc_app.vault", "migrations",
    },
    "lgc_app.ui": {
        "lgc_core.errors", "lgc_core.model", "lgc_core.clinical", "lgc_core.store.changes",
        "lgc_core.store.search",
        "lgc_app.context", "lgc_app.services", "interop.cda.narrative", "interop.cda.read", "interop.cda.compare",
    },
    "lgc_app.ui.start": {
        "lgc_core", "cps_card", "lgc_app.bootstrap", "lgc_app.access_log", "lgc_app.context", "lgc_app.services",
        "lgc_app.ui", "lgc_app.vault", "lgc_app.installation",
    },
    "sync_server": {"lgc_core", "interop", "migrations"},
    "migrations": {"lgc_core.store", "lgc_core.errors", "lgc_app.vault", "sync_server.db", "sync_server.tables"},
    "tests": {"lgc_core", "interop", "cps_card", "cps_simulator", "lgc_app", "sync_server", "migrations"},
}  # fmt: skip
"""Who may import whom; the longest name that matches decides."""

ONLY_THE_DEMO = {"cps_simulator", "sync_server"}

OWNED_BY: dict[str, tuple[str, ...]] = {
    "PySide6": ("lgc_app.ui", "lgc_app.demo", "lgc_app.reading_room", "tests"),
    "qtawesome": ("lgc_app.ui",),
    "sqlalchemy": (
        "lgc_core.store", "lgc_core.sync", "lgc_app.vault", "lgc_app.services", "sync_server", "migrations",
        "lgc_app.demo", "lgc_app.bootstrap", "tests",
    ),
    "sqlcipher3": ("lgc_app.vault", "lgc_app.demo", "sync_server", "tests"),
    "alembic": ("migrations", "tests"),
    "fastapi": ("sync_server", "tests"),
    "starlette": ("sync_server", "tests"),
    "uvicorn": ("sync_server", "tests"),
    "requests": ("lgc_app.sync", "interop", "lgc_app.demo", "tests"),
    "smartcard": ("cps_card", "tests"),
    "pkcs11": ("cps_card", "tests"),
    "ctypes": ("cps_card", "lgc_app.ui.undying", "lgc_app.reading_room.windows_job", "tests"),
    "lxml": ("interop", "tests"),
    "playwright": ("lgc_app.demo", "tests"),
}  # fmt: skip
"""Which libraries belong to which packages; an absent library belongs to everybody."""

ROOTS = {"cps_card": ROOT / "smartcard", "cps_simulator": ROOT / "smartcard"}
TOPS = sorted({name.split(".")[0] for name in MAY_IMPORT})
TAKES_FILES_APART = {
    "PySide6.QtPdf", "PySide6.QtPdfWidgets", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets",
    "PySide6.QtMultimedia", "PySide6.QtGui.QImageReader", "PySide6.QtGui.QMovie", "PIL", "pypdf", "pypdfium2",
    "pikepdf", "pdfminer", "fitz", "pymupdf", "cv2",
}  # fmt: skip
"""Parsers of PDFs and pictures: written in C, made for files that nobody meant to harm."""

MAKES_PDFS = {"interop.pdf.archive"}
"""Opens the PDF that was drawn here a moment ago, to make it an archive; never one from outside."""

BROUGHT_BY_THE_DRAWING = {"PIL", "pikepdf"}
"""reportlab, which draws our sheets, imports Pillow by itself."""

TAKES_PICTURES_APART = {"loadFromData", "fromData"}
"""Methods of QImage and QPixmap that decode."""

MAX_LINES = 400
MAX_FUNCTION_LINES = 50
BANNED_NAMES = {"utils", "helpers", "manager", "common", "base", "misc", "logic", "data"}
SPDX = "# SPDX-License-Identifier: EUPL-1.2"


def _sources(top: str) -> list[Path]:
    return sorted((ROOTS.get(top, ROOT) / top).rglob("*.py"))


SOURCES = [(top, path) for top in TOPS for path in _sources(top)]
SHIPPED = [(top, path) for top, path in SOURCES if top != "tests"]


def _name(top: str, path: Path) -> str:
    parts = path.relative_to(ROOTS.get(top, ROOT)).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _imports(top: str, path: Path) -> Iterator[str]:
    package = path.relative_to(ROOTS.get(top, ROOT)).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*up, *([node.module] if node.module else ())))
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _ids(value: object) -> str:
    return str(value.relative_to(ROOT)) if isinstance(value, Path) else str(value)


@pytest.mark.parametrize(("top", "path"), SOURCES, ids=_ids)
def test_a_module_imports_only_what_its_layer_may(top: str, path: Path) -> None:
    module = _name(top, path)
    layer = max((rule for rule in MAY_IMPORT if _inside(module, rule)), key=len)
    allowed = MAY_IMPORT[layer] | {layer}
    for name in _imports(top, path):
        first = name.split(".")[0]
        if first in TOPS:
            assert any(_inside(name, target) for target in allowed), f"{layer} may not import {name}"
            if layer == "lgc_app" and first in ONLY_THE_DEMO:
                assert _inside(module, "lgc_app.demo"), f"{module} may not import {name}: only the demo may"
        elif first in OWNED_BY:
            owners = OWNED_BY[first]
            assert any(_inside(module, owner) for owner in owners), f"{module} may not import {first}"


def test_only_the_reading_room_takes_a_foreign_pdf_or_picture_apart() -> None:
    for top, path in SHIPPED:
        module = _name(top, path)
        if module in MAKES_PDFS or _inside(module, "lgc_app.reading_room"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for name in _imports(top, path):
            assert not any(_inside(name, parser) for parser in TAKES_FILES_APART), (
                f"{module} may not import {name}"
            )
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not called & TAKES_PICTURES_APART, f"{module} decodes a picture"


def test_the_window_and_the_services_hold_no_parser_of_foreign_files() -> None:
    """Ask a process that has everything of the window: what a library brings along counts too."""
    program = (
        "import sys, lgc_app.ui.start.application, lgc_app.ui.start.flow, lgc_app.services.cabinet\n"
        "print(*sorted(sys.modules), sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "lgc_app.services.reading_room" in done.stdout.splitlines()
    assert not (TAKES_FILES_APART - BROUGHT_BY_THE_DRAWING) & set(done.stdout.splitlines())


@pytest.mark.parametrize(("top", "path"), SOURCES, ids=_ids)
def test_a_file_says_its_licence_and_stays_short(top: str, path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == SPDX
    assert len(lines) <= MAX_LINES
    assert path.stem not in BANNED_NAMES


@pytest.mark.parametrize(("top", "path"), SHIPPED, ids=_ids)
def test_a_function_fits_on_a_screen(top: str, path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION_LINES, f"{node.name} has {length} lines"


def test_everything_is_caught_in_three_places_only() -> None:
    found = [
        str(path.relative_to(ROOT))
        for _, path in SHIPPED
        if re.search(r"except (Exception|BaseException)\b|except:", path.read_text("utf-8"))
    ]
    assert len(found) <= 3, found


def test_smartcard_is_a_folder_and_pyscard_owns_the_name() -> None:
    import smartcard

    assert not (ROOT / "smartcard" / "__init__.py").exists()
    assert "site-packages" in str(smartcard.__file__)


def test_no_registry_address_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    # in halves, so that this file holds none of the names it forbids
    hosts = [left + right for left, right in (("py", "pi"), ("python", "hosted"), ("npm", "js"), ("deb", "ian"))]
    address = re.compile(rf"({'|'.join(hosts)})\.(org|com|net)")
    assert address.search(f"https://{hosts[0]}.org/simple")
    for name in listed.splitlines():
        path = ROOT / name
        if path.suffix in {".png", ".pdf", ".gz"} or not path.is_file():
            continue
        assert not address.search(path.read_text("utf-8", errors="replace")), name


def test_every_test_file_has_a_name_of_its_own() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
