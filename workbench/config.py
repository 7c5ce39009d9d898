"""The only reader of the environment: where the database, the data files and the user's folder are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APPLICATION = "petition-workbench"
DATABASE_FILE = "workbench.sqlite"
MEGABYTE = 1024 * 1024
PLACES_FILE = "places.csv"
PAGES_PER_ACCOUNT = 12  # of the eighty of a site: seven people must be in it together to shut out the others


# MB of data that a page may hold. Open it has 120, with an export of 100,000 rows in all columns 1,100, with
# a briefing for which 100,000 matters are frozen 1,400 by two threads and 1,700 by eight.
PAGE_MEMORY = 4096


class SettingError(ValueError):
    """A setting says something that it cannot say."""

    def __init__(self, name: str, given: str) -> None:
        super().__init__(f"设置 {name} 须为大于 0 的整数，不能是“{given}”")


@dataclass(frozen=True, slots=True)
class Config:
    """Where things are.

    ``database`` is an SQLAlchemy address; ``home`` the user's private folder, which holds the
    default database, snapshots, kept original files and logs; ``fonts`` the office's own folder of fonts for
    printed papers, if there is one; ``extract`` a file for analysts, if one is laid out for them;
    ``pages_per_account`` how many pages of the site one account may have
    open at once, ``page_memory`` how many bytes of data each of them may hold;
    ``same_disk`` why the backups lie on the disk of the data on purpose, "" where nobody says so.
    """

    database: str
    home: Path
    fonts: Path | None = None
    pages_per_account: int = PAGES_PER_ACCOUNT
    page_memory: int = PAGE_MEMORY * MEGABYTE
    extract: Path | None = None
    same_disk: str = ""

    @property
    def snapshots(self) -> Path:
        """Folder of the folded case facts."""
        return self.home / "snapshots"

    @property
    def frozen(self) -> Path:
        """Folder of the frozen snapshots, one folder each."""
        return self.home / "frozen"

    @property
    def templates(self) -> Path:
        """Folder of the office's own docx templates; they win over the shipped ones."""
        return self.home / "templates"

    @property
    def places(self) -> Path:
        """The office's own list of villages, communities and compounds, if it has given one."""
        return self.home / PLACES_FILE

    @property
    def logs(self) -> Path:
        """Folder of the log files."""
        return self.home / "logs"

    @property
    def scratch(self) -> Path:
        """Folder of what pages are handed for a while; empty when no site runs."""
        return self.home / "scratch"


def read_config() -> Config:
    """Return the configuration: ``WORKBENCH_HOME`` and so on, else the defaults.

    Raises ``SettingError`` if a number is none.
    """
    given = os.environ.get("WORKBENCH_HOME")
    home = Path(given) if given else Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))
    database = os.environ.get("WORKBENCH_DATABASE") or f"sqlite:///{(home / DATABASE_FILE).as_posix()}"
    fonts, extract = os.environ.get("WORKBENCH_FONTS"), os.environ.get("WORKBENCH_EXTRACT")
    return Config(
        database=database,
        home=home,
        fonts=Path(fonts) if fonts else None,
        pages_per_account=_number("WORKBENCH_PAGES_PER_ACCOUNT", PAGES_PER_ACCOUNT),
        page_memory=_number("WORKBENCH_PAGE_MEMORY", PAGE_MEMORY) * MEGABYTE,
        extract=Path(extract) if extract else None,
        same_disk=os.environ.get("WORKBENCH_SAME_DISK", "").strip(),
    )


def _number(name: str, usual: int) -> int:
    given = os.environ.get(name, "").strip()
    if not given:
        return usual
    if not (given.isascii() and given.isdigit() and int(given)):
        raise SettingError(name, given)
    return int(given)


def data_file(*parts: str) -> Path:
    """Return the path of a file in ``data/``: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    inside = package / "data"
    folder = inside if inside.is_dir() else package.parent / "data"
    return folder.joinpath(*parts)
