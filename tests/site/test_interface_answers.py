"""What the interface gives to a unit's own system: its own matters, whole and once, and nothing of others."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.access.viewer import Viewer
from workbench.acts.amending import Correct
from workbench.acts.base import Act, Actor
from workbench.acts.handling import Person
from workbench.acts.restoring import AcknowledgeRestore
from workbench.acts.supervision import IssueOrder
from workbench.app import Workbench
from workbench.queries.interface_changes import UnknownMarkError
from workbench.site.interface.answers import DUTY_HEADINGS, Interface
from workbench.site.interface.asked import BASE, BadQuestionError, MissingError, read_question
from workbench.terms import PetitionClass, Role, Step, SupervisionReason

MONTHLY = "430682101-2026-03"  # the report on the screening of this month
OFFICIAL = Viewer("town", "钱某", Role.HANDLER, TOWN)
BOSS = Actor("boss", Role.SUPERVISOR, OFFICE)


def given(case_no: str, unit: str = TOWN, on: date = date(2026, 1, 5), **facts: Any) -> tuple[Act, Act]:
    """The acts that register a matter and send it to a unit."""
    sent = make_take(case_no, Step.TRANSFER, on.replace(day=on.day + 1), unit=OFFICE, to_unit=unit)
    return make_register(case_no=case_no, on=on, **facts), sent


@pytest.fixture
def filled(bench: Workbench) -> Workbench:
    """A workbench on SQLite, filled."""
    return fill(bench)


def fill(bench: Workbench) -> Workbench:
    """Record five matters of the town, one of another town, and accusations of both kinds."""
    person = Person(name="欧阳明", phone="13800001111")
    for number in range(1, 6):
        bench.perform(*given(f"A{number}", title="欧阳明反映路灯不亮", persons=(person,)), actor=CLERK)
    bench.perform(*given("B", OTHER_TOWN), actor=CLERK)
    accusation = {"petition_class": PetitionClass.ACCUSATION, "path": None, "title": "反映贪占"}
    bench.perform(*given("X", TOWN, accused_unit=DEPARTMENT, **accusation), actor=CLERK)
    bench.perform(*given("Y", OTHER_TOWN, accused_unit=TOWN, **accusation), actor=CLERK)
    return bench


def ask(bench: Workbench, address: str, viewer: Viewer = OFFICIAL) -> Any:
    """Return what an address below the base answers, as JSON."""
    path, _, query = address.partition("?")
    given = dict(pair.split("=") for pair in query.split("&") if pair)
    asked = read_question(path, {name: [value.encode()] for name, value in given.items()})
    return json.loads(Interface(bench).answer(viewer, asked).body)


def numbers(told: Any) -> list[str]:
    return [one["信访件编号"] for one in told["事项"]]


def test_a_unit_reads_its_own_matters_masked_and_no_accusation(filled: Workbench) -> None:
    told = ask(filled, "matters.json")

    assert numbers(told) == ["A1", "A2", "A3", "A4", "A5"] and told["件数"] == 5
    assert told["事项"][0] | {
        "标题": "欧某某反映路灯不亮", "登记日期": "2026-01-05", "转送日期": "2026-01-06",
        "责任单位": "忠防镇",
    } == told["事项"][0]  # fmt: skip
    assert "欧阳明" not in str(told) and "1380000" not in str(told) and "检举控告" not in str(told)


def test_what_is_hidden_what_is_elsewhere_and_what_never_was_look_the_same(filled: Workbench) -> None:
    assert numbers(ask(filled, "matters/A1.json")) == ["A1"]
    said = set()
    for case_no in ("B", "X", "Y", "NEVER"):
        with pytest.raises(MissingError) as caught:
            ask(filled, f"matters/{case_no}.json")
        said.add(str(caught.value))
    assert len(said) == 1


def test_nobody_but_a_units_official_reads_through_it(filled: Workbench) -> None:
    unit_of = {Role.SUPERVISOR: OFFICE, Role.AUDITOR: TOWN, Role.ADMINISTRATOR: TOWN, Role.HANDLER: None}
    for role, unit in unit_of.items():
        for address in ("matters.json", "matters/A1.json", "duties.json", "notices.csv"):
            with pytest.raises(MissingError):
                ask(filled, address, Viewer("town", "某", role, unit))


def test_page_after_page_gives_every_matter_once_also_while_others_are_registered(filled: Workbench) -> None:
    came, address, marks = [], "matters.json?limit=2", set()
    while address:
        told = ask(filled, address)
        came += numbers(told)
        marks.add(told["标记"])
        address = told.get("下一页", "").removeprefix(f"/{BASE}").replace("%40", "@")
        if len(came) == 2:
            filled.perform(*given("A6", on=date(2026, 1, 2)), actor=CLERK)

    assert came == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert len(marks) == 1  # that of the beginning: what came in between comes again, and is not lost
    assert numbers(ask(filled, f"matters.json?since={marks.pop()}")) == ["A6"]


def test_since_gives_what_changed_what_came_into_view_and_nothing_else(either_bench: Workbench) -> None:
    filled = fill(either_bench)
    mark = ask(filled, "matters.json")["标记"]
    assert ask(filled, f"matters.json?since={mark}")["事项"] == []
    filled.perform(make_take("A3", Step.ACCEPT, date(2026, 1, 12), unit=TOWN), actor=CLERK)
    filled.perform(make_take("B", Step.ACCEPT, date(2026, 1, 12), unit=OTHER_TOWN), actor=CLERK)
    told = ask(filled, f"matters.json?since={mark}")
    assert numbers(told) == ["A3"] and told["事项"][0]["受理告知日期"] == "2026-01-12"

    # An order on a matter of another town: the entry is about the order, and the matter comes into view.
    filled.perform(ordered("督〔2026〕1号", "B"), actor=BOSS)
    later = ask(filled, f"matters.json?since={told['标记']}")
    assert numbers(later) == ["B"] and later["件数"] == 6
    filled.perform(Correct("A5", 1, "people", "3", "笔误"), actor=CLERK)
    assert numbers(ask(filled, f"matters.json?since={later['标记']}")) == ["A5"]


def test_what_turns_out_to_be_an_accusation_is_gone_and_counted_no_more(filled: Workbench) -> None:
    mark = ask(filled, "matters.json")["标记"]
    kind = PetitionClass.ACCUSATION
    filled.perform(make_take("A2", Step.CLASSIFY, date(2026, 1, 7), petition_class=kind), actor=CLERK)

    assert numbers(ask(filled, f"matters.json?since={mark}")) == []
    assert ask(filled, "matters.json")["件数"] == 4


def test_a_mark_of_another_ledger_is_refused_not_guessed(filled: Workbench) -> None:
    for mark in ("1", "7.9", "999999.0", "-1.0", "1e3.0", "x", "１.0", "1.0.0", "1.00"):
        with pytest.raises(UnknownMarkError, match="从头读取"):
            ask(filled, f"matters.json?since={mark}")


def test_after_an_older_backup_everything_is_read_again_by_whatever_mark(filled: Workbench) -> None:
    before = ask(filled, "matters.json")["标记"]
    size = filled.ledger_size()
    with filled.desk(BOSS, restoring=True) as desk:
        desk.perform(AcknowledgeRestore("X", ("X",), size + 9, size, "boss", "second", "磁盘坏了"))
    for number in range(10):
        filled.perform(*given(f"C{number}", OTHER_TOWN), actor=CLERK)

    assert len(numbers(ask(filled, f"matters.json?since={before}"))) == 5  # read before the backup was made
    with pytest.raises(UnknownMarkError):  # read from the ledger that is no more, and that was longer
        ask(filled, f"matters.json?since={size + 5}.0")


def ordered(number: str, case_no: str, unit: str = TOWN) -> IssueOrder:
    days = date(2026, 3, 2), date(2026, 3, 17)
    words = "超期10日", "《信访工作条例》第四十条第一款", "十日内书面说明"
    return IssueOrder(number, unit, OFFICE, SupervisionReason.LATE, *days, *words, case_no=case_no)


def test_duties_and_notices_are_those_of_the_units_page_without_accusations(filled: Workbench) -> None:
    filled.perform(ordered("督〔2026〕1号", "A1"), ordered("督〔2026〕2号", "X"), actor=BOSS)
    told = ask(filled, "duties.json")

    mine = {"A1", "A2", "A3", "A4", "A5", "督〔2026〕1号", MONTHLY}
    assert {one["编号"] for one in told["要办的事"]} == mine
    first = told["要办的事"][0]
    assert set(first) <= set(DUTY_HEADINGS) and first["期限状态"] == "已逾期" and first["逾期天数"] > 0
    assert first["办理页面"].startswith("case_review?case=A")
    noticed = ask(filled, "notices.json")
    assert {one["编号"] for one in noticed["提醒"]} == mine
    assert "X" not in str(noticed) and "2号" not in str(noticed)


def test_a_list_of_the_day_is_paged_and_breaks_off_where_it_moved(filled: Workbench) -> None:
    first = ask(filled, "duties.json?limit=3")
    behind = first["下一页"].removeprefix(f"/{BASE}").replace("%40", "@")
    second = ask(filled, behind.replace("limit=3", "limit=900"))
    whole = ask(filled, "duties.json")["要办的事"]

    assert first["要办的事"] + second["要办的事"] == whole and "下一页" not in second
    assert len(first["要办的事"]) == 3 and len(whole) == first["件数"] > 5
    filled.perform(*given("A9"), actor=CLERK)
    with pytest.raises(BadQuestionError, match="从第一页"):
        ask(filled, behind)


def test_the_table_says_the_same_as_the_json(filled: Workbench) -> None:
    answer = Interface(filled).answer(OFFICIAL, read_question("matters.csv", {}))
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))

    assert [{k: v for k, v in row.items() if v} for row in rows] == [
        {key: str(value) for key, value in one.items()} for one in ask(filled, "matters.json")["事项"]
    ]


def test_the_tag_moves_with_what_is_told_and_not_with_the_ledger(filled: Workbench) -> None:
    interface, asked = Interface(filled), read_question("matters.json", {})
    before = interface.answer(OFFICIAL, asked)
    assert interface.answer(OFFICIAL, asked) is before  # kept while nothing moves
    filled.perform(make_take("B", Step.ACCEPT, date(2026, 1, 12), unit=OTHER_TOWN), actor=CLERK)
    other = interface.answer(OFFICIAL, asked)
    filled.perform(make_take("A1", Step.ACCEPT, date(2026, 1, 12), unit=TOWN), actor=CLERK)
    own = interface.answer(OFFICIAL, asked)

    assert other.tag == before.tag and other.mark != before.mark
    assert own.tag != before.tag


def test_an_answer_kept_for_one_account_is_not_given_to_another(filled: Workbench) -> None:
    interface, asked = Interface(filled), read_question("matters.json", {})
    interface.answer(OFFICIAL, asked)
    theirs = json.loads(interface.answer(Viewer("other", "某", Role.HANDLER, OTHER_TOWN), asked).body)

    assert numbers(theirs) == ["B"]


def test_what_is_kept_does_not_grow_without_end(filled: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    interface = Interface(filled)
    size = len(interface.answer(OFFICIAL, read_question("matters.json", {})).body)
    monkeypatch.setattr("workbench.site.interface.answers.KEPT", 3 * size)
    for limit in range(5, 15):
        interface.answer(OFFICIAL, read_question("matters.json", {"limit": [str(limit).encode()]}))

    assert 1 <= sum(len(one.body) for one in interface._kept.values()) <= 3 * size
    assert len(interface._kept) == 3


@pytest.mark.parametrize("path", [
    "", "matters", "matters.xml", "matters.JSON", "matters/.json", "matters/A/B.json", "../login",
    "cases.json", "matters.json/", "duties/A.json", "matters/" + "9" * 65 + ".json",
])  # fmt: skip
def test_an_address_that_is_not_listed_is_not_there(path: str) -> None:
    with pytest.raises(MissingError):
        read_question(path, {})


@pytest.mark.parametrize(("path", "name", "value"), [
    ("matters.json", "token", "x"), ("matters.json", "access_token", "x"),
    ("matters.json", "unit", "430682103"), ("duties.json", "cursor", "x@1.0"),
    ("matters.json", "limit", "0"), ("matters.json", "limit", "1001"), ("matters.json", "limit", "-1"),
    ("matters.json", "limit", "１"), ("matters.json", "limit", "1e2"), ("matters.json", "day", "2026-03-1"),
    ("matters.json", "cursor", "1"), ("matters.json", "cursor", "1@2.z"),
    ("duties.json", "since", "1.0"), ("notices.json", "day", "today"), ("notices.json", "day", "2026-02-30"),
    ("matters/A1.json", "limit", "1"),
])  # fmt: skip
def test_a_parameter_without_a_meaning_is_refused(path: str, name: str, value: str) -> None:
    with pytest.raises(BadQuestionError) as caught:
        read_question(path, {name: [value.encode()]})
    assert len(value) < 6 or value not in str(caught.value)  # nothing is said back


def test_a_parameter_is_given_once() -> None:
    with pytest.raises(BadQuestionError, match="一次"):
        read_question("matters.json", {"limit": [b"1", b"2"]})


def test_a_notice_is_of_the_last_seven_days(filled: Workbench) -> None:
    assert ask(filled, "notices.json?day=2026-03-25")["截至日"] == "2026-03-25"
    for day in ("2026-04-01", "2026-03-24", "1999-01-01"):
        with pytest.raises(BadQuestionError, match="最近 7 天"):
            ask(filled, f"notices.json?day={day}")
