"""What each app is for, in the words of those who use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Purpose:
    """One sentence and a few points on an app; ``of_a_day`` says that it is opened as of the day shown."""

    app: str
    name: str
    purpose: str
    points: tuple[str, ...]
    of_a_day: bool = False


PURPOSES: Final = (
    Purpose(
        "unit",
        "单位工作台",
        "一个单位今天、本周、本月要办的全部事情，逐项点到办理的地方。",
        ("期限、督办、议定事项、批示、月报、整改都在一处", "每日提醒可以打印，也可以存成文件自行发送"),
        of_a_day=True,
    ),
    Purpose(
        "overview",
        "形势研判",
        "开会时投影：在办、超期、将到期，比上月、比去年。",
        ("按单位、分类、渠道、途径看，不按人看", "每个数字、条形、方格点开就是案件"),
        of_a_day=True,
    ),
    Purpose(
        "case_review",
        "案件审查",
        "查哪件超期、超在哪一步、依据哪一条、由谁负责。",
        ("每个期限都写明起算日、天数、扣除与延长的依据", "打开一件，看办理经过和下一步可以做什么"),
        of_a_day=True,
    ),
    Purpose(
        "ownership",
        "领导包案",
        "五个一：谁包、包到哪一步、承诺了什么、兑现了没有。",
        ("方案一经签订不再改动，变更另成一版", "节点凭佐证材料认定，不数开了几次会"),
    ),
    Purpose(
        "meeting",
        "联席会议",
        "议题按规则汇集，议定事项当场记下，下次从未落实的开始。",
        ("一分钟内用键盘记完一条，刷新断线都不丢", "承办单位报告，别的单位核实"),
    ),
    Purpose(
        "supervision",
        "督办建议",
        "督办单写明超期多少日、怎么算的；三项建议追到书面反馈。",
        ("事实从期限自动填入，发出后不再改动", "信访局自己的期限也在这里"),
    ),
    Purpose(
        "reception",
        "领导接访",
        "每月的接访、约访、下访：安排、公示、接了没有、答应了什么。",
        ("从表格粘贴一个月的安排", "阅批来信的批示追到落实"),
    ),
    Purpose(
        "look_back",
        "回头看",
        "久访不结、程序办结仍来访的，看单位做了什么、还差什么。",
        ("名单按规则和抽签产生，可以重做", "单位自评与复核互不相见，锁定后对照"),
    ),
    Purpose(
        "file_review",
        "案件评查",
        "双人背靠背评查卷宗，日期和文书能查的先由系统填好。",
        ("按单位分层抽签", "分差过大由第三人定"),
    ),
    Purpose(
        "screening",
        "排查月报",
        "每月25日前，各单位由主要负责人签字报送矛盾纠纷排查情况。",
        ("谁按时、谁逾期、谁没报，按月按单位看", "岗位空缺、培训次数也在这里"),
    ),
    Purpose(
        "appraisal",
        "月考核",
        "只看单位该做的做了没有：告知、办结、反馈、承诺、督办。",
        ("每一分都能打开所依据的事项", "单位逐项提异议，办公室书面答复后才定稿"),
    ),
    Purpose(
        "source",
        "源头治理",
        "谁引发、谁担责；哪些问题反复出现，背后是不是政策。",
        ("数量支持的才叫增减", "一点就拟一份完善政策的建议"),
    ),
    Purpose(
        "accountability",
        "责任追究",
        "从线索到决定、申诉、整改、期满，每一步有据可查。",
        ("只列事实和条款，不替人下结论", "未听取陈述申辩的不能记决定"),
    ),
    Purpose(
        "intake",
        "数据导入",
        "把上级系统导出的工作簿收进来，先检查、后入库。",
        ("每一处差错都指出文件、行、列和改法", "确认之前什么都不写入"),
    ),
)
