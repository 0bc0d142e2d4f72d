"""The table of documents: what each column says of one.

The names are the English ones of the vocabulary, the titles its official labels.
"""

from __future__ import annotations

from ..vocabulary import BY_NAME
from .columns import Column, Table, Type


def _field(
    name: str, chinese: str, english: str, type: Type = Type.STRING, *, is_list: bool = False
) -> Column:
    """A column that is a field of the vocabulary."""
    return Column(name, BY_NAME[name].key, chinese, english, type, is_list)


DOCUMENTS = Table(
    "documents",
    "文件目录",
    "Published documents",
    "每行一篇已公开的文件，每年一组文件，按发布日期从早到晚排列",
    (
        Column(
            "address",
            "地址",
            "文件页面在本站的相对地址，长期不变，可以用来识别一篇文件",
            "Address of the page relative to the site; permanent, identifies the document",
        ),
        Column("url", "网址", "文件页面的完整网址", "Full address of the page"),
        _field("title", "文件标题", "Title of the document"),
        _field(
            "number",
            "建议或提案的编号，按原样书写，前面的 0 有意义",
            "Number of the suggestion or proposal as printed; leading zeros count",
        ),
        _field("category", "文件所属的类别", "Category of the document"),
        _field("year", "文件所属的年度", "Year that the document belongs to", Type.INTEGER),
        _field(
            "sessions", "提出建议、提案的会议", "Session at which it was submitted", is_list=True
        ),
        _field(
            "unit",
            "主办单位，用文件成文时的名称",
            "Leading unit, by its name on the day of the document",
            is_list=True,
        ),
        _field(
            "co_units",
            "会办单位，用文件成文时的名称",
            "Assisting units, by their names on that day",
            is_list=True,
        ),
        _field("role", "主办、分办、会办等", "How the unit takes part in the handling"),
        _field(
            "proposers",
            "提出人；只有同意公开姓名的才列出",
            "Who submitted it; only where the names are public",
            is_list=True,
        ),
        _field("subject", "建议、提案自己的题目", "Title of the suggestion or proposal itself"),
        _field("doc_number", "发文字号", "Document number of the reply"),
        _field("index_number", "政府信息索引号", "Index number of government information"),
        _field(
            "disclosure",
            "主动公开、依申请公开等法定属性",
            "Legal attribute: disclosed on the authority's own initiative, on application or not at all",
        ),
        _field(
            "openness",
            "全文公开或者摘要公开",
            "Published in full (全文公开) or as a summary (摘要公开)",
        ),
        _field("assigned", "交给单位办理的日期", "Day of assignment to the unit", Type.DATE),
        _field("signed", "答复成文的日期", "Day on which the document was signed", Type.DATE),
        _field("published", "在本站发布的日期", "Day of publication on this site", Type.DATE),
        Column(
            "published_time",
            "发布时刻",
            "发布的时刻（时:分），原件写明时才有",
            "Time of publication (hh:mm) where it is stated",
        ),
        Column(
            "updated",
            "最后更新日期",
            "发布或者最后一次更正的日期",
            "Day of publication or of the last correction",
            Type.DATE,
        ),
        _field("source", "信息的来源", "Source of the information"),
        _field("outcome", "办理结果的代码", "Code of the outcome"),
        Column("outcome_meaning", "答复类别的含义", "代码的含义", "What the code means"),
        _field("satisfaction", "提出人的评价", "How satisfied those who submitted it were"),
        _field("topics", "编辑标注的主题", "Topics given by the editors", is_list=True),
        Column("category_slug", "类别标识", "类别在网址里的标识", "Identifier of the category"),
        Column(
            "session_slugs",
            "届次标识",
            "届次在网址里的标识，与届次顺序相同",
            "Identifiers of the sessions, in the same order",
            is_list=True,
        ),
        Column(
            "unit_slugs",
            "主办单位标识",
            "单位在网址里的标识，更名以后不变，与主办单位顺序相同",
            "Identifiers of the leading units, the same under every name, in the same order",
            is_list=True,
        ),
        Column(
            "co_unit_slugs",
            "会办单位标识",
            "单位在网址里的标识，更名以后不变，与会办单位顺序相同",
            "Identifiers of the assisting units, in the same order",
            is_list=True,
        ),
        Column(
            "topic_slugs",
            "主题标识",
            "主题在网址里的标识，与主题顺序相同",
            "Identifiers of the topics, in the same order",
            is_list=True,
        ),
    ),
    ("address",),
)
"""One row for each published document: what its page says of it."""

DETAILS = (
    Column(
        "commitments",
        "承诺事项",
        "承诺的内容（content）、期限（due）、状态（state）、进展（progress）",
        "What was promised: content, due, state, progress",
        is_list=True,
    ),
    Column(
        "fulfilments",
        "落实的承诺",
        "本文说明的承诺：文件地址（document）、第几项（position）、内容（content），"
        "以及日期（date）、状态（state）、新的期限（due）、进展（progress）",
        "Promises that the document follows up: address of the document that promises (document), "
        "place among its promises (position), content; and what is said of them: "
        "date, state, new term (due), progress",
        is_list=True,
    ),
    Column(
        "corrections",
        "更正记录",
        "更正的日期（date）和内容（content）",
        "Corrections after publication: date, content",
        is_list=True,
    ),
    Column(
        "acknowledged",
        "核对说明",
        "核对过、与原件一致的数字（what）和理由（reason）",
        "Figures that were checked and stand as in the original: what, reason",
        is_list=True,
    ),
    Column(
        "attachments",
        "附件",
        "附件在本站的相对地址（address）和名称（label）",
        "Attachments: address relative to the site, label",
        is_list=True,
    ),
    Column("related", "关联", "相关文件的地址", "Addresses of related documents", is_list=True),
    Column(
        "text",
        "公开的全文",
        "页面上的正文，纯文字，一段一行；摘要公开的只有摘要",
        "The published text, plain, a paragraph on each line; of a summary the summary alone",
    ),
)
"""What a document's JSON and the files of full texts hold beside the columns of ``DOCUMENTS``."""
