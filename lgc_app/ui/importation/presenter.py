# SPDX-License-Identifier: EUPL-1.2
"""What the import of a folder says: what was found, how far it is, what became of each file. No Qt here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal

from lgc_app.services.folder_import import MAX_FILES, FolderFound, Taken
from lgc_app.ui.words import count, tr

Group = Literal[
    "trouvés", "sûrs", "à confirmer", "à lire", "à attribuer", "mis de côté", "refusés", "classés", "déjà là"
]
GROUPS: Final[dict[Group, str]] = {
    "trouvés": "Fichiers trouvés",
    "sûrs": "Patient reconnu, prêts à classer",
    "à confirmer": "Patient proposé, à confirmer",
    "à lire": "À lire dans Réception",
    "à attribuer": "Patient à indiquer",
    "mis de côté": "Mis de côté",
    "refusés": "Non importés",
    "classés": "Classés",
    "déjà là": "Déjà importés",
}
_KINDS: Final = (
    ("CDA", "document CDA", "documents CDA"),
    ("PDF", "PDF", "PDF"),
    ("texte", "texte", "textes"),
    ("autre", "autre fichier, qui ne sera pas importé", "autres fichiers, qui ne seront pas importés"),
)
_KIND_WORDS: Final = {".xml": "Document CDA", ".pdf": "PDF", ".txt": "Texte"}
_ICONS: Final[dict[Group, tuple[str, str]]] = {
    "trouvés": ("document", "text2"),
    "sûrs": ("received", "ok"),
    "à confirmer": ("unchecked", "warn"),
    "à lire": ("biology", "warn"),
    "à attribuer": ("person", "text2"),
    "mis de côté": ("to-mend", "danger"),
    "refusés": ("danger", "danger"),
    "classés": ("check", "ok"),
    "déjà là": ("document", "text2"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenLine:
    """One file of the list; `document` opens it in Réception, empty when there is nothing to open."""

    key: str
    group: Group
    place: str
    words: str
    kind: str
    document: str
    icon: str
    ink: str

    @property
    def sentence(self) -> str:
        """Return what a screen reader says."""
        return ", ".join(part for part in (tr(GROUPS[self.group]), self.place, self.words, self.kind) if part)


def group_of(taken: Taken) -> Group:
    """Return where a file stands."""
    if taken.outcome == "importé":
        if taken.whose.is_sure:
            return "sûrs"
        if taken.whose.maybe:
            return "à confirmer"
        return "à lire" if taken.whose.patient or taken.whose.has_lines else "à attribuer"
    outcomes: dict[str, Group] = {
        "classé": "classés", "déjà là": "déjà là", "mis de côté": "mis de côté", "refusé": "refusés",
    }  # fmt: skip
    return outcomes[taken.outcome]


def lines_of(taken: Sequence[Taken]) -> list[TakenLine]:
    """Return one line a file, what asks for somebody first."""
    lines = [_line(rank, one) for rank, one in enumerate(taken)]
    order = {group: rank for rank, group in enumerate(GROUPS)}
    return sorted(lines, key=lambda line: order[line.group])


def found_lines(found: FolderFound) -> list[TakenLine]:
    """Return one line a file, before anything is taken."""
    places = [str(path.relative_to(found.folder)) for path in found.files]
    icon, ink = _ICONS["trouvés"]
    return [
        TakenLine(
            key=str(rank), group="trouvés", place=place, words="" if _kind(place) else tr("Ne sera pas importé."),
            kind=_kind(place), document="", icon=icon, ink=ink,
        )
        for rank, place in enumerate(places)
    ]  # fmt: skip


def found_words(found: FolderFound) -> str:
    """Say what a folder holds: « 713 fichiers : 3 documents CDA, 700 textes »."""
    if not found.files:
        return tr("Ce dossier n’a aucun fichier.")
    kinds = ", ".join(count(found.kinds[kind], one, many) for kind, one, many in _KINDS if found.kinds[kind])
    words = tr("{files} : {kinds}.", files=count(len(found.files), "fichier", "fichiers"), kinds=kinds)
    if not found.is_whole:
        words += " " + tr("Les {most} premiers seulement : mettez la suite dans un autre dossier.", most=MAX_FILES)
    return words


def progress_words(done: int, total: int, counts: Counter[Group]) -> str:
    """Say how far it is and what came of it: « 120 sur 713 : 12 classés, 3 mis de côté »."""
    parts = [count(counts[group], one, many) for group, one, many in _TOLD if counts[group]]
    far = tr("{done} sur {total}", done=done, total=total)
    return tr("{far} : {parts}", far=far, parts=", ".join(parts)) if parts else far


_TOLD: Final[tuple[tuple[Group, str, str], ...]] = (
    ("sûrs", "reconnu", "reconnus"),
    ("à confirmer", "à confirmer", "à confirmer"),
    ("à lire", "à lire", "à lire"),
    ("à attribuer", "sans patient", "sans patient"),
    ("classés", "classé", "classés"),
    ("mis de côté", "mis de côté", "mis de côté"),
    ("refusés", "non importé", "non importés"),
    ("déjà là", "déjà là", "déjà là"),
)


_WAITING: Final[tuple[Group, ...]] = ("sûrs", "à confirmer", "à lire", "à attribuer", "mis de côté")


def counts_of(taken: Sequence[Taken]) -> Counter[Group]:
    """Count the files of each group."""
    return Counter(group_of(one) for one in taken)


def summary_words(counts: Counter[Group]) -> str:
    """Say what is left to do once all is taken."""
    waiting = sum(counts[group] for group in _WAITING)
    if not waiting:
        return tr("Import fini. Rien n’attend dans Réception.")
    said = count(waiting, "document attend", "documents attendent")
    return tr("Import fini. {said} dans Réception : rien n’y est classé sans vous.", said=said)


def sure_words(number: int) -> str:
    """Say what the button over the list does."""
    if number == 1:
        return tr("1 document est à un patient certain : mêmes traits, un seul dossier, rien à reprendre.")
    words = "{number} documents sont à des patients certains : mêmes traits, un seul dossier, rien à reprendre."
    return tr(words, number=number)


def _line(rank: int, one: Taken) -> TakenLine:
    group = group_of(one)
    icon, ink = _ICONS[group]
    return TakenLine(
        key=str(rank), group=group, place=one.place, words=_words(one, group), kind=_kind(one.place),
        document=one.document, icon=icon, ink=ink,
    )  # fmt: skip


def _words(one: Taken, group: Group) -> str:
    sentence = tr("{why}", why=one.sentence) if one.sentence else ""
    if group == "à confirmer":
        return tr("{name}, d’après le texte. Entrée pour vérifier dans Réception.", name=one.whose.maybe)
    if group == "à attribuer":
        nobody = tr("Identité à lire dans le document.")
        return sentence or (tr("Aucun dossier : {who}", who=one.whose.said) if one.whose.said else nobody)
    if one.whose.shown:
        return " · ".join(part for part in (one.whose.shown, sentence if group == "à lire" else "") if part)
    return sentence


def _kind(place: str) -> str:
    return _KIND_WORDS.get(PurePath(place).suffix.lower(), "")
