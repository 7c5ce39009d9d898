"""What the site says of itself."""

from workbench.terms.term import Term


class Face(Term):
    """The faces of type that GB/T 9704 asks for."""

    SONG = "song", "宋体"
    FANGSONG = "fangsong", "仿宋"
    KAI = "kai", "楷体"
    HEI = "hei", "黑体"
    TITLE = "title", "小标宋"


class Health(Term):
    """How urgent what the doctor found is."""

    FINE = "ok", "正常"
    WATCH = "watch", "须留意"
    FAULT = "fault", "须处理"
