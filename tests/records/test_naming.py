"""A database has one name beside the user's folder, whoever opens it."""

from pathlib import Path

import pytest

from workbench.records.naming import name_within

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
