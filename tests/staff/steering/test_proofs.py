"""What the system sees of a task's deliverable: each kind of real rows, proposed, confirmed once, never invented."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.factories import CLERK, moment
from tests.staff.conftest import Office, received
from tests.staff.steering.test_steering import words

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.printing_jobs import PRINT_REGISTER
from motcua.feedback.dialogue_models import Dialogue
from motcua.feedback.models import Slip
from motcua.inspections.inspection_models import Inspection, InspectionPlan
from motcua.inspections.models import Violation
from motcua.jobs.models import Job
from motcua.kernel.clock import frozen, now
from motcua.kernel.refusals import Refused
from motcua.measurement.evidence import HouseEvidence
from motcua.measurement.models import Snapshot
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, FocalList, Regulation, Training
from motcua.plans import proofs, tasking
from motcua.plans.control_models import Initiative, OutreachChannel, Post
from motcua.plans.models import Evidence, Occurrence, Plan, PlanTask
from motcua.plans.ports import Seen, Sought
from motcua.plans.sent_models import SentReport


def made(kind: Seen, office: Office, version: ProcedureVersion) -> Any:
    agency, day = office.agency, date(2026, 5, 4)
    at = moment("2026-05-04 10:00")
    who: dict[str, Any] = {"agency": agency}
    match kind:
        case Seen.FOCAL_DECISION:
            return FocalList.objects.create(
                **who, period="2026-H1", decision="QĐ 12/QĐ-UBND", decided_on=day, created_at=at, author="A"
            )
        case Seen.REGULATION:
            return Regulation.objects.create(
                **who, number=1, title="Quy chế", decision="QĐ 9", issued_on=day, issuer="UBND xã", valid_from=day,
                author="A", created_at=at,
            )  # fmt: skip
        case Seen.PLAN:
            return Plan.objects.create(
                **who,
                title="Kế hoạch",
                issued_on=day,
                year=2026,
                imported_at=at,
                confirmed_at=at,
                state="confirmed",
            )
        case Seen.TRAINING | Seen.ATTENDED:
            return Training.objects.create(
                **who, kind="course", held=kind is Seen.TRAINING, title="Một cửa", organiser="UBND xã", first_day=day,
                last_day=day, hours=4,
            )  # fmt: skip
        case Seen.VIOLATIONS:
            return Violation.objects.create(
                **who, kind="other", happened_on=day, words="A", detected_by="own", entered_at=at, entered_by="A",
                due_on=day,
            )  # fmt: skip
        case Seen.SLIPS:
            with frozen(moment("2026-05-01 09:00")):
                dossier = received(office, version)
            return Slip.objects.create(dossier=dossier, form="01", channel="slip", contacts=1, given_at=at)
        case Seen.REGISTER:
            return Job.objects.create(
                kind=PRINT_REGISTER, agency=agency.code, state="done", arguments={"year": 2026}, result={"entries": 7},
                run_after=at, created_at=at, finished_at=at,
            )  # fmt: skip
        case Seen.SCORE:
            return Snapshot.objects.create(
                agency_code=agency.code, period="2026-04", set_code="766", taken_at=at, content={}
            )
    return made_by_control_work(kind, office)


def made_by_control_work(kind: Seen, office: Office) -> Any:
    day, at, who = date(2026, 5, 4), moment("2026-05-04 10:00"), {"agency": office.agency}
    agency = office.agency
    match kind:
        case Seen.INSPECTION_PLAN:
            return InspectionPlan.objects.create(
                **who, year=2026, mode="own", title="Kiểm tra", purpose="A", contents="B", due_on=day, made_at=at,
                made_by="A", decision="QĐ 3", decided_on=day,
            )  # fmt: skip
        case Seen.INSPECTION | Seen.INSPECTION_TEAM:
            return Inspection.objects.create(
                **who, target=agency, title="Kiểm tra", form="sudden", way="on_site", checklist="desk", first_day=day,
                last_day=day, made_at=at, made_by="A", conclusion="KL 4", concluded_on=day, decision="QĐ 2", decided_on=day,
            )  # fmt: skip
        case Seen.DIALOGUE:
            return Dialogue.objects.create(
                **who, title="Đối thoại", cause="regular", way="in_person", held_at=at, place="A", content="B",
                joining="C", chair="D", announce_by=day, publish_by=day, published_at=at, made_by="A",
            )  # fmt: skip
        case Seen.INITIATIVE:
            return Initiative.objects.create(
                **who, year=2026, title="A", problem="B", solution="C", effect="D", state="recognised",
                registered_on=day, registered_by="A", decision="QĐ 7", decided_on=day,
            )  # fmt: skip
        case Seen.CHANNEL:
            return OutreachChannel.objects.create(**who, kind="zalo", name="Zalo xã", first_day=day)
        case Seen.OUTREACH:
            return Post.objects.create(
                **who, staff=office.staff[Role.CONTROL], kind="article", title="Bài", day=day, url="https://xa.example/1",
                entered_at=at, entered_by="A",
            )  # fmt: skip
        case Seen.REPORT:
            return SentReport.objects.create(
                **who, kind="control", title="Báo cáo", period_first=day, period_last=day, number="1/BC", signed_on=day,
                to_name="UBND tỉnh", sent_on=day, way="system", entered_at=at, entered_by="A",
            )  # fmt: skip
    raise AssertionError(kind)


@pytest.mark.parametrize("kind", list(Seen))
def test_each_kind_is_seen_where_it_is_and_when_it_was(
    kind: Seen, office: Office, birth: ProcedureVersion
) -> None:
    eyes = HouseEvidence()

    def seen(code: str, first: str = "2026-01-01", last: str = "2026-06-03") -> list[str]:
        found = eyes.seen(Sought(kind), code, date.fromisoformat(first), date.fromisoformat(last))
        return [str(one.day) for one in found]

    assert seen(office.agency.code) == []
    made(kind, office, birth)
    assert seen(office.agency.code) == ["2026-05-04"]
    assert seen(office.agency.code, "2026-05-05") == []
    assert seen(office.agency.code, last="2026-05-03") == []
    assert seen("H99.77") == []


def give(agency: Agency, title: str) -> PlanTask:
    return tasking.give_task(agency, actor=CLERK, title=title, source="Kế hoạch", due_date=date(2026, 6, 30))


def test_a_proposal_is_confirmed_once_and_only_what_is_seen(office: Office, birth: ProcedureVersion) -> None:
    task = give(office.agency, "Tổ chức tập huấn Một cửa")
    other = give(office.agency, "Tập huấn số hoá")
    today = date(2026, 6, 3)
    assert proofs.proposals([task, other], today) == []
    with pytest.raises(Refused, match="không còn thấy"):
        proofs.confirm(task.pk, "training:1", actor=CLERK)
    training = made(Seen.TRAINING, office, birth)
    assert [one.task.pk for one in proofs.proposals([task, other], today)] == [task.pk], "lớp về việc khác"
    done = proofs.confirm(task.pk, f"training:{training.pk}", actor=CLERK)
    assert (done.percent, done.done_on) == (100, now().date())
    kept = Evidence.objects.get(task=task)
    assert kept.proof == f"training:{training.pk}"
    assert "Một cửa" in kept.text
    given_later = give(office.agency, "Tổ chức tập huấn Một cửa")
    PlanTask.objects.filter(pk=given_later.pk).update(given_at=moment("2026-05-20 08:00"))
    assert proofs.proposals(PlanTask.objects.filter(pk=given_later.pk), today) == [], (
        "lớp có trước khi giao việc"
    )
    reopened = PlanTask.objects.filter(pk=task.pk)
    reopened.update(state="doing", done_on=None, percent=0)
    assert proofs.proposals(list(reopened), today) == []


def test_the_page_proposes_and_an_officer_confirms(
    office: Office, birth: ProcedureVersion, django_assert_max_num_queries: Any
) -> None:
    task = give(office.agency, "Kiện toàn cán bộ đầu mối")
    focal = made(Seen.FOCAL_DECISION, office, birth)
    control = office[Role.CONTROL]
    assert "QĐ 12/QĐ-UBND" in words(control.get(reverse("staff:task-reminders")))
    for number in range(20):
        give(office.agency, f"Kiện toàn cán bộ đầu mối lần {number}")
    with django_assert_max_num_queries(15):
        control.get(reverse("staff:task-reminders"))
    url = reverse("staff:task-proof", args=[task.pk])
    assert office[Role.LEADER].post(url, {"key": f"focal:{focal.pk}"}).status_code == 404
    assert control.post(url, {"key": "focal:999"}).status_code == 422
    assert "kèm minh chứng" in words(control.post(url, {"key": f"focal:{focal.pk}"}, follow=True))
    task.refresh_from_db()
    assert task.state == "done"


POSTS = (  # kind, channel, how many times
    ("broadcast", "speakers", 3), ("broadcast", None, 1), ("article", "website", 1), ("article", None, 1), ("leaflet", None, 500),
)  # fmt: skip


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Tuyên truyền cải cách thủ tục hành chính trên mạng xã hội", ""),
        ("Đăng bài về dịch vụ công trực tuyến trên trang Zalo của xã", ""),
        (
            "Tuyên truyền dịch vụ công trực tuyến trên loa truyền thanh",
            "2 sản phẩm truyền thông trên Loa truyền thanh",
        ),
        ("Phát thanh 04 buổi về thủ tục hành chính", "4 lượt phát hoặc bản"),
        ("Phát thanh 05 buổi về thủ tục hành chính", ""),
        ("Tuyên truyền thủ tục qua loa truyền thanh và trang thông tin điện tử", "Trang thông tin điện tử"),
        ("Tuyên truyền thủ tục qua loa truyền thanh và Zalo", ""),
        ("Tuyên truyền thủ tục qua loa truyền thanh hoặc Zalo", "2 sản phẩm"),
        ("Viết 02 tin, bài về cải cách thủ tục hành chính", "2 sản phẩm truyền thông (Tin, bài, "),
        ("Viết 03 tin, bài về cải cách thủ tục hành chính", ""),
        ("Phát 1.000 tờ rơi hướng dẫn nộp hồ sơ trực tuyến", ""),
        ("Phát 500 tờ rơi hướng dẫn nộp hồ sơ trực tuyến", "500 lượt phát hoặc bản"),
        ("Mỗi cán bộ là một tuyên truyền viên, mỗi tuần 01 bài", "5 sản phẩm"),
    ],
)
def test_outreach_is_matched_by_channel_product_and_number(office: Office, title: str, shown: str) -> None:
    agency = office.agency
    channels = {
        kind: OutreachChannel.objects.create(agency=agency, kind=kind, name=kind, first_day=date(2025, 1, 1))
        for kind in ("speakers", "website", "zalo")
    }
    for number, (kind, channel, times) in enumerate(POSTS):
        Post.objects.create(
            agency=agency, staff=office.staff[Role.CONTROL], kind=kind, title="Bài", day=date(2026, 5, 4), times=times,
            url=f"https://xa.example/{number}", channel=channels.get(channel or ""), entered_at=moment("2026-05-04 10:00"),
            entered_by="A",
        )  # fmt: skip
    found = proofs.proposals([give(agency, title)], date(2026, 6, 3))
    assert [shown in one.sighting.words for one in found] == ([True] if shown else [])


def test_what_is_counted_together_is_counted_for_each_task_from_its_own_day(office: Office) -> None:
    """A task met on 10/5 is not shown posts of before, however long another task has waited."""
    for number, day in enumerate((4, 20)):
        Post.objects.create(
            agency=office.agency, staff=office.staff[Role.CONTROL], kind="article", title="Bài", day=date(2026, 5, day),
            url=f"https://xa.example/{number}", entered_at=moment("2026-05-20 10:00"), entered_by="A",
        )  # fmt: skip
    waits, met = (give(office.agency, "Viết tin, bài về cải cách thủ tục hành chính") for _ in range(2))
    Occurrence.objects.create(task=met, due_date=date(2026, 5, 10), done_on=date(2026, 5, 10))
    found = proofs.proposals([waits, met], date(2026, 6, 3))
    assert [one.sighting.words.split()[0] for one in found] == ["2", "1"]


def test_an_inspection_is_matched_by_its_form_and_whom_it_looked_at(office: Office) -> None:
    made_by_control_work(Seen.INSPECTION, office)

    def offered(title: str) -> int:
        return len(proofs.proposals([give(office.agency, title)], date(2026, 6, 3)))

    assert offered("Kiểm tra đột xuất việc giải quyết thủ tục hành chính tại các phòng") == 1
    assert offered("Kiểm tra định kỳ việc giải quyết thủ tục hành chính") == 0
    assert offered("Tổ chức kiểm tra công tác kiểm soát thủ tục hành chính tại các xã, phường") == 0
    assert offered("Tiến hành 02 cuộc kiểm tra kiểm soát thủ tục hành chính") == 0
