"""The rows that the browser sends of a sheet in which people type or paste."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.parts.base import CraftedMessageError, Message


def sheet_rows(
    message: Message, keys: Sequence[str], *, most: int, longest: int, too_many: str
) -> list[dict[str, str]]:
    """Return the rows of a message by the ``keys`` of the columns, of at most ``longest`` characters a cell.

    ``CraftedMessageError`` where they are none, with the sentence ``too_many`` beyond ``most`` of them.
    """
    rows = message.raw("rows")
    if not isinstance(rows, list) or len(rows) > most:
        raise CraftedMessageError(too_many)
    for row in rows:
        if not isinstance(row, list) or len(row) != len(keys):
            raise CraftedMessageError("表格发来的内容无法识别，请刷新页面后再试")
        if not all(isinstance(cell, str) and len(cell) <= longest for cell in row):
            raise CraftedMessageError(f"有一格超过 {longest} 字，请缩短后再试")
    return [dict(zip(keys, row, strict=True)) for row in rows]
