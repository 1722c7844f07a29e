"""Care for kept papers over the pages: clean data, who looked, replaced results, retention, the year's old results."""

import io
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.forge import scans
from tests.staff.conftest import Office, received

from motcua.accounts.models import Person, User
from motcua.audit.models import AuditRow
from motcua.blobs.models import Blob
from motcua.blobs.store import put
from motcua.catalogue.models import ProcedureVersion
from motcua.datastore.writing import act
from motcua.dossiers import cleaning, disposal
from motcua.dossiers.look_ups import look_up
from motcua.dossiers.models import Dossier, DossierPaper, LookUp, PaperRole
from motcua.jobs import queue
from motcua.jobs.running import run_to_end
from motcua.kernel import clock
from motcua.organisation.enums import Role
from motcua.organisation.rules import Officer
from motcua.storehouse.actions import NewPaper, keep, supersede
from motcua.storehouse.care_enums import DoubtState, Purpose, Replacing
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.models import (
    Disposal,
    DisposedPaper,
    DoubtfulPaper,
    Paper,
    PaperReading,
    Scan,
    ScannedPaper,
)
from motcua.storehouse.verifying import standing_of

pytestmark = pytest.mark.django_db

IDENTITY = "001190000123"
_nights = count(1)


@pytest.fixture
def dossier(office: Office, birth: ProcedureVersion) -> Dossier:
    return received(office, birth, identity_number=IDENTITY)


@cache
def page_of(seed: int) -> bytes:
    """The very same bytes each time."""
    return scans.page(scans.told(seed))


def paper_in(
    dossier: Dossier, *, role: PaperRole = PaperRole.COMPONENT, seed: int = 1, **more: Any
) -> DossierPaper:
    """A paper with a file in a dossier, belonging to who filed it."""
    blob = put(page_of(seed), declared_name="a.pdf")
    given: dict[str, Any] = {
        "kind": PaperKind(role.value) if role != PaperRole.ATTACHMENT else PaperKind.ATTACHED,
        "title": "Giấy chứng sinh", "origin": Origin.UPLOADED, "blob": blob.sha256, "owner": dossier.person,
    } | more  # fmt: skip
    with act():
        [paper] = keep([NewPaper(**given)])
        return DossierPaper.objects.create(dossier=dossier, role=role, paper=paper)


def go_through() -> dict[str, Any]:
    """The round of another night."""
    with clock.frozen(clock.now() + timedelta(days=next(_nights))):
        queue.enqueue(cleaning.KIND, {})
        run_to_end()
    return {row.doubt: row for row in DoubtfulPaper.objects.all()}


# --- clean data ---


def test_duplicates_are_found_merged_and_lead_on(office: Office, elsewhere: Office, dossier: Dossier) -> None:
    first, second = paper_in(dossier), paper_in(dossier)
    Paper.objects.filter(pk=second.paper_id).update(signed=True)
    doubt = go_through()["same_file"]
    assert (doubt.paper_id, doubt.other_id, doubt.agency) == (first.paper_id, second.paper_id, office.agency)
    browser = office[Role.RECEPTION]
    listed = browser.get(reverse("staff:cleaning")).content.decode()
    assert "cùng một tệp" in listed
    assert dossier.code in listed
    page = reverse("staff:doubt", args=[doubt.pk])
    assert browser.get(page).status_code == 200
    told = {"way": "merge", "m-keep": second.paper_id, "m-reason": "Một lần quét hai lần"}
    for other in (office[Role.CONTROL], elsewhere[Role.LEADER], office[Role.SPECIALIST]):
        assert other.post(page, told).status_code == 404
    assert browser.post(page, {**told, "m-reason": ""}).status_code == 422
    assert browser.post(page, told).status_code == 302
    gone = Paper.objects.get(pk=first.paper_id)
    assert (gone.superseded_by_id, gone.replaced_how) == (second.paper_id, "merged")
    assert browser.post(page, told).status_code == 409
    row = AuditRow.objects.get(action="papers.clean_merge")
    assert row.detail == {"rule": "same_file", "into": second.paper_id}
    assert go_through()["same_file"].state == DoubtState.MENDED


def test_a_wrong_day_is_corrected_with_a_trace_and_stays_mended(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, issued_on=date(2027, 1, 1))
    doubt = go_through()["issued_later"]
    page = reverse("staff:doubt", args=[doubt.pk])
    leader = office[Role.LEADER]
    told = {
        "way": "correct",
        "c-title": "Giấy chứng sinh",
        "c-issued_on": "01/01/2026",
        "c-reason": "Gõ nhầm năm",
    }
    nothing = leader.post(page, {**told, "c-issued_on": "01/01/2027"})
    assert "Chưa sửa gì" in nothing.content.decode()
    assert leader.post(page, {**told, "c-valid_to": "01/01/2025"}).status_code == 422
    assert leader.post(page, told).status_code == 302
    assert Paper.objects.get(pk=row.paper_id).issued_on == date(2026, 1, 1)
    traced = AuditRow.objects.get(action="papers.clean_correct")
    assert (traced.key, traced.detail["changed"]) == (str(row.paper_id), ["issued_on"])
    assert go_through()["issued_later"].state == DoubtState.MENDED
    Paper.objects.filter(pk=row.paper_id).update(issued_on=date(2028, 1, 1))
    assert go_through()["issued_later"].state == DoubtState.OPEN  # wrong again, found again


def test_a_paper_goes_to_whom_it_belongs(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, issued_on=date(2027, 1, 1))
    page = reverse("staff:doubt", args=[go_through()["issued_later"].pk])
    told = {
        "way": "correct",
        "c-title": "Giấy chứng sinh",
        "c-reason": "Của người khác",
        "c-owner_identity": "001 191 000 001",
    }
    assert "ghi họ tên" in office[Role.LEADER].post(page, told).content.decode()
    assert office[Role.LEADER].post(page, {**told, "c-owner_name": "Sùng A Pao"}).status_code == 302
    assert Paper.objects.get(pk=row.paper_id).owner_person == Person.objects.get(name="Sùng A Pao")
    assert "001191000001" not in str(list(AuditRow.objects.values("detail")))


def test_what_is_right_is_dismissed_until_something_else_is_wrong(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, issued_on=date(2027, 1, 1))
    doubt = go_through()["issued_later"]
    page = reverse("staff:doubt", args=[doubt.pk])
    assert (
        office[Role.RECEPTION].post(page, {"way": "dismiss", "d-reason": "Đúng như vậy"}).status_code == 302
    )
    assert go_through()["issued_later"].state == DoubtState.DISMISSED
    Paper.objects.filter(pk=row.paper_id).update(issued_on=date(2028, 1, 1))
    assert go_through()["issued_later"].state == DoubtState.OPEN


def test_a_lost_file_is_put_back_only_as_it_was(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier)
    Blob.objects.filter(pk=row.paper.blob_id).update(state="damaged")
    page = reverse("staff:doubt", args=[go_through()["file_lost"].pk])

    def sent(content: bytes) -> Any:
        file = io.BytesIO(content)
        file.name = "a.pdf"
        return office[Role.LEADER].post(page, {"way": "restore", "r-file": file})

    assert "không phải đúng tệp" in sent(page_of(9)).content.decode()
    assert sent(page_of(1)).status_code == 302
    assert go_through()["file_lost"].state == DoubtState.MENDED


def test_a_wrong_code_is_given_anew(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier)
    Paper.objects.filter(pk=row.paper_id).update(agency=office.agency, code="H99.02.KHAC.2026.000001")
    page = reverse("staff:doubt", args=[go_through()["code_form"].pk])
    assert office[Role.LEADER].post(page, {"way": "code"}).status_code == 302
    assert Paper.objects.get(pk=row.paper_id).code == "H99.01.KHAC.2026.000001"
    assert AuditRow.objects.get(action="papers.clean_code").detail["from"] == "H99.02.KHAC.2026.000001"


def test_papers_of_nobody_and_of_no_dossier_are_found(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, owner=None)
    DossierPaper.objects.filter(pk=row.pk).delete()
    assert set(go_through()) == {"no_owner", "no_dossier"}
    assert {each.agency for each in DoubtfulPaper.objects.all()} == {
        office.agency
    }  # the highest of the house


def test_what_ended_by_itself_closes_and_the_list_is_saved(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, issued_on=date(2027, 1, 1), number="123")
    go_through()
    saved = office[Role.CONTROL].get(reverse("staff:cleaning") + "?as=xlsx")
    assert saved.content.startswith(b"PK")
    Paper.objects.filter(pk=row.paper_id).update(issued_on=None)
    assert go_through()["issued_later"].state == DoubtState.GONE
    assert "Chưa xử lý" in office[Role.LEADER].get(reverse("staff:cleaning")).content.decode()


def test_the_cleaning_page_stays_within_its_statements(
    office: Office, dossier: Dossier, django_assert_max_num_queries: Any
) -> None:
    for seed in range(5):
        paper_in(dossier, seed=seed, issued_on=date(2027, 1, 1))
    go_through()
    office[Role.RECEPTION].get(reverse("staff:cleaning"))
    with django_assert_max_num_queries(13):
        office[Role.RECEPTION].get(reverse("staff:cleaning"))


# --- who looked ---


def test_opening_a_paper_is_noted_once_with_dossier_and_purpose(
    office: Office, elsewhere: Office, dossier: Dossier
) -> None:
    row = paper_in(dossier)
    url = reverse("staff:paper", args=[dossier.code, row.pk])
    for role in (Role.SPECIALIST, Role.SPECIALIST, Role.RECEPTION, Role.INSPECTOR):
        assert b"".join(office[role].get(url).streaming_content)
    assert elsewhere[Role.SPECIALIST].get(url).status_code == 404
    noted = list(
        PaperReading.objects.order_by("pk").values_list("purpose", "dossier", "person", "agency__code")
    )
    me = dossier.person_id
    assert noted == [
        (each.value, dossier.code, me, "H99.01")
        for each in (Purpose.SETTLE, Purpose.RECEIVE, Purpose.INSPECT)
    ]
    assert Client().get(url).status_code == 302


def test_the_owner_sees_which_agency_looked_and_what_for_and_nobody_else_does(
    office: Office, dossier: Dossier, birth: ProcedureVersion
) -> None:
    row = paper_in(dossier)
    b"".join(
        office[Role.SPECIALIST].get(reverse("staff:paper", args=[dossier.code, row.pk])).streaming_content
    )
    officer = Officer(
        office.staff[Role.RECEPTION].pk, "A", "B", office.agency.code, office.agency.name, office.agency.path
    )
    look_up(officer, IDENTITY, birth.procedure, act_key="khoa-1")
    assert dossier.person is not None
    page = reverse("public:my-papers")
    assert Client().get(page).status_code == 302
    told = signed_in(dossier.person).get(page).content.decode()
    assert "Giải quyết hồ sơ" in told
    assert dossier.code in told
    assert office.agency.name in told
    assert "không có hồ sơ nào được nộp sau lần này" in told
    for private in (office.staff[Role.SPECIALIST].name, office.staff[Role.RECEPTION].name):
        assert private not in told
    stranger = signed_in(Person.objects.create(name="Người Khác", created_at=clock.now()))
    assert dossier.code not in stranger.get(page).content.decode()


def signed_in(person: Person) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_user(f"dan{person.pk}", "mat-khau-thu", person=person))
    return browser


def test_unusual_look_ups_stand_first_for_the_administrator(
    office: Office, elsewhere: Office, birth: ProcedureVersion
) -> None:
    clerk, person = office.staff[Role.RECEPTION], Person.objects.create(name="X", created_at=clock.now())
    with act():
        LookUp.objects.bulk_create(
            LookUp(
                staff=clerk,
                person=person,
                procedure=birth.procedure,
                act_key=f"k{n}",
                at=clock.now() - timedelta(hours=2),
            )
            for n in range(16)
        )
    page = reverse("staff:looks")
    told = office[Role.ADMINISTRATOR].get(page).content.decode()
    assert "16 lượt tra cứu không thành hồ sơ" in told
    there = reverse("staff:looks-of", args=[clerk.pk, "2026-06-03"])
    assert there in told
    assert "Đăng ký khai sinh: 16" in office[Role.ADMINISTRATOR].get(there).content.decode()
    assert elsewhere[Role.ADMINISTRATOR].get(there).status_code == 404
    assert "16 lượt" not in elsewhere[Role.ADMINISTRATOR].get(page).content.decode()
    assert office[Role.LEADER].get(page).status_code == 404


# --- replaced results ---


def test_a_replaced_result_leads_on_by_mark_and_by_file(
    office: Office, elsewhere: Office, dossier: Dossier
) -> None:
    row = paper_in(dossier, role=PaperRole.RESULT, title="Giấy khai sinh", number="12/2026")
    Paper.objects.filter(pk=row.paper_id).update(verification="ABCDEFGHJKMNPQRS")
    page = reverse("staff:result-replace", args=[row.pk])
    leader = office[Role.LEADER]

    def sent(seed: int, **more: Any) -> Any:
        file = io.BytesIO(page_of(seed))
        file.name = "moi.pdf"
        return leader.post(page, {"reason": "Sai tên của Lò Thị Mẩy", "file": file, **more})

    for other in (office[Role.SPECIALIST], elsewhere[Role.LEADER]):
        assert other.get(page).status_code == 404
    assert sent(1).status_code == 422  # the very same file
    assert leader.post(page, {"reason": "Sai"}).status_code == 422
    assert sent(2, reason=" ").status_code == 422
    assert sent(2, number="12/2026-DC").status_code == 302
    assert sent(3).status_code == 409
    new = DossierPaper.objects.filter(dossier=dossier, role=PaperRole.RESULT).latest("pk")
    assert (new.paper.number, new.paper.agency) == ("12/2026-DC", office.agency)
    visitor = Client()
    told = visitor.get(reverse("public:verify-one", args=["ABCDEFGHJKMNPQRS"])).content.decode()
    assert "đã được thay bằng bản khác từ 03/06/2026" in told
    assert reverse("public:verify-one", args=[new.paper.verification]) in told
    for private in ("Mẩy", "12/2026", dossier.applicant_name):
        assert private not in told
    assert (
        "Còn giá trị"
        in visitor.get(reverse("public:verify-one", args=[new.paper.verification])).content.decode()
    )
    assert "Sai tên" in leader.get(reverse("staff:result", args=[row.pk])).content.decode()
    assert AuditRow.objects.get(action="papers.replace").detail["by"] == new.paper_id


def test_another_result_of_the_dossier_may_take_the_place_and_chains_are_followed(
    office: Office, dossier: Dossier
) -> None:
    rows = [paper_in(dossier, role=PaperRole.RESULT, seed=seed) for seed in (1, 2, 3)]
    for old, new in ((0, 1), (1, 2)):
        page = reverse("staff:result-replace", args=[rows[old].pk])
        told = {"reason": "Đính chính", "other": rows[new].pk}
        assert office[Role.LEADER].post(page, told).status_code == 302
    first = Paper.objects.get(pk=rows[0].paper_id)
    standing = standing_of(first)
    assert (standing.holds, standing.replaced_by) == (False, rows[2].paper)
    Paper.objects.filter(pk=rows[2].paper_id).update(revoked_at=clock.now())
    assert "cũng đã bị thu hồi" in standing_of(Paper.objects.get(pk=first.pk)).words


def test_a_merged_duplicate_still_holds_for_whoever_has_it_in_hand(dossier: Dossier) -> None:
    old, new = paper_in(dossier).paper, paper_in(dossier, seed=2).paper
    with act():
        supersede(old, new, how=Replacing.MERGED)
    standing = standing_of(Paper.objects.get(pk=old.pk))
    assert standing.holds
    assert standing.replaced_by == new


# --- the store of files ---


def test_the_store_page_tells_what_the_last_looks_found(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier)
    browser = office[Role.ADMINISTRATOR]
    assert "chưa chạy" in browser.get(reverse("staff:store")).content.decode()
    Blob.objects.filter(pk=row.paper.blob_id).update(state="missing")
    assert browser.post(reverse("staff:store-look")).status_code == 302
    run_to_end()
    told = browser.get(reverse("staff:store")).content.decode()
    assert "Không còn trên kho lưu trữ" in told
    assert ": 0 tệp" in told
    assert office[Role.LEADER].get(reverse("staff:store")).status_code == 404


# --- how long papers are kept ---


def test_papers_past_their_time_go_by_a_leaders_decision_and_the_list_stays(
    office: Office, elsewhere: Office, dossier: Dossier
) -> None:
    old, used = (
        paper_in(dossier, role=PaperRole.ATTACHMENT),
        paper_in(dossier, role=PaperRole.ATTACHMENT, seed=2),
    )
    long_ago = clock.now() - timedelta(days=12 * 366)
    Paper.objects.filter(pk__in=[old.paper_id, used.paper_id]).update(created_at=long_ago)
    page = reverse("staff:keeping-due", args=["attached"])
    leader = office[Role.LEADER]
    assert "0 giấy tờ đến hạn" in leader.get(page).content.decode()  # in use: the dossier is open
    ended = {"state": "withdrawn", "filed_at": long_ago}
    Dossier.objects.filter(pk=dossier.pk).update(**ended)
    assert "2 giấy tờ đến hạn" in leader.get(page).content.decode()
    told = {
        "number": "12/QĐ",
        "day": "03/06/2026",
        "reason": "Biên bản ngày 01/6/2026",
        "seen": 2,
        "sure": "on",
    }
    assert office[Role.CONTROL].post(page, told).status_code == 404
    assert office[Role.SPECIALIST].get(page).status_code == 404
    assert leader.post(page, {**told, "seen": 1}).status_code == 409
    assert leader.post(page, {**told, "sure": ""}).status_code == 422
    made = leader.post(page, told)
    Dossier.objects.filter(pk=dossier.pk).update(state="processing")  # taken up again before the job ran
    run_to_end()
    assert Paper.objects.filter(destroyed_at=None).count() >= 2
    Dossier.objects.filter(pk=dossier.pk).update(**ended)
    kept = DisposedPaper.objects.exclude(kept_because="").count()
    assert kept == 2
    DisposedPaper.objects.all().update(kept_because="")
    queue.enqueue(disposal.KIND, {"disposal": Disposal.objects.get().pk})
    run_to_end()
    gone = Paper.objects.get(pk=old.paper_id)
    assert (gone.blob_id, gone.title) == (None, "Giấy chứng sinh")
    assert gone.destroyed_at
    assert not Blob.objects.filter(pk=old.paper.blob_id).exists()
    listed = leader.get(made.url).content.decode()
    assert "2 trên 2" in listed
    assert leader.get(made.url + "?as=xlsx").content.startswith(b"PK")
    assert elsewhere[Role.LEADER].get(made.url).status_code == 404
    assert leader.get(reverse("staff:keeping")).status_code == 200
    assert leader.get(reverse("staff:paper", args=[dossier.code, old.pk])).status_code == 404


# --- old results of a year ---


def test_a_year_of_old_results_is_planned_counted_and_reported(office: Office, elsewhere: Office) -> None:
    page, plan = reverse("staff:old-results"), reverse("staff:old-results-plan", args=["H99.01", 2026])
    leader = office[Role.LEADER]
    assert "Chưa có kế hoạch" in leader.get(page).content.decode()
    told = {"total": 100, "before": 30, "planned": 10, "basis": "KH 05/KH-UBND"}
    for other in (office[Role.RECEPTION], elsewhere[Role.LEADER]):
        assert other.post(plan, told).status_code == 404
    assert "Chỉ còn 70" in leader.post(plan, {**told, "planned": 71}).content.decode()
    assert leader.post(plan, told).status_code == 302
    blob = put(page_of(1), declared_name="a.pdf")
    now = clock.now()
    for source, kept_at in (("list", now), ("list", now - timedelta(days=200)), ("upload", now)):
        scan = Scan.objects.create(
            agency=office.agency, source=source, name="a", original=blob, state="ready", created_at=now
        )
        ScannedPaper.objects.create(
            scan=scan, order=1, pages=[0], copy=blob, state="kept", kept_at=kept_at, created_at=now
        )
    shown = office[Role.RECEPTION].get(page).content.decode()
    assert "31,0 %" in shown  # thirty before, one of this year's lists
    assert "Kế hoạch thấp hơn mức tăng" in shown
    assert "Sửa kế hoạch" not in shown
    assert leader.get(page + "?as=xlsx").content.startswith(b"PK")
    assert "KH 05" not in elsewhere[Role.LEADER].get(page).content.decode()
    detail = AuditRow.objects.get(action="papers.plan_year").detail
    assert detail == {"year": 2026, "total": 100, "before": 30, "planned": 10}
    following = leader.get(reverse("staff:old-results-plan", args=["H99.01", 2027])).content.decode()
    assert 'value="31"' in following  # the next year begins where this one ends


def test_an_agency_sets_its_own_times_of_keeping(office: Office) -> None:
    page = reverse("staff:setting", args=["storage.retention_years"])
    browser = office[Role.ADMINISTRATOR]
    lines = "Thành phần hồ sơ (năm): 5\nket qua giai quyet (nam): 50\nGiấy tờ kèm theo (năm): 3\nTệp quét đã bỏ (ngày): 20"
    told = {
        "value": lines,
        "first_day": "01/06/2026",
        "reason": "Bảng thời hạn của xã",
        "source": "QĐ 1/QĐ-UBND",
    }
    assert "Còn thiếu: Bản sao chứng thực điện tử (năm)" in browser.post(page, told).content.decode()
    assert "chưa đúng" in browser.post(page, {**told, "value": lines + "\nBừa: 1"}).content.decode()
    whole = lines + "\nBản sao chứng thực điện tử (năm): 20"
    assert browser.post(page, {**told, "value": whole}).status_code == 302
    shown = office[Role.LEADER].get(reverse("staff:keeping")).content.decode()
    assert "QĐ 1/QĐ-UBND" in shown
    assert "03/06/2021" in shown  # five years back
