# SPDX-License-Identifier: EUPL-1.2
"""Canonical JSON: one text for one value, on every engine and machine (equal to RFC 8785 on our trees).

Keys sorted, no spaces, UTF-8 unescaped, defaults and nulls left out, no float (model.md §4.C, SealedRecord).
"""

from typing import Any, TypeVar

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")
T = TypeVar("T")


def canonical(value: Any) -> str:
    """Return the canonical text of a value object or of plain JSON values.

    Raises:
        TypeError: when a float is inside; quantities are decimal texts.
    """
    built = msgspec.to_builtins(value)
    return _encoder.encode(_without_nulls(built)).decode()


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_without_nulls(item) for item in value]
    if isinstance(value, float):
        raise TypeError("a float has no canonical form: use a decimal text")
    return value


def read(text: str | bytes, expected: type[T]) -> T:
    """Decode canonical JSON into a value object, refusing what does not fit its type.

    Raises:
        msgspec.ValidationError: when the text does not fit.
    """
    return msgspec.json.decode(text, type=expected)
