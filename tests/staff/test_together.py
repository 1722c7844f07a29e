"""Many at once: forwarded, approved, returned, printed, saved; each told done or why not; standing in for a colleague."""

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests import factories
from tests.factories import moment
from tests.staff.conftest import Office, filed_online, received

from motcua.audit.models import AuditRow
from motcua.catalogue.models import ProcedureVersion
from motcua.doors.staff import printing_together, together
from motcua.dossiers import actions, finding
from motcua.dossiers.models import Dossier
from motcua.dossiers.paper_trail import IssuedForm
from motcua.dossiers.rules import commands
from motcua.jobs.models import Job
from motcua.jobs.running import run_to_end
from motcua.kernel import clock
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role
from motcua.organisation.models import Delegation, Staff
from motcua.organisation.queries import colleagues_at, colleagues_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(office: Office, birth: ProcedureVersion) -> list[Dossier]:
    return [received(office, birth, name=f"Người {n}") for n in "ABC"]


def post(office: Office, role: Role, act: str, dossiers: list[Dossier], **more: Any) -> Any:
    data = {"act": act, "pick": [each.pk for each in dossiers], "act_key": "k1", **more}
    return office[role].post(reverse("staff:act-many"), data)


def test_many_are_forwarded_to_one_officer_and_what_cannot_be_is_told(office: Office, three: list[Dossier]):
    specialist = office.staff[Role.SPECIALIST].pk
    path, today = office.staff[Role.SPECIALIST].agency.path, clock.today()
    assert specialist in [each.pk for each in colleagues_now(path, today)]
    assert colleagues_now(path, today) == list(colleagues_at(path, today))
    withdrawn = three[2]
    actions.perform(withdrawn.pk, commands.Withdraw("Xin rút"), actor=office.actor(Role.RECEPTION))
    answer = post(office, Role.RECEPTION, "forward", three, holder=specialist, note="Chuyển chiều nay")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert {each.holder_id for each in Dossier.objects.filter(state="processing")} == {specialist}
    assert (
        page.index("Chưa làm được")
        < page.index(withdrawn.code)
        < page.index("Đã ghi")
        < page.index(three[0].code)
    )
    # The same form again does nothing twice.
    post(office, Role.RECEPTION, "forward", three[:2], holder=specialist)
    assert {each.step for each in Dossier.objects.filter(state="processing")} == {1}
    assert post(office, Role.RECEPTION, "forward", three).status_code == 422  # to whom?


def test_a_leader_assigns_and_approves_many_and_the_desk_returns_them(office: Office, three: list[Dossier]):
    assert (
        post(office, Role.LEADER, "assign", three, holder=office.staff[Role.SPECIALIST].pk).status_code == 200
    )
    assert post(office, Role.LEADER, "finish", three, act_key="k2").status_code == 200
    assert Dossier.objects.filter(state="settled").count() == 3
    assert post(office, Role.RECEPTION, "return", three, act_key="k3").status_code == 200
    assert Dossier.objects.filter(state="returned").count() == 3
    assert post(office, Role.SPECIALIST, "return", three, act_key="k4").status_code == 422  # not their right


def test_many_are_handed_only_to_somebody_of_their_agency_who_still_works(
    office: Office, elsewhere: Office, three: list[Dossier]
):
    left = factories.officer(office.agency, "Vàng A Lầu")
    factories.account(left, Role.SPECIALIST)
    follower = factories.officer(office.agency, "Vàng A Páo")
    factories.account(follower, Role.SPECIALIST)
    for stranger in (elsewhere.staff[Role.SPECIALIST], office.staff[Role.INSPECTOR]):
        refused = post(office, Role.LEADER, "assign", three, holder=stranger.pk, act_key=str(stranger.pk))
        assert refused.status_code == 422
        assert "không xử lý hồ sơ của cơ quan này" in refused.content.decode()
    assert post(office, Role.LEADER, "assign", three, holder=left.pk, act_key="k2").status_code == 200
    Staff.objects.filter(pk=left.pk).update(last_day=date(2026, 6, 3), title="Công chức địa chính")
    Staff.objects.filter(pk=follower.pk).update(title="Công chức địa chính")
    with frozen(moment("2026-06-04 09:00")):
        told = office[Role.LEADER].get(reverse("staff:lateness-desk")).content.decode()
        assert "3 hồ sơ. Đề xuất giao Vàng A Páo" in told
        page = office[Role.LEADER].get(reverse("staff:work") + f"?whose=gone&giao={follower.pk}")
        assert len(page.context["rows"]) == 3
        assert f'<option value="{follower.pk}" selected>' in page.content.decode()
        data = {"act": "assign", "all": "1", "query": "whose=gone", "holder": follower.pk, "act_key": "k3"}
        assert office[Role.LEADER].post(reverse("staff:act-many"), data).status_code == 200
        assert set(Dossier.objects.values_list("holder", flat=True)) == {follower.pk}
        assert office[Role.LEADER].get(reverse("staff:work") + "?whose=gone").context["rows"] == []


def test_another_commune_touches_nothing(office: Office, elsewhere: Office, three: list[Dossier]):
    holder = elsewhere.staff[Role.SPECIALIST].pk
    assert post(elsewhere, Role.RECEPTION, "forward", three, holder=holder).status_code == 422
    assert post(elsewhere, Role.RECEPTION, "print", three).status_code == 422
    assert Dossier.objects.filter(state="received").count() == 3


def test_a_long_batch_is_work_one_can_leave(
    office: Office, elsewhere: Office, three: list[Dossier], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(together, "AT_ONCE", 2)
    Dossier.objects.filter(pk=three[0].pk).update(state="broken")  # what no rule foresees
    holder = office.staff[Role.SPECIALIST].pk
    answer = office[Role.RECEPTION].post(
        reverse("staff:act-many"),
        {"act": "forward", "all": "1", "query": "whose=all&state=any", "holder": holder, "act_key": "k1"},
    )
    assert answer.status_code == 302
    waiting = office[Role.RECEPTION].get(answer.url).content.decode()
    assert "Có thể rời trang này" in waiting
    assert Dossier.objects.filter(state="processing").count() == 0
    run_to_end()
    page = office[Role.RECEPTION].get(answer.url).content.decode()
    assert Dossier.objects.filter(state="processing").count() == 2
    assert page.index("Lỗi khi ghi hồ sơ này") < page.index(three[0].code)
    assert page.index("2 hồ sơ") < page.index(three[1].code)
    assert f'href="{answer.url}"' in office[Role.RECEPTION].get(reverse("staff:work")).content.decode()
    assert elsewhere[Role.RECEPTION].get(answer.url).status_code == 404
    assert office[Role.LEADER].get(answer.url).status_code == 404  # somebody else's work
    job = Job.objects.get()
    assert together.batch(job.arguments, lambda done, total, text="": None) == job.result  # twice is once


def test_receipts_of_many_are_one_pdf(
    office: Office, birth: ProcedureVersion, three: list[Dossier], monkeypatch: pytest.MonkeyPatch
):
    answer = post(office, Role.RECEPTION, "print", three[:2])
    assert answer["Content-Type"] == "application/pdf"
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) >= 2
    monkeypatch.setattr(together, "PRINT_AT_ONCE", 1)
    online = filed_online(office, birth)
    later = post(office, Role.RECEPTION, "print", [online, *three])
    run_to_end()
    assert post(office, Role.RECEPTION, "print", three).url == later.url  # the same form again: the same work
    assert Job.objects.count() == 1
    page = office[Role.RECEPTION].get(later.url).content.decode()
    assert "Tải tệp" in page
    assert page.index("chưa có giấy tiếp nhận") < page.index(online.tracking)
    file = office[Role.RECEPTION].get(later.url + "/tep")
    assert len(pikepdf.open(io.BytesIO(b"".join(file.streaming_content))).pages) >= 3


def test_every_form_of_many_is_issued_once_and_printed_as_one_pdf(office: Office, three: list[Dossier]):
    clerk = office[Role.RECEPTION]
    actions.perform(three[0].pk, commands.Stop("Theo đơn"), actor=office.actor(Role.LEADER))
    asked = post(office, Role.RECEPTION, "forms", three).content.decode()
    assert "In biểu mẫu của 3 hồ sơ" in asked
    data = {
        "pick": [each.pk for each in three],
        "kinds": ["receipt", "stop_notice"],
        "paper": "",
        "act_key": "f1",
    }
    assert clerk.post(reverse("staff:print-forms"), data | {"kinds": []}).status_code == 422
    answer = clerk.post(reverse("staff:print-forms"), data)
    assert not IssuedForm.objects.exists()
    run_to_end()
    page = clerk.get(answer.url).content.decode()
    assert "4 biểu mẫu, trong đó 4 mẫu phát hành lần này" in page
    pdf = b"".join(clerk.get(answer.url + "/tep").streaming_content)
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) >= 4
    again = Job.objects.get(kind="staff.print_forms")
    told = printing_together.print_later(again.arguments, lambda done, total, text="": None)
    assert (told["forms"], told["issued"], IssuedForm.objects.count()) == (4, 0, 4)
    # Whoever only looks prints what went out and issues nothing.
    seen = office[Role.INSPECTOR].post(
        reverse("staff:print-forms"), data | {"kinds": ["receipt", "control_slip"]}
    )
    run_to_end()
    page = office[Role.INSPECTOR].get(seen.url).content.decode()
    assert "3 biểu mẫu, trong đó 0 mẫu" in page
    assert "không phát hành được" in page
    assert IssuedForm.objects.count() == 4


def test_a_long_list_is_saved_by_a_job_and_its_file_is_its_owners_for_a_day(
    office: Office, three: list[Dossier], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(finding, "MOST", 2)
    monkeypatch.setattr(finding.find, "__kwdefaults__", {"most": 2})
    for how in ("csv", "xlsx"):
        asked = office[Role.RECEPTION].get(reverse("staff:work") + f"?whose=all&as={how}")
        assert "lập ở nền" in asked.content.decode()
        data = {"list": "viec", "query": f"whose=all&as={how}", "as": how, "act_key": how}
        answer = office[Role.RECEPTION].post(reverse("staff:save-long"), data)
        run_to_end()
        assert "3 dòng" in office[Role.RECEPTION].get(answer.url).content.decode()
        content = b"".join(office[Role.RECEPTION].get(answer.url + "/tep").streaming_content)
        if how == "csv":
            assert content.decode("utf-8-sig").count("\r\n") == 4
        else:
            assert len(list(load_workbook(io.BytesIO(content)).active.values)) == 4
        assert office[Role.LEADER].get(answer.url + "/tep").status_code == 404
        with frozen(moment("2026-06-04 09:30")):
            assert office[Role.RECEPTION].get(answer.url + "/tep").status_code == 404
    assert AuditRow.objects.filter(action="dossiers.export").count() == 2


def test_a_short_list_is_saved_at_once_and_a_formula_stays_a_text(office: Office, birth: ProcedureVersion):
    received(office, birth, name="=HYPERLINK(1)")
    answer = office[Role.RECEPTION].get(reverse("staff:register") + "?as=csv")
    assert "'=HYPERLINK(1)" in answer.content.decode("utf-8-sig")


def test_a_list_longer_than_a_thousand_says_so_and_pages_end_there(
    office: Office, three: list[Dossier], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(finding.find, "__kwdefaults__", {"most": 2})
    page = office[Role.RECEPTION].get(reverse("staff:work") + "?whose=all&sort=name").content.decode()
    assert "hơn 2 hồ sơ" in page
    assert "chưa sắp xếp theo cột đã chọn" in page


def test_words_of_names_are_found_whole_or_in_part(
    office: Office, elsewhere: Office, birth: ProcedureVersion
):
    wanted = received(office, birth, name="Lê Thị Ân")
    received(office, birth, name="Lê Thị Lan Hương")
    received(elsewhere, birth, name="Lê Thị Ân")
    url = reverse("staff:search")

    def found(text: str) -> list[str]:
        page = office[Role.RECEPTION].get(url, {"q": text})
        return [row.dossier.code for row in page.context["rows"]]

    assert found("le an") == [wanted.code]  # «an» is a word of its own, not a part of «lan»
    assert found("huon")[0] != wanted.code
    assert found("khong co ai") == []
    assert found("'\" OR % _") == []
    actions.correct_receipt(
        wanted.pk,
        actions.Correction(applicant_name="Lê Thị Ân Tình"),
        reason="Ghi thiếu",
        actor=office.actor(Role.LEADER),
    )
    assert found("an tinh") == [wanted.code]


def test_an_officer_on_leave_names_who_stands_in_and_the_work_is_marked(office: Office, three: list[Dossier]):
    absent, present = office.staff[Role.RECEPTION], office.staff[Role.SPECIALIST]
    url = reverse("staff:standing-in")
    wrong = office[Role.RECEPTION].post(
        url, {"taker": present.pk, "first_day": "01/06/2026", "last_day": "05/06/2026", "reason": "Nghỉ phép"}
    )
    assert "từ hôm nay trở đi" in wrong.content.decode()
    sent = {"taker": present.pk, "first_day": "03/06/2026", "last_day": "05/06/2026", "reason": "Nghỉ phép"}
    assert office[Role.RECEPTION].post(url, sent).status_code == 302
    page = office[Role.SPECIALIST].get(reverse("staff:work")).content.decode()
    assert three[0].code in page
    assert "ông/bà làm thay" in page
    assert f"Ông/bà đang làm thay: {absent.name}" in page
    # Until midnight of the last day, and not a minute longer.
    for at, there in (("2026-06-05 23:59", True), ("2026-06-06 00:00", False)):
        with frozen(moment(at)):
            page = office[Role.SPECIALIST].get(reverse("staff:work")).content.decode()
            assert (three[0].code in page) is there, at
    row = Delegation.objects.get()
    assert office[Role.SPECIALIST].post(reverse("staff:standing-in-end", args=[row.pk])).status_code == 404
    assert office[Role.RECEPTION].post(reverse("staff:standing-in-end", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.last_day == date(2026, 6, 3)


def test_what_came_after_the_cut_off_waits_for_tomorrow(office: Office, birth: ProcedureVersion):
    received(office, birth)
    with frozen(moment("2026-06-03 15:30")):
        received(office, birth)
        page = office[Role.RECEPTION].get(reverse("staff:work")).content.decode()
    assert page.count("nhận sau 15:00, chuyển ngày mai") == 1
    assert "1 hồ sơ trên trang này để ngày mai" in page


def test_pages_of_many_agencies_cost_no_more(django_assert_max_num_queries: Any, birth: ProcedureVersion):
    from django.test import Client

    province = factories.agency("H99")
    clerk = factories.officer(province)
    browser = Client()
    browser.force_login(factories.account(clerk, Role.LEADER, below=True))
    for n in range(6):
        commune = factories.agency(f"H99.{n}", parent=province)
        actions.receive_at_counter(
            factories.filing(birth, commune), actor=factories.CLERK, receiver_id=clerk.pk
        )
    browser.get(reverse("staff:work") + "?whose=all")
    with django_assert_max_num_queries(15):
        page = browser.get(reverse("staff:work") + "?whose=all")
    assert len(page.context["rows"]) == 6


def test_the_buttons_follow_the_rights(office: Office, three: list[Dossier]):
    page = office[Role.INSPECTOR].get(reverse("staff:work") + "?whose=all").content.decode()
    assert 'value="print"' in page
    assert 'value="forward"' not in page
