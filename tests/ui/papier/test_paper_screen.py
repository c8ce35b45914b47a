# SPDX-License-Identifier: EUPL-1.2
"""A sheet on screen: shown, printed page by page, refused in words when there is no printer."""

import datetime as dt
from functools import partial

import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from lgc_app.demo.cast import HOARAU
from lgc_app.demo.seed import seed
from lgc_app.ui.navigation import Desk
from lgc_app.ui.papier.printing import print_pdf, save_sheet
from lgc_app.ui.papier.screen import PaperScreen
from lgc_app.ui.theme.look import Look
from tests.support.cabinet import keep, open_test_cabinet
from tests.support.dossier import Wishes, open_record, tell_record
from tests.support.record import AT, make_patient
from tests.support.screen_checks import check_window
from tests.support.screen_window import LOOKS, empty_window, picture, settle, show


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    made = open_test_cabinet(tmp_path_factory.mktemp("papier"))
    seed(made.session.store, count=12)
    return made


@pytest.fixture(scope="module")
def pdf(cabinet):
    return cabinet.failsafe.of_day(cabinet.session.now().date()).pdf


@pytest.mark.parametrize("name", list(LOOKS))
def test_a_sheet_is_shown_before_it_is_printed(qtbot, cabinet, tasks, errors, pdf, name):
    theme, size = LOOKS[name]
    look = Look(theme)
    window, shown = empty_window(look, tasks), []
    qtbot.addWidget(window)
    screen = PaperScreen(Desk(cabinet, tasks, look, Wishes()))
    window.add_screen(screen.page)
    show(window, "papier", size)
    screen.make(lambda: pdf, "dossier-de-secours.pdf", lambda: shown.append(True))
    settle(tasks)
    assert shown
    assert screen.pages.page_count > 1
    picture(window, f"papier-{name}")
    check_window(window)
    if QPrinterInfo.defaultPrinter().isNull():
        screen.print_out()
        settle(tasks)
        assert "Aucune imprimante" in errors[0].sentence


def test_every_page_reaches_the_printer_and_a_file_holds_the_same_bytes(qapp, cabinet, tmp_path):
    one = cabinet.failsafe.of_patient(HOARAU.id).pdf
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_pdf(cabinet.reading_room, one, printer)
    assert (tmp_path / "out.pdf").read_bytes().count(b"/Type /Page\n") == 1
    save_sheet(tmp_path / "same.pdf", one)
    assert (tmp_path / "same.pdf").read_bytes() == one


def test_a_save_does_not_wait_for_sixty_failsafe_dossiers(qtbot, tasks, tmp_path):
    path = tmp_path / "cabinet.db"
    tell_record(path)
    cabinet, wishes = open_record(path), Wishes()
    crowd = [make_patient(f"PATIENT {rank:02}") for rank in range(60)]
    keep(cabinet, *crowd)
    tomorrow = AT.replace(hour=8, minute=0) + dt.timedelta(days=1)
    for rank, one in enumerate(crowd):
        cabinet.agenda.book(one.id, tomorrow + dt.timedelta(minutes=10 * rank), 10, "")
    screen = PaperScreen(Desk(cabinet, tasks, Look(), wishes))
    qtbot.addWidget(screen)
    done: list[str] = []
    screen.make(lambda: cabinet.failsafe.of_day().pdf, "jour.pdf", lambda: done.append("paper"))
    for rank in range(5):
        add = partial(cabinet.problems.add_problem, HOARAU.id, f"Essai {rank}")
        tasks.write(add, lambda _changes: done.append("save"))
    qtbot.waitUntil(lambda: "paper" in done, timeout=60_000)
    assert done == ["save"] * 5 + ["paper"]
    qtbot.waitUntil(lambda: screen.pages.page_count > 60)
