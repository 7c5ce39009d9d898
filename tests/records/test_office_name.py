"""The name of the office whose records these are, as the head of every page shows it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.factories import CLERK, OFFICE
from workbench.acts.units import RenameUnit
from workbench.records.office_name import office_name, read_office_name
from workbench.records.sqlite_file import sqlite_path
from workbench.site.door import AccountDoor, NoDoor

if TYPE_CHECKING:
    import pytest

    from workbench.app import Workbench


def test_it_is_that_of_the_petition_office_on_the_day(either_bench: Workbench) -> None:
    today = either_bench.today()
    either_bench.perform(RenameUnit(OFFICE, "临湘市信访工作局", today), actor=CLERK)

    def told(on: date) -> str:
        return either_bench.ask(office_name, on)

    assert (told(today - timedelta(1)), told(today)) == ("临湘市信访局", "临湘市信访工作局")
    path = sqlite_path(either_bench.config.database)
    assert path is None or read_office_name(path, today) == told(today)


def test_the_site_asks_for_it_once_a_minute_and_shows_none_where_it_cannot_be_read(
    file_bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = AccountDoor(file_bench)
    assert door.office() == "临湘市信访局"
    path = sqlite_path(file_bench.config.database)
    assert path is not None

    path.rename(path.with_suffix(".away"))

    assert door.office() == "临湘市信访局"
    assert AccountDoor(file_bench).office() == ""
    assert NoDoor().office() == ""
