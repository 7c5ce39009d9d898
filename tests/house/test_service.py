"""The service files name commands and options that exist, and promise what the site does."""

import shlex

import pytest

from tests.architecture.sources import ROOT
from workbench.cli import _parser

SERVICE = ROOT / "data" / "service"
UNITS = sorted(SERVICE.glob("*.service"))


def commands():
    for path in UNITS:
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("ExecStart="):
                yield path.name, shlex.split(line.removeprefix("ExecStart="))
    for path in SERVICE.glob("*.cmd"):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith('".venv\\Scripts\\workbench.exe"'):
                words = line.partition('"%LOCALAPPDATA%')[0].replace(">>", "").replace("\\", "/")
                yield path.name, shlex.split(words)


@pytest.mark.parametrize(("name", "words"), list(commands()), ids=lambda value: str(value)[:40])
def test_every_command_of_a_service_file_is_one_of_ours(name, words):
    assert words[0].endswith(("/bin/workbench", "workbench.exe"))
    assert callable(_parser(words[1:]).parse_args(words[1:]).run)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_as_its_own_user_and_writes_nowhere_else(path):
    lines = path.read_text("utf-8").splitlines()

    for wanted in (
        "User=petition",
        "NoNewPrivileges=true",
        "ProtectSystem=strict",
        "UMask=0077",
        "PrivateTmp=true",
    ):
        assert wanted in lines


def test_the_timer_starts_the_unit_of_its_name():
    assert (SERVICE / "petition-workbench-backup.timer").with_suffix(".service").is_file()
    assert "Persistent=true" in (SERVICE / "petition-workbench-backup.timer").read_text("utf-8")


@pytest.mark.parametrize("path", sorted(SERVICE.glob("*.cmd")), ids=lambda path: path.name)
def test_a_script_for_windows_has_its_line_ends_and_speaks_utf8(path):
    content = path.read_bytes()

    assert content.count(b"\n") == content.count(b"\r\n") > 5
    assert b"chcp 65001" in content


def test_the_page_speaks_of_every_file():
    page = (SERVICE / "README.md").read_text("utf-8")
    shown = page.replace(
        "petition-workbench-backup.service`、`.timer", "petition-workbench-backup.timer .service"
    )

    for path in SERVICE.iterdir():
        assert path.name in shown or path.name in page or path.stem in page, path.name
