"""PostgreSQL: dumped and restored by its own programs, into databases that are made and dropped."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import URL

from workbench.backup.archive import Cancelled, Progress, never, silent
from workbench.backup.manifest import BackupCancelledError, BackupError
from workbench.records.engine import LINE
from workbench.records.let_in import NO_PASSWORD, unanswered
from workbench.records.naming import server_url

MAINTENANCE: Final = "postgres"  # every server has it: other databases are made from there
LOOK_EVERY: Final = 0.2  # seconds
SECRETS: Final = {"password", "sslpassword"}  # options of an address that only this process may see
RULES: Final = "petition_sight"  # the schema of the rules of sight: made anew after a restore
_RULE: Final = re.compile(r"\d+; \d+ \d+ (POLICY|ROW SECURITY) ")
_SAME: Final = "请安装与服务器同一大版本的 PostgreSQL 客户端程序"
_C: Final = {"LC_ALL": "C"}  # for the programs: some of their sentences are looked for
_KNOWN: Final = (
    ("server version mismatch", f"pg_dump 的版本比服务器旧：{_SAME}"),
    ("unsupported version", "备份由更新版本的 pg_dump 写成，本机的 pg_restore 读不了：请安装与写成它的那台"
     "同一大版本（或更新）的 PostgreSQL 客户端程序和服务器"),
    ("unrecognized configuration parameter", f"pg_restore 的版本比服务器新：{_SAME}"),
    ("No space left", "磁盘已满，没有留下备份：请清理磁盘后重试"),
    ("closed the connection", "与数据库服务的连接中断：请检查数据库服务，再试一次"),
    ("no password supplied", NO_PASSWORD),
)  # fmt: skip


class ServerError(BackupError):
    """PostgreSQL or its programs refuse; the sentence says what to do."""


def dump(link: Connection, target: Path, *, progress: Progress, cancelled: Cancelled) -> None:
    """Dump what ``link`` sees (REPEATABLE READ) into ``target``, in the custom format of pg_dump."""
    moment = link.execute(text("SELECT pg_export_snapshot()")).scalar_one()
    command = [
        _program("pg_dump"),
        "--format=custom",
        "--compress=0",
        "--no-password",
        f"--snapshot={moment}",
    ]
    if _rows_are_ruled(link):
        command.append("--enable-row-security")
    command.append(f"--exclude-schema={RULES}")
    target.touch(mode=0o600)
    command += [f"--file={target}", f"--dbname={connection_info(link.engine.url)}"]
    _run(command, target, progress, cancelled)


def restore(dumped: Path, address: str, *, progress: Progress = silent, cancelled: Cancelled = never) -> None:
    """Fill the empty database at ``address`` from a dump, all of it or nothing."""
    with _without_rules(dumped) as wanted:
        command = [_program("pg_restore"), "--exit-on-error", "--single-transaction", "--no-password"]
        command += ["--no-owner", "--no-privileges", f"--use-list={wanted}"]
        command += [f"--dbname={connection_info(server_url(address))}", str(dumped)]
        _run(command, None, progress, cancelled)


def _rows_are_ruled(link: Connection) -> bool:
    """Return whether rules for rows bind this account; ``ServerError`` where one would keep rows from it."""
    bound = (
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND row_security_active(oid) "
        "AND relnamespace = current_schema()::regnamespace"
    )
    open_to_it = (
        "SELECT tablename FROM pg_policies WHERE schemaname = current_schema() AND qual = 'true' "
        "AND current_user = ANY(roles)"
    )
    tables = set(link.scalars(text(bound)))
    if tables - set(link.scalars(text(open_to_it))):
        raise ServerError(
            "这个数据库账号看不全所有的行，备份会缺内容："
            "请由属主运行 workbench database roles，并用备份账号备份"
        )
    return bool(tables)


@contextmanager
def _without_rules(dumped: Path) -> Iterator[Path]:
    """Give the list of what is to be restored: all but rules for rows, whose accounts may not be there."""
    done = subprocess.run(
        [_program("pg_restore"), "--list", str(dumped)],
        capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
        env={**os.environ, **_C},
    )  # fmt: skip
    if done.returncode:
        told = "导出的文件不是 pg_dump 写成的，或已损坏：请用另一份备份"
        raise ServerError(_known(done.stderr) or told)
    kept = [line for line in done.stdout.splitlines() if not _RULE.match(line)]
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:
        wanted = Path(folder) / "wanted.list"
        wanted.write_text("\n".join(kept) + "\n", "utf-8")
        yield wanted


@contextmanager
def maintenance(url: URL) -> Iterator[psycopg.Connection[Any]]:
    """Give a connection to the server's own database, where others are made; ``ServerError`` without one."""
    try:
        with psycopg.connect(connection_info(url.set(database=MAINTENANCE)), autocommit=True) as server:
            yield server
    except psycopg.OperationalError as error:
        raise ServerError(unanswered(error)) from None


def create_database(address: str) -> None:
    """Make the database at ``address``; ``ServerError`` if it is there already or may not be made."""
    url = server_url(address)
    name = sql.Identifier(url.database or "")
    try:
        with maintenance(url) as server:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
    except psycopg.errors.DuplicateDatabase:
        raise ServerError(f"数据库“{url.database}”已经存在：恢复只写入新的数据库，请换一个名字") from None
    except psycopg.errors.InsufficientPrivilege:
        raise ServerError(
            "数据库账号不能新建数据库，没有地方恢复（备份做好后也要试恢复）："
            "请由管理员执行 ALTER ROLE 账号 CREATEDB"
        ) from None


def drop_database(address: str) -> None:
    """Drop the database at ``address``, whoever still looks at it."""
    url = server_url(address)
    with maintenance(url) as server:
        name = sql.Identifier(url.database or "")
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def connection_info(url: URL) -> str:
    """Return the address as PostgreSQL's programs read it, with how long to wait for the server (``LINE``).

    A password in it would be seen by every user: ``ServerError``.
    """
    if url.password is not None or SECRETS & url.query.keys():
        raise ServerError("数据库地址里写有密码：请把密码放到密码文件 .pgpass，并从地址中删去")
    dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]
    _, given = dialect.create_connect_args(url)  # type: ignore[no-untyped-call]
    told = {**LINE, **given}
    return make_conninfo(**{name: str(value) for name, value in told.items() if name != "context"})


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ServerError(f"找不到 PostgreSQL 的 {name}：请安装与服务器同一大版本的 PostgreSQL 客户端程序")
    return found


def _run(command: list[str], grows: Path | None, progress: Progress, cancelled: Cancelled) -> None:
    # What it says goes into a file: a pipe is full after 64 kB, and what warns more often would wait.
    with tempfile.TemporaryFile() as words:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=words,
            env={**os.environ, **_C},
        )  # fmt: skip
        try:
            while child.poll() is None:
                if cancelled():
                    raise BackupCancelledError("已取消，没有留下任何文件")
                progress("数据库导出" if grows else "数据库恢复", grows.stat().st_size if grows else 0, 0)
                time.sleep(LOOK_EVERY)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        if child.returncode == 0:
            return
        words.seek(0)
        said = words.read().decode("utf-8", "replace")
    if known := _known(said):
        raise ServerError(known)
    raise ServerError(f"{Path(command[0]).name} 没有完成（状态 {child.returncode}）：请核对数据库地址和权限")


def _known(said: str) -> str:
    """Return what to do about what a program said; "" for what nobody thought of: it may tell of rows."""
    return next((told for sign, told in _KNOWN if sign in said), "")
