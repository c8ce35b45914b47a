# SPDX-License-Identifier: EUPL-1.2
"""The palette says that words stand inside a document, and in which."""

from types import SimpleNamespace

from lgc_app.services.texts import FoundText
from lgc_app.ui.start.palette_search import PaletteSearch
from lgc_core.model.staff import Role

AT = 1_764_000_000_000


class Texts:
    def __init__(self, *found):
        self.found = found

    def find(self, _words, limit):
        return self.found[:limit]


def rows(*found):
    session = SimpleNamespace(staff=SimpleNamespace(role=Role.MEDECIN))
    search = PaletteSearch(SimpleNamespace(session=session, texts=Texts(*found)), work=None)
    return search.find("texte sibilants")


def test_words_inside_a_document_say_so():
    found = FoundText(
        key="document:d", patient="p", shown="PAYET Jean", at_ms=AT, title="Pneumologie", words="… sib"
    )
    note = FoundText(key="encounter:e", patient="p", shown="PAYET Jean", at_ms=AT, title="", words="Sibilants")
    inside, written = rows(found, note)
    assert "dans le document «\u00a0Pneumologie\u00a0»" in inside.soft.replace("\u202f", "\u00a0")
    assert "document" not in written.soft
    assert (inside.icon, written.icon) == ("document", "draft")
