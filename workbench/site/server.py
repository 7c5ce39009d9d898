"""Voila as our site: own template, own addresses, own headers, everything not listed left out."""

from __future__ import annotations

import logging
import os
import shutil
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jupyter_core.utils import run_sync
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from traitlets import default
from voila.app import Voila
from voila.notebook_renderer import NotebookRenderer
from voila.paths import collect_static_paths, collect_template_paths
from voila.utils import get_page_config, get_voila_labextensions_path

from workbench.config import PAGES_PER_ACCOUNT
from workbench.growing import Growing
from workbench.logs import json_handler
from workbench.site.assets import FONTS, OWN, Assets
from workbench.site.door import Door
from workbench.site.forking import Nursery
from workbench.site.handlers import (
    AliveHandler,
    AssetHandler,
    GuardedAssetHandler,
    HealthHandler,
    KernelLineHandler,
    KernelShutdownHandler,
    KernelStateHandler,
    OneLook,
)
from workbench.site.headers import EVERY_ANSWER, NEVER_KEPT
from workbench.site.identity import SiteAuthorizer, SiteIdentity
from workbench.site.interface.answers import Interface
from workbench.site.interface.handlers import routes
from workbench.site.kernel import LOG_VARIABLE
from workbench.site.kernels import MESSAGES, KernelOwners, WidgetsOnly
from workbench.site.login import LoginHandler, LogoutHandler, PasswordHandler
from workbench.site.pages import MissingHandler, OldAddressHandler, PageHandler
from workbench.site.provisioner import register
from workbench.site.proxy import Proxy
from workbench.site.rendering import Openings, Patterns
from workbench.site.room import Room
from workbench.site.scratch import Scratch
from workbench.site.visits import log_visit
from workbench.site.voila_settings import BASE_TEMPLATE, HOST, voila_settings
from workbench.site.watch import Watch

TEMPLATES = Path(__file__).parent / "templates" / "workbench"
PORTS_TRIED = 50
MEGABYTE = 1024 * 1024
LARGEST_MESSAGE = 100 * MEGABYTE  # an uploaded workbook of 50 MB, as text; only from who is logged in
LARGEST_FORM = MEGABYTE // 4  # a form of the login; anybody can send it
MOST_PAGES = 80  # kernels at once, some 45 MB each
KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"


class NoFreePortError(ValueError):
    """No port could be had."""


class Site(Voila):  # type: ignore[misc]
    """The server of the apps in one folder."""

    name = "voila"  # the name under which Voila's parts look for their settings

    def __init__(
        self,
        apps: Path,
        *,
        port: int,
        announce: Callable[[str], None],
        logs: Path,
        scratch: Path,
        door: Door,
        proxy: Proxy | None = None,
        host_name: str = "",
        health: Callable[[], Mapping[str, object]] = lambda: {"status": "ok", "findings": []},
        interface: Interface | None = None,
        pages_per_account: int = PAGES_PER_ACCOUNT,
    ) -> None:
        """``scratch`` is the folder for what pages are handed for a while.

        ``host_name`` is the name under which browsers reach the site through the office's proxy.

        ``health`` is asked for the health page, from a thread of its own; ``interface`` is what units' own
        systems read with a token. ``pages_per_account`` may be open at once for one account.
        """
        self._logs = logs  # first: Voila speaks while it is made
        self.complaints = Growing(logs.absolute() / "kernels.log")  # of kernels and the nursery
        super().__init__(config=voila_settings(apps))
        self._scratch_root = scratch
        self._door = door
        self._proxy = proxy
        self._host_name = host_name
        self._health = health
        self._interface = interface
        self._pages_per_account = pages_per_account
        self._apps = apps
        self._wanted_port = port
        self._announce = announce
        self._assets: Assets
        self._sockets: list[socket.socket] = []

    @property
    def address(self) -> str:
        """Return where the site answers."""
        return f"http://{HOST}:{self.port}/"

    @default("log_level")
    def _quiet(self) -> int:
        return logging.INFO

    @default("log")
    def _log_to_file(self) -> logging.Logger:
        target = json_handler(self._logs / "site.log")
        log = logging.getLogger("workbench.site")
        log.handlers[:] = [target]
        log.propagate = False
        log.setLevel(logging.INFO)
        logging.getLogger("tornado").handlers[:] = [target]
        logging.getLogger("tornado").propagate = False
        return log

    def setup_template_dirs(self) -> None:
        self.template_paths = [
            str(TEMPLATES),
            *collect_template_paths(["voila", "nbconvert"], BASE_TEMPLATE, prune=True),
        ]
        self.static_paths = collect_static_paths(["voila", "nbconvert"], BASE_TEMPLATE, prune=True)
        self._assets = Assets(
            {
                "voila": tuple(map(Path, self.static_paths)),
                "labextensions": tuple(map(Path, get_voila_labextensions_path())),
                "site": (OWN,),
                "fonts": (FONTS,),
            }
        )

    def init_settings(self) -> dict[str, Any]:
        os.environ[LOG_VARIABLE] = str(self.complaints.path)
        register()
        # Before Voila is made ready, so that both get warm at the same time.
        self.nursery = Nursery(sorted(self._apps.glob("*.ipynb")), log=self.log, output=self.complaints.path)
        self.nursery.start()
        settings: dict[str, Any] = super().init_settings()
        self.kernel_manager.allowed_message_types = list(MESSAGES)
        self._scratch = self.kernel_manager.scratch = Scratch(self._scratch_root, self.log)
        owners = KernelOwners()
        identity = SiteIdentity(parent=self, log=self.log, token="", door=self._door, proxy=self._proxy)
        watch = Watch(identity, owners, self.kernel_manager, self.log)
        self._watch = watch
        settings |= {
            "door": self._door,
            "health": OneLook(self._health),
            "owners": owners,
            "scratch": self._scratch,
            "room": Room(
                owners,
                self.kernel_manager,
                self.log,
                most_pages=MOST_PAGES,
                most_of_one=self._pages_per_account,
            ),
            "lines": watch.lines,
            "end_login": watch.end_login,
            "identity_provider": identity,
            "authorizer": SiteAuthorizer(
                parent=self, log=self.log, identity_provider=identity, owners=owners
            ),
            "kernel_websocket_connection_class": WidgetsOnly,
            "login_url": f"{self.base_url}login",
            "port": self.port,
            "local_hostnames": ["localhost", *filter(None, [self._host_name])],
            "apps": str(self._apps),
            "assets": self._assets,
            "headers": EVERY_ANSWER | NEVER_KEPT,
            "allow_remote_access": False,  # a foreign host name in the request is refused
            "websocket_max_message_size": LARGEST_MESSAGE,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"samesite": "Strict"},
            "compress_response": True,
            "default_handler_class": MissingHandler,
            "log_function": log_visit,
        }
        settings["voila_jinja2_env"].globals.update(asset=self._asset, office=self._door.office)
        return settings

    def init_handlers(self) -> list[Any]:
        page = {
            "patterns": Patterns(self._apps, self._renderer, {"office": self._door.office}),
            "openings": Openings(),
            "environment": dict(os.environ),
        }
        return [
            (r"/", PageHandler, page),
            (r"/login", LoginHandler),
            (r"/logout", LogoutHandler),
            (r"/password", PasswordHandler),
            (r"/([a-z][a-z0-9_]*)", PageHandler, page),
            (r"/voila/render/([a-z][a-z0-9_]*)\.ipynb", OldAddressHandler),
            (r"/assets/([0-9a-f]+)/(site|fonts)/(.+)", AssetHandler, {"assets": self._assets}),
            (r"/assets/([0-9a-f]+)/([a-z]+)/(.+)", GuardedAssetHandler, {"assets": self._assets}),
            (rf"/api/kernels/{KERNEL_ID}", KernelStateHandler),
            (rf"/api/kernels/{KERNEL_ID}/channels", KernelLineHandler),
            (r"/voila/api/shutdown/(.*)", KernelShutdownHandler),
            (r"/site/alive", AliveHandler),
            (r"/site/health", HealthHandler),
            *(routes(self._interface) if self._interface is not None else []),
        ]

    def start(self) -> None:
        """Serve until the process is told to end; ``NoFreePortError`` if no port is free."""
        self._sockets = _sockets(self._wanted_port, alone=self._proxy is not None)
        self.port = self._sockets[0].getsockname()[1]
        super().start()

    def listen(self) -> None:
        import tornado.ioloop

        server = HTTPServer(self.app, max_buffer_size=2 * LARGEST_MESSAGE, max_body_size=LARGEST_FORM)
        server.add_sockets(self._sockets)
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.ioloop.add_callback(self._announce, self.address)
        self._watch.begin()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.log.info("stopped by the keyboard")
        finally:
            server.stop()
            self.stop()

    def stop(self) -> None:
        """End the kernels at once, then take away their sockets; the other order leaves kernels behind."""
        try:
            run_sync(self.kernel_manager.shutdown_all)(now=True)
        finally:
            self.nursery.close()
            self._scratch.close()
            shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _asset(self, folder: str, name: str = "") -> str:
        return self._assets.address(self.base_url, folder, name)

    def _renderer(self, notebook: str) -> NotebookRenderer:
        return NotebookRenderer(
            voila_configuration=self.voila_configuration,
            traitlet_config=self.config,
            notebook_path=notebook,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            kernel_spec_manager=self.kernel_spec_manager,
            base_url=self.base_url,
            page_config=self._page_config(),
        )

    def _page_config(self) -> dict[str, Any]:
        page_config: dict[str, Any] = get_page_config(
            self.base_url, self.app.settings, self.log, self.voila_configuration
        )
        page_config["workbenchAssets"] = f"{self.base_url}assets/{self._assets.fingerprint}"
        page_config["fullStaticUrl"] = self._asset("voila").rstrip("/")
        page_config["fullLabextensionsUrl"] = self._asset("labextensions").rstrip("/")
        return page_config


def _sockets(wanted: int, *, alone: bool) -> list[socket.socket]:
    """Return what listens at a port; ``alone``: at no other, since a proxy asks only there."""
    for port in range(wanted, min(wanted + (1 if alone else PORTS_TRIED), 65536)):
        try:
            return bind_sockets(port, HOST, reuse_port=False)
        except OSError:
            continue
    if alone:
        raise NoFreePortError(f"端口 {wanted} 已被占用，反向代理只找这一个，没有改用别的：请停掉占用它的程序")
    raise NoFreePortError(f"端口 {wanted} 及其后的端口都被占用，请用 --port 另选一个")
