"""The screen of supervision: lists that agree with their figures, pages, forms that record, addresses."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from ipywidgets.widgets import widget as widget_module

from tests.acts.test_supervision import CLOSE, CONVENOR, HANDLER, ISSUE, PAPER, PROPOSE, REPLY, SUPERVISOR
from tests.factories import DEPARTMENT, OFFICE, OTHER_TOWN, TOWN
from tests.filled_forms import everything, judged, pressed, send
from tests.widgets.supervision.conftest import OFFICIAL, OVERSEER, SECOND
from widgets.parts.grid_query import ColumnFilter, GridQuery
from widgets.supervision import Supervision
from workbench.access.viewer import Viewer
from workbench.acts.ownership import AssignOwnership, LeaderDraft
from workbench.acts.supervision import RemindOrder
from workbench.terms import OrderState, OwnershipSource, Role


def keys(grid):
    return [row[0] for row in grid.first["rows"]]


def test_the_board_shows_late_orders_first_and_figures_that_open_them(opened):
    screen = Supervision(opened())
    board = screen.board

    assert keys(board.orders) == [ISSUE.order_no, SECOND]
    figures = {one["key"]: one for one in board.tiles.figures}
    assert (figures["late"]["value"], figures["open"]["value"]) == ("1", "1")
    assert (figures["rate"]["value"], figures["rate"]["denominator"]) == ("0.0%", 1)
    assert figures["proposal"]["value"] == "不计算" and not figures["proposal"]["opens"]

    send(board.tiles, type="open", key="open", part="all")
    assert keys(board.orders) == [SECOND]
    assert screen.state.address == "state=open,returned"
    send(board.tiles, type="open", key="rate", part="failed")
    assert keys(board.orders) == [ISSUE.order_no]
    assert "未按期反馈" in board.chip.value
    board.drop.click()
    assert len(keys(board.orders)) == 2


def test_what_deserves_an_order_is_listed_and_leads_to_a_form_filled_in(opened):
    screen = Supervision(opened(tab="suggested"))
    board = screen.board

    assert keys(board.suggested) == [f"S|{OFFICE}", f"B|{OTHER_TOWN}", f"C|{OFFICE}"]
    send(board.suggested, type="open", key=f"B|{OTHER_TOWN}")
    asked = {one["key"]: one for one in screen.new.form.shape}
    assert asked["to_unit"]["initial"] == OTHER_TOWN
    assert "R-UNIT-NOTICE15-FWD" in asked["facts"]["initial"] and "超期35日" in asked["facts"]["initial"]
    assert "条例未规定期限，按本地设定15日" in asked["reply_due_on"]["hint"]
    assert "书面告知接收情况" in screen.new.beside.value
    assert screen.state.address == f"tab=suggested&new=1&case=B&to={OTHER_TOWN}"


def fill(panel):
    return {one["key"]: one["initial"] for one in panel.form.shape if one["initial"]}


def test_a_deep_link_issues_an_order_and_opens_its_page(opened, late):
    screen = Supervision(opened(case="B", new="1"))
    values = fill(screen.new)

    assert judged(screen.new.form, **values) == ([], {})
    assert pressed(screen.new.form, **values) == ""
    assert screen.state.shown.order == "督〔2026〕3号"
    assert "督〔2026〕3号" in screen.page.children[0].value and "聂市镇" in screen.page.children[0].value
    assert screen.place.query.startswith("order=")
    assert late.verify_ledger().is_sound


def test_another_unit_is_judged_by_its_own_deadlines_and_the_accused_never(opened):
    screen = Supervision(opened(case="S", new="1"))
    values = {**fill(screen.new), "facts": "超期", "demand": "请办理", "reason": "late"}

    assert "由联席会议发出" in judged(screen.new.form, **{**values, "to_unit": OFFICE})[0][0]
    assert "不得透露或者转给被检举控告的单位" in judged(screen.new.form, **{**values, "to_unit": TOWN})[0][0]
    assert judged(screen.new.form, **{**values, "to_unit": DEPARTMENT})[0] == []
    assert "该单位在本事项中没有" in screen.new.beside.value
    assert "吃拿卡要" not in everything()


def test_words_that_label_people_and_days_off_are_refused_before_the_button(opened):
    screen = Supervision(opened(case="B", new="1"))
    values = fill(screen.new)

    assert "管控类标签" in judged(screen.new.form, **{**values, "demand": "落实稳控责任"})[0][0]
    assert "放假日" in judged(screen.new.form, **{**values, "reply_due_on": "2026-04-18"})[0][0]


def test_the_number_that_somebody_took_meanwhile_gives_way_to_the_next(opened, late, monkeypatch):
    screen = Supervision(opened(case="B", new="1"))
    values = fill(screen.new)
    made = screen.new.new.act

    def act(given):
        found = made(given)
        if found.order_no == "督〔2026〕3号":
            late.perform(replace(ISSUE, order_no="督〔2026〕3号", case_no=None), actor=SUPERVISOR)
        return found

    judged(screen.new.form, **values)
    monkeypatch.setattr(type(screen.new.new), "act", lambda _self, given: act(given))
    monkeypatch.setattr(type(screen.new.new), "judge", lambda _self, _given: [])
    assert pressed(screen.new.form, **values) == ""
    assert screen.state.shown.order == "督〔2026〕4号"


def test_a_page_shows_the_frozen_facts_beside_the_present(opened):
    screen = Supervision(opened(order=ISSUE.order_no))
    head, steps, columns = screen.page.children
    told = " ".join(one.value for one in below(columns) if hasattr(one, "value"))

    assert "逾期未反馈 14 日" in head.value and "提请联席会议（第三十九条第三款）" in head.value
    assert "条例未规定期限，按本地设定（15日）" in head.value
    assert "&lt;b&gt;" in head.value
    assert ISSUE.facts in told and "信访事项办结" in told and "超期未完成 21 日" in told
    assert {kind.value for kind in screen.page.steps.buttons} == {
        "reply_order",
        "remind_order",
        "withdraw_order",
    }
    assert "没有等待审核的反馈" in steps.children[-1].value


def below(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from below(child)


def test_the_unit_answers_with_evidence_and_the_issuer_closes(opened, late):
    mine = Supervision(opened(OFFICIAL, order=ISSUE.order_no, act="reply_order"))
    panel = mine.page.panel
    assert panel.form.shape[0]["key"] == "text"  # an official answers today: no day is asked
    values = {
        "text": "已修复",
        "evidence.sha256": PAPER.sha256,
        "evidence.title": "整改报告",
        "evidence.dated_on": "2026-03-30",
    }
    from workbench.queries.evidence import KeptFile

    panel.upload.kept = (KeptFile(PAPER.sha256, "整改报告.pdf", 6),)
    panel.upload._ask_again(panel.form)
    assert judged(panel.form, **values) == ([], {})
    assert pressed(panel.form, **values) == ""
    assert mine.state.shown.act == "" and mine.state.order_page().line.state is OrderState.ANSWERED
    assert set(mine.page.steps.buttons) == set()

    theirs = Supervision(opened(order=ISSUE.order_no))
    theirs.page._choose(next(kind for kind in theirs.page.steps.buttons if kind.value == "close_order"))
    assert "act=close_order" in theirs.place.query
    assert pressed(theirs.page.panel.form, note="经核实属实") == ""
    assert theirs.state.order_page().line.state is OrderState.CLOSED
    assert late.verify_ledger().is_sound


def test_the_second_of_two_officers_is_told_and_may_try_again(opened, late):
    screen = Supervision(opened(order=ISSUE.order_no, act="remind_order"))
    panel = screen.page.panel
    late.perform(
        RemindOrder(ISSUE.order_no, date(2026, 3, 20), "请反馈"), actor=replace(SUPERVISOR, id="second")
    )

    problem = pressed(panel.form, text="请按期反馈")
    assert "督办单“督〔2026〕1号”" in problem and "second" in problem and "催办" in problem
    assert pressed(panel.form, text="请按期反馈") == ""
    assert [one.text for one in screen.state.order_page().line.order.reminders] == ["请反馈", "请按期反馈"]


def test_an_official_sees_and_answers_his_own_units_orders_alone(opened):
    screen = Supervision(opened(OFFICIAL))

    assert keys(screen.board.orders) == [ISSUE.order_no]
    assert screen.state.tabs == ("orders", "proposals")
    assert screen.board.new_order.layout.display == "none"
    other = Supervision(opened(OFFICIAL, order=SECOND))
    assert other.page is None and other.state.shown.order == ""
    closed = Supervision(opened(OFFICIAL, case="A", new="1"))
    assert closed.new is None


def test_what_is_not_the_officials_never_enters_his_widgets(opened):
    widget_module._instances.clear()
    Supervision(opened(OFFICIAL))

    assert ISSUE.order_no in everything() and SECOND not in everything()


def test_a_leader_looks_at_the_orders_on_his_matters_and_records_nothing(opened, late):
    leader = LeaderDraft("430682", "李某", "副市长", "leader")
    on = date(2026, 2, 2)
    assign = AssignOwnership("BA-A-1", "A", on, OwnershipSource.SCREENING, leader, "塌方", "修复")
    late.perform(assign, actor=SUPERVISOR)
    viewer = Viewer("leader", "李某", Role.LEADER, "430682")
    widget_module._instances.clear()
    screen = Supervision(opened(viewer, order=ISSUE.order_no))

    assert screen.page is not None and screen.page.steps.buttons == {}
    assert screen.state.tabs == ("orders", "proposals")
    assert keys(screen.board.orders) == [ISSUE.order_no] and SECOND not in everything()
    assert screen.board.new_order.layout.display == "none"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CLERK])
def test_who_may_only_look_has_no_form_for_a_new_order(opened, role):
    screen = Supervision(opened(Viewer("x", "某", role, OFFICE), tab="suggested"))

    assert not screen.board.suggested.can_open
    assert screen.board.new_order.layout.display == "none"


def test_on_a_past_day_nothing_is_recorded(opened):
    screen = Supervision(opened(order=ISSUE.order_no, act="remind_order", as_of="2026-03-10"))

    assert screen.page.panel is None and screen.page.steps.buttons == {}
    assert "待反馈" in screen.page.children[0].value
    assert "请把截至日改回今天" in screen.page.steps.children[0].value


def test_addresses_come_back_and_what_cannot_be_read_is_said(opened):
    state = opened(tab="proposals", unit=f"{TOWN},{OTHER_TOWN}", state="late,open", as_of="2026-03-30")
    assert state.complaint == ""
    again = opened(**dict(pair.split("=") for pair in state.address.replace("%2C", ",").split("&")))
    assert again.shown == state.shown and again.as_of == state.as_of

    wrong = opened(tab="nowhere", state="xx", act="blow_up", part="x", as_of="2026-13-01")
    for word in ("页签“nowhere”", "状态筛选", "办理事项“blow_up”", "指标“x”", "截至日"):
        assert word in wrong.complaint


def test_back_and_forward_lead_between_list_and_page(opened):
    screen = Supervision(opened())
    send(screen.board.orders, type="open", key=SECOND)
    assert screen.page is not None

    send(screen.place, type="go", query="tab=proposals", serial=1)
    assert screen.page is None and screen.board.tabs.current == "proposals"
    send(screen.place, type="go", query=f"order={SECOND}", serial=2)
    assert screen.page is not None


def test_the_office_stands_on_its_own_tab(opened, late):
    late.perform(
        replace(ISSUE, order_no="督〔2026〕3号", case_no="C", to_unit=OFFICE, by_unit="430682LX"),
        actor=CONVENOR,
    )
    screen = Supervision(opened(tab="office"))

    assert keys(screen.board.office) == ["S", "C"]
    assert "对信访局的督办单 1 份，未闭环：督〔2026〕3号" in screen.board.office_words.value
    send(screen.board.office, type="open", key="C")
    assert screen.state.shown.to_unit == OFFICE and screen.new is not None


def test_proposals_are_issued_and_fed_back_on_in_writing(opened, late):
    screen = Supervision(opened(new="proposal", case="A"))
    values = fill(screen.new) | {
        "kind": "accountability",
        "to_unit": DEPARTMENT,
        "text": "超期21日未办结",
        "about_unit": TOWN,
        "clause_1": "XF45-1",
    }
    assert "不写处分方式" in judged(screen.new.form, **{**values, "text": "建议给予警告"})[0][0]
    assert judged(screen.new.form, **values) == ([], {})
    assert pressed(screen.new.form, **values) == ""
    assert screen.state.shown.proposal == "信建〔2026〕2号"
    assert "第四十五条第一项" in screen.page.children[-1].children[0].children[0].children[0].value

    mine = Supervision(opened(OFFICIAL, proposal=PROPOSE.proposal_no, act="record_feedback"))
    panel = mine.page.panel
    errors = judged(panel.form, text="已建台账", adoption="adopted")[1]
    assert set(errors) == {"evidence.sha256", "evidence.title", "evidence.dated_on"}
    hidden = Supervision(opened(OFFICIAL, proposal="信建〔2026〕2号"))
    assert hidden.page is None


def test_the_ledger_holds_what_is_listed(opened, late):
    late.perform(REPLY, actor=HANDLER)
    late.perform(CLOSE, actor=SUPERVISOR)
    board = Supervision(opened()).board
    query = GridQuery(
        columns=("order_no",),
        filters=(ColumnFilter("state", any_of=("closed",)),),
        sort=(("order_no", True),),
    )

    saved = board._export_orders(query)
    sheet = openpyxl.load_workbook(io.BytesIO(saved.content)).active
    assert saved.name == "督办台账（截至2026-03-31）.xlsx"
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=2)] == [ISSUE.order_no]
    assert "2026-03-09 已办结" in sheet[2][8].value and sheet[2][9].value == OrderState.CLOSED.label


def test_after_a_closed_order_the_same_lateness_is_counted_for_the_unit(opened, late):
    late.perform(REPLY, actor=HANDLER)
    late.perform(CLOSE, actor=SUPERVISOR)
    screen = Supervision(opened())

    figure = next(one for one in screen.board.tiles.figures if one["key"] == "again")
    assert (figure["value"], figure["note"]) == ("1", "忠防镇 1")
    send(screen.board.tiles, type="open", key="again", part="all")
    assert keys(screen.board.orders) == [ISSUE.order_no]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (GridQuery(sort=(("days_late", True),)), [ISSUE.order_no, SECOND]),
        (GridQuery(sort=(("due_on", False),)), [ISSUE.order_no, SECOND]),
        (GridQuery(sort=(("due_on", True),)), [SECOND, ISSUE.order_no]),
        (GridQuery(filters=(ColumnFilter("unit", contains="聂市"),)), [SECOND]),
        (GridQuery(filters=(ColumnFilter("days_late", low="10", high="20"),)), [ISSUE.order_no]),
        (GridQuery(filters=(ColumnFilter("due_on", low="2026-04-01"),)), [SECOND]),
        (GridQuery(filters=(ColumnFilter("reason", any_of=("falsified",)),)), []),
    ],
)
def test_the_heads_sort_and_test_the_lines(opened, query, found):
    board = Supervision(opened()).board

    assert board.order_lines.keys(query) == found
    assert board.order_lines.count(query) == len(found)


def test_leaving_a_form_and_a_page_leads_back_to_the_list(opened):
    screen = Supervision(opened(unit=TOWN, order=ISSUE.order_no, act="remind_order"))
    send(screen.page.panel.form, type="cancel")
    assert screen.page.panel is None and "act=" not in screen.place.query

    screen.go(screen.state.shown.board)
    assert screen.state.shown.units == (TOWN,) and keys(screen.board.orders) == [ISSUE.order_no]
    assert OVERSEER.name not in screen.state.address


def test_an_order_leads_to_accountability_for_who_may_open_a_lead(opened):
    def links(viewer):
        page = Supervision(opened(viewer, order=ISSUE.order_no)).page
        return [one for one in page._lead(page.state.order_page().line.order)]

    assert "new=1" in links(OVERSEER)[0].value
    assert links(OFFICIAL) == []
