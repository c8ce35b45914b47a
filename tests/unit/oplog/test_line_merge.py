# SPDX-License-Identifier: EUPL-1.2
"""Two hands in one narrative: other lines meet in silence, the same lines are for a person, nothing is lost."""

import random
import time
from collections import Counter

import pytest

from lgc_core.oplog.line_merge import MAX_MERGED, edits, line_merge

BASE = "Plaie du pied droit.\nFond propre.\nPansement.\nRevoir dans 15 jours.\nFin."


def test_hands_on_other_lines_meet_in_silence() -> None:
    theirs = BASE.replace("Plaie du pied droit.", "Plaie du pied droit, 8 mm.")
    mine = BASE.replace("Revoir dans 15 jours.", "Revoir dans 8 jours.")
    assert line_merge(BASE, theirs, mine) == theirs.replace("15 jours", "8 jours")


@pytest.mark.parametrize("mine", [BASE.replace("droit", "gauche"), BASE.replace("Fond propre", "Fond sale")])
def test_hands_on_the_same_line_or_the_next_one_are_for_a_person(mine: str) -> None:
    assert line_merge(BASE, BASE.replace("Plaie du pied droit.", "Plaie."), mine) is None


def test_two_lines_added_at_the_same_place_are_for_a_person() -> None:
    assert line_merge(BASE, f"{BASE}\nAppeler.", f"{BASE}\nNe pas appeler.") is None


def test_the_same_change_made_twice_is_made_once() -> None:
    theirs = BASE.replace("Fond propre.", "Fond sale.") + "\nAppeler."
    assert line_merge(BASE, theirs, BASE.replace("Fond propre.", "Fond sale.")) == theirs


def test_a_merge_folded_again_over_its_own_result_changes_nothing() -> None:
    mine = BASE.replace("Fin.", "Suite.")
    once = line_merge(BASE, BASE.replace("Plaie", "Grande plaie"), mine)
    assert once is not None
    assert line_merge(BASE, once, mine) == once


def test_a_result_too_long_for_a_section_is_for_a_person() -> None:
    half = "x" * (MAX_MERGED // 2 + 1)
    assert line_merge("a\nb\nc", f"{half}\nb\nc", f"a\nb\n{half}") is None


def _edited(rng: random.Random, lines: list[str], hand: str) -> list[str]:
    done = list(lines)
    for count in range(rng.randint(0, 3)):
        at = rng.randrange(len(done) + 1)
        match rng.choice(["add", "add", "change", "drop"]):
            case "add":
                done.insert(at, rng.choice([f"{hand}{count}", "", "commun"]))
            case "change" if at < len(done):
                done[at] = f"{hand}{count}"
            case "drop" if at < len(done):
                del done[at]
    return done


def _some_lines(rng: random.Random) -> list[str]:
    return [rng.choice(["", "a", "b", f"ligne {n}", f"ligne {n}"]) for n in range(rng.randint(0, 14))]


@pytest.mark.parametrize("seed", range(20))
def test_edits_lead_from_one_text_to_the_other(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(50):
        before, after = _some_lines(rng), _some_lines(rng)
        done = list(before)
        for edit in reversed(edits(before, after)):
            done[edit.start : edit.end] = edit.lines
        assert done == after


@pytest.mark.parametrize("seed", range(20))
def test_no_line_of_either_hand_is_lost_by_a_silent_merge(seed: int) -> None:
    rng = random.Random(seed)
    merged_count = 0
    for _ in range(100):
        base = _some_lines(rng)
        theirs, mine = _edited(rng, base, "eux"), _edited(rng, base, "moi")
        merged = line_merge("\n".join(base), "\n".join(theirs), "\n".join(mine))
        if merged is None:
            continue
        merged_count += 1
        held = Counter(merged.split("\n"))
        for side in (theirs, mine):
            added = Counter(side) - Counter(base)
            assert all(line in held for line in added if line)
    assert merged_count > 20


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        (["x"] * 131072, ["y"] * 131072, ["z"] * 131072),
        (["x"] * 131072, ["x", "y"] * 65536, ["y", "x"] * 65536),
        ([*"abcdefgh"] * 16384, [*"hgfedcba"] * 16384, [*"badcfehg"] * 16384),
        ([str(n) for n in range(40000)], [str(n) for n in range(40000, 0, -1)], [str(n) for n in range(1, 40000)]),
    ],
)
def test_a_full_section_of_one_character_lines_takes_no_seconds(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    texts = ["\n".join(one) for one in (base, theirs, mine)]
    start = time.process_time()
    line_merge(*texts)
    assert time.process_time() - start < 1.0
