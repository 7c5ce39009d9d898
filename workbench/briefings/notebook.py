"""A briefing's notebook run without anybody looking, and as one HTML file that asks nobody for anything."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

from workbench import fonts
from workbench.briefings.spans import KINDS, BriefingError
from workbench.terms import IssuedKind

SOURCES: Final = dict(zip(KINDS, ("monthly.ipynb", "quarterly.ipynb", "yearly.ipynb"), strict=True))
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
STYLE: Final = """
body { max-width: 900px; margin: 24px auto; padding: 0 16px; color: #1d2733; line-height: 1.6;
  font-family: "Noto Sans SC", "Microsoft YaHei", sans-serif; }
pre { padding: 8px 12px; background: #f4f6f9; overflow-x: auto; white-space: pre-wrap; }
pre, code { font-family: Consolas, monospace, "Noto Sans SC"; }
table { border-collapse: collapse; margin: 12px 0; }
table.dataframe { font-size: 13px; }
th, td { padding: 3px 8px; border: 1px solid #d9e0e8; text-align: left; }
img, svg { max-width: 100%; }
.jp-InputPrompt, .jp-OutputPrompt, .prompt, .anchor-link { display: none; }
"""


def source_of(kind: IssuedKind) -> Path:
    """Return the notebook of a kind; ``BriefingError`` where it is not installed."""
    package = Path(__file__).parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        found = folder / "briefings" / SOURCES[kind]
        if found.is_file():
            return found
    raise BriefingError(f"没有找到{kind.label}的笔记本 {SOURCES[kind]}：请重新安装")


def run_notebook(kind: IssuedKind, target: Path, parameters: dict[str, str]) -> None:
    """Run the notebook of a kind with papermill into ``target``; ``BriefingError`` tells why it stopped."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            str(source_of(kind)),
            str(target),
            parameters=parameters,
            kernel_name="python3",
            progress_bar=False,
            extra_arguments=["--log-level=ERROR"],  # its warnings are in English and for who writes kernels
        )
    except PapermillExecutionError as error:
        raise BriefingError(f"笔记本没有运行完：{error.evalue}") from error


def to_html(path: Path) -> str:
    """Return a notebook that was run as a page of its own: no script, no address, nothing to be loaded."""
    import nbformat
    from nbconvert import HTMLExporter

    notebook: Any = nbformat.read(path, 4)  # type: ignore[no-untyped-call]
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True
    )
    body, _ = exporter.from_notebook_node(notebook)
    title = str(notebook.metadata.get("title", "简报"))
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="zh-CN"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{_font()}{STYLE}</style></head>",
            f"<body><main>{body}</main></body></html>",
            "",
        )
    )


@cache
def _font() -> str:
    """Return the carried font within the style: a machine without Chinese fonts would show boxes."""
    content = b64encode(fonts.common_woff2_path().read_bytes()).decode()
    return (
        f"@font-face {{ font-family: '{fonts.FAMILY}'; "
        f"src: url(data:font/woff2;base64,{content}) format('woff2'); }}"
    )
