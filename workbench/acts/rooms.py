"""The acts of the rooms beside the matters, gathered for ``apply``: a new room is one line here."""

from __future__ import annotations

from typing import Final

from workbench.acts import (
    accountability,
    agreed_items,
    appraisals,
    campaigns,
    erasing,
    evidence,
    file_reviews,
    impact_assessments,
    instructions,
    issuing,
    looking_back,
    meetings,
    proposals,
    receiving,
    repeats,
    restoring,
    screenings,
    staffing,
    supervision,
    unmasking,
    urgencies,
    work_studies,
    year_assessments,
)
from workbench.acts.book import CarriedOut

ROOMS: Final[CarriedOut] = {
    **evidence.APPLY,
    **campaigns.APPLY,
    **meetings.APPLY,
    **urgencies.APPLY,
    **agreed_items.APPLY,
    **supervision.APPLY,
    **proposals.APPLY,
    **receiving.APPLY,
    **instructions.APPLY,
    **file_reviews.APPLY,
    **repeats.APPLY,
    **looking_back.APPLY,
    **appraisals.APPLY,
    **year_assessments.APPLY,
    **accountability.APPLY,
    **staffing.APPLY,
    **work_studies.APPLY,
    **screenings.APPLY,
    **impact_assessments.APPLY,
    **restoring.APPLY,
    **erasing.APPLY,
    **issuing.APPLY,
    **unmasking.APPLY,
}
