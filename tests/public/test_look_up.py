"""Looking up a dossier: code and progress for anybody, nothing personal, gentle about haste."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from tests.factories import CLERK, moment

from motcua.catalogue.models import Procedure
from motcua.doors.public import look_up
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen
from motcua.organisation.models import Agency, Succession

pytestmark = pytest.mark.django_db


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.usefixtures("today")
def test_code_and_tracking_number_show_the_same_progress(client: Client, dossier) -> None:
    for key in (dossier.code, dossier.code.lower(), dossier.tracking):
        text = read(client, f"/tra-cuu/{key}")
        assert dossier.code in text
        assert "Đang được giải quyết" in text
        assert "Hoàn thành 50 %" in text
        assert "08/06/2026" in text


@pytest.mark.usefixtures("today")
def test_a_late_dossier_is_told_as_late_with_the_way_out(client: Client, dossier) -> None:
    text = read(client, f"/tra-cuu/{dossier.code}")
    assert "Quá hẹn" in text
    assert "xin lỗi bằng văn bản" in text


def test_a_dossier_that_waits_for_papers_is_not_called_late(client: Client, dossier) -> None:
    with frozen(moment("2026-06-04 09:00")):
        ask = commands.AskSupplement(note="Bổ sung bản sao hộ khẩu của ông Lý Bí Mật")
        actions.perform(dossier.pk, ask, actor=CLERK)
    with frozen(moment("2026-06-20 09:00")):
        text = read(client, f"/tra-cuu/{dossier.code}")
    assert "Quá hẹn" not in text
    assert "Việc ông/bà cần làm" in text
    assert "Bí Mật" not in text


@pytest.mark.usefixtures("today")
def test_the_time_line_has_each_status_once_in_order(client: Client, dossier) -> None:
    titles = [event.title for event in client.get(f"/tra-cuu/{dossier.code}").context["events"]]
    assert titles == ["Đã gửi, đang chờ cơ quan kiểm tra", "Cơ quan đã nhận hồ sơ", "Đang được giải quyết"]


@pytest.mark.usefixtures("today")
def test_who_filed_at_an_agency_since_merged_is_told_where_to_go(client: Client, dossier) -> None:
    """Through two changes: the commune's desk of then is no more, nor is the one it passed to."""
    assert dossier.desk.name in read(client, f"/tra-cuu/{dossier.code}")
    before = dossier.desk
    for number, name in enumerate(("Xã Giữa Chừng", "Xã Bây Giờ"), 1):
        heir = Agency.objects.create(
            code=f"H99.0{number}9", name=name, level=before.level, valid_from=date(2024, 1, 1),
            address=f"Thôn {number}", phone=f"0212 000 00{number}",
        )  # fmt: skip
        Agency.objects.filter(pk=before.pk).update(valid_to=date(2026, 6, 1))
        Succession.objects.create(predecessor=before, successor=heir, kind="merge", day=date(2026, 6, 2))
        before = heir
    text = read(client, f"/tra-cuu/{dossier.code}")
    assert "Xã Bây Giờ" in text
    assert "Thôn 2" in text
    assert 'href="tel:0212000002"' in text
    assert "thay cho" in text
    assert "Xã Giữa Chừng" not in text


@pytest.mark.usefixtures("today")
def test_a_wrong_code_helps(client: Client, dossier) -> None:
    text = read(client, "/tra-cuu/H99.01-260601-9999", 404)
    assert "Không có hồ sơ nào mang mã này." in text
    assert "như in trên giấy tiếp nhận" in text
    assert 'value="H99.01-260601-9999"' in text


@pytest.mark.usefixtures("today")
def test_hidden_and_absent_answer_alike(client: Client, dossier) -> None:
    Procedure.objects.filter(pk=dossier.procedure_id).update(kind="internal")
    hidden = client.get(f"/tra-cuu/{dossier.code}")
    absent = client.get("/tra-cuu/H99.01-260601-9999")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.decode().replace(dossier.code, "#") == absent.content.decode().replace(
        "H99.01-260601-9999", "#"
    )


@pytest.mark.usefixtures("today")
def test_the_form_leads_to_the_page_and_an_empty_one_says_what_is_missing(client: Client, dossier) -> None:
    assert (
        client.get(f"/tra-cuu?ma=+{dossier.code.lower()}+").headers["Location"] == f"/tra-cuu/{dossier.code}"
    )
    assert "Ghi mã hồ sơ" in read(client, "/tra-cuu?ma=", 422)


@pytest.mark.parametrize(
    "text", ["H99.101-251120-0012", "h99.20.01-250602-0001", "M7286VZN8JGM", "000.00.27.H99-240426-0003"]
)
def test_one_box_takes_codes_to_the_dossier(client: Client, text: str) -> None:
    assert client.get("/tim", {"q": text}).headers["Location"] == f"/tra-cuu/{text.upper()}"


@pytest.mark.parametrize(
    "text",
    [
        "Mã hồ sơ: H99.101-251120-0012",
        "h99.101 251120 0012",
        "H99.101–251120–0012",
        "https://motcua.example.vn/tra-cuu/H99.101-251120-0012",
    ],
)
@pytest.mark.parametrize(("address", "field"), [("/tim", "q"), ("/tra-cuu", "ma")])
def test_a_code_is_found_as_people_copy_it_and_as_a_receipt_is_scanned(
    client: Client, address: str, field: str, text: str
) -> None:
    assert client.get(address, {field: text}).headers["Location"] == "/tra-cuu/H99.101-251120-0012"


@pytest.mark.parametrize(
    "text", ["giay khai sinh", "1.001193", "2.002621", "khai", "", "đất đai 2024", "co-phan"]
)
def test_one_box_takes_words_to_the_procedures(client: Client, text: str) -> None:
    assert client.get("/tim", {"q": text}).headers["Location"].startswith("/thu-tuc?q=")


@pytest.mark.usefixtures("today")
def test_haste_is_asked_to_wait_a_minute_and_no_longer(client: Client, dossier, monkeypatch) -> None:
    monkeypatch.setattr(look_up, "LOOK_UPS_A_MINUTE", 3)
    answers = [client.get(f"/tra-cuu/H99.01-260601-{number:04d}") for number in range(9000, 9005)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    elsewhere = client.get(f"/tra-cuu/{dossier.code}", REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 200
    cache.clear()  # the minute is over
    assert client.get(f"/tra-cuu/{dossier.code}").status_code == 200


@pytest.mark.usefixtures("today")
def test_codes_tried_in_series_are_stopped_for_an_hour(client: Client, dossier, monkeypatch) -> None:
    monkeypatch.setattr(look_up, "MISSES_AN_HOUR", 3)
    assert [client.get(f"/tra-cuu/{dossier.code}").status_code for _ in range(5)] == [200] * 5, (
        "right codes are free"
    )
    tried = [client.get(f"/tra-cuu/H99.01-260601-{number:04d}") for number in range(9000, 9005)]
    assert [answer.status_code for answer in tried] == [404, 404, 404, 429, 429]
    assert tried[-1].headers["Retry-After"] == "3600"
    assert "hỏi nơi tiếp nhận" in tried[-1].content.decode()
    assert "Phân biệt số 0" in tried[0].content.decode()
    assert "Phân biệt số 0" not in tried[-1].content.decode(), "nobody is told how to try on"
    for address in (f"/tra-cuu/{dossier.code}", f"/tra-cuu/{dossier.code}/nop-tien"):
        assert client.get(address).status_code == 429
    assert client.get(f"/tra-cuu/{dossier.code}", REMOTE_ADDR="10.0.0.9").status_code == 200


@pytest.mark.usefixtures("today")
def test_a_progress_page_is_kept_by_nobody(client: Client, dossier) -> None:
    answer = client.get(f"/tra-cuu/{dossier.code}")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert 'name="robots" content="noindex"' in answer.content.decode()


def test_every_state_has_words_a_tone_and_a_percentage(client: Client, dossier) -> None:
    for state in ("submitted", "rejected", "awaiting_payment", "withdrawn", "stopped", "settled", "returned"):
        Dossier.objects.filter(pk=dossier.pk).update(state=state, finished_at=moment("2026-06-05 09:00"))
        assert client.get(f"/tra-cuu/{dossier.code}").status_code == 200


@pytest.mark.usefixtures("today")
def test_haste_is_not_hidden_behind_cookies_of_ones_own_making(client: Client, dossier, monkeypatch) -> None:
    monkeypatch.setattr(look_up, "LOOK_UPS_A_MINUTE", 3)
    statuses = []
    for number in range(5):
        client.cookies["sessionid"] = f"{number:032d}"
        statuses.append(client.get(f"/tra-cuu/{dossier.code}").status_code)
    assert statuses == [200, 200, 200, 429, 429]
