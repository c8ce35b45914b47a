# SPDX-License-Identifier: EUPL-1.2
"""« Modèles et abréviations »: the list at the left, the text at the right; one file in and out."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from lgc_app.services.templates import MAX_FILE, Imported, TemplateError, TemplateForm
from lgc_app.ui.actions import Action
from lgc_app.ui.dossier.centre import sentence_of
from lgc_app.ui.kept_fields import KeptFields
from lgc_app.ui.modeles.view import TemplateView
from lgc_app.ui.navigation import Desk
from lgc_app.ui.shell.screen import Screen
from lgc_app.ui.words import tr
from lgc_core.errors import UserError
from lgc_core.model.template import Template
from lgc_core.store.changes import Changes

WHERE: Final = "modeles"
KEPT: Final = "modèle:"
"""Before the id of the text that is being changed; nothing after it for a new one."""


class TemplateScreen(QObject):
    """Keeps what is typed: going to another text, or leaving, writes it when it can be."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: dict[str, Template] = {}
        self._mine: frozenset[str] = frozenset()
        self._chosen = ""
        self.view = TemplateView(desk.look)
        self.setParent(self.view)
        self._kept = KeptFields(desk, self.view.kept, self, self.view.came_back)
        self._begun = KEPT
        self._sought = False
        self.screen = self._screen()
        self.view.rows.chosen.connect(self._on_chosen)
        self.view.remove.clicked.connect(self.remove)
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Show what this post or another changed."""
        if changes.touches("template"):
            self._read()

    def keep(self) -> None:
        """Write what is typed when it has a name and a text."""
        form = self.view.form()
        if self.view.dirty and form.name.strip() and form.text.strip():
            self._save(form, quiet=True)

    def save(self) -> None:
        """Write the text in view."""
        self._save(self.view.form())

    def add(self) -> None:
        """Begin a new text; the one in view is written first."""
        self.keep()
        self._show_new()
        self.view.name.editor.setFocus()

    def remove(self) -> None:
        """Take the text in view away; Annuler writes it again."""
        key, service, tasks = self._chosen, self._desk.cabinet.templates, self._desk.tasks
        known = self._known.get(key)
        if known is None or key.startswith("example:"):
            self._desk.navigator.say(tr("Un exemple reste : écrivez le vôtre sous le même nom, il le remplace."))
            return
        said = tr("« {name} » retiré.", name=known.name)

        def done(_changes: Changes) -> None:
            self._desk.navigator.say(said, lambda: tasks.write(lambda: service.write_again(key)))

        self._chosen = ""
        self._kept.forget()
        self._kept.follow("")
        tasks.write(lambda: service.remove(key), done, owner=self, failed=self._on_refused)

    def export(self) -> None:
        """Ask where, then write every text in one file."""
        name, _kind = QFileDialog.getSaveFileName(
            self.view, tr("Exporter les modèles"), "modeles.json", tr("Modèles (*.json)")
        )
        if name:
            self.write_file(Path(name))

    def write_file(self, path: Path) -> None:
        """Write the file."""
        tasks, said = self._desk.tasks, tr("Modèles exportés. Aucun patient n’y est.")

        def write(content: bytes) -> None:
            tasks.fetch(
                partial(_write, path, content),
                lambda _done: self._desk.navigator.say(said),
                owner=self,
                failed=self._on_refused,
            )

        tasks.read(self._desk.cabinet.templates.export, write, owner=self, failed=self._on_refused)

    def bring(self) -> None:
        """Ask for a file, without stopping the screen."""
        dialog = QFileDialog(self.view, tr("Importer des modèles"))
        dialog.setNameFilter(tr("Modèles (*.json)"))
        dialog.fileSelected.connect(lambda name: self.read_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read_file(self, path: Path) -> None:
        """Take the texts of a file: all of them, or none."""
        self._desk.tasks.fetch(partial(_read, path), self._on_file, owner=self, failed=self._on_refused)

    def _on_file(self, untrusted: bytes) -> None:
        service, done = self._desk.cabinet.templates, list[Imported]()

        def write() -> Changes:
            done.append(service.bring(untrusted))
            return done[0].changes

        self._desk.tasks.write(write, lambda _c: self._say_brought(done[0]), owner=self, failed=self._on_refused)

    def _say_brought(self, done: Imported) -> None:
        self._desk.navigator.say(
            tr("Modèles : {new} ajoutés, {replaced} remplacés, {same} déjà là.",
               new=done.new, replaced=done.replaced, same=done.same)
        )  # fmt: skip

    def _show_new(self) -> None:
        self._kept.follow("")
        self._chosen = ""
        self.view.show_form(TemplateForm(kind="abréviation", name="", text=""), own=False)
        self._kept.follow(self._begun, self._kept.showing())
        self._begun = KEPT

    def _save(self, form: TemplateForm, *, quiet: bool = False) -> None:
        key, service, written = self._chosen, self._desk.cabinet.templates, list[str]()
        self._kept.flush()
        mine, base, drafts = self.view.mine.isChecked(), self._kept.showing(), self._desk.cabinet.form_drafts

        def write() -> Changes:
            made, changes = service.save(key, form, personal=mine)
            drafts.keep(f"{KEPT}{key}", {})  # with the write itself: a lock may come before its answer
            written.append(made)
            return changes

        def done(_changes: Changes) -> None:
            if self._chosen == key:
                self._chosen = written[0]
                self._kept.forget()
                self._kept.follow(f"{KEPT}{written[0]}", base)
                self._kept.touch()
            if not quiet:
                self.view.settle(form)
                self._desk.navigator.say(tr("« {name} » enregistré.", name=form.name.strip()))

        failed: Callable[[BaseException], None] = self._on_refused
        self._desk.tasks.write(write, done, owner=self, failed=failed)

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, TemplateError):
            self.view.show_error(error.at, error.sentence)
        else:
            self._desk.navigator.say(sentence_of(error))

    def _read(self) -> None:
        service = self._desk.cabinet.templates
        drafts = self._desk.cabinet.form_drafts
        self._desk.tasks.read(
            lambda: (service.all(), service.personal_ids(), [*drafts.begun(KEPT)]), self._on_read, owner=self
        )

    def _on_read(self, found: tuple[Sequence[Template], frozenset[str], Sequence[str]]) -> None:
        templates, self._mine, begun = found
        self._known = {one.id: one for one in templates}
        self.view.show_list(templates, self._chosen, self._mine)
        if not self._sought and self._go_on(begun):
            return
        if not self._chosen and not self.view.dirty and templates:
            self.view.rows.choose_first()

    def _go_on(self, begun: Sequence[str]) -> bool:
        """Come back to the text that a stop left half changed; one that is gone meanwhile waits as a new one."""
        self._sought = True
        keys = [name.removeprefix(KEPT) for name in begun]
        known = next((key for key in keys if key in self._known), "")
        if not known and begun:
            self._begun = begun[0]
        return bool(known) and self.view.rows.choose(known)

    def _on_chosen(self, key: str) -> None:
        if key == self._chosen or key not in self._known:
            return
        self.keep()
        self._chosen = key
        self._kept.follow("")
        one = self._known[key]
        form = TemplateForm(kind=one.kind, name=one.name, reason=one.reason, text=one.text)
        self.view.show_form(form, own=not key.startswith("example:"), mine=key in self._mine)
        self._kept.follow(f"{KEPT}{key}", self._kept.showing())

    def _screen(self) -> Screen:
        words = tr("Modèles")
        rows: tuple[tuple[str, str, str, Callable[[], None], str], ...] = (
            ("template-new", tr("Nouveau texte"), "Ctrl+N", self.add, "add"),
            ("template-import", tr("Importer un fichier"), "", self.bring, "folder-open"),
            ("template-export", tr("Exporter tout"), "", self.export, "stored"),
        )
        made = [Action(name, said, key, WHERE, do, icon, words, bar=True) for name, said, key, do, icon in rows]
        save = Action(
            "template-save",
            tr("Enregistrer le texte"),
            "Ctrl+Return",
            WHERE,
            self.save,
            "check",
            words,
            primary=True,
        )
        panes: tuple[QWidget, ...] = (self.view.rows, self.view.form_pane)
        return Screen(
            WHERE,
            tr("modèles"),
            self.view,
            [*made, save],
            panes,
            help_words=tr("« ;nom » puis Espace met le texte d’une abréviation ; Ctrl+M propose les modèles."),
            first=self.view.rows,
        )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except OSError:
        raise UserError("Ce fichier ne s’ouvre pas. Choisissez-en un autre.") from None


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise UserError("Le fichier n’a pas pu être écrit là. Choisissez un autre endroit.") from None
