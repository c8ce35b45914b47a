# SPDX-License-Identifier: EUPL-1.2
"""A 200 MB scan over a line that drops every 5 seconds, there and back (`-m tests.soak.large_file`)."""

import argparse
import hashlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.files import IN_REGION
from lgc_app.services.session import Session
from lgc_app.sync.device_key import client_context
from lgc_app.sync.region import Region
from lgc_app.sync.transport import Transport
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.keys import DatabaseKey
from tests.support.cabinet import a_practice, a_staff
from tests.support.igc import LUCIE
from tests.support.lossy_line import LossyLine, lossy_line
from tests.support.mtls import EnrolledPost, a_post, enrol
from tests.support.record import make_store
from tests.support.server import RunningServer, running_server

MIB = 1024 * 1024
DROP_S = 5.0
RATE = 2 * MIB
"""A line of 16 Mbit/s."""

MOST_SENT = 1.25
MOST_MEMORY_MIB = 64
"""What moving a file may add to the memory of either end, whatever its size."""

Figures = dict[str, float]


def measured(mib: int, rate: int = RATE, every_seconds: float = DROP_S) -> Figures:
    """Send a file from one post and receive it on another over a bad line; return what it cost."""
    with tempfile.TemporaryDirectory(prefix="scan") as name:
        folder = Path(name)
        with running_server(folder / "region") as server:
            here = enrol(server, folder / "here")
            there = enrol(server, folder / "there", a_post(here.practice, "Tablette"), LUCIE)
            with lossy_line(server.practice_port, every_seconds=every_seconds, rate=rate) as line:
                return _there_and_back(server, line, here, there, folder, mib)


def played(item: int) -> tuple[dict[str, int], list[str]]:
    """Move one scan of a size that depends on the item, on a line faster than the one of the long run."""
    figures = measured(8 + item % 24, rate=8 * MIB, every_seconds=0.6)
    counts = {"files": 1, "drops": round(figures["drops"])}
    return counts, [] if figures["whole"] else ["the file did not arrive whole"]


def _there_and_back(
    server: RunningServer, line: LossyLine, here: EnrolledPost, there: EnrolledPost, folder: Path, mib: int
) -> Figures:
    scan = folder / "scan.pdf"
    sha256, size = _write(scan, mib)
    sender = _cabinet(here, folder / "a", _region(server, line, here))
    receiver = _cabinet(there, folder / "b", _region(server, line, there))
    ours, theirs = os.getpid(), server.process.pid
    before, server_before = _forget_peak(ours), _forget_peak(theirs)
    sender.files.keep_file(scan, "application/pdf")
    receiver.files.expect(sha256, size, "application/pdf")
    sent = _moved(sender, line, sha256)
    received = _moved(receiver, line, sha256)
    return {
        "mib": mib,
        "up_seconds": round(sent[0], 1),
        "up_bytes_per_byte": round(sent[1] / size, 3),
        "down_seconds": round(received[0], 1),
        "down_bytes_per_byte": round(received[1] / size, 3),
        "drops": line.drops,
        "post_peak_added_mib": round(_peak_mib(ours) - before, 1),
        "server_peak_added_mib": round(_peak_mib(theirs) - server_before, 1),
        "whole": float(_hash_of(receiver, sha256, size) == sha256),
    }


def _moved(cabinet: Cabinet, line: LossyLine, sha256: str) -> tuple[float, int]:
    """Go on, slice after slice as exchanges do, until the file moved; return seconds and bytes on the line."""
    begun, carried = time.monotonic(), line.carried
    while (moving := cabinet.files.moving_of(sha256)) and moving.state != IN_REGION:
        cabinet.exchanges.move_files()
    return time.monotonic() - begun, line.carried - carried


def _cabinet(post: EnrolledPost, folder: Path, region: Region) -> Cabinet:
    session = Session(make_store(post.post.device, post.practice), a_practice(), a_staff())
    safe = AttachmentStore(folder, DatabaseKey.generate())
    return make_cabinet(session, safe, region, post.key.sign)


def _region(server: RunningServer, line: LossyLine, post: EnrolledPost) -> Region:
    context = client_context(server.authority_pem, post.certificate_file, post.key_file, post.key.password)
    return Region(Transport(line.url, context))


def _write(path: Path, mib: int) -> tuple[str, int]:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for _ in range(mib):
            block = os.urandom(MIB)
            digest.update(block)
            file.write(block)
    return digest.hexdigest(), mib * MIB


def _hash_of(cabinet: Cabinet, sha256: str, size: int) -> str:
    digest = hashlib.sha256()
    for piece in cabinet.files.stream(sha256):
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest() if not size else ""


def _forget_peak(pid: int) -> float:
    """Begin to watch the memory of a process from what it holds now (Linux: proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
    return _peak_mib(pid)


def _peak_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> int:
    """Print the figures; 1 when the scan is not whole or a bound is passed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mib", type=int, default=200)
    parser.add_argument("--rate-mib", type=float, default=RATE / MIB)
    asked = parser.parse_args()
    figures = measured(asked.mib, round(asked.rate_mib * MIB))
    sys.stdout.write(json.dumps(figures) + "\n")
    kept = max(figures["post_peak_added_mib"], figures["server_peak_added_mib"]) <= MOST_MEMORY_MIB
    cheap = max(figures["up_bytes_per_byte"], figures["down_bytes_per_byte"]) <= MOST_SENT
    return 0 if figures["whole"] and kept and cheap else 1


if __name__ == "__main__":
    sys.exit(main())
