# SPDX-License-Identifier: EUPL-1.2
"""What waits for the region, what it answered, and one honest line about the network."""

import contextlib
import datetime as dt
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Protocol

import msgspec
import sqlalchemy as sa

from lgc_app.services.clock_words import clock_words
from lgc_app.services.files import AWAITED, HERE, Files, Moving
from lgc_app.services.leaving import cut_everything, is_empty_handed
from lgc_app.services.listening import Place
from lgc_app.services.receiving import Receiving
from lgc_app.services.ref_editions import Editions
from lgc_app.services.sendings import Item, item_of
from lgc_app.services.session import Session
from lgc_app.services.settings import FILES_EPOCH, LAST_EXCHANGE, read_setting, write_setting
from lgc_app.services.transfers import PieceRegion, Transfers
from lgc_core.errors import OutsideError
from lgc_core.model.dispatch import Dispatch
from lgc_core.model.document import Document
from lgc_core.model.patient import Patient
from lgc_core.store import outbox, queries
from lgc_core.store.changes import NOTHING, Changes
from lgc_core.store.local_tables import cursor
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.sync.bootstrap import AT_WORK_ROWS, Bootstrap, SnapshotRegion
from lgc_core.sync.errors import BusyError, NoNetworkError, RevokedError, UpdateRequiredError
from lgc_core.sync.exchange import Exchange, Report
from lgc_core.sync.partitions import PersonClaim
from lgc_core.sync.protocol import Hint, SyncProtocol

_DISPATCH: Final = ENTITY_TABLES[Dispatch].c
_BREATH_S: Final = 0.01
"""Between two local transactions of a filling, so that a save of whoever works waits for one of them at most."""

_UNKNOWN_FILES: Final = sa.text(
    "WITH named AS (SELECT file.value AS file FROM document, json_each(document.files) AS file"
    " WHERE document.files IS NOT NULL"
    " UNION ALL SELECT preview FROM document WHERE preview IS NOT NULL AND preview <> 'null')"
    " SELECT DISTINCT file ->> 'blob' AS blob, file ->> 'size' AS size, file ->> 'media' AS media FROM named"
    " LEFT JOIN attachment ON attachment.sha256 = file ->> 'blob' WHERE attachment.sha256 IS NULL"
)
"""Files and previews of documents that this post never heard of; the record itself says what is awaited."""

_DOCUMENTS_OF: Final = sa.text(
    "SELECT DISTINCT document.id FROM document, json_each(coalesce(document.files, '[]')) AS file"
    " WHERE file.value ->> 'blob' IN (SELECT value FROM json_each(:blobs))"
    " OR document.preview ->> 'blob' IN (SELECT value FROM json_each(:blobs))"
)

_ALL_RECEIVED: Final = "Échange fait\u00a0: la région a déjà tout reçu."
_FILES_LEFT: Final = "Échange fait. De grands fichiers sont encore en route (voir)."


class FileRegion(SyncProtocol, SnapshotRegion, PieceRegion, Protocol):
    """The region, its log, its snapshots and its files."""

    def say_wiped(self) -> None:
        """Tell that this revoked post destroyed its copy."""
        ...

    def hint(self, after: int, epoch: str) -> Hint:
        """Wait until the practice's record goes past a place."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The status line: network, counts, times."""

    online: bool
    offline_since: dt.datetime | None
    last_exchange: dt.datetime | None
    waiting: int
    refused: int
    conflicts: int
    to_mend: int
    skew_ms: int
    files_leaving: int = 0
    must_update: bool = False
    """The region takes what is sent here and gives nothing until the software is updated."""

    held: int = 0
    """Deletions in number that wait for an administrator of the region."""

    has_exchanged: bool = False
    """An exchange was made since the opening; the last one may be of the day before."""

    asked_at: dt.datetime | None = None

    @property
    def clock_words(self) -> str:
        """Return what to say of the post's clock, empty while it is about right."""
        return clock_words(self.skew_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one exchange did, for « Essayer maintenant »: it never says done if something stays."""

    sentence: str
    changes: Changes = NOTHING
    online: bool = True
    more: bool = False
    """Large files are half-way: the next exchange goes on with them at once."""

    revoked: bool = False
    """The region revoked this post and has all that it held: lock, then destroy its copy."""

    place: Place | None = None
    """Where the record stands here, when the region tells of what comes after."""

    again_in: float = 0.0
    """The region asked to come back after so many seconds."""


class Exchanges:
    """Talks to the region when it can; the record never waits for it."""

    def __init__(
        self,
        session: Session,
        files: Files,
        region: FileRegion | None,
        sign: Callable[[bytes], bytes],
        claims: tuple[PersonClaim, ...] = (),
    ) -> None:
        self._session = session
        self._files = files
        self.receiving = Receiving(session)
        self._transfers = Transfers(files, self.receiving)
        self._editions = Editions(session, files)
        self._region = region
        self._sign = sign
        self._claims = claims
        self._one_at_a_time = threading.Lock()
        self._offline_since: dt.datetime | None = session.now()
        self._last: dt.datetime | None = None
        self._skew_ms = 0
        self._must_update = False

    def run(self, pause: Callable[[], None] = lambda: None) -> Outcome:
        """Exchange with the region: small files, operations, then a slice of the large files."""
        outcome = self.run_operations(pause)
        if not outcome.online or outcome.revoked:
            return outcome
        moved = self.move_files()
        changes = outcome.changes | moved.changes
        if not moved.online:
            return replace(moved, changes=changes)
        if outcome.sentence == _FILES_LEFT and not self._files.moving(HERE):
            outcome = replace(outcome, sentence=_ALL_RECEIVED)
        return replace(outcome, changes=changes, more=moved.more)

    def run_operations(self, pause: Callable[[], None] = lambda: None) -> Outcome:
        """Exchange operations, and the small files that they name; files under way step aside at once."""
        if self._region is None:
            return Outcome(sentence="Ce poste n’est pas encore inscrit à la région.", online=False)
        with self._transfers.aside(), self._one_at_a_time:
            try:
                try:
                    report = self._exchange(self._region, pause)
                except RevokedError as revoked:
                    return self._leave(self._region, revoked)
            except BusyError as busy:  # the line is there: what waits leaves when the region has room
                return Outcome(sentence=busy.sentence, again_in=float(busy.seconds))
            except NoNetworkError as cut:
                self._offline_since = self._offline_since or self._session.now()
                return Outcome(sentence=cut.sentence, online=False)
            self._note_exchange()
            self._skew_ms = report.skew_ms
            self._must_update = report.must_update
            if not report.must_update:  # nothing came: the lease runs on
                self._session.lease.renew(report.skew_ms, report.lease_days)
            self._expect_files()
            self._editions.expect()
            self._offline_since = None
        more = bool(self.files_on_the_way())
        place = self._place() if "hint" in report.features else None
        return Outcome(sentence=self._said(report), changes=report.changes, more=more, place=place)

    def _note_exchange(self) -> None:
        """Remember when, also after a restart; written once a minute at most, as it is read."""
        before, self._last = self._last, self._session.now()
        if before is None or f"{before:%d%H%M}" != f"{self._last:%d%H%M}":
            write_setting(self._session.store.engine, LAST_EXCHANGE, self._last.isoformat())

    @cached_property
    def _last_kept(self) -> dt.datetime | None:
        kept = read_setting(self._session.store.engine, LAST_EXCHANGE)
        return dt.datetime.fromisoformat(kept) if kept else None

    def _place(self) -> Place | None:
        store = self._session.store
        with store.reading() as connection:
            row = connection.execute(sa.select(cursor).where(cursor.c.partition == store.post.cabinet)).first()
        return Place(row.epoch, row.seq) if row else None

    def listen(self, place: Place) -> bool:
        """Wait, some 25 seconds at most, for what comes after a place; tell whether there is something.

        It touches nothing on this post: the next exchange receives.

        Raises:
            OutsideError: the region does not answer.
        """
        if self._region is None:
            raise NoNetworkError
        told = self._region.hint(place.seq, place.epoch)
        return told.news or told.head > place.seq or told.epoch != place.epoch

    def move_files(self) -> Outcome:
        """Move files for one slice of time; the documents whose files came are in the changes."""
        if self._region is None:
            return Outcome(sentence="", online=False)
        with self._one_at_a_time:
            before = {one.sha256 for one in self._files.moving(AWAITED)}
            cut, more = None, False
            try:
                self._transfers.receive_small(self._region)
                more = self._transfers.go_on(self._region)
            except NoNetworkError as error:
                cut, self._offline_since = error, self._offline_since or self._session.now()
            self._editions.settle()
            came = self._documents_of(before - {one.sha256 for one in self._files.moving(AWAITED)})
        return Outcome(sentence=cut.sentence if cut else "", changes=came, more=more, online=cut is None)

    def _documents_of(self, blobs: set[str]) -> Changes:
        """Return the documents whose file or preview came."""
        if not blobs:
            return NOTHING
        with self._session.store.reading() as connection:
            rows = connection.execute(_DOCUMENTS_OF, {"blobs": json.dumps(sorted(blobs))}).scalars()
            return Changes(entities=frozenset(("document", row) for row in rows))

    def _exchange(self, region: FileRegion, pause: Callable[[], None]) -> Report:
        with contextlib.suppress(NoNetworkError):  # a file that cuts the line does not hold operations back
            self._transfers.send_small(region)
        filled = self._go_on_filling(region, pause)
        report = Exchange(self._session.store, region, self._sign, pause, claims=self._claims).run()
        self._claims = ()  # shown once a session: a region that does not take a card is not asked every minute
        self._note_epoch()
        return msgspec.structs.replace(report, changes=report.changes | filled)

    def _note_epoch(self) -> None:
        """Offer the files again to a region that was restored; noted last, so that a cut only does it twice."""
        store = self._session.store
        with store.reading() as connection:
            query = sa.select(cursor.c.epoch).where(cursor.c.partition == store.post.cabinet)
            epoch = connection.execute(query).scalar() or ""
        known = read_setting(store.engine, FILES_EPOCH)
        if epoch and epoch != known:
            if known:
                self._files.offer_again()
            write_setting(store.engine, FILES_EPOCH, epoch)

    def _go_on_filling(self, region: FileRegion, pause: Callable[[], None]) -> Changes:
        """Take up the filling of a new post where it stopped; people work meanwhile."""

        def breathe() -> None:
            pause()
            time.sleep(_BREATH_S)

        filling = Bootstrap(self._session.store, region, breathe, AT_WORK_ROWS)
        return filling.run() if filling.is_begun() else NOTHING

    def _leave(self, region: FileRegion, revoked: RevokedError) -> Outcome:
        """Send what is left of a revoked post; only a post that holds nothing more is to be destroyed."""
        self._session.lease.end()
        cut_everything(self._session)
        self._transfers.send_all(region)
        Exchange(self._session.store, region, self._sign).offer()
        gone = revoked.wipe and is_empty_handed(self._session, self._files)
        return Outcome(sentence=revoked.sentence, online=True, revoked=gone)

    def wind_up(self) -> None:
        """Let an exchange under way end soon: large files go on at the next start, where they stopped."""
        self._transfers.stop()

    def say_wiped(self) -> None:
        """Tell the region that the copy of this revoked post is destroyed; no answer is no trouble."""
        if self._region is not None:
            with contextlib.suppress(OutsideError):
                self._region.say_wiped()

    def _expect_files(self) -> None:
        """Note the files that documents name and this post never saw, in whatever exchange they came."""
        with self._session.store.reading() as connection:
            rows = connection.execute(_UNKNOWN_FILES).all()
        for row in rows:
            self._files.expect(row.blob, row.size, row.media or "")

    def _said(self, report: Report) -> str:
        if report.must_update:
            return UpdateRequiredError().sentence
        situation = self.situation()
        stays = situation.waiting + situation.refused
        received = report.pushed - report.refused
        if not report.pushed and not stays:
            return _FILES_LEFT if situation.files_leaving else _ALL_RECEIVED
        sentence = f"Échange fait\u00a0: {received} reçu{'s' if received > 1 else ''} par la région"
        if report.refused:
            sentence += f", {report.refused} à corriger"
        return f"{sentence}, {stays} reste{'nt' if stays > 1 else ''} (voir)." if stays else f"{sentence}."

    def situation(self) -> Situation:
        """Return what the status line says."""
        leaving, last = len(self._files.moving(HERE)), self._last or self._last_kept
        with self._session.store.reading() as connection:
            cabinet = self._session.store.post.cabinet
            refused = queries.find(connection, Dispatch, _DISPATCH.ix_state == "refusé")
            return Situation(
                online=self._offline_since is None and self._region is not None,
                offline_since=self._offline_since,
                last_exchange=last,
                has_exchanged=self._last is not None,
                asked_at=self._session.now(),
                waiting=outbox.count_unanswered(connection),
                refused=len(refused),
                conflicts=queries.count_conflicts(connection, cabinet),
                to_mend=queries.count_quarantine(connection, cabinet),
                held=queries.count_held(connection),
                must_update=self._must_update,
                skew_ms=self._skew_ms,
                files_leaving=leaving,
            )

    def files_on_the_way(self) -> list[Moving]:
        """Return the files that leave, and those that come by themselves or were asked for."""
        return self._files.moving(HERE) + self.receiving.due(self._files.moving(AWAITED))

    def items(self) -> list[Item]:
        """Return the sendings, refused first, then those that wait, then what arrived."""
        rank = {"refusé": 0, "enregistré": 1, "envoyé": 2, "reçu": 3, "annulé": 4}
        with self._session.store.reading() as connection:
            found = queries.find(connection, Dispatch, order=_DISPATCH.id.desc())
            documents = {one.document: queries.get(connection, Document, one.document) for one in found}
            patients = {one.patient: queries.get(connection, Patient, one.patient) for one in found}
            waiting = outbox.in_flight(connection, [one.id for one in found])
        items = [
            item_of(one, documents.get(one.document), patients.get(one.patient), is_here=one.id in waiting)
            for one in found
        ]
        return sorted(items, key=lambda item: rank[item.state])
