"""A new document as text and address, made from answers.

Nothing here judges an answer: a draft is read by :func:`documents.read`, the reader of every
build, and what that finds wrong in the line of a field is what is wrong with its answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count

from msgspec import Struct

from . import cards, catalog, documents, frontmatter, urls, yamltree
from .documents import SUMMARY_SECTION
from .errors import Fault, Severity
from .fields import FieldReader
from .model import Document
from .names import Names
from .settings import Category, Form, Session, Topic, Unit
from .vocabulary import FIELDS, SIMPLE_FIELDS, Field, Kind, Openness, Status

Answers = Mapping[str, tuple[str, ...]]
"""The values of fields by their English names, of which only lists have more than one.

No value at all is a blank: the key is written with nothing behind it, for a person to fill in.
"""

CONTENT = "content"

Noun = Category | Session | Topic | Unit

_NEEDED = ("title", "category")
_NEEDED_IN_REPLIES = (*_NEEDED, "number", "unit")

DEFAULTS: Mapping[str, str] = {"openness": Openness.FULL}

_EVERY_FORM = ("title", "category", "sessions", "unit", "doc_number", "signed", "published")
_REPLY = (*_EVERY_FORM, "number", "subject", "openness", "topics")
_OTHER = (*_EVERY_FORM, "disclosure", "topics")


class Draft(Struct, frozen=True):
    """The text of a new document, and what the reader makes of it.

    ``document`` is ``None`` while no known category is among the answers.  ``faults`` stand
    with the English name of the field in whose line they are; a field that is needed and missing
    is in none, so that its fault has no name.
    """

    text: str
    document: Document | None
    faults: tuple[tuple[str, Fault], ...]

    def errors(self) -> tuple[tuple[str, Fault], ...]:
        """What is wrong with the answers that were given."""
        return tuple(
            (name, fault)
            for name, fault in self.faults
            if fault.severity is Severity.ERROR and (name or fault.rule != "missing-field")
        )


def form_fields(form: Form) -> tuple[Field, ...]:
    """The fields that a paper of ``form`` usually has, in the vocabulary's order."""
    names = _REPLY if form is Form.REPLY else _OTHER
    return tuple(field for field in SIMPLE_FIELDS if field.name in names)


def missing(answers: Answers, known: Names) -> list[Field]:
    """The fields that have no answer, and without which the draft has faults."""
    category = known.categories.get(next(iter(answers.get("category", ())), ""))
    needed = _NEEDED_IN_REPLIES if category and category.form is Form.REPLY else _NEEDED
    return [
        field for field in SIMPLE_FIELDS if field.name in needed and not answers.get(field.name)
    ]


def nouns(name: str, known: Names) -> Mapping[str, Noun] | None:
    """The nouns that the field ``name`` may name, by every spelling; ``None`` for plain fields."""
    by_field: dict[str, Mapping[str, Noun]] = {
        "category": known.categories,
        "sessions": known.sessions,
        "unit": known.units,
        "co_units": known.units,
        "topics": known.topics,
    }
    return by_field.get(name)


def answer(field: Field, texts: tuple[str, ...], known: Names) -> tuple[str, ...]:
    """``texts`` as they are written: in the reader's own form, and names in place of slugs.

    A unit is written by its full name, by whichever of its names it is given.
    """
    plain = tuple(dict.fromkeys(filter(None, (" ".join(text.split()) for text in texts))))
    named = nouns(field.name, known)
    if named is not None:
        by_any_name = named is known.units
        told = (
            noun.name if (noun := named.get(text)) and (by_any_name or noun.slug == text) else text
            for text in plain
        )
        return tuple(dict.fromkeys(told))
    if len(plain) == 1 and (reader := _reader(_lines(field, plain))):
        if field.name == "number":
            return (reader.number(field.name) or plain[0],)
        if field.kind is Kind.DOC_NUMBER:
            return (reader.doc_number(field.name) or plain[0],)
    return plain


def parted(field: Field, text: str) -> tuple[str, ...]:
    """The values that a person means who writes ``text`` in one line behind the field's key."""
    plain = " ".join(text.split())
    if field.kind is not Kind.NAMES or not plain:
        return (plain,) if plain else ()
    lead = f"{field.key}: "
    return _names(field, [lead + _scalar(lead, plain)])


def choices(field: Field, known: Names) -> tuple[str, ...]:
    """What a person may choose from by number: the names that exist, or the field's values."""
    named = nouns(field.name, known)
    if named is None:
        return field.values
    return tuple(dict.fromkeys(noun.name for noun in named.values()))


def chosen(values: tuple[str, ...], choices: tuple[str, ...]) -> tuple[str, ...]:
    """``values`` with the numbers of choices, counted from 1, replaced by what they stand for."""
    numbers = {str(number): choice for number, choice in enumerate(choices, start=1)}
    return tuple(
        value if value in choices else numbers.get(unicodedata.normalize("NFKC", value), value)
        for value in values
    )


def with_blanks(answers: Answers, form: Form, review_required: bool) -> Answers:
    """``answers`` with the other fields of ``form`` as on the paper form: defaults and blanks.

    A blank is read as absent, and filling it in takes no more than typing behind the colon.
    """
    names = [field.name for field in form_fields(form)]
    if answers.get("openness") == (Openness.WITHHELD,):
        names.append("withheld_reason")
    if review_required:
        names.append("review")
    blanks = {name: (DEFAULTS[name],) if name in DEFAULTS else () for name in names}
    return {**blanks, **answers}


def draft(answers: Answers, known: Names, below_content: str = "new.md") -> Draft:
    """The draft that ``answers`` make, to lie at ``below_content``."""
    lines = [("", "---")]
    for field in FIELDS:
        if field.name == "status":
            lines.append((field.name, f"{field.key}: {Status.DRAFT}"))
        elif field.name in answers:
            lines += ((field.name, line) for line in _lines(field, answers[field.name]))
    lines += [("", "---"), ("", "")]
    if answers.get("openness") == (Openness.SUMMARY,):
        lines += [("", f"## {SUMMARY_SECTION}"), ("", "")]
    text = "".join(f"{line}\n" for _, line in lines)
    document, faults = read(below_content, encoded(text), known)
    return Draft(text, document, tuple((lines[fault.line - 1][0], fault) for fault in faults))


def read(below_content: str, data: bytes, known: Names) -> tuple[Document | None, list[Fault]]:
    """The document in ``data`` as every build will read it, with its faults."""
    reading = documents.read(f"{CONTENT}/{below_content}", below_content, data, known)
    return (reading.noun if isinstance(reading.noun, Document) else None), list(reading.faults)


def encoded(text: str) -> bytes:
    """``text`` as UTF-8; halves of characters, which no UTF-8 has, are left for the reader."""
    return text.encode("utf-8", "surrogatepass")


def stated_path(text: str) -> str:
    """The path below content/ that a person means who writes ``text`` for an address."""
    path = text.strip().replace("\\", "/").removeprefix("./").strip("/")
    return f"{path.removeprefix(f'{CONTENT}/').removesuffix('.html').removesuffix('.md')}.md"


def stem(document: Document, today: date) -> str:
    """The path without suffix that a document has by its category, year and number.

    One without a number goes by its date, or by ``today`` as long as it has none.
    """
    moment = document.signed or document.published
    day = moment.at.date() if moment else today
    name = slug(document.number) or day.isoformat()
    return f"{document.category.slug}/{document.year or today.year}/{name}"


def paths(document: Document, today: date) -> Iterator[str]:
    """The paths below content/ that a document may have, the plainest first, without an end."""
    plain = stem(document, today)
    yield f"{plain}.md"
    if document.units:
        plain = f"{plain}-{document.units[0].slug}"
        yield f"{plain}.md"
    yield from (f"{plain}-{number}.md" for number in count(2))


def slug(number: str) -> str:
    """A document's number as part of an address; empty when nothing of it can be one."""
    plain = unicodedata.normalize("NFKC", number).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def is_address(below_content: str) -> bool:
    """Whether a document can be published from the path ``below_content``."""
    address = urls.document_address(below_content)
    own = below_content.startswith("pages/")
    return address is not None and not own and not urls.is_reserved(address)


def is_same_reply(one: Document, other: Document) -> bool:
    """Whether both answer one number of one session for one unit (the rule duplicate-number)."""
    claims = map(catalog.reply_claims, (cards.card(one), cards.card(other)))
    return not set(next(claims)).isdisjoint(next(claims))


def _lines(field: Field, values: tuple[str, ...]) -> list[str]:
    """A field as lines of front matter: in one line where that is read as these values."""
    head, lead = f"{field.key}:", f"{field.key}: "
    if not values:
        return [head, *(f"  {part.key}: " for part in field.parts)] if field.parts else [lead]
    if len(values) == 1:
        line = lead + _scalar(lead, values[0])
        if field.kind is not Kind.NAMES or _names(field, [line]) == values:
            return [line]
    item = f"{head}\n  - "
    return [head, *(f"  - {_scalar(item, value)}" for value in values)]


def _scalar(lead: str, text: str) -> str:
    """``text`` as YAML behind ``lead``: bare where it is read back so, else in single quotes."""
    front_matter, _, faults = frontmatter.split(f"---\n{lead}{text}\n---\n", "")
    if front_matter and not faults and len(front_matter.entries) == 1:
        value = front_matter.entries[0].value
        if isinstance(value, yamltree.Sequence) and len(value.items) == 1:
            value = value.items[0]
        if isinstance(value, yamltree.Scalar) and value.text == text:
            return text
    return "'" + text.replace("'", "''") + "'"


def _names(field: Field, lines: list[str]) -> tuple[str, ...]:
    """The names that the reader finds in the lines of a field."""
    reader = _reader(lines)
    return tuple(name.target for name in reader.names(field.name)) if reader else ()


def _reader(lines: list[str]) -> FieldReader | None:
    """The reader of a front matter of these lines."""
    front_matter, _, _ = frontmatter.split("\n".join(["---", *lines, "---", ""]), "")
    return FieldReader("", front_matter) if front_matter else None
