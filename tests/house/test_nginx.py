"""The proxy's configuration: every way through it names the viewer anew, and nginx itself takes it."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.house.nginx import Block, read
from workbench.site.proxy import SECRET_HEADER

SERVICE = ROOT / "data" / "service"
FILES = (SERVICE / "nginx.conf", SERVICE / "nginx-hub.conf")
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
OPENSSL = shutil.which("openssl")
SECRETS = {"proxy.conf": "a" * 64, "hub.conf": "b" * 64}
WANTED = {
    "Host": "$host",
    "X-Forwarded-For": "$remote_addr",
    "X-Forwarded-Proto": "$scheme",
}
NAMES_THE_VIEWER = "X-Remote-User"


def ways_through() -> Iterator[tuple[str, Block]]:
    """Every location that leads to what stands behind the proxy."""
    for path in FILES:
        for block in read(path).inside("location"):
            if block.all("proxy_pass"):
                yield f"{path.name} {' '.join(block.words[1:])}", block


WAYS = dict(ways_through())
MAPPED = {block.words[2]: block.directives for path in FILES for block in read(path).inside("map")}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_through_the_proxy_names_the_viewer_anew(way: str) -> None:
    sent = WAYS[way].headers()

    assert WANTED.items() <= sent.items()
    named = sent[NAMES_THE_VIEWER]
    # One place decides for all ways, and names nobody: without ``auth_basic``, ``$remote_user`` is what the
    # browser claims.
    assert not named or MAPPED[named] == [["default", ""]]


@pytest.mark.parametrize("way", WAYS)
def test_the_secret_goes_with_the_name_and_to_no_process_of_an_analyst(way: str) -> None:
    place = {"nginx.conf": "proxy.conf", "nginx-hub.conf": "hub.conf"}[way.split()[0]]
    names_somebody = WAYS[way].headers()[NAMES_THE_VIEWER] != ""
    tells_the_address = way == "nginx.conf /interface/"  # where wrong tokens are counted by it

    is_sent = names_somebody or tells_the_address
    assert WAYS[way].all("include") == ([[f"/etc/petition-workbench/{place}"]] if is_sent else [])
    if way.startswith("nginx-hub.conf") and names_somebody:
        assert way.split()[1] == "="  # only the login, and the address as nginx has put it in order
        assert WAYS[way].all("proxy_pass") == [["http://127.0.0.1:8867/jupyter/hub/login"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_form_of_the_log_stands_where_nginx_allows_it_and_holds_no_query(path: Path) -> None:
    http = read(path)
    forms = {name: "".join(parts) for name, *parts in http.all("log_format")}

    for server in http.inside("server"):
        assert not server.all("log_format")
        ((where, *form),) = server.all("access_log")
        assert where == "off" or form[0] in forms
        assert all(level == "crit" for _, level in server.all("error_log"))  # its lines hold the request
        assert where == "off" or server.all("error_log")
    for form in forms.values():
        assert "$uri" in form
        assert not any(word in form for word in ("$request_uri", "$request ", '$request"', "$args"))


def test_old_protocols_are_refused_and_health_is_for_the_monitor_alone() -> None:
    for path in FILES:
        for server in read(path).inside("server"):
            if server.all("ssl_certificate"):
                assert server.all("ssl_protocols") == [["TLSv1.2", "TLSv1.3"]]
    health = WAYS["nginx.conf = /site/health"]
    assert health.all("allow") == [["127.0.0.1"]] and health.all("deny") == [["all"]]


def test_who_reads_with_a_token_needs_no_login_of_the_office() -> None:
    way = WAYS["nginx.conf /interface/"]

    assert way.all("auth_basic") == [["off"]]
    assert way.headers()[NAMES_THE_VIEWER] == ""  # and is nobody but whom the token names


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that reached it."""

    def do_GET(self) -> None:
        told = f"{self.path}\n{self.headers}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def behind(folder: Path) -> Iterator[dict[str, int]]:
    """Run nginx with our files before an upstream that echoes; give the port of each file."""
    echo = HTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=echo.serve_forever, daemon=True).start()
    ports = {path.name: free_port() for path in FILES}
    main = prepare(folder, ports, echo.server_port)
    process = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(main)], stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            with closing(socket.socket()) as line:
                if line.connect_ex(("127.0.0.1", ports["nginx.conf"])) == 0:
                    break
            time.sleep(0.05)
        yield ports
    finally:
        process.terminate()
        process.communicate(timeout=20)
        echo.shutdown()
        echo.server_close()


def prepare(folder: Path, ports: dict[str, int], upstream: int) -> Path:
    """Write our files, moved to a folder and to ports of their own, and a main file that includes them."""
    included = []
    certificate(folder)
    for name, secret in SECRETS.items():
        (folder / name).write_text(f'proxy_set_header {SECRET_HEADER} "{secret}";\n', "utf-8")
    for path in FILES:
        text = path.read_text("utf-8")
        text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{ports[path.name]} ssl")
        text = text.replace("/etc/petition-workbench", str(folder))
        text = text.replace("/etc/nginx/tls", str(folder)).replace("/var/log/nginx", str(folder))
        for port in (8866, 8867):
            text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{upstream}")
        (folder / path.name).write_text(text, "utf-8")
        included.append(f"include {folder / path.name};")
    places = " ".join(
        f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "main.conf"
    main.write_text(
        f"pid {folder / 'pid'}; error_log {folder / 'errors'}; daemon off; master_process off;\n"
        f"events {{}}\nhttp {{ {places} {' '.join(included)} }}\n",
        "utf-8",
    )
    return main


def certificate(folder: Path) -> None:
    for name in ("xinfang", "fenxi"):
        subprocess.run(
            [
                *(str(OPENSSL), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
                *("-nodes", "-subj", f"/CN={name}.example", "-days", "1"),
                *("-keyout", str(folder / f"{name}.key"), "-out", str(folder / f"{name}.crt")),
            ],
            check=True,
            capture_output=True,
        )


@pytest.mark.skipif(not (NGINX and OPENSSL), reason="no nginx on this machine")
def test_nginx_takes_the_files(tmp_path: Path) -> None:
    main = prepare(tmp_path, {path.name: free_port() for path in FILES}, 8866)

    told = subprocess.run(
        [str(NGINX), "-t", "-p", str(tmp_path), "-c", str(main)], capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr


@pytest.mark.skipif(not (NGINX and OPENSSL), reason="no nginx on this machine")
def test_what_a_browser_says_of_itself_does_not_come_through(tmp_path: Path) -> None:
    claim = b64encode(b"anna:x").decode()
    forged = {
        NAMES_THE_VIEWER: "anna",
        "Authorization": f"Basic {claim}",
        "X-Forwarded-For": "192.0.2.9",
        "X-Forwarded-Proto": "gopher",
    }
    asked = {
        "nginx.conf": (
            "xinfang.example",
            ("/", "/case_review?text=1", "/login", "/site/health", "/logout", "/interface/v1/matters.json"),
        ),
        "nginx-hub.conf": (
            "fenxi.xinfang.example",
            (
                "/jupyter/",
                "/jupyter/hub/login?next=1",
                "/jupyter/user/zhang/../../hub/login",
                "/jupyter/user/li/lab",
            ),
        ),
    }

    unchecked = ssl._create_unverified_context()

    with behind(tmp_path) as ports:
        for name, (host, paths) in asked.items():
            for path in paths:
                line = HTTPSConnection("127.0.0.1", ports[name], timeout=20, context=unchecked)
                line.request("GET", path, headers={"Host": host, **forged})
                answer = line.getresponse()
                told = answer.read().decode()
                line.close()
                assert answer.status == 200, (path, told)
                for value in ("anna", "192.0.2.9", "gopher"):
                    assert value not in told, (path, told)
                is_login = "/hub/login" in path
                assert (SECRETS["hub.conf"] in told) is is_login
                assert (SECRETS["proxy.conf"] in told) is (name == "nginx.conf" and path != "/site/health")
                if ".." in path:  # what is put in order is what goes on
                    assert told.startswith("/jupyter/hub/login\n")
                assert f"Host: {host}" in told and "X-Forwarded-For: 127.0.0.1" in told
