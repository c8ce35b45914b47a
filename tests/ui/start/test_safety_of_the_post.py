# SPDX-License-Identifier: EUPL-1.2
"""A post too long alone reads only and says so; a revoked one sends all, erases itself and says so."""

import time

import msgspec
from PySide6.QtWidgets import QPlainTextEdit

from lgc_app.demo.cast import HOARAU
from lgc_app.services.settings import DEVICE, LEASE, read_setting, write_setting
from lgc_app.ui.start.flow import Pace
from lgc_app.ui.widgets.note_frame import NoteFrame
from lgc_core.sync.lease import DAY_MS, begun

PACE = Pace(exchange_seconds=0.5)


def network(post):
    return post.application.window.frame.status_line.content.network.words.replace("\u00a0", " ")


def _visible_editors(window):
    found = [one for one in window.findChildren(QPlainTextEdit) if one.isVisible()]
    assert found
    return found


def test_a_post_too_long_alone_reads_only_until_the_next_exchange(world):
    post, region = world
    region.stop()
    with post.vault() as vault:
        month_ago = begun(time.time_ns() // 1_000_000 - 31 * DAY_MS)
        write_setting(vault.engine, LEASE, msgspec.json.encode(month_ago).decode())
    post.open(pace=PACE)
    post.unlock()
    post.until(lambda: network(post) == "Lecture seule", "the end of the lease")
    post.work.show("echanges")
    safety = post.work.screens.echanges.view.safety
    post.until(safety.lease.isVisible, "the note of the lease")
    assert "exportez la file" in safety.lease.accessibleName()
    assert safety.export.isVisible()
    post.work.open_patient(HOARAU.id)
    post.settle()
    window = post.application.window
    assert all(one.isReadOnly() for one in _visible_editors(window))
    said = [one.accessibleName() for one in window.findChildren(NoteFrame) if one.isVisible()]
    assert any(words.startswith("Lecture seule") for words in said)
    region.start()
    post.work.exchange_now()
    post.until(lambda: network(post) == "En ligne", "online, and writing again")
    post.until(lambda: not _visible_editors(window)[0].isReadOnly(), "a note that can be written")


def test_a_revoked_post_sends_all_erases_itself_and_says_so(world):
    post, region = world
    with post.vault() as vault:
        device = read_setting(vault.engine, DEVICE)
    post.open(pace=PACE)
    post.unlock()
    post.until(lambda: network(post) == "En ligne", "online")
    assert list(post.context.folder.rglob("slots.json"))
    region.command("device", "revoke", device)
    post.until(lambda: post.application.window.is_locked, "the lock")
    post.until(lambda: "a été révoqué le" in post.said, "the sentence of the lock screen")
    assert not list(post.context.folder.rglob("slots.json*"))
    assert not (post.context.folder / "cabinet.db").exists()
    post.until(lambda: not (post.context.folder / "poste.key").exists(), "the key of the post")
