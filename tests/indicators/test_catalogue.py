import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from tests.factories import A_NEW_FIGURE
from workbench.indicators.catalogue import DIMENSIONS, DefinitionError, catalogue, check, indicator
from workbench.indicators.evaluate import Period, evaluate
from workbench.indicators.trial import try_out
from workbench.snapshots.schema import TABLES

IN_PERIOD = "registered_on between :start and :end"
GOOD = {
    "id": "x",
    "name": "某率",
    "kind": "context",
    "of": f"is_open = 1 and {IN_PERIOD}",
    "date": "registered_on",
    "date_name": "登记日期",
    "words": "在办的",
    "source": "第三十四条",
    "caution": "无",
    "since": date(2022, 5, 1),
}


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_a_definition_without_one_of_its_parts_is_refused(missing):
    with pytest.raises(DefinitionError, match=missing):
        check({key: value for key, value in GOOD.items() if key != missing})


@pytest.mark.parametrize("column", ["petitioner_id", "phone", "id_hash", "address"])
def test_a_figure_about_a_person_is_refused(column):
    with pytest.raises(DefinitionError, match="章程"):
        check({**GOOD, "of": f"{column} is not null"})


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ({"parts": ["快"]}, "parts.*两项文字的列表"),
        ({"days": ["received_on"]}, "days.*两项"),
        ({"source": "  "}, "缺少“source”"),
        ({"since": "2026"}, "since.*2022-05-01"),
        ({"since": 2026}, "since.*2022-05-01"),
        ({"of": 5}, "of.*带引号的文字"),
        ({"ripens": "true"}, "ripens.*不加引号"),
        ({"dimensions": "unit"}, "dimensions.*列表"),
    ],
)
def test_a_value_of_another_kind_is_told_with_its_figure_and_its_key(slip, words):
    with pytest.raises(DefinitionError, match=f"“某率”.*{words}"):
        check({**GOOD, "that": "is_open = 0", **slip})


def test_blanks_around_a_text_are_no_part_of_it():
    assert check({**GOOD, "source": " 第三十四条 ", "since": "2022-05-01"}).source == "第三十四条"
    assert check({**GOOD, "since": "2022-05-01"}).since == date(2022, 5, 1)


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ({"of": "registred_on is not null"}, "of 不能执行：没有“registred_on”这一栏"),
        ({"that": "is_open = = 1"}, "that 不能执行：“=”附近的写法不对"),
        ({"silent": "closed >= :today"}, "silent 不能执行"),
        ({"of": "registered_on <= :today"}, "of 不能执行：没有“:today”这个值"),
        ({"date": "registered"}, "date 不能执行"),
        ({"days": ("received_on", "answered_on")}, "days 不能执行：没有“answered_on”"),
        ({"grain": "petition", "dimensions": ("topics",)}, "dimensions 不能执行"),
    ],
)
def test_a_condition_that_cannot_be_asked_is_told_with_its_figure_and_what_to_do(monkeypatch, slip, words):
    monkeypatch.setitem(DIMENSIONS, "topics", "topics")
    with pytest.raises(DefinitionError, match=f"“某率”的 {words}.*catalogue.toml"):
        try_out(replace(check({**GOOD, "that": "is_open = 0"}), **slip), TABLES)


def test_every_shipped_condition_can_be_asked():
    for definition in catalogue().values():
        try_out(definition, TABLES)


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write the shipped file with a change, as somebody edits it."""
    shipped = files("workbench.indicators").joinpath("catalogue.toml").read_text("utf-8")

    def write(old, new):
        assert old in shipped
        tmp_path.joinpath("catalogue.toml").write_text(shipped.replace(old, new, 1), "utf-8")
        monkeypatch.setattr("workbench.indicators.catalogue.files", lambda package: tmp_path)
        catalogue.cache_clear()

    yield write
    catalogue.cache_clear()


def test_a_slip_of_writing_is_told_with_its_line_and_its_figure(written):
    written("since = 2022-05-01", "since = 2022-13-01")

    with pytest.raises(DefinitionError, match=r"第 \d+ 行，在指标“登记件数”写法不对"):
        catalogue()


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
    told = {"of": f"satisfaction is not null and {IN_PERIOD}", "that": "satisfaction = 'dissatisfied'"}
    assert check({**GOOD, **told, "lower_is_better": True}).is_share
    rated = {"of": f"rated_on is not null and {IN_PERIOD}", "that": "satisfaction = 'dissatisfied'"}
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


@pytest.mark.parametrize(
    "row",
    [
        {"that": "channel = 'visit'", "lower_is_better": True},
        {"that": "petition_channel <> 'visit'", "grain": "petition"},
        {"of": "level in ('city', 'province')", "that": "late_deadlines > 0"},
        {"of": "channel = 'visit'", "that": "concluded_on is not null"},
        {"that": "petition_level = 'county'"},
        {"that": "first_contact_level = 'county'"},
    ],
)
def test_a_duty_that_counts_which_way_and_how_high_people_came_is_refused(row):
    row = {**GOOD, **row, "of": f"({row.get('of', 'is_open = 1')}) and {IN_PERIOD}"}
    with pytest.raises(DefinitionError, match="哪条渠道、到哪一级"):
        check({**row, "kind": "core"})
    assert check(row).kind == "context"


def test_a_duty_may_be_broken_down_by_channel_and_level():
    told = {"that": "concluded_on is not null", "dimensions": ["channel", "level"]}
    assert check({**GOOD, **told, "kind": "core"}).dimensions == ("channel", "level")


@pytest.mark.parametrize(
    ("of", "that"),
    [
        ("closed_on is not null and satisfaction is not 'dissatisfied'", "late_deadlines = 0"),
        ("coalesce(satisfaction, 'satisfied') <> 'dissatisfied'", "satisfaction = 'satisfied'"),
        ("satisfaction is null or satisfaction = 'satisfied'", None),
    ],
)
def test_a_figure_that_leaves_out_the_dissatisfied_and_keeps_the_silent_is_refused(of, that):
    with pytest.raises(DefinitionError, match="没有评价的算作满意"):
        check({**GOOD, "of": of, "that": that})


@pytest.mark.parametrize(
    "of",
    [
        "closed_on is not null and satisfaction is null",
        "satisfaction = 'dissatisfied'",
        "satisfaction = 'satisfied'",
        "satisfaction is null or satisfaction = 'dissatisfied'",
    ],
)
def test_those_who_said_one_thing_may_be_counted_alone(of):
    counted = f"({of}) and {IN_PERIOD}"
    assert check({**GOOD, "of": counted}).of == counted


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


NOT_FROM_THE_ROW = [
    ("(select count(*) from petition_fact p where p.case_id = case_fact.case_id) = 1", "另查了别的行"),
    ("exists (values (1)) and is_open = 0", "另查了别的行"),
    ("title like '%张三%'", "用了 title"),
    ("case_no in ('2026-0001', '2026-0007')", "用了 case_no"),
    ("External_No like 'HN%'", "用了 External_No"),
    ("case_id < 100", "用了 case_id"),
    ("\"title\" like '%张%'", "注释、分号或带引号的栏目名"),
    ("replied_on is not null /* ja */", "注释、分号"),
    ("true", "对每一行都成立"),
    ("1 = 1", "对每一行都成立"),
    (":start <= :end", "对每一行都成立"),
    ("is_open is null or is_open is not null", "对每一行都成立"),
    ("is_open = 0 and random() > 0", "用了函数 random"),
    ("is_open = 0 or hex(randomblob ( 4 )) > 'A'", "用了函数"),
    ("replied_on < date('now')", "用了当前时间"),
    ("replied_on < date()", "用了当前时间"),
    ("replied_on < date('n' || 'ow', '-1 day')", "用了当前时间"),
    ("julianday( 'NOW' ) - julianday(received_on) < 60", "用了当前时间"),
    ("strftime('%Y', replied_on) = '2026'", "用了函数 strftime"),
    ("replied_on < current_date", "用了当前时间"),
    ("replied_on < CURRENT_TIMESTAMP", "用了当前时间"),
]


@pytest.mark.parametrize(("that", "words"), NOT_FROM_THE_ROW)
@pytest.mark.parametrize("kind", ["core", "context"])
def test_a_condition_that_does_not_follow_from_its_own_row_is_refused(kind, that, words):
    with pytest.raises(DefinitionError, match=f"“某率”的 that .*{words}.*请"):
        check({**GOOD, "kind": kind, "that": that})


@pytest.mark.parametrize("key", ["of", "silent", "date", "days"])
def test_no_part_of_a_definition_looks_beyond_its_row(key):
    value = ["received_on", "(select 1)"] if key == "days" else "(select 1) = 1"
    with pytest.raises(DefinitionError, match=f"{key} 另查了别的行"):
        check({**GOOD, key: value})


@pytest.mark.parametrize(
    "that",
    [
        "notice_on <= date(received_on, '+15 days')",
        "julianday(replied_on) - julianday(received_on) <= 60",
        "coalesce(served_on, replied_on) <= handling_due",
        "state in ('select', 'random()')",
        "case when extended_on is null then late_days = 0 else missed_deadlines = 0 end",
    ],
)
def test_a_condition_on_the_columns_of_its_row_is_taken(that):
    assert check({**GOOD, "kind": "core", "that": that}).is_share


@pytest.mark.parametrize(
    "of",
    [
        "is_open = 1",
        "is_open = 1 and received_on between :start and :end",
        "registered_on <= :end",
        f"{IN_PERIOD} or is_open = 1",
        f"is_open = 1 or {IN_PERIOD} and is_open = 0",
        f"not ({IN_PERIOD})",
        f"not {IN_PERIOD}",
        f"case when is_open = 1 and {IN_PERIOD} and is_open = 0 then 0 else 1 end",
        f"({IN_PERIOD} or late_days > 3) and is_open = 1",
    ],
)
@pytest.mark.parametrize("key", ["of", "silent", "left_out"])
def test_a_condition_that_goes_beyond_the_printed_period_is_refused(key, of):
    with pytest.raises(DefinitionError, match=f"{key} 没有限定统计期.*registered_on between :start and :end"):
        named = {"left_out_name": "不计的："} if key == "left_out" else {}
        check({**GOOD, "that": "is_open = 0", **named, key: of})


def test_what_is_left_out_of_other_rows_lies_in_the_period_by_their_own_day():
    row = {**GOOD, "left_out_grain": "deadline", "left_out_name": "不计的（项）："}

    assert check({**row, "left_out": "days_late > 0 and due between :start and :end"})
    with pytest.raises(DefinitionError, match=r"left_out 没有限定统计期.*请在 left_out 中写 due between"):
        check({**row, "left_out": f"days_late > 0 and {IN_PERIOD}"})


@pytest.mark.parametrize(
    "of",
    [
        IN_PERIOD,
        f"({IN_PERIOD}) and (is_open = 1 or late_days > 3)",
        f"((is_open = 1) and ({IN_PERIOD} and path = 'petition'))",
        "registered_on >= :start AND registered_on  <= :end and is_open = 1",
        f"late_days between 3 and 5 and {IN_PERIOD}",
    ],
)
def test_the_period_may_stand_among_other_conditions(of):
    assert check({**GOOD, "of": of}).of == of


def test_a_volume_dressed_as_a_share_is_refused():
    petitions = {"grain": "petition", "date": "petition_on", "of": "petition_on between :start and :end"}
    with pytest.raises(DefinitionError, match=r"批次算比率.*只能作背景"):
        check({**GOOD, **petitions, "kind": "core", "that": "petition_on is not null"})
    assert not [one for one in catalogue().values() if one.grain == "petition" and one.kind == "core"]


def test_days_from_a_day_to_itself_are_refused():
    with pytest.raises(DefinitionError, match=r"两栏相同.*请写开始和结束"):
        check({**GOOD, "kind": "core", "days": ["received_on", "Received_on"]})


def test_an_unknown_figure_is_named_in_the_answer():
    with pytest.raises(DefinitionError, match="no_such"):
        indicator("no_such")
