"""Rows and documents that differ: each thing that must be said, and what must not be."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.disagreements import disagreements
from gongkai.errors import Severity
from gongkai.model import Handling, Term
from gongkai.vocabulary import Openness
from tests.test_ledger import PATH, card, entry
from tests.test_standing import moment

DAY, LATER = date(2023, 5, 1), date(2023, 5, 8)


@pytest.mark.parametrize(
    ("row", "handling", "label"),
    [
        ({}, {}, ""),
        ({"subject": "甲"}, {}, ""),
        ({}, {"subject": "甲"}, ""),
        ({"subject": "甲"}, {"subject": "甲"}, ""),
        ({"subject": "甲"}, {"subject": "乙"}, "案由"),
        ({"role": "主办"}, {"role": "独办"}, "办理方式"),
        ({"assigned": DAY}, {"assigned": moment(DAY)}, ""),
        ({"assigned": DAY}, {"assigned": moment(LATER)}, "交办日期"),
        ({"rated": "满意"}, {"satisfaction": "不满意"}, "满意度"),
        ({"openness": Openness.FULL}, {}, ""),
        ({"openness": Openness.WITHHELD}, {}, "公开方式"),
        ({"replied": LATER}, {"signed": moment(DAY)}, ""),
        ({"replied": DAY}, {"signed": moment(LATER)}, "答复日期（成文日期）"),
        ({"difficult": True}, {"difficult": True}, ""),
        ({"difficult": True}, {}, "疑难"),
    ],
)
def test_fields(row: dict[str, object], handling: dict[str, object], label: str) -> None:
    document = card(handling=Handling(**handling))  # type: ignore[arg-type]
    faults = list(disagreements([entry(**row)], [document]))
    assert [fault.message.split("”")[0] for fault in faults] == ([f"“{label}"] if label else [])
    for fault in faults:
        assert (fault.path, fault.line, fault.rule) == (PATH, 2, "ledger-disagrees")
        assert fault.severity is Severity.WARNING
        assert document.path in fault.message


def test_a_row_that_names_another_matter() -> None:
    other = card(number="023", sessions=(Term("rd-7-3", "三次"),), units=(Term("x", "某局"),))
    row = entry(document="suggestions/2023/022")
    labels = [fault.message.split("”")[0] for fault in disagreements([row], [other])]
    assert labels == ["“编号", "“届次", "“承办单位"]


def test_a_row_that_names_nothing() -> None:
    (fault,) = disagreements([entry(document="suggestions/2023/none")], [])
    assert (fault.line, fault.rule) == (2, "ledger-document-missing")
