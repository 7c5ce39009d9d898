"""Of an error a log tells type, codes and places; what the error was told stays out, in any script."""

import linecache
import logging
import sqlite3
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from workbench.log_errors import chain_of, places_in, told_error
from workbench.logs import JsonLines

NAMES = ("张三", "zhangsan", "zhang san", "ZHANG", "430682199001011234", "138 1234 5678")


def raised(code, **given):
    linecache.cache["<tried>"] = (len(code), None, code.splitlines(keepends=True), "<tried>")
    try:
        exec(compile(code, "<tried>", "exec"), given)
    except BaseException as error:
        return error
    raise AssertionError(code)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "code",
    [
        "{}[name]",
        "raise KeyError(name)",
        "raise ValueError(f'no row of {name}')",
        "raise TypeError(name)",
        "raise AttributeError(f'no {name}', name=name)",
        "raise RuntimeError('a') from KeyError(name)",
        "open('/none/' + name)",
        "int(name + 'x')",
        "assert name == '', name",
        "import datetime; datetime.date.fromisoformat(name)",
        "(name + '\\xe4').encode('ascii')",
        "raise SystemExit(name)",
        "import sqlite3; sqlite3.connect(':memory:').execute(f\"select * from t where a = '{name}\")",
    ],
)
def test_no_text_of_an_error_is_told(code, name):
    error = raised(code, name=name)

    told = JsonLines().format(
        logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (type(error), error, error.__traceback__))
    )

    assert name not in told and ascii(name)[1:-1] not in told
    assert type(error).__name__ in told


def test_what_python_says_of_names_of_the_program_is_told():
    assert told_error(raised("None.name")) == "AttributeError: name of NoneType"
    assert told_error(raised("there_is_none")) == "NameError: there_is_none"
    assert told_error(raised("import no_such_thing")) == "ModuleNotFoundError: no_such_thing"
    assert told_error(raised("1 / 0")) == "ZeroDivisionError: division by zero"
    assert told_error(raised("(lambda: 1)(2)")).startswith("TypeError: <lambda>() takes 0 positional")
    assert told_error(raised("open('/none/x')")) == "FileNotFoundError: [Errno 2] ENOENT"
    assert told_error(raised("raise KeyError(1)")) == "KeyError"


def test_codes_and_names_of_a_database_are_told_and_no_row():
    missing = raised("import sqlite3; sqlite3.connect(':memory:').execute('select * from petition_case')")
    assert told_error(missing) == "sqlite3.OperationalError: SQLITE_ERROR no such table: petition_case"
    wrapped = OperationalError("select '张三'", {"name": "张三"}, sqlite3.OperationalError("near 张三"))
    assert told_error(wrapped) == "sqlalchemy.exc.OperationalError"

    diag = SimpleNamespace(constraint_name="ck_person_kind", table_name="person", column_name=None)
    origin = type("CheckViolation", (Exception,), {"sqlstate": "23514", "diag": diag})("Failing row (张三)")
    error = IntegrityError("insert", {}, origin)
    assert told_error(error) == "sqlalchemy.exc.IntegrityError: 23514 ck_person_kind person"


def test_what_an_error_comes_from_is_told_in_its_turn():
    error = raised("try:\n {}['zhang']\nexcept KeyError as e:\n raise ValueError('x') from e")

    assert chain_of(error) == ["KeyError"]


def test_places_are_read_out_of_what_ipython_shows_and_no_line_of_code():
    shown = (
        "KeyError                 Traceback (most recent call last)\n"
        "Cell In[1], line 4\n      1 def go():\n----> 4 go('zhangsan')\n"
        "File /srv/a/widgets/parts/grid.py:12, in go(name)\n     11 x = 'zhangsan'\n\nKeyError: 'zhangsan'"
    )

    assert places_in(shown) == ["cell:4", "grid.py:12"]


def test_of_a_librarys_line_its_authors_words_stay_and_what_it_met_does_not():
    def said(message, *given):
        return JsonLines().format(
            logging.LogRecord("tornado", logging.ERROR, "web.py", 7, message, given, None)
        )

    told = said("refused %s from %r at %s: %d (%s)", "zhangsan", ["zhang san"], "127.0.0.1", 403, None)
    assert "refused … from … at 127.0.0.1: 403 (…)" in told
    assert "web.py:7" in said("broken %d", "zhangsan")
    kernel = "7f3a91c2-0b1d-4e5f-8a6b-1234567890ab"
    assert kernel in said("Kernel started: %s", kernel)
