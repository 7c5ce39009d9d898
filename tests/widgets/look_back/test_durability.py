"""How closures held: what the catalogue counts too opens just the matters that it counts."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from tests.factories import OTHER_TOWN, TOWN
from tests.queries.test_durability import TODAY, YEAR, closed  # noqa: F401 a fixture
from widgets.case_review.address import from_address
from widgets.look_back.durability import durability_table
from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import counts
from workbench.queries.durability import durability
from workbench.queries.figures import figure


def test_the_ninety_days_of_a_unit_open_their_matters(closed):  # noqa: F811
    snapshot = closed.snapshot(TODAY)
    found = closed.ask(durability, snapshot, YEAR, (TOWN, OTHER_TOWN))

    table = str(durability_table(found, {}, period=YEAR))

    ((href, words),) = re.findall(r'<a href="([^"]*)">([^<]*)</a>', table)  # the other town closed nothing
    wanted, problems = from_address(dict(parse_qsl(urlsplit(unescape(href)).query)), TODAY)
    told = figure(snapshot, "closure_held", period=YEAR, wanted=CaseFilter(units=(TOWN,)))
    assert words == f"{told.numerator}/{told.denominator}" == "1/2" and not problems
    assert counts(snapshot, wanted).cases == 2
    assert "<a" not in str(durability_table(found, {}, what="内容分类"))
