# SPDX-License-Identifier: EUPL-1.2
"""Every colour pair that is drawn can be read, in the three themes."""

import pytest

from lgc_app.ui.theme.contrast import SHAPE_MINIMUM, TEXT_MINIMUM, ratio, shape_pairs, text_pairs
from lgc_app.ui.theme.tokens import PALETTES, ThemeName


@pytest.mark.parametrize("theme", ThemeName)
def test_every_text_reaches_four_and_a_half(theme):
    palette = PALETTES[theme]
    poor = [(a, b, ratio(palette[a], palette[b])) for a, b in text_pairs()]
    assert not [pair for pair in poor if pair[2] < TEXT_MINIMUM]


@pytest.mark.parametrize("theme", ThemeName)
def test_every_shape_that_tells_something_reaches_three(theme):
    palette = PALETTES[theme]
    poor = [(a, b, ratio(palette[a], palette[b])) for a, b in shape_pairs()]
    assert not [pair for pair in poor if pair[2] < SHAPE_MINIMUM]


def test_the_three_themes_have_the_same_roles():
    assert len({frozenset(palette) for palette in PALETTES.values()}) == 1


def test_black_on_white_is_twenty_one():
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)


def test_the_design_s_own_figure_for_accent_is_found():
    assert ratio(PALETTES[ThemeName.LIGHT]["onaccent"], PALETTES[ThemeName.LIGHT]["accent"]) >= 7.0
