# SPDX-License-Identifier: EUPL-1.2
"""Every form that this version knows, old versions included, and those that a reason proposes."""

from typing import Final

from lgc_core.clinical.forms.diabetes import DIABETES
from lgc_core.clinical.forms.fever import FEVER
from lgc_core.clinical.forms.hypertension import HYPERTENSION
from lgc_core.clinical.forms.question import Form
from lgc_core.clinical.forms.renewal import RENEWAL
from lgc_core.clinical.forms.sport import SPORT
from lgc_core.model.words import fold

FORMS: Final[tuple[Form, ...]] = (DIABETES, HYPERTENSION, FEVER, RENEWAL, SPORT)
"""Those offered, each in its last version."""

BY_ID: Final = {form.id: form for form in FORMS}


def proposed_forms(motif: str) -> list[Form]:
    """Return the forms that the words of a reason propose; none is ever imposed."""
    words = set("".join(c if c.isalnum() else " " for c in fold(motif[:500])).split())
    return [form for form in FORMS if words & form.reasons]
