"""The tree of units keeps its history: names, parents and mergers by day."""

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.acts.unit_changes import UnitChangeError
from workbench.acts.units import EstablishUnit, MergeUnit, MoveUnit, RenameUnit
from workbench.records.unit_tree import UnitAbolishedError, UnitTree, UnknownUnitError
from workbench.terms import Step, UnitKind


def tree(bench):
    with bench.reading() as session:
        return UnitTree.read(session.connection())


def test_the_real_towns_and_the_usual_departments_are_there(either_bench):
    units = tree(either_bench)
    kinds = list(units.kinds.values())

    assert kinds.count(UnitKind.TOWN) + kinds.count(UnitKind.SUBDISTRICT) == 14
    assert kinds.count(UnitKind.MUNICIPAL_DEPARTMENT) == 31
    assert units.name_on("430682101", date(2026, 1, 1)) == "忠防镇"
    assert units.kinds[OFFICE] is UnitKind.PETITION_OFFICE


def test_a_renamed_unit_keeps_its_old_name_for_the_old_days(either_bench):
    either_bench.perform(RenameUnit(TOWN, "忠防街道", date(2026, 3, 1)), actor=CLERK)

    units = tree(either_bench)
    assert units.name_on(TOWN, date(2026, 2, 28)) == "忠防镇"
    assert units.name_on(TOWN, date(2026, 3, 1)) == "忠防街道"
    assert either_bench.verify_ledger().is_sound


def test_a_merged_unit_acts_no_more_from_that_day(bench):
    bench.perform(MergeUnit(TOWN, OTHER_TOWN, date(2026, 3, 1)), make_register(case_no="A"), actor=CLERK)

    bench.perform(
        make_take("A", Step.TRANSFER, date(2026, 2, 27), unit=OFFICE, to_unit=TOWN),
        make_register(case_no="B"),
        actor=CLERK,
    )
    with pytest.raises(UnitAbolishedError, match="请改用“聂市镇”"):
        bench.perform(make_take("B", Step.TRANSFER, date(2026, 3, 1), unit=OFFICE, to_unit=TOWN), actor=CLERK)
    assert bench.verify_ledger().is_sound


def test_a_moved_unit_is_related_to_both_parents(bench):
    bench.perform(MoveUnit(TOWN, "430682D01", date(2026, 3, 1)), actor=CLERK)

    assert {"430682D01", "430682", TOWN} <= tree(bench).relatives(TOWN)


@pytest.mark.parametrize(
    ("act", "error", "sentence"),
    [
        (EstablishUnit(TOWN, "又一镇", UnitKind.TOWN, "430682"), UnitChangeError, "已有单位"),
        (EstablishUnit("X", " ", UnitKind.TOWN, "430682"), UnitChangeError, "不能为空"),
        (EstablishUnit("X", "新镇", UnitKind.TOWN, "没有"), UnknownUnitError, "没有代码"),
        (RenameUnit("没有", "新名", date(2026, 1, 1)), UnknownUnitError, "没有代码"),
        (MoveUnit("430682", TOWN, date(2026, 1, 1)), UnitChangeError, "自己的下级"),
        (MergeUnit(TOWN, TOWN, date(2026, 1, 1)), UnitChangeError, "并入自己"),
    ],
    ids=["taken code", "no name", "unknown parent", "unknown unit", "circle", "into itself"],
)
def test_what_does_not_fit_the_tree_is_refused(bench, act, error, sentence):
    before = bench.ledger_size()
    with pytest.raises(error, match=sentence):
        bench.perform(act, actor=CLERK)
    assert bench.ledger_size() == before


def test_a_change_before_the_last_one_is_refused(bench):
    bench.perform(RenameUnit(TOWN, "忠防街道", date(2026, 3, 1)), actor=CLERK)

    with pytest.raises(UnitChangeError, match="始于2026-03-01"):
        bench.perform(RenameUnit(TOWN, "另一名", date(2026, 3, 1)), actor=CLERK)
