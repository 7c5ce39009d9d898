"""``workbench document``: kinds of paper, fields of templates, their check (papers: ``document_papers``)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from workbench.cli import REFUSED, Reply
from workbench.cli.document_history import add_history_actions
from workbench.cli.document_papers import add_paper_actions, kind_argument, read_kind
from workbench.cli.new_file import RefusedError
from workbench.cli.parser import Parser
from workbench.disk import reason
from workbench.terms import IssuedKind, IssuedSubject


def add_arguments(parser: Parser) -> None:
    """Add the actions."""
    actions = parser.add_actions()
    actions.add_parser("list", help="列出文书种类、所需编号和编号格式").set_defaults(run=run)

    named = actions.add_parser("fields", help="列出一种文书的模板字段，和须另写的文字")
    kind_argument(named)
    named.set_defaults(run=_fields)

    template = actions.add_parser("template", help="取出自带模板，供办公室修改")
    kind_argument(template)
    template.set_defaults(run=_template)

    checked = actions.add_parser("check", help="检查改过的模板：哪个字段写错了，应当怎样写")
    checked.add_argument("file", metavar="文件", type=Path, help="模板文件（.docx）")
    checked.add_argument(
        "--kind", metavar="种类", type=read_kind, help="用于哪种文书；文件以文书种类命名的可不写"
    )
    checked.set_defaults(run=_check)

    add_paper_actions(actions)
    add_history_actions(actions)


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

    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise RefusedError(f"文件“{options.file}”打不开（{reason(error)}）：请核对路径") from error
    kind = options.kind or _kind_of_file(options.file)
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
