# SPDX-License-Identifier: EUPL-1.2
"""The frame and its parts, looked at by machine in every theme and size of the design."""

import pytest

from lgc_app.ui.theme.theme import Theme
from lgc_app.ui.theme.tokens import ThemeName
from tests.support.screen_checks import check_window

LOOKS = {
    "light-1366": (Theme(ThemeName.LIGHT), (1366, 738)),
    "dark-1366": (Theme(ThemeName.DARK), (1366, 738)),
    "contrast-1366": (Theme(ThemeName.HIGH_CONTRAST), (1366, 738)),
    "light-1366-at-125": (Theme(ThemeName.LIGHT, 125), (1366, 730)),
    "light-1366-at-150": (Theme(ThemeName.LIGHT, 150), (1366, 738)),
    "light-smallest": (Theme(ThemeName.LIGHT), (1000, 560)),
    "light-1093-at-100": (Theme(ThemeName.LIGHT), (1093, 614)),
    "dark-1920": (Theme(ThemeName.DARK), (1920, 1050)),
}


@pytest.mark.parametrize("screen", ["file", "labs", "notes"])
@pytest.mark.parametrize("name", LOOKS)
def test_nothing_is_cut_covered_or_nameless(open_gallery, name, screen):
    theme, size = LOOKS[name]
    check_window(open_gallery(theme, size, screen))


@pytest.mark.parametrize("name", LOOKS)
def test_the_unlock_screen_is_whole_too(open_gallery, name):
    theme, size = LOOKS[name]
    window = open_gallery(theme, size, screen="")
    window.presenter.wrong_pin(1)
    window.unlock.show_content(window.presenter.content)
    check_window(window)


def test_a_change_of_theme_and_text_size_reaches_the_window_that_is_open(open_gallery, qtbot):
    window = open_gallery()
    before = window.frame.action_bar.height()
    window.look.set_theme(Theme(ThemeName.DARK, 125))
    qtbot.wait(20)
    assert window.frame.action_bar.height() == round(before * 1.25)
    shown = window.grab().toImage().pixelColor(700, window.height() - 2).name().upper()
    assert shown == window.look.theme.palette["surface"]
    check_window(window)


def test_at_125_percent_the_banner_keeps_two_lines_and_gives_up_the_team_first(open_gallery):
    window = open_gallery(Theme(ThemeName.LIGHT, 125), (1366, 730))
    shown = [pill.content.words for pill in window.frame.banner.findChildren(_pill()) if pill.isVisible()]
    assert any("pénicillines" in words for words in shown)
    assert any("DFG" in words for words in shown)
    assert not any("Infirmier" in words for words in shown)
    assert window.frame.banner.height() <= window.look.px(76)


@pytest.mark.parametrize("width", [400, 600, 800, 1000, 1366])
def test_the_banner_never_loses_name_age_allergies_or_renal_function(look, qtbot, width):
    from lgc_app.ui.gallery.people import BANNER
    from lgc_app.ui.widgets.patient_banner import PatientBanner
    from lgc_app.ui.widgets.text import Text

    banner = PatientBanner(look)
    qtbot.addWidget(banner)
    banner.show_patient(BANNER)
    banner.resize(width, banner.heightForWidth(width))
    qtbot.wait(10)
    texts = {text.text() for text in banner.findChildren(Text) if text.isVisible()}
    pills = {pill.content.words for pill in banner.findChildren(_pill()) if pill.isVisible()}
    assert {BANNER.name, BANNER.sex_age} <= texts
    assert {BANNER.allergies[0].words, BANNER.renal.words} <= pills


def test_a_banner_without_a_word_on_allergies_is_refused():
    from lgc_app.ui.widgets.patient_banner import BannerContent

    with pytest.raises(ValueError, match="allergies"):
        BannerContent("PAYET Luc", "Homme, 40 ans", ())


def _pill():
    from lgc_app.ui.widgets.pill import Pill

    return Pill
