# SPDX-License-Identifier: EUPL-1.2
"""A sentence to be seen, and those that explain it."""


def strong_and_plain(words: str, end: str = ".") -> tuple[str, str]:
    """Split at the first `end` that is followed by more: what stands in bold, with its end, and the rest."""
    strong, found, plain = words.partition(f"{end} ")
    return (f"{strong}{end}", plain) if found and plain else (words, "")
