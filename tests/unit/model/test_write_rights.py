# SPDX-License-Identifier: EUPL-1.2
"""What it takes to write each entity: no entity without a line, and what a role may not write."""

import pytest

from lgc_app.services.letter_templates import KIND_WORDS
from lgc_core.model.catalogue import BY_NAME
from lgc_core.model.rights import may
from lgc_core.model.staff import Role
from lgc_core.model.write_rights import ORDER_DOCUMENTS, WRITTEN_BY, rights_to_write


def writers(entity_type: str, act: str = "create", /, **texts: str) -> str:
    needed = rights_to_write(entity_type, act, texts.get)
    letters = {"M": Role.MEDECIN, "R": Role.REMPLACANT, "I": Role.INFIRMIER, "S": Role.SECRETAIRE, "A": Role.ADMIN}
    return "".join(
        letter for letter, role in letters.items() if not needed or any(may(role, one) for one in needed)
    )


def test_every_entity_has_a_line_and_every_line_an_entity():
    assert sorted(WRITTEN_BY) == sorted(BY_NAME)


@pytest.mark.parametrize(
    ("entity_type", "kind", "expected"),
    [
        ("note_section", "set", "MRI"),
        ("form_answer", "set", "MRI"),
        ("encounter", "sign", "MRI"),
        ("sealed_record", "create", "MRI"),
        ("dispatch", "create", "MR"),
        ("staff", "set", "MA"),
        ("staff", "resolve", "MA"),
        ("patient", "set", "MRIS"),
        ("patient", "resolve", "MRIS"),
        ("appointment", "annul", "MRISA"),
        ("audit_read", "create", "MRISA"),
        ("dispatch", "resolve", "MRI"),
    ],
)
def test_who_writes_what(entity_type, kind, expected):
    assert writers(entity_type, kind) == expected


def test_an_order_made_here_is_of_who_may_certify_and_one_received_is_filed_by_a_nurse():
    order = '{"text":"Ordonnance"}'
    assert writers("document", origin='"émis"', type=order) == "MR"
    assert writers("document", origin='"MSS"', type=order) == "MRI"
    assert writers("document", "set", origin='"émis"', type=order) == "MRI"
    assert writers("template", "set", kind='"ordonnance"') == "MR"
    assert writers("template", "set", kind='"note"') == "MRI"


def test_the_words_of_orders_are_those_that_the_letters_write():
    assert {KIND_WORDS[kind] for kind in ("certificat", "ordonnance")} == ORDER_DOCUMENTS
