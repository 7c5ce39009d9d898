"""The office's reverse proxy, and by what its word is told from that of anybody else on the machine.

The site listens on 127.0.0.1 only, so every process of the machine comes from the proxy's own address. What
the proxy says of a viewer counts only beside a secret that it shares with the site, in a file that nginx
includes. The file belongs to root and not to the site's user: who writes it writes the settings of nginx.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tornado.web import RequestHandler

SECRET_HEADER = "X-Workbench-Proxy"
LINE = re.compile(rf'\s*proxy_set_header\s+{SECRET_HEADER}\s+"([0-9A-Za-z_-]{{32,256}})"\s*;\s*')
OPEN_TO_OTHERS = 0o027  # of a file's mode: writable by its group, or anything for the rest


class ProxyError(ValueError):
    """The proxy was not named in a way that can be trusted."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """The office's reverse proxy: its address, the header that names the viewer, and the shared secret.

    ``leave`` is where the office's own login is left, "" if nobody has said.
    """

    address: str
    header: str
    secret: str = field(repr=False)
    leave: str = ""

    def __post_init__(self) -> None:
        try:
            ipaddress.ip_address(self.address)
        except ValueError:
            raise ProxyError(
                f"“{self.address}”不是网络地址：--trust-proxy 须给出代理服务器的 IP 地址"
            ) from None
        if not self.header.replace("-", "").isalnum():
            raise ProxyError(f"“{self.header}”不是标头名称：--user-header 须写成 X-Remote-User 的样子")
        leads = urlsplit(self.leave)
        is_address = leads.scheme in ("http", "https") and leads.netloc
        if self.leave and not is_address and not re.fullmatch(r"/(?![/\\])[!-~]*", self.leave):
            raise ProxyError(f"“{self.leave}”不是地址：--logout-url 须以 https:// 或 / 开头")

    def sends(self, handler: RequestHandler) -> bool:
        """Return whether the request comes from the proxy itself, and not from beside it."""
        told = handler.request.headers.get(SECRET_HEADER, "")
        return handler.request.remote_ip == self.address and fits(told, self.secret)


def fits(told: str, secret: str) -> bool:
    """Return whether this is the secret; how long that takes tells nothing of it."""
    return hmac.compare_digest(told.encode("utf-8", "surrogateescape"), secret.encode("ascii"))


def read_secret(path: Path) -> str:
    """Return the secret in a file that holds one line of nginx: ``proxy_set_header X-Workbench-Proxy "…";``.

    ``ProxyError`` for a file that is not there, that others may read or change, or that holds no such line.
    """
    try:
        mode = path.stat().st_mode
        told = path.read_text("utf-8")
    except (OSError, ValueError):
        raise ProxyError(f"读不到 {path}：请照 data/service/README.md 做好代理的密钥文件") from None
    if os.name == "posix" and mode & OPEN_TO_OTHERS:
        raise ProxyError(f"{path} 别人也读得到或改得了：请 chmod 640，属主 root，属组为运行网站的用户")
    found = LINE.fullmatch(told)
    if found is None:
        raise ProxyError(f'{path} 须只有一行 proxy_set_header {SECRET_HEADER} "至少 32 个字母和数字";')
    return found[1]
