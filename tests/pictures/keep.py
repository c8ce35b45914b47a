# SPDX-License-Identifier: EUPL-1.2
"""Keep a picture small: 256 colours of its own are enough; the same screen gives the same bytes."""

import io
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtGui import QImage

COLOURS: Final = 256


def keep_picture(shown: QImage, file: Path) -> None:
    """Write a PNG with its own palette."""
    plain = shown.convertToFormat(QImage.Format.Format_RGB888)
    size = (plain.width(), plain.height())
    whole = Image.frombuffer("RGB", size, bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1)
    few = whole.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(out.getvalue())


def keep_file(taken: Path, file: Path) -> None:
    """Write again, smaller, a picture that somebody else took."""
    keep_picture(QImage(str(taken)), file)
