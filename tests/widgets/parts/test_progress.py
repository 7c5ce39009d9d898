import asyncio
import threading

import pytest

from widgets.parts import CancelledByViewerError, Progress


class StoppedShortError(ValueError):
    """Work that cannot go on."""


def without_loop(use):
    """Use a part where no event loop runs: a browser test in the same process leaves one behind."""
    thread = threading.Thread(target=use)
    thread.start()
    thread.join(10)


def test_work_runs_apart_and_its_result_arrives():
    progress = Progress("校验")
    results = []

    without_loop(lambda: progress.run(lambda step: [step(0.5, "一半"), 2816][1], results.append).join(5))

    assert results == [2816]
    assert (progress.phase, progress.fraction) == ("done", 1.0)


def test_the_viewer_can_stop_it(page_of):
    progress = Progress("校验")
    begun, stopped = threading.Event(), []

    def work(step):
        step(0.1)
        begun.set()
        while True:
            step(0.2)

    thread = progress.run(work, stopped.append)
    begun.wait(5)
    page_of(progress).send({"type": "cancel"})
    thread.join(5)

    assert not thread.is_alive()
    assert progress.phase == "stopped"
    assert progress.detail == "已按您的要求停止。"
    assert stopped == []


def test_what_follows_runs_on_the_thread_that_drew_the_page():
    threads = []

    async def page() -> None:
        done = asyncio.Event()

        def then(worker: threading.Thread) -> None:
            threads.extend((worker, threading.current_thread()))
            done.set()

        Progress("校验").run(lambda _step: threading.current_thread(), then)
        await asyncio.wait_for(done.wait(), 5)
        threads.append(threading.current_thread())

    without_loop(lambda: asyncio.run(page()))

    worked, followed, drew = threads
    assert followed is drew
    assert worked is not drew


def test_an_error_of_the_work_becomes_a_sentence():
    progress = Progress("校验")

    def work(_step):
        raise StoppedShortError("第 3 行的日期无法识别。")

    progress.run(work, print).join(5)

    assert (progress.phase, progress.detail) == ("failed", "第 3 行的日期无法识别。")


def test_an_error_of_what_follows_becomes_a_sentence():
    progress = Progress("校验")

    def then(_result):
        raise RuntimeError("x")

    without_loop(lambda: progress.run(lambda _step: None, then).join(5))

    assert progress.phase == "failed"
    assert "编号" in progress.detail


def test_it_can_be_used_again_after_a_stop(page_of):
    progress = Progress("校验", on_cancel=lambda: None)
    page_of(progress).send({"type": "cancel"})
    with pytest.raises(CancelledByViewerError):
        progress.step(0.5)

    progress.reset()
    progress.step(2.0, "多于全部")

    assert progress.fraction == 1.0
    assert progress.phase == "running"


def test_what_cannot_be_cancelled_says_so(page_of, told):
    progress = Progress("校验")

    page_of(progress).send({"type": "cancel"})

    assert told == ["现在没有可以取消的工作"]
    assert not progress.is_cancelled
