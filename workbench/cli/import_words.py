"""What ``workbench import`` says of a file: for people line by line, for scripts as one object."""

from __future__ import annotations

from workbench.intake.load import Result
from workbench.intake.preview import Preview

SHOWN = 20  # findings of each kind that are printed; all of them go into the saved table


def left_out(preview: Preview) -> list[str]:
    """Return a line for each column of the file that is not imported."""
    return [f"  不导入  {one.column} 栏“{one.heading}”：{one.why}" for one in preview.left_out]


def to_confirm(preview: Preview) -> str:
    """Return what has to be confirmed before the import, a line each."""
    lines = [f"需要确认 {preview.corrected:,} 项："]
    lines += [f"  设定  {one.sentence}" for one in preview.assumptions]
    for one in preview.corrections[:SHOWN]:
        where = "" if one.row is None else f"第 {one.row} 行 "
        lines.append(f"  更正  {where}{one.column}：{one.before} → {one.after}（{one.reason}）")
    more = preview.correction_count - SHOWN
    if more > 0:
        lines.append(f"  ……另有 {more:,} 项更正，可用 --faults 文件.xlsx 存下全部")
    lines += left_out(preview)
    return "\n".join(lines)


def refusal(preview: Preview) -> tuple[str, str]:
    """Return why the file is not imported: in a sentence, and line by line with what to do."""
    lines = [f"没有导入“{preview.original.name}”，没有写入任何内容。"]
    lines += [f"  拒绝  {one.sentence}" for one in preview.refused]
    for question in preview.questions[:SHOWN]:
        lines.append(f"  问题  {question.text}")
        lines += [f"    {one.label}：--answer '{question.id}={one.value}'" for one in question.choices]
    for fault in preview.faults[:SHOWN]:
        where = f"工作表“{fault.sheet}”" if fault.sheet else ""
        where += "" if fault.row is None else f"第 {fault.row} 行"
        value = f"“{fault.value}”" if fault.value else ""
        place = " ".join(filter(None, (where, fault.column, value)))
        lines.append(f"  错误  {place}：{fault.reason}。{fault.remedy}")
    more = preview.fault_count - SHOWN
    if more > 0:
        lines.append(f"  ……另有 {more:,} 处错误，可用 --faults 文件.xlsx 存下全部")
    if any("指定栏目对应" in fault.remedy for fault in preview.faults):
        lines.append("  指定栏目对应：--mapping 对应表，或 --answer column:栏=项目（如 column:B=registered）")
    lines += left_out(preview)
    return lines[0], "\n".join(lines)


def told(preview: Preview, result: Result | None = None, error: str | None = None) -> dict[str, object]:
    """Return the object of ``--json``: counts first, then what was found, people masked."""
    data: dict[str, object] = {
        "file": preview.original.name,
        "sha256": preview.original.sha256,
        "mapping": None if preview.mapping is None else preview.mapping.id,
        "read": preview.rows_read,
        "imported": 0 if result is None else result.imported,
        "existing": preview.existing,
        "faults": preview.fault_count + len(preview.refused),
        "corrected": 0 if result is None else result.corrected,
        "to_confirm": preview.corrected,
        "batch": None if result is None else result.batch,
        "already_imported": result is not None and result.already_imported,
        "assumptions": [one.sentence for one in preview.assumptions],
        "not_imported": [
            {"column": one.column, "heading": one.heading, "why": one.why} for one in preview.left_out
        ],
        "notes": list(preview.notes),
    }
    if error is not None:
        data["error"] = error
    if result is None:
        data["refused"] = [one.sentence for one in preview.refused]
        data["questions"] = [
            {
                "id": one.id,
                "text": one.text,
                "choices": {choice.value: choice.label for choice in one.choices},
            }
            for one in preview.questions
        ]
        data["fault_list"] = [
            {
                "sheet": one.sheet,
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "reason": one.reason,
                "remedy": one.remedy,
            }
            for one in preview.faults[:1000]
        ]
    return data
