# SPDX-License-Identifier: EUPL-1.2
"""The single way off the GUI thread: one thread for the vault, a pool for network, cards and files."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
ShowError = Callable[[BaseException], None]

# network and card readers wait most of the time; four of them never hold each other up
_IO_THREADS = 4


class Tasks(QObject):
    """Runs a call on a worker thread; its result, or its error, comes back on the GUI thread.

    `changed` carries what a write changed (the service's Changes): a view refreshes only if it is concerned.
    `keeping` asks every form to put on the disk what is typed: the post locks, a file closes, another one comes.
    `done` is dropped when its view is gone: the bound method's object, or `owner` for a plain function.
    """

    changed = Signal(object)
    keeping = Signal()
    _returned = Signal(object)

    def __init__(self, show_error: ShowError) -> None:
        super().__init__()
        self._show_error = show_error
        self._closed = False
        self._waiting = 0
        self._returned.connect(self._on_gui_thread, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _vault(self) -> "ThreadPoolExecutor":
        return _pool(1, "vault")  # one thread: writes keep their order

    @cached_property
    def _io(self) -> "ThreadPoolExecutor":
        return _pool(_IO_THREADS, "io")

    @property
    def waiting(self) -> int:
        """Count the calls that have not come back yet."""
        return self._waiting

    def read(
        self,
        call: Callable[[], T],
        done: Callable[[T], None],
        *,
        owner: QObject | None = None,
        failed: ShowError | None = None,
    ) -> None:
        """Ask the vault; `failed` takes an error in place instead of the one error display."""
        self._submit(self._vault, call, done, _alive(done, owner), failed)

    def write(
        self,
        call: Callable[[], T],
        done: Callable[[T], None] | None = None,
        *,
        owner: QObject | None = None,
        failed: ShowError | None = None,
    ) -> None:
        """Write through a service; every view hears of it by `changed`, also when the asking view is gone."""
        alive = _alive(done or failed or self.changed.emit, owner)

        def then(changes: T) -> None:
            self.changed.emit(changes)
            if done and alive():
                done(changes)

        def sorry(error: BaseException) -> None:
            (failed if failed and alive() else self._show_error)(error)

        self._submit(self._vault, call, then, lambda: True, sorry)

    def fetch(
        self,
        call: Callable[[], T],
        done: Callable[[T], None],
        *,
        owner: QObject | None = None,
        failed: ShowError | None = None,
    ) -> None:
        """Ask a card, the network or the disk, without holding up the vault."""
        self._submit(self._io, call, done, _alive(done, owner), failed)

    def close(self) -> None:
        """Finish every write asked for, drop the network calls that have not begun, deliver nothing more."""
        self._closed = True
        self._io.shutdown(wait=False, cancel_futures=True)
        self._vault.shutdown(wait=True)
        self._io.shutdown(wait=True)

    def _submit(
        self,
        pool: "ThreadPoolExecutor",
        call: Callable[[], T],
        done: Callable[[T], None],
        alive: Callable[[], bool],
        failed: ShowError | None,
    ) -> None:
        if self._closed:
            return
        self._waiting += 1
        finish = partial(self._finish, done=done, alive=alive, failed=failed or self._show_error)
        pool.submit(call).add_done_callback(lambda future: self._post(partial(finish, future)))

    def _post(self, finish: Callable[[], None]) -> None:
        if not self._closed:
            self._returned.emit(finish)

    def _finish(
        self, future: "Future[T]", *, done: Callable[[T], None], alive: Callable[[], bool], failed: ShowError
    ) -> None:
        self._waiting -= 1
        error = future.exception()
        if error is not None:
            (failed if alive() else self._show_error)(error)
        elif alive():
            done(future.result())

    @Slot(object)
    def _on_gui_thread(self, finish: Callable[[], None]) -> None:
        if not self._closed:
            finish()


def _pool(threads: int, name: str) -> "ThreadPoolExecutor":
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- the lock screen shows before any call

    return ThreadPoolExecutor(threads, name)


def _alive(done: Callable[..., None], owner: QObject | None) -> Callable[[], bool]:
    receiver = owner or getattr(done, "__self__", None)
    if not isinstance(receiver, QObject):
        return lambda: True
    return lambda: shiboken6.isValid(receiver)
