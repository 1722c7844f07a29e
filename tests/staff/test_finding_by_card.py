"""Whoever comes for a result shows a card: their dossiers are found by it, in scope only, and the look stays on record."""

from django.urls import reverse
from tests.staff.conftest import Office, received

from motcua.audit.models import AuditRow
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import actions
from motcua.dossiers.rules import commands
from motcua.organisation.enums import Role

NUMBER = "001090123456"
CARD = f"{NUMBER}|012345678|NGUYỄN VĂN MẪU|01011990|Nam|Thôn Đông, xã Thử|15042021"


def test_one_dossier_of_a_card_opens(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth, identity_number=NUMBER)
    for line in (CARD, NUMBER, " 001090 123456 "):
        answer = office[Role.RECEPTION].post(reverse("staff:search"), {"q": line})
        assert answer.url == reverse("staff:dossier", args=[dossier.code])
    assert AuditRow.objects.filter(action="dossiers.find_by_number").count() == 3


def test_of_several_the_result_to_hand_out_stands_first(office: Office, birth: ProcedureVersion):
    done, running = (received(office, birth, identity_number=NUMBER) for _ in range(2))
    actions.perform(done.pk, commands.RefuseToSettle("Thiếu điều kiện"), actor=office.actor(Role.LEADER))
    page = office[Role.RECEPTION].post(reverse("staff:search"), {"q": CARD}).content.decode()
    assert page.index(f">{done.code}<") < page.index(f">{running.code}<")
    assert NUMBER not in page


def test_a_card_finds_nothing_of_another_commune(office: Office, elsewhere: Office, birth: ProcedureVersion):
    theirs = received(elsewhere, birth, identity_number=NUMBER)
    page = office[Role.RECEPTION].post(reverse("staff:search"), {"q": CARD}).content.decode()
    assert theirs.code not in page
    assert "Không có hồ sơ nào ở nơi ông/bà xem được" in page


def test_who_carried_a_dossier_finds_it_by_their_own_card(office: Office, birth: ProcedureVersion):
    carried = received(office, birth, delegate_name="Nguyễn Văn Mẫu", delegate_identity=NUMBER)
    answer = office[Role.RECEPTION].post(reverse("staff:search"), {"q": CARD})
    assert answer.url == reverse("staff:dossier", args=[carried.code])


def test_the_lines_of_a_receipt_run_together_open_its_dossier(office: Office, birth: ProcedureVersion):
    dossier = received(office, birth, identity_number=NUMBER)
    lines = f"Mã hồ sơ: {dossier.code}Mã TTHC: 1.001193Số định danh: {NUMBER}"
    answer = office[Role.RECEPTION].post(reverse("staff:search"), {"q": lines}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("staff:dossier", args=[dossier.code])
    assert not [address for address, _ in answer.redirect_chain if NUMBER in address]


def test_a_line_that_is_no_card_says_what_to_do(office: Office):
    page = office[Role.RECEPTION].post(reverse("staff:search"), {"q": "0010901"}).content.decode()
    assert "Chưa đọc được số định danh" in page
