# SPDX-License-Identifier: EUPL-1.2
"""The banner of a patient from its overview."""

from collections.abc import Sequence

from lgc_app.services.due_today import Due
from lgc_app.services.overview import Overview
from lgc_app.ui.theme.theme import Tone
from lgc_app.ui.widgets.drawing import PillContent
from lgc_app.ui.widgets.patient_banner import BannerContent
from lgc_app.ui.words import count, tr
from lgc_core.model.identity import IdentityStatus
from lgc_core.model.places import city_of


def banner_of(overview: Overview, due: Sequence[Due] = ()) -> BannerContent:
    """Return what must stay in sight: name, age, allergies, renal function and pregnancy never give way."""
    born = "née" if overview.patient.traits.sex == "F" else "né"
    status = overview.identity
    identity_tone = Tone.ACCENT if status is IdentityStatus.QUALIFIEE else Tone.WARN
    return BannerContent(
        name=overview.shown,
        sex_age=tr("{words}", words=overview.sex_and_age),
        allergies=(_allergies(overview),),
        birth_name=f"{born} {overview.born_as}" if overview.born_as else "",
        birth=", ".join(part for part in (overview.birth, city_of(overview.patient.traits.birth_cog)) if part),
        identity=PillContent(tr("Identité {status}", status=status), identity_tone, "identity"),
        renal=_renal(overview),
        pregnancy=_pregnancy(overview),
        gaps=_gaps(due),
        chronic=(PillContent(tr("ALD {number}", number=overview.ald), Tone.INFO),) if overview.ald else (),
        deceased=_deceased(overview),
    )


def _allergies(overview: Overview) -> PillContent:
    if overview.allergy_state == "connues":
        return PillContent(overview.allergy_words, Tone.ALARM, "danger")
    if overview.allergy_state == "aucune":
        return PillContent(overview.allergy_words, Tone.NEUTRAL, "check")
    return PillContent(overview.allergy_words, Tone.UNKNOWN, "unchecked")


def _renal(overview: Overview) -> PillContent | None:
    if not overview.filtrations and not overview.renal_to_check:
        return None
    notable = overview.renal_is_low or overview.renal_to_check
    return PillContent(overview.renal_words, Tone.WARN if notable else Tone.NEUTRAL, "blood")


def _pregnancy(overview: Overview) -> PillContent | None:
    known = overview.pregnancy
    return PillContent(known.words, Tone.UNKNOWN if known.to_confirm else Tone.INFO, "person") if known else None


def _gaps(due: Sequence[Due]) -> tuple[PillContent, ...]:
    words = count(len(due), "action possible", "actions possibles")
    return (PillContent(words, Tone.ACCENT, "goal"),) if due else ()


def _deceased(overview: Overview) -> str:
    if not overview.deceased:
        return ""
    word = "Décédée" if overview.patient.traits.sex == "F" else "Décédé"
    return f"{word} le {overview.deceased}"
