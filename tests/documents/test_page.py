"""The HTML page: every word there, nothing asked of anybody, an order of headings that can be heard."""

import re
from html.parser import HTMLParser

import pytest

from tests.documents.samples import make_document, missing
from workbench.documents.content import Document, Heading, Paragraph
from workbench.documents.page import to_html
from workbench.terms import IssuedKind


class Reader(HTMLParser):
    """The text, the tags and the addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self.addresses, self._hidden = "", [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]
        self._hidden += tag in ("style", "title")

    def handle_endtag(self, tag):
        self._hidden -= tag in ("style", "title")

    def handle_data(self, data):
        if not self._hidden:
            self.text += data


@pytest.mark.parametrize("kind", IssuedKind)
def test_every_word_comes_through_and_nothing_is_cut(kind):
    document = make_document(kind)

    assert missing(document, Reader(to_html(document)).text) == []


def test_the_page_is_complete_in_itself_and_runs_nothing():
    page = Reader(to_html(make_document()))

    assert page.addresses and all(one.startswith("data:image/svg+xml;base64,") for one in page.addresses)
    assert not {"script", "link", "iframe", "form", "b", "lab"} & set(page.tags)
    assert [one[:15] for one in re.findall(r"url\((.*?)\)", to_html(make_document()))] == ['"data:font/woff']
    assert "url(" not in to_html(make_document(), carries_font=False)
    assert "@import" not in to_html(make_document())
    assert "default-src 'none'" in to_html(make_document())


def test_headings_begin_with_the_title_and_leave_no_level_out():
    blocks = (Heading("深", 3), Paragraph("文"), Heading("浅", 1), Heading("深", 4), Heading("中", 2))
    for kind in (IssuedKind.MINUTES, IssuedKind.HANDLING_OPINION):
        levels = [
            int(tag[1])
            for tag in Reader(to_html(Document(kind, "题", blocks))).tags
            if re.fullmatch(r"h\d", tag)
        ]

        assert levels == [1, 2, 2, 3, 3]


def test_the_same_document_gives_the_same_page():
    assert to_html(make_document()) == to_html(make_document())
