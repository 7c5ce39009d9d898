"""No callback fails in silence: a domain error shows its sentence, anything else a number and a log line."""

from __future__ import annotations

import functools
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from widgets.parts.slow import Slow

log = logging.getLogger("workbench.widgets")

OUT_OF_MEMORY = (
    "这一步要用的内存超过了每个页面的上限，没有完成。请缩小范围（时间、单位）再试；仍不行，请告诉管理员。"
)

P = ParamSpec("P")
R = TypeVar("R")

SILENT: Callable[[str], None] = log.error


def is_domain_error(error: BaseException) -> bool:
    """Return whether an error carries a sentence for the officer.

    Such errors are classes of their own below ``ValueError``, end in ``Error`` and speak Chinese;
    a ``UnicodeDecodeError`` of the standard library is none.
    """
    own = isinstance(error, ValueError) and type(error) is not ValueError
    speaks_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in str(error))
    return own and type(error).__name__.endswith("Error") and speaks_chinese


def sentence_for(error: Exception) -> str:
    """Return what the viewer reads; an unforeseen error is logged with its traceback under a fresh number."""
    if is_domain_error(error):
        return str(error)
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":  # of DuckDB
        log.error("a page has used up its memory", exc_info=error)
        return OUT_OF_MEMORY
    number = secrets.token_hex(4).upper()
    log.error("error %s", number, exc_info=error, extra={"incident": number})  # the log's id of the line
    return f"程序出错（编号 {number}），刚才的操作没有完成。请把编号告诉管理员。"


class Guard:
    """Wraps callbacks: ``@guard`` on a function, ``with guard.watch():`` around lines.

    The shell says where sentences go and shows that something is under way; without a shell they are logged.
    """

    def __init__(self) -> None:
        self._tell = SILENT
        self._slow: Slow | None = None
        self._depth = 0

    def report_to(self, tell: Callable[[str], None], busy: Callable[[bool], None] | None = None) -> None:
        """Send sentences to ``tell`` from now on; call ``busy`` when work takes its time, and at its end."""
        self._tell, self._slow = tell, Slow(busy) if busy is not None else None

    def tell(self, sentence: str) -> None:
        """Show a sentence where the shell shows such sentences."""
        self._tell(sentence)

    def __call__(self, function: Callable[P, R]) -> Callable[P, R | None]:
        """Return ``function`` so that it never raises; it returns ``None`` when it failed."""

        @functools.wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | None:
            with self.watch():
                return function(*args, **kwargs)
            return None

        return guarded

    @contextmanager
    def watch(self, tell: Callable[[str], None] | None = None) -> Iterator[None]:
        """Turn an error of the lines inside into a sentence for ``tell``, else for the shell."""
        self._enter()
        try:
            yield
        except Exception as error:
            (tell or self._tell)(sentence_for(error))
        finally:
            self._leave()

    def _enter(self) -> None:
        self._depth += 1
        if self._depth == 1 and self._slow is not None:
            self._slow.begin()

    def _leave(self) -> None:
        self._depth -= 1
        if self._depth == 0 and self._slow is not None:
            self._slow.end()


guard = Guard()
