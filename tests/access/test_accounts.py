"""Accounts: opened, closed, locked after failures, and every attempt in the log."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Literal

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from sqlalchemy.exc import OperationalError

from tests.access.conftest import Clocked
from workbench.access.accounts import WRONG, AccountBook, AccountError, LoginRefusedError
from workbench.access.passwords import ALPHABET, Passwords, WeakPasswordError, one_time_password
from workbench.access.settings import LoginSettings
from workbench.access.viewer import Viewer
from workbench.records.accounts import AccountRow
from workbench.records.sqlite_file import DatabaseError
from workbench.terms import AccountEvent, Role

HERE = "192.0.2.7"
GOOD = "桃林镇的路灯亮了一整夜"


def add(book: AccountBook, name: str = "lee", role: Role = Role.SUPERVISOR) -> str:
    return book.add(name, "李晓红", role, "430682XF", by="root")


def refused(book: AccountBook, name: str, password: str, address: str = HERE) -> str:
    with pytest.raises(LoginRefusedError) as caught:
        book.admit(name, password, address=address)
    return str(caught.value)


def test_a_new_account_gets_in_with_its_one_time_password(book: AccountBook) -> None:
    password = add(book)

    account = book.admit(" Lee ", password, address=HERE)

    assert account.viewer == Viewer("lee", "李晓红", Role.SUPERVISOR, "430682XF")
    assert account.must_change
    assert [r.event for r in book.records("lee")] == [AccountEvent.ADMITTED, AccountEvent.CREATED]
    assert book.records("lee")[0].address == HERE


def test_the_password_is_kept_as_an_argon2_hash_only(book: AccountBook, store: Clocked) -> None:
    password = add(book)

    with store.engine.connect() as connection:
        kept = connection.execute(AccountRow.__table__.select()).mappings().one()

    assert kept["password_hash"].startswith("$argon2id$")
    assert password not in str(dict(kept))


@pytest.mark.parametrize("name", ["", "a", "李晓红", "has space", "-lee", "x" * 33, "lee/../eve"])
def test_a_name_that_cannot_be_typed_is_refused(book: AccountBook, name: str) -> None:
    with pytest.raises(AccountError, match="小写字母"):
        add(book, name)


def test_a_name_is_given_once(book: AccountBook) -> None:
    add(book)

    with pytest.raises(AccountError, match="已经存在"):
        add(book, "LEE")


def test_an_unknown_unit_is_refused(book: AccountBook) -> None:
    with pytest.raises(AccountError, match="单位"):
        book.add("lee", "李晓红", Role.CLERK, "nowhere", by="root")
    assert book.all() == ()


def test_a_wrong_password_and_an_unknown_name_say_the_same(book: AccountBook) -> None:
    add(book)

    assert refused(book, "lee", "wrong") == refused(book, "nobody", "wrong") == WRONG


def test_an_unknown_name_costs_the_same_work(cheap: LoginSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Passwords(cheap)
    known = passwords.hash("right")
    tried: list[tuple[Parameters, str]] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            tried.append((extract_parameters(str(hash)), str(password)))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting.from_parameters(extract_parameters(known)))

    assert not passwords.is_right(known, "wrong")
    assert not passwords.is_right(None, "wrong")

    assert len(tried) == 2
    assert tried[0] == tried[1]  # memory, passes, lanes, lengths of salt and hash: what the work costs


def test_the_password_of_nobody_opens_nothing(cheap: LoginSettings) -> None:
    assert not Passwords(cheap).is_right(None, "")


def test_after_five_failures_even_the_right_password_waits(book: AccountBook, store: Clocked) -> None:
    password = add(book)
    for _ in range(5):
        refused(book, "lee", "wrong")

    assert "15分钟" in refused(book, "lee", password)
    store.pass_by(minutes=14)
    assert "1分钟" in refused(book, "lee", password)
    store.pass_by(minutes=1, seconds=1)
    assert book.admit("lee", password, address=HERE).name == "lee"


def test_a_name_that_does_not_exist_is_locked_the_same_way(book: AccountBook) -> None:
    for _ in range(5):
        refused(book, "nobody", "wrong")

    assert "锁定" in refused(book, "nobody", "wrong")


def test_getting_in_wipes_out_the_failures_before(book: AccountBook) -> None:
    password = add(book)
    for _ in range(4):
        refused(book, "lee", "wrong")
    book.admit("lee", password, address=HERE)
    refused(book, "lee", "wrong")

    assert book.admit("lee", password, address=HERE)


def test_a_reset_ends_the_lock_and_the_old_password(book: AccountBook) -> None:
    old = add(book)
    for _ in range(5):
        refused(book, "lee", "wrong")

    new = book.reset("lee", by="root")

    assert book.admit("lee", new, address=HERE).version == 2
    assert refused(book, "lee", old) == WRONG


def test_one_address_may_not_try_many_names(book: AccountBook, store: Clocked) -> None:
    password = add(book)
    for number in range(30):
        refused(book, f"name{number}", "wrong")

    assert "这台电脑" in refused(book, "lee", password)
    assert book.admit("lee", password, address="192.0.2.8")
    store.pass_by(minutes=11)
    assert book.admit("lee", password, address=HERE)


def test_a_closed_account_stays_out_until_opened_again(book: AccountBook) -> None:
    password = add(book)
    closed = book.disable("lee", by="root")

    assert (closed.disabled is not None, closed.version) == (True, 2)
    assert "停用" in refused(book, "lee", password)
    assert refused(book, "lee", "wrong") == WRONG
    assert book.enable("lee", by="root").disabled is None
    assert book.admit("lee", password, address=HERE)


def test_another_role_makes_another_version(book: AccountBook) -> None:
    add(book)

    changed = book.change_role("lee", Role.AUDITOR, None, by="root")

    assert (changed.role, changed.unit, changed.version) == (Role.AUDITOR, None, 2)


def test_the_owner_chooses_his_password_himself(book: AccountBook) -> None:
    first = add(book)

    changed = book.change_password("lee", first, GOOD, address=HERE)

    assert not changed.must_change
    assert book.admit("lee", GOOD, address=HERE).version == 2  # every login of the first is over


@pytest.mark.parametrize("new", ["short", "x" * 300, "my-name-is-lee", "aaaaaaaaaaaaaa"])
def test_a_weak_password_is_refused_with_a_reason(book: AccountBook, new: str) -> None:
    first = add(book)

    with pytest.raises(WeakPasswordError, match="新密码"):
        book.change_password("lee", first, new, address=HERE)


def test_guessing_the_old_password_locks_like_guessing_at_the_door(book: AccountBook) -> None:
    add(book)
    for _ in range(5):
        with pytest.raises(LoginRefusedError):
            book.change_password("lee", "wrong", GOOD, address=HERE)

    with pytest.raises(LoginRefusedError, match="锁定"):
        book.change_password("lee", "wrong", GOOD, address=HERE)


def test_an_unknown_account_cannot_be_changed(book: AccountBook) -> None:
    with pytest.raises(AccountError, match="user list"):
        book.disable("nobody", by="root")


def test_an_older_hash_is_made_anew_at_the_login(
    book: AccountBook, store: Clocked, cheap: LoginSettings
) -> None:
    password = add(book)
    dearer = AccountBook(store, replace(cheap, time_cost=2))

    dearer.admit("lee", password, address=HERE)

    with store.engine.connect() as connection:
        assert "t=2" in connection.execute(AccountRow.__table__.select()).mappings().one()["password_hash"]


def test_one_time_passwords_are_random_and_can_be_read_aloud() -> None:
    many = {one_time_password() for _ in range(200)}

    assert len(many) == 200
    assert all(set(password) <= {*ALPHABET, "-"} and len(password) == 19 for password in many)


def test_one_who_acted_and_logs_in_no_more_has_a_name_and_no_way_in(book: AccountBook) -> None:
    gone = [("lee.Former", "李大勇", Role.HANDLER, "430682XF"), ("lee.Former", "别名", Role.CLERK, None)]
    book.name_former(gone, by="import")

    (account,) = (one for one in book.all() if one.name == "lee.Former")
    assert (account.display_name, account.role) == ("李大勇", Role.HANDLER)
    assert account.disabled is not None
    for password in ("", "x" * 12):
        with pytest.raises(LoginRefusedError):
            book.admit("lee.Former", password, address=HERE)


@pytest.mark.parametrize("what", ["read", "write"])
def test_a_disk_that_fails_already_at_connecting_is_said_in_a_sentence(
    book: AccountBook, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def fail() -> None:
        raise OperationalError("PRAGMA", None, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr(book._store.engine, "connect", fail)

    with pytest.raises(DatabaseError, match="磁盘读写出错"):
        add(book) if what == "write" else book.all()
