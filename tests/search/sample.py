"""Small made-up replies for the tests."""

from __future__ import annotations

import random

from msgspec.structs import replace

from gongkai.search.records import SearchRecord

_CHARACTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    "说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制"
    "机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数"
    "正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直"
)
_PHRASES = (
    *("政务服务", "养老服务", "公共数据", "智慧城市", "高度重视", "代表提出的建议", "现答复如下"),
    *("ChatGPT 4", "5G 基站", "2023年", "０７５５", "電動車", "℃", "第20230489号", "“一网通办”"),
    *("、", "，", "。", "😀", "𠮷"),
)


def record(number: int, *, seed: int = 0, paragraphs: int = 4) -> SearchRecord:
    """A record that depends on its arguments alone."""
    chance = random.Random(f"{seed}-{number}")

    def sentence() -> str:
        parts = [
            chance.choice(_PHRASES) if chance.random() < 0.2 else chance.choice(_CHARACTERS)
            for _ in range(chance.randint(5, 60))
        ]
        return "".join(parts)

    year = 2014 + number * 10 // 4000
    return SearchRecord(
        address=f"suggestions/{year}/{year}{number:04d}.html",
        title=f"关于{sentence()[:12]}的答复",
        number=f"{year}{number:04d}",
        doc_number=f"深政数函〔{year}〕{number % 97 + 1}号",
        units=(f"unit-{number % 7}",),
        unit_names=(f"市{_CHARACTERS[number % 7]}务局", "市政府办公厅"),
        unit_label=f"市{_CHARACTERS[number % 7]}务局",
        proposers=("张三",) if number % 5 == 0 else (),
        subject=f"关于{sentence()[:10]}的建议",
        category="suggestions" if number % 3 else "proposals",
        year=year,
        topics=(f"topic-{number % 4}", f"topic-{number % 3}") if number % 2 else (),
        sessions=(f"session-{year}",),
        outcome="ABCD"[number % 4] if number % 6 else "",
        published=f"{year}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        body=tuple(sentence() for _ in range(paragraphs)),
    )


def records(count: int, *, seed: int = 0) -> list[SearchRecord]:
    """``count`` records."""
    return [record(number, seed=seed) for number in range(count)]


def with_body(record: SearchRecord, body: tuple[str, ...], address: str) -> SearchRecord:
    """``record`` with another body, at another address."""
    return replace(record, body=body, address=address)
