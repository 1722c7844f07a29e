"""The receipt: what is stored is what is printed, in both forms, and its codes read back."""

import io
import re
from collections import Counter
from dataclasses import replace

import pypdf
import pytest
import zxingcpp
from docx import Document
from PIL import Image
from tests import factories
from tests.factories import CLERK, moment

from motcua.catalogue.models import Component, ProcedureVersion
from motcua.dossiers import actions, slips
from motcua.dossiers.filing import Applicant, HandedIn, Paid
from motcua.dossiers.models import Dossier
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.payments.enums import Method, OrderState
from motcua.rendering import qr

LOOK_UP = "https://motcua.example.vn/tra-cuu"
SLIP = slips.ReceiptSlip(
    form_number="01",
    form_title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    form_issued_by="Thông tư 03/2025/TT-VPCP",
    agency="Ủy ban nhân dân xã Tân Lập",
    desk="Trung tâm Phục vụ hành chính công",
    desk_address="Thôn 4",
    place="Tân Lập",
    code="H15.50.05.13-261008-0975",
    tracking="K7MP2QXR",
    applicant="Hoàng Thị Ngọc Ẩn",
    owner="Hợp tác xã <Suối Mơ> & Con",
    delegate="Bế Văn Ỷ",
    identity="001199000123",
    address="Thôn Bản Lác, xã Tân Lập",
    phone="0912000111",
    email="an@example.vn",
    procedure="Đăng ký khai sinh",
    procedure_code="1.001193",
    subject="Đăng ký khai sinh cho con",
    papers=(
        slips.ReceivedPaper("Tờ khai đăng ký khai sinh", "Bản giấy", 1, 0),
        slips.ReceivedPaper("Giấy chứng nhận kết hôn", "Dùng lại từ kho"),
    ),
    sets=1,
    limit_value=3,
    limit_unit="working_day",
    received_at=moment("2026-10-08 08:35"),
    due_at=moment("2026-10-13 17:00"),
    fees=(slips.FeeLine("Lệ phí", 24_000, OrderState.PAID, Method.ONLINE),),
    receiver="Lò Văn Tình",
    printed_at=moment("2026-10-08 08:36"),
    look_up=LOOK_UP,
)


def pdf_text(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages)


def docx_text(document: bytes) -> str:
    read = Document(io.BytesIO(document))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    footers = [paragraph.text for paragraph in read.sections[0].footer.paragraphs]
    return "\n".join([paragraph.text for paragraph in read.paragraphs] + cells + footers)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\s·]+", text.lower()))


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "slip",
    [
        SLIP,
        replace(SLIP, owner="", delegate="", subject="", papers=(), fees=(), look_up="", email="", place=""),
        replace(SLIP, code="TẠM-1"),
    ],
    ids=["full", "bare", "a code that bars cannot say"],
)
def test_both_forms_say_the_same_words(slip: slips.ReceiptSlip) -> None:
    assert words(pdf_text(slips.as_pdf(slip))) == words(docx_text(slips.as_docx(slip)))


def test_a_long_list_of_papers_runs_over_the_page() -> None:
    slip = replace(SLIP, papers=SLIP.papers * 12, limit_value=None)
    printed = slips.as_pdf(slip)
    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) == 2
    # Headers and footers repeat on each page, so that words are compared and not counted.
    assert set(words(pdf_text(printed))) == set(words(docx_text(slips.as_docx(slip))))


def test_the_paper_says_everything_the_form_asks_for() -> None:
    text = squeezed(pdf_text(slips.as_pdf(SLIP)))
    for told in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Tân Lập, ngày 08 tháng 10 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ: H15.50.05.13-261008-0975",
        "Tiếp nhận hồ sơ của: Hoàng Thị Ngọc Ẩn (nộp thay: Bế Văn Ỷ)",
        "Chủ hồ sơ: Hợp tác xã <Suối Mơ> & Con",
        "Số lượng hồ sơ: 01 (bộ)",
        "Thời gian giải quyết theo quy định: 03 ngày làm việc",
        "Thời gian nhận hồ sơ: 08 giờ 35 phút, ngày 08 tháng 10 năm 2026",
        "Hẹn trả kết quả: 17 giờ 00 phút, ngày 13 tháng 10 năm 2026",
        "Lệ phí 24.000 đồng (đã nộp đủ, thanh toán trực tuyến)",
        "Mẫu số 01, Thông tư 03/2025/TT-VPCP",
        f"tại {LOOK_UP} bằng mã hồ sơ hoặc mã tra cứu K7MP2QXR",
    ):
        assert told in text, told


def test_an_ordinary_receipt_is_one_a5_page() -> None:
    document = pypdf.PdfReader(io.BytesIO(slips.as_pdf(SLIP)))
    [page] = document.pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [148, 210]


def test_the_qr_holds_the_minimum_data() -> None:
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr.png(slips.qr_text(SLIP)))).convert("L"))
    for told in (SLIP.code, "1.001193", "001199000123", SLIP.form_title, "Một Cửa", "08/10/2026 08:36"):
        assert told in found.text
    assert found.text.endswith(f"Hẹn trả: 13/10/2026 17:00\n{LOOK_UP}")


# --- from what is stored ------------------------------------------------------------------------------


@pytest.fixture
def version() -> ProcedureVersion:
    made = factories.version(3, sets=2)
    Component.objects.create(version=made, order=1, name="Tờ khai", originals=1)
    Component.objects.create(version=made, order=2, name="Giấy chứng sinh", originals=1, copies=2)
    return made


def received(version: ProcedureVersion, at: str, **more: object) -> Dossier:
    commune = factories.agency(desk_name="Trung tâm Phục vụ hành chính công", short_name="Tân Lập")
    clerk = factories.officer(commune, "Lò Văn Tình")
    declaration, birth = Component.objects.filter(version=version).order_by("order")
    papers = (
        HandedIn("Giấy chứng sinh", "database", birth.pk, origin_source="dân cư"),
        HandedIn("Tờ khai", "scanned_at_desk", declaration.pk),
    )
    filing = factories.filing(version, commune, "Hoàng Thị Ẩn", papers=papers, fees=(("Lệ phí", 24_000),))
    with frozen(moment(at)):
        return actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk, **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_receipt_is_read_from_the_dossier(version: ProcedureVersion) -> None:
    dossier = received(version, "2026-06-01 08:00", paid=Paid("cash", 24_000))
    slip = slips.receipt_of(Dossier.objects.get(pk=dossier.pk))
    assert (slip.code, slip.applicant, slip.receiver) == (dossier.code, "Hoàng Thị Ẩn", "Lò Văn Tình")
    assert slip.papers == (
        slips.ReceivedPaper("Tờ khai", "Bản giấy", 1, 0),
        slips.ReceivedPaper("Giấy chứng sinh", "Khai thác CSDL"),
    )
    assert slip.fees == (slips.FeeLine("Lệ phí", 24_000, OrderState.PAID, Method.CASH),)
    assert (slip.sets, slip.limit_value, slip.limit_unit) == (2, 3, "working_day")
    assert slip.due_at == dossier.due_at
    assert slip.place == "Tân Lập"
    assert slips.receipt_pdf(dossier).startswith(b"%PDF")
    assert slips.receipt_docx(dossier).startswith(b"PK")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "issued_by"),
    [("2025-06-30 08:00", "Thông tư 01/2018/TT-VPCP"), ("2025-09-15 08:00", "Thông tư 03/2025/TT-VPCP")],
)
def test_the_form_is_that_of_the_day_of_receipt(version: ProcedureVersion, at: str, issued_by: str) -> None:
    slip = slips.receipt_of(received(version, at))
    assert slip.form_issued_by == issued_by
    assert f"Mẫu số 01, {issued_by}" in squeezed(pdf_text(slips.as_pdf(slip)))


@pytest.mark.django_db
def test_a_dossier_that_was_not_received_has_no_receipt(version: ProcedureVersion) -> None:
    with frozen(moment("2026-06-01 08:00")):
        dossier = actions.file(factories.filing(version, factories.agency()), actor=CLERK)
    with pytest.raises(Refused, match="chưa được tiếp nhận"):
        slips.receipt_pdf(dossier)


@pytest.mark.django_db
def test_an_organisation_owns_what_its_representative_hands_in(version: ProcedureVersion) -> None:
    commune = factories.agency()
    clerk = factories.officer(commune)
    asks = Applicant("Bế Văn Ỷ", identity_number="001", business_name="Hợp tác xã Suối Mơ", tax_code="0101")
    filing = replace(factories.filing(version, commune), applicant=asks)
    with frozen(moment("2026-06-01 08:00")):
        dossier = actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk)
    slip = slips.receipt_of(dossier)
    assert (slip.applicant, slip.owner) == ("Bế Văn Ỷ", "Hợp tác xã Suối Mơ")


def test_words_for_limits_and_fees() -> None:
    said = {
        (0, "working_day"): "trong ngày làm việc",
        (8, "hour"): "08 giờ làm việc",
        (15, "calendar_day"): "15 ngày",
        (None, ""): "theo ngày hẹn trả",
    }
    for (value, unit), text in said.items():
        assert slips.texts(replace(SLIP, limit_value=value, limit_unit=unit))["limit"] == text
    due = replace(SLIP.fees[0], state=OrderState.DUE, method=None)
    assert slips.texts(replace(SLIP, fees=(due,)))["fees"] == "Lệ phí 24.000 đồng (chưa nộp)"
    assert slips.texts(replace(SLIP, fees=()))["fees"] == "không"
