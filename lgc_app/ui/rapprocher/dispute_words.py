# SPDX-License-Identifier: EUPL-1.2
"""The disputes as rows and sentences; no Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass

from lgc_app.services.disputes import Choice, Dispute
from lgc_app.ui.theme.fonts import TextRole
from lgc_app.ui.widgets.row_recipe import Cell, Row
from lgc_app.ui.widgets.runs import Run
from lgc_app.ui.words import count, tr

_LONGEST_VALUE = 24


@dataclass(frozen=True, slots=True)
class Verbs:
    """What the keys do for one dispute; "" for a key that does nothing."""

    first: str
    second: str
    primary: str
    missing: str


def rows(disputes: Sequence[Dispute]) -> list[Row]:
    """Make the rows of the list."""
    return [_row(one) for one in disputes]


def _row(one: Dispute) -> Row:
    title = list_title(one)
    under = " · ".join(part for part in (one.shown, tr(one.nature)) if part)
    cell = Cell((Run(title, TextRole.BODY_MEDIUM),), (Run(under, TextRole.CAPTION, "text2"),))
    return Row(one.id, (cell,), f"{title}, {under}, {tr('deux versions')}")


def list_title(one: Dispute) -> str:
    """Say a short value with both its versions: « Posologie : 1 le soir ou 2 le soir »."""
    first, second = one.first.text, one.second.text
    if one.nature in ("texte", "hors signature", "suppression") or max(len(first), len(second)) > _LONGEST_VALUE:
        return one.title
    name = one.title.split(":", maxsplit=1)[0].strip()
    return tr("{name} : {first} ou {second}", name=name, first=first, second=second)


def heading(one: Dispute) -> tuple[str, str]:
    """Return the title and the line under it."""
    title = tr("{title} : deux versions à rapprocher", title=one.title)
    who = ", ".join(part for part in (one.shown, one.age) if part)
    told = tr("écrites chacune sans avoir vu l’autre")
    more = tr("{others} ensuite", others=count(one.more, "autre version", "autres versions")) if one.more else ""
    return title, " · ".join(part for part in (who, told, more) if part)


def difference_words(one: Dispute) -> str:
    """Say how much differs."""
    number = sum(part.differs for part in one.passages)
    return count(number, "passage diffère", "passages diffèrent")


def verbs_of(one: Dispute) -> Verbs:
    """Return what may be done, in the words of this dispute."""
    if one.nature == "suppression":
        second = tr("Retirer la ligne") if Choice.SECOND in one.choices else ""
        return Verbs(tr("Garder la ligne"), second, "", tr("Gardez la ligne, ou retirez-la."))
    if Choice.COMPLEMENT in one.choices:
        return Verbs(
            tr("Garder le signé"),
            tr("Ajouter en complément"),
            "",
            tr("Note signée : le texte tardif reste hors signature, ou devient un complément."),
        )
    if Choice.SECOND not in one.choices:
        return Verbs(tr("Garder dans l’historique"), "", "", tr("Les deux versions restent lisibles."))
    if Choice.TEXT in one.choices and one.nature == "texte":
        return Verbs(tr("Tout garder"), tr("Tout garder"), tr("Valider le texte réuni"), "")
    return Verbs(tr("Garder"), tr("Garder"), "", tr("Choisissez une version : Ctrl+1 ou Ctrl+2."))


def second_choice(one: Dispute) -> Choice | None:
    """Return what the second key decides, None when it decides nothing."""
    if Choice.COMPLEMENT in one.choices:
        return Choice.COMPLEMENT
    return Choice.SECOND if Choice.SECOND in one.choices else None


def others_words(number: int) -> str:
    """Say what waits for somebody else's right."""
    if not number:
        return ""
    return tr(
        "{others} par une autre personne du cabinet.",
        others=count(number, "valeur à décider", "valeurs à décider"),
    )
