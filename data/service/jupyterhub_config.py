"""JupyterHub for the analysts of a prefecture, behind the same proxy and the same login as the site.

``jupyterhub -f jupyterhub_config.py``: see README.md beside this file. Every analyst's own process reaches
the port of the Hub, so the header counts only beside the secret that the proxy and the Hub share. It is not
that of the site, and is sent to the login alone: what goes on to an analyst's process is his to read.
"""

import os
import sys
from pathlib import Path

from jupyterhub.auth import Authenticator
from jupyterhub.handlers import BaseHandler

from workbench.site.proxy import SECRET_HEADER, fits, read_secret

HEADER = "X-Remote-User"
SECRET = read_secret(Path(os.environ.get("HUB_PROXY_SECRET", "/etc/petition-workbench/hub.conf")))
HERE = Path(sys.executable).parent
c = get_config()  # type: ignore[name-defined]  # noqa: F821


class FromProxy(BaseHandler):
    """Lets in whom the proxy names."""

    async def get(self):
        user = await self.login_user()
        if user is None:
            raise self.http_error(403, "统一登录没有给出账号，或账号不在分析人员名单中")
        self.redirect(self.get_next_url(user))

    def http_error(self, status, told):
        from tornado.web import HTTPError

        return HTTPError(status, log_message=told)


class ProxyAuthenticator(Authenticator):
    """The account is what the proxy says."""

    auto_login = True

    def get_handlers(self, app):
        return [("/login", FromProxy)]

    async def authenticate(self, handler, data=None):
        told = handler.request.headers
        return told.get(HEADER) or None if fits(told.get(SECRET_HEADER, ""), SECRET) else None


c.JupyterHub.bind_url = os.environ.get("HUB_URL", "http://127.0.0.1:8867/jupyter/")
c.JupyterHub.authenticator_class = ProxyAuthenticator
c.Authenticator.allowed_users = set(filter(None, os.environ.get("HUB_ANALYSTS", "").split(",")))
c.JupyterHub.cookie_max_age_days = 0.5

# Each analyst's JupyterLab runs as a system user of his own; it has the database role of analysts only.
c.JupyterHub.spawner_class = os.environ.get("HUB_SPAWNER", "jupyterhub.spawner.LocalProcessSpawner")
c.Spawner.cmd = [str(HERE / "jupyterhub-singleuser")]
c.Spawner.args = os.environ.get("HUB_ARGUMENTS", "").split()
c.Spawner.default_url = "/lab"
c.Spawner.environment = {"WORKBENCH_DATABASE": os.environ.get("ANALYST_DATABASE", "")}
c.Spawner.mem_limit = "2G"

c.ConfigurableHTTPProxy.command = [os.environ.get("HUB_PROXY", "configurable-http-proxy")]
