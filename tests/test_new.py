"""``new``: the command from its options or its dialogue to the file, and back through ``check``."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from gongkai import cli
from gongkai.vocabulary import SIMPLE_FIELDS, Field, Kind

SITE = """\
[site]
name = "示例"
[review]
required = false
[[categories]]
slug = "suggestions"
name = "人大代表建议"
form = "reply"
[[categories]]
slug = "summaries"
name = "办理工作总结"
form = "summary"
[[topics]]
slug = "jiaoyu"
name = "教育"
[[sessions]]
slug = "renda-1"
name = "人大一次会议"
year = 2023
"""
UNITS = """\
- slug: jiaoyu-ju
  name: 市教育局
- slug: jiaotong-ju
  name: 市交通局
"""
REPLY = (
    *("--category", "suggestions", "--session", "renda-1", "--number", "022"),
    *("--unit", "市教育局", "--title", "关于甲的答复"),
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "site.toml").write_text(SITE, encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/units.yaml").write_text(UNITS, encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741046400")  # 2025-03-04
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    return tmp_path


@pytest.fixture
def run(root: Path) -> Callable[..., int]:
    return lambda *arguments: cli.main(["new", "--root", str(root), *arguments])


@pytest.fixture
def dialogue(
    root: Path, run: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """Runs the dialogue with lines to type and options; returns the prompts that were shown."""

    def talk(typed: list[str], *arguments: str, status: int = cli.DONE) -> list[str]:
        lines: Iterator[str] = iter(typed)
        prompts: list[str] = []

        def answer(prompt: str) -> str:
            prompts.append(prompt)
            try:
                return next(lines)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", answer)
        assert run(*arguments) == status
        return prompts

    return talk


def files(root: Path) -> list[str]:
    """Everything below content/ but the units."""
    content = root / "content"
    found = (path.relative_to(content).as_posix() for path in content.rglob("*"))
    return sorted(path for path in found if path != "units.yaml")


def check(root: Path) -> int:
    return cli.main(["check", "--root", str(root), "--strict"])


def test_options_alone(
    root: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*REPLY, "--openness", "摘要公开", "--topic", "教育") == cli.DONE
    said = capsys.readouterr().out
    assert said.startswith("写好了 content/suggestions/2023/022.md")
    assert "“## 摘要”下面" in said
    assert f'build.py check --root "{root}"' in said
    data = (root / "content/suggestions/2023/022.md").read_bytes()
    assert data.decode("utf-8").startswith(
        "---\n标题: 关于甲的答复\n类别: 人大代表建议\n状态: 草稿\n"
    )
    assert data.endswith("---\n\n## 摘要\n\n".encode())
    assert b"\r" not in data
    assert check(root) == cli.DONE


def test_a_unit_is_written_with_its_full_name(root: Path, run: Callable[..., int]) -> None:
    units = UNITS.replace("市教育局", "岚江市教育局\n  short_name: 市教育局")
    (root / "content/units.yaml").write_text(units, encoding="utf-8")
    assert run(*REPLY, "--co-unit", "jiaotong-ju") == cli.DONE
    text = (root / "content/suggestions/2023/022.md").read_text(encoding="utf-8")
    assert "主办单位: 岚江市教育局\n" in text
    assert "会办单位: 市交通局\n" in text


def test_what_is_missing_is_listed(
    root: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--category", "人大代表建议", "--number", "1") == cli.USAGE
    assert "缺少：标题（--title）、主办单位（--unit）" in capsys.readouterr().err
    assert run() == cli.USAGE
    assert "缺少：标题（--title）、类别（--category）" in capsys.readouterr().err
    assert files(root) == []


def test_every_wrong_value_is_said(
    root: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*REPLY, "--unit", "市教育句", "--signed", "昨天", "--title", "又一个") == cli.USAGE
    said = capsys.readouterr().err
    assert all(f"{option}：" in said for option in ("--unit", "--signed", "--title"))
    assert "是不是“市教育局”" in said
    assert files(root) == []


@pytest.mark.parametrize("field", SIMPLE_FIELDS, ids=lambda field: field.name)
def test_every_option_is_written(field: Field, root: Path, run: Callable[..., int]) -> None:
    values = {
        "category": "suggestions",
        "sessions": "renda-1",
        "unit": "市交通局",
        "co_units": "市交通局",
        "topics": "教育",
    }
    plain = {Kind.MOMENT: "2023年9月1日", Kind.YEAR: "2023", Kind.YES_NO: "是"}
    value = values.get(field.name) or next(iter(field.values), plain.get(field.kind, "甲"))
    name = field.option
    pairs = zip(REPLY[::2], REPLY[1::2], strict=True)
    options = [text for pair in pairs if pair[0] != name for text in pair]
    if field.name == "outcome":
        with (root / "site.toml").open("a", encoding="utf-8") as settings:
            settings.write('[outcomes.default]\n"甲" = "解决采纳"\n')
    assert run(*options, name, value, "--path", "a") == cli.DONE
    assert f"{field.key}:" in (root / "content/a.md").read_text(encoding="utf-8")


def test_an_existing_file_is_never_overwritten(
    root: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*REPLY) == cli.DONE
    before = (root / "content/suggestions/2023/022.md").read_bytes()
    assert run(*REPLY) == cli.USAGE
    assert "这一件已经有了：content/suggestions/2023/022.md" in capsys.readouterr().err
    assert run(*REPLY, "--path", "other") == cli.USAGE
    taken = ("--path", "content/suggestions/2023/022.md", "--number", "023")
    assert run(*REPLY[:4], *REPLY[6:], *taken) == cli.USAGE
    assert "不会覆盖" in capsys.readouterr().err
    assert files(root) == ["suggestions", "suggestions/2023", "suggestions/2023/022.md"]
    assert (root / "content/suggestions/2023/022.md").read_bytes() == before


def test_the_reply_of_another_unit_bears_its_name(root: Path, run: Callable[..., int]) -> None:
    assert run(*REPLY) == cli.DONE
    another = [text.replace("市教育局", "jiaotong-ju") for text in REPLY]
    assert run(*another) == cli.DONE
    assert files(root)[2:] == ["suggestions/2023/022-jiaotong-ju.md", "suggestions/2023/022.md"]
    assert check(root) == cli.DONE


def test_papers_without_a_number_go_by_the_day(root: Path, run: Callable[..., int]) -> None:
    summary = ("--category", "summaries", "--title", "总结")
    for _ in range(3):
        assert run(*summary) == cli.DONE
    assert files(root)[2:] == [
        "summaries/2025/2025-03-04-2.md",
        "summaries/2025/2025-03-04-3.md",
        "summaries/2025/2025-03-04.md",
    ]
    assert check(root) == cli.DONE


def test_a_path_that_is_no_address(root: Path, run: Callable[..., int]) -> None:
    for path in ("../outside", "suggestions/2023/022号", "pages/about", "units/a"):
        assert run(*REPLY, "--path", path) == cli.USAGE
    assert files(root) == []


def test_a_disk_that_fails(
    root: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "content/suggestions").write_text("这里是文件", encoding="utf-8")
    assert run(*REPLY) == cli.MACHINE
    assert "不能写文件" in capsys.readouterr().err
    assert files(root) == ["suggestions"]


def test_a_failure_while_writing_leaves_nothing(
    root: Path, run: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    original: Callable[..., Any] = Path.open

    class Interrupted:
        def __init__(self, file: BinaryIO) -> None:
            self.file = file

        def __enter__(self) -> Interrupted:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, data: bytes) -> None:
            self.file.write(data[:10])
            raise KeyboardInterrupt

    def opened(path: Path, mode: str, *rest: Any, **others: Any) -> Any:
        file = original(path, mode, *rest, **others)
        return Interrupted(file) if mode == "xb" else file

    monkeypatch.setattr(Path, "open", opened)
    assert run(*REPLY) == cli.MACHINE
    assert files(root) == []


def test_a_broken_configuration(root: Path, run: Callable[..., int]) -> None:
    (root / "content/units.yaml").write_text("- name: 市教育局\n", encoding="utf-8")
    assert run(*REPLY) == cli.USAGE
    (root / "site.toml").unlink()
    assert run(*REPLY) == cli.USAGE
    assert files(root) == []


def test_a_dialogue(
    root: Path, dialogue: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = dialogue(
        [
            *("3", "1"),  # 类别: one that is not there, then 人大代表建议
            *("", "关于甲的答复"),  # 标题 is needed
            "第022号",
            "1",
            *("市教育句", "市教育局、2"),  # 主办单位
            "关于甲的建议",
            "市教函[2023]5号",
            "",  # 公开方式: the default
            *("去年", "2023.9.1"),
            "",
            "",
        ]
    )
    said = capsys.readouterr().out
    assert "   1  人大代表建议\n   2  办理工作总结" in said
    assert "是不是“市教育局”" in said
    assert "这一项不能空着" in said
    assert [prompt.partition("（")[0].partition(" ")[0] for prompt in prompts] == [
        *("类别", "类别", "标题", "标题", "编号", "届次", "主办单位", "主办单位", "案由", "文号"),
        *("公开方式", "成文日期", "成文日期", "发布日期", "主题"),
    ]
    assert (root / "content/suggestions/2023/022.md").read_text(encoding="utf-8") == (
        "---\n"
        "标题: 关于甲的答复\n"
        "类别: 人大代表建议\n"
        "状态: 草稿\n"
        "编号: 022\n"
        "届次: 人大一次会议\n"
        "主办单位:\n"
        "  - 市教育局\n"
        "  - 市交通局\n"
        "案由: 关于甲的建议\n"
        "文号: 市教函〔2023〕5号\n"
        "公开方式: 全文公开\n"
        "成文日期: 2023.9.1\n"
        "发布日期: \n"
        "主题: \n"
        "---\n"
        "\n"
    )
    assert check(root) == cli.DONE


def test_a_dialogue_asks_only_what_options_leave_open(
    root: Path, dialogue: Callable[..., list[str]]
) -> None:
    options = ("--category", "suggestions", "--number", "7", "--session", "renda-1")
    prompts = dialogue(
        ["乙", "2", "", "", "3", "涉及个人隐私", "", "", ""], *options, status=cli.DONE
    )
    asked = ["标题", "主办单位", "案由", "文号", "公开方式", "不公开理由"]
    assert [prompt.partition("（")[0] for prompt in prompts[:6]] == asked
    assert "[全文公开]" in prompts[4]
    text = (root / "content/suggestions/2023/7.md").read_text(encoding="utf-8")
    assert "公开方式: 不公开\n不公开理由: 涉及个人隐私\n" in text
    assert check(root) == cli.DONE


def test_no_dialogue_when_nothing_needed_is_missing(
    root: Path, dialogue: Callable[..., list[str]]
) -> None:
    assert dialogue([], *REPLY) == []
    assert files(root)[2:] == ["suggestions/2023/022.md"]


def test_a_dialogue_stops_at_a_reply_that_exists(
    run: Callable[..., int],
    dialogue: Callable[..., list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(*REPLY) == cli.DONE
    prompts = dialogue(["1", "关于甲的答复", "022", "1", "1"], status=cli.USAGE)
    assert len(prompts) == 5
    assert "这一件已经有了" in capsys.readouterr().err


def test_the_end_of_the_input_gives_up(
    root: Path, dialogue: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    dialogue(["1", "关于甲的答复"], status=cli.MACHINE)
    assert "已放弃，没有新建文件。" in capsys.readouterr().err
    assert files(root) == []


def test_a_long_list_is_searched(
    root: Path, dialogue: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    units = "".join(f"- slug: ju-{number}\n  name: 第{number}局\n" for number in range(1, 41))
    (root / "content/units.yaml").write_text(UNITS + units, encoding="utf-8")
    options = (
        "--category",
        "suggestions",
        "--number",
        "7",
        "--title",
        "乙",
        "--session",
        "renda-1",
    )
    dialogue(["第3", "32", "", "", "", "", "", ""], *options)
    said = capsys.readouterr().out
    assert "共 42 个" in said
    assert "  32  第30局" in said
    assert "  31  第29局" not in said
    text = (root / "content/suggestions/2023/7.md").read_text(encoding="utf-8")
    assert "主办单位: 第30局\n" in text


def test_the_command_asks_for_a_review_where_the_site_does(
    root: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "site.toml").write_text(SITE.replace("false", "true"), encoding="utf-8")
    assert run(*REPLY) == cli.DONE
    assert "公开审查" in capsys.readouterr().out
    text = (root / "content/suggestions/2023/022.md").read_text(encoding="utf-8")
    assert "公开审查:\n  审查人: \n  日期: \n  结论: \n---\n" in text
    assert check(root) == cli.DONE


def test_ctrl_c_in_a_terminal(root: Path, repository: Path) -> None:
    controller, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, str(repository / "build.py"), "new", "--root", str(root)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )

    def is_shown(text: str, seconds: float) -> bool:
        shown = b""
        while text.encode() not in shown:
            if not select.select([controller], [], [], seconds)[0]:
                return False
            shown += os.read(controller, 1024)
        return True

    def interrupt() -> bool:
        process.send_signal(signal.SIGINT)
        return is_shown("已放弃，没有新建文件。", 3)

    try:
        assert is_shown("类别（", 60)
        # A signal in the instant before Python begins to read waits for the next one.
        assert any(interrupt() for _ in range(5))
        assert process.wait(timeout=60) == cli.MACHINE
    finally:
        process.kill()
        os.close(terminal)
        os.close(controller)
    assert files(root) == []


LEDGER = """\
编号,届次,类别,案由,承办单位,交办日期,满意度,公开方式,疑难
022,人大一次会议,人大代表建议,关于甲的建议,市教育局、市交通局,2023-03-01,满意,摘要公开,是
023,人大一次会议,人大代表建议,关于乙的建议,市教育局,,,,
023,人大一次会议,人大代表建议,关于丙的建议,市交通局,,,,
"""


def test_a_row_of_the_ledger_fills_the_fields(root: Path) -> None:
    (root / "content/ledger").mkdir()
    (root / "content/ledger/2023.csv").write_bytes(LEDGER.encode("gb18030"))
    assert cli.main(["new", "第022号", "--root", str(root)]) == cli.DONE
    text = (root / "content/suggestions/2023/022.md").read_text(encoding="utf-8")
    for line in (
        "标题: 对人大一次会议第022号人大代表建议的答复",
        "编号: 022",
        "主办单位:\n  - 市教育局\n  - 市交通局",
        "案由: 关于甲的建议",
        "公开方式: 摘要公开",
        "交办日期: 2023-03-01",
        "满意度: 满意",
        "疑难: 是",
    ):
        assert f"{line}\n" in text
    assert cli.main(["check", "--root", str(root)]) == cli.DONE


def test_a_row_must_be_there_and_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "content/ledger").mkdir()
    (root / "content/ledger/2023.csv").write_text(LEDGER, encoding="utf-8")
    assert cli.main(["new", "22", "--root", str(root)]) == cli.USAGE
    assert "台账里没有编号是“22”的一行" in capsys.readouterr().err
    assert cli.main(["new", "023", "--root", str(root)]) == cli.USAGE
    assert "content/ledger/2023.csv:4" in capsys.readouterr().err
    one = ("--unit", "jiaotong-ju", "--title", "关于丙的答复")
    assert cli.main(["new", "023", "--root", str(root), *one]) == cli.DONE
    text = (root / "content/suggestions/2023/023.md").read_text(encoding="utf-8")
    assert "标题: 关于丙的答复\n" in text
    assert "案由: 关于丙的建议\n" in text
