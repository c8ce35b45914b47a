# SPDX-License-Identifier: EUPL-1.2
"""python3 dev.py demo: a practice, a region, a simulated card, and the window."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("SERENITE_SIMULATION", "demo")

from lgc_app.demo.day import PATIENTS, Day
from lgc_app.demo.posts import PIN
from lgc_app.demo.report import StepFailedError
from lgc_app.demo.world import LIVED, World, write_stage

YEAR = 2_500
"""Patients of a general practice."""


def main() -> int:
    """Play the day by itself, or open the window for a person."""
    parser = argparse.ArgumentParser(prog="dev.py demo")
    parser.add_argument("--headless", action="store_true", help="play the day without a person")
    parser.add_argument("--out", type=Path, default=Path("demo-out"), help="where report.json and pictures go")
    parser.add_argument("--input", type=Path, help="folder of CDA documents to import")
    parser.add_argument("--year", action="store_true", help="2,500 patients with a year of life: minutes, once")
    asked = parser.parse_args()
    sizes = (YEAR, YEAR) if asked.year else (PATIENTS, LIVED)
    if asked.headless or not has_display():
        return play(asked.out.resolve(), asked.input, sizes)
    return open_for_a_person(sizes)


def has_display() -> bool:
    """Tell whether a person can see a window."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def play(out: Path, given: Path | None, sizes: tuple[int, int]) -> int:
    """Play the day and write its report; 0 only when every step held."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="serenite-") as folder, World(Path(folder)) as world:
        day = Day(world, out, given, sizes)
        try:
            held = day.play()
        except (StepFailedError, LookupError) as failed:
            print(f"La journée s’arrête : {failed}", file=sys.stderr)
            held = False
        finally:
            print(f"Rapport : {day.report.write()}")
    return 0 if held else 1


def open_for_a_person(sizes: tuple[int, int]) -> int:
    """Open the window on a fresh practice; everything is thrown away when it closes."""
    with tempfile.TemporaryDirectory(prefix="serenite-") as folder, World(Path(folder)) as world:
        print("Préparation d’un cabinet fictif …", flush=True)
        patients, lived = sizes
        stage = world.make_first(patients, world.region.approve_all, lived)
        print(world.seeded, flush=True)
        world.reader.insert("doctor")
        file = write_stage(stage, Path(folder) / "poste.json")
        print(f"Code de la carte : {PIN}")
        print(f"Console régionale : {world.region.public_url}/admin (admin, {world.region.password})", flush=True)
        return subprocess.run([sys.executable, "-m", "lgc_app.demo.stage", str(file)], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
