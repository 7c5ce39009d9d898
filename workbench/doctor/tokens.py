"""Tokens of the interface: one that ends stops a unit's own system without a word, an idle one is a risk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from workbench.access.settings import interface_settings
from workbench.doctor.finding import Finding, watch
from workbench.records.sqlite_file import DatabaseError

if TYPE_CHECKING:
    from workbench.access.tokens import Token
    from workbench.app import Workbench


def look_at_tokens(bench: Workbench) -> Iterator[Finding]:
    """Yield what to do about tokens that are open; nothing where the database cannot be read."""
    from workbench.access.tokens import TokenBook

    try:
        tokens = [one for one in TokenBook(bench).all() if one.is_open]
    except DatabaseError:
        return  # told by who looks at the database
    now, settings = bench.now(), interface_settings()
    ending = [one for one in tokens if _moment(one.expires) - now <= settings.ends_soon]
    if ending:
        yield watch(
            "token_ending",
            f"{len(ending)} 个接口令牌将在 {settings.ends_soon.days} 天内到期：{_listed(ending)}",
            "请用 workbench token create 新建，换到单位的系统里，再撤销旧的",
            tokens=len(ending),
        )
    idle = [one for one in tokens if now - _moment(one.used or one.created) > settings.idle]
    if idle:
        yield watch(
            "token_idle",
            f"{len(idle)} 个接口令牌 {settings.idle.days} 天没有用过：{_listed(idle)}",
            "不再用的，请用 workbench token revoke 撤销",
            tokens=len(idle),
        )


def _listed(tokens: Iterable[Token]) -> str:
    return "、".join(f"{one.id}（{one.unit}）" for one in tokens)


def _moment(utc: str) -> datetime:
    return datetime.fromisoformat(utc)
