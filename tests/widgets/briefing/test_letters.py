"""Letters on the screen: chosen, written, refused with what to do, issued under a number, found again."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.filled_forms import everything, pressed
from tests.widgets.briefing.test_briefing import (
    CLERK,
    HANDLER,
    HOSTILE,
    SUPERVISOR,
    page_of,
)
from widgets.briefing import issued
from widgets.briefing.history_page import history_page
from widgets.briefing.letters import KINDS
from widgets.briefing.state import ISSUED, LETTER, MAKE
from workbench.demo.issued import ensure_papers
from workbench.letters.make import LETTERS
from workbench.letters.passages import LetterError
from workbench.terms import IssuedKind, IssuedSubject, Outcome

ORDER = IssuedKind.SUPERVISION_ORDER
OPINION = IssuedKind.HANDLING_OPINION
FOUR = ("投诉请求", "事实和理由", "处理意见", "法律法规依据")


@pytest.fixture(scope="module")
def an_order(read_only):
    """The number of the latest order of supervision."""
    from workbench.letters.subjects import subjects

    return read_only.ask(subjects, SUPERVISOR, ORDER, as_of=read_only.today())[0][0]


@pytest.fixture(scope="module")
def a_matter(read_only):
    """A matter that a unit accepted."""
    rows = read_only.snapshot().rows(
        "select case_no from case_fact where notice_on is not null and petition_class <> 'accusation' "
        "and state = 'handling' order by case_no desc limit 1"
    )
    return next(iter(rows))[0]


def letter_of(bench, kind, subject, viewer=SUPERVISOR):
    page = page_of(bench, viewer, tab=LETTER, letter=kind.value, **{"for": subject})
    assert page.notice.sentences == ()
    return page.letter


def write(letter, texts):
    names = [one.name for one in letter.letters.passages]
    values = {f"passage{names.index(name)}": text for name, text in texts.items()}
    problem = pressed(letter.passages, **values)
    return problem or "".join(one["why"] for one in letter.passages.answer["blockers"])


def change(form, **values):
    form._handle_custom_msg({"type": "change", "serial": 1, "token": form.token, "values": values}, [])


def test_every_kind_that_is_written_from_the_records_is_offered_with_what_it_may_be_about(read_only):
    page = page_of(read_only, tab=LETTER)
    offered = {one["code"] for one in page.letter.choice.shape[0]["choices"]}

    assert offered == {kind.value for kind in LETTERS} == {kind.value for kind in KINDS}
    for kind in KINDS:
        page.letter.choice._handle_custom_msg(
            {
                "type": "change",
                "serial": 1,
                "token": page.letter.choice.token,
                "values": {"kind": kind.value},
            },
            [],
        )
        subject = page.letter.choice.shape[1]
        is_matter = LETTERS[kind].subject_kind is IssuedSubject.MATTER
        assert subject["kind"] == ("text" if is_matter else "unit")


def test_a_chosen_letter_is_shown_has_an_address_and_says_under_which_number_it_would_go(read_only, an_order):
    page = page_of(read_only, tab=LETTER)
    change(page.letter.choice, kind=ORDER.value)
    assert pressed(page.letter.choice, kind=ORDER.value, subject=an_order) == ""

    assert page.letter.issuing.label == f"印发为“{an_order}”"
    assert page.letter.issuing.blockers == []
    assert page.state.address.startswith("tab=letter&letter=supervision_order&for=")
    told = everything()
    assert "督办依据" in told and "下载 docx" in told and "下载 xlsx" not in told


def test_what_is_missing_is_named_beside_the_button_and_nothing_can_be_saved(read_only, a_matter):
    letter = letter_of(read_only, OPINION, a_matter)

    (why,) = letter.issuing.blockers
    assert all(name in why for name in (*FOUR, "信访人")) and "请补充后再制作" in why
    assert "【事实和理由】" in everything()
    with pytest.raises(LetterError, match="缺少"):
        letter.letters.file("pdf")


def test_what_may_not_be_said_is_refused_and_what_was_typed_stays_out(read_only, an_order):
    letter = letter_of(read_only, ORDER, an_order)

    assert "含“稳控”：本系统不使用对信访人的管控类用语，请改写" in write(letter, {"补充说明": "做好稳控"})
    assert letter.letters.texts == {}
    assert "来的人多少不是工作好坏的依据" in write(letter, {"补充说明": "来访批次下降，成效显著"})


def test_a_letter_that_cannot_be_written_says_why_at_once(read_only, a_matter):
    page = page_of(read_only, tab=LETTER, letter="extension_notice", **{"for": a_matter})

    assert "现在还不能出具" in everything() and "请先办理延期审批" in everything()
    assert page.letter.passages is None
    lost = page_of(read_only, tab=LETTER, letter="extension_notice", **{"for": "没有这一件"})
    assert "没有这一件" in "".join(lost.notice.sentences)
    odd = page_of(read_only, tab=LETTER, letter="monthly_briefing", **{"for": "2026-10"})
    assert "没有这种文书" in "".join(odd.notice.sentences)


def test_an_opinion_is_written_issued_and_printed_again_to_the_byte(briefed, a_matter):
    letter = letter_of(briefed, OPINION, a_matter, CLERK)
    texts = {**dict.fromkeys(FOUR, HOSTILE), "信访人": "王小明", "复查机关": "临湘市人民政府"}
    assert write(letter, {**texts, "处理结论": Outcome.NOT_SUPPORTED.value}) == ""
    assert letter.issuing.blockers == [] and letter.preview is not None
    page = letter._screen

    letter.issuing._handle_custom_msg({"type": "confirm"}, [])
    page.waiting._thread.join()

    assert page.state.shown.tab == ISSUED
    assert page.state.shown.number.endswith("信处〔2026〕1号")
    paper = issued.paper(page.state)
    assert paper.texts["投诉请求"] == HOSTILE and paper.document.addressee == "王小明"
    hashes = {one.file_format: one.sha256 for one in paper.line.paper.files}
    assert sorted(hashes) == ["docx", "html", "pdf"]
    for form, known in hashes.items():
        assert sha256(issued.reprint(page.state, paper.document, form).content).hexdigest() == known
    again = letter_of(briefed, OPINION, a_matter)
    assert [one.paper.document_no for one in again.letters.history()] == [paper.line.paper.document_no]
    assert again.letters.texts == {}


def test_an_order_is_issued_once(briefed, an_order):
    letter = letter_of(briefed, ORDER, an_order)
    letter.issuing._handle_custom_msg({"type": "confirm"}, [])
    letter._screen.waiting._thread.join()
    assert letter._screen.state.shown.number == an_order

    again = letter_of(briefed, ORDER, an_order)

    assert again.issuing.blockers == [f"“{an_order}”已印发过文书：如需更正，请撤回后另行发出"]


def test_who_may_not_issue_has_no_such_tab(read_only, an_order):
    from tests.widgets.briefing.test_briefing import ANALYST

    for viewer in (ANALYST, HANDLER):
        page = page_of(read_only, viewer, tab=LETTER, letter=ORDER.value, **{"for": an_order})
        assert LETTER not in page.state.tabs and page.state.shown.tab == MAKE
        assert page.letter is None


def test_passages_of_a_briefing_are_looked_through_as_well(read_only):
    from tests.widgets.briefing.test_briefing import made

    page = made(page_of(read_only))

    assert "“下一步工作”含“零上访”：来的人多少不设目标" in pressed(page.passages, next="确保零上访")
    assert page.state.made.texts == ()


def test_what_was_written_can_be_written_otherwise_as_often_as_one_likes(read_only, an_order):
    letter = letter_of(read_only, ORDER, an_order)

    for words in ("请附材料。", "请附材料和照片。", "请附照片。"):
        assert write(letter, {"补充说明": words}) == ""
        assert letter.letters.texts == {"补充说明": words}
        assert words in everything()


def test_another_letter_is_chosen_after_the_first(read_only, an_order):
    page = page_of(read_only, tab=LETTER)
    offered = [an_order, dict(page.letter.letters.state.bench.ask(_orders, SUPERVISOR)).popitem()[0]]
    for number in offered:
        change(page.letter.choice, kind=ORDER.value)
        pressed(page.letter.choice, kind=ORDER.value, subject=number)

        assert page.letter.letters.subject == number


def _orders(connection, viewer):
    from datetime import date

    from workbench.letters.subjects import subjects

    return subjects(connection, viewer, ORDER, as_of=date(2026, 11, 29))


def test_the_history_is_narrowed_to_one_kind(briefed, an_order):
    ensure_papers(briefed)
    panel = history_page(page_of(briefed, tab=ISSUED))
    chosen, table = panel.children[-2:]
    everyone = len(table.lines)

    chosen.value = ORDER.value

    assert 0 < len(table.lines) < everyone
    assert {line["cells"][1]["text"] for line in table.lines} == {ORDER.label}
