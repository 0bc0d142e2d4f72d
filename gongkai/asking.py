"""``new``: asks for what a new document needs, and puts its draft into content/.

Without a terminal nothing is asked: then the options hold every needed field, or it is a
:class:`~gongkai.errors.UsageError`.  The file is written last of all, at once, and never over
another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from . import config, drafting, ledgercsv, pipeline, sources
from .drafting import CONTENT, Answers
from .errors import ConfigurationError, Fault, MachineError, UsageError, cause_of, has_errors
from .ledger import Entry
from .ledgeranswers import answers_of, row_of
from .model import Document
from .names import Names, names_of
from .vocabulary import BY_NAME, Field, Kind, Openness

Ask = Callable[[str], str]
"""Shows a prompt and returns the line that is typed; ``EOFError`` when there is no more."""

Say = Callable[[str], None]

_LONGEST_LIST = 30

_GREETING = """\
新建一篇文件。方括号里是默认值，直接按回车就用它；可以先空着的，直接按回车。
按 Ctrl+C 放弃，不留下任何文件。"""

_WAYS = {
    "number": "没有编号的写“无”",
    "title": "页面的标题，如“关于……的答复”",
    "subject": "建议、提案自己的标题",
}


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
        if (values := _answer(BY_NAME[name], texts, known))
    }
    if row:
        answers = {**answers_of(row_of(row, answers, _entries(root, known))), **answers}
    _refuse(drafting.draft(answers, known).errors())
    missing = drafting.missing(answers, known)
    if missing and ask is None:
        told = "、".join(f"{field.key}（{field.option}）" for field in missing)
        raise UsageError(f"缺少：{told}")
    if missing and ask is not None:
        say(_GREETING)
        answers = _Dialogue(root, known, today, ask, say).answers(answers)
    document = _document(answers, known)
    _refuse_twin(root, document, known, today)
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


class _Dialogue(Struct, frozen=True):
    """Asks for one field after the other, and again while an answer is wrong."""

    root: Path
    known: Names
    today: date
    ask: Ask
    say: Say

    def answers(self, answers: Answers) -> Answers:
        """``answers`` and those to every question of the category's form that they leave open."""
        if "category" not in answers:
            answers = {**answers, "category": self._answer(BY_NAME["category"], answers)}
        form = self.known.categories[answers["category"][0]].form
        for field in drafting.form_fields(form):
            if field.name not in answers and (values := self._answer(field, answers)):
                answers = {**answers, field.name: values}
                self._stop_at_twin(answers)
            if field.name == "openness" and answers.get("openness") == (Openness.WITHHELD,):
                reason = BY_NAME["withheld_reason"]
                if reason.name not in answers and (values := self._answer(reason, answers)):
                    answers = {**answers, reason.name: values}
        return answers

    def _answer(self, field: Field, answers: Answers) -> tuple[str, ...]:
        choices = drafting.choices(field, self.known)
        optional = field not in drafting.missing({**answers, field.name: ()}, self.known)
        only = choices[0] if len(choices) == 1 and not optional else ""
        default = drafting.DEFAULTS.get(field.name, only)
        prompt = _prompt(field, choices, default, optional)
        self._list(field, choices)
        while True:
            typed = self._typed(prompt) or default
            chosen = drafting.chosen(drafting.parted(field, typed), choices)
            values = _answer(field, chosen, self.known)
            if not values and optional:
                return ()
            if not values:
                self.say("  这一项不能空着。")
                continue
            tried = drafting.draft({**answers, field.name: values}, self.known)
            errors = [fault for name, fault in tried.errors() if name == field.name]
            if not errors:
                return values
            for fault in errors:
                self.say(f"  {fault.message}\n  {fault.hint}")
            self._list_like(values, choices)

    def _typed(self, prompt: str) -> str:
        try:
            return self.ask(prompt).strip()
        except EOFError:
            # The end of the input gives up as Ctrl+C does.
            raise KeyboardInterrupt from None

    def _list(self, field: Field, choices: tuple[str, ...]) -> None:
        if choices:
            self.say(f"\n{field.key}：")
        if len(choices) > _LONGEST_LIST:
            self.say(f"  共 {len(choices)} 个；写几个字再按回车，就列出含有这几个字的。")
        else:
            self._say_choices(enumerate(choices, start=1))

    def _list_like(self, values: Iterable[str], choices: tuple[str, ...]) -> None:
        self._say_choices(
            (number, choice)
            for number, choice in enumerate(choices, start=1)
            if len(choices) > _LONGEST_LIST and any(value in choice for value in values)
        )

    def _say_choices(self, choices: Iterable[tuple[int, str]]) -> None:
        for number, choice in choices:
            self.say(f"  {number:>2}  {choice}")

    def _stop_at_twin(self, answers: Answers) -> None:
        """Tell of a document that exists as soon as it is certain, not after the last question."""
        if {"number", "unit"} <= answers.keys():
            document = drafting.draft(answers, self.known).document
            if document is not None:
                _refuse_twin(self.root, document, self.known, self.today)


def _answer(field: Field, texts: tuple[str, ...], known: Names) -> tuple[str, ...]:
    """``texts`` as they are written, units by their full names."""
    values = drafting.answer(field, texts, known)
    if field.name not in {"unit", "co_units"}:
        return values
    units = known.units
    return tuple(dict.fromkeys(units[name].name if name in units else name for name in values))


def _prompt(field: Field, choices: tuple[str, ...], default: str, optional: bool) -> str:
    ways = [_WAYS.get(field.name, "")]
    if choices:
        ways.append("写序号或名称")
    if field.kind is Kind.NAMES:
        ways.append("多个用顿号隔开")
    if field.kind is Kind.MOMENT:
        ways.append("如 2023-09-21")
    if optional and not default:
        ways.append("可以先空着")
    told = "，".join(filter(None, ways))
    return f"{field.key}{f'（{told}）' if told else ''}{f' [{default}]' if default else ''}："


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


def _refuse_twin(root: Path, document: Document, known: Names, today: date) -> None:
    """Raise UsageError when ``document`` is there already, under this number and for this unit."""
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
