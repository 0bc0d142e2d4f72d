"""What attachments hold: found wherever a file can hide it, shown masked, weighed like the text."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from gongkai import attachments
from gongkai.errors import ContentError, Fault, Severity
from gongkai.model import Attachment, Document, Exemption, Place
from gongkai.settings import Privacy, Treatment
from tests import runs
from tests.engine.smallsite import SITE, SmallSite
from tests.test_composition import DOCUMENT

PHONE = "13800138000"
SHOWN = "“138****8000”"
FOLDER = DOCUMENT.address.removesuffix(".html")


def zipped(parts: dict[str, str]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def docx(body: str = "", **parts: str) -> bytes:
    files = {name.replace("_", "/", 1) + ".xml": text for name, text in parts.items()}
    text = f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": text, **files})


def xlsx(row: str, state: str = "visible", **parts: str) -> bytes:
    return zipped(
        {
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheets>'
            f'<sheet name="名单" state="{state}" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData><row>{row}</row></sheetData>"
            "</worksheet>",
            **{name.replace("_", "/", 1) + ".xml": text for name, text in parts.items()},
        }
    )


def pdf(text: str, author: str = "") -> bytes:
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Author(%s)>>" % author.encode(),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 7\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    )


def locked(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(data))), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def found(
    name: str, data: bytes, privacy: Privacy | None = None, *exemptions: Exemption
) -> list[Fault]:
    listed = (Attachment(name, "", Place(7, 5)),)
    document: Document = replace(DOCUMENT, attachments=listed, exemptions=exemptions)
    return list(attachments.faults(document, [(f"{FOLDER}/{name}", data)], privacy or Privacy()))


P = f"<w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>{PHONE[3:]}</w:t></w:r></w:p>"
COMMENT = f'<w:comments xmlns:w="w"><w:comment w:author="审核员">{P}</w:comment></w:comments>'
CORE = "<p><creator>张三丰</creator><lastModifiedBy>李四</lastModifiedBy></p>"


@pytest.mark.parametrize(
    ("name", "data", "where"),
    [
        ("a.docx", docx(P), "正文"),
        ("A.DOCX", docx(P), "正文"),
        ("a.docx", docx(word_comments=COMMENT.replace("审核员", "")), "批注"),
        ("a.docx", docx(word_header1=f'<w:hdr xmlns:w="w">{P}</w:hdr>'), "页眉页脚"),
        ("a.docx", docx(P.replace("w:t>", "w:delText>")), "正文里修订删去的文字"),
        ("a.docx", docx(docProps_core=f"<p><title>{PHONE}</title></p>"), "属性"),
        ("a.xlsx", xlsx(f"<c><v>{PHONE}</v></c>"), "工作表“名单”"),
        ("a.xlsx", xlsx("<c><v>1.3800138E10</v></c>"), "工作表“名单”"),
        ("a.xlsx", xlsx(f"<c><is><t>{PHONE}</t></is></c>", "hidden"), "隐藏的工作表“名单”"),
        ("a.xlsx", xlsx(f"<c><is><t>{PHONE}</t></is></c>", "veryHidden"), "隐藏的工作表“名单”"),
        (
            "a.xlsx",
            xlsx('<c t="s"><v>1</v></c>', xl_sharedStrings=f"<s><si/><si><t>{PHONE}</t></si></s>"),
            "工作表“名单”",
        ),
        ("a.xlsx", xlsx("", xl_comments1=f"<c><text><t>{PHONE}</t></text></c>"), "批注"),
        ("a.pdf", pdf(PHONE), "第1页"),
    ],
)
def test_personal_data_is_found_and_never_said_whole(name: str, data: bytes, where: str) -> None:
    (fault,) = found(name, data)
    assert (fault.rule, fault.severity) == ("personal-data", Severity.ERROR)
    assert (fault.path, fault.line, fault.column) == (DOCUMENT.path, 7, 5)
    assert f"“content/{FOLDER}/{name}”的{where}里有手机号码{SHOWN}" in fault.message
    assert PHONE not in repr(fault)


@pytest.mark.parametrize("treatment", Treatment)
def test_what_a_site_allows_is_none(treatment: Treatment) -> None:
    rules = [fault.rule for fault in found("a.docx", docx(P), Privacy(mobile=treatment))]
    assert rules == ([] if treatment is Treatment.ALLOW else ["personal-data"])


def test_exemptions_count() -> None:
    assert found("a.docx", docx(P), None, Exemption("手机号码", "8000", "值班", Place())) == []
    assert found("a.docx", docx(P), None, Exemption("手机号码", "8001", "值班", Place()))
    author = Exemption("attachment-author", "李*", "同意公开", Place())
    assert len(found("a.docx", docx(docProps_core=CORE), None, author)) == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", docx(docProps_core=CORE), ["作者“张**”", "最后修改者“李*”"]),
        ("a.docx", docx('<w:ins w:author="王五"/><w:del w:author="王五"/>'), ["修订者“王*”"]),
        ("a.docx", docx(word_comments=COMMENT.replace("138", "1")), ["批注者“审**”"]),
        ("a.xlsx", xlsx("", xl_comments1="<c><author>王五</author></c>"), ["批注者“王*”"]),
        ("a.pdf", pdf("text", "Zhang"), ["作者“Z****”"]),
        ("a.docx", docx(docProps_core="<p><creator>Administrator</creator></p>"), []),
        ("a.docx", docx(docProps_core="<p><creator>县交通运输局</creator></p>"), []),
    ],
)
def test_who_is_named_in_the_properties_is_an_error(
    name: str, data: bytes, said: list[str]
) -> None:
    faults = found(name, data)
    assert {fault.rule for fault in faults} <= {"attachment-author"}
    assert all(fault.severity is Severity.ERROR for fault in faults)
    assert [words in fault.message for fault, words in zip(faults, said, strict=True)] == [
        True for _ in said
    ]


def test_a_site_may_allow_who_is_named_in_the_properties() -> None:
    allowing = Privacy(attachment_author=Treatment.ALLOW)
    assert found("a.docx", docx(docProps_core=CORE), allowing) == []


ENTITY = f'<!DOCTYPE w [<!ENTITY e "{PHONE}">]><w:t xmlns:w="w">&e;</w:t>'


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.docx", b"PK\x03\x04 broken", "已损坏"),
        ("a.docx", docx("<w:p>"), "已损坏"),
        ("a.docx", zipped({"word/document.xml": ENTITY}), "DOCTYPE"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "密码"),
        ("a.xlsx", b"", "已损坏"),
        ("a.xlsx", zipped({"a": "b"}), "已损坏"),
        ("a.csv", PHONE.encode("utf-16"), "编码"),
        ("a.doc", PHONE.encode(), "读不了"),
        ("a.ZIP", zipped({"a": PHONE}), "读不了"),
        ("a.pdf", b"", "已损坏"),
        ("a.pdf", b"%PDF-1.4\n" + b"(" * 999, "已损坏"),
        ("a.pdf", pdf(""), "扫描件"),
        ("a.pdf", locked(pdf(PHONE)), "密码"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, data: bytes, why: str) -> None:
    (fault,) = found(name, data)
    assert (fault.rule, fault.severity) == ("attachment-unread", Severity.WARNING)
    assert why in fault.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_texts_are_read(encoding: str) -> None:
    (fault,) = found("a.txt", f"手机：{PHONE}".encode(encoding))
    assert fault.rule == "personal-data"


def test_pictures_are_left_alone() -> None:
    assert found("a.JPG", PHONE.encode()) == []


def test_a_site_that_changes_its_mind_is_told(tmp_path: Path) -> None:
    """What was allowed yesterday is in no memory that could let it by today."""
    site = SmallSite(tmp_path / "site", 2)
    paper = site.papers[0]
    paper.attached = ["a.docx"]
    site.put(paper)
    site.write(f"content/suggestions/2023/{paper.name}/a.docx", docx(P))
    at = datetime(2026, 1, 1)
    site.write("site.toml", f'{SITE}\n[privacy]\nmobile = "allow"\n')
    runs.build(site.root, site.root / "public", at)
    site.write("site.toml", SITE)
    with pytest.raises(ContentError) as raised:
        runs.build(site.root, site.root / "public", at)
    errors = [each for each in raised.value.faults if each.severity is Severity.ERROR]
    assert [each.rule for each in errors] == ["personal-data"]


@pytest.mark.parametrize("state", ["公开\n公开方式: 不公开", "撤回\n撤回说明: {原因: 有误}"])
def test_what_is_never_published_is_not_wrong(state: str, tmp_path: Path) -> None:
    """Neither the attachment of a document that nobody reads, nor its body."""
    site = SmallSite(tmp_path / "site", 1)
    paper = site.papers[0]
    paper.attached = ["a.docx"]
    text = paper.text.replace("状态: 公开", f"状态: {state}", 1).replace(
        "公开方式: 全文公开\n", "", 1
    )
    site.write("content/suggestions/2023/d000.md", f"{text}\n请打{PHONE}或138<b>0013</b>8000。\n")
    site.write("content/suggestions/2023/d000/a.docx", docx(P, docProps_core=CORE))
    found = runs.check(site.root, datetime(2026, 1, 1))
    assert [fault for fault in found if fault.severity is Severity.ERROR] == []
