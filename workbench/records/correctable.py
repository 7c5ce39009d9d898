"""What of a matter may be corrected, in the words of the screen."""

from __future__ import annotations

from typing import Final

# Of these the value is told too, where it is told: it can name nobody.
CORRECTED_TOLD: Final = {
    "on": "办理日期",
    "received_on": "收到日期",
    "due_on": "限期",
    "told_on": "告知信访人日期",
    "issued_on": "成文日期",
    "people": "人次",
    "days": "天数",
    "document_no": "文号",
    "external_no": "原系统编号",
}
CORRECTED: Final = {
    **CORRECTED_TOLD,
    "at": "办理时刻",
    "received_at": "收到时刻",
    "unit": "办理单位",
    "to_unit": "去向单位",
    "channel": "信访渠道",
    "petition_class": "诉求类别",
    "path": "法定途径",
    "procedure": "办理程序",
    "outcome": "处理意见",
    "satisfaction": "评价",
    "asked_by": "评价由谁征求",
    "approved_by_head": "机关负责人批准",
    "sender_agreed": "转送交办机关同意",
    "contact_known": "姓名、住址是否清楚",
    "title": "标题",
    "narrative": "信访内容",
    "name": "姓名",
    "phone": "电话",
    "address": "住址",
    "identity": "证件号码",
    "topic": "内容分类",
    "purpose": "信访目的",
    "level": "来源层级",
    "cause_unit": "引发单位",
}
