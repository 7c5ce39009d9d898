"""``workbench document``: official papers. Kinds, fields, checked templates, drafts, issue, print again."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError, Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.cli import REFUSED, Reply, say
from workbench.cli.arguments import as_of_argument, day
from workbench.cli.ledger_words import RefusedError, admitted
from workbench.cli.parser import Parser
from workbench.terms import IssuedKind, IssuedSubject

if TYPE_CHECKING:
    from workbench.access.viewer import Viewer
    from workbench.app import Workbench
    from workbench.documents.content import Document
    from workbench.letters.make import Written

USUAL: Final = "docx,pdf,html"


def add_arguments(parser: Parser) -> None:
    """Add the actions."""
    actions = parser.add_actions()
    actions.add_parser("list", help="列出文书种类、所需编号和编号格式").set_defaults(run=run)

    named = actions.add_parser("fields", help="列出一种文书的模板字段，和须另写的文字")
    _kind_argument(named)
    named.set_defaults(run=_fields)

    template = actions.add_parser("template", help="取出自带模板，供在 Word 或 WPS 中修改")
    _kind_argument(template)
    template.set_defaults(run=_template)

    checked = actions.add_parser("check", help="检查改过的模板：哪个字段写错了，应当怎样写")
    checked.add_argument("file", metavar="文件", type=Path, help="模板文件（.docx）")
    checked.add_argument(
        "--kind", metavar="种类", type=_kind, help="用于哪种文书；文件以文书种类命名的可不写"
    )
    checked.set_defaults(run=_check)

    make = actions.add_parser("make", help="制作文书的草稿，不编号，不记入台账")
    _letter_arguments(make)
    make.add_argument("--account", metavar="账号", help="以哪个账号查阅记录；会询问密码")
    make.set_defaults(run=_make)

    issue = actions.add_parser("issue", help="印发文书：取号，生成文件，记入台账")
    _letter_arguments(issue)
    issue.add_argument("--account", metavar="账号", required=True, help="您的账号；会询问密码")
    issue.set_defaults(run=_issue)

    history = actions.add_parser("history", help="列出已印发的文书及其文件校验值")
    as_of_argument(history)
    history.add_argument("--kind", metavar="种类", type=_kind, help="只列一种")
    history.set_defaults(run=_history)

    again = actions.add_parser("reprint", help="按台账中的内容重新印制一份已印发的文书，并与原件校验值核对")
    again.add_argument("number", metavar="文号", help="文号或期号")
    _file_arguments(again)
    again.set_defaults(run=_reprint)


def _letter_arguments(parser: Any) -> None:
    _kind_argument(parser)
    parser.add_argument(
        "--for", dest="subject", metavar="编号", required=True, help="信访件、会议、督办单、建议或批次的编号"
    )
    parser.add_argument(
        "--text",
        metavar="名称=文字",
        type=_passage,
        action="append",
        default=[],
        help="须另写的文字，可多次给出",
    )
    parser.add_argument("--texts", metavar="文件", type=Path, help="须另写的文字，JSON 文件，名称对文字")
    parser.add_argument("--date", metavar="日期", type=day, help="成文日期，不写就是今天")
    as_of_argument(parser)
    _file_arguments(parser)


def _file_arguments(parser: Any) -> None:
    parser.add_argument(
        "--format",
        metavar="格式",
        default=USUAL,
        help="docx、pdf、html、xlsx，多种用逗号隔开；不写就是前三种",
    )
    parser.add_argument(
        "--out", metavar="文件夹", type=Path, default=Path(), help="存到哪里，不写就是当前文件夹"
    )


def _kind_argument(parser: Any) -> None:
    parser.add_argument(
        "kind", metavar="种类", type=_kind, help="文书种类，如“督办单”；用 workbench document list 列出"
    )


def _kind(typed: str) -> IssuedKind:
    for kind in IssuedKind:
        if typed in (kind.value, kind.label):
            return kind
    known = "、".join(kind.label for kind in IssuedKind)
    raise ArgumentTypeError(f"没有“{typed}”这种文书：可选 {known}")


def _passage(typed: str) -> tuple[str, str]:
    name, sign, text = typed.replace("＝", "=", 1).partition("=")
    if not sign or not name.strip():
        raise ArgumentTypeError(f"“{typed}”应写成 名称=文字，如 信访人=王小明")
    return name.strip(), text


def run(options: Namespace) -> Reply:
    """Return the kinds of paper: what each is about, and how it is numbered."""
    from workbench.law.issuing import issuing_data
    from workbench.letters.make import LETTERS

    patterns = issuing_data().patterns
    data, lines = [], []
    for kind in IssuedKind:
        letter, pattern = LETTERS.get(kind), patterns.get(kind)
        about = letter.subject_kind.label if letter else IssuedSubject.PERIOD.label
        number = pattern.written("单位代字", 2026, 1) if pattern else "督办单或建议自己的编号"
        data.append({"kind": kind.value, "label": kind.label, "about": about, "number": number})
        elsewhere = "" if letter else "（由快照或考核编制，不在此制作）"
        lines.append(f"{kind.label}：关于{about}，编号如 {number}{elsewhere}")
    return Reply({"kinds": data}, "\n".join(lines))


def _fields(options: Namespace) -> Reply:
    from workbench.documents.fields import fields_of
    from workbench.documents.templates import names_of
    from workbench.letters.make import LETTERS

    fields = fields_of(options.kind)
    letter = LETTERS.get(options.kind)
    passages = letter.passages if letter else ()
    lines = [f"“{options.kind.label}”的模板文件：{'，或 '.join(names_of(options.kind))}", "模板字段："]
    lines += [f"  {one.written}  {one.meaning}" for one in fields]
    if passages:
        lines.append("须另写的文字（--text 名称=文字）：")
        lines += [f"  {one.name}{'（必填）' if one.is_required else ''}  {one.meaning}" for one in passages]
    data = {
        "kind": options.kind.value,
        "files": list(names_of(options.kind)),
        "fields": [{"name": one.name, "written": one.written, "meaning": one.meaning} for one in fields],
        "passages": [
            {"name": one.name, "meaning": one.meaning, "required": one.is_required} for one in passages
        ],
    }
    return Reply(data, "\n".join(lines))


def _template(options: Namespace) -> Reply:
    from workbench.config import read_config
    from workbench.documents.templates import names_of, template_of

    folder = read_config().templates
    path = folder / names_of(options.kind)[0]
    if path.exists():
        raise RefusedError(f"已有模板 {path}：请直接修改它，或先改名再取自带模板")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(template_of(options.kind).content)
    told = (
        f"已取出模板 {path}\n改好后用 workbench document check 检查；以后制作“{options.kind.label}”就用它。"
    )
    return Reply({"file": str(path)}, told)


def _check(options: Namespace) -> Reply:
    from workbench.documents.template_check import check

    kind = options.kind or _kind_of_file(options.file)
    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise RefusedError(f"文件“{options.file}”打不开（{error.strerror}）：请核对路径") from error
    faults = check(content, kind)
    data = {
        "kind": kind.value,
        "faults": [{"message": one.message, "error": one.is_error} for one in faults],
    }
    if not faults:
        return Reply(data, f"模板没有问题，可用于“{kind.label}”。")
    lines = [f"{'须改正' if one.is_error else '请留意'}：{one.message}" for one in faults]
    return Reply(data, "\n".join(lines), status=REFUSED if any(one.is_error for one in faults) else 0)


def _kind_of_file(path: Path) -> IssuedKind:
    for kind in IssuedKind:
        if path.stem == kind.label:
            return kind
    raise RefusedError(f"从文件名“{path.name}”看不出用于哪种文书：请加 --kind 种类")


def _make(options: Namespace) -> Reply:
    from workbench.access.viewer import current_viewer
    from workbench.app import open_workbench

    with closing(open_workbench()) as bench:
        if options.account:
            viewer = admitted(bench, options.account, "read:case").viewer
        else:
            viewer = current_viewer()
        written = _written(bench, viewer, options)
        files = _rendered(bench, written.document, options)
    paths = _save(options, written.document, files)
    told = [f"{options.kind.label}（草稿，未编号）：", *paths]
    return Reply(
        {"kind": options.kind.value, "title": written.document.title, "files": paths}, "\n".join(told)
    )


def _issue(options: Namespace) -> Reply:
    from workbench.app import open_workbench
    from workbench.issuing import issue

    with closing(open_workbench()) as bench:
        viewer = admitted(bench, options.account, "act:issue_document").viewer
        written = _written(bench, viewer, options)
        issued = issue(
            bench,
            written.document,
            lambda document: _rendered(bench, document, options),
            actor=viewer.actor,
            unit=written.unit,
            subject_kind=written.subject_kind,
            subject=written.subject,
            texts=_texts(options),
        )
    number, head = issued.document.number, f"已印发“{issued.document.number}”（台账第{issued.position}条）"
    data = {"number": number, "seq": issued.position}
    try:
        paths = _save(options, issued.document, issued.files)
    except (RefusedError, OSError) as error:
        told = f"{head}，但文件没有存下：{error}。请用 workbench document reprint {number} --out 文件夹 另存"
        return Reply({**data, "files": []}, told, status=REFUSED)
    return Reply({**data, "files": paths}, "\n".join([f"{head}：", *paths]))


def _written(bench: Workbench, viewer: Viewer, options: Namespace) -> Written:
    from workbench.letters.make import write

    return write(
        bench,
        viewer,
        options.kind,
        options.subject,
        _texts(options),
        as_of=options.as_of,
        issued_on=options.date or bench.today(),
    )


def _texts(options: Namespace) -> dict[str, str]:
    given: dict[str, str] = {}
    if options.texts is not None:
        try:
            told = json.loads(options.texts.read_text("utf-8-sig"))
        except OSError as error:
            raise RefusedError(f"文件“{options.texts}”打不开（{error.strerror}）：请核对路径") from error
        except ValueError as error:
            raise RefusedError(
                f'文件“{options.texts}”不是 JSON：请写成 {{"信访人": "王小明"}} 的样子'
            ) from error
        if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
            raise RefusedError(f'文件“{options.texts}”应为名称对文字，如 {{"信访人": "王小明"}}')
        given |= told
    return given | dict(options.text)


def _rendered(bench: Workbench, document: Document, options: Namespace) -> dict[str, bytes]:
    from workbench.documents.faces import loaded
    from workbench.documents.rendering import render

    wanted = [one.strip() for one in options.format.replace("，", ",").split(",") if one.strip()]
    files = render(document, wanted, templates=bench.config.templates, font_folder=bench.config.fonts)
    if "pdf" in files:
        notice = loaded(bench.config.fonts)[1].notice
        if notice:
            say(options, notice)
    return files


def _save(options: Namespace, document: Document, files: Any) -> list[str]:
    """Write the files; one that is there with other content is somebody's work and is left alone."""
    from workbench.documents.rendering import file_name

    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    paths = {folder / file_name(document, suffix): content for suffix, content in files.items()}
    for path, content in paths.items():
        if path.exists() and path.read_bytes() != content:
            raise RefusedError(f"文件“{path}”已经存在，内容不同：请换一个文件夹，或先移走它")
    for path, content in paths.items():
        path.write_bytes(content)
    return [str(path) for path in paths]


def _history(options: Namespace) -> Reply:
    from workbench.access.viewer import current_viewer
    from workbench.app import open_workbench
    from workbench.queries.issued_documents import issued_documents

    with closing(open_workbench()) as bench:
        found = bench.ask(
            issued_documents, current_viewer(), as_of=options.as_of or bench.today(), kind=options.kind
        )
    data, lines = [], []
    for line in found:
        paper = line.paper
        data.append(
            {
                "number": paper.document_no,
                "kind": paper.issued_kind.value,
                "title": line.title,
                "issued_on": paper.issued_on,
                "unit": line.unit_name,
                "withdrawn_on": paper.withdrawn_on,
                "files": {one.file_format: one.sha256 for one in paper.files},
            }
        )
        gone = "" if line.stands else f"（{paper.withdrawn_on}撤回）"
        lines.append(f"{paper.document_no}  {paper.issued_on}  {line.unit_name}  {line.title}{gone}")
        lines += [f"  {one.file_format}  {one.sha256}" for one in paper.files]
    return Reply({"papers": data}, "\n".join(lines) or "还没有印发过文书。")


def _reprint(options: Namespace) -> Reply:
    from hashlib import sha256

    from workbench.access.viewer import current_viewer
    from workbench.app import open_workbench
    from workbench.queries.issued_documents import issued_document

    with closing(open_workbench()) as bench:
        page = bench.ask(issued_document, current_viewer(), options.number, as_of=bench.today())
        files = _rendered(bench, page.document, options)
    known = {one.file_format: one.sha256 for one in page.line.paper.files}
    same = {name: sha256(content).hexdigest() == known.get(name) for name, content in files.items()}
    paths = _save(options, page.document, files)
    lines = [f"已重新印制“{options.number}”：", *paths]
    for name, is_same in same.items():
        if name not in known:
            lines.append(f"{name}：印发时没有这种格式，无从核对")
        elif is_same:
            lines.append(f"{name}：与印发时逐字节相同")
        else:
            lines.append(f"{name}：内容相同，文件与印发时不同（模板、字体或软件版本已改变）")
    return Reply({"files": paths, "same": same}, "\n".join(lines))
