"""The page of deletions and restored copies, by its state: asked by one, decided by another, two who know."""

import io
import shutil
from datetime import timedelta

import openpyxl
import pytest

from tests.conftest import NOW
from tests.factories import CLERK, OFFICE, TOWN, make_register
from tests.filled_forms import record, send, text_of, typed
from widgets.erasure.panels import NOTHING
from widgets.erasure.state import IMPACTS, REQUESTS, RESTORED, UNMASKED, ErasureState
from widgets.erasure.view import ErasureScreen
from workbench.access.accounts import AccountBook
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.handling import Person
from workbench.acts.restoring import RestoreError
from workbench.acts.unmasking import UnmaskValue
from workbench.app import Workbench
from workbench.config import Config
from workbench.terms import Role, UnmaskField, UnmaskReason

NAME, PHONE = "赵抹去", "13811112222"
ASKS = Viewer("clerk2", "王登记", Role.CLERK, OFFICE)
DECIDES = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
OTHER = Viewer("boss2", "刘督查", Role.SUPERVISOR, OFFICE)
ADMIN = Viewer("admin", "系统员", Role.ADMINISTRATOR)


@pytest.fixture
def told(bench):
    for one in (ASKS, DECIDES, OTHER, ADMIN):
        AccountBook(bench).add(one.account, one.name, one.role, by="root", unit=one.unit, is_demo=True)
    person = Person(name=NAME, phone=PHONE, address="甲村一组")
    bench.perform(make_register(case_no="A", persons=(person,), narrative="羊吃了稻子"), actor=CLERK)
    bench.snapshot()
    return bench


def test_an_auditor_finds_week_by_week_who_saw_an_original_and_nobody_finds_the_original(told):
    auditor = Viewer("audit", "审计员", Role.AUDITOR, OFFICE)
    seen = UnmaskValue("A", 1, UnmaskField.PHONE, UnmaskReason.CONTACT, 1, "核实田块位置")
    told.perform(seen, actor=CLERK)

    for viewer in (auditor, DECIDES):
        page = screen(told, viewer, tab=UNMASKED)
        assert "核实田块位置" in page.seen.value and "2026-03-30 至 2026-04-05" in page.seen.value
        assert page.seen.value.count("没有人查看原文") == 3
        assert PHONE not in page.seen.value and NAME not in page.seen.value
    for viewer in (ASKS, ADMIN):
        assert UNMASKED not in screen(told, viewer, tab=UNMASKED).state.tabs
        with pytest.raises(NotPermittedError):
            _ = screen(told, viewer).state.unmasked


def screen(bench, viewer, **address):
    theirs = bench.seen_by(viewer)
    return ErasureScreen(ErasureState(theirs, address, viewer=lambda: viewer))


def request(bench, *, fields=("person.1.name", "person.1.phone")):
    """Let the clerk ask; return the number."""
    asked = screen(bench, ASKS, case="A")
    seq = bench.ledger_size()
    ticks = {one.key: "true" for one in asked.page.form.fields if one.key.partition(".")[2] in fields}
    assert len(ticks) == len(fields), (seq, [one.key for one in asked.page.form.fields])
    record(asked.page.form, **ticks, basis="47-3", why="本人书面撤回同意")
    return asked.state.requests[0].erasure.erasure_no


def everything(bench):
    with bench.reading() as session:
        run = session.connection().exec_driver_sql
        return str([run(f"SELECT * FROM {table}").all() for table in ("petitioner", "ledger_payload")])


def test_asked_by_one_decided_by_another_and_a_paper_in_the_end(told):
    number = request(told)
    assert number == "SC-2026-1"
    listed = screen(told, DECIDES)
    assert [one["key"] for one in listed.list.lines] == [number]
    send(listed.list, type="open", key=number)
    page = listed
    assert page.deciding.erase.blockers == []
    assert NAME not in text_of(page) and PHONE not in text_of(page)

    send(page.deciding.erase, type="confirm")

    assert NAME not in everything(told) and PHONE not in everything(told) and "甲村一组" in everything(told)
    assert told.verify_ledger().is_sound
    assert "已删除" in text_of(page) and "台账第" in text_of(page)
    book = openpyxl.load_workbook(io.BytesIO(page.paper.make().content))
    assert book.sheetnames == ["个人信息删除证明", "核对"]
    said = str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])
    assert "第1人的姓名" in said and "王登记" in said and "陈督查" in said and NAME not in said


def test_who_asked_sees_why_he_cannot_decide(told):
    both = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
    asked = screen(told, both, case="A")
    key = next(one.key for one in asked.page.form.fields if one.key.endswith("person.1.name"))
    record(asked.page.form, **{key: "true"}, basis="47-1", why="不再需要")
    page = screen(told, both, number="SC-2026-1")

    assert page.deciding.erase.blockers == ["申请人不能批准自己的申请：须由另一位有权限的人决定"]
    assert page.deciding.restricting is None and page.deciding.declining is None
    send(page.deciding.erase, type="confirm")
    assert NAME in everything(told)


def test_a_request_names_at_least_one_value_and_a_ground(told):
    asked = screen(told, ASKS, case="A")
    typed(asked.page.form, why="x")
    blocked = asked.page.form.answer
    assert any("至少选一项" in one["why"] for one in blocked["blockers"])


def test_restricted_first_and_deleted_when_the_period_is_over(told):
    number = request(told)
    page = screen(told, DECIDES, number=number)
    typed(page.deciding.restricting, ground="period")
    assert page.deciding.restricting.answer["blockers"]
    record(page.deciding.restricting, ground="period", until="2026-06-30")
    assert "只存储，不再显示" in text_of(page)
    later = screen(told, OTHER, number=number)
    assert "2026-06-30" in later.deciding.erase.blockers[0] and later.deciding.restricting is None
    assert told.verify_ledger().is_sound


def test_turned_down_it_says_so_and_can_be_asked_again(told):
    number = request(told)
    page = screen(told, DECIDES, number=number)
    record(page.deciding.declining, why="仍在办理")
    assert "已驳回" in text_of(page)
    assert request(told) == "SC-2026-2"


def test_who_may_not_gets_neither_tab_nor_form(told):
    assert screen(told, ADMIN).state.tabs == (RESTORED,)
    assert screen(told, ASKS).state.tabs == (REQUESTS, IMPACTS)
    auditor = screen(told, Viewer("a", "审", Role.AUDITOR, OFFICE), case="A")
    assert auditor.state.shown.case == "" and not hasattr(auditor, "find")
    number = request(told)
    assert not hasattr(screen(told, ASKS, number=number), "deciding")


def test_an_unknown_or_hidden_matter_says_the_same(told):
    hidden = Viewer("h", "某", Role.SUPERVISOR, TOWN)
    with told.transaction() as session:
        session.connection().exec_driver_sql(
            f"INSERT INTO accused_link SELECT id, '{TOWN}' FROM petition_case WHERE case_no = 'A'"
        )
    said = []
    for number in ("A", "Z"):
        page = screen(told, hidden)
        given = typed(page.find, case=number)
        send(page.find, type="submit", values=given, token=page.find.token, serial=2)
        said.append(page.find.problem.replace(f"“{number}”", "…"))
    assert said[0] == said[1] != ""


def test_of_a_request_on_a_hidden_matter_there_is_no_trace(told):
    number = request(told)
    with told.transaction() as session:
        session.connection().exec_driver_sql(
            f"INSERT INTO accused_link SELECT id, '{TOWN}' FROM petition_case WHERE case_no = 'A'"
        )
    hidden = Viewer("h", "某", Role.SUPERVISOR, TOWN)
    assert screen(told, hidden).list.lines == []
    assert "请从清单打开" in str(screen(told, hidden, number=number).notice.shown)


@pytest.fixture
def gone_back(told):
    """The database as it was before the last entry, with the checkpoint that covers it."""
    home = told.config.home
    told.close()
    shutil.copyfile(home / "workbench.sqlite", home / "older")
    told.perform(make_register(case_no="LOST"), actor=CLERK)
    told.anchors.checkpoint()
    told.close()
    for leftover in home.glob("workbench.sqlite*"):
        leftover.unlink()
    (home / "older").rename(home / "workbench.sqlite")
    return Workbench(told.config, clock=lambda: NOW)


def test_two_people_acknowledge_an_older_copy_one_after_the_other(gone_back):
    with pytest.raises(RestoreError):
        gone_back.perform(make_register(case_no="N"), actor=CLERK)
    first = screen(gone_back, DECIDES, tab=RESTORED)
    assert "少 1 条" in text_of(first) and "停用的账号、撤销的令牌又有效" in text_of(first)
    record(first.restoring.first, why="磁盘损坏，用昨夜的备份恢复")
    again = screen(gone_back, DECIDES, tab=RESTORED)
    assert "另一位" in again.restoring.second.blockers[0]
    send(again.restoring.second, type="confirm")
    with pytest.raises(RestoreError):
        gone_back.perform(make_register(case_no="N"), actor=CLERK)

    second = screen(gone_back, ADMIN, tab=RESTORED)
    assert "陈督查：磁盘损坏" in text_of(second)
    send(second.restoring.second, type="confirm")

    assert NOTHING in text_of(second)
    gone_back.perform(make_register(case_no="N"), actor=CLERK)
    assert gone_back.verify_ledger().is_sound


def test_what_the_first_said_holds_for_a_day_and_can_be_taken_back(gone_back):
    record(screen(gone_back, DECIDES, tab=RESTORED).restoring.first, why="磁盘损坏")
    config = Config(gone_back.config.database, gone_back.config.home)
    late = Workbench(config, clock=lambda: NOW + timedelta(hours=25))
    assert screen(late, ADMIN, tab=RESTORED).restoring.second is None
    page = screen(gone_back, ADMIN, tab=RESTORED)
    send(page.restoring.back, type="confirm")
    assert screen(gone_back, ADMIN, tab=RESTORED).restoring.first is not None


def test_where_nothing_was_restored_there_is_nothing_to_do(told):
    assert NOTHING in text_of(screen(told, ADMIN))
