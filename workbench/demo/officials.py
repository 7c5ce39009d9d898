"""The invented leaders of the county, and who answers in its units. None of them exists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from workbench.acts.base import Actor
from workbench.demo.dice import Dice
from workbench.demo.names import person_name
from workbench.demo.places import COUNTY, places
from workbench.demo.presence import ACTOR_PREFIX
from workbench.terms import Role

_SEED: Final = 4306820
# Posts of a county-level city, with what each is in charge of; the first two are the main leaders.
_POSTS: Final = (
    ("市委书记", "全面工作"),
    ("市委副书记、市长", "政府全面工作"),
    ("市委副书记", "党的建设、信访工作"),
    ("市委常委、常务副市长", "发展改革、财政、应急"),
    ("市委常委、政法委书记", "政法、平安建设"),
    ("市委常委、组织部部长", "组织、人才"),
    ("副市长", "自然资源、住建、交通"),
    ("副市长", "农业农村、水利、林业"),
    ("副市长", "教育、卫生健康、医疗保障"),
    ("副市长", "工业、生态环境、市场监管"),
    ("市人大常委会副主任", "联系乡镇"),
    ("市政协副主席", "联系社区"),
)
MAIN_LEADERS: Final = 2


@dataclass(frozen=True, slots=True)
class Official:
    """A leader of the city, with the account he would sign under."""

    name: str
    post: str
    charge: str
    account: str
    is_main: bool

    @property
    def actor(self) -> Actor:
        """As whom he signs."""
        return Actor(self.account, Role.LEADER, COUNTY)


@cache
def leaders() -> tuple[Official, ...]:
    """Return the leaders of the city, the two main leaders first."""
    dice = Dice(_SEED)
    return tuple(
        Official(person_name(dice), post, charge, f"{ACTOR_PREFIX}leader-{at}", at <= MAIN_LEADERS)
        for at, (post, charge) in enumerate(_POSTS, 1)
    )


@cache
def answers_for(unit: str) -> str:
    """Return the name of the one who answers in a unit, the same in every county."""
    at = list(places()).index(unit)
    return person_name(Dice(_SEED + 100 + at))
