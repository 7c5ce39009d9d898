"""独立核验程序，只用 Python 标准库：重算台账的散列树，核对附值与承诺、纸面校验码、签名的校验点。

用法：python3 standalone_verify.py 台账.jsonl [--code 校验码 --size 条数] [--checkpoint 校验点文件 --key 公钥]
"""

import argparse
import base64
import hashlib
import hmac
import json
import sys

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519 (RFC 8032)
D = -121665 * pow(121666, -1, P) % P


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def tree_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 第 2.1 节的根散列，逐层两两合并；落单的升到上一层。"""
    level = leaves or [sha(b"")]
    while len(level) > 1:
        pairs = [sha(b"\x01" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def code_of(body: str) -> str:
    bits = int.from_bytes(sha(body.encode()), "big")
    return "".join(ALPHABET[bits >> 156 + 5 * place & 31] for place in range(19, -1, -1))


def add(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P


def times(n: int, point: tuple[int, int]) -> tuple[int, int]:
    total = (0, 1)
    while n:
        total = add(total, point) if n & 1 else total
        point, n = add(point, point), n >> 1
    return total


def point_of(data: bytes) -> tuple[int, int]:
    y = int.from_bytes(data, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - square) % P else x
    if y >= P or (x * x - square) % P:
        raise ValueError("not on the curve")
    return (P - x if x & 1 != data[31] >> 7 else x), y


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        r, a, s = point_of(signature[:32]), point_of(public), int.from_bytes(signature[32:], "little")
    except (ValueError, IndexError):
        return False
    base = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    return len(signature) == 64 and s < ORDER and times(s, base) == add(r, times(h % ORDER, a))


def read(path: str, wrong: list[str]) -> list[bytes]:
    """返回各条的叶散列；发现的问题记入 wrong。"""
    leaves, (absent, present, erased) = list[bytes](), [set[tuple[int, str]]() for _ in range(3)]
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        try:
            told = json.loads(line)
            body, values = told["body"], told.get("values")
            entry, pairs = json.loads(body), dict(values or {}).items()
            plain = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            commits, kind, seq = dict(entry["commits"]), entry["kind"], int(entry["seq"])
            erasing = entry["public"]["values"] if kind == "erase_values" else []
            erased |= {(one["entry"], one["field"]) for one in erasing}
            made = {f: hmac.digest(bytes.fromhex(s), v.encode(), "sha256").hex() for f, (s, v) in pairs}
        except (ValueError, KeyError, TypeError, AttributeError):
            wrong.append(f"第{number}行不是规定的格式")
            continue
        wrong += [f"第{number}行的正文不是规定的写法"] if plain != body else []
        wrong += [f"第{number}行的条号是{seq}：有缺漏、多出或调换"] if seq != number else []
        leaves.append(sha(b"\x00" + body.encode()))
        wrong += [f"第{number}条的附值“{f}”与承诺不符" for f in made if made[f] != commits.get(f)]
        absent |= {(seq, f) for f in commits if values is not None and f not in made}
        present |= {(seq, f) for f in made}
    wrong += [f"第{s}条的附值“{f}”缺失，且没有抹除记录" for s, f in sorted(absent - erased)]
    wrong += [f"第{s}条的附值“{f}”已记载抹除，却还在导出的文件中" for s, f in sorted(present & erased)]
    return leaves


def check_note(text: str, key: str | None, leaves: list[bytes], origin: str, wrong: list[str]) -> None:
    body, _, signatures = text.partition("\n\n")
    lines = body.split("\n")
    size = int(lines[1]) if len(lines) == 3 and lines[1].isdigit() else 0
    if lines[0] != origin or not 0 < size <= len(leaves):
        wrong.append("校验点不是这本台账的，或台账被截短")
    elif base64.b64decode(lines[2]) != tree_root(leaves[:size]):
        wrong.append(f"台账的前{size}条与校验点不符：被改动过")
    if key:
        name, _, encoded = key.split("+", 2)
        signed = [line.split(" ")[2] for line in signatures.splitlines() if line.startswith(f"— {name} ")]
        public, message = base64.b64decode(encoded)[1:], f"{body}\n".encode()
        if not any(is_signed(public, message, base64.b64decode(one)[4:]) for one in signed):
            wrong.append("校验点的签名不对：可能是伪造的")


def main() -> None:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for name in ("file", "--code", "--size", "--checkpoint", "--key"):
        parser.add_argument(name, nargs="?", default="", const="?")
    options, unknown = parser.parse_known_args()
    is_paired = bool(options.code) == bool(options.size) == options.size.lstrip("0").isdecimal()
    if unknown or not options.file or not is_paired or (options.key and not options.checkpoint):
        sys.exit(__doc__)
    typed = "".join({"O": "0", "I": "1", "L": "1"}.get(c, c) for c in options.code.upper() if c.isalnum())
    if options.code and (len(typed) != 20 or set(typed) - set(ALPHABET)):
        sys.exit("校验码应为20个字符：请照纸面再抄一遍")
    leaves = read(options.file, wrong := list[str]())
    wrong += [] if leaves or wrong else ["台账是空的：没有一条可以核验"]
    origin = f"petition-workbench/{leaves[0].hex()[:16]}" if leaves else ""
    if size := int(options.size or 0):
        note = f"{origin}\n{size}\n{base64.b64encode(tree_root(leaves[:size])).decode()}\n"
        if size > len(leaves):
            wrong.append(f"台账只有{len(leaves)}条，少于校验码的{size}条")
        elif code_of(note) != typed:
            wrong.append(f"台账的前{size}条与纸面校验码不符：被改动过")
    if options.checkpoint:
        check_note(open(options.checkpoint, encoding="utf-8").read(), options.key, leaves, origin, wrong)
    told = "\n".join(wrong[:50]) or f"完好：{len(leaves)}条，根散列 {tree_root(leaves).hex()}"
    if not wrong and not options.code and not options.checkpoint:
        told += "\n注意：没有给出校验码或校验点，整本重写过的台账也会显示完好。"
    if options.checkpoint and not options.key:
        told += "\n签名未核对：没有给出公钥，校验点可能是伪造的。"
    sys.stdout.write(f"{told}\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"打不开文件“{error.filename}”：请核对文件名和权限")
    except ValueError:
        sys.exit("文件不是 UTF-8 文本，或校验点、公钥不是规定的格式：请核对")
