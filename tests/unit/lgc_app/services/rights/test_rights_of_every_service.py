# SPDX-License-Identifier: EUPL-1.2
"""Every public method of every service, with every role: allowed, forbidden, or over with the replacement.

A new public method without a row in TABLE fails here: decide who may call it before it ships.
"""

import datetime as dt
import inspect
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from lgc_app.services.backups import Backups
from lgc_app.services.cabinet import Cabinet, make_cabinet
from lgc_app.services.importing import TakenIn
from lgc_app.services.letter_drafts import LetterDraft
from lgc_app.services.session import ForbiddenError, MembershipEndedError
from lgc_core.errors import OutsideError, UserError
from lgc_core.model.document import DocumentFile
from lgc_core.model.staff import Role
from tests.support.cabinet import a_followed_patient, keep, open_test_cabinet
from tests.support.record import AT

ROLES = {"M": Role.MEDECIN, "R": Role.REMPLACANT, "I": Role.INFIRMIER, "S": Role.SECRETAIRE, "A": Role.ADMIN}
CARE, CLINIC, DESK, ALL = "MR", "MRI", "MRIS", "MRISA"

OPEN = "open"
"""Of the post, not of a patient (exchange, backup, calendar of vaccines), or one's own words: never refused."""

SIFTED = "sifted"
"""Each value by the right over what it belongs to: tests/unit/lgc_app/services/conflicts."""

INSIDE = "inside"
"""Takes the open transaction of a caller that was checked."""

TABLE = {
    "trail.record": OPEN,  # whoever looks is written down; refusing would hide it
    "trail.of_patient": CARE,
    "trail.is_intact": CARE,
    "patients.find": ALL,
    "patients.get": ALL,
    "patients.open": CLINIC,
    "patients.admit": DESK,
    "patients.correct": DESK,
    "patients.record_check": DESK,
    "patients.set_flags": DESK,
    "patients.saw_document": DESK,
    "patients.status": ALL,
    "overviews.of": CLINIC,
    "due_today.of": CLINIC,
    "screenings.due": CLINIC,
    "screenings.table.current": OPEN,
    "screenings.table.exported": OPEN,
    "screenings.table.install": "MA",
    "screenings.table.restore": "MA",
    "form_drafts.begun": OPEN,
    "form_drafts.keep": OPEN,  # one's own words, of this post
    "form_drafts.waiting": OPEN,
    "timelines.of": CLINIC,
    "drafts.keep": CLINIC,
    "drafts.waiting": OPEN,  # one's own words, found again whatever happened
    "drafts.cut": OPEN,  # what was typed under WRITE_NOTE becomes operations at the lock, whatever happened
    "drafts.forget": INSIDE,
    "drafts.forget_addendum": INSIDE,
    "encounters.open_today": CLINIC,
    "encounters.today_of": CLINIC,
    "encounters.unsigned_of": CLINIC,
    "encounters.get": CLINIC,
    "encounters.sign": CLINIC,
    "encounters.add": CLINIC,
    "wrong_files.move": CLINIC,
    "wrong_files.take_back": CLINIC,
    "measures.record": CLINIC,
    "measures.read": CLINIC,
    "forms.proposed": OPEN,  # questions, of no patient
    "forms.answer": CLINIC,
    "forms.answer_all": CLINIC,
    "forms.withdraw": CLINIC,
    "forms.typed": CLINIC,
    "forms.texts": CLINIC,
    "forms.before": CLINIC,
    "measures.withdraw": CLINIC,
    "measures.take_back": CLINIC,
    "measures.write_again": CLINIC,
    "measures.series": CLINIC,
    "measures.strip": CLINIC,
    "measures.body_mass_index": CLINIC,
    "problems.add_problem": CLINIC,
    "problems.add_allergy": CLINIC,
    "problems.state_no_allergy": CLINIC,
    "problems.take_back": CLINIC,
    "biology.of": CLINIC,
    "calculations.known": CLINIC,
    "calculations.compute": CLINIC,
    "vaccinations.booklet": CLINIC,
    "vaccinations.scan": OPEN,  # the code of a box, no patient
    "vaccinations.add": CLINIC,
    "vaccinations.withdraw": CLINIC,
    "vaccinations.take_back": CLINIC,
    "vaccinations.who_received": CLINIC,
    "vaccinations.calendar.current": OPEN,
    "vaccinations.calendar.exported": OPEN,
    "vaccinations.calendar.install": "MA",
    "vaccinations.calendar.restore": "MA",
    "growths.of": CLINIC,
    "files.keep": OPEN,  # content-addressed bytes, from an import or an exchange
    "files.read": CLINIC,
    "files.bytes_to_send": OPEN,  # the exchange, whoever is at the screen; shown nowhere
    "files.bytes_in": INSIDE,
    "files.has": OPEN,
    "files.expect": OPEN,
    "files.in_state": OPEN,
    "files.mark": OPEN,
    "documents.get": CLINIC,
    "documents.open": CLINIC,
    "documents.made_of": CLINIC,
    "inbox.receive": CLINIC,
    "inbox.waiting": CLINIC,
    "inbox.propose": CLINIC,
    "inbox.suggested": CLINIC,
    "inbox.file": CLINIC,
    "inbox.take_back": CLINIC,
    "emission.emit_report": CARE,
    "emission.emit_vsm": CARE,
    "agenda.day": ALL,
    "agenda.span": ALL,
    "agenda.line": ALL,
    "agenda.wishes": ALL,
    "agenda.book": ALL,
    "agenda.walk_in": ALL,
    "agenda.shift": ALL,
    "agenda.wish": ALL,
    "agenda.move_on": ALL,
    "agenda_rules.people": OPEN,  # names of those who receive
    "agenda_rules.all": OPEN,
    "agenda_rules.closures": OPEN,
    "agenda_rules.add": ALL,
    "agenda_rules.end": ALL,
    "agenda_rules.write_again": ALL,
    "invitations.invite": DESK,
    "exchanges.run": OPEN,
    "exchanges.say_wiped": OPEN,
    "exchanges.situation": OPEN,
    "exchanges.items": OPEN,  # what waits, by title and name, for whoever must call the region
    "backups.run_if_due": OPEN,
    "backups.run": OPEN,
    "backups.is_due": OPEN,
    "backups.state": OPEN,
    "queue_export.run": OPEN,  # an encrypted file whose code is shown once
    "tasks_to_do.open": DESK,
    "tasks_to_do.of_patient": DESK,
    "tasks_to_do.add_line": DESK,
    "tasks_to_do.finish": DESK,
    "tasks_to_do.give_up": DESK,
    "tasks_to_do.reopen": DESK,
    "tasks_to_do.put_off": DESK,
    "duplicates.like": DESK,
    "duplicates.link": DESK,
    "duplicates.unlink": DESK,
    "duplicates.of": ALL,
    "transmissions.withdraw": CLINIC,
    "transmissions.write_again": CLINIC,
    "transmissions.keep": CLINIC,
    "transmissions.draft": CLINIC,
    "transmissions.write": CLINIC,
    "transmissions.write_in": INSIDE,
    "transmissions.of_patient": CLINIC,
    "rounds.day": CLINIC,
    "care_sheets.of_day": CLINIC,
    "care_sheets.of_visit": CLINIC,
    "rounds.plan": CLINIC,
    "rounds.stop": CLINIC,
    "rounds.resume": CLINIC,
    "rounds.reorder": CLINIC,
    "rounds.tick": CLINIC,
    "rounds.finish": CLINIC,
    "rounds.end_without": CLINIC,
    "rounds.reopen": CLINIC,
    "failsafe.of_patient": CLINIC,
    "failsafe.of_day": CLINIC,
    "failsafe.essentials": CLINIC,
    "letters.templates": CLINIC,
    "letters.begin": CLINIC,
    "letters.keep": CLINIC,
    "letters.waiting": CLINIC,
    "letters.make": CLINIC,
    "day_sheet.of_day": ALL,
    "open_export.of_patient": CARE,
    "erasure.assess": CLINIC,
    "erasure.erase": "M",
    "replacements.welcome": CLINIC,
    "replacements.hand_over": DESK,
    "replacements.left": CLINIC,
    "replacements.note_of": CLINIC,
    "open_export.of_practice": "M",
    "antecedents.add": CLINIC,
    "antecedents.change": CLINIC,
    "antecedents.close": CLINIC,
    "antecedents.line": CLINIC,
    "antecedents.of": CLINIC,
    "antecedents.remove": CLINIC,
    "antecedents.undo": CLINIC,
    "conflicts.waiting": SIFTED,
    "conflicts.find": SIFTED,
    "conflicts.decided": SIFTED,
    "conflicts.for_others": OPEN,  # a number
    "conflicts.keep_text": OPEN,  # one's own words, while one chooses
    "conflicts.kept_text": OPEN,
    "conflicts.resolve": SIFTED,
    "conflicts.take_back": SIFTED,
    "set_aside.waiting": SIFTED,
    "set_aside.offer_again": SIFTED,
    "set_aside.drop": SIFTED,
    "set_aside.put_back": SIFTED,
    "documents.awaited": CLINIC,
    "documents.preview": CLINIC,
    "documents.want": CLINIC,
    "encounters.disputed": CLINIC,
    "exchanges.files_on_the_way": OPEN,  # sizes and states, no name
    "exchanges.listen": OPEN,
    "exchanges.move_files": OPEN,
    "exchanges.run_operations": OPEN,
    "exchanges.wind_up": OPEN,
    "files.is_wanted": OPEN,
    "files.keep_file": OPEN,
    "files.moving": OPEN,
    "files.moving_of": OPEN,
    "files.note_moved": OPEN,
    "files.offer_again": OPEN,
    "files.settle": OPEN,
    "files.stream": CLINIC,
    "files.want": OPEN,
    "importing.take_in": CLINIC,
    "inbox.receive_taken": CLINIC,
    "line_drafts.keep": CLINIC,
    "line_drafts.waiting": OPEN,  # one's own words, found again whatever happened
    "line_drafts.forget": OPEN,
    "practice_settings.equation": OPEN,  # how numbers are computed, of no patient
    "practice_settings.choose_equation": "MA",
    "preferences.read": OPEN,
    "preferences.write": OPEN,
    "rounds.must_be_open": OPEN,
    "references.held": OPEN,  # code lists, of no patient
    "references.find": OPEN,
    "reading_room.prepare": OPEN,  # the bytes come from whoever was allowed to have them
    "reading_room.open": OPEN,
    "reading_room.picture": OPEN,
    "reading_room.first_page": OPEN,
    "reading_room.words": OPEN,
    "reading_room.close": OPEN,
    "references.concept": OPEN,
    "circles.of_patient": CLINIC,
    "circles.ask": CLINIC,
    "circles.decide": CLINIC,
    "circles.leave": CLINIC,
    "circles.write": CLINIC,
    "circles.share": CLINIC,
    "templates.all": CLINIC,
    "templates.own": OPEN,  # texts of the practice, of no patient
    "templates.personal_ids": OPEN,  # ids of one's own
    "templates.values": INSIDE,  # fills texts with an overview that its caller may read
    "templates.known": CLINIC,
    "templates.export": CLINIC,
    "templates.bring": CLINIC,
    "templates.save": CLINIC,
    "templates.remove": CLINIC,
    "templates.write_again": CLINIC,
    "texts.find": CLINIC,
    "texts.search": CLINIC,
    "texts.keys": CLINIC,
    "texts.catch_up": OPEN,  # indexes what the post holds, shows nothing
    "folder_import.run": CLINIC,
    "folder_import.survey": CLINIC,
    "folder_import.begin": CLINIC,
    "folder_import.unfinished": CLINIC,
    "folder_import.end": CLINIC,
    "folder_import.read": INSIDE,  # what it reads goes through Importing, which asks
    "folder_import.keep": INSIDE,  # writes through Inbox, which asks
    "folder_import.refused": OPEN,  # words
    "folder_import.file_sure": CLINIC,
    "trail.record_each": OPEN,
    "people.all": "MA",
    "people.history": "MA",
    "people.add": "MA",
    "people.change": "MA",
    "people.end": "MA",
    "people.put_back": "MA",
    "people.keep_typed": OPEN,  # one's own words, while one types
    "people.typed": OPEN,
    "cards.of": "MA",
    "cards.of_each": "MA",
    "cards.check": "MA",
    "cards.add": "MA",
    "cards.withdraw": "MA",
    "cards.put_back": "MA",
    "cards.close_to": "MA",
    "cards.reopen_to": "MA",
    "cards.forget_ended": OPEN,  # the post closes to whoever left, whoever is at the screen
}


@pytest.fixture(scope="module")
def people(tmp_path_factory) -> dict[str, Cabinet]:
    """The services of one record, once for each role, and for a remplaçant whose last day was yesterday."""
    doctor = open_test_cabinet(tmp_path_factory.mktemp("droits"))
    keep(doctor, a_followed_patient())

    def as_role(role: Role, until: str = "") -> Cabinet:
        staff = structs.replace(doctor.session.staff, role=role, valid_to=until)
        session = replace(doctor.session, staff=staff)
        return make_cabinet(session, doctor.files.safe, None, lambda _content: b"signature")

    yesterday = (AT.date() - dt.timedelta(days=1)).isoformat()
    made = {letter: as_role(role) for letter, role in ROLES.items()}
    return {**made, "ended": as_role(Role.REMPLACANT, yesterday)}


def public(service: type) -> list[str]:
    return [
        name
        for name, found in inspect.getmembers(service, inspect.isfunction)
        if not name.startswith("_") and not hasattr(object, name)
    ]


def services(cabinet: Cabinet) -> dict[str, Any]:
    found = {one.name: getattr(cabinet, one.name) for one in fields(Cabinet) if one.name != "session"}
    found["vaccinations.calendar"] = cabinet.vaccinations.calendar
    found["screenings.table"] = cabinet.screenings.table
    return found


def methods(cabinet: Cabinet) -> dict[str, Callable[..., Any]]:
    found = services(cabinet)
    known = {
        f"{name}.{method}": getattr(one, method)
        for name, one in found.items()
        if one
        for method in public(type(one))
    }
    assert cabinet.backups is None
    return known | {f"backups.{name}": lambda: None for name in public(Backups)}


def call(method: Callable[..., Any], patient: str) -> None:
    """Call with plausible values of each type; what is wrong with them is not what is asked here."""
    given: dict[str, Any] = {
        "date": AT.date(),
        "datetime": AT,
        "int": 15,
        "bytes": b"x",
        "Path": Path("/nulle/part/export.zip"),
    }
    given["Path"] = Path("/nulle/part/export.zip")
    given["Patient"] = a_followed_patient()
    given["TakenIn"] = TakenIn(file=DocumentFile(role="original", blob="0" * 64, media="x", size=1, sha1="0" * 40))
    given["LetterDraft"] = LetterDraft(template="libre", title="", text="x")
    wanted = inspect.signature(method).parameters.values()
    needed = [one for one in wanted if one.default is inspect.Parameter.empty]
    optional = {one.name: None for one in needed if "None" in str(one.annotation)}
    values = optional | {
        one.name: given.get(getattr(one.annotation, "__name__", ""), patient)
        for one in needed
        if one.name not in optional
    }
    positional = [values[one.name] for one in needed if one.kind is not one.KEYWORD_ONLY]
    method(*positional, **{one.name: values[one.name] for one in needed if one.kind is one.KEYWORD_ONLY})


def refusal(method: Callable[..., Any], patient: str) -> type[Exception] | None:
    try:
        call(method, patient)
    except (ForbiddenError, MembershipEndedError) as refused:
        return type(refused)
    except (LookupError, TypeError, ValueError, AttributeError, RuntimeError, OSError, UserError, OutsideError):
        return None  # the values are poor on purpose: only the right is asked
    return None


def test_every_public_method_has_a_row_and_every_row_a_method(people):
    assert sorted(TABLE) == sorted(methods(people["M"]))


@pytest.mark.parametrize("name", [name for name, who in TABLE.items() if who not in (OPEN, SIFTED, INSIDE)])
def test_each_role_may_exactly_what_its_row_says(people, name):
    patient = a_followed_patient().id
    refused = {who: refusal(methods(cabinet)[name], patient) for who, cabinet in people.items()}
    expected = {who: None if who in TABLE[name] else ForbiddenError for who in ROLES}
    assert refused == {**expected, "ended": MembershipEndedError}
