# SPDX-License-Identifier: EUPL-1.2
"""The medical summary is read by colleagues: no shorthand of ours in it, neither in the CDA nor in its PDF."""

from lgc_app.demo.cast import HOARAU
from lgc_app.services.documents import CDA_MEDIA, PDF_MEDIA
from tests.support.dossier import open_record, tell_record
from tests.support.pdf_words import words_of


def test_intakes_are_said_in_words_and_the_filtration_with_its_equation(tmp_path):
    path = tmp_path / "cabinet.db"
    tell_record(path)
    cabinet = open_record(path)
    document = cabinet.emission.emit_vsm(HOARAU.id).document
    content = {file.media: cabinet.files.read(file.blob) for file in document.files}
    cda = content[CDA_MEDIA].decode().replace("\u00a0", " ")
    for text in (cda, words_of(content[PDF_MEDIA])):
        assert "1 le matin, 1 le soir" in text
        assert "1-0-1" not in text
        assert "CKD-EPI 2009" in text
