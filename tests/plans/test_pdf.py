"""PDF files: turned pages, scans, locked and damaged files."""

import io
import shutil

import pikepdf
import pytest
from tests.forge import pages, paper
from tests.forge.truth import forge
from tests.plans.words import source_text, words, words_given_back

from motcua.plans.reading import UnreadableDocument, read_document, scans
from motcua.plans.reading.pdf_lines import PrintedLine, paragraphs
from motcua.plans.reading.pdf_pages import Word

# What is drawn on the page, turned counter-clockwise.
TURNS = {90: "0 1 -1 0 {h} 0 cm ", 180: "-1 0 0 -1 {w} {h} cm ", 270: "0 -1 1 0 0 {w} cm "}
TRUTH = pages.share_leads(forge(4))


@pytest.fixture(scope="module")
def plan() -> bytes:
    return paper.pdf(TRUTH)


def changed(data: bytes, *, turn: int = 0, drawn: int = 0, password: str = "") -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.rotate(turn, relative=True)
            if drawn:
                width, height = (float(side) for side in page.mediabox[2:])
                page.contents_add(TURNS[drawn].format(w=width, h=height).encode(), prepend=True)
                page.mediabox = [0, 0, height, width] if drawn != 180 else page.mediabox
        locked = pikepdf.Encryption(user=password, owner=password) if password else None
        document.save(stream, encryption=locked or False)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("turn", "drawn"), [(90, 0), (180, 0), (90, 90), (0, 90), (180, 180), (0, 180), (0, 270), (270, 270)]
)
def test_a_page_that_stands_on_its_head_or_side_is_read_the_same(plan: bytes, turn: int, drawn: int) -> None:
    upright, turned = (read_document(data, "a.pdf") for data in (plan, changed(plan, turn=turn, drawn=drawn)))
    assert [task.as_json() for task in turned.tasks] == [task.as_json() for task in upright.tasks]
    assert [target.as_json() for target in turned.targets] == [target.as_json() for target in upright.targets]


def test_heads_and_feet_of_pages_are_told_apart_and_not_lost(plan: bytes) -> None:
    reading = read_document(plan, "a.pdf")
    assert not any("Kế hoạch kiểm soát TTHC của xã" in task.title for task in reading.tasks)
    given = words_given_back(reading)
    assert not words("Kế hoạch kiểm soát TTHC của xã") - given
    assert not words(source_text(reading)) - given


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 nothing more", "hỏng"),
        (b"day la van ban thuong", "không phải tệp PDF"),
    ],
)
def test_what_is_no_pdf_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says):
        read_document(data, "a.pdf")


def test_a_locked_file_is_refused(plan: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="mật khẩu"):
        read_document(changed(plan, password="x"), "a.pdf")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_scan_upside_down_is_turned_and_recognised(plan: bytes) -> None:
    reading = read_document(paper.scanned(plan, turned=180), "a.pdf")
    assert any("nhận dạng" in warning for warning in reading.warnings)
    first = TRUTH.works[0]
    read = [task for task in reading.tasks if len(words(task.title) & words(first.title)) > 4]
    assert read, [task.title for task in reading.tasks]
    assert read[0].lead[0] == first.lead[0]


def test_a_scan_without_tesseract_is_refused_with_the_way_out(plan: bytes, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not scans.can_recognise()
    with pytest.raises(UnreadableDocument, match="Tesseract"):
        read_document(paper.scanned(plan), "a.pdf")


def test_the_kind_of_a_document_close_below_its_day_is_a_line_of_its_own() -> None:
    day = PrintedLine([Word(300, 100, 560, 112, "An Hải, ngày 12 tháng 01 năm 2026")])
    kind = PrintedLine([Word(260, 114, 340, 126, "KẾ HOẠCH")])
    assert paragraphs([day, kind], 565) == ["An Hải, ngày 12 tháng 01 năm 2026", "KẾ HOẠCH"]
