"""One list of libraries: pyproject.toml says it, environment.yml and requirements.lock follow."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OPTIONAL = PROJECT["optional-dependencies"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
HUB = (ROOT / "data" / "service" / "hub.lock").read_text("utf-8")
# One block a library: name[extra]==version ; marker, then its hashes.
PINS = re.findall(
    r"^([a-z0-9][^\s=]*)==([^\s;]+)[^\n]*\\\n((?:    --hash=\S+(?: \\)?\n)+)", LOCK, re.MULTILINE
)


def test_environment_yml_lists_what_pyproject_lists():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    listed = environment["dependencies"]
    by_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))

    assert f"python{PROJECT['requires-python']}" in listed
    assert by_pip == [*PROJECT["dependencies"], *OPTIONAL["test"], *OPTIONAL["build"], "--editable ."]


@pytest.mark.parametrize("line", [*PROJECT["dependencies"], *OPTIONAL["test"], *OPTIONAL["build"]])
def test_every_library_is_locked_in_an_allowed_version(line):
    wanted = Requirement(line)

    locked = {canonicalize_name(name.partition("[")[0]): Version(version) for name, version, _ in PINS}

    assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)], prereleases=True)


def test_every_locked_library_has_hashes_and_no_address():
    pinned = re.findall(r"^[a-z0-9][^\s=]*==", LOCK, re.MULTILINE)

    assert len(pinned) == len(PINS) > 100
    assert "://" not in LOCK and "index-url" not in LOCK


def test_the_hub_is_locked_beside_the_rest_and_adds_to_it_only():
    pinned = dict(re.findall(r"^([a-z0-9][^\s=]*)==([^\s;]+)", HUB, re.MULTILINE))
    ours = {canonicalize_name(name.partition("[")[0]): version for name, version, _ in PINS}

    assert len(pinned) == len(re.findall(r"^[a-z0-9][^\n]* \\\n    --hash=", HUB, re.MULTILINE))
    assert {name: ours[name] for name in pinned if name in ours}.items() <= pinned.items()
    assert "://" not in HUB
    for wanted in map(Requirement, OPTIONAL["hub"]):
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), wanted


def test_the_build_backend_is_the_locked_one():
    text = (ROOT / "pyproject.toml").read_text("utf-8")

    assert set(tomllib.loads(text)["build-system"]["requires"]) <= set(OPTIONAL["build"])
