"""The actions of ``workbench document`` that write papers: make a draft, issue one under a number."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.cli import REFUSED, Reply, say
from workbench.cli.arguments import as_of_argument, asked_day, day
from workbench.cli.keyboard import admitted
from workbench.cli.new_file import RefusedError
from workbench.terms import IssuedKind

if TYPE_CHECKING:
    from workbench.access.viewer import Viewer
    from workbench.app import Workbench
    from workbench.documents.content import Document
    from workbench.letters.make import Written

USUAL: Final = "docx,pdf,html"


def add_paper_actions(actions: Any) -> None:
    """Add them."""
    make = actions.add_parser("make", help="制作文书的草稿，不编号，不记入台账")
    _letter_arguments(make)
    make.add_argument("--account", metavar="账号", help="以哪个账号查阅记录；会询问密码")
    make.set_defaults(run=_make)

    issue = actions.add_parser("issue", help="印发文书：取号，生成文件，记入台账")
    _letter_arguments(issue)
    issue.add_argument("--account", metavar="账号", required=True, help="您的账号；会询问密码")
    issue.set_defaults(run=_issue)


def kind_argument(parser: Any) -> None:
    """Add the kind of paper, by its Chinese name."""
    parser.add_argument(
        "kind", metavar="种类", type=read_kind, help="文书种类，如“督办单”；用 workbench document list 列出"
    )


def read_kind(typed: str) -> IssuedKind:
    """Return the kind with this name or code."""
    for kind in IssuedKind:
        if typed in (kind.value, kind.label):
            return kind
    known = "、".join(kind.label for kind in IssuedKind)
    raise ArgumentTypeError(f"没有“{typed}”这种文书：可选 {known}")


def _letter_arguments(parser: Any) -> None:
    kind_argument(parser)
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
    file_arguments(parser)


def file_arguments(parser: Any) -> None:
    """Add the formats and the folder of what is written."""
    parser.add_argument(
        "--format",
        metavar="格式",
        default=USUAL,
        help="docx、pdf、html、xlsx，多种用逗号隔开；不写就是前三种",
    )
    parser.add_argument(
        "--out", metavar="文件夹", type=Path, default=Path(), help="存到哪里，不写就是当前文件夹"
    )


def _passage(typed: str) -> tuple[str, str]:
    name, sign, text = typed.replace("＝", "=", 1).partition("=")
    if not sign or not name.strip():
        raise ArgumentTypeError(f"“{typed}”应写成 名称=文字，如 信访人=王小明")
    return name.strip(), text


def _make(options: Namespace) -> Reply:
    from workbench.access.viewer import current_viewer
    from workbench.app import open_workbench

    with closing(open_workbench()) as bench:
        if options.account:
            viewer = admitted(bench, options.account, "read:case").viewer
        else:
            viewer = current_viewer()
        written = _written(bench, viewer, options)
        files = rendered(bench, written.document, options)
    paths = save(options, written.document, files)
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
            lambda document: rendered(bench, document, options),
            actor=viewer.actor,
            unit=written.unit,
            subject_kind=written.subject_kind,
            subject=written.subject,
            texts=_texts(options),
        )
    number, head = issued.document.number, f"已印发“{issued.document.number}”（台账第{issued.position}条）"
    data = {"number": number, "seq": issued.position}
    try:
        paths = save(options, issued.document, issued.files)
    except (RefusedError, OSError) as error:
        told = f"{head}，但文件没有存下：{error}。请用 workbench document reprint {number} --out 文件夹 另存"
        return Reply({**data, "files": []}, told, status=REFUSED)
    return Reply({**data, "files": paths}, "\n".join([f"{head}：", *paths]))


def _written(bench: Workbench, viewer: Viewer, options: Namespace) -> Written:
    from workbench.intake.firewall import shipped_firewall
    from workbench.letters.make import write

    return write(
        bench,
        viewer,
        options.kind,
        options.subject,
        _texts(options),
        refused_term=shipped_firewall().term_in_tag,
        as_of=None if options.as_of is None else asked_day(bench, options),
        issued_on=options.date or bench.today(),
    )


def _texts(options: Namespace) -> dict[str, str]:
    from workbench.letters.passages import read_texts

    return {**(read_texts(options.texts) if options.texts else {}), **dict(options.text)}


def rendered(bench: Workbench, document: Document, options: Namespace) -> dict[str, bytes]:
    """Return the files that were asked for; who asks is told which faces of type stand in."""
    from workbench.documents.faces import loaded
    from workbench.documents.rendering import render

    wanted = [one.strip() for one in options.format.replace("，", ",").split(",") if one.strip()]
    files = render(document, wanted, templates=bench.config.templates, font_folder=bench.config.fonts)
    if "pdf" in files:
        notice = loaded(bench.config.fonts)[1].notice
        if notice:
            say(options, notice)
    return files


def save(options: Namespace, document: Document, files: Any) -> list[str]:
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
