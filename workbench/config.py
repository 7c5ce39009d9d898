"""The only reader of the environment: where the database, the data files and the user's folder are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APPLICATION = "petition-workbench"
DATABASE_FILE = "workbench.sqlite"
PLACES_FILE = "places.csv"


@dataclass(frozen=True, slots=True)
class Config:
    """Where things are.

    ``database`` is an SQLAlchemy address; ``home`` the user's private folder, which holds the
    default database, snapshots, kept original files and logs; ``fonts`` the office's own folder of fonts for
    printed papers, if there is one.
    """

    database: str
    home: Path
    fonts: Path | None = None

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
    """Return the configuration: ``WORKBENCH_HOME``, ``_DATABASE`` and ``_FONTS``, else the defaults."""
    given = os.environ.get("WORKBENCH_HOME")
    home = Path(given) if given else Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))
    database = os.environ.get("WORKBENCH_DATABASE") or f"sqlite:///{(home / DATABASE_FILE).as_posix()}"
    fonts = os.environ.get("WORKBENCH_FONTS")
    return Config(database=database, home=home, fonts=Path(fonts) if fonts else None)


def data_file(*parts: str) -> Path:
    """Return the path of a file in ``data/``: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    inside = package / "data"
    folder = inside if inside.is_dir() else package.parent / "data"
    return folder.joinpath(*parts)
