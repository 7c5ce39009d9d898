"""Scripts and fonts: found by name in their folder, kept for good, and nowhere else on the disk."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from voila.paths import collect_static_paths
from voila.utils import get_voila_labextensions_path

from workbench.site.amended import CHANGES
from workbench.site.assets import BUNDLED, FONTS, OWN, Assets, fingerprint, in_ascii
from workbench.site.voila_settings import BASE_TEMPLATE


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "page.js").write_text("1;")
    (folder / "voila.js").write_text("start;")
    (folder / "note.py").write_text("secret")
    (tmp_path / "outside.js").write_text("secret")
    (tmp_path / "served-secret").mkdir()
    (tmp_path / "served-secret" / "page.js").write_text("secret")
    (folder / "leading_out.js").symlink_to(tmp_path / "outside.js")
    return Assets({"served": (folder,), "voila": (folder,)})


def test_a_script_comes_with_its_type_and_packed(assets: Assets) -> None:
    found = assets.find("served", "page.js")

    assert found is not None
    assert found.content_type.startswith("text/javascript")
    assert found.packed is not None
    assert gzip.decompress(found.packed) == b"1;"


@pytest.mark.parametrize(
    "name",
    [
        "note.py",
        "../outside.js",
        "../served-secret/page.js",
        "/etc/passwd",
        "leading_out.js",
        "missing.js",
        "",
        ".",
    ],
)
def test_nothing_but_scripts_of_the_folder_is_found(assets: Assets, name: str) -> None:
    assert assets.find("served", name) is None


def test_an_unknown_folder_holds_nothing(assets: Assets) -> None:
    assert assets.find("elsewhere", "page.js") is None


def test_the_bundle_does_without_pieces_of_another_version(assets: Assets) -> None:
    assert assets.bundle.content == b"start;"


@given(st.text(st.characters(exclude_characters='"\\\\', exclude_categories=["Cc", "Cs"])))
def test_a_script_in_ascii_says_the_same(said: str) -> None:
    script = in_ascii(f'"{said}"')

    assert script.isascii()
    assert json.loads(script) == said


def test_a_script_whose_sign_stands_behind_a_backslash_stays_as_it_is() -> None:
    assert in_ascii(r'"\é…"') == r'"\é…"'.encode()


def test_the_scripts_of_the_pages_are_in_ascii_and_changed_where_they_must_be() -> None:
    """The raw text of a template is the one place where an escape is not what it stands for."""
    served = {
        "voila": tuple(map(Path, collect_static_paths(["voila", "nbconvert"], BASE_TEMPLATE, prune=True))),
        "labextensions": tuple(map(Path, get_voila_labextensions_path())),
    }
    pieces = [line.partition("/") for line in BUNDLED.read_text("utf-8").splitlines()]
    found = [
        next(root / name for root in served[folder] if (root / name).is_file()) for folder, _, name in pieces
    ]
    scripts = [path.read_text("utf-8") for path in found]

    assert not all(map(str.isascii, scripts))
    # Another version says it otherwise: look again.
    assert [sum(script.count(change.was) for script in scripts) for change in CHANGES] == [1] * len(CHANGES)
    assert all(change.was.encode() not in Assets(served).bundle.content for change in CHANGES)
    assert not [1 for script in scripts if re.search(r"String\.raw`[^`]*[^\x00-\x7F]", script)]
    assert Assets(served).bundle.content.isascii()


def test_the_fingerprint_does_not_change_by_itself() -> None:
    first = fingerprint()
    fingerprint.cache_clear()

    assert fingerprint() == first


def test_no_file_of_ours_names_an_address_outside() -> None:
    own = [path for path in [*OWN.rglob("*"), *OWN.parent.joinpath("templates").rglob("*")] if path.is_file()]
    own += [BUNDLED]

    naming = [
        path.name
        for path in own
        if "http://" in (text := path.read_text("utf-8").replace("http://www.w3.org/", ""))
        or "https://" in text
    ]

    assert naming == []


def test_the_fonts_that_the_styles_name_are_there() -> None:
    named = re.findall(r'url\("([^"]+)"\)', (FONTS / "web.css").read_text("utf-8"))

    assert len(named) == 4
    assert all((FONTS / name).is_file() for name in named)
