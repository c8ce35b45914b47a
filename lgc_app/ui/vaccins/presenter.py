# SPDX-License-Identifier: EUPL-1.2
"""The booklet in rows, and the vaccines that a typed word or a due line propose. No Qt here."""

from collections.abc import Sequence
from typing import Final

from lgc_app.services.vaccinations import Booklet, DoneDose, Received, valence_words
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.theme.typography import month_year, short_date, spaced_phone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.row_recipe import Cell, Row, header_row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import count, tr
from lgc_core.clinical.vaccination.products import PRODUCTS, Product, find_products
from lgc_core.clinical.vaccination.schedule import Advice, State

_HEADERS: Final[tuple[tuple[State, str], ...]] = (
    ("en retard", "En retard"),
    ("à faire", "À faire"),
    ("à venir", "À venir"),
    ("à discuter", "À discuter"),
)
_TONES: Final[dict[State, tuple[Tone, str]]] = {
    "en retard": (Tone.WARN, "alert"),
    "à faire": (Tone.INFO, "clock"),
    "à venir": (Tone.NEUTRAL, "calendar"),
    "à discuter": (Tone.NEUTRAL, "info"),
}
DUE, DONE = "due:", "done:"


def booklet_rows(booklet: Booklet) -> list[Row]:
    """Return what is late, due, to come, done, then to talk over."""
    rows: list[Row] = []
    for state, title in _HEADERS[:3]:
        rows += _group(tr(title), [_advice(one) for one in booklet.advice if one.state == state])
    rows += _group(tr("Faits"), [_done(one) for one in booklet.done])
    state, title = _HEADERS[3]
    return rows + _group(tr(title), [_advice(one) for one in booklet.advice if one.state == state])


def edition_words(booklet: Booklet) -> str:
    """Return the calendar behind the list: its name, its day, where its facts come from."""
    edition = booklet.edition
    day = "/".join(reversed(edition.date.split("-")))
    parts = [tr("{name}, édition du {day}.", name=edition.name, day=day), tr("{source}", source=edition.source)]
    if not booklet.birth_known:
        parts.insert(0, tr("Date de naissance incomplète : rien n’est calculé."))
    if booklet.unknown:
        words = ", ".join(dict.fromkeys(booklet.unknown))
        parts.insert(0, tr("Non reconnus, laissés hors du calcul : {words}.", words=words))
    return " ".join(parts)


def proposals(typed: str, wanted: Sequence[str] = ()) -> list[Product]:
    """Return the vaccines that a word names, or those that give every valence wanted, the nearest first."""
    if typed.strip() or not wanted:
        return find_products(typed)
    fitting = [one for one in PRODUCTS if set(one.valences) >= set(wanted)]
    return sorted(fitting, key=lambda one: len(one.valences))[:8]


def proposal_row(product: Product) -> Row:
    """Return one proposal."""
    words = valence_words(product.valences)
    runs = (Run(product.name, TextRole.DENSE_MEDIUM), Run(f"   {words}", TextRole.DENSE, "text2"))
    return Row(product.name, (Cell(runs, icon="vaccine"),), f"{product.name}, {words}")


def received_rows(lines: Sequence[Received]) -> list[Row]:
    """Return the people who received a lot."""
    return [_received(one) for one in lines]


def received_words(lines: Sequence[Received], lot: str) -> str:
    """Say how many people received a lot."""
    if not lines:
        return tr("Personne du cabinet n’a reçu le lot {lot}.", lot=lot.strip())
    return count(len({one.patient for one in lines}), "patient l’a reçu.", "patients l’ont reçu.")


def _group(title: str, rows: list[Row]) -> list[Row]:
    return [header_row(title, str(len(rows))), *rows] if rows else []


def _advice(one: Advice) -> Row:
    tone, icon = _TONES[one.state]
    main = ", ".join(part for part in (one.rule.words, one.dose_words) if part)
    soft = _since(one)
    pills = [PillContent(tr("obligatoire"), Tone.NEUTRAL)] if one.rule.status == "obligatoire" else []
    cells = (
        Cell((Run(tr(main), TextRole.DENSE_MEDIUM),), icon="vaccine", icon_colour=str(tone)),
        Cell((Run(tr(soft), TextRole.DENSE, "text2"),), pills=pills),
        Cell(pills=(PillContent(tr(one.state.capitalize()), tone, icon),)),
    )
    return Row(f"{DUE}{one.rule.key}", cells, tr("{main}, {state}, {soft}", main=main, state=one.state, soft=soft))


def _since(one: Advice) -> str:
    if one.state == "à discuter":
        return one.rule.note or "aucune dose notée"
    if one.since is None:
        return one.rule.note
    when = f"à partir du {short_date(one.since)}"
    if one.state == "en retard":
        when = f"depuis {month_year(one.since).lower()}"
    elif one.state == "à faire":
        when = "dès maintenant"
    noted = "" if one.given else " · aucune dose notée"
    return f"{when}{noted}"


def _done(one: DoneDose) -> Row:
    refused = tr("non fait : {why}", why=one.not_done) if one.not_done else ""
    soft = " · ".join(part for part in (one.day_words, refused or one.lot, one.who, one.reason) if part)
    pill = PillContent(tr("Non fait"), Tone.NEUTRAL) if refused else PillContent(tr("Fait"), Tone.OK, "check")
    cells = (
        Cell(
            (Run(one.vaccine, TextRole.DENSE_MEDIUM), Run(f"   {one.valences}", TextRole.DENSE, "text2")),
            icon="vaccine",
        ),
        Cell((Run(soft, TextRole.DENSE, "text2"),)),
        Cell(pills=(pill,)),
    )
    return Row(f"{DONE}{one.id}", cells, f"{one.vaccine}, {soft}")


def _received(one: Received) -> Row:
    born = "/".join(reversed(one.birth_date.split("-")))
    soft = " · ".join(part for part in (born, ", ".join(map(spaced_phone, one.phones))) if part)
    dose = f"{one.vaccine} · {one.day_words}"
    cells = (
        Cell((Run(one.shown, TextRole.DENSE_MEDIUM),), icon="person"),
        Cell((Run(soft, TextRole.DENSE, "text2"),)),
        Cell((Run(dose, TextRole.DENSE),)),
    )
    return Row(one.patient, cells, f"{one.shown}, {soft}, {dose}")
