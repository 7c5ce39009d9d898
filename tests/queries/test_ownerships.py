"""Ownerships as boards and ledgers tell of them: as of a day, masked, counted by what was promised."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.owned import CONTENT, owned_to_the_end
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.acts import evidence
from workbench.acts.base import Actor
from workbench.acts.campaigns import CloseCampaign, EnterCampaign, LeaveCampaign, OpenCampaign
from workbench.acts.handling import Person
from workbench.acts.ownership import (
    AssignOwnership,
    DraftPlan,
    LeaderDraft,
    MemberDraft,
    MilestoneDraft,
    SignPlan,
)
from workbench.queries.campaign_progress import campaign_lines, departures
from workbench.queries.ownership_board import OwnedFilter, leaders, narrowed, sums
from workbench.queries.ownership_gaps import coverage
from workbench.queries.ownership_ledger import HEADINGS, ownership_ledger, read_opinions
from workbench.queries.ownerships import (
    UnknownOwnershipError,
    live_campaigns,
    of_matter,
    one_owned,
    owned,
)
from workbench.terms import (
    FiveOnes,
    Outcome,
    OwnershipSource,
    OwnershipState,
    PetitionClass,
    Role,
    Step,
    TeamRole,
)

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
ON = date(2026, 2, 2)
DUE = date(2026, 3, 1)
ZHAO = LeaderDraft("430682", "赵某", "市长")


def assign(case_no, unit=TOWN, leader=ZHAO, **texts):
    told = {"asked": "补偿款未付", "settles": "付清", **texts}
    team = (MemberDraft(TeamRole.LEAD, unit, "张某", "镇长"),)
    return AssignOwnership(
        f"BA-{case_no}-1", case_no, ON, OwnershipSource.SUPERIOR, leader, told["asked"], told["settles"], team
    )


@pytest.fixture
def county(either_bench):
    """A: confirmed. B: owned, a promise late. C: an accusation, owned. D: late, not owned. E: in a drive."""
    person = Person(name="王小明", phone="13800001111")
    accusation = make_register(
        case_no="C", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=OTHER_TOWN
    )
    own = make_register(case_no="B", persons=(person,))
    either_bench.perform(
        *(make_register(case_no=no) for no in "AD"),
        make_register(case_no="E", on=date(2026, 3, 30)),
        own,
        accusation,
        make_take("D", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    either_bench.perform(
        evidence.keep("收据.pdf", CONTENT),
        *owned_to_the_end("A", TOWN),
        assign("B", OTHER_TOWN, asked="王小明（13800001111）的补偿款未付"),
        DraftPlan("BA-B-1", ON, (MilestoneDraft(1, DUE, "付给王小明"),), "筹款", "土地管理法"),
        SignPlan("BA-B-1", ON, "赵某"),
        assign("C", TOWN, LeaderDraft(OFFICE, "钱某", "书记"), asked="某人收礼"),
        OpenCampaign("ZX-1", "积案清零", "超期未办结", ON),
        EnterCampaign("ZX-1", ("B", "E"), ON),
        actor=SUPERVISOR,
    )
    return either_bench


def found(bench, as_of=None):
    return bench.ask(owned, bench.snapshot(as_of))


def test_each_ownership_is_told_as_it_stood_on_the_day(county):
    now = {one.ownership.case_no: one for one in found(county)}
    then = {one.ownership.case_no: one for one in found(county, DUE)}

    assert [now[no].state for no in "ABC"] == [
        OwnershipState.ENDED,
        OwnershipState.ACTIVE,
        OwnershipState.ACTIVE,
    ]
    assert then["A"].state is OwnershipState.CLAIMED
    assert (then["B"].tally.late, now["B"].tally.late, now["B"].tally.most_days) == (0, 1, 30)
    assert found(county, ON - timedelta(1)) == ()


def test_nobody_is_named_and_an_accusation_tells_nothing(county):
    told = repr(found(county))

    assert "王小明" not in told and "13800001111" not in told and "王某某" in told
    assert "某人收礼" not in told
    (accusation,) = county.ask(of_matter, county.snapshot(), "C")
    assert accusation.ownership.asked == accusation.matter.title == ACCUSATION_NOTICE


def test_one_is_found_by_its_number_only_from_its_day_on(county):
    assert county.ask(one_owned, county.snapshot(), "BA-B-1").version == 3
    for number, day in (("BA-B-2", None), ("BA-B-1", ON - timedelta(1))):
        with pytest.raises(UnknownOwnershipError, match=number):
            county.ask(one_owned, county.snapshot(day), number)


@pytest.mark.parametrize(
    ("wanted", "cases"),
    [
        (OwnedFilter(), "BCA"),
        (OwnedFilter(units=(TOWN,)), "CA"),
        (OwnedFilter(towns=(OTHER_TOWN,)), "B"),
        (OwnedFilter(units=("430682",)), "BCA"),
        (OwnedFilter(campaigns=("ZX-1",)), "B"),
        (OwnedFilter(states=(OwnershipState.ENDED,)), "A"),
        (OwnedFilter(late_only=True), "B"),
        (OwnedFilter(lacking=(FiveOnes.PLAN,)), "C"),
        (OwnedFilter(leader=f"{OFFICE}:钱某"), "C"),
    ],
)
def test_the_board_is_narrowed_and_what_is_late_stands_first(county, wanted, cases):
    assert "".join(one.ownership.case_no for one in narrowed(found(county), wanted)) == cases


def test_leaders_are_counted_by_what_they_promised(county):
    lines = leaders(found(county))
    whole = sums(found(county))

    assert [(line.name, line.live, line.late, line.most_days) for line in lines] == [
        ("赵某", 1, 1, 30),
        ("钱某", 1, 0, 0),
    ]
    assert (lines[0].ended, lines[0].kept, lines[0].due) == (1, 1, 2)
    assert lines[0].lacking == (0, 0, 0, 0, 1) and lines[1].lacking == (0, 0, 0, 1, 0)
    assert (whole.live, whole.ended, whole.due, whole.kept, whole.late) == (2, 1, 2, 1, 1)


def test_what_must_be_owned_and_is_not_is_listed(county):
    snapshot = county.snapshot()
    told = coverage(snapshot, county.ask(live_campaigns, snapshot), found(county))

    assert "非条例规定" in told.rule
    must = {gap.matter.case_no: gap for gap in told.gaps}
    assert not must["D"].has_leader and must["D"].has_unit
    assert must["E"].campaigns == ("ZX-1",) and not must["E"].has_unit
    assert not must["B"].has_unit and must["B"].has_leader
    assert told.required - told.with_leader == sum(not gap.has_leader for gap in told.gaps)
    assert told.required - told.with_unit == sum(not gap.has_unit for gap in told.gaps)


def test_a_drive_that_is_over_demands_no_owner(county):
    county.perform(CloseCampaign("ZX-1", date(2026, 3, 30)), actor=SUPERVISOR)
    snapshot = county.snapshot()
    told = coverage(snapshot, county.ask(live_campaigns, snapshot), found(county))

    assert "E" not in {gap.matter.case_no for gap in told.gaps}


def test_a_drive_counts_what_was_done_in_it(county):
    snapshot = county.snapshot()
    (line,) = campaign_lines(snapshot, county.ask(live_campaigns, snapshot), found(county))

    assert (len(line.matters), line.owned, line.complete) == (2, 1, 0)
    assert (line.due, line.kept, line.late_commitments) == (1, 0, 1)
    assert not line.is_closed


def test_what_left_a_drive_is_told_of_matters_in_sight_and_names_nobody(county):
    county.perform(
        EnterCampaign("ZX-1", ("C",), ON),
        *(LeaveCampaign("ZX-1", no, date(2026, 3, 3), "王小明已领款") for no in "BC"),
        actor=SUPERVISOR,
    )
    (drive,) = county.ask(live_campaigns, county.snapshot())
    accused = county.seen_by(Viewer("x", "某", Role.HANDLER, OTHER_TOWN))

    def told(bench, as_of=None):
        return bench.ask(departures, bench.snapshot(as_of), drive)

    assert [(one.case_no, one.why) for one in told(county)] == [
        ("B", "王某某已领款"),
        ("C", ACCUSATION_NOTICE),
    ]
    assert [one.case_no for one in told(accused)] == ["B"]
    assert told(county, date(2026, 3, 2)) == ()


def test_the_ledger_has_the_columns_of_the_form_and_names_nobody(county):
    snapshot = county.snapshot()
    content = county.ask(ownership_ledger, snapshot, narrowed(found(county), OwnedFilter()))

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [heading.label for heading in HEADINGS] and len(rows[0]) == 17
    assert [row[1] for row in rows[1:4]] == ["B", "C", "A"]
    assert "逾期未兑现30天" in rows[1][9] and "解决到位" in rows[3][15]
    told = "".join(map("".join, rows))
    assert "王小明" not in told and "某人收礼" not in told
    assert not any(word in told for word in ("稳控", "息诉", "罢访", "重点人员"))


def test_the_latest_opinion_is_told_with_its_execution(county):
    support = {"outcome": Outcome.SUPPORT, "document_no": "临信意〔2026〕3号", "due_on": date(2026, 3, 31)}
    county.perform(
        make_take("D", Step.ACCEPT, date(2026, 1, 10), unit=TOWN),
        make_take("D", Step.ISSUE_OPINION, date(2026, 2, 10), unit=TOWN, **support),
        make_take("D", Step.SERVE, date(2026, 2, 12), unit=TOWN),
        make_take("D", Step.EXECUTE, date(2026, 3, 5), unit=TOWN),
        actor=CLERK,
    )

    told = {day: county.ask(read_opinions, ["D"], day).get("D") for day in (ON, DUE, date(2026, 3, 5))}
    assert told[ON] is None
    assert (told[DUE].number, told[DUE].outcome) == ("临信意〔2026〕3号", Outcome.SUPPORT)
    assert told[DUE].executed_on is None and told[date(2026, 3, 5)].executed_on == date(2026, 3, 5)
