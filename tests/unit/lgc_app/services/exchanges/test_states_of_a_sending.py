# SPDX-License-Identifier: EUPL-1.2
"""Each sending says its true state, and of a refusal why and what to do; what is set aside says a remedy."""

import pytest

from lgc_app.services.sendings import item_of
from lgc_app.services.set_aside import remedy_of
from lgc_core.model.dispatch import Dispatch, Refusal
from lgc_core.model.ids import new_id
from lgc_core.oplog.merge import Reason
from sync_server.services.author_rights import AuthorReason
from sync_server.services.refusal_trail import FOREIGN


def sending(state: str, **more: object) -> Dispatch:
    return Dispatch(id=new_id(), patient="", document="", channel="DMP", to="DMP", state=state, **more)


@pytest.mark.parametrize(
    ("dispatch", "is_here", "state", "happens"),
    [
        (sending("enregistré"), True, "enregistré", "Partira seul."),
        (sending("enregistré"), False, "envoyé", "Accusé de réception attendu."),
        (sending("envoyé"), False, "envoyé", "Accusé de réception attendu."),
        (
            sending(
                "refusé", error=Refusal(code="x", at="", phrase="INS non qualifiée. Vérifiez la pièce d’identité.")
            ),
            False,
            "refusé",
            "INS non qualifiée. Vérifiez la pièce d’identité.",
        ),
        (sending("annulé"), False, "annulé", ""),
    ],
)
def test_a_sending_says_where_it_is_and_what_happens_next(dispatch, is_here, state, happens):
    item = item_of(dispatch, None, None, is_here=is_here)
    assert (item.state, item.what_happens) == (state, happens)


def test_whatever_the_region_sets_aside_has_a_remedy_of_its_own():
    reasons = {*(one.value for one in Reason), *(one.value for one in AuthorReason), *FOREIGN, "poste révoqué"}
    assert not [one for one in reasons if remedy_of(one) == remedy_of("autre")]
