"""``workbench ledger prove``, ``check-proof``: an entry is in the ledger, an older ledger is its beginning.

A proof is a small file for somebody who holds a code on paper and neither ledger nor database. It comes from
whoever is doubted: what is checked is bound to the codes that the reader brings along.
"""

from __future__ import annotations

import json
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Any

from workbench.cli import REFUSED, Reply
from workbench.cli.new_file import RefusedError, write_private
from workbench.cli.parser import existing_file, whole_number


def add_proof_actions(actions: Any) -> None:
    """Add them."""
    prove = actions.add_parser("prove", help="写出一条在台账中、或者以前的台账是其开头的证明")
    prove.add_argument("file", metavar="文件", type=Path, help="写到哪个文件")
    prove.add_argument("--entry", metavar="条号", type=whole_number, help="证明这一条在台账中")
    prove.add_argument("--older", metavar="条数", type=whole_number, help="证明以前这么多条是台账的开头")
    prove.add_argument("--size", metavar="条数", type=whole_number, help="以多少条时的台账为准（默认现在）")
    prove.set_defaults(run=_prove)

    check = actions.add_parser("check-proof", help="凭纸面校验码核对证明，不需要台账和数据库")
    check.add_argument("file", metavar="文件", type=existing_file, help="证明文件")
    check.add_argument("--code", metavar="校验码", required=True, help="证明所依据的台账的校验码")
    check.add_argument("--older-code", metavar="校验码", help="以前的台账的校验码")
    check.set_defaults(run=_check)


def _prove(options: Namespace) -> Reply:
    from sqlalchemy import select

    from workbench.app import open_workbench
    from workbench.ledger.checkpoint import Checkpoint, origin_of
    from workbench.ledger.proofs import ProofError, consistency_proof, inclusion_proof
    from workbench.ledger.tree import root
    from workbench.records.journal import LedgerEntryRow as Row

    if options.entry is None and options.older is None:
        raise RefusedError("请给出 --entry 或者 --older：要证明的是哪一条，或者以前的多少条")
    with closing(open_workbench()) as bench, bench.reading() as session:
        leaves = list(session.scalars(select(Row.leaf).order_by(Row.seq)))
        body = session.scalar(select(Row.body).where(Row.seq == options.entry))
    size = options.size or len(leaves)
    if not 0 < size <= len(leaves):
        raise RefusedError(f"台账只有{len(leaves)}条：请核对 --size")
    for asked in (options.entry, options.older):
        if asked is not None and size < asked <= len(leaves):
            beyond = f"第{asked}条不在前{size}条之内"
            raise RefusedError(f"{beyond}：请把 --size 写成{asked}至{len(leaves)}，或不写")
    there = leaves[:size]
    told: dict[str, Any] = {"origin": origin_of(leaves[0]), "size": size, "root": root(there).hex()}
    try:
        if options.entry is not None:
            path = [one.hex() for one in inclusion_proof(there, options.entry - 1)]
            told |= {"entry": options.entry, "body": body, "inclusion": path}
        if options.older is not None:
            path = [one.hex() for one in consistency_proof(there, options.older)]
            older = root(there[: options.older]).hex()
            told |= {"older": options.older, "older_root": older, "consistency": path}
    except ProofError as error:
        raise RefusedError(str(error)) from None
    write_private(options.file, json.dumps(told, ensure_ascii=False, indent=1).encode())
    code = Checkpoint(told["origin"], size, root(there)).code
    return Reply(
        {"file": str(options.file), "size": size, "code": code},
        f"已写出 {options.file}，依据前{size}条，校验码 {code}。"
        "核对的人用自己保存的校验码：workbench ledger check-proof",
    )


def _check(options: Namespace) -> Reply:
    from workbench.ledger.checkpoint import Checkpoint, read_code
    from workbench.ledger.proofs import verify_consistency, verify_inclusion
    from workbench.ledger.tree import leaf_hash

    faults, shown = [], []
    code = read_code(options.code)
    older_code = read_code(options.older_code) if options.older_code else None
    try:
        told = json.loads(options.file.read_text("utf-8"))
        origin, size, whole = str(told["origin"]), int(told["size"]), bytes.fromhex(told["root"])
        if Checkpoint(origin, size, whole).code != code:
            faults.append("证明所依据的台账与校验码不符")
        if "entry" in told:
            leaf, path = leaf_hash(told["body"].encode()), [bytes.fromhex(one) for one in told["inclusion"]]
            if verify_inclusion(leaf, int(told["entry"]) - 1, size, path, whole):
                shown.append(f"第{told['entry']}条在台账中：{told['body']}")
            else:
                faults.append(f"不能证明第{told['entry']}条在台账中")
        if "older" in told:
            older, begins = int(told["older"]), bytes.fromhex(told["older_root"])
            path = [bytes.fromhex(one) for one in told["consistency"]]
            if older_code is None:
                raise RefusedError("核对以前的台账须给出它的校验码：--older-code")
            if Checkpoint(origin, older, begins).code != older_code:
                faults.append("以前的台账与它的校验码不符")
            elif verify_consistency(older, size, begins, whole, path):
                shown.append(f"以前的{older}条是这{size}条的开头，没有改动")
            else:
                faults.append(f"不能证明以前的{older}条是台账的开头")
    except RefusedError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError):
        raise RefusedError(f"文件“{options.file}”不是证明") from None
    if not shown and not faults:
        faults.append("文件中没有证明任何事")
    data = {"sound": not faults, "size": size, "shown": shown, "faults": faults}
    return Reply(data, "\n".join(faults or shown), status=REFUSED if faults else 0)
