# SPDX-License-Identifier: EUPL-1.2
"""Code lists that the region distributes, looked up as one types; the edition stands beside each code."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_app.services.session import Session
from lgc_app.services.settings import read_setting
from lgc_core.clinical.code_list import DATASETS
from lgc_core.clinical.frequent_problems import concept_of
from lgc_core.model.ref_edition import RefEdition
from lgc_core.model.values import Coding, Concept
from lgc_core.model.words import fold
from lgc_core.store import queries

MOST: Final = 5
_LONGEST: Final = 80
"""Characters looked up: nobody types more to find a code."""

IN_USE: Final = "ref_in_use:"
"""Setting of this post: the edition of a dataset whose words are all in the table."""

_FIND: Final = sa.text(
    "SELECT label, code, dataset, edition FROM ref_fts WHERE ref_fts MATCH :words AND edition IN"
    " (SELECT value FROM setting WHERE key LIKE 'ref_in_use:%')"
    " ORDER BY length(label), code LIMIT :most"
)
_EXACT: Final = sa.text(
    "SELECT label, code, dataset, edition FROM ref_fts WHERE ref_fts MATCH :words AND label = :label"
    " AND edition IN (SELECT value FROM setting WHERE key LIKE 'ref_in_use:%') ORDER BY dataset, code"
)


@dataclass(frozen=True, slots=True)
class HeldList:
    """One code list: its edition in force, and whether it can be looked up here."""

    dataset: str
    title: str
    edition: str
    source: str
    licence: str
    rows: int
    ready: bool

    @property
    def state_words(self) -> str:
        """Say where it is."""
        return "utilisable ici" if self.ready else "arrive de la région"


@dataclass(frozen=True, slots=True)
class FoundCode:
    """One line of a code list that fits what is typed."""

    label: str
    code: str
    title: str

    @property
    def shown(self) -> str:
        """Return it with its code, as a list shows it."""
        return f"{self.label} ({self.title} {self.code})"


class References:
    """Looks codes up in the lists that are on this post."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def held(self) -> list[HeldList]:
        """Return the lists that the region distributes."""
        return [
            HeldList(
                dataset=one.dataset,
                title=DATASETS[one.dataset].title,
                edition=one.edition,
                source=one.source,
                licence=one.licence,
                rows=one.rows,
                ready=edition_in_use(self._session, one.dataset) == one.id,
            )
            for one in active_editions(self._session)
        ]

    def find(self, typed: str, most: int = MOST) -> list[FoundCode]:
        """Return the lines that hold every word typed, the shortest labels first; none for one letter."""
        words = _query(typed)
        if not words:
            return []
        with self._session.store.reading() as connection:
            rows = connection.execute(_FIND, {"words": words, "most": most}).all()
        return [FoundCode(row.label, row.code, DATASETS[row.dataset].title) for row in rows]

    def concept(self, words: str) -> Concept:
        """Return what was said, with the codes of the lists held and of the frequent problems, word for word."""
        known = concept_of(words)
        asked = _query(words)
        if not asked:
            return known
        with self._session.store.reading() as connection:
            rows = connection.execute(_EXACT, {"words": asked, "label": words}).all()
            names = {one.id: one.edition for one in queries.find(connection, RefEdition)} if rows else {}
        codings = [
            Coding(
                system=DATASETS[row.dataset].system,
                code=row.code,
                display=row.label,
                edition=names.get(row.edition, ""),
            )
            for row in rows
        ]
        systems = {one.system for one in codings}
        kept = [one for one in known.codings if one.system not in systems]
        return Concept(text=words, codings=(*kept, *codings)) if codings else known


def active_editions(session: Session) -> list[RefEdition]:
    """Return the newest active edition of each list that this version knows."""
    with session.store.reading() as connection:
        found = queries.find(connection, RefEdition)
    active = sorted((one for one in found if one.state == "active"), key=lambda one: one.imported_at)
    return list({one.dataset: one for one in active if one.dataset in DATASETS}.values())


def edition_in_use(session: Session, dataset: str) -> str:
    """Return the edition whose words are in the table of this post, empty for none."""
    return read_setting(session.store.engine, f"{IN_USE}{dataset}")


def _query(typed: str) -> str:
    """Return what is looked up: every word as a beginning, quoted, so that no sign of the engine is obeyed."""
    words = [part for part in "".join(c if c.isalnum() else " " for c in fold(typed[:_LONGEST])).split() if part]
    if sum(map(len, words)) < 2:
        return ""
    return " ".join(f'"{word}"*' for word in words)
