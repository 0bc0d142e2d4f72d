"""A source becomes a document: its fields typed, its names resolved, its needs checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct, field

from . import frontmatter, items, markdown, urls, vocabulary, yamltree
from .dates import Moment
from .errors import Fault, Severity
from .fields import FieldReader
from .likeness import did_you_mean
from .model import BodySource, Document, Reference, SitePage
from .names import Names
from .redirects import redirect_address
from .settings import Category, Form, Session, Topic, Unit
from .vocabulary import Openness, Status

SUMMARY_SECTION = "摘要"

_PAGES = "pages/"

_Noun = TypeVar("_Noun", Category, Session, Topic, Unit)

NO_BODY = BodySource("", 1)


class Reading(Struct, frozen=True):
    """What was read of one source: its fields as a noun, its body, and what is wrong.

    ``text`` is all that stands in the file, empty when it is too long or no text.  ``values`` are
    those of the written fields by name, as they stand there.  There is no noun when so much is
    wrong that none can be made.  ``is_suspect`` says that something in the file looks like personal
    data, whether it may be published or not.
    """

    noun: Document | SitePage | None
    body: BodySource
    faults: tuple[Fault, ...]
    text: str = ""
    values: Mapping[str, yamltree.Node] = field(default_factory=dict)
    is_suspect: bool = False


def read(path: str, below_content: str, data: bytes, known: Names) -> Reading:
    """Read one source; ``path`` is relative to the root, ``below_content`` to content/."""
    address = urls.document_address(below_content) or ""
    misnamed = _address_faults(path, address)
    if len(data) > known.document_bytes:
        message = f"文件有 {len(data)} 字节，超过了上限 {known.document_bytes} 字节"
        hint = "拆成几篇，或者在 site.toml 的 [limits] 里调高 document_bytes"
        return Reading(None, NO_BODY, (*misnamed, Fault(path, 1, 1, "too-large", message, hint)))
    text, text_faults = frontmatter.decode(data, path)
    if text is None:
        return Reading(None, NO_BODY, (*misnamed, *text_faults))
    front_matter, body, faults = frontmatter.split(text, path)
    if front_matter is None:
        return Reading(None, NO_BODY, (*misnamed, *faults), text)
    if below_content.startswith(_PAGES):
        fields = FieldReader(path, front_matter, vocabulary.SITE_PAGE)
        noun: Document | SitePage | None = _site_page(fields, address)
    else:
        fields = FieldReader(path, front_matter)
        noun = _document(fields, address, body, known)
    # What has no address of its own would only stand in the way of the other pages' faults.
    usable = None if misnamed else noun
    return Reading(usable, body, (*misnamed, *faults, *fields.faults), text, fields.values)


def _address_faults(path: str, address: str) -> list[Fault]:
    if not address:
        message = "文件名或文件夹名不能用作网址"
        hint = "只用小写英文字母、数字和连字符命名，如 suggestions/2023/20230489.md"
        return [Fault(path, 1, 1, "bad-address", message, hint)]
    if urls.is_reserved(address):
        message = f"“{address}”是网站自己的页面所用的地址"
        return [Fault(path, 1, 1, "reserved-address", message, "换一个文件名或文件夹名")]
    return []


def _site_page(fields: FieldReader, address: str) -> SitePage:
    if not (title := fields.text("title")):
        fields.missing("title")
    status = Status(fields.choice("status") or Status.DRAFT)
    published, aliases = fields.moment("published"), _aliases(fields, address)
    return SitePage(fields.path, address, title, status, published, aliases)


def _document(fields: FieldReader, address: str, body: BodySource, known: Names) -> Document | None:
    category = _one(fields, "category", known.categories, "unknown-category", "site.toml 的类别")
    sessions = _all(fields, "sessions", known.sessions, "unknown-session", "site.toml 的届次")
    units = _all(fields, "unit", known.units, "unknown-unit", "content/units.yaml 的单位")
    signed, published = fields.moment("signed"), fields.moment("published")
    status = Status(fields.choice("status") or Status.DRAFT)
    openness = Openness(fields.choice("openness") or Openness.FULL)
    scheme = _scheme(units, sessions)
    outcome, meaning = _outcome(fields, known.outcomes.get(scheme, {}))
    stated_year = fields.year("year")
    values: dict[str, Any] = {
        "title": fields.text("title"),
        "status": status,
        "openness": openness,
        "number": fields.number("number"),
        "numbered_at": fields.place("number"),
        "sessions": sessions,
        "units": units,
        "co_units": _all(
            fields, "co_units", known.units, "unknown-unit", "content/units.yaml 的单位"
        ),
        "role": fields.choice("role"),
        "proposers": tuple(name.target for name in fields.names("proposers")),
        "show_proposers": fields.yes("show_proposers"),
        "subject": fields.text("subject"),
        "doc_number": fields.doc_number("doc_number"),
        "index_number": fields.text("index_number"),
        "disclosure": fields.choice("disclosure"),
        "withheld_reason": fields.text("withheld_reason"),
        "assigned": fields.moment("assigned"),
        "signed": signed,
        "published": published,
        "source": fields.text("source"),
        "outcome": outcome,
        "outcome_meaning": meaning,
        "satisfaction": fields.choice("satisfaction"),
        "topics": _all(fields, "topics", known.topics, "unknown-topic", "site.toml 的主题"),
        "difficult": fields.yes("difficult"),
        "related": fields.names("related"),
        "aliases": _aliases(fields, address),
        **items.read(fields),
    }
    if not values["title"]:
        fields.missing("title")
    if not fields.text("category"):
        fields.missing("category")
    _check_needs(fields, category.form if category else None, status, openness, body)
    if category is None:
        return None
    if values["commitment_updates"] and category.form is not Form.FOLLOW_UP:
        message = f"“承诺落实”只能写在落实情况一类的文件里，“{category.name}”不是"
        hint = '换一个类别，它在 site.toml 里写着 form = "follow-up"；自己的承诺写在“承诺事项”里'
        fields.fault(fields.place("commitment_updates"), "misplaced-update", message, hint)
    if category.form is Form.REPLY and outcome in known.promising.get(scheme, ()):
        _check_promise(fields, outcome, meaning)
    year = stated_year or _year(sessions, signed, published)
    return Document(path=fields.path, address=address, category=category, year=year, **values)


def _year(sessions: tuple[Session, ...], *moments: Moment | None) -> int:
    """年度 where the author states none: the session's, else the first known date's, else 0."""
    if sessions:
        return sessions[0].year
    return next((moment.at.year for moment in moments if moment), 0)


def _check_needs(
    fields: FieldReader, form: Form | None, status: Status, openness: Openness, body: BodySource
) -> None:
    """The fields that a form (``None``: not known), a state and an openness need."""
    if form is Form.REPLY:
        if not fields.stated("number"):
            fields.missing("number", "（没有编号的写“无”）")
        if not fields.names("unit"):
            fields.missing("unit")
    if status is Status.WITHDRAWN and not fields.items("withdrawal"):
        message = "状态是“撤回”，却没有写“撤回说明”，原来的网址上说不出何时、为何撤回"
        hint = "写上“撤回说明: {日期: 2023-10-02, 原因: ……}”，原因是给公众看的"
        place = fields.place("status")
        fields.fault(place, "withdrawal-missing", message, hint, Severity.WARNING)
    if status is not Status.PUBLIC or openness is Openness.WITHHELD:
        return
    if fields.choice("disclosure") == "不予公开":
        message = f"“公开属性”是“不予公开”，本文却要公开（公开方式是“{openness}”）"
        hint = "不公开的，把“公开方式”写成“不公开”；要公开的，改“公开属性”"
        place = fields.place("disclosure")
        fields.fault(place, "disclosure-conflict", message, hint, Severity.WARNING)
    if not fields.text("published"):
        fields.missing("published", "：公开的文件要有发布日期")
    if form is Form.REPLY and openness is Openness.FULL and not fields.text("signed"):
        fields.missing("signed", "：全文公开的答复要有成文日期")
    if (
        openness is Openness.SUMMARY
        and not (markdown.section(body.text, SUMMARY_SECTION) or "").strip()
    ):
        place = fields.place("openness")
        message = "公开方式是“摘要公开”，正文里却没有“摘要”一节，或者这一节是空的"
        hint = "在正文里加一行“## 摘要”，下面写可以公开的内容"
        fields.fault(place, "summary-missing", message, hint)


def _aliases(fields: FieldReader, address: str) -> tuple[Reference, ...]:
    """The old addresses, each once; one that the site itself uses cannot lead anywhere."""
    aliases: dict[str, Reference] = {}
    for alias in fields.names("aliases"):
        old = redirect_address(alias.target)
        if old is None:
            message = f"旧网址“{alias.target}”不能由一个网页文件来答复，要由服务器转到本文"
            hint = "运行 redirects 写出服务器的规则，见手册“公布、更正与撤回”；用不着的，删去"
            fields.fault(alias.place, "alias-not-served", message, hint, Severity.WARNING)
            aliases.setdefault(alias.target, alias)
        elif old == address:
            message = f"旧网址“{alias.target}”就是本文现在的网址"
            fields.fault(alias.place, "duplicate-address", message, "删去这个旧网址")
        elif urls.is_reserved(old):
            message = f"旧网址“{alias.target}”是网站自己的页面所用的地址"
            fields.fault(alias.place, "reserved-address", message, "删去这个旧网址")
        else:
            aliases.setdefault(old, alias)
    return tuple(aliases.values())


def _one(
    fields: FieldReader, name: str, known: Mapping[str, _Noun], rule: str, where: str
) -> _Noun | None:
    text = fields.text(name)
    return (
        _resolve(fields, Reference(text, fields.place(name)), known, rule, where) if text else None
    )


def _all(
    fields: FieldReader, name: str, known: Mapping[str, _Noun], rule: str, where: str
) -> tuple[_Noun, ...]:
    """The nouns that a field names, each once."""
    nouns: dict[str, _Noun] = {}
    for reference in fields.names(name):
        noun = _resolve(fields, reference, known, rule, where)
        if noun is not None:
            nouns[noun.slug] = noun
    return tuple(nouns.values())


def _resolve(
    fields: FieldReader, written: Reference, known: Mapping[str, _Noun], rule: str, where: str
) -> _Noun | None:
    noun = known.get(written.target)
    if noun is None:
        message = f"“{written.target}”不在 {where}里{did_you_mean(written.target, known)}"
        fields.fault(written.place, rule, message, f"改用 {where}里已有的名称，或者先把它加进去")
    return noun


def _check_promise(fields: FieldReader, outcome: str, meaning: str) -> None:
    """An outcome that puts something off to later goes with what is promised, and by when."""
    if fields.items("commitments"):
        return
    message = f"答复类别是“{outcome}”（{meaning}），却没有写“承诺事项”"
    hint = "写上承诺的内容和期限，如“承诺事项: {内容: ……, 期限: 2024-12-31}”"
    place = fields.place("outcome")
    fields.fault(place, "promise-missing", message, hint, Severity.WARNING)


def _scheme(units: tuple[Unit, ...], sessions: tuple[Session, ...]) -> str:
    """The name of the scheme of outcomes: the unit's, else the session's, else default."""
    chosen = (*(unit.outcomes for unit in units), *(session.outcomes for session in sessions))
    return next(filter(None, chosen), "default")


def _outcome(fields: FieldReader, scheme: Mapping[str, str]) -> tuple[str, str]:
    """The outcome's code and its meaning by ``scheme``."""
    code = fields.text("outcome")
    if not code:
        return "", ""
    plain = code.removesuffix("类")
    if plain in scheme:
        return plain, scheme[plain]
    known = [f"{key}（{meaning}）" for key, meaning in scheme.items()]
    message = f"没有“{code}”这个答复类别{did_you_mean(plain, scheme)}"
    hint = (
        f"可用的有：{'、'.join(known)}" if known else "先在 site.toml 里写 [outcomes.default] 一节"
    )
    fields.fault(fields.place("outcome"), "unknown-outcome", message, hint)
    return "", ""
