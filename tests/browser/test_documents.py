"""A paper as a page in a real browser: readable by everybody, asking nobody for anything, fit for print."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.documents.samples import make_document
from workbench.documents.page import to_html
from workbench.terms import IssuedKind

pytestmark = pytest.mark.browser
KINDS = (
    IssuedKind.LOOK_BACK_REPORT,
    IssuedKind.MONTHLY_BRIEFING,
    IssuedKind.MINUTES,
    IssuedKind.HANDLING_OPINION,
    IssuedKind.AGREED_ITEMS,
)


def test_every_form_passes_axe_asks_for_nothing_and_runs_over_no_edge(browser, tmp_path):
    asked, errors = [], []
    context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True)  # for axe itself
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for kind in KINDS:
        path = tmp_path / f"{kind.value}.html"
        path.write_text(to_html(make_document(kind)), encoding="utf-8")
        page.goto(path.as_uri())
        assert Axe().run(page).response["violations"] == [], kind
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind
        assert page.evaluate("document.fonts.check('16pt \\'Noto Sans SC\\'', '信访')"), kind

    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    context.close()
