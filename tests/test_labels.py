"""The page labels of 国办发〔2017〕47号: what the site as a whole must give, and their values."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from gongkai import sitetoml
from gongkai.dates import Moment
from gongkai.labels import Article, page_labels
from gongkai.settings import Labels, Settings, SiteIdentity

COMPLETE = """[site]
name = "结果公开"
organisation = "岚江市人民政府"
base_url = "https://www.example.gov.cn/a/"
description = "说明"
[labels]
required = true
site_id_code = "3300000001"
column_type = "政务公开"
column_keywords = "建议"
[[categories]]
slug = "suggestions"
name = "建议"
form = "reply"
"""


def test_a_site_that_gives_all_has_no_fault() -> None:
    assert sitetoml.parse(COMPLETE)[1] == []


@pytest.mark.parametrize(
    ("without", "label", "remedy"),
    [
        ("organisation", "ContentSource", "organisation = "),
        ("base_url", "SiteDomain", "site_domain = "),
        ("description", "ColumnDescription", "column_description = "),
        ("site_id_code", "SiteIDCode", "site_id_code = "),
        ("column_type", "ColumnType", "column_type = "),
        ("column_keywords", "ColumnKeywords", "column_keywords = "),
    ],
)
def test_a_missing_label_is_a_fault_with_its_remedy(without: str, label: str, remedy: str) -> None:
    text = "".join(line for line in COMPLETE.splitlines(True) if not line.startswith(without))
    settings, faults = sitetoml.parse(text)
    assert settings is None
    [fault] = faults
    assert (fault.rule, fault.line) == ("label-missing", text.split("\n").index("[labels]") + 1)
    assert label in fault.message
    assert remedy in fault.hint
    assert sitetoml.parse(text.replace("required = true", ""))[1] == []


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (Moment(datetime(2023, 9, 21, 17, 18), has_time=True), "2023-09-21 17:18"),
        (Moment(datetime(2023, 9, 21)), "2023-09-21 00:00"),
    ],
)
def test_a_date_without_a_time_is_given_midnight(published: Moment, expected: str) -> None:
    settings = Settings(SiteIdentity("站"), categories=(), labels=Labels(column_type="政务公开"))
    article = Article("甲", "建议", published, source="")
    rows = {row.label: row.text for row in page_labels(settings, "首页", "", "", article)}
    assert rows == {
        "SiteName": "站",
        "ColumnName": "建议",
        "ColumnType": "政务公开",
        "ArticleTitle": "甲",
        "PubDate": expected,
    }


def test_an_image_is_told_by_its_full_address() -> None:
    site = SiteIdentity("站", base_url="https://a.example/b/")
    settings = Settings(site, categories=())
    article = replace(Article("甲", "建议", None, source="乙"), image="x/1.png")
    rows = {row.label: row.text for row in page_labels(settings, "", "", "", article)}
    assert rows["Image"] == "https://a.example/b/x/1.png"
    assert rows["SiteDomain"] == "a.example"
