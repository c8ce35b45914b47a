# SPDX-License-Identifier: EUPL-1.2
"""Plug a simulated card into the virtual reader of a real pcscd (vsmartcard-vpcd).

Protocol: each message is a 2-byte big-endian length and a body. A body of one byte is a control (0 off, 1 on,
2 reset, 4 tell the ATR), anything else an APDU. To connect is to insert the card, to close is to pull it.
"""

import contextlib
import socket
import threading

from cps_simulator.card import SimulatedCard

_ATR = 4
_CONNECT_SECONDS = 5.0
_JOIN_SECONDS = 2.0
_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)  # Linux only


class VirtualReaderPlug:
    """One card at the end of one connection, served by a thread of its own."""

    def __init__(self, card: SimulatedCard, port: int, host: str = "127.0.0.1") -> None:
        self._card = card
        self._address = (host, port)
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def insert(self) -> "VirtualReaderPlug":
        """Connect: the reader sees the card within about 400 ms (vpcd is polled)."""
        self._card.reset()
        wire = socket.create_connection(self._address, timeout=_CONNECT_SECONDS)
        wire.settimeout(None)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = wire
        self._thread = threading.Thread(target=self._serve, args=(wire,), name="virtual-card", daemon=True)
        self._thread.start()
        return self

    def remove(self) -> None:
        """Pull the card. Safe to call twice."""
        wire, self._socket = self._socket, None
        if wire is None:
            return
        with contextlib.suppress(OSError):  # the reader may have left first
            wire.shutdown(socket.SHUT_RDWR)
        wire.close()
        if self._thread is not None:
            self._thread.join(_JOIN_SECONDS)
        self._card.reset()

    def _serve(self, wire: socket.socket) -> None:
        try:
            while True:
                size = int.from_bytes(_receive(wire, 2), "big")
                self._answer(wire, _receive(wire, size))
        except OSError:
            return  # the connection ended: the card is out

    def _answer(self, wire: socket.socket, message: bytes) -> None:
        if message == bytes([_ATR]):
            _send(wire, self._card.atr)
        elif len(message) == 1:  # off, on, reset: no answer is expected
            self._card.reset()
        else:
            _send(wire, self._card.process(message))


def _receive(wire: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        part = wire.recv(size - len(received))
        if _QUICK_ACK is not None:
            # vpcd writes length and body apart: Nagle and the delayed ACK cost 40 ms a command, and the
            # kernel forgets this option by itself, so it is set again each time
            wire.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)
        if not part:
            raise ConnectionError("the reader closed the connection")
        received += part
    return bytes(received)


def _send(wire: socket.socket, body: bytes) -> None:
    wire.sendall(len(body).to_bytes(2, "big") + body)
