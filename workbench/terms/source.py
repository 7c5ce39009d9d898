"""Work at the source: screening reports and the monthly appraisal."""

from workbench.terms.term import Term


class DisputeKind(Term):
    """What a dispute is about that a unit reports in its monthly screening: a local list, no national one."""

    LAND = "land", "山林土地权属"
    DEMOLITION = "demolition", "征地拆迁安置"
    PROPERTY = "property", "房产与物业"
    LABOUR = "labour", "劳动报酬与社保"
    RURAL = "rural", "村级事务与惠农"
    ENVIRONMENT = "environment", "环境与安全"
    NEIGHBOURS = "neighbours", "邻里纠纷"
    FAMILY = "family", "婚姻家庭纠纷"
    CONTRACT = "contract", "合同与借贷"
    SERVICES = "services", "教育医疗服务"
    OTHER = "other", "其他矛盾纠纷"


class ScreeningState(Term):
    """How the report of a unit on a month stands on a day; computed, never stored."""

    ON_TIME = "on_time", "按时报送"
    LATE = "late", "逾期报送"
    RETURNED = "returned", "退回待更正"
    MISSING = "missing", "逾期未报"
    AWAITED = "awaited", "未到期"


class AppraisalState(Term):
    """Where the appraisal of a month stands on a day; computed, never stored."""

    DRAFT = "draft", "编制中"
    PUBLISHED = "published", "交单位核对中"
    FINAL = "final", "已定稿"
