# SPDX-License-Identifier: EUPL-1.2
"""A bad line between a post and the region: a TCP relay that is slow, drops, cuts short, or says bytes twice."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from typing import Literal

Fault = Literal["drop", "truncate", "double"]
_BLOCK = 16 * 1024
_RESET = struct.pack("ii", 1, 0)


class LossyLine:
    """Relays connections to `port`; each one lives for so many bytes or seconds, then the fault happens.

    `rate` is in bytes a second, each way, 0 for no limit. `carried` counts the bytes taken from either end.
    """

    def __init__(
        self,
        port: int,
        *,
        every_bytes: int = 0,
        every_seconds: float = 0.0,
        rate: int = 0,
        fault: Fault = "drop",
    ) -> None:
        self._target = ("127.0.0.1", port)
        self._every_bytes, self._every_seconds = every_bytes, every_seconds
        self._rate, self._fault = rate, fault
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self.drops = self.carried = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Give the address to speak to."""
        return f"https://127.0.0.1:{self._listening.getsockname()[1]}"

    def close(self) -> None:
        """Take the line away."""
        self._listening.close()
        for one in self._open:
            _shut(one)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._target)
                self._open += [near, far]
                life = _Life(near, far, self._every_bytes, self._every_seconds)
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._relay, args=(source, sink, life), daemon=True).start()

    def _relay(self, source: socket.socket, sink: socket.socket, life: "_Life") -> None:
        with contextlib.suppress(OSError):
            while block := source.recv(_BLOCK):
                with self._lock:
                    self.carried += len(block)
                if life.is_over(len(block)):
                    self._fail(sink, block, life)
                    return
                sink.sendall(block)
                if self._rate:
                    time.sleep(len(block) / self._rate)
        _shut(sink)

    def _fail(self, sink: socket.socket, block: bytes, life: "_Life") -> None:
        with self._lock:
            self.drops += 1
        with contextlib.suppress(OSError):
            if self._fault == "truncate":
                sink.sendall(block[: len(block) // 2])
            elif self._fault == "double":
                sink.sendall(block + block)
                time.sleep(0.05)
        life.end(reset=self._fault == "drop")


class _Life:
    """How long a connection has to live."""

    def __init__(self, near: socket.socket, far: socket.socket, most: int, seconds: float) -> None:
        self._ends, self._left, self._most = (near, far), most, most
        self._until = time.monotonic() + seconds if seconds else float("inf")
        self._lock = threading.Lock()

    def is_over(self, length: int) -> bool:
        with self._lock:
            self._left -= length
            return (self._most > 0 and self._left <= 0) or time.monotonic() > self._until

    def end(self, *, reset: bool) -> None:
        for one in self._ends:
            if reset:
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            _shut(one)


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextlib.contextmanager
def lossy_line(port: int, **how: object) -> Iterator[LossyLine]:
    """Put a line up and take it away."""
    line = LossyLine(port, **how)  # type: ignore[arg-type]  # the keywords of LossyLine
    try:
        yield line
    finally:
        line.close()
