"""What the personal values of the ledger are, in words."""

from __future__ import annotations

import re
from typing import Final

_PERSON: Final = re.compile(r"person\.(\d+)\.(\w+)")
_PAPER: Final = re.compile(r"document\.(\d+)\.(title|text)")
_OF_PERSON: Final = {
    "name": "姓名", "phone": "电话", "address": "住址", "id_kind": "证件种类", "id_hash": "证件号码的散列",
    "id_last_two": "证件号码末两位",
}  # fmt: skip
_WORDS: Final = {
    "title": "标题", "narrative": "反映内容", "note": "办理说明", "value": "更正后的内容",
    "reason": "更正理由", "why": "理由", "text": "正文", "words": "说明", "facts": "事实",
    "file_name": "文件名", "findings": "核验情况",
}  # fmt: skip


def field_words(field: str) -> str:
    """Return what a value of the ledger is, in words."""
    found = _PERSON.fullmatch(field)
    if found:
        return f"第{found[1]}人的{_OF_PERSON.get(found[2], '其他内容')}"
    paper = _PAPER.fullmatch(field)
    if paper:
        return f"第{paper[1]}份文书的{_WORDS[paper[2]]}"
    return _WORDS.get(field, "其他文字")
