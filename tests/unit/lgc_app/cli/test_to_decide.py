# SPDX-License-Identifier: EUPL-1.2
"""`serenite conflits` and `serenite corriger`: the same as the screens, in lines."""

import pytest

from lgc_app.cli import to_decide
from lgc_app.cli.console import Console
from lgc_app.cli.program import parser
from lgc_app.cli.to_decide import conflicts_of, to_mend_of
from lgc_app.installation import read_installation
from lgc_core.errors import UserError
from lgc_core.model.problem import Problem
from lgc_core.sync.arbiter import Arbiter
from tests.support.disputed import TwoPosts


@pytest.fixture
def posts(tmp_path):
    return TwoPosts(tmp_path / "poste")


@pytest.fixture
def run(posts, tmp_path):
    """Run a command on the open practice of the test; opening a vault is tested with the others."""

    said: list[str] = []
    console = Console(
        installation=read_installation(tmp_path / "poste.toml"),
        make_context=lambda: None,
        say=said.append,
        read_text=lambda: "Texte réuni.\n",
    )

    def run_it(*arguments):
        said.clear()
        given = parser().parse_args(arguments)
        {to_decide.conflicts: conflicts_of, to_decide.to_mend: to_mend_of}[given.command](
            posts.cabinet, console, given
        )
        return "\n".join(said)

    return run_it


def test_both_versions_are_listed_and_one_is_kept(posts, run):
    posts.dispute_posology()
    words = run("conflits")
    assert "1 matin, midi et soir" in words
    assert "1 le soir" in words
    assert "Nativel" in words
    with pytest.raises(UserError, match="Indiquez le choix"):
        run("conflits", posts.treatment.id)
    run("conflits", posts.treatment.id, "--choix", "2")
    assert run("conflits") == "Rien à rapprocher."
    history = run("conflits", "--historique")
    assert "1 matin, midi et soir" in history
    assert "décidé par Dr Maëlle Ethève" in history


def test_a_reunited_text_comes_from_the_standard_input(posts, run):
    posts.dispute_note()
    run("conflits", posts.section, "--choix", "texte")
    assert posts.cabinet.encounters.get(posts.encounter.id).sections["P"] == "Texte réuni."


def test_what_was_set_aside_is_listed_offered_and_put_aside(posts, run):
    trusting = posts.arbiter
    posts.arbiter = Arbiter(
        trusting._engine, refuse=lambda one: "poste révoqué" if one.device == "poste-2" else ""
    )
    posts.both_write(lambda _uow: None, lambda uow: uow.set(Problem, posts.problem.id, status="résolu"))
    posts.arbiter = trusting
    listed = run("corriger")
    assert "poste révoqué" in listed
    assert "Au dossier maintenant" in listed
    op_id = listed.split()[0]
    assert "Proposé de nouveau" in run("corriger", "--proposer", op_id)
    assert run("corriger") == "Rien à corriger."
