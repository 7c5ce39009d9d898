"""HR3: what is part claim and part accusation is kept as two matters; who handles the claim sees it alone."""

from __future__ import annotations

from datetime import date

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from tests.screens import tell_screen
from workbench.access.viewer import Viewer
from workbench.acts.amending import NameAccused
from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import page
from workbench.terms import PetitionClass, Role, Step

HANDLER = Viewer("town", "李经办", Role.HANDLER, TOWN)
ABOUT = "某干部收受财物"


def test_the_handler_of_the_claim_finds_nothing_of_the_accusation(bench):
    bench.perform(
        make_register(case_no="CLAIM", narrative="宅基地补偿没有发放"),
        make_take("CLAIM", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        make_register(case_no="ACCUSE", narrative=ABOUT, petition_class=PetitionClass.ACCUSATION, path=None),
        NameAccused("ACCUSE", TOWN),
        actor=CLERK,
    )
    theirs = bench.seen_by(HANDLER)

    assert [row.case_no for row in page(theirs.snapshot(), CaseFilter())] == ["CLAIM"]
    told = tell_screen(bench, HANDLER, "case_review") + tell_screen(
        bench, HANDLER, "case_review", {"case": "CLAIM"}
    )
    assert "CLAIM" in told and "ACCUSE" not in told and ABOUT not in told
    told = tell_screen(bench, HANDLER, "case_review", {"case": "ACCUSE"})
    never = tell_screen(bench, HANDLER, "case_review", {"case": "NOBODY"})
    assert told.replace("ACCUSE", "…") == never.replace("NOBODY", "…")


def test_not_even_the_office_reads_what_an_accusation_says(bench):
    bench.perform(
        make_register(case_no="ACCUSE", narrative=ABOUT, petition_class=PetitionClass.ACCUSATION, path=None),
        NameAccused("ACCUSE", TOWN),
        actor=CLERK,
    )
    office = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
    told = tell_screen(bench, office, "case_review", {"case": "ACCUSE"})
    assert "ACCUSE" in told and ABOUT not in told
