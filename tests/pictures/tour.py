# SPDX-License-Identifier: EUPL-1.2
"""Walk through every screen in every look of the design, look by machine, keep a picture where asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from lgc_app.ui.widgets.pdf_view import PdfView
from tests.pictures.keep import keep_picture
from tests.pictures.post import LivedInPost
from tests.pictures.visits import VISITS, Visit, veils_of
from tests.support.screen_checks import CHECKS

LIGHT, DARK = "", "-sombre"
"""How the two kept pictures of a screen end."""

SCREEN: Final = (1366, 768)
LOOKS: Final = {
    LIGHT: (Theme(ThemeName.LIGHT), SCREEN),
    "-1920": (Theme(ThemeName.LIGHT), (1920, 1080)),
    "-125": (Theme(ThemeName.LIGHT, 125), SCREEN),
    "-150": (Theme(ThemeName.LIGHT, 150), SCREEN),
    "-contraste": (Theme(ThemeName.HIGH_CONTRAST), (1366, 738)),
    DARK: (Theme(ThemeName.DARK), SCREEN),
}
"""The looks of ui.md §10; 1366×768 at 125 % is 1093×614 of the design."""

KEPT: Final = (LIGHT, DARK)
SHAPES: Final = ("outside", "elided", "overlap", "cut", "small")
INKS: Final = ("ink", "bug")
"""What may be wrong in one look and not in another: the rest is asked of the first look alone."""

LOCK_LOOKS: Final = (LIGHT, "-150", DARK)
LOCKED: Final = ("deverrouiller", "carte-retiree")


@dataclass(slots=True)
class Walk:
    """What the walk saw: faults as `name+look: words` by check, screens shown, what was looked at."""

    faults: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in CHECKS})
    shown: set[str] = field(default_factory=set)
    looked_at: set[tuple[str, str]] = field(default_factory=set)


def picture_names() -> Iterator[str]:
    """Give the names of the screens whose two pictures are kept."""
    yield from LOCKED
    for visits in VISITS.values():
        yield from (visit.name for visit in visits)


def walk(post: LivedInPost, folder: Path | None = None, looks: tuple[str, ...] = tuple(LOOKS)) -> Walk:
    """Open the window and go everywhere; pictures of the looks that are kept go to `folder` when there is one."""
    seen = Walk()
    post.open(theme=LOOKS[looks[0]][0], size=LOOKS[looks[0]][1])
    _look_at_lock(post, "deverrouiller", looks, seen, folder)
    for owner, visits in VISITS.items():
        post.open_at_work(owner)
        _write_today(post, owner)
        for look in looks if owner == "doctor" else _turn(post):
            _dress(post, look)
            for visit in visits:
                _see(post, visit, look, seen, folder)
        seen.shown |= {screen.where.partition(":")[0] for screen in post.window.frame.screens}
        _lock(post)
        if owner == "doctor":
            _look_at_lock(post, "carte-retiree", looks, seen, folder)
    return seen


def _see(post: LivedInPost, visit: Visit, look: str, seen: Walk, folder: Path | None) -> None:
    post.window.toasts.clear()
    post.window.activateWindow()
    visit.go(post)
    post.settle()
    post.until(lambda: visit.until(post), visit.name)
    post.rest()
    current = post.window.frame.current
    assert current is not None
    assert current.where.partition(":")[0] == visit.where, (visit.name, current.where)
    _note(post, visit.name, look, seen, folder)
    visit.leave(post)
    post.settle()
    assert not veils_of(post), f"{visit.name} stays over what comes next"


def _note(post: LivedInPost, name: str, look: str, seen: Walk, folder: Path | None) -> None:
    for check in CHECKS if look == LIGHT else INKS if look == DARK else (*SHAPES, *INKS):
        seen.faults[check] += [f"{name}{look}: {fault}" for fault in CHECKS[check](post.window)]
    seen.looked_at.add((name, look))
    if not post.window.is_locked:
        post.window.toasts.clear()
    if folder is not None:
        post.until(lambda: all(map(_is_drawn, post.window.findChildren(PdfView))), "the page of a PDF")
        keep_picture(post.window.grab().toImage(), folder / f"{name}{look}.png")


def _is_drawn(paper: PdfView) -> bool:
    """Tell whether a PDF that is on screen has its words: the reading room draws it beside."""
    return not paper.isVisible() or paper.is_settled


def _look_at_lock(post: LivedInPost, name: str, looks: tuple[str, ...], seen: Walk, folder: Path | None) -> None:
    for look in (one for one in looks if one in LOCK_LOOKS):
        _dress(post, look)
        post.until_pin_asked() if name == "deverrouiller" else post.rest()
        _note(post, name, look, seen, folder)


def _dress(post: LivedInPost, look: str) -> None:
    theme, size = LOOKS[look]
    if post.application.look.theme != theme:  # a second of work for Qt, with every screen alive
        post.application.look.set_theme(theme)
    post.window.resize(*size)
    post.rest()


def _turn(post: LivedInPost) -> tuple[str, ...]:
    """Give the kept looks, the one in force first."""
    return KEPT if post.application.look.theme == LOOKS[LIGHT][0] else KEPT[::-1]


def _write_today(post: LivedInPost, owner: str) -> None:
    if owner == "doctor":
        post.write_note()


def _lock(post: LivedInPost) -> None:
    post.readers.remove()
    post.until_locked()


__all__ = ["DARK", "KEPT", "LIGHT", "LOOKS", "Walk", "picture_names", "walk"]
