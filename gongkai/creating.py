"""``new``: puts the draft of a new document into content/.

Without a terminal nothing is asked: then the options hold every needed field, or it is a
:class:`~gongkai.errors.UsageError`.  The file is written last of all, at once, and never over
another.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path

from msgspec import Struct

from . import config, drafting, ledgercsv, pipeline, sources
from .asking import Ask, Dialogue, Say
from .drafting import CONTENT, Answers
from .errors import ConfigurationError, Fault, MachineError, UsageError, cause_of, has_errors
from .ledger import Entry
from .ledgeranswers import answers_of, row_of
from .model import Document
from .names import Names, names_of
from .vocabulary import BY_NAME, Openness


class Created(Struct, frozen=True):
    """A new document: its path from the root, and what its author has to mind.

    ``summary_only`` is true where the public will read the section 摘要 alone, and
    ``review_required`` where the site publishes nothing without a 公开审查.
    """

    path: str
    summary_only: bool
    review_required: bool


def new(
    root: Path,
    given: Answers,
    stated_path: str | None,
    now: datetime,
    *,
    row: str = "",
    ask: Ask | None,
    say: Say,
) -> Created:
    """Write a new draft below ``root``/content from ``given``, and from what ``ask`` gets to know.

    ``given`` holds the options by the English names of their fields; where ``row`` is the number of
    a ledger's row, that fills in what they leave open.  ``ask`` is ``None`` where
    nobody can be asked.  Raises UsageError for values that the reader would refuse, for needed
    ones that are missing and for a document that exists; ConfigurationError; and MachineError
    when the disk fails.
    """
    configuration = config.load(root)
    if has_errors(configuration.unit_faults):
        raise ConfigurationError(configuration.unit_faults)
    settings = configuration.settings
    known = names_of(settings, configuration.units)
    today = pipeline.local_moment(now, settings.site.timezone).at.date()
    answers: Answers = {
        name: values
        for name, texts in given.items()
        if (values := drafting.answer(BY_NAME[name], texts, known))
    }
    if row:
        answers = {**answers_of(row_of(row, answers, _entries(root, known))), **answers}
    _refuse(drafting.draft(answers, known).errors())
    missing = drafting.missing(answers, known)
    if missing and ask is None:
        told = "、".join(f"{field.key}（{field.option}）" for field in missing)
        raise UsageError(f"缺少：{told}")
    refuse_twin = partial(_refuse_twin, root, known, today)
    if missing and ask is not None:
        answers = Dialogue(known, refuse_twin, ask, say).answers(answers)
    document = _document(answers, known)
    refuse_twin(answers)
    path = _free_path(root, document, stated_path, today)
    filled = drafting.with_blanks(answers, document.category.form, settings.review_required)
    final = drafting.draft(filled, known, path)
    _refuse(final.errors())
    _write(root / CONTENT / path, drafting.encoded(final.text))
    summary_only = document.openness is Openness.SUMMARY
    return Created(f"{CONTENT}/{path}", summary_only, settings.review_required)


def _entries(root: Path, known: Names) -> list[Entry]:
    """The rows of all ledgers below ``root``/content; raises MachineError."""
    found = (sources.source(root, path) for path in sources.find(root).ledgers)
    ledgers = (ledgercsv.read(source.path, source.data, known) for source in found)
    return [entry for ledger in ledgers for entry in ledger.entries]


def next_steps(created: Created, root_option: str) -> str:
    """What to do with a new document; ``root_option`` names the site where it is not the default."""
    command = f"python build.py {{}}{root_option}"
    place = (
        "把可以公开的内容写在“## 摘要”下面"
        if created.summary_only
        else "把正文粘贴在第二个“---”下面"
    )
    review = "公开审查通过后填写“公开审查”，" if created.review_required else ""
    return "\n".join(
        [
            f"写好了 {created.path}，状态是“草稿”。接下来：",
            f"  1. 编辑：用文本编辑器打开它，{place}，填写空着的字段",
            f"  2. 预览：{command.format('serve')}",
            f"  3. 检查：{command.format('check')}",
            f"  4. 公开：{review}把“状态”改成“公开”，填写“发布日期”",
            f"  5. 发布：{command.format('build')}",
        ]
    )


def _document(answers: Answers, known: Names) -> Document:
    """The document that complete ``answers`` make."""
    draft = drafting.draft(answers, known)
    _refuse(draft.errors())
    if draft.document is None:
        raise UsageError("缺少：类别（--category）")
    return draft.document


def _refuse(errors: Iterable[tuple[str, Fault]]) -> None:
    """Raise UsageError with all ``errors``, each of a field, if there are any."""
    lines = [
        f"{BY_NAME[name].option if name else '新文件'}：{fault.message}\n    {fault.hint}"
        for name, fault in errors
    ]
    if lines:
        raise UsageError("\n".join([*lines, "没有新建文件。"]))


def _refuse_twin(root: Path, known: Names, today: date, answers: Answers) -> None:
    """Raise UsageError when there is a document already of the number and the unit in ``answers``."""
    document = drafting.draft(answers, known).document
    if document is None:
        return
    stem = drafting.stem(document, today)
    for path in sorted((root / CONTENT).glob(f"{stem}*.md")):
        below = path.relative_to(root / CONTENT).as_posix()
        try:
            other, _ = drafting.read(below, path.read_bytes(), known)
        except OSError as error:
            raise MachineError(f"不能读取文件 {path}：{cause_of(error)}") from error
        if other is not None and drafting.is_same_reply(document, other):
            raise UsageError(
                f"这一件已经有了：{CONTENT}/{below}（类别、届次、编号和主办单位都相同）。"
                "请直接修改那个文件；没有新建文件。"
            )


def _free_path(root: Path, document: Document, stated_path: str | None, today: date) -> str:
    """Where the draft goes, below content/: the address asked for, or the first that is free."""
    if stated_path is None:
        candidates = drafting.paths(document, today)
        return next(path for path in candidates if not (root / CONTENT / path).exists())
    path = drafting.stated_path(stated_path)
    if not drafting.is_address(path):
        raise UsageError(
            f"--path 的“{stated_path}”不能用作一篇文件的网址：只用小写英文字母、数字和连字符，"
            "不用网站自己的页面所用的名称，如 suggestions/2023/20230489"
        )
    if (root / CONTENT / path).exists():
        raise UsageError(
            f"{CONTENT}/{path} 已经有了，不会覆盖它；换一个 --path，或者直接修改那个文件"
        )
    return path


def _write(path: Path, data: bytes) -> None:
    """Make the file ``path`` of ``data``; on any failure nothing of it is left."""
    made = [folder for folder in path.parents if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _create(path, data)
    except OSError as error:
        raise MachineError(f"不能写文件 {path}：{cause_of(error)}") from error
    finally:
        # A folder that has got its file refuses to go.
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def _create(path: Path, data: bytes) -> None:
    try:
        file = path.open("xb")
    except FileExistsError:
        raise UsageError(f"{path} 已经有了，不会覆盖它") from None
    try:
        with file:
            file.write(data)
    except BaseException:
        path.unlink()
        raise
