"""What a database is called beside the user's folder, whichever account opens it and whichever way it goes.

The notes about its ledger are kept under this name: site, backup and owner have to find the same ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.records.sqlite_file import AddressError, sqlite_path

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

WRONG_ADDRESS = "数据库地址写得不对：PostgreSQL 须写成 postgresql+psycopg://账号@主机:端口/数据库"
NO_DATABASE = (
    "数据库地址里没有数据库的名字：用服务文件（PGSERVICE）的也要写出来，如 postgresql+psycopg:///petition"
)
# Options that libpq puts before the parts of the address; as parts they can be seen, hidden and exchanged.
_PARTS = ("user", "password", "dbname")


def name_within(address: str, home: Path) -> str:
    """Return the name of a database beside ``home``.

    Of SQLite the path of the file within ``home``: moving both together keeps it. Of PostgreSQL the database
    alone: account, options, and host and port too (a socket, a network address or a pool lead to one
    database) are only ways to it. One folder serves one ledger, as its ``identity.key`` does.
    """
    path = sqlite_path(address)
    if path is None:
        return f"postgresql/{_database(address)}"
    whole, folder = path.absolute(), home.absolute()
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else str(whole)


def former_name(address: str) -> str | None:
    """Return the name that earlier versions used, ``None`` where it is the same: the whole address."""
    return None if sqlite_path(address) is not None else address


def server_url(address: str) -> URL:
    """Return the parts of the address of a server; ``AddressError``, without the address, if it has none.

    Account, password and database among the options become parts: whoever puts another database into the
    address gets that one. One without a database is refused: what is made beside it would have no name.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # the second of a port that is no number
        raise AddressError(WRONG_ADDRESS) from None
    given = {name: one if isinstance(one, str) else one[-1] for name, one in url.query.items()}
    url = url.set(  # ``None`` leaves a part as it is
        username=given.get("user"), password=given.get("password"), database=given.get("dbname")
    ).difference_update_query(_PARTS)
    if not url.database:
        raise AddressError(NO_DATABASE)
    return url


def _database(address: str) -> str:
    return str(server_url(address).database)
