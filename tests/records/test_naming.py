"""A database has one name beside the user's folder, whoever opens it."""

from pathlib import Path

import pytest

from workbench.backup.server import ServerError, connection_info
from workbench.records.naming import name_within, server_url
from workbench.records.sqlite_file import AddressError

HOME = Path("/var/lib/office")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://petition_owner@db.example/petition",
        "postgresql+psycopg://petition_site@db.example/petition",
        "postgresql://petition_backup:secret@db.example:5432/petition",
        "postgresql+psycopg://petition_site@/petition?host=/run/postgresql&port=5432",
        "postgresql+psycopg://petition_site@127.0.0.1:6432/petition?connect_timeout=5",  # a pool before it
        "postgresql+psycopg://petition_site@db.example/?dbname=petition",
    ],
)
def test_accounts_options_and_ways_to_a_database_do_not_change_its_name(address):
    assert name_within(address, HOME) == "postgresql/petition"


def test_another_database_has_another_name():
    assert name_within("postgresql+psycopg://owner@db.example/later", HOME) == "postgresql/later"


def test_a_file_is_called_by_its_place_in_the_folder():
    assert name_within("sqlite:////var/lib/office/workbench.sqlite", HOME) == "workbench.sqlite"
    assert name_within("sqlite:////srv/other.sqlite", HOME) == "/srv/other.sqlite"


@pytest.mark.parametrize(
    "address", ["postgresql+psycopg:///?service=petition", "postgresql+psycopg://a@host"]
)
def test_an_address_must_say_its_database(address):
    with pytest.raises(AddressError, match="没有数据库的名字"):
        server_url(address)


def test_another_database_beside_it_is_another_whichever_way_the_first_is_told():
    url = server_url("postgresql+psycopg://a@host/?dbname=petition&user=b")

    assert (url.database, url.username) == ("petition", "b")
    assert "dbname=postgres user=b" in connection_info(url.set(database="postgres"))


@pytest.mark.parametrize(
    "told", ["a:geheim@host/x", "a@host/x?password=geheim", "a@host/x?sslpassword=geheim"]
)
def test_a_password_in_the_address_never_gets_on_a_command_line(told):
    url = server_url(f"postgresql+psycopg://{told}")

    with pytest.raises(ServerError, match=r"\.pgpass"):
        connection_info(url)
    if url.password:
        assert "geheim" not in url.render_as_string()
