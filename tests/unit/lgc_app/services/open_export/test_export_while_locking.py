# SPDX-License-Identifier: EUPL-1.2
"""An export that a lock surprises stops, says so, and leaves neither its file nor a part of it."""

from functools import partial

import pytest

from lgc_app.demo.cast import DOCTOR, HOARAU, PRACTICE
from lgc_app.services.cabinet import make_cabinet
from lgc_app.services.letter_drafts import LetterDraft
from lgc_app.services.open_export import ExportStoppedError
from lgc_app.services.session import Session
from lgc_app.vault.attachments import AttachmentStore
from lgc_app.vault.engine import close_database, open_database
from lgc_core.store.store import Store
from tests.support.dossier import KEY, tell_record
from tests.support.record import AT


class LockedMeanwhile(AttachmentStore):
    """A safe whose post locks while it gives a document."""

    engine = None

    def get(self, ref):
        if self.engine is not None:
            close_database(self.engine)
        return super().get(ref)


@pytest.mark.parametrize("scope", ["patient", "cabinet"])
def test_a_lock_stops_an_export_that_leaves_nothing_behind(tmp_path, scope):
    path, out = tmp_path / "cabinet.db", tmp_path / "export"
    out.mkdir()
    tell_record(path)
    store = Store(open_database(path, KEY), PRACTICE.id, "poste-1", lambda: AT)
    safe = LockedMeanwhile(tmp_path / "pieces", KEY)
    cabinet = make_cabinet(Session(store, PRACTICE, DOCTOR), safe, None, lambda _content: b"signature of a test")
    cabinet.letters.make(HOARAU.id, LetterDraft(template="libre", title="", text="Bonjour"))
    safe.engine = store.engine
    export = cabinet.open_export
    write = partial(export.of_patient, HOARAU.id) if scope == "patient" else export.of_practice
    with pytest.raises(ExportStoppedError, match="n’a laissé aucun fichier"):
        write(out / "export.zip")
    assert list(out.iterdir()) == []
    with pytest.raises(ExportStoppedError):
        export.of_practice(out / "cabinet.zip")
