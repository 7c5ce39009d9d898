"""Taking out of a text what might be personal, in whatever script: for logs, and for what libraries print."""

from __future__ import annotations

import re
from typing import Any, Final

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a kernel
_INCIDENT = re.compile(r"(?=(?:[0-9]*[a-f]){2})[0-9a-f]{8}")
_ADDRESS = re.compile(r"(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?!\.?\d)")
_STAYS = re.compile(
    rf"(?<!\w)(?:{_ID.pattern}|{_ADDRESS.pattern}|token t[0-9a-f]{{7}}|voila_[a-z0-9_]{{8}})(?!\w)"
)
_PAPER = re.compile(  # a file that people name, often after whom it concerns, with its folder
    r"(?i)(?<![\w./\\:~()+-])[\w./\\:~()+-]+(\.(?:xls[xmb]?|ett?|csv|tsv|ods|docx?|odt|wps|rtf|pdf|ofd|pptx?|"
    r"jpe?g|png|gif|bmp|tiff?|heic|mp[34]|m4a|wav|amr|eml|zip|rar|7z|txt))(?!\w)"
)
_PLAIN = re.compile(r"[a-z_][a-z0-9_./-]*")  # how a key, column, constraint or file is called


def _number(found: re.Match[str]) -> str:
    return found[0] if sum(map(str.isdigit, found[0])) < 7 else "#"


def _run(found: re.Match[str]) -> str:
    return found[0] if found[0] in _KNOWN or _INCIDENT.fullmatch(found[0]) else "#"


def _quoted(found: re.Match[str]) -> str:
    return found[0] if _PLAIN.fullmatch(found[2]) else f"{found[1]}…{found[1]}"


def _names(found: re.Match[str]) -> str:
    return found[0] if _KNOWN.issuperset(found[0].split()) else "□"


_KNOWN: Final = frozenset(
    "Accept Bad Checkpoint Error Failing Forbidden Found Gateway Host Internal Kernel Key Method Not Origin "
    "Permission Python Referer Request Server Service Timeout Too Many Unauthorized Unavailable User Agent "
    "gb18030 http1connection iso8859 psycopg2 sqlite3".split()
)
_TAKEN_OUT: Final[tuple[tuple[re.Pattern[str], Any], ...]] = (
    # What a database server adds holds the row itself, over as many lines as its texts have.
    (
        re.compile(r"(?s)(?<!\w)(DETAIL|CONTEXT|STATEMENT|HINT|QUERY|WHERE|详细信息|上下文|语句)\s*[:：].*"),
        "(details cut)",
    ),
    (re.compile(r"(?s)\[(?:SQL|parameters):.*"), "(statement cut)"),
    (re.compile(r"(?i)\b(bearer|basic)\s+\S+"), r"\1 …"),
    (re.compile(r"\?[^\s\"'()]+"), "?…"),
    (re.compile(r"(?:%[0-9A-Fa-f]{2})+|(?:\\x[0-9a-f]{2})+|(?:\\u[0-9a-f]{4}|\\U[0-9a-f]{8})+"), "…"),
    (re.compile(r"[^\x00-\x7f…□]+"), "□"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "@…"),
    (_PAPER, r"…\1"),
    (re.compile(r"(?<!\w)(['\"])((?:(?!\1)[^\\\n]|\\.){1,400})\1"), _quoted),
    (re.compile(r"(?<![A-Za-z])(?<!X-)[A-Z][a-z]+(?:[ '-][A-Z][a-z]+)+(?![A-Za-z])"), _names),
    (re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{5,8}\(?[0-9A]?\)?(?![A-Za-z0-9])"), "#"),
    (
        re.compile(
            r"\b(" + _ID.pattern + r")\b|(?<![0-9A-Za-z.])[0-9][0-9 -]{5,}[0-9][0-9Xx]?(?![0-9A-Za-z])"
        ),
        lambda found: found[1] or "#",
    ),
)
_RUNS: Final[tuple[tuple[re.Pattern[str], Any], ...]] = (
    (re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])[A-Za-z0-9]{7,}(?![A-Za-z0-9])"), _run),
    (re.compile(r"(?<![0-9A-Za-z])[0-9]+(?:[ ._/+-]{1,2}[0-9]+)+"), _number),
)


def masked(text: str) -> str:
    """Return ``text`` without what might be personal, in whatever script.

    Taken out: all but ASCII; what a database server tells of a row; numbers of 7 digits and more however they
    are parted, with letters too; addresses of mail; tokens; queries; what stands in quotes and is no plain
    key; how papers and tables are called as files; names written with capitals. Types, plain keys, places in
    the program, statuses and ids stay.
    """
    for pattern, sign in _TAKEN_OUT:
        text = pattern.sub(sign, text)
    pieces, end = [], 0
    for found in _STAYS.finditer(text):  # ids of kernels may be digits for the most part
        pieces += [_without_runs(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*pieces, _without_runs(text[end:])])


def is_id(text: str) -> bool:
    """Return whether ``text`` is the id of a kernel or of a token, or the address of a machine."""
    return bool(_STAYS.fullmatch(text))


def _without_runs(text: str) -> str:
    for pattern, sign in _RUNS:
        text = pattern.sub(sign, text)
    return text
