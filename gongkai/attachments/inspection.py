"""The attachments of a document looked into for personal data, with faults for what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from posixpath import splitext
from typing import NamedTuple

from gongkai import exemptions
from gongkai.csvrows import decoded
from gongkai.errors import Fault, Severity
from gongkai.model import Document, Place
from gongkai.patterns import pattern
from gongkai.privacy import Finding, find, is_acknowledged, is_let_by
from gongkai.settings import Privacy, Treatment

from .contents import Contents, Part, UnreadableError

_Reader = Callable[[bytes], Contents]

_NOBODY = pattern(
    r"|(?:microsoft|ms)?\s*(?:office)?\s*(?:user|用户)?|微软用户|用户|administrators?|admin|lenovo|dell"
    r"|hp|pc|windows|wps.*|openpyxl|python-docx|apache poi|作者|author|.+(?:局|委|办|厅|部|中心|政府)",
    re.IGNORECASE,
)
"""Authors that name no person: what programs fill in, and offices."""

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"})
"""The endings of what nobody expects a program to read."""

_AUTHOR = "attachment-author"


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

    def is_let_by_here(finding: Finding) -> bool:
        return is_let_by(finding, privacy, document.exemptions)

    for path, data, read in _readable(files):
        for said in _inspected(path, read, data, is_let_by_here):
            if said.rule == _AUTHOR and _allows_authors(privacy):
                continue
            fault = _fault(document, path, said)
            yield from exemptions.remaining([fault], acknowledged)


def let_by(
    document: Document, files: Iterable[tuple[str, bytes]], privacy: Privacy
) -> Iterator[Fault]:
    """Notices of what the attachments of ``document`` publish because the site allows its kind.

    ``files`` are as for :func:`faults`.
    """
    for path, data, read in _readable(files):
        try:
            contents = read(data)
        except UnreadableError:
            continue
        if _allows_authors(privacy):
            said = (_author_allowed(path, person) for person in _people(contents))
            named = (_fault(document, path, each) for each in said)
            yield from exemptions.remaining(named, document.exemptions)
        for part in contents.parts:
            for finding in _each_once(find(part.text)):
                is_seen = is_acknowledged(finding, document.exemptions)
                if not is_seen and is_let_by(finding, privacy, ()):
                    yield _fault(document, path, _allowed(path, part, finding))


def _readable(
    files: Iterable[tuple[str, bytes]],
) -> Iterator[tuple[str, bytes, _Reader]]:
    """Those of ``files`` that can be looked into, with their readers."""
    for path, data in files:
        if read := _reader(splitext(path)[1].lower()):
            yield path, data, read


def _reader(extension: str) -> _Reader | None:
    """What reads files of that name, but for pictures; what it needs is imported for those that have one."""
    if extension in {".docx", ".docm"}:
        from . import word

        return word.read
    if extension in {".xlsx", ".xlsm"}:
        from . import excel

        return excel.read
    if extension == ".pdf":
        from . import pdf

        return pdf.read
    if extension in {".txt", ".csv"}:
        return _plain
    return None if extension in _PICTURES else _unread


def _plain(data: bytes) -> Contents:
    text = decoded(data)
    if text is None or "\0" in text:
        raise UnreadableError("文字的编码读不出来")
    return Contents((Part("正文", text),), ())


def _unread(data: bytes) -> Contents:
    raise UnreadableError("程序读不了这种文件")


def _fault(document: Document, path: str, said: _Said) -> Fault:
    """What is ``said`` of the file at ``path``, at the place of its entry in ``document``."""
    places = {attachment.file: attachment.place for attachment in document.attachments}
    folder = document.address.removesuffix(".html")
    place = places.get(path.removeprefix(f"{folder}/"), Place(1, 1))
    return Fault(
        document.path,
        place.line,
        place.column,
        said.rule,
        said.message,
        said.hint,
        said.severity,
    )


def _inspected(
    path: str,
    read: _Reader,
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
    for person in _people(contents):
        message = f"附件“content/{path}”的属性里写着{person}，会随文件公开"
        hint = "在 Word、Excel 里用“文件—信息—检查文档”删去个人信息，PDF 的请重新导出"
        yield _Said("attachment-author", message, hint)


def _people(contents: Contents) -> Iterator[str]:
    """Who is named in a file's properties, as what, and masked: 作者“张*”."""
    # One person may have saved, annotated and changed a file many times.
    for role, name in dict.fromkeys(contents.authors):
        if not _NOBODY.fullmatch(name.strip()):
            yield f"{role}“{_masked_name(name.strip())}”"


def _allows_authors(privacy: Privacy) -> bool:
    return privacy.attachment_author is Treatment.ALLOW


def _held(path: str, part: Part, lets_by: Callable[[Finding], bool]) -> Iterator[_Said]:
    """What one part holds, each value once."""
    for finding in _each_once(each for each in find(part.text) if not lets_by(each)):
        label = finding.kind.label
        message = f"附件“content/{path}”的{part.where}里有{label}“{finding.masked}”，不能公开"
        hint = (
            "附件不能遮盖，删去后重新放进来；确需公开的，"
            f"在“例外”里写“规则: {label}”“对象: 这个值的最后四位（字）”和“理由”"
        )
        yield _Said("personal-data", message, hint)


def _allowed(path: str, part: Part, finding: Finding) -> _Said:
    label, key = finding.kind.label, finding.kind.key
    where = f"附件“content/{path}”的{part.where}里"
    message = f"{where}有{label}“{finding.masked}”，按网站的设置照原样公开"
    hint = f'不应公开的，从附件里删去；都不应公开的，在 site.toml 的 [privacy] 里写 {key} = "block"'
    return _Said("personal-data", message, hint, Severity.NOTICE)


def _author_allowed(path: str, person: str) -> _Said:
    message = f"附件“content/{path}”的属性里写着{person}，按网站的设置照原样公开"
    hint = '不应公开的，从附件里删去；都不应公开的，在 [privacy] 里写 attachment_author = "block"'
    return _Said(_AUTHOR, message, hint, Severity.NOTICE)


def _each_once(findings: Iterable[Finding]) -> Iterable[Finding]:
    return {(each.kind, each.value): each for each in findings}.values()


def _masked_name(name: str) -> str:
    return name[:1] + "*" * (len(name) - 1)
