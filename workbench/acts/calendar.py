"""The act by which a holiday notice of the State Council becomes known to the workbench."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self, cast

from workbench.acts.base import Act, Json
from workbench.law.calendar import HolidayNotice


@dataclass(frozen=True, slots=True)
class AnnounceHolidays(Act):
    """录入放假安排: obligations not yet decided are counted anew, decided ones keep their date."""

    kind: ClassVar[str] = "announce_holidays"
    notice: HolidayNotice

    @property
    def object(self) -> str:
        return str(self.notice.year)

    def public(self) -> dict[str, Json]:
        return {
            "days": [[day.isoformat(), is_off] for day, is_off in self.notice.days],
            "names": [[day.isoformat(), name] for day, name in self.notice.names],
            "source": self.notice.source,
            "announced_on": self.notice.announced_on.isoformat(),
        }

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        days = cast(list[tuple[str, bool]], public["days"])
        names = cast(list[tuple[str, str]], public["names"])
        return cls(
            HolidayNotice(
                year=int(about),
                days=tuple((date.fromisoformat(day), is_off) for day, is_off in days),
                source=cast(str, public["source"]),
                announced_on=date.fromisoformat(cast(str, public["announced_on"])),
                names=tuple((date.fromisoformat(day), name) for day, name in names),
            )
        )
