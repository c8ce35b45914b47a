# SPDX-License-Identifier: EUPL-1.2
"""Contrast of the colour pairs that are used on screen (WCAG 2.x, §1.4.3 and §1.4.11)."""

from collections.abc import Iterator

# WCAG 2.x: 4.5 for text, 3 for the shape of a control
TEXT_MINIMUM = 4.5
SHAPE_MINIMUM = 3.0

_TONES = ("danger", "warn", "ok", "info", "neutral", "conflict", "unknown")
_SOFT = tuple(f"{tone}soft" for tone in _TONES)
_PANES = ("window", "surface", "alt", "hover", "selected", "accentsoft")


def ratio(first: str, second: str) -> float:
    """Give the contrast ratio of two "#RRGGBB" colours, from 1 to 21 (WCAG 2.x, relative luminance)."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def text_pairs() -> Iterator[tuple[str, str]]:
    """List every (text role, background role) that the screens may draw."""
    yield from (("text", ground) for ground in (*_PANES, *_SOFT, "removed", "added"))
    yield from (("text2", ground) for ground in (*_PANES, *_SOFT))
    yield from (("accent", ground) for ground in _PANES)
    for tone in _TONES:
        yield from ((tone, ground) for ground in (f"{tone}soft", "surface", "alt", "window"))
    yield from (("onaccent", "accent"), ("onaccent", "accent2"), ("onalarm", "alarm"))
    yield from (("railtext", "rail"), ("railtext", "railsel"), ("brand", "rail"), ("brand", "railsel"))
    yield from (("toasttext", "toast"),)


def shape_pairs() -> Iterator[tuple[str, str]]:
    """List every (border or mark role, background role) that tells something."""
    yield from (("control", ground) for ground in ("surface", "window", "alt"))
    yield from (("focus", ground) for ground in ("surface", "window", "selected"))
    yield from ((f"{tone}line", "surface") for tone in _TONES)
    yield ("unknownline", "unknownsoft")


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
