# SPDX-License-Identifier: EUPL-1.2
"""Watch readers and cards, and survive a restart of the PC/SC service.

Not pyscard's CardMonitor: it never stops, prints tracebacks, and dies for good the first time
the service goes (a pcscd restart, or Windows stopping SCardSvr when the last reader is unplugged).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

import smartcard.scard as winscard

_PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
_WAIT_MS = 60_000
_RETRY_SECONDS = 1.0
_STOP_SLICE_SECONDS = 0.05
_STOP_ATTEMPTS = 200
_MOVES_SHIFT = 16  # PC/SC counts insertions and removals in the high word of the state
_MOVES_OF_A_SWAP = 2


class EventKind(Enum):
    """What happened. A card whose reader or service goes is reported REMOVED first: a session must lock."""

    SERVICE_UP = auto()
    SERVICE_DOWN = auto()
    READER_ADDED = auto()
    READER_LOST = auto()
    INSERTED = auto()
    REMOVED = auto()


@dataclass(frozen=True)
class ReaderEvent:
    """One thing that happened, where; `atr` only for cards."""

    kind: EventKind
    reader: str = ""
    atr: bytes = b""


OnEvent = Callable[[ReaderEvent], None]


class Watch(Protocol):
    """A running watch."""

    def stop(self) -> None:
        """End it; no event comes after."""


class PresenceMonitor:
    """The watch on a thread of its own. Events come on that thread: hand them to the GUI thread."""

    def __init__(self, on_event: OnEvent, retry_seconds: float = _RETRY_SECONDS) -> None:
        self._on_event = on_event
        self._retry_seconds = retry_seconds
        self._stopping = threading.Event()
        self._context: int | None = None
        self._cards: dict[str, tuple[bytes, int]] = {}
        self._readers: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="card-monitor", daemon=True)

    def start(self) -> "PresenceMonitor":
        """Begin to watch."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the thread. SCardCancel only reaches a call already blocked, so it is said until it lands."""
        self._stopping.set()
        for _ in range(_STOP_ATTEMPTS):
            context = self._context
            if context is not None:
                winscard.SCardCancel(context)
            self._thread.join(_STOP_SLICE_SECONDS)
            if not self._thread.is_alive():
                return

    @property
    def is_running(self) -> bool:
        """Whether the thread lives."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            code, context = winscard.SCardEstablishContext(winscard.SCARD_SCOPE_USER)
            if code == winscard.SCARD_S_SUCCESS:
                self._emit(EventKind.SERVICE_UP)
                self._context = context
                self._watch(context)
                self._context = None
                winscard.SCardReleaseContext(context)
                self._lose_everything()
            self._stopping.wait(self._retry_seconds)

    def _lose_everything(self) -> None:
        for reader in sorted(self._readers):
            self._lose_reader(reader)
        self._emit(EventKind.SERVICE_DOWN)

    def _watch(self, context: int) -> None:
        """Loop until the service goes or `stop` is asked."""
        states: dict[str, int] = {}
        while not self._stopping.is_set():
            names = _reader_names(context)
            if names is None:
                return
            self._note_readers(names)
            states = {name: states.get(name, winscard.SCARD_STATE_UNAWARE) for name in (*names, _PLUG_AND_PLAY)}
            code, news = winscard.SCardGetStatusChange(context, _WAIT_MS, list(states.items()))
            if code in (winscard.SCARD_E_TIMEOUT, winscard.SCARD_E_UNKNOWN_READER):
                continue
            if code != winscard.SCARD_S_SUCCESS:
                return
            for name, state, atr in news:
                states[name] = state & ~winscard.SCARD_STATE_CHANGED
                if name != _PLUG_AND_PLAY:
                    self._note_card(name, state, bytes(atr))

    def _note_readers(self, names: set[str]) -> None:
        for lost in sorted(self._readers - names):
            self._lose_reader(lost)
        for added in sorted(names - self._readers):
            self._readers.add(added)
            self._emit(EventKind.READER_ADDED, added)

    def _lose_reader(self, reader: str) -> None:
        if reader in self._cards:
            self._emit(EventKind.REMOVED, reader, self._cards.pop(reader)[0])
        self._readers.discard(reader)
        self._emit(EventKind.READER_LOST, reader)

    def _note_card(self, reader: str, state: int, atr: bytes) -> None:
        here = bool(state & winscard.SCARD_STATE_PRESENT) and not state & winscard.SCARD_STATE_MUTE
        moves = state >> _MOVES_SHIFT
        known = self._cards.get(reader)
        if known is not None and (not here or _swapped(known, atr, moves)):
            self._emit(EventKind.REMOVED, reader, self._cards.pop(reader)[0])
        if here:
            if reader not in self._cards:
                self._emit(EventKind.INSERTED, reader, atr)
            self._cards[reader] = (atr, moves)

    def _emit(self, kind: EventKind, reader: str = "", atr: bytes = b"") -> None:
        if not self._stopping.is_set():
            self._on_event(ReaderEvent(kind, reader, atr))


def _swapped(known: tuple[bytes, int], atr: bytes, moves: int) -> bool:
    """Tell an exchange faster than our loop: all CPS3 share one ATR, so the count of moves tells it."""
    return known[0] != atr or (moves - known[1]) & 0xFFFF >= _MOVES_OF_A_SWAP


def _reader_names(context: int) -> set[str] | None:
    """List readers; None when the service is gone."""
    code, names = winscard.SCardListReaders(context, [])
    if code == winscard.SCARD_E_NO_READERS_AVAILABLE:
        return set()
    if code != winscard.SCARD_S_SUCCESS:
        return None
    return {str(name) for name in names}
