"""The look-back screen by its state: a round opened, checked, reworked; a pair decided; signals shown."""

import io
from datetime import date, timedelta
from hashlib import sha256

import openpyxl
import pytest

from tests.factories import CLERK, OFFICE, TOWN
from tests.filled_forms import record, send, text_of
from tests.looked_back import PAPER
from tests.queries.test_repeats import LAMP, LAMP_AGAIN, OTHERS, WANG, matter
from tests.queries.test_signals import OWN, worked
from widgets.look_back import LookBackScreen, LookBackScreenState
from widgets.parts.upload import UploadedFile
from workbench.access.accounts import AccountBook
from workbench.access.viewer import Viewer
from workbench.acts.amending import Correct
from workbench.acts.handling import Person
from workbench.law.look_back_data import look_back_data
from workbench.terms import Role

SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
REVIEWER = Viewer("judge", "钱评查", Role.REVIEWER, "430682D13")
HANDLER = Viewer("town", "李经办", Role.HANDLER, TOWN)
WORKED = Viewer("clerk2", "王登记", Role.CLERK, OFFICE)


@pytest.fixture
def told(bench):
    for viewer in (SUPERVISOR, REVIEWER):
        AccountBook(bench).add(
            viewer.account, viewer.name, viewer.role, by="root", unit=viewer.unit, is_demo=True
        )
    for at in range(2):
        bench.perform(*worked(f"A{at}", date(2026, 2, 2 + at), reply=OWN[at]), actor=CLERK)
    bench.perform(Correct("A0", 1, "received_on", "2026-02-01", "录错"), actor=CLERK)
    bench.snapshot()
    return bench


def screen(bench, viewer, **address):
    return LookBackScreen(LookBackScreenState(bench, address, viewer=lambda: viewer))


def answers(*failed):
    return {
        key: value
        for one in look_back_data().items
        for key, value in (
            (f"{one.id}.answer", "no" if one.id in failed else "yes"),
            (f"{one.id}.note", "没有凭证"),
        )
    }


def test_a_round_is_opened_assigned_checked_compared_and_reworked(told):
    new = screen(told, SUPERVISOR, new="1")
    record(new.page.form, name="一季度", rule="random")
    number = new.state.shown.round or new.state.rounds[0].round_no
    opened = screen(told, SUPERVISOR, round=number)
    assert len(opened.checks.lines) == 2
    assert (opened.assigning.who.description, opened.assigning.matters.description) == ("检查人", "事项")
    opened.assigning.who.value = REVIEWER.account
    opened.assigning.button.click()
    check_no = f"{number}:A0"
    address = {"round": number, "check": check_no}

    own = screen(told, HANDLER, **address)
    record(own.form.form, **answers())
    reviewing = screen(told, REVIEWER, **address)
    assert "检查人锁定前不显示" in text_of(reviewing.page)
    record(reviewing.form.form, **answers("promises"), finding="failed", cause="没有执行", cause_unit=TOWN)
    both = screen(told, REVIEWER, **address)
    assert "看法不同" in text_of(both.page)
    assert "登记追责线索" not in text_of(both.page)  # a reviewer opens none
    assert "登记追责线索" in text_of(screen(told, SUPERVISOR, **address).page)
    record(both.form.form, measures="限期执行", person="钱某", due_on="2026-04-10")
    told.perform(PAPER, actor=CLERK)
    result = screen(told, SUPERVISOR, round=number)
    assert "忠防镇" in text_of(result.page)
    assert result.checks.lines[0]["cells"][2]["text"] == "钱评查"
    AccountBook(told).disable(REVIEWER.account, by="root")  # whoever has left did his checks none the less
    assert screen(told, SUPERVISOR, round=number).checks.lines[0]["cells"][2]["text"] == "钱评查"
    told_of = text_of(result.page)
    for words in ("群众怎么评价", "0%–100%", "系统口径", "责任单位征求", "未注明", "未评价不算满意"):
        assert words in told_of

    saved = result._ledger()
    rows = list(openpyxl.load_workbook(io.BytesIO(saved.content)).active.iter_rows(values_only=True))
    assert "整改中" in [row[16] for row in rows] or any("整改中" in map(str, row) for row in rows)


def test_an_answer_names_the_original_that_shows_it_and_lacks_neither_half(told, tmp_path):
    opened = screen(told, SUPERVISOR, new="1")
    record(opened.page.form, name="一季度", rule="random")
    number = opened.state.shown.round or opened.state.rounds[0].round_no
    assigning = screen(told, SUPERVISOR, round=number).assigning
    assigning.who.value = REVIEWER.account
    assigning.button.click()
    reviewing = screen(told, REVIEWER, round=number, check=f"{number}:A0")
    panel = reviewing.form
    path = tmp_path / "arrived"
    path.write_bytes(b"photo")
    panel.upload.upload.on_file(UploadedFile("现场照片.jpg", path, 5, sha256(b"photo").hexdigest()))
    digest = panel.upload.kept[0].sha256

    half = panel.form.read({**answers(), "finding": "held", "aid.sha256": digest})
    assert "还缺材料载明的日期" in panel.form.on_change(half)[0].why
    record(panel.form, **answers(), finding="held", **{"aid.sha256": digest, "aid.dated_on": "2026-03-30"})
    shown = text_of(screen(told, REVIEWER, round=number, check=f"{number}:A0").page)
    assert "佐证：现场照片（2026-03-30）" in shown


def test_beside_the_result_of_a_round_stands_how_closures_held(told):
    opened = screen(told, SUPERVISOR, new="1")
    record(opened.page.form, name="一季度", rule="random")
    number = opened.state.shown.round or opened.state.rounds[0].round_no
    shown = text_of(screen(told, SUPERVISOR, round=number).page)

    assert "办结以后怎样" in shown and "30日未再信访" in shown and "办结后评价" in shown
    assert "2/2" in shown and "来的人少、渠道不通" in shown


def test_a_clerk_sees_two_matters_side_by_side_and_confirms_them(told):
    told.perform(
        *(matter(f"N{at}", text, Person()) for at, text in enumerate(OTHERS)),
        matter("P", LAMP, WANG),
        matter("Q", LAMP_AGAIN, WANG, on=date(2026, 1, 5) + timedelta(30)),
        actor=CLERK,
    )
    listed = screen(told, WORKED, tab="repeats")
    assert [line["key"] for line in listed.undecided.lines] == ["P~Q"]
    send(listed.undecided, type="open", key="P~Q")
    assert "<mark>" in text_of(listed.page) and "王小明" not in text_of(listed.page)
    record(listed.form.form, verdict="confirmed")

    again = screen(told, WORKED, tab="repeats")
    assert again.undecided.lines == []
    assert [line["key"] for line in again.decided.lines] == ["P~Q"]
    send(again.decided, type="open", key="P~Q")
    assert "此前认定" in text_of(again.page) and "确认为同一事项" in text_of(again.page)
    assert "有一人相同" in text_of(again.page)


def test_signals_are_shown_with_their_matters_and_only_to_who_may_read_them(told):
    shown = screen(told, SUPERVISOR, tab="signals")

    assert "事后更改收到日期" in text_of(shown.page) and "case=A0" in text_of(shown.page)
    assert screen(told, WORKED, tab="signals").state.shown.tab == "rounds"
    assert screen(told, REVIEWER).state.tabs == ("rounds",)


def test_what_is_not_there_is_said_and_the_lists_stand(told):
    lost = screen(told, SUPERVISOR, round="x", check="x:y")

    assert lost.state.shown.check == ""
    assert "回头看检查" in str(lost.notice.get_state())
