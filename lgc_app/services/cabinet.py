# SPDX-License-Identifier: EUPL-1.2
"""Every service of an open session, built together and given to the window or the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from lgc_app.services.agenda import Agenda
from lgc_app.services.agenda_rules import AgendaRules
from lgc_app.services.antecedents import Antecedents
from lgc_app.services.backups import Backups
from lgc_app.services.biology import Biology
from lgc_app.services.calculations import Calculations
from lgc_app.services.cards import Cards
from lgc_app.services.care_sheets import CareSheets
from lgc_app.services.circles import Circles
from lgc_app.services.conflicts import Conflicts
from lgc_app.services.day_sheet import DaySheet
from lgc_app.services.documents import Documents
from lgc_app.services.drafts import Drafts
from lgc_app.services.due_today import DueToday
from lgc_app.services.duplicates import Duplicates
from lgc_app.services.emission import Emission
from lgc_app.services.encounters import Encounters
from lgc_app.services.erasure import Erasure
from lgc_app.services.exchanges import Exchanges, FileRegion
from lgc_app.services.failsafe import Failsafe
from lgc_app.services.files import Files, Safe
from lgc_app.services.folder_import import FolderImport
from lgc_app.services.form_drafts import FormDrafts
from lgc_app.services.forms import Forms
from lgc_app.services.growth import Growths
from lgc_app.services.importing import Importing
from lgc_app.services.inbox import Inbox
from lgc_app.services.invitations import Invitations
from lgc_app.services.letters import Letters
from lgc_app.services.line_drafts import LineDrafts
from lgc_app.services.measures import Measures
from lgc_app.services.open_export import OpenExport
from lgc_app.services.overview import Overviews
from lgc_app.services.patients import Patients
from lgc_app.services.people import People
from lgc_app.services.practice_settings import PracticeSettings
from lgc_app.services.preferences import Preferences
from lgc_app.services.problems import Problems
from lgc_app.services.queue_export import QueueExport
from lgc_app.services.reading_room import ReadingRoom
from lgc_app.services.references import References
from lgc_app.services.replacement import Replacements
from lgc_app.services.rounds import Rounds
from lgc_app.services.screenings import Screenings
from lgc_app.services.session import Session
from lgc_app.services.set_aside import SetAside
from lgc_app.services.tasks_to_do import TasksToDo
from lgc_app.services.templates import Templates
from lgc_app.services.texts import Texts
from lgc_app.services.timeline import Timelines
from lgc_app.services.trail import Trail
from lgc_app.services.transmissions import Transmissions
from lgc_app.services.vaccinations import Vaccinations
from lgc_app.services.wrong_file import WrongFiles
from lgc_app.vault.session import VaultSession
from lgc_core.sync.partitions import PersonClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Cabinet:
    """What a person can do while the vault is open."""

    session: Session
    trail: Trail
    patients: Patients
    overviews: Overviews
    timelines: Timelines
    drafts: Drafts
    encounters: Encounters
    measures: Measures
    forms: Forms
    problems: Problems
    antecedents: Antecedents
    line_drafts: LineDrafts
    form_drafts: FormDrafts
    templates: Templates
    practice_settings: PracticeSettings
    preferences: Preferences
    biology: Biology
    calculations: Calculations
    vaccinations: Vaccinations
    due_today: DueToday
    screenings: Screenings
    growths: Growths
    files: Files
    documents: Documents
    inbox: Inbox
    importing: Importing
    emission: Emission
    agenda: Agenda
    invitations: Invitations
    exchanges: Exchanges
    references: References
    circles: Circles
    backups: Backups | None
    queue_export: QueueExport
    agenda_rules: AgendaRules
    tasks_to_do: TasksToDo
    duplicates: Duplicates
    transmissions: Transmissions
    rounds: Rounds
    care_sheets: CareSheets
    conflicts: Conflicts
    set_aside: SetAside
    failsafe: Failsafe
    letters: Letters
    day_sheet: DaySheet
    open_export: OpenExport
    replacements: Replacements
    erasure: Erasure
    texts: Texts
    folder_import: FolderImport
    people: People
    wrong_files: WrongFiles
    cards: Cards
    reading_room: ReadingRoom


def make_cabinet(
    session: Session,
    safe: Safe,
    region: FileRegion | None,
    sign_push: Callable[[bytes], bytes],
    backups: Backups | None = None,
    claims: tuple[PersonClaim, ...] = (),
    vault: VaultSession | None = None,
) -> Cabinet:
    """Build the services in the order they need one another."""
    trail, drafts, files = Trail(session), Drafts(session), Files(session, safe)
    patients, documents = Patients(session, trail), Documents(session, files)
    encounters, overviews = Encounters(session, drafts), Overviews(session)
    transmissions, measures, vaccinations = Transmissions(session), Measures(session), Vaccinations(session)
    templates, screenings = Templates(session), Screenings(session)
    agenda, rules, tasks_to_do = Agenda(session), AgendaRules(session), TasksToDo(session)
    rounds = Rounds(session, transmissions)
    inbox, importing = Inbox(session, files, patients, documents), Importing(session, files)
    cards, room = Cards(session, vault), ReadingRoom()
    failsafe = Failsafe(session, trail, patients, overviews, vaccinations, agenda)
    return Cabinet(
        session=session, trail=trail, patients=patients, overviews=overviews, timelines=Timelines(session),
        drafts=drafts, encounters=encounters, measures=measures, forms=Forms(session, measures),
        problems=Problems(session),
        antecedents=Antecedents(session), line_drafts=LineDrafts(session),
        form_drafts=FormDrafts(session), templates=templates,
        practice_settings=PracticeSettings(session), preferences=Preferences(session),
        biology=Biology(session), calculations=Calculations(session),
        vaccinations=vaccinations, due_today=DueToday(session, vaccinations, screenings), screenings=screenings,
        growths=Growths(session, measures), files=files, documents=documents,
        importing=importing, inbox=inbox, folder_import=FolderImport(session, importing, inbox),
        emission=Emission(session, files, patients, encounters, overviews), agenda=agenda,
        invitations=Invitations(session, patients), exchanges=Exchanges(session, files, region, sign_push, claims),
        references=References(session), circles=Circles(session), backups=backups,
        queue_export=QueueExport(session.store, sign_push), agenda_rules=rules,
        tasks_to_do=tasks_to_do, duplicates=Duplicates(session), transmissions=transmissions,
        rounds=rounds, care_sheets=CareSheets(session, trail, rounds, overviews, transmissions),
        conflicts=Conflicts(session), set_aside=SetAside(session),
        failsafe=failsafe, letters=Letters(session, files, patients, failsafe, templates, measures),
        day_sheet=DaySheet(session, agenda, rules), open_export=OpenExport(session, trail, patients, files),
        erasure=Erasure(session, trail, safe), texts=Texts(session, files, trail, room),
        replacements=Replacements(session, agenda, inbox, tasks_to_do, drafts, trail),
        people=People(session, cards), cards=cards, reading_room=room,
        wrong_files=WrongFiles(session, trail, encounters, drafts),
    )  # fmt: skip
