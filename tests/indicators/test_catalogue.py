import tomllib
from datetime import date

import pytest

from tests.factories import A_NEW_FIGURE
from workbench.indicators.catalogue import DefinitionError, catalogue, check, indicator
from workbench.indicators.evaluate import Period, evaluate
from workbench.snapshots.schema import TABLES

GOOD = {
    "id": "x",
    "name": "某率",
    "kind": "context",
    "of": "is_open = 1",
    "date": "registered_on",
    "date_name": "登记日期",
    "words": "在办的",
    "source": "第三十四条",
    "caution": "无",
    "since": "2022-05-01",
}


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_a_definition_without_one_of_its_parts_is_refused(missing):
    with pytest.raises(DefinitionError, match=missing):
        check({key: value for key, value in GOOD.items() if key != missing})


@pytest.mark.parametrize("column", ["petitioner_id", "phone", "id_hash", "address"])
def test_a_figure_about_a_person_is_refused(column):
    with pytest.raises(DefinitionError, match="章程"):
        check({**GOOD, "of": f"{column} is not null"})


def test_an_official_share_without_the_ends_of_silence_is_refused():
    with pytest.raises(DefinitionError, match="两端"):
        check({**GOOD, "official": "系统口径"})
    assert [one.id for one in catalogue().values() if one.official] == ["satisfied", "closure_satisfied"]


def test_an_unknown_key_is_refused_so_that_a_typing_error_cannot_hide():
    with pytest.raises(DefinitionError, match="colour"):
        check({**GOOD, "colour": "red"})


def test_every_figure_says_its_source_and_a_date_column_that_exists():
    for definition in catalogue().values():
        assert definition.source.startswith(("《", "信访"))
        assert any(definition.date in columns for columns in TABLES.values())


def test_a_breakdown_by_a_person_is_refused():
    with pytest.raises(DefinitionError, match="章程"):
        check({**GOOD, "dimensions": ["petitioner"]})
    with pytest.raises(DefinitionError, match="不能按colour分组"):
        check({**GOOD, "dimensions": ["colour"]})


@pytest.mark.parametrize(
    "condition",
    [
        "coalesce(satisfaction, 'satisfied') <> 'dissatisfied'",
        "satisfaction in ('satisfied', 'mostly_satisfied') or satisfaction is null",
        "satisfaction is not 'dissatisfied'",
        "ifnull(satisfaction, 'satisfied') = 'satisfied' and is_open = 0",
        "case when satisfaction = 'dissatisfied' then 0 else concluded_on is not null end",
        "rated_on is null or satisfaction in ('satisfied', 'mostly_satisfied')",
        "asked_by is null or satisfaction = 'satisfied'",
        "rated_on is null",
    ],
)
def test_silence_that_counts_as_satisfied_is_refused(condition):
    with pytest.raises(DefinitionError, match="没有评价的算作满意"):
        check({**GOOD, "that": condition})


@pytest.mark.parametrize(
    ("of", "that"),
    [
        ("replied_on is not null", "satisfaction = 'dissatisfied'"),
        ("replied_on is not null", "satisfaction is null or satisfaction <> 'dissatisfied'"),
        ("replied_on is not null", "rated_on is not null and satisfaction = 'dissatisfied'"),
        ("registered_on between :start and :end", "satisfaction <> 'satisfied'"),
    ],
)
def test_silence_that_counts_as_not_dissatisfied_is_refused(of, that):
    """Among all that were answered, who said nothing would lower a share that should be low."""
    with pytest.raises(DefinitionError, match="没有评价的算作满意"):
        check({**GOOD, "of": of, "that": that, "lower_is_better": True})


def test_a_share_of_the_dissatisfied_among_those_who_rated_is_no_fault():
    told = {"of": "satisfaction is not null", "that": "satisfaction = 'dissatisfied'"}
    assert check({**GOOD, **told, "lower_is_better": True}).is_share
    rated = {"of": "rated_on is not null", "that": "satisfaction = 'dissatisfied'"}
    assert check({**GOOD, **rated, "lower_is_better": True}).is_share


@pytest.mark.parametrize(
    "condition",
    [
        "satisfaction = 'satisfied'",
        "satisfaction is not null",
        "satisfaction in ('satisfied', 'mostly_satisfied') and concluded_on is not null",
    ],
)
def test_silence_that_does_not_pass_is_no_fault(condition):
    assert check({**GOOD, "that": condition}).is_share


def test_volumes_are_context_and_never_a_target():
    volumes = [one for one in catalogue().values() if not one.is_share and one.days is None]

    assert len(volumes) == 4
    for one in volumes:
        assert one.kind == "context"
        assert "不是目标" in one.caution and "不作排名" in one.caution


@pytest.mark.parametrize("aim", [{"target": 500}, {"ranking": "unit"}, {"lower_is_better": True}])
def test_a_volume_with_an_aim_is_refused(aim):
    with pytest.raises(DefinitionError, match="目标或排名"):
        check({**GOOD, **aim})


def test_a_volume_that_calls_itself_a_duty_is_refused():
    with pytest.raises(DefinitionError, match="只能作背景"):
        check({**GOOD, "kind": "core"})


@pytest.mark.parametrize(
    "condition",
    ["returned_on is null", "return_days > 90", "batches = 1", "person_times < 5", "petition_number = 1"],
)
def test_a_duty_that_is_met_by_people_staying_away_is_refused(condition):
    with pytest.raises(DefinitionError, match="来的人少不是业绩"):
        check({**GOOD, "kind": "core", "that": condition})
    assert check({**GOOD, "that": condition}).kind == "context"


def test_a_new_figure_is_one_table_of_text_and_nothing_else(maker):
    maker.case(replied_on="2026-10-05", elapsed_days=4)
    maker.case(replied_on="2026-10-15", elapsed_days=14)
    maker.case(unit="430682104")

    added = check(*tomllib.loads(A_NEW_FIGURE)["indicator"])

    asked = {"period": Period(date(2026, 1, 1), date(2026, 12, 31)), "as_of": date(2026, 11, 20)}
    assert evaluate(maker.write(), added, **asked)[0].label == "33.3%"
    by_unit = evaluate(maker.write(), added, by="unit", **asked)
    assert [(one.group, one.numerator, one.denominator) for one in by_unit] == [
        ("430682104", 0, 1),
        ("430682D01", 1, 2),
    ]


def test_an_unknown_figure_is_named_in_the_answer():
    with pytest.raises(DefinitionError, match="no_such"):
        indicator("no_such")
