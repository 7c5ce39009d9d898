"""The house style that no tool checks: size, place, and what may stand only once."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, SHIPPED, attributes, files, modules, name, strings, tree

LINES = 250  # beyond it a module mostly has two subjects: ask what its two rooms are called
LONG = {  # and why these are one room all the same
    "workbench/site/server.py": "what Voila and Jupyter are told, in the order in which they start",
    "widgets/case_review/view.py": "list, page and acts are put together here, and nowhere else",
    "widgets/gallery/view.py": "one sample of every part after the other",
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
CLOCK = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "dt.date.today"}
CLOCK_READERS = (
    "workbench/app.py",
    "workbench/cli/",
    "workbench/acts/desk.py",  # the moment of recording, where the caller gives none
    "workbench/intake/preview.py",  # today, where a file is looked at without a workbench
    "widgets/intake/state.py",  # the age of uploads that a crash left behind
)
ENVIRONMENT_READERS = {
    "workbench/config.py",
    # Voila hands a page its address, and the server its kernels a secret and a log, only through it.
    "workbench/site/server.py",
    "workbench/site/kernel.py",
    "widgets/address.py",
    # Who looks is told by the server through it, and is taken away when read.
    "workbench/access/viewer.py",
    # The reading child gets a minimal environment, without the address of the database.
    "workbench/intake/reading/parent.py",
    # The process that kernels are forked from gets the environment without what is one viewer's.
    "workbench/site/forking.py",
    # The programs of a server are asked to speak English, whatever the system speaks.
    "workbench/backup/server.py",
}
ENVIRONMENT = {"os.environ", "os.getenv", "os.environb", "os.putenv"}
HTML_SINKS = {"ipw.HTML", "ipw.HTMLMath", "ipywidgets.HTML", "ipywidgets.HTMLMath"}
ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
NAMESPACES = ("http://www.w3.org/",)


def test_modules_stay_short():
    code = [path for path in modules() if "migrations" not in path.parts]  # a migration is a list of columns
    long = {name(path) for path in code if path.read_text("utf-8").count("\n") > LINES}

    assert long - LONG.keys() == set(), "split by subject, or say in LONG why it is one"


def test_a_module_that_may_be_long_exists_and_has_a_reason():
    assert {name(path) for path in modules()} >= LONG.keys()
    assert all(reason for reason in LONG.values())


def test_tests_and_scripts_stay_readable():
    long = [
        name(path) for path in modules("tests", "benchmarks") if path.read_text("utf-8").count("\n") > 600
    ]

    assert long == []


def test_nothing_is_left_unfinished():
    mine = {"tests/architecture/test_manners.py"}
    found = [
        f"{name(path)}:{number}"
        for path in files(*SHIPPED, "tests", "benchmarks", endings=(".py", ".toml", ".js", ".css", ".html"))
        if name(path) not in mine
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("path", [path for path in modules() if path.stat().st_size], ids=name)
def test_a_module_begins_by_saying_what_it_knows(path):
    assert ast.get_docstring(tree(path))


def test_only_the_application_reads_the_clock():
    readers = {
        f"{name(path)}:{line}"
        for path in modules()
        if not name(path).startswith(CLOCK_READERS)
        for used, line in attributes(path)
        if used in CLOCK
    }

    assert readers == set()


def test_only_the_configuration_reads_the_environment():
    readers = {name(path) for path in modules() for used, _ in attributes(path) if used in ENVIRONMENT}

    assert readers <= ENVIRONMENT_READERS


def test_text_is_never_opened_in_the_letters_of_the_system():
    """A Windows in Chinese would write GBK and read UTF-8; ruff looks at ``open``, not at ``os.fdopen``."""
    found = []
    for path in modules(*SHIPPED, "tools"):
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            if ast.unparse(call.func) not in ("os.fdopen", "open", "io.open", "io.TextIOWrapper"):
                continue
            told = [*call.args[1:], *(word.value for word in call.keywords)]
            is_binary = any(isinstance(mode, ast.Constant) and "b" in str(mode.value) for mode in told[:1])
            if not is_binary and "encoding" not in {word.arg for word in call.keywords}:
                found.append(f"{name(path)}:{call.lineno}")
    assert found == []


def test_what_goes_to_the_disk_was_opened_for_writing():
    """``os.fsync`` of a file that was opened to be read is refused by Windows."""
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.With) and "os.fsync" in ast.unparse(node.body)
        for item in node.items
        if re.search(r"open\(.*'rb'", ast.unparse(item))
    ]
    assert found == []


def test_no_chinese_goes_through_the_dates_of_the_system():
    """Windows takes 年月日 in the format of a date for letters of its code page, and may refuse them."""
    found = [
        f"{name(path)}:{line}"
        for path in modules(*SHIPPED, "tools")
        for text, line in strings(path)  # what follows the colon in ``{day:%Y}`` is a text, too
        if re.search("%[YmdHM]", text) and not text.isascii()
    ]
    assert found == []


def test_markup_is_made_in_one_place():
    makers = {name(path) for path in modules() for used, _ in attributes(path) if used in HTML_SINKS}

    assert len(makers) <= 1


def test_no_page_asks_a_foreign_server():
    found = [
        f"{name(path)}: {address}"
        for path in files(*SHIPPED, endings=(".html", ".css", ".js", ".mjs", ".svg", ".j2", ".tpl"))
        for address in ADDRESS.findall(_without_namespaces(path.read_text("utf-8")))
    ]
    found += [
        f"{name(path)}:{line}"
        for path in modules()
        for text, line in strings(path)
        if ADDRESS.search(_without_namespaces(text)) and not re.search(r"//(?:127\.0\.0\.1|localhost)", text)
    ]

    assert found == []


def _without_namespaces(text: str) -> str:
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    return text


def test_every_room_has_its_tests():
    rooms = {path.parent.name for path in (ROOT / "workbench").glob("*/__init__.py")}
    rooms -= {"fonts", "cli"}  # their tests stand in tests/house and with the room that each command serves
    written = {
        room
        for room in rooms
        if any(path.stat().st_size for path in (ROOT / "workbench" / room).glob("*.py"))
    }
    screens = {path.parent.name for path in (ROOT / "widgets").glob("*/__init__.py") if path.stat().st_size}
    screens -= {"gallery"}  # invented content, run by its notebook

    assert [room for room in sorted(written) if not list((ROOT / "tests" / room).glob("test_*.py"))] == []
    assert [screen for screen in sorted(screens) if not _has_tests(screen)] == []


def _has_tests(screen: str) -> bool:
    folder = ROOT / "tests" / "widgets"
    return bool([*folder.glob(f"test_{screen}*.py"), *(folder / screen).glob("test_*.py")])


def test_test_names_are_sentences():
    short = [
        f"{name(path)}: {node.name}"
        for path in modules("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]

    assert short == []
