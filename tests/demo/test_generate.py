"""The demo county in a database: all or nothing, never mixed with real matters."""

import json
import re

import pytest
from sqlalchemy import func, select

from tests.conftest import copied_bench
from tests.factories import CLERK, make_register
from workbench.access.accounts import AccountBook
from workbench.cli import main
from workbench.demo.generate import (
    DemoCancelledError,
    OtherDemoError,
    RealDataError,
    ensure_demo,
    summarise,
)
from workbench.demo.plan import LAST_DAY, years_of
from workbench.demo.presence import holds_only_demo
from workbench.records.deadlines import ObligationRow
from workbench.records.people import Petitioner
from workbench.records.petitions import PetitionCase
from workbench.records.sqlite_file import sqlite_path
from workbench.records.steps import StepRow
from workbench.terms import CaseState


def _count(bench, model, *conditions):
    with bench.reading() as session:
        return session.scalars(select(func.count()).select_from(model).where(*conditions)).one()


@pytest.fixture(scope="module")
def made(prepared_home, tmp_path_factory):
    """A folder with a small demo; copy it, never open it."""
    home = tmp_path_factory.mktemp("small-demo") / "home"
    with copied_bench(prepared_home, home) as bench:
        ensure_demo(bench, matters=150)
    return home


@pytest.fixture
def demo(made, tmp_path):
    with copied_bench(made, tmp_path / "demo") as bench:
        yield bench


def test_an_empty_workbench_is_filled_with_the_planned_figures(bench):
    summary = ensure_demo(bench, matters=150)

    assert summary.is_new
    assert summary.matters == 150
    for year, planned in zip(summary.years, years_of(150), strict=True):
        assert (year.batches, year.person_times) == (planned.batches, planned.person_times)
        assert (year.visit_batches, year.visit_person_times) == (
            planned.visit_batches,
            planned.visit_person_times,
        )
        assert year.online_batches == planned.online_batches
    assert summary.last_year.end == LAST_DAY


def test_records_and_ledger_of_the_demo_agree(demo):
    found = demo.verify_ledger()

    assert found.is_sound


def test_whoever_acted_in_the_demo_has_a_name_and_cannot_log_in(demo):
    with demo.reading() as session:
        acted = set(session.scalars(select(StepRow.actor).distinct()))
    named = {one.name: one for one in AccountBook(demo).all()}

    assert acted <= named.keys()
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", one.display_name) for one in named.values())
    assert all(one.disabled for one in named.values())


def test_the_demo_has_deadlines_open_and_closed_matters_and_sealed_identities(demo):
    assert _count(demo, ObligationRow, ObligationRow.met_on.is_not(None)) > 150
    assert 0 < _count(demo, PetitionCase, PetitionCase.state != CaseState.CONCLUDED.value) < 75
    assert _count(demo, Petitioner, Petitioner.id_hash.is_not(None)) > 10


def test_a_demo_that_is_there_is_left_as_it_is(demo):
    size = demo.ledger_size()

    again = ensure_demo(demo)

    assert not again.is_new
    assert again.matters == 150
    assert demo.ledger_size() == size


def test_a_demo_is_known_by_its_file_alone(demo):
    path = sqlite_path(demo.config.database)

    assert holds_only_demo(path)

    demo.perform(make_register(), actor=CLERK)
    assert not holds_only_demo(path)


def test_an_empty_a_missing_and_a_foreign_file_hold_no_demo(bench, tmp_path):
    foreign = tmp_path / "foreign.sqlite"
    foreign.write_bytes(b"SQLite format 3\0" + bytes(200))

    assert not holds_only_demo(sqlite_path(bench.config.database))
    assert not holds_only_demo(tmp_path / "missing.sqlite")
    assert not holds_only_demo(foreign)


def test_a_demo_of_another_size_is_refused(demo):
    with pytest.raises(OtherDemoError, match="150件"):
        ensure_demo(demo, matters=151)


def test_a_database_with_real_matters_is_refused(bench):
    bench.perform(make_register(), actor=CLERK)

    with pytest.raises(RealDataError, match="已有真实案件"):
        ensure_demo(bench, matters=150)

    assert _count(bench, PetitionCase) == 1


def test_a_demo_into_which_real_matters_were_brought_is_not_taken_for_a_demo(demo):
    demo.perform(make_register(), actor=CLERK)

    with pytest.raises(RealDataError):
        ensure_demo(demo)


def test_cancelling_leaves_nothing_behind(bench):
    size = bench.ledger_size()
    answers = iter([False, True])

    with pytest.raises(DemoCancelledError):
        ensure_demo(bench, matters=400, is_cancelled=lambda: next(answers))

    assert bench.ledger_size() == size


def test_progress_rises_to_the_number_of_petitions(bench):
    heard = []

    ensure_demo(bench, matters=400, progress=lambda done, total: heard.append((done, total)))

    batches = sum(year.batches for year in years_of(400))
    assert heard == sorted(heard)
    assert heard[-1] == (batches, batches)


def test_a_workbench_without_the_demo_says_so(bench):
    assert summarise(bench).matters == 0


def test_the_demo_can_be_made_on_both_engines(either_bench):
    summary = ensure_demo(either_bench, matters=60)

    assert summary.matters == 60


def test_the_command_tells_figures_and_periods(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)

    status = main(["demo", "--cases", "60", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert status == 0
    assert told["matters"] == 60
    assert told["last_day"] == "2026-11-20"
    assert (told["years"][-1]["start"], told["years"][-1]["end"]) == ("2025-11-21", "2026-11-20")


def test_the_command_refuses_another_size_with_status_one(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    main(["demo", "--cases", "60"])

    status = main(["demo", "--cases", "80"])

    assert status == 1
    assert "60件" in capsys.readouterr().err
