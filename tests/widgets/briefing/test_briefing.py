"""The briefing screen: made, read, written into, saved, issued under a number, and found again."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256

import pytest
from ipywidgets.widgets import widget as widget_module

from tests.factories import OFFICE, TOWN
from tests.filled_forms import everything, pressed
from widgets.briefing import BriefingScreen, BriefingState, issued
from widgets.briefing.state import COMPARE, ISSUED, MAKE, NothingMadeError
from widgets.case_review.address import from_address
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.briefings.make import Asked
from workbench.briefings.spans import KINDS, Span
from workbench.terms import BriefingPassage, Role

SUPERVISOR = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
CLERK = Viewer("clerk", "刘专员", Role.CLERK, OFFICE)
ANALYST = Viewer("analyst", "分析员", Role.ANALYST, None)
HANDLER = Viewer("handler", "王经办", Role.HANDLER, TOWN)
OCTOBER = "monthly_briefing:2026-10"
HOSTILE = "<img src=x onerror=alert(1)> {{x}} =1+1 & 完"


def page_of(bench, viewer=SUPERVISOR, **address):
    page = BriefingScreen(BriefingState(bench, address, viewer=lambda: viewer))
    if page.waiting.is_running:
        page.waiting._thread.join()
    return page


def made(page, span=OCTOBER, **values):
    assert pressed(page.form, span=span, **values) == ""
    page.waiting._thread.join()
    return page


def test_a_chosen_span_is_made_shown_and_has_an_address(read_only):
    page = made(page_of(read_only))

    briefing = page.state.made
    assert briefing.span == Span(KINDS[0], 2026, 10)
    told = everything()
    assert "2026年10月信访工作情况" in told and briefing.provenance.code in told
    assert page.state.address == (f"kind=monthly_briefing&period=2026-10&snapshot={briefing.snapshot[:12]}")
    assert [one.label for one in page.state.spans[:2]] == ["2026年11月", "2026年10月"]


def test_an_address_with_a_snapshot_makes_the_same_again(read_only):
    first = made(page_of(read_only)).state.made

    again = page_of(read_only, kind="monthly_briefing", period="2026-10", snapshot=first.snapshot[:12])

    assert again.state.made == first
    assert "看不懂" in page_of(read_only, kind="monthly_briefing", period="十月").state.complaint


def test_every_figure_leads_to_just_its_cases(read_only):
    from workbench.queries.caseload import counts

    state = made(page_of(read_only)).state
    one = state.made.figure("accepted_on_time")
    live = read_only.snapshot(state.made.as_of)

    for part, count in (("all", one.now.denominator), ("failed", one.failed)):
        href = state.links.figure(one.now, part)
        if count:
            given = dict(pair.split("=") for pair in href.partition("?")[2].split("&"))
            assert given["as_of"] == "2026-10-31"
            wanted, problems = from_address(given, state.made.as_of)
            assert problems == () and counts(live, wanted).cases == count


def test_who_may_open_no_case_gets_numbers_without_links(read_only):
    page = made(page_of(read_only, ANALYST))

    assert page.state.links.figure(page.state.made.figure("accepted_on_time").now) == ""
    assert everything().count("case_review?figure") == 0  # no diff of a megabyte where it fails
    assert page.issuing is None and list(page.state.tabs) == [MAKE, COMPARE]


def test_who_may_not_freeze_takes_a_snapshot_that_is_there(read_only):
    page = page_of(read_only, CLERK)
    with pytest.raises(NotPermittedError):
        page.state.make(Asked(Span(KINDS[0], 2026, 10)), lambda *told: None)
    pressed(page.form, span=OCTOBER)
    assert page.form.answer["errors"]["snapshot"] == "请选择用哪个快照"

    frozen = made(page_of(read_only)).state.made.snapshot[:12]
    page = made(page_of(read_only, CLERK), snapshot=frozen)
    assert page.state.made.snapshot.startswith(frozen)


def test_what_is_written_stands_in_the_preview_and_in_every_file_as_text(read_only):
    page = made(page_of(read_only))

    pressed(page.passages, problems=HOSTILE)

    assert dict(page.state.made.texts) == {BriefingPassage.PROBLEMS: HOSTILE}
    told = everything()
    assert "<img src=x" not in told.replace(json.dumps(HOSTILE, ensure_ascii=False)[1:-1], "", 1)
    assert "&lt;img src=x onerror=alert(1)&gt;" in told
    file = page.state.file("html")
    assert "&lt;img src=x" in file.content.decode() and file.name.endswith(".html")


def test_an_issued_briefing_has_a_number_its_passages_and_the_same_bytes_for_ever(briefed):
    page = made(page_of(briefed))
    pressed(page.passages, opening="本期提要写在这里。")
    assert page.issuing.label == "印发为“2026年第1期”"

    page.issuing._handle_custom_msg({"type": "confirm"}, [])
    page.waiting._thread.join()

    assert (page.state.shown.tab, page.state.shown.number) == (ISSUED, "2026年第1期")
    assert page.state.briefing is None
    (line,) = issued.history(page.state)
    assert line.title == "2026年10月信访工作情况" and line.stands
    paper = issued.paper(page.state)
    assert paper.texts == {"opening": "本期提要写在这里。"}
    hashes = {one.file_format: one.sha256 for one in paper.line.paper.files}
    assert sorted(hashes) == ["docx", "html", "pdf", "xlsx"]
    for form, known in hashes.items():
        assert sha256(issued.reprint(page.state, paper.document, form).content).hexdigest() == known
    told = everything()
    assert "2026年第1期" in told and hashes["pdf"] in told
    assert made(page_of(briefed)).issuing.label == "印发为“2026年第2期”"


def test_a_withdrawn_briefing_stays_in_the_list_with_its_reason(briefed):
    page = made(page_of(briefed))
    page.issuing._handle_custom_msg({"type": "confirm"}, [])
    page.waiting._thread.join()
    panel = page._body.children[1].children[-1]

    pressed(panel.children[-1], why="数字引用有误")

    (line,) = issued.history(page.state)
    assert not line.stands
    assert "撤回：数字引用有误" in everything()
    assert not issued.may_withdraw(page.state, issued.paper(page.state))


def test_an_unknown_paper_is_said_above_the_list(read_only):
    page = page_of(read_only, tab="issued", number="2026年第99期")

    assert "没有您可以查看的文书" in page.notice.sentences[0]
    assert page.state.shown.tab == ISSUED and not page.state.shown.number


def test_nothing_can_be_saved_before_something_was_made(read_only):
    with pytest.raises(NothingMadeError, match="还没有编出简报"):
        page_of(read_only).state.file("pdf")


def test_the_entries_no_checkpoint_covers_are_told_beside_the_briefing_not_in_it(briefed):
    shutil.rmtree(briefed.anchors.notes.path, ignore_errors=True)  # of what was downloaded before
    page = made(page_of(briefed))
    assert "尚未由校验点覆盖" in everything()
    before = page.state.file("json").content

    briefed.anchors.checkpoint()
    again = made(page_of(briefed))

    assert again.state.file("json").content == before


def test_a_page_that_is_used_for_long_keeps_no_old_widgets(read_only):
    page = made(page_of(read_only))
    made(page)
    made(page)
    count = len(widget_module._instances)

    made(page)
    made(page)

    assert len(widget_module._instances) <= count


def test_passages_are_put_in_and_another_briefing_made_as_often_as_one_likes(read_only):
    page = made(page_of(read_only))
    for words in ("第一稿", "第二稿"):
        assert pressed(page.passages, problems=words) == ""
        assert dict(page.state.made.texts) == {BriefingPassage.PROBLEMS: words}

    made(page, "monthly_briefing:2026-09")
    assert page.state.made.span.code == "2026-09"
