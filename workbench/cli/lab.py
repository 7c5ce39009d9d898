"""``workbench lab``: JupyterLab in Chinese over the notebooks; no request leaves the server."""

from __future__ import annotations

import sys
from argparse import Namespace

from workbench.cli import Reply, say
from workbench.cli.parser import Parser, port_number


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench lab``."""
    parser.add_argument("--port", metavar="端口", type=port_number, default=8890, help="端口，默认 8890")
    parser.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")


def run(options: Namespace) -> Reply:
    """Start JupyterLab in this process; returns when it is stopped."""
    import subprocess

    from workbench.site.lab import lab_arguments

    arguments = lab_arguments(options.port, browser=not options.no_browser)
    say(options, "正在启动 JupyterLab，地址见下面带 token 的一行；按 Ctrl+C 停止。")
    status = subprocess.run([sys.executable, "-m", "workbench.site.lab", *arguments], check=False).returncode
    return Reply({"status": status}, status=0 if status == 0 else 1)
