# SPDX-License-Identifier: EUPL-1.2
"""Readers and cards, told on the GUI thread whatever the thread that saw them."""

from PySide6.QtCore import QObject, Signal

from cps_card.monitor import EventKind, ReaderEvent, Watch
from cps_card.readers import CardReaders


class CardWatch(QObject):
    """`inserted(reader)`, `removed(reader)`, `reader_lost(reader)`; `readers_changed` when one comes or goes.

    A card of a reader that leaves is told `removed` first: whoever works must be locked before anything else.
    """

    inserted = Signal(str)
    removed = Signal(str)
    reader_lost = Signal(str)
    readers_changed = Signal()
    _seen = Signal(object)

    def __init__(self, readers: CardReaders) -> None:
        super().__init__()
        self._readers = readers
        self.names: set[str] = set()
        self.with_card: list[str] = []
        self._watch: Watch | None = None
        self._seen.connect(self._on_event)

    def start(self) -> None:
        """Begin, with how things stand; called once the listeners are connected."""
        self._watch = self._readers.watch(self._seen.emit)

    @property
    def reader(self) -> str:
        """Name the reader whose card came last, "" without any."""
        return self.with_card[-1] if self.with_card else ""

    def stop(self) -> None:
        """End the watch."""
        if self._watch is not None:
            self._watch.stop()

    def _on_event(self, event: ReaderEvent) -> None:
        match event.kind:
            case EventKind.INSERTED:
                self.names.add(event.reader)
                self.with_card = [*(name for name in self.with_card if name != event.reader), event.reader]
                self.inserted.emit(event.reader)
            case EventKind.REMOVED:
                self.with_card = [name for name in self.with_card if name != event.reader]
                self.removed.emit(event.reader)
            case EventKind.READER_ADDED:
                self.names.add(event.reader)
                self.readers_changed.emit()
            case EventKind.READER_LOST:
                self.names.discard(event.reader)
                self.reader_lost.emit(event.reader)
                self.readers_changed.emit()
            case EventKind.SERVICE_DOWN:
                self.names.clear()
                self.readers_changed.emit()
            case EventKind.SERVICE_UP:
                self.readers_changed.emit()
