"""Forms read from what is stored: what the dossier says is what is printed, by the law of its day."""

from dataclasses import replace
from typing import Any

import pytest
from tests import factories
from tests.dossiers.paper_texts import pdf_text, squeezed
from tests.factories import CLERK, moment

from motcua.catalogue.models import Component, ProcedureVersion
from motcua.dossiers import actions, slips
from motcua.dossiers.filing import Applicant, HandedIn, Paid
from motcua.dossiers.models import Dossier
from motcua.dossiers.slips import FormKind, issuing
from motcua.dossiers.slips.examples import example
from motcua.dossiers.slips.values import FeeLine, ReceivedPaper
from motcua.dossiers.slips.words import texts
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.payments.enums import Method, OrderState

RECEIPT: Any = example(FormKind.RECEIPT, "2025")


def test_the_paper_says_everything_the_form_asks_for() -> None:
    text = squeezed(pdf_text(slips.as_pdf(slips.printed(RECEIPT))))
    for told in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Tân Lập, ngày 08 tháng 10 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ: H99.101-261008-0975",
        "Tiếp nhận hồ sơ của: Hoàng Thị Ngọc Ẩn (nộp thay: Bế Văn Ỷ)",
        "Chủ hồ sơ: Hợp tác xã <Suối Mơ> & Con",
        "Số lượng hồ sơ: 01 (bộ)",
        "Thời gian giải quyết theo quy định: 03 ngày làm việc",
        "Thời gian nhận hồ sơ: 08 giờ 35 phút, ngày 08 tháng 10 năm 2026",
        "Hẹn trả kết quả: 17 giờ 35 phút, ngày 13 tháng 10 năm 2026",
        "Lệ phí 24.000 đồng (đã nộp đủ, thanh toán trực tuyến)",
        "Quyển số: 01. Số thứ tự: 975",
        "Mẫu số 01, Thông tư 03/2025/TT-VPCP",
        "tại https://motcua.example.vn/tra-cuu bằng mã hồ sơ hoặc mã tra cứu K7MP2QXRB3WD",
    ):
        assert told in text, told


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
    assert (slip.about.code, slip.about.applicant, slip.receiver) == (
        dossier.code,
        "Hoàng Thị Ẩn",
        "Lò Văn Tình",
    )
    assert slip.papers == (
        ReceivedPaper("Tờ khai", "Bản giấy", 1, 0),
        ReceivedPaper("Giấy chứng sinh", "Khai thác CSDL"),
    )
    assert slip.fees == (FeeLine("Lệ phí", 24_000, OrderState.PAID, Method.CASH),)
    assert (slip.sets, slip.limit_value, slip.limit_unit) == (2, 3, "working_day")
    assert slip.due_at == dossier.due_at
    assert slip.head.place == "Tân Lập"
    assert issuing.receipt(dossier).startswith(b"%PDF")
    assert issuing.receipt(dossier, "docx").startswith(b"PK")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "issued_by"),
    [("2025-06-30 08:00", "Thông tư 01/2018/TT-VPCP"), ("2025-09-15 08:00", "Thông tư 03/2025/TT-VPCP")],
)
def test_the_form_is_that_of_the_day_of_receipt(version: ProcedureVersion, at: str, issued_by: str) -> None:
    slip = slips.receipt_of(received(version, at))
    assert slip.head.form.issued_by == issued_by
    assert f"Mẫu số 01, {issued_by}" in squeezed(pdf_text(slips.as_pdf(slips.printed(slip))))


@pytest.mark.django_db
def test_a_dossier_that_was_not_received_has_no_receipt(version: ProcedureVersion) -> None:
    with frozen(moment("2026-06-01 08:00")):
        dossier = actions.file(factories.filing(version, factories.agency()), actor=CLERK)
    with pytest.raises(Refused, match="chưa được tiếp nhận"):
        issuing.receipt(dossier)


@pytest.mark.django_db
def test_an_organisation_owns_what_its_representative_hands_in(version: ProcedureVersion) -> None:
    commune = factories.agency()
    clerk = factories.officer(commune)
    asks = Applicant("Bế Văn Ỷ", identity_number="001", business_name="Hợp tác xã Suối Mơ", tax_code="0101")
    filing = replace(factories.filing(version, commune), applicant=asks)
    with frozen(moment("2026-06-01 08:00")):
        dossier = actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk)
    slip = slips.receipt_of(dossier)
    assert (slip.about.applicant, slip.about.owner) == ("Bế Văn Ỷ", "Hợp tác xã Suối Mơ")


def test_words_for_limits_and_fees() -> None:
    said = {
        (0, "working_day"): "trong ngày làm việc",
        (8, "hour"): "08 giờ làm việc",
        (15, "calendar_day"): "15 ngày",
        (None, ""): "theo ngày hẹn trả",
    }
    for (value, unit), text in said.items():
        assert texts(replace(RECEIPT, limit_value=value, limit_unit=unit))["limit"] == text
    due = replace(RECEIPT.fees[0], state=OrderState.DUE, method=None)
    assert texts(replace(RECEIPT, fees=(due,)))["fees"] == "Lệ phí 24.000 đồng (chưa nộp)"
    assert texts(replace(RECEIPT, fees=()))["fees"] == "không"
