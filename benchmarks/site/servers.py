"""The three sites of the comparison as processes on one core, and what they use of the machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

RIVALS = Path(__file__).parent / "rivals"
TICK = os.sysconf("SC_CLK_TCK")
ACCOUNT = "measured"
TOKEN = "2|00000000|" + "0" * 32 + "|1700000000"  # what counts is that form and cookie have the same
PASSWORD = "wet lanterns over the river"


@dataclass(slots=True)
class Server:
    """A running site; ``processes`` are the server and whatever it has started."""

    name: str
    address: str
    process: subprocess.Popen[str]
    cookie: str = ""
    seconds_to_serve: float = 0.0
    _seen: dict[int, float] = field(default_factory=dict)

    def processes(self) -> set[int]:
        """Return the server's process and all that descend from it, in other sessions too."""
        parents: dict[int, int] = {}
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                try:
                    stat = Path(entry.path, "stat").read_text("utf-8")
                except OSError:
                    continue
                parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
        found = {self.process.pid}
        while True:
            more = {pid for pid, parent in parents.items() if parent in found} - found
            if not more:
                return found
            found |= more

    def cpu(self) -> float:
        """Return the seconds of processor time of all processes so far, of ended ones as last seen."""
        for pid in self.processes():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            self._seen[pid] = (int(fields[11]) + int(fields[12])) / TICK
        return sum(self._seen.values())

    def memory(self) -> float:
        """Return the proportional set size of all processes in MB."""
        total = 0
        for pid in self.processes():
            try:
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
            except OSError:
                continue
        return total / 1024

    def end(self) -> None:
        """End the server and wait until it is gone."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_ours(workbench: Path, home: Path, core: int | None) -> Server:
    """Start our site on the data in ``home`` and log in."""
    began = time.monotonic()
    process = _start([str(workbench), "serve", "--port", "19866", "--json"], core, _ours(home))
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"]
    server = Server("本工作台", address, process, seconds_to_serve=time.monotonic() - began)
    server.cookie = _log_in(workbench, home, address)
    return server


def start_rival(name: str, snapshot: Path, core: int | None) -> Server:
    """Start the same page in ``streamlit`` or ``panel``, on the facts of ``snapshot``."""
    port = {"streamlit": 19501, "panel": 19506}[name]
    app = RIVALS / f"{name}_app.py"
    commands = {
        "streamlit": ["run", str(app), f"--server.port={port}", "--server.headless=true",
                      "--browser.gatherUsageStats=false", "--server.fileWatcherType=none"],
        "panel": ["serve", str(app), f"--port={port}", "--warm",
                  f"--allow-websocket-origin=127.0.0.1:{port}"],
    }  # fmt: skip
    program = Path(sys.executable).with_name(name)
    environment = {**os.environ, "FACTS": str(snapshot)}
    began = time.monotonic()
    process = _start([str(program), *commands[name]], core, environment)
    address = f"http://127.0.0.1:{port}/" + ("panel_app" if name == "panel" else "")
    _wait_for(address)
    return Server(name.capitalize(), address, process, seconds_to_serve=time.monotonic() - began)


def _start(command: list[str], core: int | None, environment: dict[str, str]) -> subprocess.Popen[str]:
    pinned = ["taskset", "-c", str(core), *command] if core is not None else command
    return subprocess.Popen(
        pinned, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def _ours(home: Path) -> dict[str, str]:
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    return {
        **os.environ,
        "WORKBENCH_HOME": str(home),
        "WORKBENCH_DATABASE": database,
        "WORKBENCH_PAGES_PER_ACCOUNT": "80",  # all viewers of a measurement have one account
    }


def _wait_for(address: str) -> None:
    where = urlsplit(address)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        line = HTTPConnection(where.hostname or "", where.port, timeout=60)
        try:
            line.request("GET", where.path)
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            line.close()
    raise SystemExit(f"{address} 没有启动")


def _log_in(workbench: Path, home: Path, address: str) -> str:
    """Log in under an account made for this, whose password is set anew each time."""
    told = _run(workbench, home, "user", "list")
    known = any(one["account"] == ACCOUNT for one in told["accounts"])
    options = ["--name", "压测", "--role", "supervisor", "--unit", "430682LX"]
    made = _run(workbench, home, "user", *(["reset", ACCOUNT] if known else ["add", ACCOUNT, *options]))
    first = _post(address, "login", {"name": ACCOUNT, "password": made["password"]}, "")
    _post(address, "password", {"old": made["password"], "new": PASSWORD, "again": PASSWORD}, first)
    return _post(address, "login", {"name": ACCOUNT, "password": PASSWORD}, "")


def _run(workbench: Path, home: Path, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [str(workbench), *arguments, "--json"], env=_ours(home), capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def _post(address: str, path: str, values: dict[str, str], cookie: str) -> str:
    where = urlsplit(address)
    line = HTTPConnection(where.hostname or "", where.port, timeout=60)
    headers = {"Cookie": f"_xsrf={TOKEN}; {cookie}", "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", f"/{path}", urlencode({**values, "_xsrf": TOKEN}), headers)
    answer = line.getresponse()
    answer.read()
    cookies = SimpleCookie()
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            cookies.load(value)
    line.close()
    return "; ".join(f"{n}={m.value}" for n, m in cookies.items() if n.startswith("workbench-session"))
