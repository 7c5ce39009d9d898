"""The sheet as a form: points by item beside what the file said, saved by section; what fails a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from widgets.parts.form import Draft
from workbench.law.review_sheet import Item, sheet
from workbench.queries.file_review import SheetPage

if TYPE_CHECKING:
    from workbench.acts.file_reviews import GivenAnswer, GivenFail

LONGEST_NOTE = 500  # characters
FAILS = "fails"  # the key of the section of what fails a file


class SheetForm(Part):
    """``on_save(answers)`` and ``on_fails(fails)`` record; ``on_dirty(count)`` hears what is not saved.

    What was typed and not saved is kept in the browser's tab. What the file said comes from the page, never
    from the browser.
    """

    _esm = f"{script_of('form_draft')}\n{Path(__file__).with_name('sheet_form.js').read_text('utf-8')}"

    groups = tl.List(tl.Dict()).tag(sync=True)
    fails = tl.List(tl.Dict()).tag(sync=True)
    closed = tl.Bool(False).tag(sync=True)
    draft = tl.Dict().tag(sync=True)
    trouble = tl.Dict().tag(sync=True)
    longest = tl.Int(LONGEST_NOTE).tag(sync=True)

    def __init__(
        self,
        page: SheetPage,
        *,
        owner: str,
        on_save: Callable[[Sequence[GivenAnswer]], None],
        on_fails: Callable[[Sequence[GivenFail]], None],
        on_dirty: Callable[[int], None],
    ) -> None:
        self._owner = owner
        self._on_save, self._on_fails, self._on_dirty = on_save, on_fails, on_dirty
        self._section = ""
        super().__init__()
        self.show(page)

    def show(self, page: SheetPage) -> None:
        """Show the sheet as it stands; what is typed and not saved stays."""
        self.page = page
        of_groups = groupby(sheet().items, key=lambda item: item.group)
        with self.hold_sync():
            self.groups = [
                {"name": name, "items": [_item(item, page) for item in items]} for name, items in of_groups
            ]
            self.fails = _fails(page)
            self.closed = bool(page.closed)
            draft = Draft(self._owner, f"file_review/{page.sheet.sheet_no}", str(page.sheet.version))
            self.draft = {} if page.closed else asdict(draft)
            self.trouble = {}

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind == "dirty":
            self._on_dirty(message.whole("count", high=100))
            return
        if self.closed or message.kind not in ("save", FAILS):
            raise CraftedMessageError("评查表现在不能填写，请刷新页面后再试")
        self._section, self.trouble = message.text("section"), {}
        if message.kind == FAILS:
            self._on_fails([self._read_fail(one) for one in _listed(message.raw("fails"))])
        else:
            self._on_save([self._read_answer(one) for one in _listed(message.raw("answers"))])

    def tell(self, sentence: str) -> None:
        self.trouble = {"section": self._section, "text": sentence}

    def _read_answer(self, sent: object) -> GivenAnswer:
        from workbench.acts.file_reviews import GivenAnswer

        one = Message(sent)
        item = one.text("item", longest=16)
        if all(known.id != item for known in sheet().items):
            raise CraftedMessageError("评分表中没有这一项，请刷新页面后再试")
        points = None if one.raw("points") is None else one.whole("points", high=100)
        said = self.page.found.get(item)
        return GivenAnswer(
            item=item,
            points=points,
            note=one.text("note", longest=LONGEST_NOTE).strip() or None,
            was_found=said is not None,
            found=said.points if said is not None else None,
        )

    def _read_fail(self, sent: object) -> GivenFail:
        from workbench.acts.file_reviews import GivenFail

        one = Message(sent)
        return GivenFail(one.text("fail", longest=16), one.text("note", longest=LONGEST_NOTE).strip())


def _item(item: Item, page: SheetPage) -> dict[str, Any]:
    said = page.found.get(item.id)
    given = next((one for one in page.sheet.answers if one.item == item.id), None)
    return {
        "id": item.id,
        "title": item.title,
        "points": item.points,
        "basis": item.basis,
        "may_not_apply": item.may_not_apply,
        "found": None if said is None else {"points": said.points, "why": said.why},
        "given": None if given is None else {"points": given.points, "note": given.note or ""},
        "others": [
            {"name": other.name, "points": other.sheet.points.get(item.id, 0)} for other in page.others
        ],
    }


def _fails(page: SheetPage) -> list[dict[str, Any]]:
    given = {one.fail: one.note for one in page.sheet.fails}
    return [
        {
            "id": one.id,
            "title": one.title,
            "basis": one.basis,
            "note": given.get(one.id),
            "is_found": one.id in page.fails_found,
        }
        for one in sheet().fails
    ]


def _listed(sent: object) -> list[object]:
    if not isinstance(sent, list) or len(sent) > len(sheet().items):
        raise CraftedMessageError("评查表发来的内容无法识别，请刷新页面后再试")
    return sent
