"""Who may see and do what, accounts, original texts, erasure."""

from workbench.terms.term import Term


class Role(Term):
    """In which capacity somebody uses the workbench."""

    SUPERVISOR = "supervisor", "联席办督查人员"
    CLERK = "clerk", "登记人员"
    HANDLER = "handler", "单位经办人"
    LEADER = "leader", "包案领导"
    REVIEWER = "reviewer", "评查人员"
    AUDITOR = "auditor", "审计监督人员"
    DISPLAY = "display", "会议展示"
    ANALYST = "analyst", "分析人员"
    IMPORTER = "importer", "导入人员"
    ADMINISTRATOR = "administrator", "系统管理员"


class Holding(Term):
    """The types of record that the policy of sight knows (workbench/access/policy.toml)."""

    PETITIONER = "petitioner", "信访人身份"
    CASE = "case", "信访事项"
    TEXT = "text", "信访内容和文书"
    ATTACHMENT = "attachment", "佐证材料"
    PETITION = "petition", "来信来访记录"
    ACCUSATION = "accusation", "检举控告内容"
    ACCUSED = "accused", "被检举控告的单位和个人"
    ASSIGNMENT = "assignment", "交办督办"
    OWNERSHIP = "ownership", "领导包案"
    REVIEW = "review", "评查和回头看"
    ACCOUNTABILITY = "accountability", "责任追究记录"
    FIGURES = "figures", "统计数据"
    EXPORTS = "exports", "导出和公文"
    ACCESS_LOG = "access_log", "查阅和登录记录"
    LEDGER = "ledger", "台账"
    SETTINGS = "settings", "参数和名录"
    IMPORT = "import", "导入文件"


class Operation(Term):
    """What one may do with a type of record."""

    LIST = "list", "列出"
    COUNT = "count", "计数和检索"
    READ = "read", "查阅"
    UNMASK = "unmask", "查看原文"
    CREATE = "create", "登记"
    UPDATE = "update", "办理"
    EXPORT = "export", "导出"
    ERASE = "erase", "删除"


class Reach(Term):
    """How far an operation reaches for a role."""

    NONE = "none", "不可"
    TOTALS = "totals", "仅合计"
    OWN = "own", "本单位或本人"
    ALL = "all", "全部"


class UnmaskField(Term):
    """What of a petition is masked and can be shown in the original, one at a time."""

    NAME = "name", "姓名"
    PHONE = "phone", "电话"
    ADDRESS = "address", "住址"
    TITLE = "title", "标题"
    NARRATIVE = "narrative", "内容"

    @property
    def is_of_person(self) -> bool:
        """Return whether it is of one of the people, not of the petition."""
        return self in (UnmaskField.NAME, UnmaskField.PHONE, UnmaskField.ADDRESS)


class UnmaskReason(Term):
    """For what an original text is needed (the office's list; the regulation has none)."""

    CONTACT = "contact", "联系信访人"
    DOCUMENT = "document", "制作、送达文书"
    SAME_PERSON = "same_person", "核对是否同一人"
    INVESTIGATE = "investigate", "调查核实"
    REVIEW = "review", "复查复核、评查"


class IdentityDocument(Term):
    """Kinds of identity document; only the first has the check digit of GB 11643."""

    RESIDENT = "resident", "居民身份证"
    PASSPORT = "passport", "护照"
    HONG_KONG_MACAO = "hong_kong_macao", "港澳居民来往内地通行证"
    TAIWAN = "taiwan", "台湾居民来往大陆通行证"
    FOREIGN_RESIDENT = "foreign_resident", "外国人永久居留身份证"


class AccountEvent(Term):
    """What the login log holds: attempts to get in, and changes of an account."""

    ADMITTED = "admitted", "登录成功"
    NAMED = "named", "由统一登录进入"
    ENTERED = "entered", "凭启动密钥进入"
    WRONG = "wrong", "账号或密码不对"
    LOCKED = "locked", "锁定期内被拒"
    SLOWED = "slowed", "失败过多被拒"
    CLOSED = "closed", "账号已停用被拒"
    LEFT = "left", "退出登录"
    CREATED = "created", "新建账号"
    DISABLED = "disabled", "停用账号"
    ENABLED = "enabled", "恢复账号"
    ROLE_CHANGED = "role_changed", "变更角色"
    RESET = "reset", "重置密码"
    PASSWORD_CHANGED = "password_changed", "修改密码"
    TOKEN_CREATED = "token_created", "新建接口令牌"
    TOKEN_REVOKED = "token_revoked", "撤销接口令牌"


class ErasureBasis(Term):
    """On what a personal value is deleted (《个人信息保护法》 article 47, first paragraph)."""

    PURPOSE_OVER = "47-1", "处理目的已实现、无法实现或不再必要"
    PERIOD_OVER = "47-2", "停止提供服务，或保存期限已届满"
    CONSENT_WITHDRAWN = "47-3", "个人撤回同意"
    UNLAWFUL = "47-4", "违反法律、行政法规或约定处理"
    OTHER_LAW = "47-5", "法律、行政法规规定的其他情形"


class ImpactGround(Term):
    """When handling is assessed beforehand (the same law, article 55)."""

    SENSITIVE = "sensitive", "处理敏感个人信息"
    AUTOMATED = "automated", "利用个人信息进行自动化决策"
    PROVIDED = "provided", "委托处理、向其他处理者提供、公开个人信息"
    ABROAD = "abroad", "向境外提供个人信息"
    OTHER = "other", "其他对个人权益有重大影响的处理活动"


class ImpactState(Term):
    """Where the report of an assessment stands on a day; computed, never stored."""

    KEPT = "kept", "保存期内"
    ENDED = "ended", "保存期满"
    DESTROYED = "destroyed", "报告已销毁"
    STRUCK = "struck", "登记已撤销"


class RetentionGround(Term):
    """Why a value is not deleted yet, only restricted (the same article, second paragraph)."""

    PERIOD = "period", "法定保存期限未届满"
    TECHNICAL = "technical", "技术上难以删除"


class ErasureState(Term):
    """Where a request to delete values stands."""

    REQUESTED = "requested", "申请中"
    RESTRICTED = "restricted", "限制处理"
    ERASED = "erased", "已删除"
    DECLINED = "declined", "已驳回"
