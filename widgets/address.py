"""The address a viewer opened, as the page's kernel sees it, and addresses that lead to other apps.

Standard library only: this stands before the first view of every app.
"""

from __future__ import annotations

import os
from collections.abc import Container, Mapping
from datetime import date
from urllib.parse import parse_qsl, urlencode

HOME = "home"
LONGEST_QUERY = 4000  # characters; what is longer was not made by ``link``
LONGEST_TOLD = 20  # characters of an unknown code that are repeated to the reader


def read_address() -> dict[str, str]:
    """Return the parameters of the address, each once; a parameter given twice keeps its last value.

    Outside the site (JupyterLab, tests) there are no parameters.
    """
    query = os.environ.get("QUERY_STRING", "")[:LONGEST_QUERY]
    return dict(parse_qsl(query, keep_blank_values=False))


def link(app: str, **parameters: object) -> str:
    """Return the address of an app: ``link("case_review", late=1)`` is ``/case_review?late=1``.

    ``None`` and ``False`` leave a parameter out, ``True`` is written 1; text may be Chinese.
    """
    base = os.environ.get("VOILA_BASE_URL", "/")
    given = {
        name: "1" if value is True else str(value)
        for name, value in parameters.items()
        if value is not None and value is not False
    }
    query = f"?{urlencode(given)}" if given else ""
    return f"{base}{'' if app == HOME else app}{query}"


class AddressError(ValueError):
    """A link carries a value that a screen does not understand."""


def read_day(text: str | None, what: str) -> date | None:
    """Return the day of a parameter, ``None`` where there is none; ``AddressError`` if it is no day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AddressError(f"{what}“{text}”不是形如 2026-03-01 的日期") from None


def asked_day(given: Mapping[str, str], today: date, problems: list[str]) -> date | None:
    """Return the as-of day of an address, ``None`` for today; what cannot be read joins ``problems``."""
    try:
        day = read_day(given.get("as_of"), "截至日")
    except AddressError as problem:
        problems.append(str(problem))
        return None
    if day is not None and day > today:
        problems.append(f"截至日 {day} 还没有到，最晚为今天（{today}）")
        return None
    return None if day == today else day


def asked_one(
    given: Mapping[str, str], problems: list[str], name: str, allowed: Container[str], what: str
) -> str:
    """Return the code that a parameter names, "" for none; one that is not ``allowed`` joins ``problems``."""
    code = given.get(name, "")
    if code and code not in allowed:
        problems.append(f"{what}“{code[:LONGEST_TOLD]}”不存在")
        return ""
    return code


def asked_states(given: Mapping[str, str], problems: list[str], allowed: Container[str]) -> tuple[str, ...]:
    """Return the codes of ``state`` by which a list is narrowed; that some are unknown joins ``problems``."""
    asked = tuple(filter(None, given.get("state", "").split(",")))
    known = tuple(code for code in asked if code in allowed)
    if known != asked:
        problems.append("状态筛选中有不认识的代码")
    return known
