"""The attachments of a document looked into for personal data, with faults for what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from posixpath import splitext
from typing import NamedTuple

from gongkai import exemptions
from gongkai.errors import Fault, Severity
from gongkai.model import Document, Place
from gongkai.privacy import Finding, find, is_let_by
from gongkai.settings import Privacy

from . import excel, pdf, word
from .contents import Contents, Part, UnreadableError

_READERS: Mapping[str, Callable[[bytes], Contents]] = {
    ".docx": word.read,
    ".docm": word.read,
    ".xlsx": excel.read,
    ".xlsm": excel.read,
    ".pdf": pdf.read,
}
_NOBODY = re.compile(
    r"|(?:microsoft|ms)?\s*(?:office)?\s*(?:user|用户)?|微软用户|用户|administrators?|admin|lenovo|dell"
    r"|hp|pc|windows|wps.*|openpyxl|python-docx|apache poi|作者|author|.+(?:局|委|办|厅|部|中心|政府)",
    re.IGNORECASE,
)
"""Authors that name no person: what programs fill in, and offices."""


class _Said(NamedTuple):
    """What is wrong with an attachment; the fault's place is that of the field's entry."""

    rule: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


def faults(
    document: Document, files: Iterable[tuple[str, bytes]], privacy: Privacy
) -> Iterator[Fault]:
    """What is wrong with the attachments of ``document``; paths of ``files`` are below content/.

    Personal data that the site does not let by, and a person named in a file's properties, are
    errors, for a file cannot be masked.  A file that cannot be looked into is a warning.
    """
    # 例外 of personal data name the kind; of a file's properties they name the rule.
    acknowledged = [each for each in document.exemptions if each.rule != "personal-data"]
    places = {attachment.file: attachment.place for attachment in document.attachments}
    folder = document.address.removesuffix(".html")
    for path, data in files:
        read = _READERS.get(splitext(path)[1].lower())
        if read is None:
            continue
        place = places.get(path.removeprefix(f"{folder}/"), Place(1, 1))
        found = _inspected(path, read, data, _lets_by(document, privacy))
        for said in found:
            fault = Fault(
                document.path,
                place.line,
                place.column,
                said.rule,
                said.message,
                said.hint,
                said.severity,
            )
            yield from exemptions.remaining([fault], acknowledged)


def _lets_by(document: Document, privacy: Privacy) -> Callable[[Finding], bool]:
    return lambda finding: is_let_by(finding, privacy, document.exemptions)


def _inspected(
    path: str,
    read: Callable[[bytes], Contents],
    data: bytes,
    lets_by: Callable[[Finding], bool],
) -> Iterator[_Said]:
    try:
        contents = read(data)
    except UnreadableError as error:
        message = f"附件“content/{path}”没有检查个人信息：{error}"
        hint = "打开附件看一遍，没有个人信息的可以照常发布；要不再提示的，写“例外”"
        yield _Said("attachment-unread", message, hint, Severity.WARNING)
        return
    for part in contents.parts:
        yield from _held(path, part, lets_by)
    # One person may have saved, annotated and changed a file many times.
    for role, name in dict.fromkeys(contents.authors):
        if _NOBODY.fullmatch(name.strip()):
            continue
        shown = _masked_name(name.strip())
        message = f"附件“content/{path}”的属性里写着{role}“{shown}”，会随文件公开"
        hint = "在 Word、Excel 里用“文件—信息—检查文档”删去个人信息，PDF 的请重新导出"
        yield _Said("attachment-author", message, hint)


def _held(path: str, part: Part, lets_by: Callable[[Finding], bool]) -> Iterator[_Said]:
    """What one part holds, each value once."""
    found = (finding for finding in find(part.text) if not lets_by(finding))
    for finding in {(each.kind, each.value): each for each in found}.values():
        label = finding.kind.label
        message = f"附件“content/{path}”的{part.where}里有{label}“{finding.masked}”，不能公开"
        hint = (
            "附件不能遮盖，删去后重新放进来；确需公开的，"
            f"在“例外”里写“规则: {label}”“对象: 这个值的最后四位（字）”和“理由”"
        )
        yield _Said("personal-data", message, hint)


def _masked_name(name: str) -> str:
    return name[:1] + "*" * (len(name) - 1)
