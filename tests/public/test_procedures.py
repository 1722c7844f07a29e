"""Finding a procedure, reading all of it, printing it."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.eforms.keeping import load_ready_forms
from motcua.catalogue.listing import shelf_on
from motcua.catalogue.models import Procedure, ProcedureVersion, TimeLimit
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place", "today", "catalogue")]


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_words_without_diacritics_find_the_birth_registration_first(client: Client) -> None:
    text = read(client, "/thu-tuc?q=giay+khai+sinh")
    assert text.index("/thu-tuc/1.001193") == min(
        text.index(address) for address in ("/thu-tuc/1.", "/thu-tuc/2.") if address in text
    )


def test_the_list_tells_the_time_of_each_and_which_cannot_be_received(client: Client) -> None:
    rows = {row.code: row for row in client.get("/thu-tuc?linh_vuc=Hộ+tịch").context["rows"]}
    assert (rows["1.001193"].value, rows["1.001193"].unit) == (1, "working_day")
    text = read(client, "/thu-tuc?linh_vuc=Hộ+tịch")
    assert text.count("chưa tiếp nhận được") == sum(1 for row in rows.values() if not row.receivable) > 0


def test_the_list_is_narrowed_by_field_and_level_and_has_pages(client: Client) -> None:
    whole = client.get("/thu-tuc").context["sheet"].paginator
    assert whole.count == len(shelf_on(date(2026, 6, 17)).rows) > 20
    assert {row.field for row in client.get("/thu-tuc?linh_vuc=Hộ+tịch").context["rows"]} == {"Hộ tịch"}
    provincial = client.get("/thu-tuc?cap=province").context["rows"]
    assert provincial
    assert all("province" in row.levels for row in provincial)
    assert client.get("/thu-tuc?page=2").context["sheet"].number == 2


def test_nothing_found_says_what_to_try(client: Client) -> None:
    assert "Không tìm thấy thủ tục nào" in read(client, "/thu-tuc?q=xyzzy+qwfp")


def test_a_wrong_filter_narrows_nothing(client: Client) -> None:
    assert client.get("/thu-tuc?cap=khong-co").context["rows"]


def test_a_page_tells_every_part_with_source_and_grade(client: Client) -> None:
    text = read(client, "/thu-tuc/1.001193")
    for words in (
        "1 ngày làm việc", "Giấy chứng sinh", "chỉ xuất trình", "Một trong các giấy tờ sau", "Không thu", "UBND cấp xã",
        "Giấy khai sinh", "123/2015/NĐ-CP", "163/QĐ-BTP", "Cơ sở dữ liệu quốc gia", "Đã đối chiếu nguồn",
    ):  # fmt: skip
        assert words in text


def test_what_cannot_be_received_says_why_and_promises_no_time(client: Client) -> None:
    version = ProcedureVersion.objects.get(procedure__code="1.000894")
    assert not version.receivable
    text = read(client, "/thu-tuc/1.000894")
    assert "Chưa tiếp nhận được tại đây" in text
    assert version.unreceivable_reason in text
    assert client.get("/thu-tuc/1.000894").context["time"] == "Nguồn chưa ghi thời hạn chắc chắn"


def test_a_replaced_procedure_leads_to_its_successor(client: Client) -> None:
    old = Procedure.objects.exclude(replaced_by="").get()
    assert f"/thu-tuc/{old.replaced_by}" in read(client, f"/thu-tuc/{old.code}")


def test_internal_and_absent_procedures_answer_alike(client: Client) -> None:
    Procedure.objects.filter(code="1.001193").update(kind="internal")
    assert read(client, "/thu-tuc/1.001193", 404).replace("1.001193", "") == read(
        client, "/thu-tuc/9.999999", 404
    ).replace("9.999999", "")
    assert client.get("/thu-tuc/1.001193/niem-yet.pdf").status_code == 404


def test_the_posting_sheet_has_the_parts_and_the_address(client: Client) -> None:
    answer = client.get("/thu-tuc/1.001193/niem-yet.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for words in (
        "Thủ tục đăng ký khai sinh", "1.001193", "1 ngày làm việc", "Miễn lệ phí khi đúng hạn",
        "Giấy chứng sinh", "Các bước", "0299 000 111",
        "http://testserver/thu-tuc/1.001193", "XÃ MẪU",
    ):  # fmt: skip
        assert " ".join(words.split()) in text


def test_every_posting_sheet_can_be_printed(client: Client) -> None:
    for code in Procedure.objects.values_list("code", flat=True):
        assert client.get(f"/thu-tuc/{code}/niem-yet.pdf").content.startswith(b"%PDF")


def text_of(content: bytes) -> str:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_form_is_shown_filled_in_and_marked_as_an_example(client: Client) -> None:
    load_ready_forms(SYSTEM)
    assert 'href="/thu-tuc/1.001193/to-khai-mau"' in read(client, "/thu-tuc/1.001193")
    text = read(client, "/thu-tuc/1.001193/to-khai-mau")
    assert "VÍ DỤ: người và số liệu đều bịa ra" in text
    assert "Ví Dụ" in text
    assert "to-khai-mau" not in read(client, "/thu-tuc/1.002211")
    read(client, "/thu-tuc/1.002211/to-khai-mau", 404)


def test_events_of_life_lead_to_what_is_usually_to_be_done(client: Client) -> None:
    assert 'href="/thu-tuc?viec=sinh-con"' in read(client, "/thu-tuc")
    shown = {row.code for row in client.get("/thu-tuc?viec=sinh-con").context["rows"]}
    assert "1.001193" in shown
    assert shown <= {"3.000722", "1.001193", "1.001022", "1.004222"}
    assert client.get("/thu-tuc?viec=khong-co").context["rows"]


def test_a_change_of_the_catalogue_is_on_the_next_page(client: Client) -> None:
    """The list is kept in memory: whatever changes a row is seen at once, and so is a new day."""
    before = read(client, "/thu-tuc?q=khai+sinh")
    assert "Khai sinh đổi tên" not in before
    ProcedureVersion.objects.filter(procedure__code="1.001193").update(name="Khai sinh đổi tên <b>")
    assert "Khai sinh đổi tên &lt;b&gt;" in read(client, "/thu-tuc?q=khai+sinh")
    TimeLimit.objects.filter(version__procedure__code="1.001193").update(value=17)
    assert "17 ngày làm việc" in read(client, "/thu-tuc?q=khai+sinh")
    Procedure.objects.filter(code="1.001193").update(status="abolished")
    assert "/thu-tuc/1.001193" not in read(client, "/thu-tuc?q=khai+sinh")


def test_the_list_follows_the_day(client: Client) -> None:
    version = ProcedureVersion.objects.filter(procedure__code="1.001193").get()
    ProcedureVersion.objects.filter(pk=version.pk).update(valid_to=clock.today())
    later = ProcedureVersion.objects.get(pk=version.pk)
    later.pk, later.number, later.name = None, version.number + 1, "Khai sinh theo mẫu mới"
    later.valid_from, later.valid_to = clock.today() + timedelta(days=1), None
    later.save()
    assert "Khai sinh theo mẫu mới" not in read(client, "/thu-tuc?q=khai+sinh")
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert "Khai sinh theo mẫu mới" in read(client, "/thu-tuc?q=khai+sinh")


@pytest.mark.parametrize(
    ("address", "most"), [("/thu-tuc?q=khai+sinh", 2), ("/thu-tuc", 1), ("/thu-tuc/1.001193", 1)]
)
def test_a_second_look_asks_only_whether_something_changed(client: Client, address: str, most: int) -> None:
    first = read(client, address)
    with CaptureQueriesContext(connection) as asked:
        assert read(client, address) == first
    assert len(asked) <= most
