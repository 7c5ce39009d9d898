"""A line of the log about a request holds nothing that somebody typed."""

import json
import logging
from types import SimpleNamespace

import pytest

from workbench.logs import JsonLines
from workbench.site.visits import LOG, log_visit

KERNEL = "/api/kernels/7f3a91c2-0b1d-4e5f-8a6b-1234567890ab/channels"


@pytest.fixture
def told(tmp_path, caplog):
    (tmp_path / "case_review.ipynb").touch()
    caplog.set_level(logging.INFO, LOG.name)
    caplog.handler.setFormatter(JsonLines())
    LOG.propagate = True  # a site in this process lets it end there

    def visit(status, path, method="GET"):
        request = SimpleNamespace(
            method=method,
            path=path,
            uri=f"{path}?name=zhangsan",
            remote_ip="127.0.0.1",
            request_time=lambda: 0.01,
            headers={"Referer": "http://x/zhangsan", "User-Agent": "zhangsan"},
        )
        caplog.clear()
        log_visit(
            SimpleNamespace(request=request, get_status=lambda: status, settings={"apps": str(tmp_path)})
        )
        return [json.loads(line)["told"] for line in caplog.text.splitlines()]

    yield visit
    LOG.propagate = True


@pytest.mark.parametrize("path", ["/case_review", "/login", "/", KERNEL])
def test_an_address_of_ours_is_told(told, path):
    assert told(302, path) == [f"302 GET {path} (127.0.0.1) 10.00ms"]


@pytest.mark.parametrize(
    "path", ["/zhangsan", "/Zhang.San@qq.com/x", "/voila/api/shutdown/zhangsan", "/api/kernels/zhangsan"]
)
@pytest.mark.parametrize("status", [302, 403, 404, 405, 500])
def test_any_other_address_header_and_method_is_not(told, path, status):
    (line,) = told(status, path, "ZHANGSAN")

    assert line.startswith(f"{status} (no such method) (") and "zhang" not in line.lower()


def test_what_went_well_is_not_told(told):
    assert told(200, "/case_review") == told(304, "/login") == []
