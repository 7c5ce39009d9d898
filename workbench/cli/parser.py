"""An argparse parser that speaks Chinese throughout: headings, help, and what went wrong."""

from __future__ import annotations

import argparse
import codecs
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

LONGEST_TYPED: Final = 16 * 1024 * 1024  # bytes; somebody may give a backup for its key
FILLER: Final = "\u200b"  # no width, not typed by anyone

# argparse sends its own sentences through ``_``; these are all a user can meet.
SENTENCES: Final = {
    "usage: ": "用法：",
    "options": "选项",
    "positional arguments": "参数",
    "show this help message and exit": "显示本帮助并退出",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "not allowed with argument %s": "不能与参数 %s 同时使用",
    "ignored explicit argument %r": "此参数不带值，却给了“%s”",
    "the following arguments are required: %s": "缺少参数：%s",
    "one of the arguments %s is required": "下列参数须给出一个：%s",
    "expected one argument": "须给出一个值",
    "expected at most one argument": "最多给出一个值",
    "expected at least one argument": "至少给出一个值",
    "expected %s argument": "须给出 %s 个值",
    "expected %s arguments": "须给出 %s 个值",
    "ambiguous option: %(option)s could match %(matches)s": "参数 %(option)s 不明确，可能是 %(matches)s",
    "unexpected option string: %s": "不应出现的参数：%s",
    "invalid %(type)s value: %(value)r": "值“%(value)s”无效",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有“%(value)s”，可选：%(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "没有“%(value)s”，是否想用“%(closest)s”？可选：%(choices)s"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": "没有“%(parser_name)s”，可选：%(choices)s",
}


def _chinese(sentence: str) -> str:
    return SENTENCES.get(sentence, sentence)


def _chinese_plural(singular: str, plural: str, count: int) -> str:
    return _chinese(singular if count == 1 else plural)


vars(argparse).update(_=_chinese, ngettext=_chinese_plural)


class UsageError(ValueError):
    """The command line was not understood; ``usage`` is the line that shows how it should look."""

    def __init__(self, sentence: str, usage: str = "") -> None:
        super().__init__(sentence)
        self.usage = usage


class _Actions(argparse._SubParsersAction):  # type: ignore[type-arg]
    """Actions whose own help begins with what stands beside them in the list."""

    def add_parser(self, name: str, **settings: Any) -> Any:
        if "help" in settings:
            settings.setdefault("description", f"{settings['help'].rstrip('。')}。")
        return super().add_parser(name, **settings)


class Parser(argparse.ArgumentParser):
    """A parser whose every command and action takes ``-h/--help`` and ``--json``."""

    def __init__(self, **settings: Any) -> None:
        # An option must be written out: a script that relies on a prefix breaks with the next option.
        super().__init__(formatter_class=Formatter, allow_abbrev=False, **settings)
        self.set_defaults(run=None)
        # SUPPRESS: an action's parser must not overwrite what stood before it.
        self.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="只输出一个 JSON 对象，供脚本使用"
        )

    def add_actions(self, title: str = "操作") -> argparse._SubParsersAction[Parser]:
        """Return the object whose ``add_parser(name, help=…)`` adds an action; one must be chosen.

        An action's own ``set_defaults(run=…)`` goes before that of the command.
        """
        return self.add_subparsers(
            title=title, metavar=title, required=True, parser_class=Parser, action=_Actions
        )

    def add_version(self) -> None:
        """Add ``--version``."""
        self.add_argument("--version", action=_Version, nargs=0, help="显示版本并退出")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return the options; ``options.json`` is always there."""
        return super().parse_args(args, namespace or argparse.Namespace(json=False))

    def error(self, message: str) -> NoReturn:
        before, choose, choices = message.partition("可选：")
        message = before + choose + choices.replace("'", "").replace(", ", "、")
        raise UsageError(f"{message}。加 --help 可看用法。", self.format_usage())


class Formatter(argparse.HelpFormatter):
    """Help text laid out by the width on the screen, where a Chinese character takes two columns."""

    def _format_action(self, action: argparse.Action) -> str:
        if isinstance(action, argparse._SubParsersAction):
            # The heading says it already; the stock help would repeat it as a line of its own.
            return "".join(self._format_action(child) for child in action._get_subactions())
        return super()._format_action(action)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        # argparse pads by the number of characters: make that number the width; removed again below.
        text = super()._format_action_invocation(action)
        return text + FILLER * (sum(map(_columns, text)) - len(text))

    def format_help(self) -> str:
        text = super().format_help().replace(FILLER, "")
        return re.sub(r"^(\S+):$", r"\1：", text, flags=re.MULTILINE)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(_wrapped(text, width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in _wrapped(text, width - len(indent)))


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from importlib.metadata import version

        parser.exit(0, f"信访工作台 {version('petition-workbench')}\n")


def day(text: str) -> date:
    """Return the date written as 2026-03-31; use as ``type=day``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-03-31 的样子") from None


def whole_number(text: str) -> int:
    """Return the whole number, zero or more; use as ``type=whole_number``."""
    if not (text.isascii() and text.isdigit()):
        is_below = text.startswith("-") and text[1:].isdigit()
        raise argparse.ArgumentTypeError(f"“{text}”{'不能小于零' if is_below else '不是整数'}")
    return int(text)


def port_number(text: str) -> int:
    """Return the port, 1 to 65535; use as ``type=port_number``."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"“{text}”不是端口，请给出 1 到 65535 之间的整数")
    return int(text)


def counting_number(text: str) -> int:
    """Return the whole number, one or more; use as ``type=counting_number``."""
    number = whole_number(text)
    if not number:
        raise argparse.ArgumentTypeError("须至少为 1")
    return number


def existing_file(text: str) -> Path:
    """Return the path of a file that is there and can be read; use as ``type=existing_file``."""
    path = Path(text)
    if os.path.isdir(path):
        raise argparse.ArgumentTypeError(f"“{text}”是文件夹，不是文件")
    if not os.path.isfile(path):
        raise argparse.ArgumentTypeError(f"找不到文件“{text}”")
    if not os.access(path, os.R_OK):
        raise argparse.ArgumentTypeError(f"读不了文件“{text}”，这个用户没有权限")
    return path


def folder_path(text: str) -> Path:
    """Return the path of a folder, there or not; as ``type=folder_path``. A script may have none to give."""
    if not text.strip():
        raise argparse.ArgumentTypeError("没有给出文件夹")
    return Path(text)


def read_typed(path: Path) -> str:
    """Return a text that somebody may have typed anew: editors put marks before it, or use UTF-16."""
    with path.open("rb") as file:
        content = file.read(LONGEST_TYPED)
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if is_wide else "utf-8-sig", "replace")


def _wrapped(text: str, width: int) -> Iterable[str]:
    line, used = "", 0
    # A word in Latin letters stays whole; Chinese may break anywhere but before a stop.
    for piece in re.findall(r"[!-~]+|.", text):
        columns = sum(map(_columns, piece))
        if used and used + columns > max(width, 20) and piece not in "，。；：、）”":
            yield line.rstrip()
            line, used = "", 0
        line, used = line + piece, used + columns
    yield line


def columns_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows below their heads, columns as wide on the screen as their widest text."""
    if not rows:
        return []
    lines = [heads, *rows]
    widths = [max(sum(map(_columns, text)) for text in column) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            text + " " * (width - sum(map(_columns, text))) for text, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    ]


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
