"""Units and those who hold their posts."""

from workbench.terms.term import Term


class UnitKind(Term):
    """Kinds of unit in the tree."""

    COUNTY_CITY = "county_city", "县级市"
    PETITION_OFFICE = "petition_office", "信访局"
    JOINT_CONFERENCE = "joint_conference", "信访联席会议"
    MUNICIPAL_DEPARTMENT = "municipal_department", "市直单位"
    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    SUBDISTRICT = "subdistrict", "街道"
    SUPERIOR = "superior", "上级机关"
    OTHER = "other", "其他单位"


class PostKind(Term):
    """Who does the petition work of a unit (office's report: 第一责任人、分管、信访协调员、电脑操作员)."""

    HEAD = "head", "主要负责人"
    DEPUTY = "deputy", "分管负责人"
    COORDINATOR = "coordinator", "信访协调员"
    OPERATOR = "operator", "电脑操作员"
    SUBSTITUTE = "substitute", "替岗人员"
