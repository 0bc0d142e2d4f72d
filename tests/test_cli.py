"""The command as a whole: who may run it, where it may publish, and how Ctrl-C ends it."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from gongkai import cli, output, pipeline, placing, searching, usage, workers
from tests.engine.smallsite import SmallSite
from tests.site.building import tree

PAGE = "public/suggestions/2023/d001.html"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path / "site")
    assert run(site, "build") == cli.DONE
    site.edit("content/suggestions/2023/d001.md", "现答复如下", "现答覆如下")
    return site


def run(site: SmallSite, command: str, *arguments: str) -> int:
    now = ("--now", "2026-01-01T12:00")
    return cli.main([command, "--root", str(site.root), *now, *arguments])


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_build_py_is_read_by_an_old_python(repository: Path) -> None:
    ast.parse((repository / "build.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("installed", [(), ("jinja2", "markdown")])
def test_a_python_without_the_dependencies_is_told_where_they_are(
    repository: Path, tmp_path: Path, installed: Iterable[str]
) -> None:
    there = [tmp_path] if installed else []
    for module in installed:
        (tmp_path / f"{module}.py").touch()
    # -S leaves out site-packages.
    command = [sys.executable, "-S", str(repository / "build.py"), "check"]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(map(str, there))}
    ended = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == cli.USAGE
    assert ended.stderr.startswith("请用 .venv 里的 Python 运行：.venv/bin/python build.py")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("step", ["_write_manifest", "discard"])
def test_ctrl_c_during_the_commit_says_that_the_site_may_be_half_new(
    site: SmallSite,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    step: str,
) -> None:
    original: Callable[..., None] = getattr(output.Target, step)

    def interrupted(self: output.Target, *arguments: object) -> None:
        original(self, *arguments)
        if self.is_committing:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(output.Target, step, interrupted)
        assert run(site, "build") == cli.MACHINE
    said = capsys.readouterr().err
    assert "已中断，网站可能只更新了一部分，重新运行就会补齐。" in said
    assert "保持原样" not in said
    assert run(site, "build") == cli.DONE
    assert "现答覆如下" in (site.root / PAGE).read_text(encoding="utf-8")
    assert run(site, "verify") == cli.DONE


def test_ctrl_c_after_the_commit(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "remember", interrupt)
    assert run(site, "build") == cli.MACHINE
    assert "保持原样" not in capsys.readouterr().err


def test_a_fault_of_our_own_during_the_commit_says_so_too(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(placing, "put_all", failing)
        assert run(site, "build") == cli.MACHINE
    assert "程序内部出错，网站可能只更新了一部分，重新运行就会补齐。" in capsys.readouterr().err
    assert run(site, "build") == cli.DONE


def test_ctrl_c_before_the_commit_leaves_the_site_as_it_was(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(site.root / "public")
    monkeypatch.setattr(searching.Indexing, "gathered", interrupt)
    assert run(site, "build") == cli.MACHINE
    assert "已中断，网站保持原样。" in capsys.readouterr().err
    assert tree(site.root / "public") == before


def test_ctrl_c_while_the_arguments_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(usage, "parse", interrupt)
    assert cli.main([]) == cli.MACHINE
    assert "已中断，网站保持原样。" in capsys.readouterr().err


@pytest.mark.parametrize(
    "others",
    [
        "",
        "threading.Thread(target=time.sleep, args=[0.2]).start()",
        "cli._PATIENCE = 0.2; threading.Thread(target=threading.Event().wait).start()",
    ],
    ids=["alone", "one that ends", "one that never ends"],
)
def test_a_process_ends_with_the_status_and_all_that_was_said(others: str) -> None:
    program = f"""
import atexit, threading, time
from gongkai import cli
cli.main = lambda **_: print("said") or 3
atexit.register(print, "ended")
{others}
cli.run()
"""
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout.split(), ended.stderr) == (3, [b"said", b"ended"], b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_process_whose_words_are_lost_does_not_end_well() -> None:
    program = "from gongkai import cli; cli.main = lambda **_: print('said') or 0; cli.run()"
    command = [sys.executable, "-c", program]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, stdout=full, timeout=60, check=False)
    assert ended.returncode != 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["build", "check"])
def test_where_words_are_lost_nothing_is_said_of_the_site(site: SmallSite, command: str) -> None:
    program = "from gongkai import cli; cli.run()"
    arguments = [sys.executable, "-c", program, command, "--root", str(site.root)]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            arguments, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    said = ended.stderr.decode()
    assert ended.returncode == cli.MACHINE
    assert "要显示的内容没有能全部写出来：磁盘满了" in said
    assert "保持原样" not in said


def test_ctrl_c_ends_the_preview_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(cli._COMMANDS, "serve", interrupt)
    assert cli.main(["serve"]) == cli.DONE
    assert capsys.readouterr().err == ""


_HANGING = """
import os, sys, time
from gongkai import staffing
from gongkai.workers import Task, one_by_one
from tests.test_cli import nothing, sleep
try:
    with staffing.staff(2) as staff:
        list(staff(1000).each(Task(sys.argv[1], nothing, one_by_one(sleep), at_once=1), range(1000)))
except KeyboardInterrupt:
    print("ended")
"""


def nothing(context: str) -> str:
    return context


def sleep(folder: str, item: int) -> int:
    (Path(folder) / str(item)).touch()
    time.sleep(300)
    return item


def test_ctrl_c_ends_the_workers_without_their_tracebacks(repository: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _HANGING, str(tmp_path)],
        cwd=repository,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        encoding="utf-8",
    )
    try:
        end = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        # As a terminal does: to the command and to all its workers.
        os.killpg(process.pid, signal.SIGINT)
        said, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (said, errors) == ("ended\n", "")


def test_workers_are_hired_that_do_not_hear_ctrl_c() -> None:
    with workers.process_pool(1) as executor:
        handler = executor.submit(signal.getsignal, signal.SIGINT).result(timeout=60)
    assert handler == signal.SIG_IGN


@pytest.mark.parametrize("folder", ["content", "content/a/b", "theme", ".cache/x", "a/../theme"])
def test_what_the_site_is_made_of_is_no_place_to_publish(
    site: SmallSite, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    before = tree(site.root)
    assert run(site, "build", "--output", str(site.root / folder)) == cli.USAGE
    assert "不能发布到" in capsys.readouterr().err
    assert tree(site.root) == before


@pytest.mark.parametrize("command", [["build"], ["check"], ["verify"], ["publish", "zip:a.zip"]])
def test_nothing_is_put_into_a_folder_that_is_no_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert cli.main([*command, "--root", str(tmp_path)]) == cli.USAGE
    said = capsys.readouterr()
    assert "没有" in said.out + said.err
    assert not list(tmp_path.iterdir())


def test_the_help_is_chinese_and_says_nothing_twice(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["verify", "--help"], ["explain", "--help"]):
        with pytest.raises(SystemExit):
            cli.main(arguments)
        said = capsys.readouterr().out
        assert said.count("用法：") == 1
        assert "命令:\n  命令" not in said
        assert "program" not in said
    with pytest.raises(SystemExit):
        cli.main(["explain"])
    assert capsys.readouterr().err.count("用法：") == 1


def test_the_help_names_every_command_once_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    lines = capsys.readouterr().out.splitlines()
    for command in cli._COMMANDS:
        (line,) = (line for line in lines if line.split()[:1] == [command])
        assert len(line.split()) > 1
        assert not any(f"build.py {command} " in each for each in lines if "--help" not in each)


def test_a_link_in_place_of_a_document_stops_the_publication(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(site, "build") == cli.DONE
    (site.root / "content" / "suggestions" / "9.md").symlink_to("nowhere.md")
    assert run(site, "build") == cli.FAULTS
    assert "content/suggestions/9.md\n  错误：这不是文件" in capsys.readouterr().err


def test_a_terminal_is_given_no_control_characters(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.root / "content" / "a\x1b[2J\r\x9b\u202eb.md").write_text("---\n", encoding="utf-8")
    assert run(site, "check") == cli.FAULTS
    assert "content/a\\x1b[2J\\x0d\\x9b\\u202eb.md\n" in capsys.readouterr().out
    assert run(site, "build") == cli.FAULTS
    assert "content/a\\x1b[2J\\x0d\\x9b\\u202eb.md\n" in capsys.readouterr().err


def test_the_name_of_a_file_stays_in_its_line(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.root / "content" / "a\nb\tc\u2028d.md").write_text("---\n", encoding="utf-8")
    (site.root / "content" / "e\nf.txt").write_text("g", encoding="utf-8")
    assert run(site, "check") == cli.FAULTS
    lines = capsys.readouterr().out.split("\n")
    assert "content/a\\x0ab\\x09c\\u2028d.md" in lines
    assert "content/e\\x0af.txt" in lines
    assert not any(line.startswith(("b", "f")) for line in lines)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("biuld", "没有“biuld”这个命令。您是不是要运行 build？可用的有：build、"),
        ("网站", "没有“网站”这个命令。可用的有：build、"),
        ("build --stritc", "不认识的参数：--stritc，是不是“--strict”？\n用法：build.py build "),
        ("new --statsu=1", "不认识的参数：--statsu=1\n用法：build.py new "),
        ("check --format jsn", "参数 --format 不能是“jsn”，是不是“json”？可用的有：text、json\n"),
        ("serve --port x", "参数 --port 应当是整数，而不是“x”\n"),
        ("publish", "缺少参数：目标\n"),
        ("build --root build.py", "参数 --root：“build.py”是一个文件，应当写它所在的文件夹\n"),
        ("build --now 9999-12-31T23:59Z", "参数 --now：“9999-12-31T23:59Z”不是时间，写成 "),
        ("build --jobs 0", "参数 --jobs：“0”不是正整数\n"),
        (f"ledger --days {'9' * 5000}", "参数 --days：这个数有 5000 位，太大了，最多写 9 位\n"),
        ("check content", "不认识的参数：content\n"),
    ],
)
def test_what_is_mistyped_is_answered_with_what_was_meant(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    repository: Path,
    typed: str,
    said: str,
) -> None:
    monkeypatch.chdir(repository)
    with pytest.raises(SystemExit) as ended:
        cli.main(typed.split())
    assert ended.value.code == cli.USAGE
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("epoch", ["99999999999999999999", "253402300799"])
def test_a_moment_that_is_none_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert cli.main(["check"]) == cli.USAGE
    assert f"SOURCE_DATE_EPOCH 的值“{epoch}”不是时间" in capsys.readouterr().err


def test_check_ends_with_what_would_not_be_published(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(site, "check") == cli.DONE
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "现在发布时不公开的：未到发布日期 1 篇、草稿 1 篇。"
    shutil.rmtree(site.root / "content/suggestions")
    assert run(site, "check", "--format", "json") == cli.DONE
    assert run(site, "check") == cli.DONE
    assert "不公开的" not in capsys.readouterr().out
