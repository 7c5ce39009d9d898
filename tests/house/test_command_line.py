"""The command line speaks Chinese throughout and answers with a status that a script can trust."""

import json
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from workbench import cli
from workbench.cli import COMMANDS, Command, Reply, main


class RefusedError(ValueError):
    """A domain error as the rooms define them."""

    __module__ = "workbench.made_up"


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Install a made-up command ``try`` whose ``run`` is given by the test; its home is private."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))

    def install(run, add_arguments=lambda parser: None):
        module = SimpleNamespace(run=run, add_arguments=add_arguments)
        monkeypatch.setitem(COMMANDS, "try", Command("made.up", "试用"))
        monkeypatch.setattr(cli, "import_module", lambda name: module)

    return install


def test_a_command_answers_in_words(command, capsys):
    command(lambda options: Reply({"imported": 3}, "已导入 3 件。"))

    assert main(["try"]) == 0
    assert capsys.readouterr().out == "已导入 3 件。\n"


@pytest.mark.parametrize("arguments", [["try", "--json"], ["--json", "try"]])
def test_json_prints_one_object_and_nothing_else(command, capsys, arguments):
    def run(options):
        cli.say(options, "正在导入……")
        return Reply({"imported": 3}, "已导入 3 件。")

    command(run)

    assert main(arguments) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"imported": 3}
    assert printed.err == "正在导入……\n"


def test_a_refusal_is_one_sentence_and_status_one(command, capsys):
    def run(options):
        raise RefusedError("此文件已导入。")

    command(run)

    assert main(["try"]) == 1
    assert capsys.readouterr().err == "此文件已导入。\n"
    assert main(["try", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"error": "此文件已导入。"}


def test_an_unexpected_error_gets_a_number_that_the_log_knows(command, capsys, tmp_path):
    def run(options):
        raise KeyError("lost")

    command(run)

    assert main(["try"]) == 3
    said = capsys.readouterr().err
    number = re.search(r"编号 ([0-9a-f]{8})", said)[1]
    log = (tmp_path / "logs" / "workbench.log").read_text("utf-8")
    assert number in log and '"KeyError"' in log and "lost" not in log
    assert "KeyError" not in said


def test_an_unexpected_error_without_a_log_keeps_its_number_and_tells_nothing_of_anybody(
    command, capsys, tmp_path
):
    (tmp_path / "logs").write_text("a file in the place of the folder", "utf-8")

    def run(options):
        raise RuntimeError("王小明 13812345678 430682199001011234")

    command(run)

    assert main(["try"]) == 3
    said = capsys.readouterr().err
    number = re.search(r"编号 ([0-9a-f]{8})", said)[1]
    assert f'"id": "{number}"' in said and "无法写入" in said
    assert not any(marker in said for marker in ("王小明", "13812345678", "430682199001011234", "Traceback"))


def test_an_ordinary_value_error_is_no_refusal(command):
    def run(options):
        raise ValueError("invalid literal for int()")

    command(run)

    assert main(["try"]) == 3


def test_an_interrupted_command_says_so(command, capsys):
    def run(options):
        raise KeyboardInterrupt

    command(run)

    assert main(["try"]) == 130
    assert capsys.readouterr().err == "已中断。\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少参数：命令"),
        (["nothing"], "没有“nothing”，可选：init、database、"),
        (["try"], "缺少参数：文件"),
        (["try", "a", "b"], "不认识的参数：b"),
        (["try", "a", "--day", "31.3.2026"], "“31.3.2026”不是日期"),
        (["try", "a", "--day"], "须给出一个值"),
        (["try", "a", "--count", "many"], "“many”不是整数"),
        (["try", "a", "--json=1"], "此参数不带值"),
        (["try", "a", "--kind", "z"], "没有“z”，可选：x、y。"),
        (["try", "a", "--on", "--off"], "不能与参数 --on 同时使用"),
    ],
)
def test_wrong_usage_is_explained_in_chinese(command, capsys, arguments, said):
    from workbench.cli.parser import day, whole_number

    def add_arguments(parser):
        parser.add_argument("file", metavar="文件")
        parser.add_argument("--day", metavar="日期", type=day)
        parser.add_argument("--count", metavar="个数", type=whole_number)
        parser.add_argument("--kind", choices=["x", "y"])
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--on", action="store_true")
        either.add_argument("--off", action="store_true")

    command(lambda options: Reply({}), add_arguments)

    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert said in printed.err and printed.err.startswith("用法：")
    assert printed.out == ""


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_has_no_english_word(capsys, name):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"] if name else ["--help"])

    assert ended.value.code == 0
    text = capsys.readouterr().out
    for known in (
        *COMMANDS,
        "workbench",
        "petition",
        "JSON",
        "JupyterLab",
        "Ctrl",
        "SQLite",
        "PostgreSQL",
        "SQLAlchemy",
        "Spark",
    ):
        text = re.sub(rf"\b{known}\b", "", text)
    names = {*re.findall(r"^  ([a-z]+)\b", text, re.MULTILINE), "xlsx", "xls", "csv"}  # of its actions
    # What remains in Latin letters may only be options, file names, addresses and their examples.
    words = re.findall(r"(?<![-\w./:{'\"])[A-Za-z]{3,}(?![-\w./:}'\"=])", text)
    assert [word for word in words if word not in names] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ledger", "verify"], "核验台账：重算散列树，重放台账并与记录逐行比对。"),
        (["user", "reset"], "重置密码，显示新的一次性密码，并解除锁定。"),
        (["cases"], "按条件列出信访事项。"),
    ],
)
def test_the_help_of_every_command_and_action_says_what_it_does(capsys, arguments, words):
    with pytest.raises(SystemExit):
        main([*arguments, "--help"])

    assert words in capsys.readouterr().out


def test_help_shows_without_loading_anything_heavy():
    code = (
        "import sys\nfrom workbench.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'sqlalchemy', 'pandas', 'numpy', 'jupyter_server', 'rich'} & set(sys.modules)\n"
        "print(*heavy, file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == ""


def test_output_is_utf8_whatever_the_locale():
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "--help"],
        capture_output=True,
        check=True,
        env={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )

    assert done.stdout.decode("utf-8").startswith("用法：workbench")


def test_a_reader_who_has_gone_is_told_nothing_more(tmp_path):
    read, written = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "workbench", "document", "list"],
            stdout=written,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "WORKBENCH_HOME": str(tmp_path)},
        )
    finally:
        os.close(written)

    assert (done.returncode, done.stderr) == (1, b"")
