"""One place rewrites every read: what a viewer may not see has no row, no count and no gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.access.sights import ACCUSED, TODAY, accuse, own_of, rows, said, seen
from tests.conftest import a_bench_on
from tests.factories import DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_take
from tests.lived_in import live_in
from workbench.access.gate import NotPermittedError
from workbench.access.policy import OWN_RULES, policy
from workbench.access.viewer import Viewer
from workbench.acts.amending import NameAccused
from workbench.acts.book import UnknownCaseError
from workbench.acts.dossier import UnknownDossierError
from workbench.acts.supervision import RemindOrder
from workbench.acts.urgencies import EndUrgency
from workbench.app import Workbench
from workbench.queries.case_filter import CaseFilter
from workbench.queries.case_page import CaseNotFoundError
from workbench.queries.caseload import counts, page
from workbench.records.tables import RECORDS, table_of
from workbench.terms import Role, Step

BESIDE_MATTERS = {  # what knows of no matter, or shows it only together with others
    "account", "appraisal", "attendance", "campaign", "erasure", "erasure_value", "evidence_file",
    "holiday_day", "holiday_notice", "identity_key_mark", "import_batch", "import_file", "import_refusal",
    "interface_token", "ledger_head", "login_record", "look_back_round", "meeting", "number_sequence",
    "reception", "review_round", "saved_view", "unit", "unit_version", "work_study", "work_study_interval",
    "work_study_session", "year_assessment", "year_assessment_sheet", "impact_assessment",
}  # fmt: skip
SOME_LEFT = {  # tables with rows on other matters too: how many are left of how many
    "petition_case": (4, 2), "petition": (4, 2), "petition_text": (4, 2), "agenda_item": (2, 1),
    "accused_link": (2, 1), "standing": (5, 2), "obligation": (7, 2), "due_version": (7, 2), "step": (5, 2),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(
    request: pytest.FixtureRequest, engine: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workbench]:
    """A workbench with rows in every table on the matter A, which accuses a unit that has no part in it."""
    with a_bench_on(engine, request, tmp_path_factory.mktemp("sight") / "home") as bench:
        live_in(bench)
        accuse(bench, "A", ACCUSED)
        yield bench


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CLERK, Role.AUDITOR])
def test_of_what_accuses_a_unit_its_people_find_no_row_in_any_table(world: Workbench, role: Role):
    theirs = world.seen_by(Viewer("x", "某", role, ACCUSED))
    closed = {"proceeding", "proceeding_entry"} if role is Role.CLERK else set()

    for model in RECORDS:
        table = table_of(model).name
        had, left = rows(world, table), rows(theirs, table)
        if table in SOME_LEFT:
            assert (had, left) == SOME_LEFT[table]
        elif table.split("_")[0] in ("appraisal", "screening", "staffing") or table in BESIDE_MATTERS:
            continue
        else:
            assert had > 0 or table in closed, f"no row in {table}: the test says nothing"
            assert left == 0, table


@pytest.mark.parametrize(("unit", "left"), [(ACCUSED, ["AA", "B"]), ("430682", ["AA"])])
def test_who_stands_above_the_accused_unit_sees_as_little(world: Workbench, unit: str, left: list[str]):
    assert seen(world, Viewer("x", "某", Role.SUPERVISOR, unit)) == left  # B accuses another town


@pytest.mark.parametrize("unit", [OFFICE, DEPARTMENT, OTHER_TOWN, None])
def test_everybody_else_sees_it(world: Workbench, unit: str | None):
    assert "A" in seen(world, Viewer("x", "某", Role.SUPERVISOR, unit))


def test_it_is_in_no_list_count_or_search(world: Workbench):
    snapshot = world.seen_by(Viewer("x", "某", Role.SUPERVISOR, ACCUSED)).snapshot()

    assert counts(snapshot, CaseFilter()).cases == 2
    assert [row.case_no for row in page(snapshot, CaseFilter())] == ["B", "AA"]
    assert counts(snapshot, CaseFilter(text="路灯")).cases == 1
    assert [row.case_no for row in page(snapshot, CaseFilter(text="A"))] == ["AA"]
    for table in ("deadline_fact", "petition_fact", "commitment_fact"):
        found = snapshot.rows(
            f"select count(*) from {table} where case_id not in (select case_id from case_fact)"
        )
        assert found == [(0,)], table


def test_kept_answers_are_not_given_to_who_may_not_see_them(
    world: Workbench, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("workbench.snapshots.answers.SLOW", -1.0)
    question = "select count(*) from case_fact where 'kept' = 'kept'"
    all_of_it = world.seen_by(Viewer("y", "某", Role.SUPERVISOR, OFFICE)).snapshot()
    theirs = world.seen_by(Viewer("x", "某", Role.SUPERVISOR, ACCUSED)).snapshot()

    assert [all_of_it.value(question), theirs.value(question), all_of_it.value(question)] == [4, 2, 4]


@pytest.mark.parametrize(
    ("hidden", "never", "act"),
    [
        ("A", "Z", lambda no: make_take(no, Step.ACCEPT, TODAY, unit=DEPARTMENT)),
        ("A", "Z", lambda no: NameAccused(no, TOWN)),
        ("督〔2026〕1号", "督〔2026〕9号", lambda no: RemindOrder(no, TODAY, "请尽快")),
        ("JJ-A-1", "JJ-Z-1", lambda no: EndUrgency(no, TODAY, "已处置")),
    ],
)
def test_acting_on_it_says_what_acting_on_nothing_says(world: Workbench, hidden: str, never: str, act):
    them = Viewer("x", "某", Role.SUPERVISOR, ACCUSED)
    size = world.ledger_size()

    kind, sentence = said(world, them, act(hidden))
    other_kind, other = said(world, them, act(never))

    assert kind is other_kind and issubclass(kind, UnknownCaseError | UnknownDossierError)
    assert sentence.replace(hidden, "…").encode() == other.replace(never, "…").encode()
    assert world.ledger_size() == size


def test_opening_it_says_what_opening_nothing_says(world: Workbench):
    theirs = world.seen_by(Viewer("x", "某", Role.SUPERVISOR, ACCUSED))

    sentences = []
    for number in ("A", "Z"):
        with pytest.raises(CaseNotFoundError) as caught:
            theirs.case_page(number)
        sentences.append(str(caught.value).replace(f"“{number}”", "…").encode())

    assert sentences[0] == sentences[1]


def test_what_the_role_may_not_do_is_refused_where_it_is_performed(world: Workbench):
    auditor = Viewer("x", "某", Role.AUDITOR, OFFICE)

    with pytest.raises(NotPermittedError, match=Role.AUDITOR.label):
        world.seen_by(auditor).perform(make_take("AA", Step.ACCEPT, TODAY, unit=TOWN), actor=auditor.actor)


@pytest.mark.parametrize("rule", sorted(OWN_RULES))
def test_each_rule_alone_makes_the_matter_somebodys_own(world: Workbench, rule: str):
    viewer = _who(world, rule)
    stranger = Viewer("stranger", "某", viewer.role, OTHER_TOWN)

    assert own_of(world, viewer, rule) == {"A"}
    if rule != "claimed":  # whoever checks results sees all that wait for a check
        assert own_of(world, stranger, rule) == set()


def _who(world: Workbench, rule: str) -> Viewer:
    """Somebody of whom only this rule can be true: by his account, or by his unit."""
    with world.reading() as session:
        run = session.connection().exec_driver_sql
        if rule in ("owner", "sheet", "check"):
            question = {
                "owner": "SELECT account FROM ownership_leader WHERE account IS NOT NULL ORDER BY 1",
                "sheet": "SELECT reviewer FROM review_sheet ORDER BY 1",
                "check": "SELECT reviewer FROM look_back ORDER BY 1",
            }[rule]
            account = str(run(question).scalar())
            return Viewer(account, "某", Role.LEADER if rule == "owner" else Role.REVIEWER)
        unit = TOWN
        if rule == "reception":
            unit = str(run("SELECT unit FROM reception WHERE held_on IS NOT NULL").scalar())
    return Viewer("x", "某", Role.REVIEWER if rule == "claimed" else Role.HANDLER, unit)


def test_no_rule_no_matter(world: Workbench):
    assert own_of(world, Viewer("x", "某", Role.HANDLER, TOWN)) == set()


def test_what_was_handled_long_ago_is_no_longer_ones_own(world: Workbench):
    town = Viewer("x", "某", Role.HANDLER, TOWN)
    last = date(2026, 1, 8)  # when A was sent to the town

    assert own_of(world, town, "handled", on=last + timedelta(days=policy().recent_days)) == {"A"}
    assert own_of(world, town, "handled", on=last + timedelta(days=policy().recent_days + 1)) == set()


ENDS = {  # how what a rule rests on comes to an end, on the day that is put in
    "team": "UPDATE ownership SET ended_on = NULL; UPDATE ownership_member SET until = {0}",
    "owner": "UPDATE ownership SET ended_on = NULL; UPDATE ownership_leader SET until = {0}, left_open = 'x'",
    "order": "UPDATE supervision_order SET withdrawn_on = NULL, withdrawn_why = NULL, closed_on = {0}, "
    "closed_by = 'x'",
    "item": "UPDATE agreed_item_report SET decision = 'confirmed', decided_on = {0}",
    "instruction": "UPDATE instruction SET confirmed_on = {0}",
    "proposal": "UPDATE proposal SET sha256 = (SELECT min(sha256) FROM evidence_file), feedback_on = {0}, "
    "adoption = 'adopted'",
    "sheet": "UPDATE review_round SET closed_on = {0}",
    "check": "UPDATE look_back_round SET closed_on = {0}",
    "claimed": "UPDATE ownership SET ended_on = {0}",
    "reception": "UPDATE petition_case SET state = 'concluded'; UPDATE step SET happened_on = {0}; "
    "UPDATE instruction SET confirmed_on = {0}",
    "proceeding": 'UPDATE proceeding_entry SET "on" = {0}, happened_on = {0}, months = NULL',
}
NOT_ENDED = {  # what keeps it one's own however long ago the rest was
    "reception": (
        "UPDATE petition_case SET state = 'handling'",
        "UPDATE instruction SET confirmed_on = NULL",
    ),
    "proceeding": (
        "UPDATE proceeding_entry SET months = 24, happened_on = {0} WHERE kind = 'decision'",
        "UPDATE proceeding_entry SET kind = 'fact' WHERE kind = 'rectification'",
        "UPDATE proceeding_entry SET kind = 'fact' WHERE kind = 'reexamination'",
    ),
}


@pytest.mark.parametrize("rule", sorted(ENDS))
def test_what_has_ended_is_ones_own_for_some_days_more(world: Workbench, rule: str):
    """A handler of a team that handed over, a unit whose order is closed: not for ever (HR5)."""
    viewer, last = _who(world, rule), TODAY + timedelta(days=policy().recent_days)

    assert own_of(world, viewer, rule, ended=ENDS[rule], on=last) == {"A"}
    assert own_of(world, viewer, rule, ended=ENDS[rule], on=last + timedelta(days=1)) == set()


@pytest.mark.parametrize(("rule", "more"), [(rule, one) for rule in NOT_ENDED for one in NOT_ENDED[rule]])
def test_what_goes_on_is_ones_own_however_long(world: Workbench, rule: str, more: str):
    """A matter that is not done, a promise that is not kept, an effect that runs, an objection that waits."""
    later = TODAY + timedelta(days=policy().days_of(rule) + 30)

    assert own_of(world, _who(world, rule), rule, ended=f"{ENDS[rule]}; {more}", on=later) == {"A"}


def test_an_effect_ends_on_its_last_day_to_the_day(world: Workbench):
    """Six months from 31 August 2025 end on 28 February 2026, the month's last day."""
    viewer, rule = _who(world, "proceeding"), "proceeding"
    ended = "UPDATE proceeding_entry SET \"on\" = '2025-08-31', happened_on = '2025-08-31', months = NULL; "
    ended += "UPDATE proceeding_entry SET months = 6, happened_on = '2025-08-31' WHERE kind = 'decision'"
    last = date(2026, 2, 28) + timedelta(days=policy().days_of(rule))

    assert own_of(world, viewer, rule, ended=ended, on=last) == {"A"}
    assert own_of(world, viewer, rule, ended=ended, on=last + timedelta(days=1)) == set()


def test_the_end_of_every_right_that_nobody_hands_over_has_its_reason(world: Workbench):
    ends = policy().ends
    assert set(ends) == {"reception", "proceeding"} <= set(ENDS)
    assert all(one.days == policy().recent_days and len(one.why) > 20 for one in ends.values())


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        (Viewer("x", "某", Role.HANDLER, TOWN), ["A"]),
        (Viewer("x", "某", Role.HANDLER, OTHER_TOWN), []),
        (Viewer("x", "某", Role.HANDLER, None), []),
        (Viewer("x", "某", Role.LEADER, "430682"), ["AA"]),  # above both accused units
        (Viewer("reviewer-one", "某", Role.REVIEWER, OFFICE), ["A"]),
        (Viewer("x", "某", Role.CLERK, OFFICE), ["A", "AA", "B", "H"]),
    ],
)
def test_a_role_sees_its_own_matters(world: Workbench, viewer: Viewer, expected: list[str]):
    assert seen(world, viewer) == expected


@pytest.mark.parametrize("role", [Role.DISPLAY, Role.ANALYST, Role.ADMINISTRATOR])
def test_who_only_counts_reads_no_title_text_or_person(world: Workbench, role: Role):
    bench = world.seen_by(Viewer("x", "某", role))

    assert {title for (title,) in bench.snapshot().rows("select title from case_fact")} == {"（按权限查阅）"}
    assert bench.snapshot().rows("select count(*) from case_text") == [(0,)]
    for table in (
        "petitioner",
        "petition_text",
        "step_note",
        "document",
        "ledger_payload",
        "proceeding_entry",
    ):
        assert rows(world, table) > 0 and rows(bench, table) == 0, table


def test_nobody_reads_a_password_hash(world: Workbench):
    from workbench.access.accounts import AccountBook

    AccountBook(world).add("clerk.zhang", "张科员", Role.CLERK, None, by="root")
    for role in Role:
        with world.seen_by(Viewer("x", "某", role, OFFICE)).reading() as session:
            hashes = session.connection().exec_driver_sql("SELECT password_hash FROM account").scalars().all()
        assert hashes and set(hashes) == {None}


def test_what_the_software_itself_reads_is_whole(world: Workbench):
    theirs = world.seen_by(Viewer("x", "某", Role.SUPERVISOR, ACCUSED))

    assert theirs.ledger_size() == world.ledger_size()
    assert not any(d.table != "accused_link" for d in theirs.verify_ledger().differences)
