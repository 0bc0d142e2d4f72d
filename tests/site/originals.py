"""The two published originals, parted into the documents' text and the old site's furniture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SHENZHEN = "shenzhen-2023-annual-report.txt"
QINGPU = "qingpu-2021-annual-summary.txt"

_COPIES = Path(__file__).parent / "originals"

SHENZHEN_FURNITURE = (
    "建议提案办理结果公开",
    "您现在的位置 首页 > 五公开专栏 > 结果公开 > 建议提案办理结果公开",
    "信息来源:深圳市政务服务数据管理局 信息提供日期:2023-09-21 17:18 【字体: 视力保护色:",
    "深政数函〔2023〕84号",
    "触碰右侧展开",
    "Baidu",
    "map",
)
QINGPU_FURNITURE = ("无", "主动公开", "无", "无", "2021.10.22")
"""Lines of the old site around the text; what they say stands among the fields."""

FURNITURE_WORDS = (
    *("您现在的位置", "五公开专栏", "信息提供日期", "字体:", "【字体", "视力保护色"),
    *("触碰右侧展开", "Baidu", "map"),
)
"""What must not have been copied into the content."""


@dataclass(frozen=True, slots=True)
class Original:
    """A document as it was published: its title and its paragraphs, white space at ends removed."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a summary says of one suggestion or proposal; ``title`` is what its page is called."""

    title: str
    paragraphs: tuple[str, ...]


def lines(repository: Path, name: str) -> list[str]:
    """The lines of an original that hold text.

    Read from ../shared/documents beside the repository where that is, else from our copies.
    """
    shared = repository.parent / "shared" / "documents" / name
    text = (shared if shared.is_file() else _COPIES / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


def shenzhen(repository: Path) -> Original:
    """The letter of 2023; its title is the line below the old site's breadcrumb."""
    text = lines(repository, SHENZHEN)
    title = text.pop(2)
    return Original(title, _without(text, SHENZHEN_FURNITURE))


def qingpu(repository: Path) -> Original:
    """The summary of 2021; its title is the first line, below which stand the old site's fields."""
    title, *text = lines(repository, QINGPU)
    assert tuple(text[: len(QINGPU_FURNITURE)]) == QINGPU_FURNITURE
    return Original(title, tuple(text[len(QINGPU_FURNITURE) :]))


def shenzhen_passages(original: Original) -> dict[str, Passage]:
    """By number: what stands below a heading (一)第20230489号…, up to the next heading."""
    passages: dict[str, Passage] = {}
    for place, paragraph in enumerate(original.paragraphs):
        _, mark, title = paragraph.partition(")第2023")
        if mark:
            below = original.paragraphs[place + 1 :]
            end = next(index for index, line in enumerate(below) if line[0] in "(四")
            number = f"2023{title.partition('号')[0]}"
            passages[number] = Passage(f"第2023{title}", below[:end])
    return passages


def qingpu_passages(original: Original) -> dict[str, Passage]:
    """By number: the one paragraph that begins with 第003号《…》; the title ends with its 》."""
    return {
        paragraph[1:4]: Passage(f"{paragraph.partition('》')[0]}》", (paragraph,))
        for paragraph in original.paragraphs
        if paragraph.startswith("第")
    }


def _without(text: list[str], furniture: tuple[str, ...]) -> tuple[str, ...]:
    """``text`` without the lines of ``furniture``, each of which stands in it exactly once."""
    plain = [" ".join(line.split()) for line in text]
    for line in furniture:
        assert plain.count(line) == 1, line
    return tuple(line for line, key in zip(text, plain, strict=True) if key not in furniture)
