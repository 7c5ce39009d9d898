"""What petitioners write or say, in the words of a situation."""

from __future__ import annotations

from typing import Final

from workbench.demo.dice import Dice
from workbench.demo.story import SEVERAL, Story
from workbench.terms import Channel, PetitionClass

_OPENINGS: Final = {
    Channel.LETTER: ("尊敬的领导：您好！", "市信访局：", "各位领导：", "尊敬的市领导：见信好！", ""),
    Channel.VISIT: ("（来访登记）", "（当面陈述）", ""),
    Channel.CALL: ("来电反映：", "电话记录：", ""),
    Channel.ONLINE: ("您好！", "领导您好，", "", "", "尊敬的领导，", "情况反映如下："),
}
_ENDINGS: Final = {
    Channel.LETTER: ("盼复。", "此致敬礼！", "恳请领导在百忙之中过问。", "谢谢！"),
    Channel.VISIT: ("", "希望当面给个答复。", "相关材料附后。"),
    Channel.CALL: ("", "希望尽快处理并回复。", "要求回电。"),
    Channel.ONLINE: ("谢谢！", "盼回复。", "请予以重视。", "", "附照片。", "希望早日解决，感谢！"),
}
_BINDINGS: Final = ("请求：", "诉求如下：", "现请求：", "恳请有关部门：")
_AGAIN: Final = (
    "此前反映的“{title}”一事，至今没有看到明显进展，再次反映。",
    "关于“{title}”，上次答复后情况没有改变，现再次反映。",
    "前次反映的“{title}”只解决了一部分，其余没有下文。",
    "就“{title}”再次反映：承诺的时间已经过去，仍未落实。",
    "对“{title}”的答复意见不满意，补充如下情况后再次提出。",
)


def narrative(dice: Dice, story: Story) -> str:
    """Return what the first petition of a matter says; settles which requests it makes."""
    strand, words = story.strand, story.words
    asks = strand.asks
    if len(asks) > 1 and dice.chance(0.45):
        first = int(dice.random() * (len(asks) - 1))
        asks = asks[first : first + 2]
    else:
        asks = (dice.pick(asks),)
    account = strand.story
    parts = [dice.pick(_OPENINGS[story.channel]), _who(dice, story, account), account.format_map(words)]
    if strand.plight and dice.chance(0.8):
        parts.append(dice.pick(strand.plight).format_map(words))
    story.asks = tuple(ask.format_map(words) for ask in asks)
    parts += [_requests(dice, story.asks), dice.pick(_ENDINGS[story.channel])]
    return "".join(parts)


def once_more(before: str) -> str:
    """Return what is said by who sends nearly the same words after a reply that changed nothing."""
    openings = sorted({one for told in _OPENINGS.values() for one in told}, key=len, reverse=True)
    opening = next(one for one in openings if before.startswith(one))
    return f"上次答复以后情况没有改变，现再次反映。{before.removeprefix(opening)}"


def narrative_again(dice: Dice, story: Story, channel: Channel) -> str:
    """Return what is said when the same matter is raised again."""
    again = dice.pick(_AGAIN).format(title=story.title)
    more = ""
    if story.strand.plight and dice.chance(0.6):
        more = dice.pick(story.strand.plight).format_map(story.words)
    opening, ending = dice.pick(_OPENINGS[channel]), dice.pick(_ENDINGS[channel])
    return f"{opening}{again}{more}{_requests(dice, story.asks)}{ending}"


def _who(dice: Dice, story: Story, account: str) -> str:
    if story.is_anonymous or story.situation.petition_class is PetitionClass.ACCUSATION:
        return ""
    words, speaker = story.words, story.words["self"]
    if "{compound}" in account and not story.situation.at_work and dice.chance(0.7):
        return f"{speaker}是{words['compound']}业主。"
    if "{company}" in account and "{village}" not in account:
        return f"{speaker}家住{words['town']}{words['village']}。" if dice.chance(0.5) else ""
    if dice.chance(0.75):
        home = f"{words['town']}{words['village']}{words['group']}"
        return (
            f"{speaker}是{home}村民。"
            if story.people < SEVERAL
            else f"{speaker}是{home}的{story.people}名村民。"
        )
    return ""


def _requests(dice: Dice, asks: tuple[str, ...]) -> str:
    if len(asks) == 1:
        return f"{dice.pick(('希望有关部门', '请求', '恳请'))}{asks[0]}。"
    listed = "；".join(f"{number}.{ask}" for number, ask in enumerate(asks, 1))
    return f"{dice.pick(_BINDINGS)}{listed}。"
