"""The reverse proxy: told from anybody else on the machine by what it shares with the site."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.site.client import send
from tests.site.conftest import HEADER, PROXY, SECRET, Running, named
from workbench.cli import _parser
from workbench.cli.parser import UsageError
from workbench.site.door import NoDoor
from workbench.site.identity import SiteIdentity, SiteUser
from workbench.site.proxy import SECRET_HEADER, Proxy, ProxyError, read_secret
from workbench.site.server import NoFreePortError, _sockets

LINE = f'proxy_set_header {SECRET_HEADER} "{SECRET}";\n'


def secret_file(folder: Path, text: str = LINE, mode: int = 0o640) -> Path:
    path = folder / "proxy.conf"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_the_proxy_says_who_looks(running: Running) -> None:
    page = send(running.address, "/", headers=named("wang"), source=PROXY)

    assert page.status == 200
    assert send(running.address, f"/api/kernels/{page.kernel}", cookie=running.wang).status == 200
    assert send(running.address, f"/api/kernels/{page.kernel}", cookie=running.lee).status == 404


def test_the_header_counts_from_the_proxy_only(running: Running) -> None:
    before = running.log.count(f"refused a header {HEADER}")

    assert send(running.address, "/", headers=named("wang")).status == 302
    assert send(running.address, "/", headers=named("wang"), source="127.0.0.3").status == 302
    forwarded = {**named("wang"), "X-Forwarded-For": PROXY, "X-Real-IP": PROXY}
    assert send(running.address, "/", headers=forwarded).status == 302

    assert running.log.count(f"refused a header {HEADER}") == before + 3


@pytest.mark.parametrize(
    "told", [None, "", SECRET[:-1], SECRET.upper(), f"{SECRET}, {SECRET}", "\u00e9" * 64]
)
def test_another_process_at_the_address_of_the_proxy_is_not_the_proxy(
    running: Running, told: str | None
) -> None:
    before = running.log.count(f"refused a header {HEADER}")
    headers = {HEADER: "wang"} if told is None else {HEADER: "wang", SECRET_HEADER: told}

    assert send(running.address, "/", headers=headers, source=PROXY).status == 302

    assert running.log.count(f"refused a header {HEADER}") == before + 1
    assert SECRET not in running.log


def test_the_secret_is_read_from_the_line_that_nginx_includes(tmp_path: Path) -> None:
    assert read_secret(secret_file(tmp_path)) == SECRET
    assert SECRET not in repr(Proxy("127.0.0.1", HEADER, SECRET))


@pytest.mark.parametrize(
    "text",
    [
        "",
        SECRET,
        LINE.replace(SECRET, SECRET[:31]),
        LINE.replace(SECRET_HEADER, HEADER),
        LINE + "access_log /root/x;\n",
        LINE.replace(SECRET, "$http_x_workbench_proxy_of_the_browser"),
    ],
)
def test_a_file_that_is_no_such_line_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ProxyError, match=SECRET_HEADER):
        read_secret(secret_file(tmp_path, text))


@pytest.mark.skipif(os.name != "posix", reason="the system keeps no such modes")
@pytest.mark.parametrize("mode", [0o644, 0o660, 0o641, 0o604])
def test_a_secret_that_others_may_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ProxyError, match="chmod 640"):
        read_secret(secret_file(tmp_path, mode=mode))


def test_a_missing_secret_says_where_its_making_is_described(tmp_path: Path) -> None:
    with pytest.raises(ProxyError, match=r"data/service/README\.md"):
        read_secret(tmp_path / "proxy.conf")


@pytest.mark.skipif(os.name != "posix", reason="the lines are for a server of this kind")
def test_the_lines_of_the_page_make_a_secret_that_is_taken(tmp_path: Path) -> None:
    page = (ROOT / "data" / "service" / "README.md").read_text("utf-8")
    lines = [line for line in page.splitlines() if line.startswith("(umask 077; ") and "proxy.conf" in line]
    assert len(lines) == 1

    for _ in range(2):
        line = lines[0].replace("/etc/petition-workbench", str(tmp_path))
        subprocess.run(["sh", "-c", line], check=True)
        made = read_secret(tmp_path / "proxy.conf")

    assert len(made) == 64 and len(set(made)) > 8


@pytest.mark.parametrize("missing", ["--trust-proxy", "--user-header", "--proxy-secret"])
def test_a_site_behind_a_proxy_does_not_start_without_the_secret(missing: str) -> None:
    told = {"--trust-proxy": "127.0.0.1", "--user-header": HEADER, "--proxy-secret": "/nowhere/proxy.conf"}
    words = ["serve", *(word for pair in told.items() if pair[0] != missing for word in pair)]
    options = _parser(words).parse_args(words)

    with pytest.raises(UsageError, match="须同时给出"):
        options.run(options)


def test_a_site_behind_a_proxy_takes_no_other_port_than_the_one_the_proxy_asks() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]

        with pytest.raises(NoFreePortError, match=f"端口 {taken} 已被占用，.*代理"):
            _sockets(taken, alone=True)
        (elsewhere,) = _sockets(taken, alone=False)
        elsewhere.close()


@pytest.mark.parametrize("address", ["", "0.0.0.0/0", "proxy.example", "*"])
def test_a_proxy_is_named_by_its_one_address(address: str) -> None:
    with pytest.raises(ProxyError, match="trust-proxy"):
        Proxy(address, "X-Remote-User", SECRET)


@pytest.mark.parametrize("header", ["", "X Remote", "X:Y", "X\nY"])
def test_a_header_is_named_as_headers_are(header: str) -> None:
    with pytest.raises(ProxyError, match="user-header"):
        Proxy("127.0.0.1", header, SECRET)


@pytest.mark.parametrize(
    "leave", ["sso.example", "javascript:alert(1)", "//evil.example", "/\\evil", "https:"]
)
def test_the_way_out_of_the_office_is_an_address(leave: str) -> None:
    with pytest.raises(ProxyError, match="logout-url"):
        Proxy("127.0.0.1", HEADER, SECRET, leave)


@pytest.mark.parametrize(
    ("is_named", "leave", "may"),
    [(False, "", True), (True, "", False), (True, "/oauth2/sign_out", True)],
)
def test_whom_the_proxy_names_leaves_where_it_has_a_way_out(is_named: bool, leave: str, may: bool) -> None:
    identity = SiteIdentity(token="", door=NoDoor(), proxy=Proxy("127.0.0.1", HEADER, SECRET, leave))

    assert identity.may_leave(SiteUser(username="lee", is_named=is_named)) is may
