"""Is a template that somebody edited still one that can be filled in? Says in Chinese what to change."""

from __future__ import annotations

import difflib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from workbench.documents.fields import Field, fields_of
from workbench.documents.forms import forms
from workbench.terms import IssuedKind

_WIDE: Final = re.compile(r"[｛][^｛｝{}]{1,30}[｝]")
_SINGLE: Final = re.compile(r"(?<![{｛])\{\s*[^{}%#]{1,30}?\s*\}(?![}｝])")
_PAIRS: Final = (("{{", "}}"), ("{%", "%}"))
_LONG: Final = 60  # characters of the text around a fault that are quoted


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template; not an ``is_error`` where it can be filled in all the same."""

    message: str
    is_error: bool = True


def environment() -> Any:
    """Return how templates are read: closed off, texts escaped, and a field that is not there is refused."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def check(content: bytes, kind: IssuedKind) -> tuple[Fault, ...]:
    """Return what is wrong with a template of this kind, empty if nothing is.

    A misspelt field is named with the nearest one; so are wide or single braces, a block field that is typed
    like a plain one, and a template that has no place for the text.
    """
    from jinja2 import TemplateError

    try:
        lines = _lines(content)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError):
        return (Fault("这不是可以打开的 docx 文件：请在 Word 或 WPS 中另存为“Word 文档（*.docx）”"),)
    known = {field.name: field for field in fields_of(kind)}
    found = [*_braces(lines), *_blocks(lines, known)]
    if found:
        return tuple(found)
    try:
        used = _used(content)
    except TemplateError as error:
        return (Fault(f"花括号里的字段写法不对或“如果”没有结束：{error}"),)
    found += [_misspelt(name, known) for name in sorted(used - known.keys())]
    own = [*forms()[kind].labels, *forms()[kind].passages]
    left = [name for name in own if name not in used]
    if "正文" not in used and (left or not own):
        told = f"，也没有放置{'、'.join(left)}" if left else ""
        found.append(Fault(f"模板没有放置“{{{{p 正文 }}}}”{told}：这些内容不会印出", is_error=False))
    return tuple(found)


def _lines(content: bytes) -> list[str]:
    """Return the text of each paragraph of body, tables, headers and footers."""
    import docx
    from docx.oxml.ns import qn

    opened = docx.Document(BytesIO(content))
    roots = [opened.element.body]
    for section in opened.sections:
        for part in (
            section.header,
            section.footer,
            section.even_page_header,
            section.even_page_footer,
            section.first_page_header,
            section.first_page_footer,
        ):
            if not part.is_linked_to_previous:
                roots.append(part._element)
    return [
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for root in roots
        for paragraph in root.iter(qn("w:p"))
    ]


def _braces(lines: list[str]) -> Iterator[Fault]:
    for line in lines:
        if any(line.count(opening) != line.count(closing) for opening, closing in _PAIRS):
            yield Fault(f"“{_quoted(line)}”一段的花括号不成对：请补全，如 {{{{ 标题 }}}}")
        for one in _WIDE.findall(line):
            inner = one.strip("｛｝{} ")
            yield Fault(f"“{_quoted(line)}”用了全角花括号：请改为半角 {{{{ {inner} }}}}")
        for one in _SINGLE.findall(line):
            inner = one.strip("{} ")
            yield Fault(f"“{_quoted(line)}”只有一层花括号：请改为 {{{{ {inner} }}}}")


def _blocks(lines: list[str], known: dict[str, Field]) -> Iterator[Fault]:
    for field in known.values():
        plain = re.compile(r"\{\{\s*" + re.escape(field.name) + r"\s*\}\}")
        as_block = re.compile(r"\{\{p\s+" + re.escape(field.name) + r"\s*\}\}")
        for line in lines:
            if field.is_block and plain.search(line):
                yield Fault(f"“{field.name}”由多个段落组成：请写成 {field.written}，独占一段")
            elif field.is_block and as_block.search(line) and as_block.sub("", line).strip():
                beside = _quoted(as_block.sub("", line).strip())
                yield Fault(f"“{field.written}”须独占一段：请把“{beside}”移到别的段落")
            elif not field.is_block and as_block.search(line):
                yield Fault(f"“{field.name}”只是一段文字：请写成 {field.written}")


def _used(content: bytes) -> set[str]:
    from docxtpl import DocxTemplate

    return set(DocxTemplate(BytesIO(content)).get_undeclared_template_variables(environment()))


def _misspelt(name: str, known: dict[str, Field]) -> Fault:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.3)
    if near:
        return Fault(f"没有“{name}”这个字段：是不是“{near[0]}”？请写成 {known[near[0]].written}")
    return Fault(f"没有“{name}”这个字段：可用的字段见字段清单")


def _quoted(line: str) -> str:
    return line if len(line) <= _LONG else f"{line[:_LONG]}……"
