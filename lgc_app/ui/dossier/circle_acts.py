# SPDX-License-Identifier: EUPL-1.2
"""What the section of the circle asks for: each gesture is written at once and said."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from lgc_app.ui.dossier.centre import sentence_of
from lgc_app.ui.dossier.circle_section import CircleSection
from lgc_app.ui.navigation import Desk
from lgc_app.ui.words import tr
from lgc_core.errors import UserError
from lgc_core.store.changes import Changes


class CircleActs(QObject):
    """The circle of one patient."""

    def __init__(self, desk: Desk, patient: str, section: CircleSection, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient = patient
        self._section = section
        section.wanted.connect(self._on_wanted)
        section.left.connect(self._on_left)
        section.shared.connect(self._on_shared)
        section.decided.connect(self._on_decided)
        section.added.connect(self._on_written)

    def _on_wanted(self) -> None:
        ask = partial(self._desk.cabinet.circles.ask, self._patient)
        self._do(ask, tr("Demande enregistrée ici. Elle part au prochain échange."))

    def _on_left(self) -> None:
        circles, patient = self._desk.cabinet.circles, self._patient
        said = tr("Cercle quitté. Ce que ce poste en garde s’effacera après l’échange.")
        ours = [one.id for one in self._section.circle.members if one.ours]
        back = partial(circles.decide, ours[0], accepted=True) if ours else None
        self._do(partial(circles.leave, patient), said, back)

    def _on_shared(self) -> None:
        cabinet, patient = self._desk.cabinet, self._patient

        def share() -> Changes:
            last = cabinet.transmissions.of_patient(patient, 1)
            if not last:
                raise UserError(tr("Aucune transmission dans ce dossier."))
            return cabinet.circles.share(last[0].id)

        self._do(share, tr("Dernière transmission copiée dans le cercle."))

    def _on_decided(self, member: str, accepted: bool) -> None:
        decide = partial(self._desk.cabinet.circles.decide, member, accepted=accepted)
        self._do(decide, tr("Cabinet accepté.") if accepted else tr("Demande refusée."))

    def _on_written(self, typed: str) -> None:
        write = partial(self._desk.cabinet.circles.write, self._patient, typed)
        self._desk.tasks.write(
            write,
            lambda _changes: self._section.close_field(emptied=True),
            owner=self,
            failed=lambda error: self._section.field.set_error(sentence_of(error)),
        )

    def _do(self, act: Callable[[], Changes], said: str, back: Callable[[], Changes] | None = None) -> None:
        tasks = self._desk.tasks
        undo = (lambda: tasks.write(back, failed=self._on_refused)) if back else None
        tasks.write(
            act, lambda _changes: self._desk.navigator.say(said, undo), owner=self, failed=self._on_refused
        )

    def _on_refused(self, error: BaseException) -> None:
        self._desk.navigator.say(sentence_of(error))
