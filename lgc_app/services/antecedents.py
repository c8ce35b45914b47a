# SPDX-License-Identifier: EUPL-1.2
"""Problems, antecedents, risks, habits and allergies as lines that are added, changed, closed and taken back.

One line of the screen is a row of four kinds of the model: Problem (personal, family, risk), Procedure (surgical),
Observation « vie » (habit: a fact, mended by a fact that corrects it), Allergy.
Every gesture gives what undoes it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from lgc_app.services import line_rows
from lgc_app.services.line_rows import LineForm, Row
from lgc_app.services.once_more import once_more
from lgc_app.services.overview import allergy_shown, disputed_versions
from lgc_app.services.problems import AlreadyThereError, cleaned_words
from lgc_app.services.references import References
from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.allergy import Allergy
from lgc_core.model.entity import Entity
from lgc_core.model.ids import new_id
from lgc_core.model.note import clean_text
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.values import When
from lgc_core.model.values.typed_when import typed_when
from lgc_core.model.words import fold
from lgc_core.store import queries
from lgc_core.store.changes import Changes
from lgc_core.store.unit_of_work import UnitOfWork

MAX_COMMENT: Final = 2000
"""Characters of a comment; a longer one is a note."""
MAX_SHORT: Final = 60
"""Characters of the number of an ALD and of a relative."""

_TAKEN_BACK: Final = "retiré du dossier"
_UNDONE: Final = "ajout annulé aussitôt"


class LineError(UserError):
    """A field of a line cannot be kept; `at` names it (words, since, until, comment, ald, relative)."""

    def __init__(self, sentence: str, *, at: str) -> None:
        super().__init__(sentence)
        self.at = at


class MovedOnError(UserError):
    """The line is no longer what the screen showed."""

    def __init__(self) -> None:
        super().__init__("Cette ligne a changé entre-temps. Regardez-la de nouveau avant de la modifier.")


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line as the file shows it; `closed` when it is no longer current, `aside` stands at its right."""

    id: str
    form: LineForm
    shown: str
    closed: bool
    aside: str
    versions: int = 1


@dataclass(frozen=True, slots=True)
class Gesture:
    """What was done, and what takes it back: rows as they were before, rows as they are now."""

    changes: Changes
    before: tuple[Row, ...] = ()
    after: tuple[Row, ...] = ()


class Antecedents:
    """The lines of a file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._references = References(session)

    def of(self, patient: str) -> list[FileLine]:
        """Return every line, the current ones first, by group, oldest written first."""
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            disputed = disputed_versions(connection)
        lines = [_line(row, disputed.get(row.id, 1)) for row in self._rows(patient)]
        return sorted(lines, key=lambda one: (one.closed, line_rows.ORDER.index(one.form.kind)))

    def line(self, line: str) -> FileLine:
        """Return one line.

        Raises:
            LookupError: it is not here.
        """
        self._session.require(Right.READ_RECORD)
        return _line(self._row(line))

    def add(self, patient: str, form: LineForm) -> Gesture:
        """Add a line.

        Raises:
            LineError: a field cannot be kept. AlreadyThereError: the same words are there, and current.
        """
        self._session.require(Right.WRITE_PROBLEM)
        clean = self._checked(patient, form)
        self._refuse_twice(patient, clean, but="")
        made = line_rows.row_of(clean, new_id(), patient, self._today, self._references.concept)
        return self._write((), (made,))

    def change(self, line: str, form: LineForm, seen: LineForm | None = None) -> Gesture:
        """Write what a line became; another kind of row (« chirurgie ») is a new row, the old one is taken back.

        `seen` is the line as the screen showed it: what another window changed since in other fields stays.

        Raises:
            LineError, AlreadyThereError: as for `add`. MovedOnError: both changed one field.
            LookupError: the line is not here.
        """
        self._session.require(Right.WRITE_PROBLEM)
        before = self._row(line)
        clean = self._checked(before.patient, _over(_form_of(before), seen, form) if seen else form)
        self._refuse_twice(before.patient, clean, but=line)
        same = line_rows.entity_of(clean.kind) is type(before) and not isinstance(before, Observation)
        if same:
            after = line_rows.changed(before, clean, self._references.concept)
        else:
            after = line_rows.row_of(clean, new_id(), before.patient, self._today, self._references.concept)
            if isinstance(before, Observation) and isinstance(after, Observation):
                after = msgspec.structs.replace(after, corrects=before.id)
        return self._write((before,), (after,))

    def close(self, line: str) -> Gesture:
        """Say that a problem, a risk or an allergy is over, today.

        Raises:
            LineError: an operation or a habit is not closed; it is changed.
        """
        self._session.require(Right.WRITE_PROBLEM)
        form = _form_of(self._row(line))
        if "résolu" not in line_rows.STATUSES[form.kind]:
            raise LineError("Cette ligne n’a pas de fin. Modifiez-la, ou retirez-la.", at="status")
        until = form.until or When(text=self._today.isoformat()).display()
        return self.change(line, msgspec.structs.replace(form, status="résolu", until=until))

    def remove(self, line: str, reason: str = _TAKEN_BACK) -> Gesture:
        """Take a line out of the file: written by mistake; its history stays."""
        self._session.require(Right.WRITE_PROBLEM)
        row = self._row(line)
        return self._write((row,), (), reason, with_it=self._corrected_by(row))

    def undo(self, gesture: Gesture) -> Changes:
        """Take a gesture back.

        Raises:
            MovedOnError: somebody changed the line since; what they wrote is not touched.
        """
        self._session.require(Right.WRITE_PROBLEM)
        with self._session.store.unit_of_work(self._session.author) as uow:
            for row in gesture.after:
                if _bare(uow.get(type(row), row.id)) != _bare(row):
                    raise MovedOnError
            back = {row.id: row for row in gesture.before}
            for row in gesture.after:
                if row.id not in back:
                    uow.annul(type(row), row.id, _UNDONE)
            for row in gesture.before:
                self._put_back(uow, row)
        return uow.changes

    def _put_back(self, uow: UnitOfWork, row: Row) -> None:
        if uow.get(type(row), row.id) is not None:
            if not isinstance(row, Observation):  # a fact that was corrected is current again by itself
                uow.set(type(row), row.id, **line_rows.editable(row))
        else:  # what was annulled stays so: the same words are written once more
            uow.create(once_more(row))

    def _corrected_by(self, row: Row) -> list[str]:
        """Return the older answers that a habit corrects: they must not come back when it goes."""
        if not isinstance(row, Observation):
            return []
        with self._session.store.reading() as connection:
            known = {one.id: one for one in queries.of_patient(connection, Observation, row.patient)}
        chain: list[str] = []
        while row.corrects in known and row.corrects not in chain:
            row = known[row.corrects]
            chain.append(row.id)
        return chain

    def _write(
        self,
        before: tuple[Row, ...],
        after: tuple[Row, ...],
        reason: str = _TAKEN_BACK,
        with_it: Sequence[str] = (),
    ) -> Gesture:
        with self._session.store.unit_of_work(self._session.author) as uow:
            kept = {row.id for row in after}
            corrected = {row.corrects for row in after if isinstance(row, Observation)}
            for row in before:
                if _bare(uow.get(type(row), row.id)) != _bare(row):
                    raise MovedOnError
                if row.id not in kept and row.id not in corrected:
                    uow.annul(type(row), row.id, reason)
            for older in with_it:
                uow.annul(Observation, older, reason)
            for row in after:
                if row.id in {one.id for one in before}:
                    uow.set(type(row), row.id, **line_rows.editable(row))
                else:
                    uow.create(row)
        return Gesture(uow.changes, before, after)

    @property
    def _today(self) -> dt.date:
        return self._session.now().date()

    def _rows(self, patient: str) -> list[Row]:
        with self._session.store.reading() as connection:
            found: list[Row] = []
            for kind in line_rows.ENTITIES:
                found += queries.of_patient(connection, kind, patient)
        habits = [one for one in found if isinstance(one, Observation) and one.category == "vie"]
        corrected = {one.corrects for one in habits if one.corrects}
        kept = {one.id for one in habits if one.id not in corrected}
        return [one for one in found if not isinstance(one, Observation) or one.id in kept]

    def _row(self, line: str) -> Row:
        with self._session.store.reading() as connection:
            for kind in line_rows.ENTITIES:
                found = queries.get(connection, kind, line)
                if found is not None and (not isinstance(found, Observation) or found.category == "vie"):
                    return found
        raise LookupError(line)

    def _refuse_twice(self, patient: str, form: LineForm, *, but: str) -> None:
        for row in self._rows(patient):
            known = _form_of(row)
            twice = known.kind == form.kind and fold(known.words) == fold(form.words) and row.id != but
            dated = form.kind == "chirurgie" and known.since != form.since  # two caesareans are two operations
            if twice and known.status != "résolu" and not dated:
                raise AlreadyThereError(form.words)

    def _checked(self, patient: str, form: LineForm) -> LineForm:
        words = cleaned_words(form.words)
        if form.status not in line_rows.STATUSES[form.kind]:
            form = msgspec.structs.replace(form, status=line_rows.STATUSES[form.kind][0])
        short = {name: _short(getattr(form, name), name) for name in ("ald", "relative")}
        comment = clean_text(form.comment).strip()
        if len(comment) > MAX_COMMENT:
            raise LineError(
                f"Commentaire trop long ({len(comment)} caractères, {MAX_COMMENT} au plus).", at="comment"
            )
        clean = msgspec.structs.replace(form, words=words, comment=comment, **short)
        self._check_dates(patient, clean)
        if clean.kind == "habitude" and not comment:
            raise LineError("Écrivez ce qu’il en est, par exemple « 10 cigarettes par jour ».", at="comment")
        return clean

    def _check_dates(self, patient: str, form: LineForm) -> None:
        since, until = self._date(form.since, "since"), self._date(form.until, "until")
        if since and until and since.text[:4] and until.text < since.text[: len(until.text)]:
            raise LineError("La fin est avant le début.", at="until")
        with self._session.store.reading() as connection:
            known = queries.get(connection, Patient, patient)
        if known is None:
            raise LookupError(patient)
        born = known.traits.birth_date
        if since and form.kind != "familial" and since.text < born[: len(since.text)]:
            raise LineError("Cette date est avant la naissance.", at="since")

    def _date(self, typed: str, at: str) -> When | None:
        if not typed.strip():
            return None
        when = typed_when(typed)
        if when is None or when.earliest is None:
            raise LineError("Date illisible. Écrivez 23/11/2026, 11/2026 ou 2026.", at=at)
        if when.earliest.date() > self._today:
            raise LineError("Cette date est dans le futur.", at=at)
        return when


def _short(typed: str, at: str) -> str:
    words = " ".join(clean_text(typed).split())
    if len(words) > MAX_SHORT:
        raise LineError(f"Trop long ({len(words)} caractères, {MAX_SHORT} au plus).", at=at)
    return words


def _form_of(row: Row) -> LineForm:
    return line_rows.form_of(row)


def _over(now: LineForm, seen: LineForm, form: LineForm) -> LineForm:
    """Return the line of now with what was typed over the one seen."""
    typed = {n: getattr(form, n) for n in form.__struct_fields__ if getattr(form, n) != getattr(seen, n)}
    for name, value in typed.items():
        if getattr(now, name) not in (getattr(seen, name), value):
            raise MovedOnError
    return msgspec.structs.replace(now, **typed)


def _line(row: Row, versions: int = 1) -> FileLine:
    form = _form_of(row)
    closed = form.status in ("résolu", "inactif")
    if isinstance(row, Allergy):
        aside = "résolu" if closed else ""
        return FileLine(row.id, form, allergy_shown(row), closed, aside, versions)
    shown = f"{form.words}\u00a0: {form.comment}" if form.kind == "habitude" else form.words
    return FileLine(row.id, form, shown, closed, line_rows.aside_of(form), versions)


def _bare(row: Entity | None) -> Entity | None:
    """Return a row without its origin, which the store adds on writing."""
    return None if row is None else msgspec.structs.replace(row, created=None)
