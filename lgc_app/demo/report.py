# SPDX-License-Identifier: EUPL-1.2
"""The report of a played day: each step held or not, how long it took, and what was seen."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


class StepFailedError(AssertionError):
    """What a step expected was not seen."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the day."""

    name: str
    ok: bool
    seconds: float
    evidence: str


class Evidence:
    """What a step saw, collected while it runs."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def say(self, words: str) -> None:
        """Add a fact."""
        self._said.append(words)

    def expect(self, held: object, words: str) -> None:
        """Add a fact that must hold.

        Raises:
            StepFailedError: when it does not.
        """
        if not held:
            raise StepFailedError(words)
        self.say(words)

    @property
    def words(self) -> str:
        """Return everything that was said."""
        return " · ".join(self._said)


class Report:
    """Runs steps one after the other; after a failure the later ones are marked as not played."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._steps: list[Step] = []
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def ok(self) -> bool:
        """Tell whether every step held so far."""
        return all(step.ok for step in self._steps)

    @contextmanager
    def step(self, name: str) -> Iterator[Evidence]:
        """Run a step; its failure is written, and ends the day.

        Raises:
            StepFailedError: what was expected was not seen.
        """
        evidence, start, held = Evidence(), time.perf_counter(), False
        try:
            yield evidence
            held = True
        finally:
            failure = "" if held else f"ÉCHEC : {sys.exc_info()[1]}"
            words = " · ".join(part for part in (evidence.words, failure) if part)
            self._add(name, start, ok=held, words=words)

    def write(self) -> Path:
        """Write report.json."""
        file = self._folder / "report.json"
        found = {"steps": [asdict(step) for step in self._steps], "ok": self.ok and bool(self._steps)}
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
        return file

    def _add(self, name: str, start: float, *, ok: bool, words: str) -> None:
        step = Step(name, ok, round(time.perf_counter() - start, 2), words)
        self._steps.append(step)
        print(f"{'ok ' if ok else 'NON'} {step.seconds:6.2f} s  {name}  {words}", flush=True)  # noqa: T201
