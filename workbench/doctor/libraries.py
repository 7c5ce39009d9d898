"""Is what this software needs installed, in the right versions and whole? The standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions, version
from pathlib import Path
from typing import Final

from workbench.doctor.finding import Finding, fault, fine

AGAIN: Final = "请按 README“离线安装”一节重新安装"
_NOT_LOOKED_AT: Final = ("__pycache__", "..")  # what Python makes itself; scripts, which name their place


def look_at_libraries(*, deeply: bool = False) -> Iterator[Finding]:
    """Yield what is missing or of another version; ``deeply`` also looks at every file (a second or two)."""
    try:
        wrong = list(_wrong())
    except ImportError as error:  # what reads versions is a library, too; and our own entry may be gone
        yield broken(error)
        return
    if wrong:
        yield fault("libraries", f"缺少组件或版本不合：{_listed(wrong)}", AGAIN, count=len(wrong))
    else:
        yield fine("libraries", "组件齐全，版本相合")
    if deeply:
        yield _whole()


def broken(error: ImportError) -> Finding:
    """Return what to say where something could not be imported."""
    named = (error.name or "").partition(".")[0]
    told = f"组件 {named} 缺少，或没有装完整" if named else "有组件没有装完整"
    return fault("libraries", f"{told}：网站和命令可能不能用", AGAIN)


def _wrong() -> Iterator[str]:
    from packaging.requirements import Requirement

    for line in distribution("petition-workbench").requires or ():
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            if not wanted.specifier.contains(version(wanted.name), prereleases=True):
                yield wanted.name
        except PackageNotFoundError:
            yield wanted.name


@cache  # nobody installs anything into a process
def _whole() -> Finding:
    """Look at the files of what is needed: a copy may have been cut short, a scanner taken one away."""
    wanted = {_plain(line) for line in distribution("petition-workbench").requires or ()}
    found: dict[str, Distribution] = {}
    twice, lacking = set(), set()
    for one in distributions():
        name = _plain(str(one.metadata["Name"] or ""))
        if name in found and found[name].version != one.version:
            twice.add(name)
        if name in wanted and _lacks(one):
            lacking.add(name)
        found.setdefault(name, one)
    if twice:
        told = f"同一组件装了两个版本：{_listed(twice)}"
        return fault("libraries_twice", told, f"请新建 .venv，再{AGAIN[1:]}", count=len(twice))
    if lacking:
        told = f"组件的文件缺少或大小不符：{_listed(lacking)}"
        return fault("libraries_cut", told, AGAIN, count=len(lacking))
    return fine("libraries_whole", "组件的文件都在，大小相符，没有装两个版本的")


def _listed(names: Iterable[str]) -> str:
    return "、".join(sorted(names)[:5])


def _plain(requirement: str) -> str:
    """Return the name at the beginning of a requirement, spelt as one: ``-`` and ``_`` are the same."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def _lacks(one: Distribution) -> bool:
    for file in one.files or ():
        if file.size is None or any(part in _NOT_LOOKED_AT for part in file.parts):
            continue
        try:
            if Path(str(file.locate())).stat().st_size != file.size:
                return True
        except OSError:
            return True
    return False
