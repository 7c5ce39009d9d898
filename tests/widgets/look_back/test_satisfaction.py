"""What people said of closures: every number opens just the matters that it counts."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from tests.queries.test_satisfaction import CLOSED, TOLD, YEAR
from tests.snapshot_maker import SnapshotMaker
from widgets.case_review.address import from_address
from widgets.look_back.satisfaction import satisfaction_table
from workbench.queries.caseload import counts
from workbench.queries.satisfaction import satisfaction_by_unit

PLACE, BELOW = "430682104", "430682104201"


def test_each_number_opens_just_the_matters_that_it_counts(tmp_path):
    """Those below the place too have their own line: they are none of its own."""
    maker = SnapshotMaker(tmp_path / "snapshot.sqlite")
    for unit in (PLACE, BELOW):
        for said, asked_by in TOLD:
            maker.case(
                satisfaction=said, asked_by=asked_by, rated_on="2026-03-09", **CLOSED | {"closed_by": unit}
            )
    maker.case(**CLOSED | {"closed_by": PLACE})
    snapshot = maker.write()
    found = satisfaction_by_unit(snapshot, "closure_satisfied", period=YEAR, units=(PLACE,))

    table = str(satisfaction_table(found, {}))

    links = re.findall(r'<a href="([^"]*)">([^<]*)</a>', table)
    told = {}
    for href, words in links:
        wanted, problems = from_address(dict(parse_qsl(urlsplit(unescape(href)).query)), snapshot.as_of)
        assert not problems
        told[words] = counts(snapshot, wanted).cases
    assert told == {"未评价 1": 1, "5": 5, "60.0%": 5, "2/2": 2, "1/2": 2, "0/1": 1}
