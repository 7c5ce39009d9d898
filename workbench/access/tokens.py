"""Tokens of the interface: made and revoked by the administrator, asked at every request of a unit's system.

A token reads as the account of a unit's official does, and ends with it: when the account is closed, or has
another role or unit. Its secret has 256 random bits, so a plain hash of it keeps it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from workbench.access.account import Account, tidy
from workbench.access.accounts import AccountError, Store
from workbench.access.book_links import reading, writing
from workbench.access.gate import allow
from workbench.access.login_log import write_line
from workbench.access.settings import InterfaceSettings, interface_settings
from workbench.access.viewer import Viewer
from workbench.records.accounts import AccountRow
from workbench.records.tokens import InterfaceTokenRow
from workbench.records.units import Unit
from workbench.terms import AccountEvent

PREFIX: Final = "workbench"  # so that a token is known for one wherever it turns up
READS: Final = "read:interface"  # what the gate must allow the account
_FORM: Final = re.compile(rf"{PREFIX}-(t[0-9a-f]{{7}})-([A-Za-z0-9_-]{{43}})")
_LONGEST_PURPOSE: Final = 64


class TokenError(ValueError):
    """A token that is not there, or cannot be made as asked."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token without its secret; moments are in universal time. ``ends`` says why it opens nothing."""

    id: str
    account: str
    unit: str
    purpose: str
    created: str
    expires: str
    revoked: str | None
    used: str | None
    ends: str

    @property
    def is_open(self) -> bool:
        """Return whether the token opens the interface now."""
        return not self.ends


class TokenBook:
    """Makes, revokes and admits tokens; every making and revoking is a line of the account's log."""

    def __init__(self, store: Store, settings: InterfaceSettings | None = None) -> None:
        self._store = store
        self._settings = settings or interface_settings()

    def create(
        self, unit: str, *, by: str, account: str | None = None, days: int | None = None, purpose: str = ""
    ) -> tuple[Token, str]:
        """Return a new token and its text, which is kept nowhere; ``TokenError`` if it cannot be made.

        It reads as ``account``, by default as the unit's one official who has an account. ``days`` are
        calendar days of 24 hours.
        """
        lasts = self._settings.usual_days if days is None else days
        if not 1 <= lasts <= self._settings.longest_days:
            raise TokenError(f"有效天数须为 1 至 {self._settings.longest_days}（条例未规定，本软件的设定）")
        told = purpose.strip()
        if len(told) > _LONGEST_PURPOSE:
            raise TokenError(f"用途最多 {_LONGEST_PURPOSE} 个字，现有 {len(told)} 个：请写短些")
        made, secret = f"t{secrets.token_hex(4)[:7]}", secrets.token_urlsafe(32)
        now = self._store.now()
        with writing(self._store.engine) as connection:
            owner = _owner(connection, unit, account)
            row = {
                "id": made,
                "secret_hash": _hash(secret),
                "account": owner.name,
                "unit": unit,
                "purpose": told,
                "created_utc": _moment(now),
                "expires_utc": _moment(now + timedelta(days=lasts)),
                "revoked_utc": None,
                "used_utc": None,
            }
            connection.execute(insert(InterfaceTokenRow).values(row))
            self._note(connection, owner.name, by, made, AccountEvent.TOKEN_CREATED)
        return self._token(row, owner), f"{PREFIX}-{made}-{secret}"

    def revoke(self, token_id: str, *, by: str) -> Token:
        """End a token at once; one that was revoked already stays as it is."""
        wanted = token_id.strip().lower()
        with writing(self._store.engine) as connection:
            row, owner = _found(connection, wanted)
            if row is None or owner is None:
                raise TokenError(f"没有编号为“{wanted}”的令牌：用 workbench token list 查看")
            if row["revoked_utc"] is None:
                row["revoked_utc"] = _moment(self._store.now())
                changed = update(InterfaceTokenRow).where(InterfaceTokenRow.id == wanted)
                connection.execute(changed.values(revoked_utc=row["revoked_utc"]))
                self._note(connection, owner.name, by, wanted, AccountEvent.TOKEN_REVOKED)
        return self._token(row, owner)

    def all(self) -> tuple[Token, ...]:
        """Return every token, the newest first."""
        with reading(self._store.engine) as connection:
            order = (InterfaceTokenRow.created_utc.desc(), InterfaceTokenRow.id)
            rows = connection.execute(select(InterfaceTokenRow.__table__).order_by(*order)).mappings().all()
            owners = {name: _account(connection, name) for name in {row["account"] for row in rows}}
        return tuple(self._token(row, owners[row["account"]]) for row in rows)

    def admit(self, text: str) -> tuple[str, Viewer] | None:
        """Return the id of a token and as whom it reads; ``None`` for whatever opens nothing, whyever."""
        parts = _FORM.fullmatch(text)
        if parts is None:
            return None
        with reading(self._store.engine) as connection:
            row, owner = _found(connection, parts[1])
        kept = row["secret_hash"] if row is not None else "0" * 64
        fits = hmac.compare_digest(kept, _hash(parts[2]))
        if row is None or owner is None or not fits or not self._token(row, owner).is_open:
            return None
        self._note_use(row)
        return parts[1], owner.viewer

    def _token(self, row: Any, owner: Account | None) -> Token:
        return Token(
            id=row["id"],
            account=row["account"],
            unit=row["unit"],
            purpose=row["purpose"],
            created=row["created_utc"],
            expires=row["expires_utc"],
            revoked=row["revoked_utc"],
            used=row["used_utc"],
            ends=self._why_closed(row, owner),
        )

    def _why_closed(self, row: Any, owner: Account | None) -> str:
        if row["revoked_utc"] is not None:
            return "已撤销"
        if row["expires_utc"] <= _moment(self._store.now()):
            return "已到期"
        if owner is None or owner.disabled is not None:
            return "账号已停用"
        if owner.unit != row["unit"] or not allow(owner.viewer, READS):
            return "账号的角色或单位已变更"
        return ""

    def _note_use(self, row: Any) -> None:
        now = self._store.now()
        if (
            row["used_utc"]
            and datetime.fromisoformat(row["used_utc"]) > now - self._settings.used_noted_every
        ):
            return
        with writing(self._store.engine) as connection:
            used = update(InterfaceTokenRow).where(InterfaceTokenRow.id == row["id"])
            connection.execute(used.values(used_utc=_moment(now)))

    def _note(self, connection: Connection, account: str, by: str, made: str, event: AccountEvent) -> None:
        write_line(connection, _moment(self._store.now()), account, f"{by[:48]}（{made}）", event)


def _owner(connection: Connection, unit: str, account: str | None) -> Account:
    """Return the account that a token of the unit reads as; ``TokenError`` where none fits."""
    if connection.scalar(select(Unit.code).where(Unit.code == unit)) is None:
        raise AccountError(f"没有代码为“{unit}”的单位：请核对单位代码")
    rows = connection.execute(
        select(AccountRow.__table__)
        .where(AccountRow.unit == unit, AccountRow.disabled_utc.is_(None))
        .order_by(AccountRow.name)
    ).mappings()
    fitting = {one.name: one for row in rows if allow((one := Account.from_row(dict(row))).viewer, READS)}
    add = f"workbench user add 账号 --name 姓名 --role handler --unit {unit}"
    if account is not None:
        if tidy(account) not in fitting:
            raise TokenError(f"账号“{tidy(account)}”不是该单位可用的经办人账号：用 {add} 新建，或换一个账号")
        return fitting[tidy(account)]
    if not fitting:
        raise TokenError(f"该单位没有经办人账号，令牌没有可以依附的账号：先用 {add} 新建")
    if len(fitting) > 1:
        raise TokenError(f"该单位有几个经办人账号，请用 --account 写明依附哪一个：{'、'.join(fitting)}")
    return next(iter(fitting.values()))


def _found(connection: Connection, token_id: str) -> tuple[dict[str, Any] | None, Account | None]:
    asked = select(InterfaceTokenRow.__table__).where(InterfaceTokenRow.id == token_id)
    row = connection.execute(asked).mappings().first()
    return (None, None) if row is None else (dict(row), _account(connection, row["account"]))


def _account(connection: Connection, name: str) -> Account | None:
    asked = select(AccountRow.__table__).where(AccountRow.name == name)
    row = connection.execute(asked).mappings().first()
    return None if row is None else Account.from_row(dict(row))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
