"""Who looks: told by the server alone, kept for the life of the kernel, never guessed on the site."""

from __future__ import annotations

import getpass

import pytest

from workbench.access import viewer
from workbench.access.actor import Actor
from workbench.access.viewer import NoViewerError, Viewer, current_viewer
from workbench.terms import Role

LEE = Viewer("lee", "李晓红", Role.SUPERVISOR, "430682XF")


@pytest.fixture(autouse=True)
def _fresh_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer, "_known", [])
    for name in (viewer.VIEWER_VARIABLE, viewer.SITE_VARIABLE):
        monkeypatch.delenv(name, raising=False)


def test_the_viewer_is_whom_the_server_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(viewer.SITE_VARIABLE, "secret")
    monkeypatch.setenv(viewer.VIEWER_VARIABLE, LEE.to_json())

    assert current_viewer() == LEE


def test_a_viewer_acts_under_the_account_with_role_and_unit() -> None:
    assert LEE.actor == Actor("lee", Role.SUPERVISOR, "430682XF")


def test_the_first_answer_stands_for_the_life_of_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(viewer.VIEWER_VARIABLE, LEE.to_json())
    current_viewer()
    monkeypatch.setenv(viewer.VIEWER_VARIABLE, Viewer("eve", "", Role.ADMINISTRATOR).to_json())

    assert current_viewer() == LEE


def test_a_kernel_of_the_site_without_viewer_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(viewer.SITE_VARIABLE, "secret")

    with pytest.raises(NoViewerError, match="刷新"):
        current_viewer()


def test_a_query_string_makes_no_viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(viewer.SITE_VARIABLE, "secret")
    monkeypatch.setenv("QUERY_STRING", "WORKBENCH_VIEWER=" + LEE.to_json())

    with pytest.raises(NoViewerError):
        current_viewer()


def test_in_the_laboratory_it_is_the_user_of_the_machine_as_a_clerk() -> None:
    found = current_viewer()

    assert (found.account, found.role) == (getpass.getuser(), Role.CLERK)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"account": "", "name": "", "role": "clerk", "unit": null}',
        '{"account": "a", "name": "", "role": "king", "unit": null}',
        '{"account": 1, "name": "", "role": "clerk", "unit": null}',
        '{"account": "a", "name": "", "role": "clerk", "unit": 7}',
    ],
)
def test_what_is_no_viewer_is_nobody(told: str) -> None:
    with pytest.raises(NoViewerError):
        Viewer.from_json(told)
