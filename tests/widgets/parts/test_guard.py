import json
import logging
import threading

import pytest

from widgets.parts.guard import Guard, sentence_for


class CaseMissingError(ValueError):
    """A domain error."""


def test_a_domain_error_shows_its_own_sentence(told):
    from widgets.parts import guard

    @guard
    def open_case():
        raise CaseMissingError("没有编号为 LX1 的案件，请检查编号。")

    assert open_case() is None
    assert told == ["没有编号为 LX1 的案件，请检查编号。"]


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("secret detail"),
        ValueError("数值不对"),
        KeyError("姓名"),
        CaseMissingError("no Chinese here"),
        json.JSONDecodeError("bad", "doc", 0),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_any_other_error_shows_a_number_and_is_logged_with_it(error, caplog):
    with caplog.at_level(logging.ERROR, "workbench.widgets"):
        sentence = sentence_for(error)

    number = sentence.split("编号 ")[1].split("）")[0]
    assert sentence.startswith("程序出错（编号 ")
    assert "secret" not in sentence
    assert number in caplog.text
    assert caplog.records[0].exc_info[1] is error


def test_two_errors_have_two_numbers():
    assert sentence_for(RuntimeError()) != sentence_for(RuntimeError())


def test_work_is_shown_from_the_outermost_call_to_its_end():
    guard = Guard()
    shown = []
    begun = threading.Event()
    guard.report_to(shown.append, lambda busy: (shown.append(busy), begun.set()))

    @guard
    def inner():
        raise RuntimeError

    @guard
    def outer():
        begun.wait(10)
        inner()
        return "done"

    assert outer() == "done"
    assert shown[0] is True
    assert shown[-1] is False
    assert shown.count(True) == 1


def test_an_interrupt_is_not_swallowed():
    with pytest.raises(KeyboardInterrupt), Guard().watch():
        raise KeyboardInterrupt
