"""A deadline explains itself in Chinese: rule, article, start, days counted, calendar, due dates, state."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.histories import files
from tests.law.story import CALENDARS, OFFICE, TOWN, day, owed, register, register_at_town, step, story
from workbench.law.deadlines import obligations
from workbench.law.explain import explain
from workbench.law.facts import CaseFile
from workbench.terms import Outcome, PetitionClass, Procedure, Step

ACCEPTED = [register_at_town("2026-01-05"), step(Step.ACCEPT, "2026-01-10")]


def lines(file: CaseFile, rule_id: str, as_of: str) -> dict[str, str]:
    return dict(explain(owed(file, rule_id), day(as_of)).lines)


def test_a_running_limit_shows_its_whole_working() -> None:
    told = lines(story(*ACCEPTED), "R-HANDLE60", "2026-02-01")

    assert told["规则"] == "R-HANDLE60 信访事项办结"
    assert told["依据"].startswith("《信访工作条例》第三十四条（2022-05-01")
    assert told["起算日"] == "2026-01-10（周六），当日不计入"
    assert told["计算"] == "自 2026-01-11 起按自然日连续计算60日，末日为 2026-03-11"
    assert "2026年放假安排" in told["日历版本"]
    assert told["到期日（不顺延）"] == "2026-03-11（周三）"
    assert "不顺延" in told["到期日（遇放假顺延）"]
    assert told["状态"] == "截至 2026-02-01：期限内，距到期还有38日"
    assert "可能适用的条款" not in told


def test_a_missed_limit_names_the_clause_that_a_person_may_apply() -> None:
    told = lines(story(*ACCEPTED), "R-HANDLE60", "2026-04-01")

    assert told["状态"] == "截至 2026-04-01：超期未完成，超期21日"
    assert told["可能适用的条款"].startswith("《信访工作条例》第四十五条第一项")
    assert told["可能适用的条款"].endswith("（可能适用，由有权机关判断）")


def test_working_days_are_listed_with_those_left_out_and_those_added() -> None:
    file = story(register("2026-09-21"), step(Step.TRANSFER, "2026-09-24", to_unit=TOWN))
    told = lines(file, "R-UNIT-OBJECT5", "2026-09-25")

    assert "计入：09-28、09-29、09-30、10-08、10-09，共5个工作日" in told["计算"]
    assert "10-07（国庆节放假）" in told["计算"]

    file = story(register("2026-10-08"), step(Step.TRANSFER, "2026-10-08", to_unit=TOWN))
    told = lines(file, "R-UNIT-OBJECT5", "2026-10-09")
    assert "调休补入：10-10（国庆节调休上班）" in told["计算"]


def test_a_due_date_on_a_holiday_says_why_it_moved() -> None:
    told = lines(
        story(register_at_town("2025-08-02"), step(Step.ACCEPT, "2025-08-02")), "R-HANDLE60", "2025-10-05"
    )

    assert told["到期日（不顺延）"] == "2025-10-01（周三）"
    assert told["到期日（遇放假顺延）"].startswith("2025-10-09（周四），10-01、")
    assert "民法典第二百零三条" in told["到期日（遇放假顺延）"]
    assert "期限内" in told["状态"]


def test_a_void_extension_says_that_it_is_void_and_why() -> None:
    extension = step(Step.EXTEND, "2026-03-08", days=30, approved_by_head=True)
    file = story(*ACCEPTED, extension)

    pending = lines(file, "R-HANDLE60", "2026-03-11")["延期"]
    void = lines(file, "R-HANDLE60", "2026-03-12")["延期"]

    assert "尚未告知信访人" in pending and "无效" in pending
    assert "无效：原期限届满前没有告知信访人延期理由" in void
    assert "自原期限届满次日起为超期" in void


def test_a_valid_extension_is_added_and_the_earlier_date_stays_visible() -> None:
    told = step(Step.EXTEND, "2026-03-08", days=20, approved_by_head=True, told_on="2026-03-09")
    shown = lines(story(*ACCEPTED, told), "R-HANDLE60", "2026-03-20")

    assert "有效" in shown["延期"]
    assert "60日＋延期20日＝80日，末日为 2026-03-31" in shown["计算"]
    assert "到期日 2026-03-11" in shown["此前"]


def test_hearing_days_are_shown_as_left_out() -> None:
    file = story(
        step(Step.REQUEST_FINAL_REVIEW, "2026-03-02", unit="43"),
        step(Step.HOLD_HEARING, "2026-03-10", days=5),
    )
    told = lines(file, "R-RECHECK-DECIDE30", "2026-03-15")

    assert "30日＋扣除听证5日＝35日" in told["计算"]
    assert told["扣除"].endswith("听证 2026-03-10 起5日，共扣除5日")
    assert "没有听证记录" in lines(file, "R-RECHECK-DECIDE30", "2026-03-09")["扣除"]


def test_an_unannounced_year_is_named_and_nothing_is_estimated() -> None:
    far = lines(
        story(register_at_town("2026-11-01"), step(Step.ACCEPT, "2026-11-03")), "R-HANDLE60", "2026-12-01"
    )
    near = story(register("2026-12-28"), step(Step.TRANSFER, "2026-12-29", to_unit=TOWN))
    right = lines(near, "R-UNIT-OBJECT5", "2026-12-30")

    assert far["到期日（不顺延）"] == "2027-01-02（周六）"
    assert far["到期日（遇放假顺延）"] == "尚不可知：2027年放假安排尚未公布"
    assert "2027年放假安排尚未公布" in right["计算"]
    assert "尚不可知" in right["到期日"]


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"path": None, "petition_class": None}, "尚未甄别"),
        ({"path": None, "petition_class": PetitionClass.SUGGESTION}, "研究论证"),
        ({"path": None, "petition_class": PetitionClass.ACCUSATION}, "依规依纪依法"),
    ],
)
def test_a_limit_that_does_not_run_says_why(facts: dict[str, object], what: str) -> None:
    told = lines(story(register_at_town("2026-01-05", **facts)), "R-HANDLE60", "2026-02-01")

    assert what in told["不计算到期日的原因"]
    assert "到期日（不顺延）" not in told


def test_a_report_on_a_named_day_says_so_and_a_missing_day_too() -> None:
    dated = story(register("2026-01-05"), step(Step.ASSIGN, "2026-01-08", to_unit=TOWN, due_on="2026-03-02"))
    undated = story(register("2026-01-05"), step(Step.ASSIGN, "2026-01-08", to_unit=TOWN))

    assert "按文书载明的日期 2026-03-02" in lines(dated, "R-ASSIGN-REPORT", "2026-02-01")["计算"]
    assert "没有指定期限" in lines(undated, "R-ASSIGN-REPORT", "2026-02-01")["不计算到期日的原因"]


def test_a_second_round_says_so_and_a_duty_not_yet_arisen_too() -> None:
    file = story(
        register("2026-03-02"),
        step(Step.TRANSFER, "2026-03-04", to_unit=TOWN),
        step(Step.TRANSFER, "2026-03-06", to_unit="430682D01", received_on="2026-03-09"),
    )
    second = owed(file, "R-UNIT-NOTICE15-FWD", 2)

    assert explain(second, day("2026-03-10")).title.endswith("（第2次）")
    before = explain(second, day("2026-03-08"))
    assert before.state is None and "产生" in before.lines[0][1]


def test_a_matter_under_the_old_regulation_says_which_rule_judges_it() -> None:
    told = lines(story(register_at_town("2022-04-20")), "R-UNIT-NOTICE15-DIRECT", "2022-05-01")

    assert "信访条例（2005年）" in told["依据"]
    assert "依步骤开始时施行的规则判断" in told["依据"]


def test_an_end_that_came_too_late_still_shows_the_days() -> None:
    file = story(*ACCEPTED, step(Step.LEAD_TO_PATH, "2026-04-01"))

    assert "终止时已超期21日" in lines(file, "R-HANDLE60", "2026-05-01")["状态"]


def test_an_end_that_came_one_day_too_late_shows_the_day() -> None:
    file = story(*ACCEPTED, step(Step.LEAD_TO_PATH, "2026-03-12"))

    assert lines(file, "R-HANDLE60", "2026-05-01")["状态"].endswith("；终止时已超期1日")


def test_an_end_on_the_last_day_was_not_late() -> None:
    file = story(*ACCEPTED, step(Step.LEAD_TO_PATH, "2026-03-11"))

    assert "超期" not in lines(file, "R-HANDLE60", "2026-05-01")["状态"]


def test_a_right_that_lapsed_is_not_called_late() -> None:
    file = story(register("2026-03-02"), step(Step.TRANSFER, "2026-03-02", to_unit=TOWN))

    told = lines(file, "R-UNIT-OBJECT5", "2026-05-01")["状态"]
    assert "异议权消灭" in told
    assert "超期" not in told


def test_a_simple_limit_that_fell_back_is_not_called_late() -> None:
    simple = register_at_town("2026-03-02", procedure=Procedure.SIMPLE)
    told = lines(story(simple), "R-SIMPLE-ACCEPT3", "2026-05-01")

    assert "转按普通程序期限计算" in told["状态"]
    assert "超期" not in told["状态"].replace("未在简易程序期限内完成", "")


def test_a_decision_on_time_and_a_late_one_read_differently() -> None:
    opinion = step(Step.ISSUE_OPINION, "2026-03-20", outcome=Outcome.EXPLAIN)

    assert lines(story(*ACCEPTED, opinion), "R-HANDLE60", "2026-05-01")["状态"] == (
        "截至 2026-05-01：超期完成，2026-03-20 完成，超期9日"
    )


@settings(max_examples=80, deadline=None)
@given(files(), st.dates(date(2024, 10, 1), date(2027, 3, 31)))
def test_every_deadline_can_be_explained_on_every_day(file: CaseFile, as_of: date) -> None:
    for one in obligations(file, CALENDARS, office=OFFICE):
        told = explain(one, as_of)

        assert told.title and told.lines
        assert told.state == one.state(as_of)
        assert (told.rule_id, told.unit) == (one.rule_id, one.unit)
        for label, text in told.lines:
            assert label and text
            assert not re.search(r"None|\bnull\b|\{|\}", text), text
            assert str(as_of.year + 5) not in text
        if told.state is not None:
            assert re.match("《.+》.+条", dict(told.lines)["依据"])
