"""The Frictionless Data Package of the site: what its files are, in Chinese and English.

By the Data Package standard, version 1 (specs.frictionlessdata.io), which its readers agree on:
one resource for each table, of several files where the site has one for each year; a header
stands in each of them.  Nothing in it changes when a document is published in a year that has
files already.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from ..settings import DataTerms, SiteIdentity
from . import files
from .columns import LIST_SEPARATOR, Column, Table
from .documents import DETAILS, DOCUMENTS
from .tables import ESCAPE

_DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "escapeChar": ESCAPE,
    "lineTerminator": "\r\n",
    "skipInitialSpace": False,
    "header": True,
}
_LIST_CHINESE = f"；多个的以“{LIST_SEPARATOR}”隔开"
_LIST_ENGLISH = f"; several are separated by {LIST_SEPARATOR!r}"

Data = dict[str, object]


def package(
    site: SiteIdentity, terms: DataTerms, years: Sequence[str], tables: Iterable[Table]
) -> bytes:
    """datapackage.json for a site with documents in ``years``, which stand oldest first.

    ``tables`` are those of the whole site.
    """
    descriptor: Data = {
        "name": "gongkai",
        "title": site.name,
        "description": _both(
            f"{site.organisation or site.name}公开的建议、提案办理结果：文件目录、全文、统计、承诺事项",
            "Replies to suggestions and proposals of deputies and CPPCC members: "
            "documents, texts, figures, promises",
        ),
        **({"homepage": site.base_url} if site.base_url else {}),
        **({"licenses": [_licence(terms)]} if terms.licence else {}),
        "resources": [
            *_documents(years),
            *(_table(table, [files.whole_csv(table)]) for table in tables),
        ],
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _documents(years: Sequence[str]) -> Iterable[Data]:
    if years:
        yield _table(DOCUMENTS, [files.table_csv(year) for year in years])
        yield {
            "name": "texts",
            "title": _both("公开的全文", "Published texts"),
            "description": _both(
                "每行一篇文件（JSON Lines），比目录多出全文、承诺、更正、附件和关联文件",
                "A document on each line (JSON Lines): besides the columns of the table its text, "
                "commitments, follow-ups, corrections, attachments and related documents",
            ),
            "path": _paths([files.texts(year) for year in years]),
            "format": "jsonl",
            "mediatype": "application/jsonl",
            "encoding": "utf-8",
            "schema": {
                "fields": [_text_field(column) for column in (*DOCUMENTS.columns, *DETAILS)]
            },
        }


def _table(table: Table, addresses: Sequence[str]) -> Data:
    """The resource of a table in the CSV files at ``addresses``."""
    schema: Data = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": _both(table.title, table.english_title),
        "path": _paths(addresses),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": _DIALECT,
        "schema": schema,
    }


def _paths(addresses: Sequence[str]) -> str | list[str]:
    """Paths as seen from the package's own folder."""
    names = [address.removeprefix(f"{files.FOLDER}/") for address in addresses]
    return names if len(names) > 1 else names[0]


def _field(column: Column) -> Data:
    chinese = column.chinese + (_LIST_CHINESE if column.is_list else "")
    english = column.english + (_LIST_ENGLISH if column.is_list else "")
    return {
        "name": column.name,
        "title": column.title,
        "type": str(column.type),
        "description": _both(chinese, english),
    }


def _text_field(column: Column) -> Data:
    """The field of a column in JSON, where lists are lists."""
    kind = "array" if column.is_list else str(column.type)
    return {
        "name": column.name,
        "title": column.title,
        "type": kind,
        "description": _both(column.chinese, column.english),
    }


def _licence(terms: DataTerms) -> Data:
    named: Data = {"title": terms.licence}
    if terms.licence_url:
        named["path"] = terms.licence_url
    else:
        named["name"] = "other"
    return named


def _both(chinese: str, english: str) -> str:
    return f"{chinese} / {english}"
