"""``workbench backup`` and ``workbench restore`` as the person who keeps the workbench types them."""

import json
import os
import signal
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbench.backup.restore import Restored
from workbench.backup.sealed import new_pair
from workbench.china_time import CHINA
from workbench.cli import main
from workbench.cli.backup import stoppable
from workbench.cli.new_file import write_private
from workbench.cli.restore import _lines
from workbench.key_file import make_key


@pytest.fixture
def here(tmp_path, monkeypatch, capsys):
    """A made workbench with a key pair; its private half lies outside, as on a stick."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    assert main(["init"]) == 0
    assert main(["backup", "key", str(tmp_path / "stick.key")]) == 0
    said = capsys.readouterr().out
    private = (tmp_path / "stick.key").read_text().splitlines()[-1]
    assert private.startswith("AGE-SECRET-KEY-1") and private not in said
    return tmp_path


def ask(capsys, *arguments):
    status = main([*arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_backup_is_made_listed_tested_again_and_restored(here, capsys):
    status, good = ask(capsys, "backup", "--to", str(here / "disk"))
    assert (status, good["cases"]) == (0, 0)
    file = here / "disk" / good["file"]

    _, listed = ask(capsys, "backup", "list", "--to", str(here / "disk"))
    assert [one["file"] for one in listed["backups"]] == [good["file"]]
    status, again = ask(capsys, "backup", "check", str(file), "--key", str(here / "stick.key"))
    assert (status, again["good"], again["other_ledger"]) == (0, True, False)
    status, done = ask(
        capsys, "restore", str(file), "--into", str(here / "new"), "--key", str(here / "stick.key"),
        "--code", good["code"], "--size", str(good["ledger_size"]),
    )  # fmt: skip
    assert (status, done["ledger_size"], done["missing"]) == (0, good["ledger_size"], 0)
    assert {check["fault"] for check in done["checks"]} == {""}
    checked = ("--quick", "--code", good["code"], "--size", str(good["ledger_size"]))
    main(["restore", str(file), "--into", str(here / "third"), "--key", str(here / "stick.key"), *checked])
    said = capsys.readouterr().out
    assert "与给出的纸面校验码相符" in said and "再恢复一次" not in said


def test_a_restored_older_copy_is_told_in_words(here, capsys):
    main(["backup", "--to", str(here / "disk")])
    file = next((here / "disk").glob("*.age"))
    main(["user", "add", "anna", "--name", "安娜", "--role", "supervisor"])
    from tests.factories import CLERK, make_register
    from workbench.app import open_workbench

    bench = open_workbench()
    bench.perform(make_register(), actor=CLERK)
    bench.close()
    main(["ledger", "checkpoint"])
    capsys.readouterr()

    command = ["restore", str(file), "--into", str(here / "new"), "--key", str(here / "stick.key"), "--quick"]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "1条不在其中" in said and "两个人共同运行 workbench ledger acknowledge" in said
    assert main(command) == 1
    assert "不覆盖" in capsys.readouterr().err


def test_a_restore_says_that_accounts_are_those_of_its_day(here, capsys):
    for name in ("lisi", "wangwu"):
        main(["user", "add", name, "--name", name, "--role", "supervisor", "--unit", "430682LX"])
    main(["backup", "--to", str(here / "disk")])
    file = next((here / "disk").glob("*.age"))
    main(["user", "disable", "lisi"])
    main(["ledger", "checkpoint"])
    capsys.readouterr()
    command = ["restore", str(file), "--into", str(here / "new"), "--key", str(here / "stick.key"), "--quick"]

    assert main(command) == 0

    said = capsys.readouterr().out
    assert "账号、角色、密码和令牌是备份那时的" in said and "workbench user list" in said
    assert "workbench user log" in said and "workbench token list" in said
    (line,) = (line for line in said.splitlines() if "账号、角色、密码和令牌" in line)
    assert f"{datetime.now(CHINA):%Y年%m月%d日}" in line and "停用" in line


def test_who_acknowledges_a_restore_is_told_of_the_accounts_before_he_types(here, capsys):
    assert main(["ledger", "acknowledge", "anna", "berta", "--why", "磁盘坏了"]) != 0
    assert "账号、角色、密码和令牌也回到了那份备份的时候" in capsys.readouterr().err


def test_a_private_key_is_not_made_inside_the_workbench_nor_twice(here, capsys):
    assert main(["backup", "key", str(here / "home" / "my.key")]) == 1
    assert "带走" in capsys.readouterr().err
    assert main(["backup", "key", str(here / "other.key")]) == 1
    assert "--replace" in capsys.readouterr().err
    assert not (here / "other.key").exists()
    assert (
        main(["backup", "key", str(here / "stick.key"), "--replace"]) == 1
    )  # never over a key that is there
    assert "已经存在" in capsys.readouterr().err
    assert main(["backup", "key", str(here / "other.key"), "--replace"]) == 0


def test_a_key_that_cannot_be_kept_leaves_no_private_file_and_the_former_key(here, capsys):
    kept = here / "home" / "backup.pub"
    before = kept.read_text()
    (here / "home" / "backup.pub.new").mkdir()  # stands in the way of writing

    assert main(["backup", "key", str(here / "other.key"), "--replace"]) == 1
    assert "写不了文件" in capsys.readouterr().err
    assert kept.read_text() == before
    assert [one.name for one in here.glob("other*")] == []


@pytest.mark.parametrize("is_file", [True, False])
def test_a_public_key_is_taken_whose_private_half_was_never_here(here, capsys, is_file):
    public, private = new_pair()
    (here / "public.txt").write_text(f"# created: 2026-03-31\n{public}\n")
    (here / "elsewhere.key").write_text(f"{private}\n")
    given = str(here / "public.txt") if is_file else public

    assert main(["backup", "key", "--public", given]) == 1
    assert "--replace" in capsys.readouterr().err
    status, told = ask(capsys, "backup", "key", "--public", given, "--replace")
    assert (status, told) == (0, {"private": None, "public": public})
    assert (here / "home" / "backup.pub").read_text() == f"{public}\n"
    assert (here / "home" / "backup.pub").stat().st_mode & 0o777 == 0o600

    _, good = ask(capsys, "backup", "--to", str(here / "disk"))
    command = ["backup", "check", str(here / "disk" / good["file"]), "--key", str(here / "elsewhere.key")]
    assert ask(capsys, *command)[1]["good"]


def test_a_private_key_on_the_disk_of_the_data_is_warned_of(here, capsys, monkeypatch):
    assert main(["backup", "key", str(here / "same.key"), "--replace"]) == 0
    told = capsys.readouterr().out
    assert "同一块磁盘" in told and "U 盘" in told and "不再保存" not in told

    monkeypatch.setattr("workbench.backup.whereabouts.is_apart", lambda folder, home: True)
    assert main(["backup", "key", str(here / "stick2.key"), "--replace"]) == 0
    told = capsys.readouterr().out
    assert "同一块磁盘" not in told and "不再保存" in told


def test_what_is_no_public_key_is_refused_and_the_key_stays(here, capsys):
    public, private = new_pair()
    before = (here / "home" / "backup.pub").read_text()
    (here / "pair.txt").write_text(f"# public key: {public}\n{private}\n")
    wrong = {
        str(here / "pair.txt"): "私钥不要放到本机",
        private: "私钥不要放到本机",
        public[:-1] + ("q" if public[-1] != "q" else "p"): "抄错",
        str(here / "none.txt"): "找不到文件",
    }
    for given, said in wrong.items():
        assert main(["backup", "key", "--public", given, "--replace"]) == 1
        told = capsys.readouterr().err
        assert said in told and private not in told
    for arguments in (["--public", public, str(here / "x.key")], []):
        assert main(["backup", "key", "--replace", *arguments]) == 2
        assert "--public" in capsys.readouterr().err
    assert (here / "home" / "backup.pub").read_text() == before and not (here / "x.key").exists()


def test_half_of_what_stands_on_paper_is_not_enough(here, capsys):
    (here / "some.age").write_bytes(b"x")
    command = ["restore", str(here / "some.age"), "--into", str(here / "n"), "--key", str(here / "stick.key")]

    assert main([*command, "--code", "A"]) == 2
    assert "--size" in capsys.readouterr().err
    assert main(command) == 1
    assert "不是本软件的备份文件" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"AGE-SECRET-KEY-1QQ", b"", b"\x1f\x8b\n\x80\n"])
def test_a_key_file_that_is_none_is_told_in_words(here, capsys, content):
    (here / "wrong.key").write_bytes(content)
    for command in (["restore", "--into", str(here / "n")], ["backup", "check"]):
        assert main([*command, str(here / "stick.key"), "--key", str(here / "wrong.key")]) == 1
        assert "不是规定的格式" in capsys.readouterr().err


def test_the_doctor_tells_what_to_do_and_is_content_after_a_backup(here, capsys):
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "还没有试恢复过的备份" in said and "workbench backup" in said

    main(["backup"])
    main(["ledger", "checkpoint"])
    capsys.readouterr()
    status, told = ask(capsys, "doctor", "--deep")
    assert status == 0, told
    codes = {one["code"] for one in told["findings"]}
    assert {"versions", "font", "disk", "database", "pages", "ledger", "backup", "size"} <= codes
    assert codes & {"holidays", "holidays_missing"}  # in December, whether the next year is known by now
    main(["doctor", "--all"])
    assert "数据库：" in capsys.readouterr().out


def test_a_slip_in_the_place_of_backups_is_told_and_is_no_failed_backup(here, capsys):
    file = here / "notes.txt"
    file.write_text("x")
    for given in (file, file / "disk"):
        assert main(["backup", "--to", str(given)]) == 1
        assert f"“{file}”是文件，不是文件夹" in capsys.readouterr().err
        assert main(["backup", "list", "--to", str(given)]) == 1
        assert "没有文件夹" in capsys.readouterr().err
    (here / "disk").symlink_to(here / "stick" / "backups")
    assert main(["backup", "--to", str(here / "disk")]) == 1
    assert "指向的地方不在" in capsys.readouterr().err
    assert main(["backup", "--to", ""]) == 2  # of a script whose variable is empty
    assert "没有给出文件夹" in capsys.readouterr().err
    command = ["restore", str(file), "--key", str(here / "stick.key"), "--into", str(file / "new")]
    assert main(command) == 1
    assert f"“{file}”不是文件夹" in capsys.readouterr().err
    assert not (here / "home" / "backups.jsonl").exists()
    assert main(["backup", "list", "--to", str(here / "none")]) == 1
    assert main(["backup", "list"]) == 0
    assert "没有试恢复过的备份" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["backup-work", "frozen/2026", "scratch"])
def test_nothing_is_put_where_the_workbench_tidies_up_by_itself(here, capsys, name):
    ours = here / "home" / name
    assert main(["backup", "--to", str(ours)]) == 1
    assert "会被清掉" in capsys.readouterr().err
    command = ["restore", str(here / "stick.key"), "--key", str(here / "stick.key"), "--into", str(ours)]
    assert main(command) == 1
    assert "会被清掉" in capsys.readouterr().err
    assert not ours.exists()


def test_no_backup_is_put_among_what_it_is_a_backup_of(here, capsys):
    assert main(["backup", "--to", str(here / "home")]) == 1
    assert "就是工作台的数据文件夹" in capsys.readouterr().err
    assert not list((here / "home").glob("*.age*"))


@pytest.mark.parametrize("how", ["key", "pair"])
def test_a_key_lies_on_the_disk_with_its_name(tmp_path, monkeypatch, how):
    asked, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (asked.append(os.fstat(handle).st_ino), sync(handle)))
    path = tmp_path / "made.key"

    if how == "key":
        make_key(path)
    else:
        write_private(path, b"key")

    assert asked == [path.stat().st_ino, tmp_path.stat().st_ino]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_private_key_that_an_editor_saved_in_its_own_way_is_read(here, capsys, encoding):
    told = (here / "stick.key").read_text("utf-8").replace("\n", "\r\n")
    (here / "typed.txt").write_bytes(told.encode(encoding))
    command = ["restore", str(here / "stick.key"), "--key", str(here / "typed.txt"), "--into"]

    assert main([*command, str(here / "new")]) == 1
    assert "不是本软件的备份文件" in capsys.readouterr().err  # the key is one
    command[-1:] = ["--witness", str(here / "typed.txt"), "--into"]
    assert main([*command, str(here / "new")]) == 1
    assert "见证文件不是规定的格式" in capsys.readouterr().err


def test_a_file_that_is_none_or_cannot_be_read_is_told_apart_from_one_that_is_not_there(
    here, capsys, monkeypatch
):
    command = ["restore", "--into", str(here / "new"), "--key", str(here / "stick.key")]
    assert main([*command, str(here)]) == 2
    assert "是文件夹，不是文件" in capsys.readouterr().err
    monkeypatch.setattr("workbench.cli.parser.os.access", lambda *_: False)
    assert main([*command, str(here / "stick.key")]) == 2
    assert "没有权限" in capsys.readouterr().err
    assert main(["backup", "list", "--to", str(here)]) == 1
    assert "读不了文件夹" in capsys.readouterr().err


def test_a_terminal_that_is_closed_stops_a_backup_as_ctrl_c_does_but_not_under_nohup():
    with pytest.raises(KeyboardInterrupt), stoppable():
        signal.raise_signal(signal.SIGHUP)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_who_restored_a_database_of_a_server_hears_that_accounts_have_no_rights_in_it_yet():
    manifest = SimpleNamespace(
        made="2026-01-05T00:00:00+00:00", engine="postgresql", counts={}, ledger_size=1, code="x"
    )

    said = _lines(Restored(Path("home"), "address", manifest, (), 0), [])[-1]

    assert "另一本台账" in _lines(Restored(Path("home"), "address", manifest, (), 0, "", True), [])[0]
    assert said.index("属主运行 workbench database roles") < said.index("workbench doctor")
