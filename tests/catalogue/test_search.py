"""`Procedure.objects.matching`: what people type finds what they mean, on both databases."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.actions import load_catalogue
from motcua.catalogue.everyday import life_events
from motcua.catalogue.models import Procedure
from motcua.kernel.people import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    load_catalogue(SYSTEM)


def codes(text: str) -> list[str]:
    return [procedure.code for procedure in Procedure.objects.matching(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("giay khai sinh", "1.001193"),
        ("Giấy khai sinh", "1.001193"),
        ("đăng ký khai sinh", "1.001193"),
        ("dang ky ket hon", "1.000894"),
        ("kết hôn", "1.000894"),
        ("khai tử", "1.000656"),
        ("mở cửa hàng", "1.001612"),
        ("lam so do", "1.013978"),
        ("sao y", "2.000815"),
        ("giay doc than", "1.004873"),
        ("1.004222", "1.004222"),
        ("nhap ho khau", "1.004222"),
        ("tam tru", "1.004194"),
    ],
)
def test_the_best_comes_first(text: str, code: str) -> None:
    assert codes(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"), [("khai sinj", "1.001193"), ("kết hom", "1.000894"), ("thuong trus", "1.004222")]
)
def test_one_wrong_letter_is_forgiven(text: str, code: str) -> None:
    assert code in codes(text)[:3]


def test_nonsense_finds_nothing() -> None:
    assert codes("xyzzy qwfp") == []


def test_an_empty_text_changes_nothing() -> None:
    assert Procedure.objects.matching("  ").count() == 60


def test_words_of_two_letters_are_found() -> None:
    found = codes("so do")
    assert found[0] in {"1.013978", "1.013831", "1.012796"}


@pytest.mark.parametrize("text", ['"', "khai OR sinh", "sinh*", "a'b", "%", "(", "-khai", "|", "NEAR(a b)"])
def test_signs_of_the_search_languages_do_no_harm(text: str) -> None:
    codes(text)


def test_it_narrows_a_filtered_list() -> None:
    found = Procedure.objects.filter(field="Chứng thực").matching("khai sinh")
    assert all(procedure.field == "Chứng thực" for procedure in found)


def test_the_index_follows_changes() -> None:
    # A word none of whose pieces occurs elsewhere: only a renewed index can lead to it.
    procedure = Procedure.objects.get(code="1.001193")
    procedure.common_words = ["wxyzq"]
    procedure.save()
    assert codes("wxyzq") == ["1.001193"]
    procedure.common_words = []
    procedure.save()
    assert codes("wxyzq") == []


def test_a_deleted_procedure_is_found_no_more() -> None:
    Procedure.objects.create(code="9.1", name="Thủ tục chim cánh cụt", field="Thử")
    assert codes("chim canh cut") == ["9.1"]
    Procedure.objects.filter(code="9.1").delete()
    assert codes("chim canh cut") == []


def test_a_filter_is_searched_within_whatever_else_there_is() -> None:
    crowd = [
        Procedure(code=f"9.{number}", name="Thủ tục chim cánh cụt", field="Đông") for number in range(400)
    ]
    Procedure.objects.bulk_create(crowd)
    Procedure.objects.create(code="8.1", name="Thủ tục cấp thẻ nuôi chim cánh cụt", field="Vắng")
    found = Procedure.objects.filter(field="Vắng").matching("chim canh cut")
    assert [procedure.code for procedure in found] == ["8.1"]


def test_a_search_asks_three_times_once_the_words_are_known() -> None:
    codes("khai sinh")
    with CaptureQueriesContext(connection) as asked:
        assert codes("kết hom")
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dangky ket hon", "1.000894"),  # a blank left out
        ("xac nhan doc tahn", "1.004873"),  # two letters swapped
        ("giay phep kinh doah", "1.001612"),  # a letter left out
        ("nghiia vu quan su", "1.013133"),  # a letter twice
        ("dang ky khai s", "1.001193"),  # still typing
    ],
)
def test_what_slips_while_typing_is_forgiven(text: str, code: str) -> None:
    assert code in codes(text)[:3]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mat nguoi than", "1.000656"),
        ("chuyen nha", "1.004222"),
        ("co con nho", "1.001193"),
        ("so dinh danh sinh con", "1.001193"),
        ("cong chung ban sao", "2.000815"),
        ("sang ten nha dat", "1.013831"),
        ("gpxd", "1.013225"),
        ("gcn qsdd", "1.013978"),
        ("nvqs", "1.013133"),
        ("nguoi gia", "1.014027"),
    ],
)
def test_life_events_and_everyday_words_lead_there(text: str, code: str) -> None:
    assert code in codes(text)[:5]


def test_everyday_words_reach_procedures_an_agency_added_and_those_loaded_before_them() -> None:
    Procedure.objects.create(
        code="9.1", name="Thu hồi Giấy chứng nhận quyền sử dụng đất cấp sai", field="Đất đai"
    )
    assert "9.1" in codes("thu hoi so do")[:3]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_procedure SET words = name_folded")
    assert "1.013831" not in codes("bia do")
    load_catalogue(SYSTEM)
    assert "1.013831" in codes("bia do")


def test_every_life_event_leads_to_procedures_that_exist() -> None:
    for event in life_events():
        assert event.words
        assert Procedure.objects.filter(code__in=event.procedures).count() == len(event.procedures), event.key


def test_words_changed_by_a_bare_statement_are_found_too() -> None:
    codes("khai sinh")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_procedure SET words = 'wxyzq' WHERE code = '1.001193'")
    assert codes("wxyzq") == ["1.001193"]


def test_after_a_rollback_the_old_words_hold_again() -> None:
    codes("khai sinh")
    with transaction.atomic():
        Procedure.objects.create(code="9.1", name="Thủ tục chim cánh cụt", field="Thử")
        assert codes("chim canh cut") == ["9.1"]
        transaction.set_rollback(True)
    assert codes("chim canh cut") == []
