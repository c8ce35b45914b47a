# SPDX-License-Identifier: EUPL-1.2
"""What waits for the region, what it answered, and one honest line about the network."""

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import msgspec
import sqlalchemy as sa

from lgc_app.services.files import AWAITED, HERE, IN_REGION, Files
from lgc_app.services.leaving import cut_everything, is_empty_handed
from lgc_app.services.session import Session
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.dispatch import Dispatch
from lgc_core.model.document import Document
from lgc_core.model.patient import Patient
from lgc_core.store import outbox, queries
from lgc_core.store.changes import NOTHING, Changes
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.sync.bootstrap import AT_WORK_ROWS, Bootstrap, SnapshotRegion
from lgc_core.sync.errors import NoNetworkError, RevokedError, SyncRefusedError
from lgc_core.sync.exchange import Exchange, Report
from lgc_core.sync.protocol import SyncProtocol

_DISPATCH: Final = ENTITY_TABLES[Dispatch].c
_BREATH_S: Final = 0.01
"""Between two local transactions of a filling, so that a save of whoever works waits for one of them at most."""

_UNKNOWN_FILES: Final = sa.text(
    "SELECT DISTINCT file.value ->> 'blob' AS blob, file.value ->> 'size' AS size, file.value ->> 'media' AS media"
    " FROM document, json_each(document.files) AS file"
    " LEFT JOIN attachment ON attachment.sha256 = file.value ->> 'blob'"
    " WHERE document.files IS NOT NULL AND attachment.sha256 IS NULL"
)
"""Files of documents that this post never heard of; the record itself says what is awaited."""

ItemState = Literal["enregistré", "envoyé", "reçu", "refusé", "annulé"]


class FileRegion(SyncProtocol, SnapshotRegion, Protocol):
    """The region, its log, its snapshots and its files."""

    def send_file(self, content: bytes) -> None:
        """Send a file under its hash."""
        ...

    def receive_file(self, sha256: str) -> bytes | None:
        """Return a file, None when the region does not have it yet."""
        ...

    def say_wiped(self) -> None:
        """Tell that this revoked post destroyed its copy."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of « Échanges »."""

    id: str
    title: str
    patient: str
    to: str
    state: ItemState
    since: str
    what_happens: str


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

    @property
    def network_words(self) -> str:
        """Return the words of the network pill."""
        if self.online:
            return "En ligne"
        return f"Hors ligne depuis {self.offline_since:%H:%M}" if self.offline_since else "Hors ligne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one exchange did, for « Essayer maintenant »: it never says done if something stays."""

    sentence: str
    changes: Changes = NOTHING
    online: bool = True
    revoked: bool = False
    """The region revoked this post and has all that it held: lock, then destroy its copy."""


class Exchanges:
    """Talks to the region when it can; the record never waits for it."""

    def __init__(
        self, session: Session, files: Files, region: FileRegion | None, sign: Callable[[bytes], bytes]
    ) -> None:
        self._session = session
        self._files = files
        self._region = region
        self._sign = sign
        self._one_at_a_time = threading.Lock()
        self._offline_since: dt.datetime | None = session.now()
        self._last: dt.datetime | None = None
        self._skew_ms = 0
        self._looked_at_all = False

    def run(self, pause: Callable[[], None] = lambda: None) -> Outcome:
        """Exchange with the region: files that documents name, then operations, then files still awaited."""
        if self._region is None:
            return Outcome(sentence="Ce poste n’est pas encore inscrit à la région.", online=False)
        with self._one_at_a_time:
            try:
                try:
                    report = self._exchange(self._region, pause)
                except RevokedError as revoked:
                    return self._leave(self._region, revoked)
            except NoNetworkError as cut:
                self._offline_since = self._offline_since or self._session.now()
                return Outcome(sentence=cut.sentence, online=False)
        self._offline_since, self._last = None, self._session.now()
        self._skew_ms = report.skew_ms
        self._session.lease.renew(report.skew_ms, report.lease_days)
        return Outcome(sentence=self._said(report), changes=report.changes)

    def _exchange(self, region: FileRegion, pause: Callable[[], None]) -> Report:
        self._send_files(region)
        filled = self._go_on_filling(region, pause)
        report = Exchange(self._session.store, region, self._sign, pause).run()
        self._expect_files()
        self._receive_files(region)
        return msgspec.structs.replace(report, changes=report.changes | filled)

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
        self._send_files(region)
        Exchange(self._session.store, region, self._sign).offer()
        gone = revoked.wipe and is_empty_handed(self._session, self._files)
        return Outcome(sentence=revoked.sentence, online=True, revoked=gone)

    def say_wiped(self) -> None:
        """Tell the region that the copy of this revoked post is destroyed; no answer is no trouble."""
        if self._region is not None:
            with contextlib.suppress(OutsideError):
                self._region.say_wiped()

    def _send_files(self, region: FileRegion) -> None:
        """Send files before the operations that name them; one that cannot leave never holds the others back."""
        for sha256 in self._files.in_state(HERE):
            try:
                region.send_file(self._files.bytes_to_send(sha256))
            except (UserError, SyncRefusedError):
                continue  # damaged here or refused there: it stays in its state and is tried again
            self._files.mark(sha256, IN_REGION)

    def _receive_files(self, region: FileRegion) -> None:
        for sha256 in self._files.in_state(AWAITED):
            try:
                content = region.receive_file(sha256)
            except SyncRefusedError:
                continue
            if content is not None:
                self._files.keep(content, "application/octet-stream", state=IN_REGION)

    def _expect_files(self) -> None:
        """Note the files that documents name and this post never saw, in whatever exchange they came."""
        with self._session.store.reading() as connection:
            rows = connection.execute(_UNKNOWN_FILES).all()
        for row in rows:
            self._files.expect(row.blob, row.size, row.media or "")

    def _said(self, report: Report) -> str:
        situation = self.situation()
        stays = situation.waiting + situation.refused
        received = report.pushed - report.refused
        if not report.pushed and not stays:
            return "Échange fait\u00a0: la région a déjà tout reçu."
        sentence = f"Échange fait\u00a0: {received} reçu{'s' if received > 1 else ''} par la région"
        if report.refused:
            sentence += f", {report.refused} à corriger"
        return f"{sentence}, {stays} reste{'nt' if stays > 1 else ''} (voir)." if stays else f"{sentence}."

    def situation(self) -> Situation:
        """Return what the status line says."""
        with self._session.store.reading() as connection:
            cabinet = self._session.store.post.cabinet
            refused = queries.find(connection, Dispatch, _DISPATCH.ix_state == "refusé")
            return Situation(
                online=self._offline_since is None and self._region is not None,
                offline_since=self._offline_since,
                last_exchange=self._last,
                waiting=outbox.count_unanswered(connection),
                refused=len(refused),
                conflicts=queries.count_conflicts(connection, cabinet),
                to_mend=queries.count_quarantine(connection, cabinet),
                skew_ms=self._skew_ms,
            )

    def items(self) -> list[Item]:
        """Return the sendings, refused first, then those that wait, then what arrived."""
        rank = {"refusé": 0, "enregistré": 1, "envoyé": 2, "reçu": 3, "annulé": 4}
        with self._session.store.reading() as connection:
            found = queries.find(connection, Dispatch, order=_DISPATCH.id.desc())
            documents = {one.document: queries.get(connection, Document, one.document) for one in found}
            patients = {one.patient: queries.get(connection, Patient, one.patient) for one in found}
            waiting = outbox.in_flight(connection, [one.id for one in found])
        items = [
            _item(one, documents.get(one.document), patients.get(one.patient), is_here=one.id in waiting)
            for one in found
        ]
        return sorted(items, key=lambda item: rank[item.state])


def _item(dispatch: Dispatch, document: Document | None, patient: Patient | None, *, is_here: bool) -> Item:
    state: ItemState = dispatch.state
    if state == "enregistré" and not is_here:
        state = "envoyé"
    happens = {
        "enregistré": "Partira seul.",
        "envoyé": "Accusé de réception attendu.",
        "reçu": _receipt_words(dispatch),
        "refusé": dispatch.error.phrase if dispatch.error else "",
        "annulé": "",
    }[state]
    at = dispatch.created.at if dispatch.created else ""
    return Item(
        id=dispatch.id,
        title=document.title if document else "Document",
        patient=patient.shown if patient else "",
        to=dispatch.to or dispatch.channel,
        state=state,
        since=at[11:16],
        what_happens=happens,
    )


def _receipt_words(dispatch: Dispatch) -> str:
    """Say who received and when; the sandbox is named as one."""
    who = f"{dispatch.to} (bac à sable)" if "bac à sable" in dispatch.receipt else dispatch.to
    day, _, hour = dispatch.received_at.partition("T")
    return f"{who}, le {'/'.join(reversed(day.split('-')))} à {hour[:5]}." if hour else f"{who}."
