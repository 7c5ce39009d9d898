"""What the environment may say, and what is said where it cannot be meant."""

from __future__ import annotations

import pytest

from workbench.config import PAGES_PER_ACCOUNT, SettingError, read_config

NAME = "WORKBENCH_PAGES_PER_ACCOUNT"


def test_the_memory_of_a_page_is_told_in_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_PAGE_MEMORY", "300")

    assert read_config().page_memory == 300 * 1024 * 1024


@pytest.mark.parametrize(("said", "meant"), [("", PAGES_PER_ACCOUNT), ("60", 60), (" 7 ", 7)])
def test_a_number_is_read_or_the_usual_one_taken(
    monkeypatch: pytest.MonkeyPatch, said: str, meant: int
) -> None:
    monkeypatch.setenv(NAME, said)

    assert read_config().pages_per_account == meant


@pytest.mark.parametrize("said", ["0", "-1", "1e3", "十二", "²"])
def test_what_is_no_number_is_refused_with_the_name_of_the_setting(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv(NAME, said)

    with pytest.raises(SettingError, match=f"{NAME} 须为大于 0 的整数"):
        read_config()
