"""One matter of the demo: who came, where, about what; the words in braces are invented on first use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from workbench.acts.handling import Person
from workbench.demo.dice import Dice
from workbench.demo.names import (
    COMPANY_MARKS,
    COMPOUNDS,
    HOSPITALS,
    ROADS,
    SCHOOLS,
    counted,
    id_number,
    numeral,
    person_name,
    phone_number,
    villages_of,
)
from workbench.demo.places import towns
from workbench.demo.situations import TOWN, Situation, Strand
from workbench.terms import Channel, Level, Outcome, StatutoryChannel

MOST_REPRESENTATIVES: Final = 5  # article 20(3)
SEVERAL: Final = 3  # people from which they speak as "we"; two are mostly of one family


class Words(dict[str, str]):
    """The invented facts of a matter by name; each is drawn when a sentence first needs it."""

    __slots__ = ("_dice", "_on", "_trade")

    def __init__(self, dice: Dice, *, on: date, trade: str, fixed: dict[str, str]) -> None:
        super().__init__(fixed)
        self._dice = dice
        self._on = on
        self._trade = trade

    def __missing__(self, name: str) -> str:
        word = self._invent(name)
        self[name] = word
        return word

    def _invent(self, name: str) -> str:
        dice = self._dice
        match name:
            case "company":
                return f"{dice.pick(COMPANY_MARKS)}{self._trade}有限公司"
            case "compound":
                return dice.pick(COMPOUNDS)
            case "building":
                return f"{dice.whole(1, 24)}栋"
            case "road":
                return dice.pick(ROADS)
            case "school":
                return dice.pick(SCHOOLS)
            case "hospital":
                return dice.pick(HOSPITALS)
            case "group":
                return f"{numeral(dice.whole(1, 14))}组"
            case "when":
                day = self._on - timedelta(days=dice.whole(30, 400))
                return f"{day.year}年{day.month}月"
            case "day":
                day = self._on - timedelta(days=dice.whole(3, 60))
                return f"{day.year}年{day.month}月{day.day}日"
            case "year":
                return str(self._on.year - dice.whole(1, 9))
            case "years":
                return f"{counted(dice.whole(2, 8))}年"
            case "months":
                return f"{counted(dice.whole(2, 10))}个月"
            case "weeks":
                return f"{counted(dice.whole(2, 9))}周"
            case "amount":
                return f"{dice.whole(12, 480) / 10:g}万元"
            case "wage":
                return f"{dice.whole(6, 58) / 10:g}万元"
            case "small":
                return f"{dice.whole(6, 96) * 100}元"
            case "area":
                return f"{dice.whole(11, 96) / 10:g}亩"
            case "small_area":
                return f"{dice.whole(2, 9) / 10:g}亩"
            case "metres":
                return f"{dice.whole(8, 95) * 10}米"
            case "people":
                return str(dice.whole(8, 76))
            case "households":
                return str(dice.whole(9, 180))
        raise KeyError(name)


@dataclass(slots=True)
class Story:
    """A matter while it runs."""

    situation: Situation
    strand: Strand
    words: Words
    channel: Channel
    people: int
    persons: tuple[Person, ...]
    town: str  # code of the town where it happened
    unit: str  # code of the competent unit
    contact: str  # code of the unit of first contact
    received_on: date
    path: StatutoryChannel | None
    outcome: Outcome | None = None
    title: str = ""
    asks: tuple[str, ...] = ()
    found: str = ""
    case_no: str = ""
    level: Level = Level.COUNTY
    accused: str | None = None  # code of the unit an accusation is about
    times: int = 1  # how often the matter was raised
    finalized_on: date | None = None  # day on which the service of the final review was recorded
    concluded_on: date | None = None
    conclusion_recorded: datetime | None = None
    is_anonymous: bool = False
    is_mediated: bool = False


def tell(
    dice: Dice,
    situation: Situation,
    *,
    channel: Channel,
    people: int,
    received_on: date,
    is_anonymous: bool = False,
) -> Story:
    """Invent a matter of this situation."""
    at = int(dice.random() ** 1.5 * len(towns()))  # the first of the list, the city proper, sees more
    town = towns()[at]
    village = dice.pick(villages_of(at))
    is_call = channel is Channel.CALL
    self_word = "来电人" if is_call else "我们" if people >= SEVERAL else "我"
    home = "来电人家" if is_call else "我们几户" if people >= SEVERAL else "我家"
    fixed = {"town": town.name, "village": village, "self": self_word, "home": home}
    fixed |= {"self_third": "当事人", "home_third": "该户"}
    story = Story(
        situation=situation,
        strand=dice.pick(situation.strands),
        words=Words(dice, on=received_on, trade=situation.trade, fixed=fixed),
        channel=channel,
        people=people,
        persons=() if is_anonymous else invent_persons(dice, people, channel, f"{town.name}{village}"),
        town=town.code,
        unit=town.code if situation.unit == TOWN or dice.chance(situation.local) else situation.unit,
        contact="",
        received_on=received_on,
        path=None,
        is_anonymous=is_anonymous,
    )
    story.title = dice.pick(story.strand.titles).format_map(story.words)
    return story


def invent_persons(dice: Dice, people: int, channel: Channel, home: str) -> tuple[Person, ...]:
    """Return those who gave their names: of a group at most the five representatives (art. 20(3))."""
    shows_document = 0.5 if channel is Channel.VISIT else 0.12
    return tuple(
        Person(
            name=person_name(dice),
            phone=phone_number(dice) if at == 0 or dice.chance(0.4) else None,
            id_number=id_number(dice) if dice.chance(shows_document) else None,
            address=f"{home}{numeral(dice.whole(1, 14))}组" if at == 0 and dice.chance(0.4) else None,
        )
        for at in range(min(people, MOST_REPRESENTATIVES))
    )
