"""Who acted is told by name, and where two have the same name by their accounts too."""

from tests.factories import OFFICE
from workbench.access.accounts import AccountBook
from workbench.queries.officials import people
from workbench.terms import Role


def test_two_of_the_same_name_are_told_apart_by_their_accounts(bench):
    book = AccountBook(bench)
    for account, name in (("judge", "钱评查"), ("judge2", "钱评查"), ("boss", "陈督查")):
        book.add(account, name, Role.REVIEWER, by="root", unit=OFFICE)
    book.disable("judge", by="root")

    assert bench.ask(people, ("judge", "judge2", "boss", "gone", None)) == {
        "judge": "钱评查（judge）",
        "judge2": "钱评查（judge2）",
        "boss": "陈督查",
        "gone": "gone",
    }
    assert bench.ask(people, ("judge", "boss")) == {"judge": "钱评查", "boss": "陈督查"}
