"""The PostgreSQL server: what killed backups left there, and looked at deeply, how it keeps its data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from workbench.doctor.finding import Finding, fault, fine, noted, watch
from workbench.records.tables import metadata

if TYPE_CHECKING:
    from workbench.app import Workbench

DURABLE: Final = {"fsync": "on", "full_page_writes": "on"}  # settings without which a power cut may ruin it
LOSING: Final = "off"  # of synchronous_commit: what was confirmed may be lost with the power
DAMAGE: Final = "XX"  # the class of states with which the server says that its own data is broken
RESTORE: Final = "请停止办理，从最近的备份恢复：workbench restore"


def look_at_server(bench: Workbench, *, deeply: bool) -> Iterator[Finding]:
    """Yield what is found on the server; ``deeply`` also reads every row (seconds to minutes)."""
    with bench.reading() as session:
        link = session.connection()
        yield from _takes_writes(link)
        yield from _left(link)
        if deeply:
            yield _size(link)
            yield _checksums(link)
            yield _durable(link)
            yield _rows(link)


def _takes_writes(link: Connection) -> Iterator[Finding]:
    """Whoever only looks notices neither a standby nor a database that was closed to writing."""
    standby, closed, encoding, may = link.execute(
        text(
            "SELECT pg_is_in_recovery(),"
            # An account of its own may be bound to look on purpose; and so is who looks at a newer version.
            " (SELECT setting = 'on' AND source NOT IN ('session', 'user', 'database user')"
            " FROM pg_settings WHERE name = 'default_transaction_read_only'),"
            " current_setting('server_encoding'), has_table_privilege('ledger_entry', 'INSERT')"
        )
    ).one()
    if standby:
        todo = "请把数据库地址改为主服务器，或者由管理员把它升为主服务器；不要恢复备份，数据没有坏"
        yield fault("server_standby", "数据库服务是备用的，只能查看：不能登记和办理", todo)
    elif closed:
        todo = "请由管理员查明是谁、为什么设的（磁盘将满时也会这样），再改回 off；不要恢复备份，数据没有坏"
        yield fault(
            "server_read_only", "数据库设成了只读（default_transaction_read_only）：不能登记和办理", todo
        )
    elif not may:
        yield noted(
            "account_only_looks", "这个数据库账号只能查看：备份账号本来如此；网站和办理请用网站的数据库账号"
        )
    if encoding != "UTF8":
        told = f"数据库的编码是 {encoding}，不是 UTF8：有的姓名、地名用字存不进去"
        yield fault("server_encoding", told, "请由管理员新建 UTF8 的库（见 data/service），从备份恢复到那里")


def _left(link: Connection) -> Iterator[Finding]:
    from workbench.backup.passing import left_by_restores, left_databases

    if left := left_databases(link):
        yield watch(
            "check_database_left",
            f"数据库服务上有{len(left)}个被中断的备份留下的副本，未加密，含全部内容：{'、'.join(left[:3])}",
            "请再做一次备份：它会先清掉；清不掉的是另一个账号建的，请由管理员执行 DROP DATABASE",
            count=len(left),
        )
    if left := left_by_restores(link):
        which = "、".join(f'DROP DATABASE "{name}"' for name in left[:3])
        yield watch(
            "restore_left",
            f"数据库服务上有{len(left)}个被中断的恢复留下的库，没有恢复完，未加密，含登记的内容",
            f"请核对后由管理员执行 {which}；那次恢复的文件夹（名称以 .restoring 结尾）也请删去，再恢复一次",
            count=len(left),
        )


def _size(link: Connection) -> Finding:
    size = int(link.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    return fine("server_size", f"数据库在服务器上占 {size / 1e6:,.1f} MB", bytes=size)


def _checksums(link: Connection) -> Finding:
    """Pages that rot are noticed only where the server was told to count, and it counts what it noticed."""
    asked = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
    failed = int(link.scalar(text(asked)) or 0)
    if failed:
        told = f"数据库服务已发现 {failed:,} 处数据页校验不符：存储介质在损坏"
        return fault("server_pages_damaged", told, RESTORE, count=failed)
    if _setting(link, "data_checksums") != "on":
        return watch(
            "checksums_off",
            "数据库服务没有开启数据页校验：磁盘上坏了的页可能读得出来而没有人发现",
            "请由管理员停下数据库服务，运行 pg_checksums --enable，再启动",
        )
    return fine("checksums", "数据库服务开启了数据页校验，没有发现不符")


def _durable(link: Connection) -> Finding:
    off = [name for name, wanted in DURABLE.items() if _setting(link, name) != wanted]
    off += ["synchronous_commit"] if _setting(link, "synchronous_commit") == LOSING else []
    if off:
        return fault(
            "not_durable",
            f"数据库服务关掉了 {'、'.join(off)}：断电时会丢失已经确认的登记，甚至整个数据库",
            "请由管理员在 postgresql.conf 中设为 on，再重新加载",
        )
    return fine("durable", "数据库服务确认之前先写到磁盘上")


def _rows(link: Connection) -> Finding:
    """Read every value once: the server refuses what it cannot make out, with or without checksums."""
    for name in sorted(metadata.tables):
        try:
            with link.begin_nested():
                link.execute(text(f'SELECT sum(octet_length(t::text)) FROM "{name}" t'))
        except DBAPIError as error:
            state = str(getattr(error.orig, "sqlstate", None) or "")
            if state.startswith(DAMAGE):
                return fault("database_damaged", f"数据库的表 {name} 有读不出的内容", RESTORE)
            return watch(
                "rows_unread",
                f"有的表没有读到（{name}，状态 {state}），不知道是否完好",
                "请用数据库属主或备份账号运行 workbench doctor --deep",
            )
    return fine("rows", "数据库的每一行都读得出来")


def _setting(link: Connection, name: str) -> str:
    return str(link.scalar(text("SELECT current_setting(:name)"), {"name": name}))
