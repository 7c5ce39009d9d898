"""``workbench backup key``: a pair whose private half is carried away, or a public key made elsewhere."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any, Final

from workbench.cli import Reply
from workbench.cli.parser import UsageError, read_typed

PUBLIC: Final = "age1"  # how age begins a public key
PRIVATE: Final = "AGE-SECRET-KEY"
LONGEST: Final = 10_000  # characters of a file with one key and remarks


def add_key_action(actions: Any) -> None:
    """Add it."""
    key = actions.add_parser(
        "key", help="备份密钥：生成一对，公钥留在本机，私钥写到文件由人带走；或登记在别处生成的公钥"
    )
    key.add_argument(
        "file", metavar="私钥文件", type=Path, nargs="?", help="写到哪个文件（如 U 盘上），只写这一次"
    )
    key.add_argument(
        "--public",
        metavar="公钥",
        help="不在本机生成：登记在另一台机器上生成的公钥（age1 开头的一行，或写着它的文件），私钥从不到本机",
    )
    key.add_argument("--replace", action="store_true", help="换用新的密钥；以前的备份仍要旧私钥才能打开")
    key.set_defaults(run=_key)


def _key(options: Namespace) -> Reply:
    from workbench.backup.manifest import PUBLIC_KEY, BackupError
    from workbench.config import read_config

    if (options.file is None) == (options.public is None):
        raise UsageError("请给出私钥文件（在本机生成一对），或者 --public 公钥（登记在别处生成的），只给一样")
    home = read_config().home
    public_file = home / PUBLIC_KEY
    if options.file is not None and options.file.resolve().is_relative_to(home.resolve()):
        raise BackupError("私钥不能放在工作台的数据文件夹里：请写到 U 盘等可以带走的地方")
    if public_file.exists() and not options.replace:
        raise BackupError("已经有备份公钥；要换新的，请加 --replace，并继续保管旧私钥（旧备份要用）")
    if not home.is_dir():
        raise BackupError("还没有工作台：请先运行 workbench init")
    return _take(options.public, public_file) if options.file is None else _make(options.file, public_file)


def _make(file: Path, public_file: Path) -> Reply:
    from workbench.backup.sealed import new_pair
    from workbench.backup.whereabouts import is_apart
    from workbench.cli.new_file import write_private

    target = file.absolute()
    public, private = new_pair()
    remark = f"# 信访工作台备份私钥。对应公钥：{public}\n# 没有它，任何人（包括系统管理员）都打不开备份。\n"
    write_private(target, f"{remark}{private}\n".encode())
    try:
        _keep(public, public_file)
    except BaseException:
        target.unlink(missing_ok=True)  # it opens no backup, and would pass for the key that does
        raise
    apart = is_apart(target.parent, public_file.parent)
    where = "本机别处不再保存" if apart else "它现在就在本机的磁盘上"
    lines = [
        f"私钥已写到 {target}，{where}。请把它带离本机，抄一份锁进保险柜；丢了私钥，备份就打不开。",
        f"公钥已存到 {public_file}：{public}",
    ]
    if not apart:
        lines.insert(
            0,
            "注意：这个文件与数据在同一块磁盘上，不是 U 盘：拿到本机的人打得开全部备份。"
            "请马上移到 U 盘，核对移过去的打得开，再从本机删去。",
        )
    return Reply({"private": str(target), "public": public, "apart": apart}, "\n".join(lines))


def _take(given: str, public_file: Path) -> Reply:
    from workbench.backup.sealed import read_public

    public = str(read_public(_public_in(given)))
    _keep(public, public_file)
    lines = [
        f"公钥已存到 {public_file}：{public}",
        "以后的备份只有对应的私钥打得开，它不在本机。请做一份备份，在放私钥的机器上试着打开："
        "age -d -i 私钥 备份 | tar tz",
    ]
    return Reply({"private": None, "public": public}, "\n".join(lines))


def _public_in(given: str) -> str:
    """Return the one line that is a key; ``BackupError`` for a file that cannot be it."""
    from workbench.backup.manifest import BackupError

    text = given
    if not given.startswith((PUBLIC, PRIVATE)):
        try:
            text = read_typed(Path(given))[:LONGEST]
        except FileNotFoundError:
            raise BackupError(f"找不到文件“{given}”：请给出公钥（age1 开头的一行）或者写着它的文件") from None
        except OSError:
            raise BackupError(f"读不了文件“{given}”：请检查权限") from None
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if PRIVATE in text.upper():
        raise BackupError(
            "给出的是私钥。私钥不要放到本机：请在生成它的机器上只取公钥（age-keygen -y 私钥文件）"
        )
    if len(lines) != 1:
        raise BackupError("公钥文件不是规定的格式：应只有一行以 age1 开头的公钥")
    return lines[0]


def _keep(public: str, public_file: Path) -> None:
    from workbench.cli.new_file import write_private

    write_private(public_file, f"{public}\n".encode(), may_replace=True)
