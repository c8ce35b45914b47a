# SPDX-License-Identifier: EUPL-1.2
"""The files on their way in a few lines: how many, how much of them moved, and that a cut costs nothing."""

from collections.abc import Sequence

from lgc_app.services.files import HERE, Moving
from lgc_app.ui.words import count, tr

_MIB = 1024 * 1024


def file_facts(files: Sequence[Moving]) -> list[tuple[str, str]]:
    """Return (words, amount) for what leaves and for what comes; nothing when no file moves."""
    leaving = [one for one in files if one.state == HERE]
    coming = [one for one in files if one.state != HERE]
    facts = []
    if leaving:
        facts.append((_words(leaving, tr("à envoyer")), _amount(leaving)))
    if coming:
        facts.append((_words(coming, tr("à recevoir")), _amount(coming)))
    return facts


def _words(files: Sequence[Moving], verb: str) -> str:
    told = tr("{files} {verb}", files=count(len(files), "fichier", "fichiers"), verb=verb)
    resumes = tr("reprendra où il s’est arrêté") if len(files) == 1 else tr("reprendront où ils se sont arrêtés")
    return f"{told} ({resumes})" if any(one.moved for one in files) else told


def _amount(files: Sequence[Moving]) -> str:
    moved, size = (sum(values) for values in zip(*((one.moved, one.size) for one in files), strict=True))
    return tr("{moved} sur {size} Mo", moved=_mib(moved), size=_mib(size))


def _mib(size: int) -> str:
    return f"{size / _MIB:.0f}" if size >= 10 * _MIB else f"{size / _MIB:.1f}".replace(".", ",")
