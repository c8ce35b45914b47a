# SPDX-License-Identifier: EUPL-1.2
"""Printed sheets: archive form, French characters, long texts, nothing private."""

import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest
from PIL import ImageCms

from interop.pdf.fonts import drawable, french_spaces
from interop.pdf.people import spaced
from interop.pdf.render import render_sections
from interop.pdf.reports import consultation_pdf, long_date, vsm_pdf
from interop.pdf.sheet import Bullets, Emphasis, Grid, Letterhead, Picture, Sheet, SheetSection, Text
from interop.pdf.srgb import srgb_profile
from lgc_core.model.identity import IdentityStatus
from tests.support.cda import a_context, a_pdf, a_summary, an_absence

NOW = dt.datetime(2026, 11, 21, 10, 42, tzinfo=dt.UTC)


def a_sheet(*sections: SheetSection, title: str = "Essai") -> bytes:
    head = Letterhead(practice="Cabinet <des> Lataniers & Cie")
    return render_sections(Sheet(title=title, letterhead=head, sections=sections, created=NOW))


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def test_the_file_has_the_structure_of_an_archive_copy():
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        assert document.pdf_version == "1.4"
        assert not document.is_encrypted
        intent = document.Root.OutputIntents[0]
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.N == 3
        assert "/ID" in document.trailer
        with document.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "B")
            assert xmp["dc:title"] == str(document.docinfo["/Title"])
            assert xmp["pdf:Producer"] == str(document.docinfo["/Producer"])


def test_the_metadata_stream_is_readable_without_a_decoder():
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        assert "/Filter" not in document.Root.Metadata
    assert b"pdfaid" in a_pdf()


def test_every_font_is_embedded():
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_fonts_are_symbolic_with_one_table_and_no_encoding_as_the_norm_wants():
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        for font in document.pages[0].Resources.Font.values():
            assert font.FontDescriptor.Flags == 4
            assert "/Encoding" not in font
            assert "/ToUnicode" in font


def test_nothing_active_or_transparent_is_inside():
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        assert "/OpenAction" not in document.Root
        assert "/Names" not in document.Root
        for page in document.pages:
            assert "/AA" not in page
            assert "/Trans" not in page
            assert "/Group" not in page
            for state in page.Resources.get("/ExtGState", {}).values():
                assert state.get("/ca", 1) == 1


def test_objects_are_plain_as_pdf_1_4_wants():
    assert b"/ObjStm" not in a_pdf()
    assert b"/XRef" not in a_pdf()


def test_the_same_sheet_gives_the_same_bytes():
    first = vsm_pdf(a_context(), a_summary())
    assert vsm_pdf(a_context(), a_summary()) == first


def test_the_colour_profile_is_version_two_and_is_srgb():
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert profile.profile.version < 3
    assert profile.profile.xcolor_space.strip() == "RGB"
    red = profile.profile.red_primary[1]
    assert (round(red[0], 2), round(red[1], 2)) == (0.65, 0.33), "sRGB red, adapted to D50"


def test_french_characters_are_drawn():
    text = "Œdème, cœur, ÿ, Ÿ, « guillemets », 30 €, ≥ 1,80 g/L, SpO₂, ½, µg, l’été – fin…"
    printed = words(a_sheet(SheetSection(title="Œil", blocks=(Text(words=text),))))
    for piece in ("Œdème", "cœur", "€", "≥", "µg", "l’été", "«", "½"):
        assert piece in printed


def test_a_character_without_glyph_is_marked_not_dropped():
    assert drawable("日A") == "?A"
    assert drawable("a\u202fb") in ("a\u202fb", "a\u00a0b")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("coût : 30 €", "coût\u00a0: 30\u00a0€"), ("« oui »", "«\u00a0oui\u00a0»"), ("1 2 3", "1 2 3")],
)
def test_punctuation_never_starts_a_line(typed, printed):
    assert french_spaces(typed) == printed


def test_words_are_never_markup():
    printed = words(a_sheet(SheetSection(title="<b>x</b>", blocks=(Text(words="<font size=90>& fin"),))))
    assert "<b>x</b>" in printed
    assert "<font size=90>& fin" in printed


def test_a_long_note_runs_over_numbered_pages():
    note = "\n".join(f"Ligne {n}" for n in range(400))
    pdf = consultation_pdf(a_context(), (("Examen", note),))
    assert pages(pdf) > 5
    printed = words(pdf)
    assert "Ligne 399" in printed
    assert f"Page\u00a01 sur\u00a0{pages(pdf)}" in printed.replace(" ", "\u00a0").replace("\u00a0sur", " sur")


def test_a_single_word_without_end_does_not_break_the_page():
    assert "x" * 50 in words(a_sheet(SheetSection(title="T", blocks=(Text(words="x" * 5000),)))).replace(
        "\r\n", ""
    )


def test_private_notes_are_never_printed():
    with pytest.raises(ValueError, match="private"):
        consultation_pdf(a_context(), (("perso", "secret"),))


def test_the_matricule_is_printed_only_when_the_identity_is_qualifiee():
    shown = words(vsm_pdf(a_context(), a_summary())).replace("\u00a0", " ")
    assert "2 52 03 97 416 001 51" in shown
    hidden = vsm_pdf(a_context(identity=IdentityStatus.VALIDEE), a_summary())
    assert "Matricule" not in words(hidden)


def test_the_title_of_the_file_names_no_patient():
    with pikepdf.open(io.BytesIO(vsm_pdf(a_context(), a_summary()))) as document:
        assert "HOARAU" not in str(document.docinfo["/Title"])


def test_the_summary_says_allergies_first_and_every_section():
    printed = words(vsm_pdf(a_context(), a_summary()))
    order = [printed.index(word) for word in ("Allergies", "Traitement", "Pathologies", "vigilance")]
    assert order == sorted(order)
    for word in (
        "Amoxicilline",
        "Urticaire",
        "METFORMINE",
        "14 unités",
        "Pyélonéphrite",
        "Appendicectomie",
        "Père",
    ):
        assert word in printed


def test_silence_is_not_printed_as_no_allergy():
    empty = {"allergies": (), "problems": (), "treatments": ()}
    assert "Aucune allergie connue" not in words(vsm_pdf(a_context(), a_summary(**empty)))
    stated = a_summary(**empty, absences=(an_absence("allergie"),))
    assert "Aucune allergie connue" in words(vsm_pdf(a_context(), stated))


def test_every_kind_of_block_is_drawn():
    png = io.BytesIO()
    __import__("PIL.Image").Image.new("1", (20, 20)).save(png, "PNG")
    blocks = (
        Bullets(items=("Un", "Deux")),
        Grid(titles=("A", "B"), rows=(("1", "2"),), widths=(1, 2)),
        Emphasis(words="K7QF-93MD-TT4P", caption="À recopier"),
        Picture(png=png.getvalue(), width_mm=20, caption="Code"),
        Text(words="discret", quiet=True),
    )
    printed = words(a_sheet(SheetSection(title="Blocs", blocks=blocks)))
    for word in ("Un", "A", "2", "K7QF-93MD-TT4P", "À recopier", "Code", "discret"):
        assert word in printed


def test_french_dates_and_spaced_matricules():
    assert long_date(dt.datetime(2026, 8, 1, tzinfo=dt.UTC)) == "1er août 2026"
    assert spaced("252039741600151").replace("\u00a0", " ") == "2 52 03 97 416 001 51"
