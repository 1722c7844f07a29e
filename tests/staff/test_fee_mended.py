"""«Sửa phí đã tính» over HTTP: who is offered it, what its page asks, what the dossier shows afterwards."""

import re

import pytest
from django.urls import reverse
from tests.staff.conftest import Office, received
from tests.staff.test_journeys import do

from motcua.catalogue.models import FeeRule, ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import left_to_pay
from motcua.organisation.enums import Right, Role
from motcua.organisation.rules import RIGHTS_OF

LABEL = "Sửa phí đã tính"


@pytest.fixture
def copies(birth: ProcedureVersion) -> str:
    """The fee runs with copies; the name of the field that asks how many."""
    FeeRule.objects.filter(version=birth).update(per="bản sao")
    return f"count_{FeeRule.objects.get(version=birth).pk}"


@pytest.fixture
def dossier(office: Office, birth: ProcedureVersion, copies: str) -> Dossier:
    return received(office, birth, fees=(("Lệ phí đăng ký", 16_000),))


def page(office: Office, role: Role, dossier: Dossier) -> str:
    return office[role].get(reverse("staff:dossier", args=[dossier.code])).content.decode()


def test_a_wrong_count_is_put_right_from_the_page_of_the_dossier(
    office: Office, dossier: Dossier, copies: str
) -> None:
    shown = page(office, Role.RECEPTION, dossier)
    assert LABEL in shown
    assert f'name="{copies}"' in shown
    assert "Số bản sao đúng" in shown
    unsaid = do(office, Role.RECEPTION, dossier, "mend-fee", **{copies: "", "note": ""})
    assert unsaid.status_code == 422
    assert "Ghi con số đúng." in unsaid.content.decode()
    assert "Lý do sửa: chưa ghi." in unsaid.content.decode()
    same = do(office, Role.RECEPTION, dossier, "mend-fee", **{copies: 2, "note": "Đếm lại"})
    assert (same.status_code, left_to_pay(dossier)) == (422, 16_000)
    assert "phí vẫn là 16.000 đồng" in same.content.decode()
    done = do(office, Role.RECEPTION, dossier, "mend-fee", **{copies: 3, "note": "Đếm thiếu một bản"})
    assert (done.status_code, left_to_pay(dossier)) == (302, 24_000)
    shown = page(office, Role.RECEPTION, dossier)
    assert "phí tăng 8.000 đồng, từ 16.000 đồng thành 24.000 đồng: thu thêm khoản tăng" in shown
    assert "Đếm thiếu một bản" in shown


def test_two_who_saw_the_same_page_mend_it_once(office: Office, dossier: Dossier, copies: str) -> None:
    do(office, Role.RECEPTION, dossier, "mend-fee", **{copies: 3, "note": "Đếm thiếu"})
    late = do(office, Role.RECEPTION, dossier, "mend-fee", seen_version=2, **{copies: 4, "note": "Đếm thiếu"})
    assert (late.status_code, left_to_pay(dossier)) == (409, 24_000)


@pytest.mark.parametrize("role", Role)
def test_only_who_may_receive_is_offered_it_and_may_do_it(
    role: Role, office: Office, elsewhere: Office, dossier: Dossier, copies: str
) -> None:
    may = Right.RECEIVE in RIGHTS_OF[role]
    if Right.SEE_DOSSIERS in RIGHTS_OF[role]:
        assert (LABEL in page(office, role, dossier)) == may
    sent = {copies: 3, "note": "Đếm thiếu"}
    assert do(elsewhere, role, dossier, "mend-fee", **sent).status_code == 404
    answer = do(office, role, dossier, "mend-fee", **sent)
    assert answer.status_code == (302 if may else 404)
    assert left_to_pay(dossier) == (24_000 if may else 16_000)


def test_a_case_is_chosen_and_what_does_not_apply_is_not_asked(
    office: Office, dossier: Dossier, copies: str
) -> None:
    FeeRule.objects.update(condition="Hộ nghèo được miễn")
    asked = office[Role.RECEPTION].get(reverse("staff:act", args=[dossier.code, "mend-fee"])).content.decode()
    assert "Hộ nghèo được miễn" in asked
    assert re.search(r'name="case".*name="count_\d+_2".*name="note"', asked, re.DOTALL)
    half = do(office, Role.RECEPTION, dossier, "mend-fee", case="owes", note="Không thuộc hộ nghèo")
    assert half.status_code == 422
    exempt = do(office, Role.RECEPTION, dossier, "mend-fee", case="exempt", note="Có giấy hộ nghèo")
    assert (exempt.status_code, left_to_pay(dossier)) == (302, 0)


def test_it_is_not_offered_where_the_fee_runs_with_nothing(
    office: Office, birth: ProcedureVersion, dossier: Dossier
) -> None:
    FeeRule.objects.update(per="")
    assert LABEL not in page(office, Role.RECEPTION, dossier)
    kept = office[Role.RECEPTION].get(reverse("staff:act", args=[dossier.code, "mend-fee"]))
    assert "không tính theo số lượng hay trường hợp" in kept.content.decode()
