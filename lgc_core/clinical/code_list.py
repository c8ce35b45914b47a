# SPDX-License-Identifier: EUPL-1.2
"""A code list as its publisher gives it (CSV), and as it travels to the posts: lines of code and label, checked.

Nothing of a publisher's list is in this project (their rights differ): an administrator of the region imports the
file that their licence allows. Columns known: those of the ATIH file of CIM-10 (`code`, `long`), and `code` with
`libelle` or `label` as CISP-2 tables are passed around.
"""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import zstandard

from lgc_core.codes import CIM10, CISP2
from lgc_core.errors import UserError

MAX_SOURCE: Final = 64 * 1024 * 1024
"""Bytes of a list once unpacked; CIM-10 of the ATIH has 4 MiB."""

MAX_LINES: Final = 200_000
MAX_LABEL: Final = 400
_CODE: Final = re.compile(r"[A-Z0-9*+-][A-Z0-9.*+/-]{0,15}\Z")
_LABELS: Final = ("long", "libelle", "label", "libelle_long", "designation", "titre")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DELIMITERS: Final = ",;\t|"
_GZIP: Final = b"\x1f\x8b"
_CATEGORY: Final = 3
"""Characters before the dot of a CIM-10 code; the file of the ATIH leaves the dot out."""


class Dataset(NamedTuple):
    """A code list that this version knows what to do with."""

    key: str
    title: str
    system: str


DATASETS: Final = {
    "cim10": Dataset("cim10", "CIM-10", CIM10),
    "cisp2": Dataset("cisp2", "CISP-2", CISP2),
}


class CodeLine(NamedTuple):
    """One code with its label."""

    code: str
    label: str


class CodeListError(UserError):
    """The file is no code list, or one of its lines cannot be kept."""


def read_source(untrusted: bytes, dataset: str) -> list[CodeLine]:
    """Return the lines of a publisher's file, plain or gzip, in its order; the same code twice is one line.

    Raises:
        CodeListError: with the number of the line.
    """
    text = _decoded(_unzipped(untrusted))
    header, _, _rest = text.partition("\n")
    delimiter = max(_DELIMITERS, key=header.count)
    found: dict[str, str] = {}
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        code_at, label_at = _columns(next(rows, []))
        for number, row in enumerate(rows, 2):
            if any(cell.strip() for cell in row):
                line = _line(row, code_at, label_at, number, dataset)
                found.setdefault(line.code, line.label)
            if len(found) > MAX_LINES:
                raise CodeListError(f"Plus de {MAX_LINES} codes : ce n’est pas une liste de codes.")
    except csv.Error as error:
        raise CodeListError("Ce fichier n’est pas un tableau CSV lisible.") from error
    if not found:
        raise CodeListError("Ce fichier ne contient aucun code.")
    return [CodeLine(code, label) for code, label in found.items()]


def pack(lines: Iterable[CodeLine]) -> bytes:
    """Return the file that posts fetch: one line a code, `code<tab>label`, in a zstd frame."""
    content = "\n".join(f"{line.code}\t{line.label}" for line in lines).encode()
    return zstandard.ZstdCompressor(level=15).compress(content)


def unpack(untrusted: bytes) -> Iterator[CodeLine]:
    """Yield the lines of a file that came.

    Raises:
        CodeListError: it is none.
    """
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 26).stream_reader(untrusted) as reader:
            plain = reader.read(MAX_SOURCE + 1)
        text = plain.decode()
    except (zstandard.ZstdError, UnicodeDecodeError) as error:
        raise CodeListError("Ce fichier n’est pas une liste de codes de la région.") from error
    if len(plain) > MAX_SOURCE or text.count("\n") >= MAX_LINES:
        raise CodeListError("Cette liste de codes est trop grande.")
    for number, line in enumerate(text.split("\n"), 1):
        code, _, label = line.partition("\t")
        yield _checked(code, label, number)


def _unzipped(untrusted: bytes) -> bytes:
    if not untrusted.startswith(_GZIP):
        plain = untrusted
    else:
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(untrusted)) as file:
                plain = file.read(MAX_SOURCE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise CodeListError("Ce fichier compressé est abîmé.") from error
    if len(plain) > MAX_SOURCE:
        raise CodeListError(f"Ce fichier est trop grand ({MAX_SOURCE // 1024**2}\u00a0Mo au plus).")
    return plain


def _decoded(plain: bytes) -> str:
    """Read UTF-8, else Windows-1252, as French publishers still send (refdata: per file)."""
    try:
        return plain.decode("utf-8-sig")
    except UnicodeDecodeError:
        return plain.decode("cp1252", "replace")


def _columns(header: list[str]) -> tuple[int, int]:
    names = [name.strip().casefold().replace("é", "e") for name in header]
    label = next((name for name in _LABELS if name in names), "")
    if "code" not in names or not label:
        raise CodeListError("La première ligne doit nommer les colonnes « code » et « long », ou « libelle ».")
    return names.index("code"), names.index(label)


def _line(row: list[str], code_at: int, label_at: int, number: int, dataset: str) -> CodeLine:
    if len(row) <= max(code_at, label_at):
        raise CodeListError(f"Ligne {number} : il manque des colonnes.")
    code = row[code_at].strip().upper()
    if dataset == "cim10" and "." not in code and len(code) > _CATEGORY:
        code = f"{code[:_CATEGORY]}.{code[_CATEGORY:]}"
    return _checked(code, " ".join(row[label_at].split()), number)


def _checked(code: str, label: str, number: int) -> CodeLine:
    if not _CODE.match(code):
        raise CodeListError(f"Ligne {number} : code illisible.")
    if not label.strip() or len(label) > MAX_LABEL or _CONTROL.search(label):
        raise CodeListError(f"Ligne {number} : libellé vide, trop long ou illisible.")
    return CodeLine(code, label)
