# SPDX-License-Identifier: EUPL-1.2
"""What was proven so far, in the JSON file that a soak prints, keeps, and goes on from."""

import json
import os
import platform
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.soak.forms import Form, Played


class Ledger:
    """Counts of each form; every item is counted once, whenever it was played."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        held = json.loads(file.read_text("utf-8")) if file is not None and file.exists() else {}
        self._forms: dict[str, dict[str, Any]] = held.get("forms", {})

    def next_item(self, form: Form, taken: set[int]) -> int:
        """Return the first item that was neither played nor given out."""
        line = self._line(form)
        played = {*line["ahead"], *taken}
        item = int(line["next"])
        while item in played:
            item += 1
        return item

    def share(self, form: Form, under_way: int) -> float:
        """Return how far a form is, 1.0 being all that is asked for."""
        line = self._line(form)
        return float(line["next"] + len(line["ahead"]) + under_way) / form.items

    def add(self, form: Form, item: int, played: Played, seconds: float) -> None:
        """Count one item."""
        line = self._line(form)
        counts, faults = played
        line["counts"] = dict(Counter(line["counts"]) + Counter(counts))
        line["seconds"] = round(line["seconds"] + seconds, 3)
        if faults:
            line["faults"][str(item)] = faults[:5]
        line["ahead"] = sorted({*line["ahead"], item})
        while line["ahead"] and line["ahead"][0] == line["next"]:
            line["next"] = line["ahead"].pop(0) + 1

    def report(self) -> dict[str, Any]:
        """Return everything that was counted."""
        return {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "forms": self._forms,
            "ok": not any(line["faults"] for line in self._forms.values()),
        }

    def save(self) -> None:
        """Write the file whole."""
        if self._file is None:
            return
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(self.report(), indent=1, ensure_ascii=False) + "\n", "utf-8")
        fresh.replace(self._file)

    def _line(self, form: Form) -> dict[str, Any]:
        new = {"says": form.says, "asked": form.items, "next": 0, "ahead": [], "seconds": 0.0}
        return self._forms.setdefault(form.name, new | {"counts": {}, "faults": {}})
