"""The settings of the analysts' hub: whom its login lets in."""

from __future__ import annotations

import asyncio
import re
import resource
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock

import pytest

from tests.architecture.sources import ROOT
from workbench.site.proxy import SECRET_HEADER, ProxyError

CONFIGURATION = ROOT / "data" / "service" / "jupyterhub_config.py"
SECRET = "c" * 64


def settings(monkeypatch: pytest.MonkeyPatch, secret: Path) -> dict[str, object]:
    """Read the settings as the hub does, which is not installed here."""
    for name, part in (
        ("auth", "Authenticator"), ("handlers", "BaseHandler"), ("spawner", "LocalProcessSpawner"),
    ):  # fmt: skip
        module = ModuleType(f"jupyterhub.{name}")
        setattr(module, part, type(part, (), {}))
        monkeypatch.setitem(sys.modules, f"jupyterhub.{name}", module)
    monkeypatch.setitem(sys.modules, "jupyterhub", ModuleType("jupyterhub"))
    monkeypatch.setenv("HUB_PROXY_SECRET", str(secret))
    told: dict[str, object] = {"get_config": MagicMock}
    exec(compile(CONFIGURATION.read_text("utf-8"), CONFIGURATION.name, "exec"), told)
    return told


@pytest.mark.parametrize(
    ("headers", "account"),
    [
        ({"X-Remote-User": "zhang", SECRET_HEADER: SECRET}, "zhang"),
        ({"X-Remote-User": "zhang"}, None),
        ({"X-Remote-User": "zhang", SECRET_HEADER: ""}, None),
        ({"X-Remote-User": "zhang", SECRET_HEADER: "d" * 64}, None),
        ({SECRET_HEADER: SECRET}, None),
    ],
)
def test_the_hub_believes_whoever_shares_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], account: str | None
) -> None:
    secret = tmp_path / "hub.conf"
    secret.write_text(f'proxy_set_header {SECRET_HEADER} "{SECRET}";\n', "utf-8")
    secret.chmod(0o600)

    authenticator = settings(monkeypatch, secret)["ProxyAuthenticator"]()  # type: ignore[operator]
    asking = SimpleNamespace(request=SimpleNamespace(headers=headers))

    assert asyncio.run(authenticator.authenticate(asking)) == account


def test_each_process_has_a_size_and_an_address_that_names_no_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "hub.conf"
    secret.write_text(f'proxy_set_header {SECRET_HEADER} "{SECRET}";\n', "utf-8")
    secret.chmod(0o600)
    monkeypatch.setenv("ANALYST_DATABASE", "postgresql+psycopg:///petition")
    monkeypatch.setenv("HUB_PROCESS_MEMORY", "100")
    told = settings(monkeypatch, secret)
    done: list[object] = []
    parent = told["LocalProcessSpawner"]
    parent.make_preexec_fn = lambda *_: lambda: done.append("became")  # type: ignore[attr-defined]
    monkeypatch.setattr("resource.setrlimit", lambda *given: done.append(given))

    told["OwnProcess"]().make_preexec_fn("zhang")()  # type: ignore[operator]

    size = 100 * 1024 * 1024
    assert done == [(resource.RLIMIT_DATA, (size, size)), "became"]
    page = (CONFIGURATION.parent / "README.md").read_text("utf-8")
    addresses = re.findall(r"ANALYST_DATABASE=(\S+?)[\\`]", page)
    assert addresses and not [one for one in addresses if "@" in one]


def test_the_hub_does_not_start_without_its_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProxyError):
        settings(monkeypatch, tmp_path / "hub.conf")
