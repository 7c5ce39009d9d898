"""The fields that a template may place, with their Chinese names: what a document says for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from workbench.documents import wording
from workbench.documents.content import Document, Heading, Labelled, Paragraph, Table, chinese_day
from workbench.documents.forms import forms
from workbench.terms import IssuedKind


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name between braces, what it holds; a ``block`` fills paragraphs: ``{{p 正文 }}``."""

    name: str
    meaning: str
    is_block: bool = False

    @property
    def written(self) -> str:
        """Return the field as it is typed into a template."""
        return f"{{{{p {self.name} }}}}" if self.is_block else f"{{{{ {self.name} }}}}"


COMMON: Final = (
    Field("红头", "版头的红色发文机关标志或刊名、纪要名"),
    Field("文号", "发文字号或期号，如“临信联办〔2026〕3号”；印发前为空"),
    Field("标题", "文书标题，过长时已按梯形分行"),
    Field("主送", "主送机关或收件人，不含冒号"),
    Field("正文", "全部正文：各级标题、段落、表、图、附件说明，独占一段", is_block=True),
    Field("发文单位", "落款的单位名称"),
    Field("成文日期", "落款的日期，如“2026年11月3日”"),
    Field("抄送", "抄送单位，以逗号分隔，不含“抄送”二字"),
    Field("版记", "版记：抄送、印发机关和印发日期，独占一段，自动落在页末", is_block=True),
    Field("数据来源", "截至日、台账条数、校验码和二维码等，独占一段", is_block=True),
    Field("截至日", "数据的截至日"),
    Field("台账条数", "数据所依据的台账条数"),
    Field("台账校验码", "与台账条数对应的校验码"),
    Field("快照校验值", "数据快照的校验值"),
    Field("指标口径版本", "指标口径的版本"),
    Field("日历版本", "工作日历的版本"),
    Field("软件版本", "制作文书的软件版本"),
)
_PROVENANCE: Final = (
    "截至日",
    "台账条数",
    "台账校验码",
    "快照校验值",
    "指标口径版本",
    "日历版本",
    "软件版本",
)


def fields_of(kind: IssuedKind) -> tuple[Field, ...]:
    """Return the fields that a template of this kind may place: those of all kinds, then its own."""
    form = forms()[kind]
    own = [Field(name, "本种文书的一项，取其内容") for name in form.labels]
    own += [Field(name, "正文中这一标题下的文字（正文里也有）") for name in form.passages]
    return (*COMMON, *own)


def values(document: Document) -> Mapping[str, str]:
    """Return the text of every field of the document's kind, empty where it says nothing; blocks left out."""
    found = {field.name: "" for field in fields_of(document.kind) if not field.is_block}
    own = set(found)
    found |= {
        "红头": "\n".join(wording.red_head_lines(document)),
        "文号": document.number,
        "标题": "\n".join(wording.title_lines(document.title)) if wording.shows_title(document) else "",
        "主送": document.addressee,
        "发文单位": document.issuer,
        "成文日期": chinese_day(document.issued_on) if document.issued_on else "",
        "抄送": "，".join(document.copies_to),
    }
    given = dict(wording.provenance_pairs(document.provenance))
    found |= {name: given.get(name, "") for name in _PROVENANCE}
    for name, text in _own_parts(document):
        if name in own:
            found[name] = f"{found[name]}\n{text}" if found[name] else text
    return found


def _own_parts(document: Document) -> Iterator[tuple[str, str]]:
    under = ""
    for block in document.blocks:
        match block:
            case Heading():
                under = wording.unnumbered(block.text) if block.level == 1 else under
                if block.level > 1 and under:
                    yield under, block.text
            case Labelled():
                yield block.label, block.text
            case Paragraph() if under:
                yield under, block.text
            case Table() if under:
                yield from ((under, "\t".join(row).replace("\t", "　")) for row in block.rows)
            case _:
                pass
