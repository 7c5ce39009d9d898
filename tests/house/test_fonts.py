"""The carried font has every character that an office writes and that the program shows."""

import re

import pytest
from fontTools.ttLib import TTFont

from tests.architecture.sources import ROOT, files
from workbench import fonts
from workbench.fonts import common


def characters(path):
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


@pytest.fixture(scope="module")
def regular():
    return characters(fonts.ttf_path())


def double_byte(first, last):
    for lead in range(first, 0xF8):
        for trail in range(last, 0xFF):
            try:
                yield bytes((lead, trail)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def test_every_character_of_gb2312_is_there(regular):
    wanted = {ord(character) for character in double_byte(0xA1, 0xA1)}

    assert len(wanted) == 7445  # 6,763 ideographs and 682 signs
    assert wanted - regular == set()


def test_names_beyond_the_common_characters_are_there(regular):
    assert {ord(character) for character in "喆堃甪镕㛃䶮鿍鿏"} <= regular


def test_every_character_that_the_program_shows_is_there(regular):
    shown = set()
    for path in files(
        "workbench", "widgets", "notebooks", endings=(".py", ".toml", ".html", ".js", ".ipynb")
    ):
        shown |= set(re.findall(r"[^\x00-\x7f]", path.read_text("utf-8")))

    assert {
        character for character in shown if ord(character) not in regular and not character.isspace()
    } == set()


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_browser_gets_the_same_characters(regular, weight):
    assert characters(fonts.woff2_path(weight)) == regular


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_common_part_has_what_the_style_sheet_says(weight):
    part = characters(common.FOLDER / f"NotoSansSC-{weight}-common.woff2")

    # The style may promise a sign that the font lacks; then the whole font lacks it too.
    assert common.characters() & characters(fonts.woff2_path(weight)) == part
    assert common.STYLE.read_text("utf-8") == common.style(common.characters())


def test_what_the_pages_say_needs_only_the_common_part():
    said = set()
    for path in files("widgets", "workbench/site", "notebooks", endings=(".py", ".js", ".toml", ".ipynb")):
        said |= set(re.findall(r"[\u3400-\u9fff]", path.read_text("utf-8")))

    assert {character for character in said if ord(character) not in common.characters()} == set()


def test_the_licence_travels_with_the_font():
    assert "SIL Open Font License" in (ROOT / "workbench" / "fonts" / "OFL.txt").read_text("utf-8")
    with TTFont(fonts.ttf_path(), lazy=True) as font:
        assert font["name"].getDebugName(1) == fonts.FAMILY
        assert "Open Font License" in font["name"].getDebugName(13)
