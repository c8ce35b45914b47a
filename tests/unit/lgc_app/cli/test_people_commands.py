# SPDX-License-Identifier: EUPL-1.2
"""People and cards by commands, on a real vault: the card in turn in the only reader."""

import pytest

from lgc_app.demo.posts import OWNERS
from tests.support.vault import MemoryKeyring, using_keyring
from tests.unit.lgc_app.cli.test_cli_on_a_post import ANSWERS, Post

NURSE = ("--nom", "Nativel", "--prenom", "Laurent", "--role", "infirmier")


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    with using_keyring(MemoryKeyring()):
        made = Post(tmp_path_factory.mktemp("personnes"))
        assert made("init", *ANSWERS) == 0
        yield made


def in_turn(post, owner):
    """Answer the question « insérez la carte » by putting somebody's card in the only reader."""

    def answer(question):
        assert "Insérez la carte" in question
        post.readers.insert(post.box.card(owner, OWNERS[owner], number="2800777777"))
        return ""

    object.__setattr__(post.console, "ask", answer)


def line_of(post, name):
    assert post("personnes", "lister") == 0
    return next(line for line in post.said if name in line)


def test_a_colleague_joins_gets_a_card_changes_and_leaves(post, capsys):
    assert post("personnes", "ajouter", *NURSE) == 0
    nurse = post.said[0].split()[0]
    assert "aucune carte" in line_of(post, "Laurent Nativel")
    in_turn(post, "secretary")
    assert post("cartes", "ajouter", nurse) == 0, "no number yet: the first card says who somebody is"
    post.readers.insert(post.card)
    assert "Carte 2800777777 (ouvre ce poste)" in line_of(post, "Laurent Nativel")
    assert post("personnes", "changer", nurse, "--role", "secretaire", "--dernier-jour", "31/12/2099") == 0
    assert "secrétaire, jusqu’au 31/12/2099" in post.said[0]
    assert post("personnes", "changer", nurse, "--dernier-jour", "sans") == 0
    assert "2099" not in post.said[0]
    assert post("cartes", "retirer", nurse, "1234") == 1
    assert "n’est pas à cette personne" in capsys.readouterr().err
    assert post("cartes", "retirer", nurse, "2800777777") == 0
    assert "aucune carte" in line_of(post, "Laurent Nativel")
    assert post("personnes", "terminer", nurse) == 0
    assert "(accès terminé)" in line_of(post, "Laurent Nativel")
    assert post("personnes", "histoire", nurse) == 0
    assert "Dernier jour" in post.said[0]
    assert "Ajouté au cabinet. Rôle\u00a0: infirmier." in post.said[-1]


def test_refusals_are_said_and_change_nothing(post, capsys):
    doctor = line_of(post, "Dr Maëlle Ethève").split()[0]
    for arguments, said in (
        (("personnes", "terminer", doctor), "Votre rôle et votre départ"),
        (("personnes", "ajouter", "--nom", "Payet", "--role", "remplacant"), "a un dernier jour"),
        (
            ("personnes", "ajouter", "--nom", "Payet", "--role", "medecin", "--numero", "10001234567"),
            "mal recopié",
        ),
        (("personnes", "changer", "inconnu", "--nom", "X"), "Cet identifiant n’est pas sur ce poste"),
    ):
        assert post(*arguments) == 1, arguments
        assert said in capsys.readouterr().err
    assert "Payet" not in "".join(post.said)


def test_the_card_of_somebody_else_is_not_added(post, capsys):
    assert post("personnes", "ajouter", "--nom", "Payet", "--role", "medecin", "--numero", "99700521235") == 0
    payet = post.said[0].split()[0]
    assert "Dr Payet" in line_of(post, "Payet")
    in_turn(post, "nurse")
    assert post("cartes", "ajouter", payet) == 1
    assert "Cette carte est celle de LAURENT NATIVEL" in capsys.readouterr().err
    post.readers.insert(post.card)
    assert "aucune carte" in line_of(post, "Payet")
