# SPDX-License-Identifier: EUPL-1.2
"""The section « Files » of docs/protocol.md says what the code does."""

import re
from pathlib import Path

from lgc_app.services import transfers
from lgc_core.pieces.cut import CHUNK_PIECES, LARGEST, PIECE
from sync_server.api import blobs, sync
from sync_server.services import arrivals

MIB = 1024 * 1024
PAGE = Path(__file__).parents[3].joinpath("docs/protocol.md").read_text("utf-8")
SECTION = PAGE.split("## Files\n")[1].split("\n## ")[0]


def test_every_request_on_files_is_in_the_table_and_no_other():
    served = {
        (method, re.sub(r"\{untrusted_(\w+)\}", r"<\1>", route.path).replace("<first>", "<n>"))
        for route in blobs.router.routes
        for method in route.methods
    }
    told = set(re.findall(r"^\| `(\w+) (\S+)`", SECTION, re.MULTILINE))
    assert told == served


def test_every_number_of_the_section_is_the_one_of_the_code():
    numbers = (
        f"pieces of {PIECE // 1024} KiB",
        f"{LARGEST // MIB} MiB at most",
        f"{CHUNK_PIECES * PIECE // MIB} MiB on a good line",
        f"a whole file of {blobs.LARGEST // MIB} MiB at most",
        f"kept {arrivals.EXPIRY_S // 86400} days",
        f"{arrivals.QUOTA_FILES} files and {arrivals.QUOTA_BYTES // 1024**3} GiB",
        f"small files ({transfers.SMALL // MIB} MiB)",
        f"for {transfers.SLICE_S:.0f} s",
    )
    for words in numbers:
        assert words in " ".join(SECTION.split()), words
    assert "`blobs-pieces`" in SECTION
    assert "blobs-pieces" in sync.FEATURES
