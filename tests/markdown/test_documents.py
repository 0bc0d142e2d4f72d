"""The two real documents yield their outline and their parts, and not a word is changed."""

import re
from pathlib import Path

import pytest

from gongkai.markdown import Heading, link_numbers, render

DOCUMENTS = Path(__file__).parent / "documents"


def source(name: str) -> str:
    return (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")


def parts(html: str) -> dict[str, str]:
    return dict(re.findall(r'<p class="([a-z-]+)">([^<]*)</p>', html))


def test_outline_of_shenzhen() -> None:
    assert render(source("shenzhen-2023")).outline == (
        Heading(2, "s1", "一、基本情况", False),
        Heading(2, "s2", "二、主要做法", False),
        Heading(3, "s2-1", "(一)加强组织领导,制定专门方案", False),
        Heading(3, "s2-2", "(二)建立完整台账,明确工作责任", False),
        Heading(3, "s2-3", "(三)持续沟通协调,确保办理实效", False),
        Heading(2, "s3", "三、办理建议的典型案例和取得的主要成效", False),
        Heading(3, "s3-1", "(一)第20230489号关于进一步提升非警务警情分流的建议", False),
        Heading(3, "s3-2", "(二)第20230738号关于推进电子签名证书应用的建议", False),
        Heading(3, "s3-3", "(三)第20230692号关于发挥数据要素作用优化数字营商环境的建议", False),
        Heading(2, "s4", "四、存在的问题及下一步改进措施", False),
    )


def test_outline_of_qingpu() -> None:
    assert render(source("qingpu-2021")).outline == (
        Heading(2, "s1", "一、加强领导,明确责任。", False),
        Heading(3, "s1-1", "(一)科学调度部署,及时掌握办理进度。", True),
        Heading(3, "s1-2", "(二)深入调查研究,力求客观实效。", False),
        Heading(3, "s1-3", "(三)主动对接,增进沟通理解。", True),
        Heading(2, "s3", "三、认真办理,确保实效。", False),
    )


def test_parts_of_shenzhen() -> None:
    assert parts(render(source("shenzhen-2023")).html) == {
        "addressee": "市人大办公厅、市政府督查室:",
        "closing": "专此函报。",
        "signature": "深圳市政务服务数据管理局",
        "signed-date": "2023年9月19日",
    }


def test_qingpu_has_no_parts() -> None:
    assert parts(render(source("qingpu-2021")).html) == {}


def test_numbers() -> None:
    assert render(source("shenzhen-2023")).numbers == ("20230489", "20230738", "20230692")
    assert render(source("qingpu-2021")).numbers == (
        *("003", "004", "055", "078", "092", "111", "126", "113"),
    )


@pytest.mark.parametrize("name", ["shenzhen-2023", "qingpu-2021"])
def test_every_paragraph_is_found_again(name: str) -> None:
    text = source(name)
    lines = tuple(stripped for line in text.splitlines() if (stripped := line.strip()))
    body = render(text)
    assert body.texts == lines
    html = link_numbers(body.html, {})
    assert tuple(re.sub(r"<[^>]*>", "", row) for row in html.split("\n")) == lines
