"""The screen of the screening: who sees what on it, forms that record, a form that comes in, addresses."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN
from tests.filled_forms import everything, send
from tests.intake.test_screening import filled
from tests.screened import posts, reported, screened_to_the_end
from widgets.parts.upload import UploadedFile
from widgets.screening import ScreeningScreen, ScreeningScreenState
from widgets.screening.address import Shown, query_of, read_shown
from widgets.screening.line_rows import KEYS, read_lines
from widgets.screening.markup import months_table
from workbench.access.viewer import Viewer
from workbench.terms import Role, ScreeningState

OFFICER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
HANDLER = Viewer("handler", "李经办", Role.HANDLER, TOWN)
AUDITOR = Viewer("audit", "审计员", Role.AUDITOR, OFFICE)
MARCH, FEBRUARY = f"{TOWN}-2026-03", f"{TOWN}-2026-02"
LINE = ["山林土地权属", "1", "0", "4", "周某", "副镇长", "现场指界", "2026-05-01"]


def submit(panel, **values):
    send(panel.form, type="change", serial=1, values=values)
    send(panel.form, type="submit", serial=2, token=panel.form.token, values=values)
    return panel.form.problem or [one["why"] for one in panel.form.answer["blockers"]]


@pytest.fixture
def screened(bench):
    acts = list(screened_to_the_end())
    bench.perform(*acts[:-1], actor=CLERK)  # March is still to come
    return bench


@pytest.fixture
def screen(screened):
    def open_screen(viewer=OFFICER, **address):
        return ScreeningScreen(ScreeningScreenState(screened, address, viewer=lambda: viewer))

    return open_screen


def test_the_office_sees_all_units_and_an_official_his_own(screen):
    assert len(screen().state.lines) == 45
    own = screen(HANDLER)
    assert [one.number for one in own.state.lines] == [MARCH, FEBRUARY]
    assert own.state.tabs == ("month", "series", "posts")
    assert own.board.own.layout.display == ""
    assert "聂市镇" not in everything().replace("聂市镇人民政府", "") or own.state.sees_all is False


@pytest.mark.parametrize("tab", ["month", "board", "open", "series", "posts"])
def test_every_list_is_drawn(screen, tab):
    shown = screen(tab=tab)

    assert shown.board.tabs.current == tab
    assert "忠防镇" in everything()


def test_a_month_on_which_nobody_reported_yet_tells_no_disputes_and_not_none_of_them(screen):
    """The bench has reports on February; on March one unit of 45 is still to report."""
    shown = screen()
    march, rows = shown.state.lists.board.sums("2026-03"), str(months_table(shown.state.lists.board))
    drawn = shown.board.chart.figures
    stock = next(one for one in drawn["series"] if one["key"] == "stock")
    months = [one["code"] for one in drawn["categories"]]

    assert march.reports == 0
    assert stock["values"][months.index("2026-03")] is None
    assert stock["notes"][months.index("2026-02")] == "1／45份"
    assert ">—<" in rows.split("2026年3月")[1].split("</tr>")[0]


def test_the_number_of_what_is_missing_is_that_of_the_list_it_opens(screen, screened):
    """A month that was left out waits for nobody once a later one came: it is on the list no more."""
    screened.perform(reported(OTHER_TOWN, date(2026, 3, 27), last_stock=0, lines=()), actor=CLERK)
    shown = screen()
    told = {one["key"]: one["value"] for one in shown.board.tiles.figures}

    listed = [one for one in shown.state.lists.board.open if one.state is ScreeningState.MISSING]
    assert told["missing"] == str(len(listed)) == "87"  # 43 for February, 44 for March


def test_a_report_is_filled_in_from_what_remained_and_recorded(screen, screened):
    shown = screen(HANDLER, report=MARCH, form="report")
    panel = shown.page.panel
    assert panel.sheet.initial == [
        ["山林土地权属", "0", "0", "3", "周某", "副镇长", "现场指界后调解", "2026-05-01"]
    ]
    asked = {one.key: one.initial for one in panel.form.fields}
    assert asked == {"last_stock": "3", "signed_by": "钱某", "signed_on": "2026-03-31"}

    send(panel.sheet, type="rows", serial=1, rows=[LINE])

    assert panel.sheet.answer["sums"] == [1, 0, 4] and "平衡" in panel.balance.value
    assert submit(panel, **asked) == []
    assert panel.sheet.done
    line = ScreeningScreenState(screened, {"report": MARCH}, viewer=lambda: HANDLER).page().line
    assert (line.state, line.screening.edition.stock) == (ScreeningState.LATE, 4)
    assert screened.verify_ledger().is_sound


def test_what_does_not_balance_or_names_people_is_told_and_nothing_is_recorded(screen, screened):
    size = screened.ledger_size()
    panel = screen(HANDLER, report=MARCH, form="report").page.panel
    asked = {one.key: one.initial for one in panel.form.fields}

    send(panel.sheet, type="rows", serial=1, rows=[[*LINE[:3], "9", *LINE[4:]]])
    assert "不平，请核对" in panel.balance.value
    assert "存量不平" in submit(panel, **asked)
    send(panel.sheet, type="rows", serial=2, rows=[[*LINE[:6], "联系13800001111", LINE[7]]])
    assert "电话或者证件号码" in str(panel.sheet.answer["problems"]["0"])
    assert "明细第1行需要改正" in submit(panel, **asked)
    send(panel.sheet, type="rows", serial=3, rows=[LINE])
    assert "登记的主要负责人是钱某" in submit(panel, **{**asked, "signed_by": "孙某"})
    assert screened.ledger_size() == size


def test_the_browser_may_send_no_odd_rows(screen):
    panel = screen(HANDLER, report=MARCH, form="report").page.panel

    for rows in ([["x"]], "x", [[1] * len(KEYS)], [["x" * 400] * len(KEYS)], [[""] * len(KEYS)] * 99):
        send(panel.sheet, type="rows", serial=9, rows=rows)
    assert panel.sheet.answer["serial"] == 0


def test_a_mended_report_needs_its_reason_and_stands_beside_the_first(screen, screened):
    panel = screen(report=FEBRUARY, form="report").page.panel
    asked = {one.key: one.initial for one in panel.form.fields}
    assert "why" in asked and asked["last_stock"] == "2"

    send(panel.form, type="change", serial=1, values=asked)
    assert "why" in panel.form.answer["errors"]
    assert submit(panel, **{**asked, "why": "补充核实"}) == []
    page = ScreeningScreenState(screened, {"report": FEBRUARY}, viewer=lambda: OFFICER).page()
    assert len(page.line.screening.editions) == 3


def test_the_office_sends_back_and_the_unit_does_not_see_that_button(screen, screened):
    assert set(screen(report=FEBRUARY).page.buttons) == {"report", "return"}
    assert set(screen(HANDLER, report=FEBRUARY).page.buttons) == {"report"}
    assert screen(AUDITOR, report=FEBRUARY).page.buttons == {}
    panel = screen(report=FEBRUARY, form="return").page.panel

    assert submit(panel, why="列为重点人员", due_on="2026-04-03") != []
    assert submit(panel, why="期限不清", due_on="2026-04-03") == []
    assert screen(report=FEBRUARY, form="return").page.panel is None  # waits for the unit already


def test_nothing_is_recorded_on_a_past_day_and_no_unit_of_others_is_opened(screen):
    past = screen(HANDLER, report=MARCH, form="report", as_of="2026-03-20")
    assert past.page.panel is None and past.page.buttons == {}
    assert screen(HANDLER, report=f"{OTHER_TOWN}-2026-03").page is None
    assert screen(report="x").page is None


def test_a_filled_form_is_looked_at_and_then_taken_in(screen, screened, tmp_path: Path):
    shown = screen(HANDLER, form="upload")
    path = tmp_path / "月报.xlsx"
    line = (LINE[0], 2, 1, 4, *LINE[4:7], date(2026, 5, 1))
    path.write_bytes(filled(cells={"B3": 3, "H3": 4}, lines=(line,)))
    shown.upload._look(UploadedFile("月报.xlsx", path, path.stat().st_size, ""))
    assert not shown.upload.take.disabled and "检查通过" in shown.upload.told.value

    shown.upload.take.click()

    assert shown.state.shown == Shown()
    assert shown.state.lines[0].state is ScreeningState.LATE
    path.write_bytes(filled(cells={"H3": 9, "B5": "重新核实"}))
    again = screen(HANDLER, form="upload")
    again.upload._look(UploadedFile("月报.xlsx", path, path.stat().st_size, ""))
    assert again.upload.take.disabled and "H3" in again.upload.told.value


def test_the_forms_of_all_units_that_have_not_reported_come_in_one_archive(screen):
    file = screen().board.forms.make()

    names = zipfile.ZipFile(io.BytesIO(file.content)).namelist()
    assert len(names) == 45 and "忠防镇2026年3月排查月报表样.xlsx" in names


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("appoint", {"post": "operator", "name": "郑某", "title": "干部", "since": "2026-03-02"}),
        ("leave", {"holder": "2", "on": "2026-03-02", "why": "调动"}),
        ("train", {"on": "2026-03-02", "topic": "时限", "holder.1": "true", "holder.2": "false"}),
    ],
)  # fmt: skip
def test_posts_are_registered_from_their_page(screen, screened, form, values):
    shown = screen(HANDLER, tab="posts", unit=TOWN, form=form)
    size = screened.ledger_size()

    assert submit(shown.page.panel, **values) == []
    assert screened.ledger_size() == size + 1


def test_a_unit_without_a_register_begins_with_its_first_official(bench):
    def shown(form):
        address = {"tab": "posts", "unit": TOWN, "form": form}
        return ScreeningScreen(ScreeningScreenState(bench, address, viewer=lambda: HANDLER))

    assert shown("train").page.panel is None
    values = {"post": "head", "name": "钱某", "title": "镇长", "since": "2026-03-02"}
    assert submit(shown("appoint").page.panel, **values) == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["", "1", "", "", "", "", "", ""]], "请选择类别"),
        ([["山林土地权属", "一", "", "", "", "", "", ""]], "不是件数"),
        ([["山林土地权属", "1", "1", "0", "", "", "", "下月"]], "化解期限"),
    ],
)
def test_a_row_that_cannot_be_read_says_what_to_mend(rows, told):
    found = read_lines([dict(zip(KEYS, row, strict=True)) for row in rows], lambda _text: "")

    assert told in found.problems[0][0] and found.lines == ()


def test_an_address_leads_back_to_what_it_shows():
    shown = Shown("posts", "2026-03", MARCH, TOWN, "train")
    assert read_shown(dict(pair.split("=") for pair in query_of(shown).split("&"))) == (shown, ())
    assert len(read_shown({"tab": "x", "month": "3", "form": "y"})[1]) == 3
    assert replace(shown, form="") == shown.without_form() and posts() and reported()
