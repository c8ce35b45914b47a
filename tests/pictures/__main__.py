# SPDX-License-Identifier: EUPL-1.2
"""python3 dev.py pictures: take the pictures of the guide again, in docs/user/images unless told otherwise."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("SERENITE_SIMULATION", "1")

import lgc_app.ui  # noqa: F401  before PySide6: keeps Python alive (docs/decisions/0007)
from lgc_app.ui.application import make_application
from tests.pictures.keep import keep_file
from tests.pictures.post import lived_in_post
from tests.pictures.tour import KEPT, LOOKS, walk

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "user" / "images"
CONSOLE = ROOT / "docs" / "admin" / "images"
PAGES = "tests/contract/test_server_pages.py"
"""The tests that look at every page of the web in a real Chromium; their pictures are the guide's too."""


def main() -> int:
    """Walk once and say what was kept and what the checks found."""
    parser = argparse.ArgumentParser(prog="dev.py pictures")
    parser.add_argument("--out", type=Path, default=IMAGES, help="where the pictures go")
    parser.add_argument("--every-look", action="store_true", help="all looks of the design, not only the two kept")
    parser.add_argument("--web", action="store_true", help="the pages of the patient and of the console instead")
    asked = parser.parse_args()
    if asked.web:
        return keep_web()
    qt = make_application()
    with tempfile.TemporaryDirectory(prefix="serenite-") as folder, lived_in_post(Path(folder)) as post:
        seen = walk(post, asked.out, tuple(LOOKS) if asked.every_look else KEPT)
    del qt
    faults = [f"{check}: {fault}" for check, found in seen.faults.items() for fault in found]
    print(*faults, f"{len(seen.looked_at)} pictures in {asked.out}", sep="\n")
    return 1 if faults else 0


def keep_web() -> int:
    """Take the pages of the web, at today's date, and keep those that the guides show."""
    with tempfile.TemporaryDirectory(prefix="serenite-") as folder:
        settings = os.environ | {"SERENITE_PICTURES": folder}
        command = [sys.executable, "-m", "pytest", "-q", PAGES, "-k", "mobile or bureau"]
        code = subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode
        for file in sorted(Path(folder).glob("patient-*-mobile.png")):
            keep_web_picture(file, IMAGES / file.name.replace("-mobile", ""))
        keep_web_picture(Path(folder) / "porte-connexion-mobile.png", IMAGES / "patient-connexion.png")
        for file in sorted(Path(folder).glob("console-*-bureau.png")):
            keep_web_picture(file, CONSOLE / file.name.replace("-bureau", ""))
    return code


def keep_web_picture(taken: Path, kept: Path) -> None:
    """Keep a picture of Chromium that a guide shows; the others are only looked at."""
    if taken.exists() and kept.exists():
        keep_file(taken, kept)


if __name__ == "__main__":
    raise SystemExit(main())
