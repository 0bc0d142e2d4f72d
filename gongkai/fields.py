"""The values of front matter read by the types of the vocabulary, with a fault for each slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from . import dates, vocabulary, yamltree
from .dates import Moment
from .errors import FileFaults, Severity
from .frontmatter import FrontMatter
from .likeness import did_you_mean, likely
from .model import Place, Reference
from .patterns import pattern
from .vocabulary import Field, FieldSet, Kind

Item = Mapping[str, Reference]
"""One entry of a field of items: the text and place of each part that was written."""

_SEPARATORS = pattern(r"[、；;，,]")
_BRACKETS = str.maketrans("[]【】﹝﹞［］", "〔〕" * 4)
_ROUND_YEAR = pattern(r"[(（](\d{4})[)）](?=第?\d+号)")
_DOC_NUMBER = pattern(r"〔(?:第)?(\d{4})〕(?:第)?0*(\d+)号")
_NORMAL_NUMBER = pattern(r"[\u4e00-\u9fff]+〔\d{4}〕[1-9]\d*号")
_FRAMED_NUMBER = pattern(r"第?\s*([A-Za-z0-9-]+)\s*号?")


class FieldReader(FileFaults):
    """The fields of one file by their English names; faults gather as fields are asked for.

    A field may be asked for twice.
    """

    def __init__(
        self, path: str, front_matter: FrontMatter, fields: FieldSet = vocabulary.DOCUMENT
    ) -> None:
        super().__init__(path)
        self._end = front_matter.end
        known, entries = fields.by_key, front_matter.entries
        self._fields = fields.by_name
        hint = "改用手册“字段一览”里的名称，或者删去这一行"
        self._entries = self._by_name(entries, known, "", hint)
        self._attempted = {known[key].name for key in front_matter.attempted if key in known}
        if len(self._entries) < len(entries):
            self._attempted |= _misspelt(entries, known).keys()

    def missing(self, name: str, why: str = "") -> None:
        """Note that a needed field is absent, unless a slip in its line was noted already."""
        field, entry = self._fields[name], self._entries.get(name)
        noted = _is_misshapen(field, entry.value) if entry else name in self._attempted
        if noted:
            return
        key, place = field.key, entry.place if entry else self._end
        self.fault(place, "missing-field", f"缺少“{key}”{why}", f"在“---”之间补上“{key}: ……”")

    def place(self, name: str) -> Place:
        """Where the value of a field stands; the end of the front matter when it is absent."""
        entry = self._entries.get(name)
        return entry.value.place if entry else self._end

    @property
    def values(self) -> dict[str, yamltree.Node]:
        """The value of each written field, as it stands there."""
        return {name: entry.value for name, entry in self._entries.items()}

    def stated(self, name: str) -> bool:
        """Whether the field says something, be it 无."""
        entry = self._entries.get(name)
        return entry is not None and bool(
            not isinstance(entry.value, yamltree.Scalar) or entry.value.text.strip()
        )

    def text(self, name: str) -> str:
        """The text of a field; empty when it is absent, empty or 无."""
        entry = self._entries.get(name)
        return self._scalar(self._fields[name], entry.value) if entry else ""

    def choice(self, name: str) -> str:
        """One of the field's values, or empty."""
        field, text = self._fields[name], self.text(name)
        if not text or text in field.values:
            return text
        return self._no_choice(field, text, self.place(name))

    def yes(self, name: str) -> bool:
        """Whether the field says 是."""
        text = self.text(name)
        if text not in {"", vocabulary.YES, vocabulary.NO}:
            key = self._fields[name].key
            self.fault(self.place(name), "wrong-value", f"“{key}”的值“{text}”不对", "写“是”或“否”")
        return text == vocabulary.YES

    def moment(self, name: str) -> Moment | None:
        """The date of a field, or ``None``."""
        text = self.text(name)
        moment = dates.parse(text) if text else None
        if text and moment is None:
            self._no_moment(self._fields[name], text, self.place(name))
        return moment

    def year(self, name: str) -> int | None:
        """The year of a field, or ``None``."""
        text = self.text(name)
        if not text:
            return None
        digits = unicodedata.normalize("NFKC", text).removesuffix("年")
        if re.fullmatch(r"\d{4}", digits) and int(digits) in dates.YEARS:
            return int(digits)
        key = self._fields[name].key
        message = f"“{key}”的值“{text}”不是年份"
        self.fault(self.place(name), "wrong-value", message, "写四位数字，如 2023")
        return None

    def doc_number(self, name: str) -> str:
        """A document's number with its brackets made 〔〕 (GB/T 9704 7.2.5), said as a warning."""
        text = self.text(name)
        if not text or _NORMAL_NUMBER.fullmatch(text):
            return text
        square = _ROUND_YEAR.sub(r"〔\1〕", text.translate(_BRACKETS).replace(" ", ""))
        normal = _DOC_NUMBER.sub(r"〔\1〕\2号", square)
        if normal != text:
            self.fault(
                self.place(name),
                "doc-number-form",
                f"文号“{text}”不合公文格式，按“{normal}”发布",
                f"改为“{normal}”：年份用六角括号〔〕，不写“第”，序号前不加 0",
                Severity.WARNING,
            )
        return normal

    def number(self, name: str) -> str:
        """A number as it is printed between 第 and 号, said as a warning when these are written."""
        text = self.text(name)
        plain = plain_number(text)
        if plain != text:
            self.fault(
                self.place(name),
                "number-form",
                f"编号“{text}”按“{plain}”发布",
                f"改为“{plain}”：编号不写“第”和“号”",
                Severity.WARNING,
            )
        return plain

    def names(self, name: str) -> tuple[Reference, ...]:
        """The names of a field, each with its place; a text is parted at 、 and the like."""
        entry = self._entries.get(name)
        if entry is None:
            return ()
        field, node = self._fields[name], entry.value
        if isinstance(node, yamltree.Scalar):
            return tuple(self._parted(field, node))
        if isinstance(node, yamltree.Sequence):
            texts = [
                Reference(text, item.place)
                for item in node.items
                if (text := self._scalar(field, item))
            ]
            return tuple(texts)
        self._wrong_shape(field, node.place, "写成名称的列表，每个名称占一行，以“- ”开头")
        return ()

    def items(self, name: str) -> tuple[Item, ...]:
        """The entries of a field, each with its parts; a bare text is an entry's first part."""
        entry = self._entries.get(name)
        if entry is None:
            return ()
        node = entry.value
        nodes = node.items if isinstance(node, yamltree.Sequence) else (node,)
        return tuple(item for node in nodes if (item := self._item(self._fields[name], node)))

    def part_moment(self, name: str, part: str, item: Item) -> Moment | None:
        """The date in one part of an entry, or ``None``."""
        value = item.get(part)
        moment = dates.parse(value.target) if value else None
        if value and moment is None:
            self._no_moment(self._part(name, part), *value)
        return moment

    def part_choice(self, name: str, part: str, item: Item) -> str:
        """The choice in one part of an entry, or empty."""
        value, field = item.get(part), self._part(name, part)
        if value is None or value.target in field.values:
            return value.target if value else ""
        return self._no_choice(field, *value)

    def _by_name(
        self, entries: Iterable[yamltree.Entry], known: Mapping[str, Field], where: str, hint: str
    ) -> dict[str, yamltree.Entry]:
        """The entries by the English names of their fields; the first of each is kept."""
        by_name: dict[str, yamltree.Entry] = {}
        for entry in entries:
            field = known.get(entry.key.strip())
            if field is None:
                key = " ".join(entry.key.split())
                message = f"{where}不认识的字段“{key}”{did_you_mean(key, known)}"
                self.fault(entry.place, "unknown-key", message, hint)
            elif first := by_name.get(field.name):
                message = f"“{entry.key}”与第 {first.place.line} 行的“{first.key}”是同一个字段"
                self.fault(entry.place, "duplicate-key", message, "只保留一个")
            else:
                by_name[field.name] = entry
        return by_name

    def _part(self, name: str, part: str) -> Field:
        return self._fields[name].entry.by_name[part]

    def _item(self, field: Field, node: yamltree.Node) -> Item | None:
        first = field.parts[0]
        if isinstance(node, yamltree.Scalar):
            text = self._scalar(first, node)
            if text and first.kind is Kind.MOMENT and dates.parse(text) is None:
                keys = "、".join(part.key for part in field.parts)
                self._wrong_shape(field, node.place, f"每一条分别写{keys}，各占一行")
                return None
            return {first.name: Reference(text, node.place)} if text else None
        if not isinstance(node, yamltree.Mapping):
            self._wrong_shape(field, node.place, "每一条写成“键: 值”的形式")
            return None
        hint = f"可用的有：{'、'.join(part.key for part in field.parts)}"
        known = field.entry.by_key
        entries = self._by_name(node.entries, known, f"“{field.key}”里有", hint)
        if len(entries) < len(node.entries):
            entries = _misspelt(node.entries, known) | entries
        return {
            name: Reference(text, entry.value.place)
            for name, entry in entries.items()
            if (text := self._scalar(self._part(field.name, name), entry.value))
        }

    def _scalar(self, field: Field, node: yamltree.Node) -> str:
        if isinstance(node, yamltree.Scalar):
            text = " ".join(node.text.split())
            return "" if text == vocabulary.ABSENT else text
        hint = f"写成“{field.key}: ……”；值里有括号时用引号括起来"
        self.fault(node.place, "wrong-type", f"“{field.key}”这里只能写一段文字", hint)
        return ""

    def _wrong_shape(self, field: Field, place: Place, hint: str) -> None:
        self.fault(place, "wrong-type", f"“{field.key}”的写法不对，应当是{field.kind.value}", hint)

    def _parted(self, field: Field, node: yamltree.Scalar) -> Iterable[Reference]:
        # Columns are exact for a value on one line, which is how a list in one text is written.
        start = 1 if node.quoted else 0
        for part in _SEPARATORS.split(node.text):
            text = part.strip()
            if text and text != vocabulary.ABSENT:
                indent = len(part) - len(part.lstrip())
                place = Place(node.line, node.column + start + indent)
                yield Reference(text, place)
            start += len(part) + 1

    def _no_choice(self, field: Field, text: str, place: Place) -> str:
        message = f"“{field.key}”的值“{text}”不对{did_you_mean(text, field.values)}"
        self.fault(place, "wrong-value", message, f"可用的有：{'、'.join(field.values)}")
        return ""

    def _no_moment(self, field: Field, text: str, place: Place) -> None:
        message = f"“{field.key}”的值“{text}”不是日期，或者没有这一天"
        hint = "写成 2023-09-21、2023年9月21日 或 2023-09-21 17:18"
        self.fault(place, "wrong-date", message, hint)


def plain_number(text: str) -> str:
    """A number without the 第 and 号 between which it is printed."""
    framed = _FRAMED_NUMBER.fullmatch(text)
    return framed[1] if framed else text


def _misspelt(
    entries: Iterable[yamltree.Entry], known: Mapping[str, Field]
) -> dict[str, yamltree.Entry]:
    """The entries whose keys are nobody's, by the fields that they are spelt like.

    Such a field was written, if under another name: it is not missing, too.
    """
    unknown = (entry for entry in entries if entry.key.strip() not in known)
    meant = ((likely(" ".join(entry.key.split()), known), entry) for entry in unknown)
    return {known[key].name: entry for key, entry in meant if key}


def _is_misshapen(field: Field, node: yamltree.Node) -> bool:
    """Whether reading ``field`` from ``node`` noted a wrong type."""
    if isinstance(node, yamltree.Sequence) and field.kind is Kind.NAMES:
        return not all(isinstance(item, yamltree.Scalar) for item in node.items)
    return not isinstance(node, yamltree.Scalar)
