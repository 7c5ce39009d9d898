"""Which figures stand in a briefing, read from ``briefings.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Contents:
    """Ids of the figures by part of the briefing; ``law`` gives the article that demands every one."""

    core: tuple[str, ...]
    volumes: tuple[str, ...]
    promises: tuple[str, ...]
    after: tuple[str, ...]
    waits: tuple[str, ...]
    law: Mapping[str, str]

    @property
    def counted(self) -> tuple[str, ...]:
        """Return every figure that is a share or a count, in the order of the briefing."""
        return (*self.core, *self.volumes, *self.promises, *self.after)


@cache
def contents() -> Contents:
    """Return what stands in a briefing."""
    told = tomllib.loads(files(__package__).joinpath("briefings.toml").read_text("utf-8"))
    law = MappingProxyType(told.pop("law"))
    return Contents(**{part: tuple(ids) for part, ids in told.items()}, law=law)
