"""Why a limit does not run, or falls away: another procedure, another unit, a right that has lapsed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workbench.law.duty import Kind
from workbench.law.paths import paths
from workbench.terms import DeadlineState, PetitionClass, StatutoryChannel

UNREACHABLE: Final = "信访人的姓名（名称）、住址不清，免于书面告知（第二十三条第二款）"
PASSED_ON: Final = "已转送、交办其他机关、单位"
RETURNED: Final = "异议经核实同意，事项已退回（第二十三条第三款）"
RIGHT_LAPSED: Final = "期限内未提出异议，异议权消灭，仍由该单位负责（第二十三条第三款）"
FALLS_BACK: Final = "未在简易程序期限内完成，转按普通程序期限计算"
KEPT_LONGER: Final = "未在1个工作日内转送，仅作内部提示；转送期限仍按第二十二条第一款计算"
CONVERTED: Final = "已转为普通程序"

_ACCUSATION: Final = "检举控告类事项依规依纪依法办理，办理期限按有关规定执行（第三十条）"
_BY_DISCIPLINE: Final = "纪检监察机关处理检举控告事项的告知，按有关规定执行（第二十三条第四款）"
_BY_POLITICS_AND_LAW: Final = "政法部门处理涉及诉讼权利救济事项的告知，按有关规定执行（第二十三条第四款）"
_SUGGESTION: Final = "建议意见类事项应当研究论证并予以回复，条例未规定办理期限（第二十九条）"
_OTHER_PATH: Final = "适用“{path}”，期限按其自身程序，不适用第三十四条（第三十一条）"
_UNCLASSIFIED: Final = "尚未甄别事项类别和法定途径，不能确定是否适用第三十四条（第三十一条）"

_OWN: Final = DeadlineState.OWN_PROCEDURE
_PATH_KINDS: Final[Mapping[StatutoryChannel, Kind]] = {
    path: None if path is StatutoryChannel.PETITION_HANDLING else (_OWN, _OTHER_PATH.format(path=path.label))
    for path in StatutoryChannel
}
_CLASS_KINDS: Final[Mapping[PetitionClass, Kind]] = {
    PetitionClass.SUGGESTION: (_OWN, _SUGGESTION),
    PetitionClass.ACCUSATION: (_OWN, _ACCUSATION),
}
_NOT_CLASSIFIED: Final[Kind] = (DeadlineState.UNCLASSIFIED, _UNCLASSIFIED)


def notice_kind(
    petition_class: PetitionClass | None, path: StatutoryChannel | None, unit: str | None
) -> Kind:
    """Return why the notice that ``unit`` owes follows other rules; ``None`` where article 23 binds.

    Article 23(4) leaves out what an organ of politics and law, or of discipline, handles, and no other unit.
    """
    organs = paths().own_notice
    if petition_class is PetitionClass.ACCUSATION:
        return (_OWN, _BY_DISCIPLINE) if unit in organs["accusation"] else None
    is_litigation = petition_class is not PetitionClass.SUGGESTION and path is StatutoryChannel.LITIGATION
    if is_litigation and unit in organs["litigation"]:
        return _OWN, _BY_POLITICS_AND_LAW
    return None


def handling_kind(petition_class: PetitionClass | None, path: StatutoryChannel | None) -> Kind:
    """Return why the limit of article 34 does not run; ``None`` where it does."""
    if petition_class is not None and petition_class is not PetitionClass.CLAIM:
        return _CLASS_KINDS[petition_class]
    return _NOT_CLASSIFIED if path is None else _PATH_KINDS[path]
