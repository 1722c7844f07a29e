"""How long papers are kept, what the looks through the store found, and the year of old results."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.staff.conftest import Office
from tests.staff.kept_papers import page_of, paper_in

from motcua.audit.models import AuditRow
from motcua.blobs.models import Blob
from motcua.blobs.store import put
from motcua.dossiers import disposal
from motcua.dossiers.models import Dossier, PaperRole
from motcua.jobs import queue
from motcua.jobs.running import run_to_end
from motcua.kernel import clock
from motcua.organisation.enums import Role
from motcua.storehouse.models import (
    Disposal,
    DisposedPaper,
    Paper,
    Scan,
    ScannedPaper,
)

pytestmark = pytest.mark.django_db


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
