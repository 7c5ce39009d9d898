"""What each app is for, in the words of those who use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Purpose:
    """One sentence on an app; ``of_a_day`` says that it is opened as of the day shown."""

    app: str
    name: str
    purpose: str
    of_a_day: bool = False


# The apps by what one comes for, in the order of the office's work.
PURPOSES: Final[dict[str, tuple[Purpose, ...]]] = {
    "看情况": (
        Purpose("unit", "单位工作台", "一个单位今天、本周、本月要办的全部事情，逐项点到办理的地方。", True),
        Purpose("overview", "形势研判", "开会时投影：在办、超期、将到期，比上月、比去年。", True),
        Purpose("case_review", "案件审查", "查哪件超期、超在哪一步、依据哪一条、由谁负责。", True),
    ),
    "盯承诺": (
        Purpose("ownership", "领导包案", "五个一：谁包、包到哪一步、承诺了什么、兑现了没有。"),
        Purpose("reception", "领导接访", "每月的接访、约访、下访：安排、公示、接了没有、答应了什么。"),
        Purpose("meeting", "联席会议", "议题按规则汇集，议定事项当场记下，下次从未落实的开始。"),
        Purpose("supervision", "督办建议", "督办单写明超期多少日、怎么算的；三项建议追到书面反馈。"),
    ),
    "查质量": (
        Purpose("look_back", "回头看", "久访不结、程序办结仍来访的，看单位做了什么、还差什么。"),
        Purpose("file_review", "案件评查", "双人背靠背评查卷宗，日期和文书能查的先由系统填好。"),
        Purpose("accountability", "责任追究", "从线索到决定、申诉、整改、期满，每一步有据可查。"),
    ),
    "抓源头": (
        Purpose("screening", "排查月报", "每月25日前，各单位由主要负责人签字报送矛盾纠纷排查情况。"),
        Purpose("appraisal", "月考核", "只看单位该做的做了没有：告知、办结、反馈、承诺、督办。"),
        Purpose("source", "源头治理", "谁引发、谁担责；哪些问题反复出现，背后是不是政策。"),
    ),
    "出材料": (
        Purpose("briefing", "简报文书", "简报和年度报告出自固定快照；督办单、告知书、纪要等在这里印发编号。"),
        Purpose("intake", "数据导入", "把上级系统导出的工作簿收进来，先检查、后入库。"),
        Purpose(
            "erasure",
            "删除与恢复",
            "依法删除个人信息、恢复旧备份，都由两人办；谁看过原文，每周可查。",
        ),
    ),
}
# The wall of a meeting: who may open the meeting finds the way to it there.
WALL: Final = Purpose("meeting_display", "会议展示", "会议室大屏：这次会的议题和议定事项，用翻页笔前后翻。")
