"""What the files of a backup that could not be made say, as a sentence."""

from __future__ import annotations

import errno
from pathlib import Path

from workbench.backup.sealed import SealedError
from workbench.records.failures import ConnectionLostError


def in_words(error: Exception, home: Path, folder: Path) -> str:
    """Return what stopped a backup into ``folder`` and what to do, by whether it was there or in ``home``."""
    if isinstance(error, ConnectionLostError):  # its sentence is for who was writing
        return "与数据库服务的连接中断，没有留下备份：请检查数据库服务，再备份一次"
    if isinstance(error, SealedError):
        return "备份写好后读回时有损坏，已删除：请检查备份位置的存储介质，或换一个备份位置"
    if not isinstance(error, OSError):
        return str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "磁盘已满，没有留下备份：请清理磁盘或换一个备份位置后重试"
    if error.errno == errno.ENAMETOOLONG:
        return "备份位置的名字太长，没有留下备份：请换一个短些的"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        named = Path(str(error.filename or folder))
        if named.is_relative_to(home) and not named.is_relative_to(folder):
            return (
                f"“{named}”不能读写，没有备份：请检查权限和存储介质，做备份的用户须读得到数据文件夹里的一切"
            )
        return "备份位置不能写入：请检查文件夹权限或存储介质"
    return "读写备份时出错，没有留下备份：请检查备份位置的存储介质"
