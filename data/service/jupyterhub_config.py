"""JupyterHub for the analysts of a prefecture, behind the same proxy and the same login as the site.

``jupyterhub -f jupyterhub_config.py``: see README.md beside this file. Every analyst's own process reaches
the port of the Hub, so the header counts only beside the secret that the proxy and the Hub share. It is not
that of the site, and is sent to the login alone: what goes on to an analyst's process is his to read.
"""

import os
import resource
import sys
from pathlib import Path

from jupyterhub.auth import Authenticator
from jupyterhub.handlers import BaseHandler
from jupyterhub.spawner import LocalProcessSpawner

from workbench.site.proxy import SECRET_HEADER, fits, read_secret

HEADER = "X-Remote-User"
SECRET = read_secret(Path(os.environ.get("HUB_PROXY_SECRET", "/etc/petition-workbench/hub.conf")))
HERE = Path(sys.executable).parent
HOME = Path(os.environ.get("HUB_HOME", "/var/lib/petition-workbench-hub"))
MEMORY = int(os.environ.get("HUB_PROCESS_MEMORY", "2048")) * 1024 * 1024
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


class OwnProcess(LocalProcessSpawner):
    """A process of the analyst's own system user, and of a size: ``mem_limit`` means nothing to a process."""

    def make_preexec_fn(self, name):
        become = super().make_preexec_fn(name)

        def begin():
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))  # of each kernel, too
            become()

        return begin


c.JupyterHub.bind_url = os.environ.get("HUB_URL", "http://127.0.0.1:8867/jupyter/")
c.JupyterHub.authenticator_class = ProxyAuthenticator
c.Authenticator.allowed_users = set(filter(None, os.environ.get("HUB_ANALYSTS", "").split(",")))
c.JupyterHub.cookie_max_age_days = 0.5
c.JupyterHub.cookie_secret_file = str(HOME / "cookie_secret")
c.JupyterHub.db_url = f"sqlite:///{HOME / 'hub.sqlite'}"
c.ConfigurableHTTPProxy.pid_file = str(HOME / "proxy.pid")

# Each analyst's JupyterLab runs as a system user of his own, who has to be there. The address of the database
# names no account: the server asks the system user (peer) or his ``.pgpass``, so that each counts as himself.
c.JupyterHub.spawner_class = OwnProcess
c.Spawner.cmd = [str(HERE / "jupyterhub-singleuser")]
# Over TCP every user of the machine could listen to what another's kernel answers.
c.Spawner.args = ["--KernelManager.transport=ipc", *os.environ.get("HUB_ARGUMENTS", "").split()]
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = 120  # seconds; on a busy machine 30 were too few
c.Spawner.environment = {
    "WORKBENCH_DATABASE": os.environ.get("ANALYST_DATABASE", ""),
    "WORKBENCH_EXTRACT": os.environ.get("ANALYST_EXTRACT", ""),
    "PYTHONUTF8": "1",
}

# Of Python, locked with the Hub; that of Node (npm) takes the same options.
c.ConfigurableHTTPProxy.command = [os.environ.get("HUB_PROXY", str(HERE / "configurable-http-proxy"))]
