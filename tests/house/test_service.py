"""The service files name commands and options that exist, and promise what the site does."""

import re
import shlex

import pytest

from tests.architecture.sources import ROOT
from workbench.cli import NOT_BY_ITSELF, WRONG_USAGE, _parser

SERVICE = ROOT / "data" / "service"
HUB = SERVICE / "petition-workbench-hub.service"  # runs JupyterHub, as root: it becomes each analyst
UNITS = [path for path in sorted(SERVICE.glob("*.service")) if path != HUB]


def commands():
    for path in UNITS:
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("ExecStart="):
                yield path.name, shlex.split(line.removeprefix("ExecStart="))
    for path in SERVICE.glob("*.cmd"):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith('".venv\\Scripts\\workbench.exe"'):
                words = line.partition(" >>")[0].replace("\\", "/")
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


def test_the_hub_may_become_others_and_nothing_else_of_root_and_sees_nothing_of_the_site():
    lines = HUB.read_text("utf-8").splitlines()
    told = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    site = (SERVICE / "petition-workbench.service").read_text("utf-8")
    (home,) = re.findall(r"^Environment=WORKBENCH_HOME=(\S+)$", site, re.MULTILINE)

    assert told["User"] == "root" and told["NoNewPrivileges"] == "true" and told["UMask"] == "0077"
    assert not set(told["CapabilityBoundingSet"].split()) - {
        "CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER",
    }  # fmt: skip
    assert f"-{home}" in told["InaccessiblePaths"].split()
    assert told["ReadWritePaths"] == "/home" and told["WorkingDirectory"].endswith(told["StateDirectory"])


def test_the_site_is_not_started_for_ever_where_only_a_person_can_help():
    lines = (SERVICE / "petition-workbench.service").read_text("utf-8").splitlines()
    (told,) = (
        line.partition("=")[2].split() for line in lines if line.startswith("RestartPreventExitStatus=")
    )

    assert "Restart=on-failure" in lines
    assert {int(status) for status in told} == {WRONG_USAGE, NOT_BY_ITSELF}


def test_the_timer_starts_the_unit_of_its_name():
    assert (SERVICE / "petition-workbench-backup.timer").with_suffix(".service").is_file()
    assert "Persistent=true" in (SERVICE / "petition-workbench-backup.timer").read_text("utf-8")


def typed(heading):
    """The commands of one section of the page, each as its words."""
    section = (
        (SERVICE / "README.md").read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    )
    blocks = section.split("```")[1::2]
    for line in "".join(blocks).replace("\\\n", " ").splitlines():
        for command in line.split(" && "):
            if words := shlex.split(command, comments=True):
                yield words


def of_the_unit():
    """The folder of the data and the program, as the unit of the site names them."""
    unit = (SERVICE / "petition-workbench.service").read_text("utf-8")
    (home,) = re.findall(r"^Environment=WORKBENCH_HOME=(\S+)$", unit, re.MULTILINE)
    (program,) = re.findall(r"^ExecStart=(\S+)", unit, re.MULTILINE)
    assert f"ReadWritePaths={home}\n" in unit
    return home, program


OWNERS = ("init", "database", "restore")  # what makes tables, accounts and databases


@pytest.mark.parametrize(
    "heading",
    ["在没有网络的服务器上安装", "升级和退回", "PostgreSQL，多人使用", "市级：JupyterHub 与 PostgreSQL"],
)
def test_every_command_of_the_page_can_be_typed_as_it_stands_and_by_the_account_that_may(heading):
    home, program = of_the_unit()
    ours = [words for words in typed(heading) if any(word.endswith("/workbench") for word in words)]
    ours = [words for words in ours if words[0] not in ("ln", "mv", "diff", "[", "cp")]

    assert ours
    for words in ours:
        at = words.index(program)
        who, told = words[:at], words[at + 1 :]
        start = ["sudo", "-u", "petition", f"WORKBENCH_HOME={home}"]
        if who != start:  # PostgreSQL
            account = "petition_owner" if told[0] in OWNERS else "petition_site"
            account = "petition_backup" if told[:2] == ["backup", "--to"] else account
            assert who.pop() == f"WORKBENCH_DATABASE=postgresql+psycopg://{account}@数据库主机/petition"
            if account == "petition_owner":
                assert who.pop(1) == "--preserve-env=PGPASSWORD"
            assert who == start, words
        told = [str(ROOT / "README.md") if word.endswith((".age", ".txt")) else word for word in told]
        assert callable(_parser(told).parse_args(told).run)


def test_no_command_of_the_page_names_a_program_or_a_file_of_ours_without_its_folder():
    page = (SERVICE / "README.md").read_text("utf-8")
    names = {path.name for path in SERVICE.iterdir()} - {"hub.lock"}

    for heading in re.findall(r"^## (.+)$", page, re.MULTILINE):
        for words in typed(heading):
            assert words[0] != "workbench", words
            if words[0] == "cp":
                assert not names & set(words), words


def test_the_site_is_stopped_before_the_backup_that_a_way_back_would_restore():
    order = [" ".join(words) for words in typed("升级和退回")]
    stops = [at for at, line in enumerate(order) if line.startswith("systemctl stop petition-workbench ")]
    backups = [at for at, line in enumerate(order) if "workbench backup --to" in line]

    assert len(stops) == 3 and min(backups) > stops[0]
    for at in stops:  # stopping the timer alone does not stop a backup that is being made
        assert {"petition-workbench-backup.timer", "petition-workbench-backup.service"} <= set(
            order[at].split()
        )


def test_what_is_restored_goes_where_the_units_look_and_belongs_to_their_user():
    home, _ = of_the_unit()
    words = list(typed("升级和退回"))
    order = [" ".join(one) for one in words]
    (restore,) = (one for one in words if "restore" in one)
    into = restore[restore.index("--into") + 1]
    # -T: into a folder that an earlier way back left, both would go unsaid
    moves = [one[2:] for one in words if one[:2] == ["mv", "-T"]]

    assert f"install -d -o petition -g petition -m 700 {into.rpartition('/')[0]}" in order
    assert [moves[0][0], moves[1]] == [home, [into, home]]
    # in it lie the passwords, which no backup holds
    assert order.index(f"mv -T {into} {home}") < order.index(f"cp -p {moves[0][1]}/.pgpass {home}/")
    assert order[-1].endswith("doctor")


@pytest.mark.parametrize("path", sorted(SERVICE.glob("*.cmd")), ids=lambda path: path.name)
def test_a_script_for_windows_has_its_line_ends_and_speaks_utf8(path):
    content = path.read_bytes()

    assert content.count(b"\n") == content.count(b"\r\n") > 5
    assert b"chcp 65001" in content


@pytest.mark.parametrize("path", sorted(SERVICE.glob("*.cmd")), ids=lambda path: path.name)
def test_a_script_for_windows_takes_a_crash_for_a_failure(path):
    text = path.read_text("utf-8").lower()

    assert "if %errorlevel% neq 0" in text
    assert "if errorlevel" not in text  # "at least 1", but a crash (0xC0000005) counts as less than 0


def test_the_backup_of_windows_writes_all_it_says_beside_the_data_and_does_without_where_it_cannot():
    lines = (SERVICE / "backup.cmd").read_text("utf-8").splitlines()
    ours = [line for line in lines if line.startswith('".venv\\Scripts\\workbench.exe"')]

    assert len(ours) == 2 and all(line.endswith('>> "%LOG%" 2>&1') for line in ours)
    assert [lines[lines.index(line) + 1] for line in ours] == ["if %errorlevel% neq 0 exit /b 1"] * 2
    assert 'if defined WORKBENCH_HOME set "HERE=%WORKBENCH_HOME%"' in lines
    tried = lines.index('set "OPEN=yes" >> "%LOG%"')  # is not done where the file cannot be opened
    assert lines[tried - 1] == 'set "OPEN="' and tried < lines.index(ours[0])
    assert lines[tried + 1] == 'if not defined OPEN set "LOG=%TEMP%\\petition-workbench-backup-task.log"'


def test_the_page_speaks_of_every_file():
    page = (SERVICE / "README.md").read_text("utf-8")
    shown = page.replace(
        "petition-workbench-backup.service`、`.timer", "petition-workbench-backup.timer .service"
    )

    for path in SERVICE.iterdir():
        assert path.name in shown or path.name in page or path.stem in page, path.name
