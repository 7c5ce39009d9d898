"""HR1 to HR12 of the office's design, one test each, on a world in which every table has rows.

Each is tried again elsewhere, in detail: SECURITY.md names where.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.screens import tell_screen
from tests.twins import ACCUSED, COUNTING, MINE, VIEWERS, make_world, opened
from workbench.access.gate import NotPermittedError, allow, declarations
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.acts.amending import NameAccused
from workbench.acts.book import UnknownCaseError
from workbench.acts.file_reviews import AssignReview, DrawnFile, OpenReviewRound
from workbench.acts.unmasking import UnmaskingError, UnmaskValue
from workbench.app import Workbench
from workbench.indicators.evaluate import Period
from workbench.queries.situation import unit_names
from workbench.queries.totals import accusation_years, totals_tables
from workbench.records.tables import metadata
from workbench.terms import PetitionClass, Role, Step, UnmaskField, UnmaskReason

BOSS = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)


@pytest.fixture(scope="module")
def world(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A accuses a unit and is in every room, B is an accusation, H is held, M in the hands of ACCUSED."""
    bench = opened(make_world(Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("hard") / "home"))))
    yield bench
    bench.close()


@pytest.fixture(scope="module")
def few(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """Late: eight of TOWN, six of ACCUSED; in time: one of OTHER_TOWN; accusations: five, one earlier."""
    bench = opened(Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("few") / "home")))
    early, late = NOW.date().replace(day=2), NOW.date().replace(day=25)
    told = [(TOWN, early)] * 8 + [(ACCUSED, early)] * 6 + [(OTHER_TOWN, late)]
    secret = {"petition_class": PetitionClass.ACCUSATION, "path": None}
    told += [(DEPARTMENT, early)] * 5 + [(DEPARTMENT, date(2025, 3, 3))]
    acts = []
    for number, (unit, on) in enumerate(told):
        acts += [
            make_register(case_no=f"F{number}", on=on, **(secret if unit == DEPARTMENT else {})),
            make_take(f"F{number}", Step.TRANSFER, on, unit=OFFICE, to_unit=unit),
        ]
    bench.perform(*acts, actor=CLERK)
    yield bench
    bench.close()


def numbers(bench: Workbench, viewer: Viewer) -> set[str]:
    return {no for (no,) in bench.seen_by(viewer).snapshot().rows("select case_no from case_fact")}


def test_hr1_who_is_accused_never_sees(world):
    for name in ("supervisor", "clerk", "auditor", "handler", "leader"):
        viewer, _ = VIEWERS[name]
        assert "A" not in numbers(world, viewer), name
        with pytest.raises(UnknownCaseError):
            world.seen_by(viewer).perform(NameAccused("A", TOWN), actor=viewer.actor) if allow(
                viewer, "act:name_accused"
            ) else world.seen_by(viewer).ask(_matter, "A")


def _matter(link, case_no):
    from workbench.acts.book import Book

    return Book(link, office=OFFICE).matter(case_no)


def test_hr2_what_an_accusation_says_is_in_no_list_page_or_exchange(world):
    from workbench.intake.exchange import exchanged

    told = tell_screen(world, BOSS, "case_review", {"case": "B"})
    assert ACCUSATION_NOTICE in told and "路灯" not in told
    theirs = world.seen_by(BOSS)
    assert "B" not in {row[0] for row in exchanged(theirs, theirs.snapshot()).rows}


def test_hr3_a_text_that_names_an_accused_is_held_until_a_person_decides(world):
    assert "H" in numbers(world, BOSS)
    assert all("H" not in numbers(world, VIEWERS[who][0]) for who in ("handler", "leader", "reviewer"))
    assert "好处费" not in tell_screen(world, BOSS, "case_review", {"case": "H"})


def test_hr4_an_original_is_shown_for_a_reason_and_of_an_accusation_only_with_a_second_person(world):
    with pytest.raises(UnmaskingError, match="另一人同意"):
        act = UnmaskValue("B", 1, UnmaskField.NARRATIVE, UnmaskReason.INVESTIGATE, why="核对")
        world.perform(act, actor=CLERK)
    with pytest.raises(UnmaskingError, match="写明"):
        world.perform(UnmaskValue(MINE, 1, UnmaskField.NAME, UnmaskReason.CONTACT, 1), actor=CLERK)


def test_hr5_a_handler_sees_what_is_in_his_units_hands_alone(world):
    assert numbers(world, VIEWERS["handler"][0]) == {MINE}
    assert numbers(world, VIEWERS["other handler"][0]) == {"O"}


def test_hr6_who_owns_a_matter_as_its_leader_loses_it_once_it_accuses_him(world):
    owner = "x.owner"
    from workbench.acts.ownership import AssignOwnership, LeaderDraft
    from workbench.terms import OwnershipSource, PetitionClass

    world.perform(
        make_register(case_no="OWNED", petition_class=PetitionClass.ACCUSATION, path=None),
        AssignOwnership(
            "BA-OWNED-1", "OWNED", NOW.date(), OwnershipSource.SCREENING,
            LeaderDraft("430682D13", "李明", "副局长", owner), "核查", "查清",
        ),
        actor=CLERK,
    )  # fmt: skip
    him = Viewer(owner, "李明", Role.LEADER, "430682D13")
    assert "OWNED" in numbers(world, him)
    world.perform(NameAccused("OWNED", None, owner), actor=BOSS.actor)
    assert "OWNED" not in numbers(world, him)


def test_hr7_nobody_reviews_what_he_registered_or_handled_himself(world):
    day = NOW.date()
    files = (DrawnFile("AA", TOWN),)
    world.perform(
        OpenReviewRound(
            "PC-9", "二评", day, date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1), 7, 40, files
        ),
        actor=CLERK,
    )
    with pytest.raises(ValueError, match="参与过"):
        world.perform(AssignReview("PC-9/AA/1", "PC-9", "AA", 1, CLERK.id, day, OFFICE), actor=BOSS.actor)


def test_hr8_the_accountability_log_is_corrected_by_new_entries_alone(world):
    kinds = {kind for kind in declarations() if "proceeding" in kind}
    assert kinds == {"act:open_proceeding", "act:enter_proceeding"}


def test_hr9_a_display_has_totals_and_no_single_matter(world):
    viewer = COUNTING["display"]
    with world.seen_by(viewer).reading() as session:
        for table in ("petition_text", "petitioner", "step_note", "held_text"):
            assert session.execute(metadata.tables[table].select()).all() == [], table
    assert not allow(viewer, "open:case_review")
    assert numbers(world, viewer).isdisjoint({"B", "H"})  # accusations, and what may be one


@pytest.mark.parametrize("name", ["display", "analyst"])
def test_hr9_who_only_counts_gets_a_fixed_menu_without_filter_way_on_or_small_cell(few, name):
    told = tell_screen(few, COUNTING[name], "overview", {"unit": TOWN, "class": "accusation", "by": "unit"})

    assert told == tell_screen(few, COUNTING[name], "overview")
    assert "FilterBar" not in told and "href=" not in told.replace('href=\\"/', "")
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", told.replace('\\"', '"'))
    numbers = [int(one.replace(",", "")) for one in cells if re.fullmatch(r"[\d,]+", one)]
    assert {8, 6, 14} <= {*numbers} and not [one for one in numbers if 0 < one < 5]
    assert "两端" in told and "系统口径" in told  # satisfaction never stands alone
    assert "少于5件" in told and unit_names(few.snapshot())[OTHER_TOWN] in told


@pytest.mark.parametrize("name", ["display", "analyst"])
def test_hr9_what_is_hidden_in_the_menu_is_not_the_rest_of_a_total(few, name):
    snapshot = few.seen_by(COUNTING[name]).snapshot()
    tables = totals_tables(snapshot, Period(date(2025, 4, 1), NOW.date()))
    in_time, late, _ = tables[0].columns

    assert (in_time.cells, in_time.total) == ((None, None, None), None)  # one matter: told nowhere
    assert (sorted(late.cells), late.total) == ([0, 6, 8], 14)
    assert all(one.columns[0].total is None for one in tables)
    assert "登记月份" not in [one.by for one in tables]  # of 15 registered 14 are late: one is not


@pytest.mark.parametrize("name", ["display", "analyst"])
def test_hr9_the_first_page_tells_who_only_counts_no_small_number(few, name):
    told = tell_screen(few, COUNTING[name], "home").replace('\\"', '"')
    counts = re.findall(r'class="home-count">([^<]*)<', told)

    assert "不列" in counts and not [one for one in counts if one in "1234"]
    assert 'class="home-count">21<' in tell_screen(few, BOSS, "home").replace('\\"', '"')


@pytest.mark.parametrize("name", ["display", "analyst", "administrator"])
def test_hr2_no_accusation_stands_in_a_total_of_a_unit(few, name):
    snapshot = few.seen_by(COUNTING[name]).snapshot()
    asked = "select count(*) from {} where case_id in (select case_id from main.case_fact where {})"
    accuses = "petition_class = 'accusation' or title like '（可能是检举控告%'"

    for table in ("case_fact", "deadline_fact", "petition_fact", "commitment_fact", "case_text"):
        assert snapshot.value(asked.format(table, accuses)) == 0, table
    assert few.snapshot().value(asked.format("case_fact", accuses)) == 6
    assert accusation_years(snapshot) == (("2025", None), ("2026", 5))


def test_hr10_nothing_of_the_records_leads_from_a_person_to_his_matters(world):
    pointing = {key.column.table.name for table in metadata.sorted_tables for key in table.foreign_keys}
    assert "petitioner" not in pointing
    assert not [what for what in declarations() if "petitioner" in what or "person" in what.split(":")[1][:6]]


def test_hr11_who_keeps_the_machine_holds_no_business_role(world):
    administrator = COUNTING["administrator"]
    assert not allow(administrator, "read:case") and not allow(administrator, "act:take")
    with pytest.raises(NotPermittedError):
        world.seen_by(administrator).perform(make_register(case_no="X"), actor=administrator.actor)


def test_hr12_the_auditor_reads_and_changes_nothing_and_identities_stay_masked(world):
    auditor = Viewer("x.a", "某", Role.AUDITOR, OFFICE)
    assert not [
        what for what, roles in declarations().items() if what[:4] == "act:" and Role.AUDITOR in roles
    ]
    told = tell_screen(world, auditor, "case_review", {"case": MINE})
    assert MINE in told and "孙大海" not in told and "13911112222" not in told
