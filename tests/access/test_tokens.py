"""Tokens of the interface: shown once, kept as a hash, bound to an official's account, over on their day."""

from __future__ import annotations

import re

import pytest

from tests.access.conftest import Clocked
from tests.factories import DEPARTMENT, OFFICE, OTHER_TOWN, TOWN
from workbench.access.accounts import AccountBook, AccountError
from workbench.access.tokens import TokenBook, TokenError
from workbench.access.viewer import Viewer
from workbench.records.tokens import InterfaceTokenRow
from workbench.terms import AccountEvent, Role


@pytest.fixture
def tokens(store: Clocked, book: AccountBook) -> TokenBook:
    """A book of tokens; the town has one official with an account, the office a supervisor."""
    book.add("town", "钱某", Role.HANDLER, TOWN, by="root")
    book.add("boss", "孙某", Role.SUPERVISOR, OFFICE, by="root")
    return TokenBook(store)


def test_a_token_reads_as_its_account_and_is_kept_as_a_hash_only(tokens: TokenBook, store: Clocked) -> None:
    made, text = tokens.create(TOWN, by="root", days=30, purpose=" 每晚同步 ")

    assert tokens.admit(text) == (made.id, Viewer("town", "钱某", Role.HANDLER, TOWN))
    assert (made.account, made.purpose, made.expires[:10]) == ("town", "每晚同步", "2026-04-30")
    with store.engine.connect() as connection:
        kept = str(dict(connection.execute(InterfaceTokenRow.__table__.select()).mappings().one()))
    assert text.split("-", 2)[2] not in kept
    stolen = re.findall(r"[0-9a-f]{64}", kept)
    assert stolen and all(tokens.admit(f"workbench-{made.id}-{one[:43]}") is None for one in stolen)


def test_two_tokens_have_nothing_in_common_and_end_apart(tokens: TokenBook) -> None:
    (one, first), (other, second) = (tokens.create(TOWN, by="root") for _ in range(2))
    crossed = f"workbench-{one.id}-{second.split('-', 2)[2]}"

    assert one.id != other.id and tokens.admit(crossed) is None
    tokens.revoke(one.id.upper(), by="root")
    assert tokens.admit(first) is None and tokens.admit(second) is not None


def test_what_was_never_made_opens_nothing(tokens: TokenBook) -> None:
    made, _ = tokens.create(TOWN, by="root")

    for ending in ("", "A" * 42, "A" * 43, "A" * 44, "' OR 1=1 --"):
        assert tokens.admit(f"workbench-{made.id}-{ending}") is None
    for text in ("", "x", "workbench-", "workbench-t0000000-" + "A" * 43, made.id):
        assert tokens.admit(text) is None


def test_a_token_is_over_on_the_second(tokens: TokenBook, store: Clocked) -> None:
    _, text = tokens.create(TOWN, by="root", days=1)
    store.pass_by(hours=23, minutes=59, seconds=59)
    assert tokens.admit(text) is not None
    store.pass_by(seconds=1)

    assert tokens.admit(text) is None
    assert tokens.all()[0].ends == "已到期"


def test_a_token_ends_with_the_rights_of_its_account(tokens: TokenBook, book: AccountBook) -> None:
    _, text = tokens.create(TOWN, by="root")
    changes = (
        (lambda: book.disable("town", by="root"), "账号已停用"),
        (lambda: book.change_role("town", Role.LEADER, TOWN, by="root"), "账号的角色或单位已变更"),
        (lambda: book.change_role("town", Role.HANDLER, OTHER_TOWN, by="root"), "账号的角色或单位已变更"),
    )
    for change, why in changes:
        assert tokens.admit(text) is not None
        change()
        assert tokens.admit(text) is None and tokens.all()[0].ends == why
        book.enable("town", by="root")
        book.change_role("town", Role.HANDLER, TOWN, by="root")


def test_a_new_password_of_the_account_ends_no_token(tokens: TokenBook, book: AccountBook) -> None:
    _, text = tokens.create(TOWN, by="root")

    book.reset("town", by="root")

    assert tokens.admit(text) is not None


def test_making_and_revoking_stand_in_the_log_of_the_account(tokens: TokenBook, book: AccountBook) -> None:
    made, text = tokens.create(TOWN, by="命令行：root")
    tokens.revoke(made.id, by="命令行：root")
    tokens.revoke(made.id, by="命令行：root")  # it is over already

    lines = book.records("town")
    assert [line.event for line in lines] == [
        AccountEvent.TOKEN_REVOKED, AccountEvent.TOKEN_CREATED, AccountEvent.CREATED,
    ]  # fmt: skip
    assert lines[0].address == f"命令行：root（{made.id}）"
    assert not any(text.split("-", 2)[2] in str(line) for line in lines)


def test_the_list_tells_when_a_token_was_used_to_the_hour(tokens: TokenBook, store: Clocked) -> None:
    _, text = tokens.create(TOWN, by="root")
    assert tokens.all()[0].used is None
    tokens.admit(text)
    first = tokens.all()[0].used
    store.pass_by(minutes=59)
    tokens.admit(text)
    assert tokens.all()[0].used == first
    store.pass_by(minutes=1)
    tokens.admit(text)

    assert tokens.all()[0].used == "2026-03-31T02:00:00+00:00"


def test_no_token_lasts_for_ever(tokens: TokenBook) -> None:
    for days in (0, -1, 367, 100_000):
        with pytest.raises(TokenError, match="1 至 366"):
            tokens.create(TOWN, by="root", days=days)


def test_a_unit_without_an_official_or_with_several_is_told_what_to_do(
    tokens: TokenBook, book: AccountBook
) -> None:
    with pytest.raises(TokenError, match="workbench user add"):
        tokens.create(DEPARTMENT, by="root")
    with pytest.raises(TokenError, match="workbench user add"):
        tokens.create(OFFICE, by="root")  # a supervisor sees more than one unit
    with pytest.raises(TokenError, match="经办人账号"):
        tokens.create(TOWN, by="root", account="boss")
    with pytest.raises(AccountError, match="没有代码"):
        tokens.create("999", by="root")
    book.add("town2", "周某", Role.HANDLER, TOWN, by="root")
    with pytest.raises(TokenError, match="town、town2"):
        tokens.create(TOWN, by="root")

    assert tokens.create(TOWN, by="root", account="Town2")[0].account == "town2"
    with pytest.raises(TokenError, match="workbench token list"):
        tokens.revoke("t9999999", by="root")
    with pytest.raises(TokenError, match="64"):
        tokens.create(TOWN, by="root", account="town", purpose="长" * 65)
