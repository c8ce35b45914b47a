# SPDX-License-Identifier: EUPL-1.2
"""Colour roles of the three themes (design ui.md §2): the only place where a colour is written."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ThemeName(StrEnum):
    """The three looks a person can choose; the system's wish is the default."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


_LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "window": "#EDF1F2",
        "surface": "#FFFFFF",
        "alt": "#F5F8F8",
        "hover": "#E8F0F1",
        "selected": "#D6E9EC",
        "line": "#D3DCDF",
        "control": "#6F808A",
        "text": "#15242B",
        "text2": "#475861",
        "accent": "#0A6270",
        "accent2": "#084F5B",
        "onaccent": "#FFFFFF",
        "accentsoft": "#DDEEF0",
        "danger": "#A8201A",
        "dangersoft": "#FBE9E7",
        "dangerline": "#CF4A41",
        "warn": "#744600",
        "warnsoft": "#FFF2DA",
        "warnline": "#B9770A",
        "ok": "#1C6A3C",
        "oksoft": "#E2F3E7",
        "okline": "#3E8F5E",
        "info": "#1D4E89",
        "infosoft": "#E5EEF8",
        "infoline": "#4C7DB8",
        "neutral": "#44535C",
        "neutralsoft": "#E3E8EB",
        "neutralline": "#75858E",
        "conflict": "#65318A",
        "conflictsoft": "#F1E8F7",
        "conflictline": "#8E5FB0",
        "unknown": "#51496B",
        "unknownsoft": "#EEECF4",
        "unknownline": "#7C7399",
        "removed": "#FBD9D5",
        "added": "#CDEBD6",
        "rail": "#10333B",
        "railtext": "#D3E5E8",
        "railsel": "#1F525D",
        "focus": "#0A6270",
        "toast": "#15242B",
        "toasttext": "#FFFFFF",
        "brand": "#B6D9DF",
        "veil": "#102830",
        # white on this red in all themes: the allergy pill and the critical badge, the only solid red
        "alarm": "#A8201A",
        "onalarm": "#FFFFFF",
    }
)

_DARK: Mapping[str, str] = MappingProxyType(
    {
        "window": "#10171B",
        "surface": "#182126",
        "alt": "#1E292F",
        "hover": "#243138",
        "selected": "#1F444B",
        "line": "#2F3D45",
        "control": "#788A95",
        "text": "#E4EBEE",
        "text2": "#A7B6BE",
        "accent": "#5CC0CC",
        "accent2": "#7BD0DA",
        "onaccent": "#052328",
        "accentsoft": "#173A41",
        "danger": "#FF9F96",
        "dangersoft": "#402120",
        "dangerline": "#D0625A",
        "warn": "#F2BE62",
        "warnsoft": "#382B14",
        "warnline": "#B98A33",
        "ok": "#7FD19A",
        "oksoft": "#163423",
        "okline": "#4FA36F",
        "info": "#8FBCF2",
        "infosoft": "#1A2F4B",
        "infoline": "#5B8FCB",
        "neutral": "#B7C3CA",
        "neutralsoft": "#29343B",
        "neutralline": "#7E8F99",
        "conflict": "#D6ABF2",
        "conflictsoft": "#35234A",
        "conflictline": "#A277C4",
        "unknown": "#C2BADF",
        "unknownsoft": "#2C2A3D",
        "unknownline": "#8C83AD",
        "removed": "#5A2623",
        "added": "#1D4A30",
        "rail": "#0B1216",
        "railtext": "#C3D3D8",
        "railsel": "#1A3A42",
        "focus": "#7BD0DA",
        "toast": "#2B3A42",
        "toasttext": "#FFFFFF",
        "brand": "#7BD0DA",
        "veil": "#000000",
        # white on this red in all themes: the allergy pill and the critical badge, the only solid red
        "alarm": "#A8201A",
        "onalarm": "#FFFFFF",
    }
)

_HC: Mapping[str, str] = MappingProxyType(
    {
        "window": "#000000",
        "surface": "#000000",
        "alt": "#0A0A0A",
        "hover": "#1F1F1F",
        "selected": "#003A42",
        "line": "#FFFFFF",
        "control": "#FFFFFF",
        "text": "#FFFFFF",
        "text2": "#E6E6E6",
        "accent": "#6FE9F5",
        "accent2": "#A5F3FB",
        "onaccent": "#000000",
        "accentsoft": "#00262B",
        "danger": "#FF8A80",
        "dangersoft": "#000000",
        "dangerline": "#FF8A80",
        "warn": "#FFD54A",
        "warnsoft": "#000000",
        "warnline": "#FFD54A",
        "ok": "#7CF5A5",
        "oksoft": "#000000",
        "okline": "#7CF5A5",
        "info": "#9CC9FF",
        "infosoft": "#000000",
        "infoline": "#9CC9FF",
        "neutral": "#E6E6E6",
        "neutralsoft": "#000000",
        "neutralline": "#E6E6E6",
        "conflict": "#E3B5FF",
        "conflictsoft": "#000000",
        "conflictline": "#E3B5FF",
        "unknown": "#D7CFFF",
        "unknownsoft": "#000000",
        "unknownline": "#D7CFFF",
        "removed": "#5A0000",
        "added": "#00401A",
        "rail": "#000000",
        "railtext": "#FFFFFF",
        "railsel": "#003A42",
        "focus": "#FFD800",
        "toast": "#000000",
        "toasttext": "#FFFFFF",
        "brand": "#6FE9F5",
        "veil": "#000000",
        # white on this red in all themes: the allergy pill and the critical badge, the only solid red
        "alarm": "#A8201A",
        "onalarm": "#FFFFFF",
    }
)

PALETTES: Mapping[ThemeName, Mapping[str, str]] = MappingProxyType(
    {ThemeName.LIGHT: _LIGHT, ThemeName.DARK: _DARK, ThemeName.HIGH_CONTRAST: _HC}
)
