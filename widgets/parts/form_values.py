"""What a form asks, and its answers as checked values: the browser's word is read here once more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from widgets.parts.base import CraftedMessageError
from widgets.parts.values import Choice

FormKind = Literal["date", "choice", "unit", "text", "long", "number", "year", "yes_no"]
FormValue: TypeAlias = "str | int | bool | date"

CHOSEN: frozenset[str] = frozenset({"choice", "unit", "yes_no"})
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_ODD = 40  # characters of an unreadable day that are still taken, to be told that they are none


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form; questions of the same ``group`` stand together under its name.

    A ``unit`` is a choice one searches by typing. ``low`` and ``high`` bound a day or a number, inclusive;
    ``longest`` is in characters. ``initial`` is the answer that stands there at first, as the browser sends
    it: ISO day, code, number, ``true`` or ``false``.
    """

    key: str
    label: str
    kind: FormKind = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    initial: str = ""
    hint: str = ""
    group: str = ""
    low: date | int | None = None
    high: date | int | None = None
    longest: int = 200


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why one may not go on, and the article that says so, where there is one."""

    why: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class FormValues:
    """The answers that were given, each checked; ``errors`` say per question what is missing or wrong."""

    given: Mapping[str, FormValue] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a text or a chosen code; "" where there is none."""
        value = self.given.get(key, "")
        return value if isinstance(value, str) else ""

    def day(self, key: str) -> date | None:
        """Return a day."""
        value = self.given.get(key)
        return value if isinstance(value, date) else None

    def whole(self, key: str) -> int | None:
        """Return a whole number."""
        value = self.given.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, key: str) -> bool | None:
        """Return yes, no, or ``None`` where it was not said."""
        value = self.given.get(key)
        return value if isinstance(value, bool) else None


def document_fields(
    name: str, kinds: Sequence[Choice], *, title: str = "", key: str = "document", high: date | None = None
) -> tuple[FormField, ...]:
    """Return the questions about one document: kind, title, number and day, under one name."""
    kind = kinds[0].code if len(kinds) == 1 else ""
    return (
        FormField(f"{key}.kind", "文书种类", "choice", choices=tuple(kinds), initial=kind, group=name),
        FormField(f"{key}.title", "文书名称", initial=title, group=name, longest=120),
        FormField(f"{key}.number", "文号", group=name, longest=60),
        FormField(f"{key}.issued_on", "成文日期", "date", group=name, high=high),
    )


def initial_values(fields: Sequence[FormField]) -> dict[str, str]:
    """Return what stands in a form before anybody wrote in it."""
    return {one.key: one.initial for one in fields if one.initial}


def read_values(fields: Sequence[FormField], sent: object) -> FormValues:
    """Return the answers that a browser sent; ``CraftedMessageError`` for what no script of ours sends."""
    known = {one.key: one for one in fields}
    if not isinstance(sent, dict) or not set(sent) <= set(known):
        raise CraftedMessageError("表单发来的内容无法识别，请刷新页面后再试")
    given: dict[str, FormValue] = {}
    errors: dict[str, str] = {}
    for one in fields:
        text = _text(one, sent.get(one.key, ""))
        if not text:
            if one.required:
                errors[one.key] = f"请{'选择' if one.kind in CHOSEN else '填写'}{one.label}"
            continue
        value, problem = _READ[one.kind](one, text)
        if value is not None:
            given[one.key] = value
        if problem:
            errors[one.key] = problem
    return FormValues(given, errors)


def _text(one: FormField, sent: Any) -> str:
    longest = one.longest if one.kind in ("text", "long") else LONGEST_ODD + one.longest
    if not isinstance(sent, str) or len(sent) > longest:
        raise CraftedMessageError(f"“{one.label}”的内容无法识别或者过长，请刷新页面后再试")
    return sent.strip()


def _read_day(one: FormField, text: str) -> tuple[FormValue | None, str]:
    try:
        day = date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        return None, f"{one.label}不是日期：请写成 2026-03-05 的样子，或者从日历中选择"
    if isinstance(one.low, date) and day < one.low:
        return None, f"{one.label}不能早于 {one.low:%Y-%m-%d}"
    if isinstance(one.high, date) and day > one.high:
        return None, f"{one.label}不能晚于 {one.high:%Y-%m-%d}"
    return day, ""


def _read_number(one: FormField, text: str) -> tuple[FormValue | None, str]:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        return None, f"{one.label}应为整数"
    number = int(text)
    less, more, of = ("早于", "晚于", " 年") if one.kind == "year" else ("少于", "多于", "")
    if isinstance(one.low, int) and number < one.low:
        return None, f"{one.label}不能{less} {one.low}{of}"
    if isinstance(one.high, int) and number > one.high:
        return None, f"{one.label}不能{more} {one.high}{of}"
    return number, ""


def _read_code(one: FormField, text: str) -> tuple[FormValue | None, str]:
    if all(choice.code != text for choice in one.choices):
        raise CraftedMessageError(f"“{one.label}”的选项无法识别，请刷新页面后重新选择")
    return text, ""


def _read_yes_no(one: FormField, text: str) -> tuple[FormValue | None, str]:
    if text not in ("true", "false"):
        raise CraftedMessageError(f"“{one.label}”的选项无法识别，请刷新页面后重新选择")
    return text == "true", ""


def _read_text(_one: FormField, text: str) -> tuple[FormValue | None, str]:
    return text, ""


_READ = {
    "date": _read_day,
    "number": _read_number,
    "year": _read_number,
    "choice": _read_code,
    "unit": _read_code,
    "yes_no": _read_yes_no,
    "text": _read_text,
    "long": _read_text,
}
