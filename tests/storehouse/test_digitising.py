"""Copy, extract, code, store: files of all kinds come in, become papers, or say in words why not."""

import json
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pikepdf
import pytest
from tests import factories
from tests.forge import pki, scans

from motcua.accounts.models import Person
from motcua.audit.models import AuditRow
from motcua.blobs.store import read_blob
from motcua.datastore.writing import act
from motcua.integration.ocr_tesseract import TesseractRecogniser
from motcua.integration.signing_pyhanko.signing import PyHankoSigner
from motcua.jobs.running import run_to_end
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Overtaken, Refused
from motcua.organisation.models import Staff
from motcua.regimes.models import Setting
from motcua.storehouse import digitising, keys, ports
from motcua.storehouse.actions import NewPaper, keep
from motcua.storehouse.digitising import Confirmed
from motcua.storehouse.enums import KeyPurpose, Origin, PaperKind, ScannedState, ScanSource, ScanState
from motcua.storehouse.models import Scan, ScannedPaper
from motcua.storehouse.scan_jobs import grouped
from motcua.storehouse.workshop import SEPARATOR

pytestmark = pytest.mark.django_db

SAYS = Confirmed(title="Giấy khai sinh", type_code="GKS", number="12/GKS", issued_on=date(2024, 5, 2))


class NobodyReads:
    """A house without Tesseract."""

    def ready(self) -> str:
        return "Máy chủ chưa cài Tesseract."

    def recognise(self, *_: Any, **__: Any) -> Any:
        raise AssertionError


@pytest.fixture
def staff(tmp_path: Any) -> Staff:
    ports.plug(recogniser=TesseractRecogniser(tmp_path / "lock"), signer=PyHankoSigner())
    return factories.officer(factories.agency(), "Lò Thị Mẩy")


@pytest.fixture
def actor(staff: Staff) -> Actor:
    return Actor("staff", str(staff.pk), staff.name, staff.agency.code)


@pytest.fixture
def no_reading() -> None:
    ports.plug(recogniser=NobodyReads())


@pytest.fixture
def no_copy_signature(staff: Staff) -> None:
    Setting.objects.create(
        key="digitise.copy_signature", value="none", first_day=date(2020, 1, 1), scope=staff.agency.code,
        source="thử", grade="D", author="thử", reason="thử", created_at=datetime.now(UTC),
    )  # fmt: skip


def take(staff: Staff, actor: Actor, content: bytes, name: str = "quet.pdf", **more: Any) -> Scan:
    given = {"source": ScanSource.UPLOAD} | more
    scan = digitising.take_in(content, name, agency=staff.agency, by=staff, actor=actor, **given)
    run_to_end()
    scan.refresh_from_db()
    return scan


def pieces(scan: Scan) -> list[ScannedPaper]:
    left = ScannedPaper.objects.filter(scan=scan).exclude(state=ScannedState.DROPPED.value)
    return list(left.order_by("order"))


def small(seed: int = 1, dpi: int = 100) -> Any:
    return scans.picture(scans.page(scans.told(seed)), dpi=dpi)


def text_pdf(seed: int = 1) -> bytes:
    return scans.page(scans.told(seed))


def test_a_tilted_noisy_page_is_signed_read_confirmed_and_stored(staff: Staff, actor: Actor) -> None:
    told = scans.told(3)
    dots = scans.scanned(scans.picture(scans.page(told), dpi=150), seed=3)
    scan = take(staff, actor, scans.as_pdf(np.rot90(dots, 2).copy(), dpi=150))  # upside down
    assert (scan.state, scan.problem) == (ScanState.READY, "")
    assert any("xoay" in note for note in scan.notes)
    [piece] = pieces(scan)
    assert piece.state == ScannedState.TO_SIGN
    world = pki.world()
    file = world.officer(staff.name).as_pkcs12("bi-mat", world.authority.certificate)
    key = keys.register_file(staff, file, "bi-mat", purpose=KeyPurpose.PERSONAL, actor=actor)
    digitising.sign_copies([piece], key, "bi-mat", by=staff, actor=actor)
    run_to_end()
    piece.refresh_from_db()
    assert (piece.state, piece.problem, piece.read) == (ScannedState.REVIEW, "", True)
    proposed = {each["key"]: each["value"] for each in json.loads(piece.proposals)}
    assert proposed["identity"] == told.identity
    assert proposed["born"] == told.born

    says = Confirmed(
        title="Giấy khai sinh", type_code="GKS", number=told.number, owner_name=told.name,
        owner_identity=told.identity,
    )  # fmt: skip
    paper = digitising.confirm(piece, says, by=staff, actor=actor)
    assert paper.signed
    assert paper.blob_id == piece.signed_id
    assert read_blob(str(paper.blob_id)).count(b"/ByteRange") == 1
    assert paper.searchable_id not in (None, paper.blob_id)
    assert paper.code == f"{staff.agency.code}.GKS.{datetime.now(UTC).year}.000001"
    assert paper.verification
    assert paper.owner_person == Person.objects.get(name=told.name)
    assert told.identity not in str(list(AuditRow.objects.values("detail")))
    with pytest.raises(Overtaken):
        digitising.confirm(piece, says, by=staff, actor=actor)


def test_separators_cut_and_blank_pages_go(staff: Staff, actor: Actor, no_reading: None) -> None:
    from motcua.storehouse.separator import sheet

    between = scans.picture(sheet(), dpi=100)
    scan = take(
        staff, actor,
        scans.as_pdf(small(1), scans.blank(dpi=100), small(2), between, small(3), dpi=100),
    )  # fmt: skip
    assert [mark["separator"] for mark in scan.marks] == [False, False, False, True, False]
    assert [mark["blank"] for mark in scan.marks] == [False, True, False, False, False]
    assert [piece.pages for piece in pieces(scan)] == [[0, 2], [4]]
    assert SEPARATOR.isupper()
    digitising.split(scan, [[0], [2, 4]], actor=actor)
    run_to_end()
    assert [piece.pages for piece in pieces(scan)] == [[0], [2, 4]]
    with pytest.raises(Refused, match="từ 1 đến 5"):
        digitising.split(scan, [[7]], actor=actor)


@pytest.mark.parametrize(
    ("pages", "blank_separates", "papers"),
    [
        ("x_x", False, [[0, 2]]),
        ("x_x", True, [[0], [2]]),
        ("_x__xx_", True, [[1], [4, 5]]),
        ("xSx_x", False, [[0], [2, 4]]),
        ("xSx_x", True, [[0], [2], [4]]),
        ("__S", True, []),
    ],
)
def test_blank_sheets_separate_where_an_office_says_so(
    pages: str, blank_separates: bool, papers: list[list[int]]
) -> None:
    marks = [{"blank": each == "_", "separator": each == "S"} for each in pages]
    assert grouped(marks, blank_separates=blank_separates) == papers


def test_bars_and_qr_of_the_separator_sheet_say_the_same() -> None:
    import zxingcpp

    from motcua.storehouse.separator import sheet

    found = zxingcpp.read_barcodes(scans.picture(sheet(), dpi=150))
    assert {each.text for each in found} == {SEPARATOR}
    assert len({each.format for each in found}) == 2


def test_a_photo_is_cut_at_the_edges_of_the_sheet(staff: Staff, actor: Actor, no_reading: None) -> None:
    seen = scans.photographed(small(1), seed=2)
    scan = take(staff, actor, scans.as_jpeg(seen), "anh.jpg", source=ScanSource.PHOTO)
    assert scan.notes == ["Đã cắt theo mép giấy và nắn thẳng."]
    with pikepdf.open(__import__("io").BytesIO(read_blob(str(pieces(scan)[0].copy_id)))) as made:
        box = [float(part) for part in made.pages[0].mediabox]
    assert box[3] / box[2] == pytest.approx(297 / 210, rel=0.06)


def test_without_tesseract_the_scan_is_kept_and_typed_by_hand(
    staff: Staff, actor: Actor, no_reading: None, no_copy_signature: None
) -> None:
    scan = take(staff, actor, scans.as_pdf(small(), dpi=100))
    [piece] = pieces(scan)
    assert (piece.state, piece.read) == (ScannedState.REVIEW, False)
    assert "Tesseract" in piece.problem
    paper = digitising.confirm(piece, SAYS, by=staff, actor=actor)
    assert not paper.signed
    assert paper.blob_id == piece.copy_id


def test_text_of_its_own_needs_no_reading(
    staff: Staff, actor: Actor, no_reading: None, no_copy_signature: None
) -> None:
    ports.plug(recogniser=type("Ready", (NobodyReads,), {"ready": lambda _: ""})())
    [piece] = pieces(take(staff, actor, text_pdf(4)))
    proposed = {each["key"]: each["value"] for each in json.loads(piece.proposals)}
    truth = scans.told(4).truth()
    assert proposed | truth == proposed
    again = pieces(take(staff, actor, scans.page(scans.told(4)) + b"\n"))[0]
    assert again.again == piece  # the same words once more, in other bytes


def test_the_scan_of_a_paper_seen_at_reception_joins_it(
    staff: Staff, actor: Actor, no_reading: None, no_copy_signature: None
) -> None:
    with act():
        [seen] = keep(
            [NewPaper(kind=PaperKind.COMPONENT, title="Giấy chứng sinh", origin=Origin.SCANNED_AT_DESK)]
        )
    [piece] = pieces(take(staff, actor, scans.as_pdf(small(), dpi=100), wanted=seen))
    paper = digitising.confirm(piece, SAYS, by=staff, actor=actor)
    assert paper.pk == seen.pk
    assert paper.digitised_at


def locked() -> bytes:
    import io

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(text_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="a", owner="b"))
    return out.getvalue()


def with_script() -> bytes:
    import io

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(text_pdf())) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(out)
    return out.getvalue()


def thousand_pages() -> bytes:
    import io

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(1000):
            pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def huge_png() -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 20000, 10000, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(20001) * 10000, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (locked, "a.pdf", "mật khẩu"),
        (lambda: b"%PDF-1.7\nrubbish", "a.pdf", "hỏng"),
        (thousand_pages, "a.pdf", "1000 trang"),
        (huge_png, "a.png", "200 triệu điểm ảnh"),
        (lambda: scans.as_pdf(scans.blank(dpi=60), dpi=60), "a.pdf", "đều trắng"),
        (lambda: b"\xff\xd8\xff\xe0" + bytes(200), "a.jpg", "ảnh bị hỏng"),
    ],
)
def test_what_cannot_be_prepared_says_why_and_is_not_lost(
    content: Any, name: str, words: str, staff: Staff, actor: Actor, no_reading: None
) -> None:
    sent = content()
    scan = take(staff, actor, sent, name)
    assert scan.state == ScanState.FAILED
    assert words in scan.problem
    assert read_blob(str(scan.original_id)) == sent


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (lambda: scans.as_jpeg(small(dpi=40)), "a.pdf", "nội dung là ảnh JPEG"),
        (lambda: b"hello world", "a.txt", "Chỉ số hóa được PDF"),
        (lambda: b"", "a.pdf", "rỗng"),
    ],
)
def test_what_is_not_to_be_digitised_is_refused_at_once(
    content: Any, name: str, words: str, staff: Staff, actor: Actor
) -> None:
    with pytest.raises(Refused, match=words):
        digitising.take_in(
            content(), name, agency=staff.agency, by=staff, source=ScanSource.UPLOAD, actor=actor
        )
    assert not Scan.objects.exists()


def test_scripts_are_taken_out_and_the_original_stays(staff: Staff, actor: Actor, no_reading: None) -> None:
    sent = with_script()
    scan = take(staff, actor, sent)
    assert any("đoạn mã" in note for note in scan.notes)
    assert b"app.alert" not in read_blob(str(pieces(scan)[0].copy_id))
    assert read_blob(str(scan.original_id)) == sent


def test_a_very_large_photo_is_made_smaller(staff: Staff, actor: Actor, no_reading: None) -> None:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    import io

    out = io.BytesIO()
    Image.new("L", (16000, 12500), 255).save(out, "JPEG", quality=30)
    scan = take(staff, actor, out.getvalue(), "a.jpg")
    # White all over: decoded small enough to be looked at, and found blank.
    assert "đều trắng" in scan.problem


def test_the_same_file_comes_in_once(staff: Staff, actor: Actor, no_reading: None) -> None:
    content = text_pdf()
    scan = take(staff, actor, content)
    with pytest.raises(Refused, match="đã được đưa vào"):
        take(staff, actor, content)
    digitising.drop_scan(scan, actor=actor)
    assert take(staff, actor, content).state == ScanState.READY
