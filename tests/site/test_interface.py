"""The interface under attack: a token opens it and nothing else, and nothing but a token opens it."""

from __future__ import annotations

import itertools
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date

import pytest
from tornado.httpclient import HTTPClientError

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.site.client import TOKEN, Answer, post, send, talk
from tests.site.conftest import HEADER, PASSWORD, PROXY, Running, named
from workbench.access.settings import interface_settings
from workbench.access.tokens import TokenBook
from workbench.acts.handling import Person
from workbench.app import Workbench
from workbench.config import Config
from workbench.terms import PetitionClass, Role, Step

MATTERS = "/interface/v1/matters.json"
NAME = "司马青简"
Ask = Callable[..., Answer]
_addresses = itertools.count(1)


def elsewhere() -> str:
    """Return an address of this machine from which nothing came yet: wrong tokens are counted by address."""
    return f"127.0.9.{next(_addresses)}"


@pytest.fixture(scope="module")
def bench(running: Running) -> Iterator[Workbench]:
    """The workbench of the site, with matters of two towns, an accusation, and an official of each town."""
    database = f"sqlite:///{(running.home / 'workbench.sqlite').as_posix()}"
    opened = Workbench(Config(database, running.home))
    person = Person(name=NAME, phone="13955510001")
    on = date(2026, 1, 5)
    for case_no, unit, more in (
        ("IN-1", TOWN, {"title": f"{NAME}反映路灯不亮", "persons": (person,)}),
        ("IN-2", OTHER_TOWN, {}),
        (
            "IN-3",
            TOWN,
            {"petition_class": PetitionClass.ACCUSATION, "path": None, "accused_unit": DEPARTMENT},
        ),
    ):
        opened.perform(
            make_register(case_no=case_no, on=on, **more),
            make_take(case_no, Step.TRANSFER, on, unit=OFFICE, to_unit=unit),
            actor=CLERK,
        )
    for name, unit in (("town", TOWN), ("other", OTHER_TOWN)):
        running.book.add(name, f"姓名{name}", Role.HANDLER, unit, by="test")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def tokens(bench: Workbench) -> TokenBook:
    return TokenBook(bench)


@pytest.fixture
def token(tokens: TokenBook) -> str:
    """A fresh token of the town: no test asks more than it may in one go."""
    return tokens.create(TOWN, by="test", account="town")[1]


@pytest.fixture
def ask(running: Running, token: str) -> Ask:
    def asked(path: str = MATTERS, method: str = "GET", **more: object) -> Answer:
        headers = {"Authorization": f"Bearer {token}", **more.pop("headers", {})}  # type: ignore[dict-item]
        return send(running.address, path, method, headers=headers, **more)  # type: ignore[arg-type]

    return asked


def bare(answer: Answer) -> tuple[int, str]:
    """What an attacker could tell answers apart by."""
    return answer.status, answer.body


def test_a_units_system_reads_its_own_matters_and_no_accusation(ask: Ask) -> None:
    answer = ask()

    told = json.loads(answer.body)
    assert answer.status == 200 and [one["信访件编号"] for one in told["事项"]] == ["IN-1"]
    assert told["事项"][0]["标题"] == "司某某反映路灯不亮" and told["件数"] == 1
    assert not answer.cookies and "set-cookie" not in answer.headers
    assert not any(name.startswith("access-control") for name in answer.headers)
    for path in ("duties.json", "notices.json", "matters.csv", "matters/IN-1.csv"):
        found = ask(f"/interface/v1/{path}")
        assert found.status == 200 and NAME not in found.body and "IN-3" not in found.body, path


@pytest.mark.parametrize("given", [
    {}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"},
    {"Authorization": "Bearer workbench-t0000000-" + "A" * 43}, {"Authorization": "token x"},
    {"Authorization": "Basic bGVlOng="}, {"Authorization": "Bearer " + "x" * 5_000},
    {HEADER: "town"}, {"X-XSRFToken": TOKEN}, {"Authorization": "Bearer ' OR 1=1 --"},
], ids=itertools.count())  # fmt: skip
def test_without_a_token_nothing_is_told_whatever_is_asked(
    running: Running, bench: Workbench, given: dict[str, str]
) -> None:
    here = elsewhere()
    answers = [
        send(running.address, f"/interface/v1/{path}", cookie=running.lee, headers=given, source=here)
        for path in ("matters.json", "matters/IN-1.json", "nothing", "")
    ]

    assert {bare(one) for one in answers} == {bare(answers[0])}
    assert answers[0].status == 401 and "kernelId" not in answers[0].body
    assert list(json.loads(answers[0].body)) == ["错误"]


def test_neither_a_login_nor_the_proxy_opens_it(running: Running, bench: Workbench) -> None:
    by_cookie = send(running.address, MATTERS, cookie=running.lee, source=elsewhere())
    by_proxy = send(running.address, MATTERS, headers=named("town"), source=PROXY)

    assert by_cookie.status == by_proxy.status == 401
    assert by_cookie.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", [
    "/", "/home", "/case_review", "/unit", "/password", "/voila/render/home.ipynb", "/api/contents",
])  # fmt: skip
def test_a_token_opens_no_page(ask: Ask, path: str) -> None:
    answer = ask(path)

    assert answer.status in (302, 404) and "kernelId" not in answer.body
    assert "workbench-session" not in answer.cookies


def test_a_token_reaches_no_kernel_and_no_line_to_one(running: Running, ask: Ask, token: str) -> None:
    kernel = send(running.address, "/", cookie=running.lee).kernel

    assert ask(f"/api/kernels/{kernel}").status == 403
    ended = ask(
        f"/voila/api/shutdown/{kernel}", "POST", cookie=f"_xsrf={TOKEN}", headers={"X-XSRFToken": TOKEN}
    )
    assert ended.status == 403
    opening = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    }
    for path in (f"/api/kernels/{kernel}/channels", MATTERS):
        assert ask(path, headers=opening).status != 101
    with pytest.raises(HTTPClientError, match="403"):
        talk(running.address, kernel, "", [])
    with pytest.raises(HTTPClientError, match="403"):
        talk(running.address, kernel, f"workbench-session={token}", [])
    assert send(running.address, f"/api/kernels/{kernel}", cookie=running.lee).status == 200


def test_a_token_is_no_password_and_no_cookie(running: Running, token: str) -> None:
    assert post(running.address, "/login", {"name": "town", "password": token}).status == 403
    name = running.lee.partition("=")[0]
    assert send(running.address, "/", cookie=f"{name}={token}").status == 302


@pytest.mark.parametrize("name", ["token", "access_token", "Authorization", "key"])
def test_a_token_in_the_address_opens_nothing_and_stands_in_no_log(
    running: Running, ask: Ask, token: str, name: str
) -> None:
    alone = send(running.address, f"{MATTERS}?{name}={token}", source=elsewhere())
    beside = ask(f"{MATTERS}?{name}={token}")
    in_path = ask(f"/interface/v1/{token}")

    assert (alone.status, beside.status, in_path.status) == (401, 400, 404)
    assert token not in alone.body + beside.body + in_path.body
    assert token not in running.log and token[-20:] not in running.log


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "UPLOAD"]
)
def test_it_is_read_and_nothing_else(running: Running, ask: Ask, bench: Workbench, method: str) -> None:
    before = bench.ledger_size()
    with_token = ask(method=method, body='{"title": "x"}')
    without = send(running.address, MATTERS, method, source=elsewhere())

    assert with_token.status == without.status == 405
    assert with_token.headers["allow"] == "GET, HEAD"
    assert not any(name.startswith("access-control") for name in with_token.headers)
    assert bench.ledger_size() == before


def test_what_is_hidden_elsewhere_or_nowhere_is_one_answer(ask: Ask) -> None:
    paths = (
        "IN-2.json",
        "IN-3.json",
        "NEVER.json",
        "%00.json",
        "..%2f..%2fworkbench.sqlite.json",
        "IN-2.csv",
    )

    def whole(path: str) -> tuple[int, str, frozenset[tuple[str, str]]]:
        answer = ask(f"/interface/v1/{path}")
        return *bare(answer), frozenset(answer.headers.items()) - {("date", answer.headers["date"])}

    assert {whole(f"matters/{path}") for path in paths} == {whole("nothing")}


def test_what_was_read_is_not_sent_again(ask: Ask, bench: Workbench) -> None:
    first = ask()
    tag = first.headers["etag"]

    again = ask(headers={"If-None-Match": tag})
    assert (again.status, again.body) == (304, "")
    head = ask(method="HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, "", tag)
    assert head.headers["workbench-mark"] == json.loads(first.body)["标记"]
    behind = ask(f"{MATTERS}?since={head.headers['workbench-mark']}")
    assert json.loads(behind.body)["事项"] == []


@pytest.mark.parametrize("change", ["revoked", "disabled", "role", "unit"])
def test_a_token_that_is_over_opens_nothing_at_once(running: Running, tokens: TokenBook, change: str) -> None:
    name = f"short.{change}.in"
    running.book.add(name, "某", Role.HANDLER, TOWN, by="test")
    made, text = tokens.create(TOWN, by="test", account=name)
    headers = {"Authorization": f"Bearer {text}"}
    assert send(running.address, MATTERS, headers=headers, source=elsewhere()).status == 200

    if change == "revoked":
        tokens.revoke(made.id, by="test")
    elif change == "disabled":
        running.book.disable(name, by="test")
    else:
        role = Role.SUPERVISOR if change == "role" else Role.HANDLER
        running.book.change_role(name, role, OTHER_TOWN if change == "unit" else TOWN, by="test")
    over = send(running.address, MATTERS, headers=headers, source=elsewhere())

    assert bare(over) == bare(send(running.address, MATTERS, source=elsewhere()))
    assert over.status == 401


def test_the_hash_in_the_database_is_no_token(running: Running, tokens: TokenBook) -> None:
    made, _ = tokens.create(TOWN, by="test", account="town")
    with closing(sqlite3.connect(running.home / "workbench.sqlite")) as file:
        (kept,) = file.execute("SELECT secret_hash FROM interface_token WHERE id = ?", (made.id,)).fetchone()

    for secret in (kept, kept[:43]):
        headers = {"Authorization": f"Bearer workbench-{made.id}-{secret}"}
        assert send(running.address, MATTERS, headers=headers, source=elsewhere()).status == 401


def test_who_asks_too_often_waits_and_nobody_else(running: Running, ask: Ask, tokens: TokenBook) -> None:
    burst = interface_settings().burst
    answers = [ask("/interface/v1/nothing") for _ in range(burst + 8)]

    assert [one.status for one in answers[:burst]] == [404] * burst
    refused = [one for one in answers if one.status == 429]
    assert refused and 1 <= int(refused[0].headers["retry-after"]) <= 60
    other = {"Authorization": f"Bearer {tokens.create(TOWN, by='test', account='town')[1]}"}
    assert send(running.address, MATTERS, headers=other).status == 200


def test_an_address_of_wrong_tokens_waits_and_a_right_one_from_there_does_not(
    running: Running, token: str
) -> None:
    wrong = {"Authorization": "Bearer workbench-t0000000-" + "B" * 43}
    allowed, here = interface_settings().wrong_per_address, elsewhere()
    came = [send(running.address, MATTERS, headers=wrong, source=here).status for _ in range(allowed + 2)]

    assert came == [401] * allowed + [429] * 2
    right = {"Authorization": f"Bearer {token}"}
    assert send(running.address, MATTERS, headers=right, source=here).status == 200


def test_a_foreign_host_name_and_a_foreign_origin_get_nothing(ask: Ask) -> None:
    assert ask(headers={"Host": "evil.example"}).status == 403
    foreign = ask(headers={"Origin": "http://evil.example"})
    assert not any(name.startswith("access-control") for name in foreign.headers)


def test_the_log_tells_which_token_read_what_and_no_person_and_no_matter(
    running: Running, bench: Workbench, tokens: TokenBook
) -> None:
    made, text = tokens.create(TOWN, by="test", account="town")
    for path in ("matters.json", "matters/IN-1.json", "duties.csv"):
        headers = {"Authorization": f"Bearer {text}"}
        send(running.address, f"/interface/v1/{path}", headers=headers)

    ends = time.monotonic() + 20  # a line is written after the answer has gone
    lines: list[str] = []
    while len(lines) < 3 and time.monotonic() < ends:
        lines = [line for line in running.log.splitlines() if f"token {made.id}" in line]
        time.sleep(0.05)
    assert [line.split(f"token {made.id}, ")[1].split(",")[0] for line in lines] == [
        "matters",
        "matter",
        "duties",
    ]
    assert "1 rows, status 200" in lines[0]
    assert not any(word in line for line in lines for word in ("IN-1", NAME, "town", text[-20:], TOWN))
    assert PASSWORD not in running.log
