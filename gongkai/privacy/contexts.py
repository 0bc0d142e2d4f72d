"""What only its context tells: home addresses, contacts, plates, passports; and e-mail.

All patterns see folded text (:mod:`gongkai.privacy.spelling`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import pattern
from .findings import Finding, Kind

_EMAIL = pattern(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_AT_A_HOST = pattern(r"@[A-Za-z0-9-]+\.")
_NO_EMAIL = pattern(r"\.(?:png|jpe?g|gif|svg|webp|css|js|gov\.cn)$", re.IGNORECASE)

#: Each begins with a character of its own: for the first characters of all, a text is soon searched.
_NAMED = (
    *("家庭(?:住址|地址)", "现住址", "住址", "居住(?:地址|地)", "户籍(?:所在)?地址?"),
    *("户口所在地", "暂住地址?", "收[件货]地址", "家庭所在地"),
)
_TOLD = ("家住", "现住", "居住[在于]", "住在", "租住[在于]")
_LABEL = pattern(
    "|".join((*(rf"{name}\s*[:为是在]+\s*" for name in _NAMED), *(rf"{told}\s*" for told in _TOLD)))
)
LABELS = (
    *("住址", "家住", "现住", "居住在", "居住于", "居住地", "住在", "租住", "暂住"),
    *("地址", "户籍", "户口所在地", "家庭所在地"),
)
"""Words, one of which stands in every label of an address."""

_STRETCH = pattern(r"[^\s,。；;、()（）“”|:]{4,50}")
_AREA = pattern(r"[省市区县镇乡村路街巷弄苑园里庄屯寨湾]|小区|社区|花园|新村|公寓|大道|家园|胡同")
_DOOR = pattern(
    r"[\dA-Z一二三四五六七八九十百]+(?:号楼|号院|号|栋|幢|单元|室|楼|组|户|座|弄|房|队|社|巷)"
    r"(?:\d{3,4}$)?"
)
_PLACE = pattern(r"[省市区县镇乡].*[路村街区园]")
_DOOR_ALONE = pattern(
    r"\d\d*(?:栋|幢|号楼)(?:[\dA-Z一二三四五六七八九十]+单元)?\d+[层楼]?\d*(?:室|户|房)"
)
_BEFORE_A_DOOR = pattern(r"[\u4e00-\u9fff\d-]{2,30}\Z")
_LEAD = pattern(r".*(?:反映|位于|住|在|的)")
_OFFICE = pattern(r"行政|政府|办公|服务中心|委员会|大厅|法院|机关|人民医院|单位|会议|局(?!部)")

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚"
    "邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄曲封"
    "储靳段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎白怀蒲赖卓屠"
    "蒙池乔阴能苍双闻莘党翟谭贡劳姬申扶堵冉宰雍桑桂牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连习艾容向古易"
    "慎戈廖庾终衡步都耿满弘匡国文寇广东欧利师巩聂关荆游竺权盖益桓公覃肖涂闫候付代简"
)
ROLES = (
    "联系人",
    "系 人",
    "系　人",
    "经办人",
    "承办人",
    "收件人",
    "当事人",
    "投诉人",
    "申请人",
    "户主",
)
"""Words, one of which stands before every name that is given as a contact's or a party's."""

_ROLE = "(?:联 *系 *人|经办人|承办人|收件人|当事人|投诉人|申请人|户主)(?:姓名|及电话|及联系电话)?"
_CONTACT = pattern(
    rf"{_ROLE}\s*[:为是]\s*((?:欧阳|司马|上官|诸葛|[{_SURNAMES}])[\u4e00-\u9fff·]{{1,2}})"
    r"(?=[\s,。；;、()|]|电话|手机|联系|$)",
    re.MULTILINE,
)
_PLATE = pattern(
    r"(?:车牌|牌照|号牌|车辆|车号)[^\n。；]{0,12}?"
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·-]?[A-Z0-9]{5,6})"
    r"(?![A-Za-z0-9])"
)
_PASSPORT = pattern(
    r"(?:护照|通行证|[Pp]assport)[^\n。；A-Za-z0-9]{0,12}([EGPSDHMKC][A-Z]?\d{7,8})(?![A-Za-z0-9])"
)


_LEADS_ON = pattern(rf"(?:{'|'.join((*_NAMED, *_TOLD, _ROLE))})\s*[:为是在]*\s*\Z")
_LONGEST_LEAD = 24


def emails(text: str) -> Iterator[Finding]:
    """Mailboxes, but for those of the government itself (gov.cn)."""
    # An @ without a host behind it, as in a page's data for machines, is found much sooner.
    for match in _EMAIL.finditer(text) if _AT_A_HOST.search(text) else ():
        if not _NO_EMAIL.search(match[0]):
            yield Finding(Kind.EMAIL, match.start(), match[0])


def addresses(text: str) -> Iterator[Finding]:
    """Home addresses: labelled, told in words (家住……), or down to a dwelling's door."""
    labelled = list(_labelled(text))
    yield from labelled
    starts, ends = [each.start for each in labelled], [each.end for each in labelled]
    for start, stop in zip([0, *ends], [*starts, len(text)], strict=True):
        yield from _doors(text, start, stop)


def leads_on(line: str) -> bool:
    """Whether ``line`` ends in a label of an address or a contact, which the next one may hold."""
    return _LEADS_ON.search(line[-_LONGEST_LEAD:]) is not None


def _labelled(text: str) -> Iterator[Finding]:
    for label in _LABEL.finditer(text):
        match = _STRETCH.match(text, label.end())
        if match is None or _OFFICE.search(match[0]) or not _AREA.search(match[0]):
            continue
        is_stated = label[0].rstrip()[-1:] in ":为是"
        doors = list(_DOOR.finditer(match[0]))
        if not doors and not (is_stated and _PLACE.search(match[0])):
            continue
        value = match[0][: doors[-1].end()] if doors else match[0]
        yield Finding(Kind.ADDRESS, match.start(), value)


def _doors(text: str, first: int, last: int) -> Iterator[Finding]:
    """Dwellings down to the door between two places, where nothing is labelled as an address."""
    for door in _DOOR_ALONE.finditer(text, first, last):
        before = _BEFORE_A_DOOR.search(text, first, door.start())
        stretch = before[0] if before else ""
        if _AREA.search(stretch) and not _OFFICE.search(stretch):
            lead = _LEAD.match(stretch)
            start = door.start() - len(stretch) + (lead.end() if lead else 0)
            yield Finding(Kind.ADDRESS, start, text[start : door.end()])


def contacts(text: str) -> Iterator[Finding]:
    """Names that are given as those of a contact or a party."""
    for match in _CONTACT.finditer(text):
        yield Finding(Kind.CONTACT, match.start(1), match[1])


def plates(text: str) -> Iterator[Finding]:
    """Vehicle plates that are named as such."""
    for match in _PLATE.finditer(text):
        yield Finding(Kind.PLATE, match.start(1), match[1])


def passports(text: str) -> Iterator[Finding]:
    """Passports and permits that are named as such."""
    for match in _PASSPORT.finditer(text):
        yield Finding(Kind.PASSPORT, match.start(1), match[1])
