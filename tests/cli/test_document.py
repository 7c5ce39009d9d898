"""``workbench document``: kinds, fields, templates, drafts, papers under a number, and one printed again."""

import json
from datetime import date

import pytest

from tests.documents.test_word import shown, written
from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.access.accounts import AccountBook
from workbench.access.viewer import current_viewer
from workbench.app import open_workbench
from workbench.cli import main
from workbench.documents.page import to_html
from workbench.queries.issued_documents import issued_document
from workbench.terms import IssuedKind, Role, Step

NOTICE = ("信访事项受理告知书", "--for", "A", "--text", "信访人=王小明")


@pytest.fixture
def here(home, monkeypatch, tmp_path):
    """A folder with one accepted matter and a supervisor, whose password the keyboard gives."""
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    monkeypatch.delenv("WORKBENCH_FONTS", raising=False)
    bench = open_workbench()
    bench.perform(
        make_register(case_no="A"),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        make_take("A", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        actor=CLERK,
    )
    book = AccountBook(bench)
    book.add("lee", "李晓红", Role.SUPERVISOR, OFFICE, by="test")
    password = book.reset("lee", by="test", must_change=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: password)
    bench.close()
    return tmp_path


def ask(capsys, *arguments):
    capsys.readouterr()
    status = main(["document", *arguments, "--json"])
    printed = capsys.readouterr()
    return status, json.loads(printed.out) if printed.out else printed.err


def test_kinds_are_listed_with_their_numbers(here, capsys):
    _, found = ask(capsys, "list")
    numbers = {one["kind"]: one["number"] for one in found["kinds"]}

    assert set(numbers) == {kind.value for kind in IssuedKind}
    assert numbers["minutes"] == "临信联办〔2026〕1号"
    assert numbers["supervision_order"] == "督办单或建议自己的编号"


def test_fields_and_passages_of_a_kind_are_named(here, capsys):
    _, found = ask(capsys, "fields", "信访事项处理意见书")

    assert found["files"] == ["信访事项处理意见书.docx", "告知书.docx"]
    assert {"标题", "正文", "投诉请求"} <= {one["name"] for one in found["fields"]}
    assert {one["name"] for one in found["passages"] if one["required"]} == {
        *("信访人", "投诉请求", "事实和理由", "处理意见", "法律法规依据")
    }


def test_a_template_is_taken_out_checked_and_then_used(here, capsys, home):
    status, made = ask(capsys, "template", "督办单")
    assert status == 0
    assert ask(capsys, "check", made["file"]) == (0, {"kind": "supervision_order", "faults": []})
    assert ask(capsys, "template", "督办单")[0] == 1  # an edited one is never overwritten

    own = home / "templates" / "信访事项受理告知书.docx"
    (here / "甲.docx").write_bytes(b"")
    assert "看不出用于哪种文书" in ask(capsys, "check", str(here / "甲.docx"))[1]["error"]
    own.write_bytes(written("本局格式", "{{ 标提 }}", "{{p 正文 }}"))
    status, found = ask(capsys, "check", str(own))
    assert status == 1 and "是不是“标题”" in found["faults"][0]["message"]
    assert ask(capsys, "make", *NOTICE, "--format", "docx", "--out", str(here))[0] == 1

    own.write_bytes(written("本局格式", "{{ 标题 }}", "{{p 正文 }}"))
    status, made = ask(capsys, "make", *NOTICE, "--format", "docx", "--out", str(here))
    assert status == 0
    (path,) = made["files"]
    with open(path, "rb") as file:
        assert shown(file.read()).startswith("本局格式")


def test_a_draft_is_made_in_every_format_and_enters_nothing(here, capsys):
    before = open_workbench().ledger_size()

    status, made = ask(capsys, "make", *NOTICE, "--format", "docx,pdf,html,xlsx", "--out", str(here / "new"))

    assert status == 0
    assert sorted(path.suffix for path in (here / "new").iterdir()) == [".docx", ".html", ".pdf", ".xlsx"]
    assert len(made["files"]) == 4
    assert open_workbench().ledger_size() == before


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("make", "信访事项受理告知书", "--for", "A"), 1, "缺少：信访人"),
        (("make", "信访事项受理告知书", "--for", "Z", "--text", "信访人=王"), 1, "没有编号为“Z”的信访事项"),
        (("make", *NOTICE, "--format", "odt"), 1, "没有“odt”这种格式"),
        (("make", *NOTICE, "--text", "别的=x"), 1, "没有这些文字的位置：别的"),
        (("make", "公告", "--for", "A"), 2, "没有“公告”这种文书：可选"),
        (("make", *NOTICE, "--text", "王小明"), 2, "应写成 名称=文字"),
        (("make", *NOTICE, "--texts", "none.json"), 1, "打不开（没有这个文件）"),
        (("make", *NOTICE, "--texts", "/"), 1, "打不开（是文件夹）"),
        (("check", "none.docx", "--kind", "督办单"), 1, "打不开（没有这个文件）"),
        (("check", "甲.docx"), 1, "打不开（没有这个文件）"),
        (("reprint", "临信受〔2026〕9号"), 1, "没有您可以查看的文书"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(here, capsys, arguments, status, told):
    assert main(["document", *arguments]) == status
    assert told in capsys.readouterr().err


def test_a_paper_is_issued_listed_and_printed_again_to_the_byte(here, capsys):
    out = ("--format", "pdf,html", "--out", str(here))
    status, first = ask(capsys, "issue", *NOTICE, "--account", "lee", *out)
    _, second = ask(capsys, "issue", *NOTICE, "--account", "lee", *out)

    assert status == 0
    year = open_workbench().today().year
    assert [first["number"], second["number"]] == [f"忠防镇信受〔{year}〕{number}号" for number in (1, 2)]
    _, history = ask(capsys, "history")
    assert [one["number"] for one in history["papers"]] == [second["number"], first["number"]]
    assert set(history["papers"][0]["files"]) == {"html", "pdf"}

    again = ("--format", "pdf,html,docx", "--out", str(here / "again"))
    status, printed = ask(capsys, "reprint", first["number"], *again)
    assert (status, printed["same"]) == (0, {"pdf": True, "html": True, "docx": False})

    status, _ = ask(capsys, "withdraw", second["number"], "--why", "重复", "--account", "lee")
    assert status == 0
    assert ask(capsys, "history")[1]["papers"][0]["withdrawn_on"] is not None

    bench = open_workbench()
    page = bench.ask(issued_document, current_viewer(), first["number"], as_of=bench.today())
    assert "王小明" in to_html(page.document) and page.texts == {"信访人": "王小明"}
    assert bench.verify_ledger().is_sound
    bench.close()


def test_a_folder_of_fonts_that_is_not_there_is_named(here, capsys, monkeypatch):
    monkeypatch.setenv("WORKBENCH_FONTS", str(here / "fonts"))

    assert main(["document", "make", *NOTICE, "--format", "pdf", "--out", str(here)]) == 1
    assert "字体文件夹不存在" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["没有", "[1]", '{"信访人": 1}'])
def test_passages_come_from_a_file_or_its_fault_is_named(here, capsys, content):
    (here / "texts.json").write_text('\ufeff{"信访人": "李雷"}', encoding="utf-8")
    given = ("信访事项受理告知书", "--for", "A", "--texts", str(here / "texts.json"), "--format", "html")
    _, made = ask(capsys, "make", *given, "--out", str(here))
    with open(made["files"][0], encoding="utf-8") as file:
        assert "李雷：" in file.read()

    (here / "texts.json").write_text(content, encoding="utf-8")
    assert main(["document", "make", *given]) == 1
    assert '如 {"信访人"' in (told := capsys.readouterr().err) or "请写成" in told


def test_a_file_that_somebody_changed_is_left_alone(here, capsys):
    _, made = ask(capsys, "make", *NOTICE, "--format", "html", "--out", str(here))
    (path,) = made["files"]
    with open(path, "a", encoding="utf-8") as file:
        file.write("改过")

    assert main(["document", "make", *NOTICE, "--format", "html", "--out", str(here)]) == 1
    assert "已经存在，内容不同" in capsys.readouterr().err
