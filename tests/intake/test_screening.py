"""The form of the monthly screening goes out, comes back filled in, and is taken in whole or not at all."""

import io
import json
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.screened import posts, reported
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.attached import Person
from workbench.acts.dossier import read_dossiers
from workbench.acts.screenings import SCREENING
from workbench.intake.load import NotAcceptedError
from workbench.intake.screening import inspect_forms, load_forms, log_form_refusals
from workbench.intake.screening_form import FormFacts, screening_form
from workbench.intake.screening_words import objection
from workbench.queries.citizen_names import citizens_named
from workbench.records.base import StaleError
from workbench.records.screenings import ScreeningRow
from workbench.records.tables import table_of
from workbench.terms import Role

HANDLER = Viewer("handler", "李经办", Role.HANDLER, TOWN)
CLERK_VIEWER = Viewer("clerk", "登记员", Role.CLERK, OFFICE)
FACTS = FormFacts(TOWN, "忠防镇", "2026-03", date(2026, 3, 25), last_stock=1, head="钱某")
HEAD = {"D3": 2, "F3": 1, "H3": 2, "D4": date(2026, 3, 19), "F4": date(2026, 3, 20)}
LAND = ("山林土地权属", 1, 0, 2, "周某", "副镇长", "现场指界", date(2026, 5, 1))
FAMILY = ("婚姻家庭纠纷", 1, 1, 0)


def filled(facts=FACTS, cells=None, lines=(LAND, FAMILY), also=()):
    """The form of a unit as it would come back, with more sheets where there are more facts."""
    book = openpyxl.load_workbook(io.BytesIO(screening_form(facts)))
    sheet = book["排查月报"]
    for place, value in {**HEAD, **(cells or {})}.items():
        sheet[place] = value
    for row, line in enumerate(lines, 8):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column, value)
    for other in also:
        copied = book.copy_worksheet(sheet)
        copied.title = other.unit_name
        copied["B2"], copied["D2"], copied["F2"] = other.unit_name, other.unit, other.month
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def look(bench, content, viewer=HANDLER):
    return inspect_forms(bench, viewer, content, "月报.xlsx")


def screenings(bench):
    with bench.reading() as session:
        wanted = select(table_of(ScreeningRow)).order_by(ScreeningRow.unit, ScreeningRow.month)
        return read_dossiers(session.connection(), SCREENING, wanted)


def test_a_form_comes_back_as_it_was_filled_in_and_twice_changes_nothing(bench):
    preview = look(bench, filled())
    assert preview.blockers == () and "忠防镇2026年3月：报送，新排查2件" in preview.reports[0].words
    assert screenings(bench) == []  # looked at only

    load_forms(bench, HANDLER, preview)

    (found,) = screenings(bench)
    told = found.edition
    assert (told.last_stock, told.new, told.settled, told.stock) == (1, 2, 1, 2)
    assert (told.signed_by, told.signed_on, told.on) == ("钱某", date(2026, 3, 19), bench.today())
    assert [one.kind.label for one in found.shown_lines] == [LAND[0], FAMILY[0]]
    assert (found.shown_lines[0].measure, found.shown_lines[0].due_on) == ("现场指界", date(2026, 5, 1))
    assert told.sha256 == preview.original.sha256
    size = bench.ledger_size()
    again = look(bench, filled())
    assert again.reports[0].act is None and load_forms(bench, HANDLER, again) == ()
    assert bench.ledger_size() == size and bench.verify_ledger().is_sound


def test_what_the_office_takes_in_is_of_the_day_the_paper_came(bench):
    load_forms(bench, CLERK_VIEWER, look(bench, filled(), CLERK_VIEWER))

    assert screenings(bench)[0].edition.on == date(2026, 3, 20)


def test_a_second_form_mends_the_report_with_its_reason(bench):
    bench.perform(reported(on=date(2026, 3, 20), last_stock=2), actor=CLERK)
    without = look(bench, filled())
    assert ["更正月报请写明理由" in one for one in without.blockers] == [True]

    load_forms(bench, HANDLER, look(bench, filled(cells={"B5": "重新核实"})))

    assert [one.why for one in screenings(bench)[0].editions] == [None, "重新核实"]


@pytest.mark.parametrize(
    ("cells", "lines", "place", "told"),
    [
        ({"H3": 3}, (LAND, FAMILY), "H3", "存量不平"),
        ({"D3": "约2"}, (LAND, FAMILY), "D3", "不是件数"),
        ({"D3": None}, (LAND, FAMILY), "D3", "没有填"),
        ({"D4": "三月"}, (LAND, FAMILY), "D4", "签字日期"),
        ({"F2": "2026-3月"}, (LAND, FAMILY), "F2", "不是月份"),
        ({"D2": "430682999"}, (LAND, FAMILY), "D2", "本人所在单位"),
        ({"B4": None}, (LAND, FAMILY), "B4", "没有填"),
        ({}, (LAND[:4], FAMILY), "E8", "还缺责任人"),
        ({}, (LAND, ("吵架", 1, 1, 0)), "A9", "不在可选范围内"),
        ({}, (LAND, (None, 1, 1, 0)), "A9", "类别没有填"),
        ({}, (LAND, ("婚姻家庭纠纷", 1, -1, 0)), "C9", "不是件数"),
        ({"I7": "联系电话"}, (LAND, FAMILY), "I7", "多出一栏"),
        ({"H8": "尽快"}, (LAND, FAMILY), "H8", "化解期限"),
        ({"G8": "已与13800001111联系"}, (LAND, FAMILY), "G8", "电话或者证件号码"),
    ],
)
def test_what_is_wrong_is_told_with_its_cell_and_nothing_is_taken_in(bench, cells, lines, place, told):
    if place in ("G8", "H8"):
        book = openpyxl.load_workbook(io.BytesIO(filled(lines=lines)))
        book["排查月报"][place] = cells[place]
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    else:
        content = filled(cells=cells, lines=lines)

    preview = look(bench, content)

    assert any(place in one and told in one for one in preview.blockers), preview.blockers
    with pytest.raises(NotAcceptedError):
        load_forms(bench, HANDLER, preview)
    assert screenings(bench) == []


def test_labels_for_people_refuse_the_whole_file_and_are_logged_without_a_value(bench):
    preview = look(
        bench,
        filled(lines=(("山林土地权属", 1, 0, 2, "周某", "副镇长", "列为重点人员稳控", date(2026, 5, 1)),)),
    )

    assert preview.reports == () and "稳控" in preview.blockers[0]
    with pytest.raises(NotAcceptedError):
        load_forms(bench, HANDLER, preview)
    log_form_refusals(bench, preview)
    told = json.loads((bench.config.logs / "firewall.jsonl").read_text("utf-8").splitlines()[0])
    assert (told["column"], told["term"], "周某" in str(told)) == ("G", "稳控", False)


def test_many_sheets_are_taken_in_together_or_not_at_all(bench):
    other = FormFacts(OTHER_TOWN, "聂市镇", "2026-03", date(2026, 3, 25))
    one_wrong = look(bench, filled(also=(other, other)), CLERK_VIEWER)
    assert any("有两张表" in one for one in one_wrong.blockers)

    load_forms(bench, CLERK_VIEWER, look(bench, filled(also=(other,)), CLERK_VIEWER))

    assert [one.unit for one in screenings(bench)] == [TOWN, OTHER_TOWN]


def test_an_official_hands_in_his_own_unit_s_form_signed_by_its_head(bench):
    other = FormFacts(OTHER_TOWN, "聂市镇", "2026-03", date(2026, 3, 25), last_stock=1, head="钱某")
    assert "本人所在单位" in look(bench, filled(other)).blockers[0]
    bench.perform(*posts(), actor=CLERK)
    assert "B4" in look(bench, filled(cells={"B4": "孙某"})).blockers[0]
    with pytest.raises(NotPermittedError):
        look(bench, filled(), Viewer("a", "a", Role.ANALYST, None))


def test_somebody_quicker_between_look_and_load_is_told_of(bench):
    bench.perform(reported(on=date(2026, 3, 20), last_stock=2), actor=CLERK)
    preview = look(bench, filled(cells={"B5": "重新核实"}))
    load_forms(bench, HANDLER, look(bench, filled(cells={"B5": "又核实一次"})))

    with pytest.raises(StaleError):
        load_forms(bench, HANDLER, preview)


def test_a_file_that_is_no_form_is_told_so(bench):
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)

    assert "没有找到排查月报的表格" in look(bench, out.getvalue()).blockers[0]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("与刘大明核对补偿", ("刘大明",)),
        ("村民高山家的宅基地", ("高山",)),
        ("高山村的林地界线", ()),
        ("现场指界后调解", ()),
    ],
)
def test_names_of_people_who_petition_are_found_but_no_village(bench, text, named):
    people = (Person(name="刘大明"), Person(name="高山"))
    bench.perform(make_register(persons=people, people=2), actor=CLERK)

    assert bench.ask(citizens_named, text) == named
    assert bool(bench.ask(objection, text)) == bool(named)
