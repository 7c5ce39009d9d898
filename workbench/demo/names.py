"""Names of people and places that exist nowhere.

Places follow a pattern no county has: villages carry the ten heavenly stems (甲溪村), compounds and roads
the solar terms (白露苑、惊蛰路), companies the sexagenary years (丁卯建筑劳务有限公司). Telephone numbers
begin with 109, where no Chinese mobile number begins; identity numbers carry the region 990000, which no
province has, so that they pass every check and belong to nobody.
"""

from __future__ import annotations

from datetime import date, timedelta

from workbench.demo.dice import Dice
from workbench.records.identity import check_digit

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_GIVEN_FIRST = "文建国志春秋明德永光海玉桂秀丽红小金晓新庆和家国兴立松长天世克元友冬东云运乐"
_GIVEN_SECOND = "平华生军强兰英芳梅珍林波涛辉良清香元龙斌峰飞霞燕娟莲青泉山根来旺福满喜初安成"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LANDFORMS = ("溪", "塘", "坪", "冲", "岭", "湾", "畈", "港", "铺", "垅", "屋场", "桥头")
_SOLAR_TERMS = (
    *("立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑"),
    *("立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒"),
)
_HUNDREDS = "一二三四五六七八九十"

VILLAGES_PER_TOWN = 8
VILLAGES = tuple(f"{stem}{form}村" for form in _LANDFORMS for stem in _STEMS)
COMPOUNDS = tuple(f"{term}{kind}" for kind in ("苑", "家园", "新城", "小区") for term in _SOLAR_TERMS)
ROADS = tuple(f"{term}{kind}" for kind in ("路", "街", "大道") for term in _SOLAR_TERMS)
COMPANY_MARKS = tuple(_STEMS[at % 10] + _BRANCHES[at % 12] for at in range(60))
SCHOOLS = tuple(f"{stem}{kind}" for kind in ("湖小学", "湖中学", "山学校") for stem in _STEMS)
HOSPITALS = tuple(f"{branch}山医院" for branch in _BRANCHES)
REGION = "990000"
PHONE_PREFIX = "109"
_EPOCH = date(1945, 1, 1)


def villages_of(town: int) -> tuple[str, ...]:
    """Return the villages of the town with this position in the list of towns."""
    first = town * VILLAGES_PER_TOWN
    return tuple(VILLAGES[(first + at) % len(VILLAGES)] for at in range(VILLAGES_PER_TOWN))


def person_name(dice: Dice) -> str:
    """Return a surname and one or two characters."""
    second = dice.pick(_GIVEN_SECOND)
    first = dice.pick(_GIVEN_FIRST) if dice.chance(0.82) else ""
    return f"{dice.pick(_SURNAMES)}{first}{second}"


def phone_number(dice: Dice) -> str:
    """Return eleven digits that no telephone answers."""
    return f"{PHONE_PREFIX}{int(dice.random() * 100_000_000):08}"


def id_number(dice: Dice) -> str:
    """Return eighteen characters with a right check digit and a region that does not exist."""
    born = _EPOCH + timedelta(days=dice.whole(0, 21_500))
    digits = f"{REGION}{born:%Y%m%d}{dice.whole(1, 999):03}"
    return digits + check_digit(digits)


def counted(count: int) -> str:
    """Return a number as it stands before a measure word: 2 gives 两."""
    return "两" if count == 2 else numeral(count)


def numeral(count: int) -> str:
    """Return a number below 100 in Chinese: 26 gives 二十六."""
    tens, ones = divmod(count, 10)
    if tens == 0:
        return _HUNDREDS[ones - 1]
    head = "十" if tens == 1 else f"{_HUNDREDS[tens - 1]}十"
    return head + (_HUNDREDS[ones - 1] if ones else "")
