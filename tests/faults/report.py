"""What the portions of a long run came to, as a page for those who keep the workbench."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.attacks import Attack, made_rounds

ROOT = Path(__file__).parents[2]
TITLE = "# 故障试验报告"
CUT = "中断（Ctrl+C）：只有到那时为止做完的各段，后面的试验没有做。"
Parts = list[dict[str, Any]]


def parts_of(attack: Attack, tally: Path) -> Parts:
    """Return the outcomes that the portions of an attack left, those that broke among them."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(tally.glob(f"{attack.key}-*.json"))]


def whole_parts(attack: Attack, tally: Path) -> Parts:
    """Return the outcomes of the portions that came to their end."""
    return [part for part in parts_of(attack, tally) if not part.get("broke")]


def report(known: list[Attack], tally: Path, how: str, *, goals: bool = False, is_cut: bool = False) -> str:
    """Return what all portions in ``tally`` came to, as a table.

    With ``goals`` it says which were not reached; ``is_cut`` where somebody stopped them.
    """
    lines = [
        TITLE,
        "",
        f"{how}，{datetime.now(UTC):%Y-%m-%d}，{os.cpu_count()} 核，Python "
        f"{platform.python_version()}，SQLite {sqlite3.sqlite_version}。"
        "“失信”指：确认过的丢了、只存了一半、出错却没有中文的一句话、对照没有失败。",
        "",
        "| 试验 | 目标 | 次数 | 真正出了故障的 | 成功的写入 | 失信 | 秒 |",
        "|---|---|---|---|---|---|---|",
    ]
    broken, walked, commits = list[str](), list[str](), set[str]()
    for attack in known:
        parts = parts_of(attack, tally)
        if not parts:
            continue
        commits |= {part["commit"] for part in parts if "commit" in part}
        lines.append(_row(attack, parts))
        walked += [line for part in parts for line in _walked(part.get("reached", {}))]
        broken += [f"- {attack.name}：{fault}" for part in parts for fault in part["faults"][:10]]
    if walked:
        lines += ["", "每一次调用都出过错的写入，各种调用的次数：", "", *walked]
    if goals:
        lines += ["", _missing(known, tally)]
    lines += ["", *(["失信之处：", "", *broken] if broken else [_whole(tally)])]
    if is_cut:
        lines += ["", CUT]
    if len(commits) > 1:
        lines += ["", f"各段出自不同的版本：{'、'.join(sorted(commits))}。"]
    by = next(iter(commits)) if len(commits) == 1 else commit()
    lines += ["", f"结束时负载 {os.getloadavg()[0]:.1f}，版本 {by}。"]
    return "\n".join(lines) + "\n"


def _row(attack: Attack, parts: Parts) -> str:
    def summed(name: str) -> float:
        return sum(part.get(name, 0) for part in parts)

    rounds = sum(made_rounds(part) for part in parts)
    return (
        f"| {attack.name} | {attack.goal} | {rounds:,} | {summed('struck'):,} | "
        f"{summed('acts'):,} | {summed('fault_count')} | {summed('seconds'):,.0f} |"
    )


def _missing(known: list[Attack], tally: Path) -> str:
    missing = [one.name for one in known if not one.is_reached(whole_parts(one, tally))]
    return f"没有做到目标的：{'；'.join(missing)}。" if missing else "各项都做到目标。"


def _whole(tally: Path) -> str:
    return "没有失信之处。" if any(tally.glob("*.json")) else "一段也没有做完。"


def _walked(reached: dict[str, int]) -> list[str]:
    """Return a line for each deed: how often it makes each kind of call, every one of which was failed."""
    counts: dict[str, list[str]] = {}
    for key, first_not_made in reached.items():
        deed, _, call = key.partition(" ")
        counts.setdefault(deed, []).append(f"{call} {first_not_made - 1:,}")
    return [f"- {deed}：{'、'.join(calls)}" for deed, calls in counts.items()]


def keep(told: str, kept: Path) -> None:
    """Put a report before those that are kept; nothing of them is lost, for people wrote into them."""
    before = kept.read_text("utf-8") if kept.is_file() else f"{TITLE}\n"
    rest = before.removeprefix(TITLE).lstrip("\n")
    new = told.removeprefix(TITLE).strip("\n")
    kept.write_text(f"{TITLE}\n\n## {datetime.now(UTC):%Y-%m-%d %H:%M}\n\n{new}\n\n{rest}", "utf-8")


def commit() -> str:
    """Return of which version of the program this is, as the history calls it."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "（不在版本库中）"
