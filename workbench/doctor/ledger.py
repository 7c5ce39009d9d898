"""The ledger: does it go on from what is known of it, do looks find it altered, when was it last replayed?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from workbench.doctor.finding import Finding, fault, fine, watch
from workbench.ledger.outcomes import LOOKS, Look, Reach, last_replay, looks, note_look, still_differing
from workbench.records.naming import name_within

if TYPE_CHECKING:
    from workbench.app import Workbench

PRINT_WITHIN: Final = timedelta(days=7)  # SECURITY.md: at least weekly; the regulation says nothing
REPLAY_WITHIN: Final = timedelta(days=10)  # a week, and some days to do again what did not come about
YEAR: Final = timedelta(days=365)  # nobody who works leaves the ledger alone for so long; it proves nothing
SLACK: Final = timedelta(minutes=10)  # between two clocks
REPLAY: Final = "请在做备份的命令后面加 --replay-every 7（见 data/service），或运行 workbench ledger verify"
DIFFERS: Final = (
    "请运行 workbench ledger verify 看是哪些；查明是谁、怎么改的以前，不要改回去，也不要删除备份："
    "改动以前的备份是证据，也是恢复的依据。再核验相符，这一条就没有了"
)


def look_at_ledger(bench: Workbench, *, deeply: bool) -> Iterator[Finding]:
    """Yield what is found of the ledger; ``deeply`` also reads every entry (two seconds for 100,000)."""
    from workbench.acts.restoring import RestoreError

    size, waiting = bench.ledger_size(), bench.unanchored()
    try:
        with bench.reading() as session:
            bench.anchors.require_continued(session.connection())
    except RestoreError as error:
        yield fault("ledger_older", str(error), "核对后由两个人共同运行 workbench ledger acknowledge")
    yield from _checkpoints(bench, size, waiting)
    own = [_entries(bench)] if deeply else []
    if own and not own[0].count:
        yield fine("entries", f"台账{own[0].size}条与叶散列、首部和校验点相符", entries=own[0].size)
    first, latest = _span(bench)
    yield from _found(bench, first, own)
    yield _clock(bench, latest)


def _checkpoints(bench: Workbench, size: int, waiting: int) -> Iterator[Finding]:
    notes = bench.anchors.notes
    newest, hindered = notes.newest_on_paper(), notes.obstacle() if waiting else ""
    if hindered:
        yield watch(
            "checkpoint_unwritable",
            f"校验点不能保存（{hindered}）：此后印发、导出的校验码拦不住较早的备份",
            f"请让运行本软件的用户能写入 {notes.path.parent}，再运行 workbench ledger checkpoint",
        )
    if damaged := notes.unreadable():
        yield fault(
            "checkpoint_damaged",
            f"校验点的文件有 {damaged} 个读不出来（{notes.path}）：拦不住被换成较早副本的台账",
            "请从备份放回原来的，用纸面校验码核对台账（workbench ledger verify --code 校验码 --size 条数），"
            "再运行 workbench ledger checkpoint",
            count=damaged,
        )
    todo = "请运行 workbench ledger checkpoint，把校验码印在当日的通报或会议纪要上"
    if newest is None:
        yield watch("checkpoint_missing", f"台账{size}条，还没有校验点", todo, entries=size)
    elif waiting and bench.now() - newest > PRINT_WITHIN:
        days = (bench.now() - newest).days
        yield watch(
            "checkpoint_old", f"最近的校验点在 {days} 天前，其后{waiting}条没有覆盖", todo, entries=waiting
        )
    else:
        yield fine("ledger", f"台账{size}条，最近{waiting}条在校验点之后", entries=size)


def _entries(bench: Workbench) -> Look:
    """Look at every entry and note what was found, for a monitor hears of it, too."""
    from workbench.acts.leaves import leaf_faults

    with bench.reading() as session:
        size, faults, columns = leaf_faults(session.connection())
    faults += [one.message for one in bench.anchors.faults()] + columns
    home = bench.config.home
    name = name_within(bench.config.database, home)
    return note_look(home, name, bench.now(), Reach.LEAVES, size, faults)


def _found(bench: Workbench, first: datetime | None, own: list[Look]) -> Iterator[Finding]:
    """Yield what others found that is not refuted, and how long ago the ledger was replayed."""
    from workbench.demo.generate import holds_nothing_else

    home, now = bench.config.home, bench.now()
    looked = looks(home, name_within(bench.config.database, home))
    if (home / LOOKS).exists() and not os.access(home / LOOKS, os.R_OK | os.W_OK):
        yield watch(
            "looks_unwritable",
            f"核验结果的文件 {home / LOOKS} 读写不了：核验、重放看到的不符不会报出来",
            "请让运行本软件的用户能读写它（chown、chmod 600）",
        )
    looked += [look for look in own if look not in looked]  # where it could not be noted
    if differing := still_differing(looked):
        yield _differs(differing.at, differing.count, differing.first)
    replayed = last_replay(looked, now)
    since = replayed or first
    if since is None or now - since <= REPLAY_WITHIN or holds_nothing_else(bench):
        return
    days = (now - since).days
    if replayed is None:
        told = f"台账从 {days} 天前开始，还没有重放过：记录被改动不会有人发现"
    else:
        told = f"上次重放台账已过 {days} 天：其后记录被改动不会有人发现"
    yield watch("replay_late", told, REPLAY, days=days)


def _differs(at: datetime, count: int, first: str) -> Finding:
    from workbench.china_time import CHINA

    day = at.astimezone(CHINA)
    told = f"台账或记录与校验不符（{day.year}年{day.month}月{day.day}日核验，{count}处）：{first}"
    return fault("ledger_differs", told, DIFFERS, count=count)


def _span(bench: Workbench) -> tuple[datetime | None, datetime | None]:
    """Return the moments of the first entry and of the one with the latest."""
    from sqlalchemy import func, select

    from workbench.records.journal import LedgerEntryRow as Row

    with bench.reading() as session:
        first = session.scalar(select(Row.utc).where(Row.seq == 1))
        latest = session.scalar(select(func.max(Row.utc)))
    return _moment(first), _moment(latest)


def _moment(utc: str | None) -> datetime | None:
    try:
        return None if utc is None else datetime.fromisoformat(utc)
    except ValueError:  # somebody wrote into the column
        return None


def _clock(bench: Workbench, latest: datetime | None) -> Finding:
    now = bench.now()
    if latest is not None and latest > now + SLACK:
        return fault(
            "clock_behind_ledger",
            f"台账中已有比现在更晚的时刻（{latest:%Y-%m-%d}）：本机时钟被拨回过，或拨快过",
            "请校准系统时间；台账按条号排序，不受影响，但时限从日期算起",
        )
    noted = next((note.made for note in bench.anchors.notes.newest_first()), None)
    newest = max((one for one in (latest, noted) if one is not None), default=now)
    if now - newest > YEAR:
        years = (now - newest) // YEAR
        return watch(
            "clock_ahead",
            f"本机时钟（{now:%Y-%m-%d}）比最新的台账、校验点（{newest:%Y-%m-%d}）晚 {years} 年",
            "请核对系统时间：拨快了的，请先校准再办理，时限都从日期算起；确实很久没有办理的，不用管它",
            years=years,
        )
    return fine("clock_and_ledger", "本机时钟不早于台账的最后一条")
