# SPDX-License-Identifier: EUPL-1.2
"""The region over HTTPS: SyncProtocol with zstd bodies, and files by their hash."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any, Final, TypeVar

import msgspec
import requests
import zstandard

from lgc_app.sync.transport import Transport
from lgc_core.pieces.cut import Held
from lgc_core.sync.errors import (
    BusyError,
    EpochChangedError,
    ForeignPartitionError,
    NoNetworkError,
    RevokedError,
    SyncRefusedError,
    UpdateRequiredError,
)
from lgc_core.sync.protocol import (
    MAX_PLAIN_BYTES,
    HandshakeRequest,
    HandshakeResponse,
    Hint,
    PullRequest,
    PullResponse,
    PushRequest,
    PushResponse,
)
from lgc_core.sync.snapshot import SnapshotHead

T = TypeVar("T")
_HEADERS: Final = {"content-type": "application/json", "content-encoding": "zstd", "accept-encoding": "zstd"}
_ACCEPTING: Final = {"accept-encoding": "zstd"}
_RANGE_OF: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+)\Z")
_WHOLE_BYTES: Final = 24 * 1024 * 1024
"""What is received in one answer at most; larger files come by pieces."""

_SECONDS: Final = re.compile(r"[0-9]{1,6}\Z")
_BUSY: Final = frozenset({429, 502, 503, 504})


class Region:
    """A client of the practices' port."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._compressor = zstandard.ZstdCompressor(level=3)

    def handshake(self, request: HandshakeRequest) -> HandshakeResponse:
        """Agree on versions and measure the clock."""
        return self._call("handshake", request, HandshakeResponse)

    def push(self, request: PushRequest) -> PushResponse:
        """Offer operations."""
        return self._call("push", request, PushResponse)

    def pull(self, request: PullRequest) -> PullResponse:
        """Receive what is new."""
        return self._call("pull", request, PullResponse)

    def hint(self, after: int, epoch: str) -> Hint:
        """Wait until the practice's record goes past a place, some 25 seconds at most.

        Raises:
            NoNetworkError, SyncRefusedError: nothing is heard; the next exchange tells all the same.
        """
        path = f"/sync/v1/hint?after={after}&epoch={epoch}"
        response = _checked(self._transport.send("GET", path, headers=_ACCEPTING))
        try:
            return msgspec.json.decode(_plain(response), type=Hint)
        except msgspec.MsgspecError as error:
            raise NoNetworkError from error

    def snapshot(self) -> SnapshotHead:
        """Ask for a snapshot of the practice; one without id is being built."""
        response = _checked(self._transport.send("POST", "/sync/v1/snapshot", headers=_ACCEPTING))
        try:
            return msgspec.json.decode(_plain(response), type=SnapshotHead)
        except msgspec.MsgspecError as error:
            raise NoNetworkError from error

    def snapshot_chunk(self, identifier: str, number: int) -> bytes | None:
        """Return a chunk of a snapshot, None when the region has it no more."""
        response = self._transport.send("GET", f"/sync/v1/snapshot/{identifier}/{number}")
        if response.status_code == requests.codes.not_found:
            return None
        return _checked(response).content

    def say_wiped(self) -> None:
        """Tell the region that this revoked post destroyed its copy.

        Raises:
            NoNetworkError, SyncRefusedError: it will show as revoked, not as wiped.
        """
        _checked(self._transport.send("POST", "/sync/v1/wiped"))

    def send_file(self, content: bytes) -> None:
        """Send a file under its hash; sending again is harmless."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self._transport.send("HEAD", f"/sync/v1/blobs/{sha256}").status_code != requests.codes.ok:
            _checked(self._transport.send("PUT", f"/sync/v1/blobs/{sha256}", content))

    def receive_file(self, sha256: str) -> bytes | None:
        """Return a file, None when the region has not received it yet.

        Raises:
            NoNetworkError: the bytes are not those of the hash (cut on the way): tried again later.
        """
        wanted = {"range": f"bytes=0-{_WHOLE_BYTES - 1}"}
        response = self._transport.send("GET", f"/sync/v1/blobs/{sha256}", headers=wanted)
        if response.status_code == requests.codes.not_found:
            return None
        content = _checked(response).content
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NoNetworkError
        return content

    def look(self, sha256: str, size: int) -> Held:
        """Ask which pieces of a file the region has of this post; all of them once the file is available."""
        response = self._transport.send("HEAD", f"/sync/v1/blobs/{sha256}", headers={"upload-length": str(size)})
        if response.status_code == requests.codes.not_found:
            return Held(size)
        if _checked(response).status_code == requests.codes.ok:
            return Held.whole(size)
        return _held(response, size)

    def send_pieces(self, sha256: str, size: int, first: int, pieces: Sequence[bytes]) -> Held:
        """Send pieces in a row, each with its hash; return what the region holds then.

        Raises:
            NoNetworkError: some may have arrived: look. SyncRefusedError: a piece, the whole or the room.
        """
        hashes = ",".join(hashlib.sha256(piece).hexdigest() for piece in pieces)
        headers = {"upload-length": str(size), "piece-sha256": hashes}
        path = f"/sync/v1/blobs/{sha256}/chunks/{first}"
        return _held(_checked(self._transport.send("PUT", path, b"".join(pieces), headers)), size)

    def receive_range(self, sha256: str, size: int, start: int, length: int) -> bytes | None:
        """Return some bytes of a file, None when the region has not received it yet.

        Raises:
            NoNetworkError: cut on the way. SyncRefusedError: the region's file has not this size.
        """
        headers = {"range": f"bytes={start}-{start + length - 1}"}
        response = self._transport.send("GET", f"/sync/v1/blobs/{sha256}", headers=headers)
        if response.status_code == requests.codes.not_found:
            return None
        told = _RANGE_OF.match(_checked(response).headers.get("content-range", ""))
        if told is None or int(told[3]) != size:
            raise SyncRefusedError("Ce fichier n’a pas la taille annoncée. Il n’est pas repris.")
        if len(response.content) != length or int(told[1]) != start:
            raise NoNetworkError
        return response.content

    def _call(self, verb: str, request: msgspec.Struct, expected: type[T]) -> T:
        body = self._compressor.compress(msgspec.json.encode(request))
        response = _checked(self._transport.send("POST", f"/sync/v1/{verb}", body, _HEADERS))
        try:
            return msgspec.json.decode(_plain(response), type=expected)
        except msgspec.MsgspecError as error:
            raise NoNetworkError from error


def _held(response: requests.Response, size: int) -> Held:
    try:
        return Held.from_hex(size, response.headers.get("pieces-held", ""))
    except ValueError as error:
        raise NoNetworkError from error


def _plain(response: requests.Response) -> bytes:
    """Return the body; urllib3 already undoes zstd where it can, bounded here where it did not."""
    content = response.content
    if content[:4] != zstandard.FRAME_HEADER:
        return content
    with zstandard.ZstdDecompressor().stream_reader(content) as reader:
        return reader.read(4 * MAX_PLAIN_BYTES)


def _checked(response: requests.Response) -> requests.Response:
    if response.ok:
        return response
    if response.status_code in _BUSY:
        wait = response.headers.get("retry-after", "")
        raise BusyError(int(wait)) if _SECONDS.match(wait) else NoNetworkError()
    raise _refusal(response)


def _refusal(response: requests.Response) -> SyncRefusedError:
    try:
        told = msgspec.json.decode(response.content, type=dict[str, Any])
    except msgspec.MsgspecError:
        told = {}
    code = told.get("code", "")
    if code == EpochChangedError.code:
        return EpochChangedError(str(told.get("epoch", "")))
    if code == ForeignPartitionError.code:
        return ForeignPartitionError()
    if code == UpdateRequiredError.code:
        return UpdateRequiredError()
    if code == RevokedError.code:
        return RevokedError(wipe=told.get("wipe") is True)
    return SyncRefusedError(str(told.get("phrase") or "Le serveur régional a refusé l’échange. Rien n’est perdu."))
