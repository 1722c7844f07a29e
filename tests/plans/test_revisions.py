"""A revised plan: recognised, compared row by row, merged without losing what was done; look-alikes are asked about."""

from datetime import date

import pytest
from tests import factories
from tests.factories import CLERK
from tests.plans.test_running import TEXT, confirmed, imported, report, tasks

from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.plans import actions, reporting, revising
from motcua.plans.comparing import Identity, Likeness, Words, compare, foreign_locality, likeness
from motcua.plans.enums import PlanKind, PlanState, TaskState
from motcua.plans.models import Evidence, Occurrence, Plan, PlanDocument, PlanIssue, PlanTarget, PlanTask
from motcua.plans.rules import kind_of

REVISED = (
    TEXT.replace("Trước ngày 31/3/2026", "Trước ngày 30/6/2026")
    .replace("| 3 | Hướng dẫn người dân nộp hồ sơ trực tuyến | Bộ phận Một cửa | Đoàn Thanh niên | Thường xuyên | |\n", "")
    .replace("đạt từ 95% trở lên", "đạt từ 98% trở lên")
    + "| 3 | Rà soát danh mục thủ tục hành chính nội bộ | Văn phòng UBND xã | | Trước ngày 30/9/2026 | Báo cáo |\n"
)  # fmt: skip
KNOWN = Identity("12/KH-UBND", "UBND XÃ THỬ", 2026, "Kiểm soát thủ tục hành chính năm 2026")


@pytest.fixture
def commune(db: None) -> Agency:
    return factories.agency(name="UBND xã Thử")


@pytest.mark.parametrize(
    ("number", "issuer", "year", "title", "expected"),
    [
        ("12/KH-UBND", "UBND xã Thử", 2026, "Kiểm soát thủ tục hành chính năm 2026 (sửa đổi)", Likeness.SAME),
        ("12 /KH-UBND", "", 2026, "Kiểm soát thủ tục hành chính năm 2026", Likeness.SAME),
        ("12/KH-UBND", "UBND xã Thử", 2026, "Phòng, chống thiên tai mùa mưa bão", Likeness.ASK),
        # Only what every plan says is alike: «Kế hoạch … năm 2026», one body of two.
        (
            "12/KH-UBND",
            "UBND xã Thử",
            2026,
            "KẾ HOẠCH Thực hiện kiểm tra Bộ phận Một cửa năm 2026",
            Likeness.ASK,
        ),
        ("40/KH-UBND", "UBND xã Thử", 2026, "Kế hoạch Rà soát thủ tục hành chính năm 2026", Likeness.OTHER),
        ("12/KH-UBND", "UBND tỉnh Mẫu", 2026, "Kiểm soát thủ tục hành chính năm 2026", Likeness.ASK),
        ("40/KH-UBND", "UBND xã Thử", 2026, "Kiểm soát thủ tục hành chính năm 2026", Likeness.ASK),
        ("12/KH-UBND", "UBND xã Thử", 2025, "Kiểm soát thủ tục hành chính năm 2025", Likeness.OTHER),
        ("", "", 2026, "Truyền thông về cải cách hành chính năm 2026", Likeness.OTHER),
    ],
)
def test_a_plan_is_recognised(number: str, issuer: str, year: int, title: str, expected: Likeness) -> None:
    assert likeness(Identity(number, issuer, year, title), KNOWN) is expected


@pytest.mark.parametrize(
    ("issuer", "names", "expected"),
    [
        ("ỦY BAN NHÂN DÂN XÃ THỬ", ["UBND xã Thử", "UBND tỉnh Mẫu"], ""),
        ("ỦY BAN NHÂN DÂN TỈNH MẪU", ["UBND xã Thử", "UBND tỉnh Mẫu"], ""),
        ("Ủy ban nhân dân phường Khác", ["UBND xã Thử", "UBND tỉnh Mẫu"], "phuong khac"),
        ("ỦY BAN NHÂN DÂN HUYỆN A XÃ B", ["UBND xã Thử"], "xa b"),
        ("SỞ TƯ PHÁP", ["UBND xã Thử"], ""),
        ("", ["UBND xã Thử"], ""),
    ],
)
def test_a_document_of_another_locality(issuer: str, names: list[str], expected: str) -> None:
    assert foreign_locality(issuer, names) == expected


def test_rows_are_found_again() -> None:
    old = [
        Words(1, "II", "1", "Niêm yết thủ tục", {"lead": "Văn phòng"}),
        Words(2, "II", "2", "Báo cáo quý về kiểm soát thủ tục"),
        Words(3, "II", "3", "Tổ chức tập huấn cho công chức Một cửa"),
        Words(4, "II", "4", "Rà soát quy trình nội bộ"),
    ]
    new = [
        Words(11, "II", "1", "Tổ chức tập huấn cho công chức Một cửa"),  # moved
        Words(12, "II", "2", "Báo cáo tháng về kiểm soát thủ tục"),  # reworded in place
        Words(13, "III", "7", "Niêm yết  thủ tục", {"lead": "Công an"}),
        Words(14, "II", "4", "Mua sắm máy quét"),  # something else under the same number
    ]
    found = compare(old, new)
    assert [(c.old and c.old.key, c.new and c.new.key, c.kind, c.fields) for c in found] == [
        (3, 11, "same", ()), (2, 12, "changed", ("title",)), (1, 13, "changed", ("lead",)),
        (None, 14, "new", ()), (4, None, "gone", ()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Kiểm tra công tác kiểm soát thủ tục hành chính năm 2026", PlanKind.INSPECTION),
        ("Kiểm soát thủ tục hành chính, rà soát quy trình năm 2026", PlanKind.CONTROL),
        ("Rà soát, đánh giá thủ tục hành chính", PlanKind.REVIEW),
        ("Tuyên truyền cải cách hành chính", PlanKind.COMMUNICATION),
        ("Cải cách hành chính năm 2026", PlanKind.REFORM),
        ("Phòng chống cháy rừng", PlanKind.OTHER),
    ],
)
def test_the_kind_of_a_plan(title: str, kind: PlanKind) -> None:
    assert kind_of(title) is kind


def test_a_revision_keeps_what_was_done(commune: Agency) -> None:
    plan = confirmed(commune)
    first, second, third = tasks(plan)
    staff = factories.officer(commune)
    reporting.assign_task(first.pk, actor=CLERK, holder_id=staff.pk)
    report(first, 60, "2026-02-01 09:00")
    report(second, 100, "2026-03-10 09:00")
    revised = imported(commune, "2026-03-20 09:00", REVISED)
    assert (revised.revises_id, revised.asked, revised.status) == (plan.pk, False, PlanState.READ)
    with pytest.raises(Refused, match="áp dụng"):
        actions.confirm(revised.pk, actor=CLERK)
    found = revising.comparison(revised)
    assert [change.kind for change in found.tasks] == ["changed", "same", "new", "gone"]
    assert [change.fields for change in found.targets] == [("title", "aim"), ()]
    merged = revising.apply_revision(revised.pk, actor=CLERK, seen=revised.revision)
    assert merged.pk == plan.pk
    first.refresh_from_db()
    assert (first.percent, first.holder_id, first.due_date) == (60, staff.pk, date(2026, 6, 29))
    assert list(Occurrence.objects.filter(task=first).values_list("due_date", flat=True)) == [first.due_date]
    assert Evidence.objects.filter(task=first).count() == 1
    second.refresh_from_db()
    assert second.due_date == date(2026, 6, 14)
    third.refresh_from_db()
    assert third.status is TaskState.DROPPED
    assert PlanTask.objects.filter(plan=plan).count() == 4
    assert set(PlanTarget.objects.filter(plan=plan).values_list("value", flat=True)) == {98, 80}
    assert PlanIssue.objects.get(plan=plan).changes == {"new": 1, "changed": 2, "gone": 1, "same": 2}
    assert "98%" in str(PlanDocument.objects.get(plan=plan).blocks)
    assert Plan.objects.count() == 1
    with pytest.raises(Refused, match="nhập ngày"):
        imported(commune, "2026-03-21 09:00", REVISED)


def test_what_was_taken_for_a_revision_may_be_a_plan_of_its_own(commune: Agency) -> None:
    plan = confirmed(commune)
    read = imported(commune, "2026-04-10 09:00", REVISED)
    assert (read.revises_id, read.asked) == (plan.pk, False)
    with pytest.raises(Refused, match="đã được trả lời"):
        revising.settle(read.pk, actor=CLERK, same=True)
    assert revising.settle(read.pk, actor=CLERK, same=False).revises_id is None
    with pytest.raises(Refused, match="đã được trả lời"):
        revising.settle(read.pk, actor=CLERK, same=False)
    assert actions.confirm(read.pk, actor=CLERK).status is PlanState.CONFIRMED


def test_two_plans_with_one_number_are_asked_about(commune: Agency) -> None:
    plan = confirmed(commune)
    other = TEXT.replace("Kiểm soát thủ tục hành chính năm 2026", "Phòng, chống thiên tai năm 2026")
    read = imported(commune, "2026-02-01 09:00", other)
    assert (read.revises_id, read.asked) == (plan.pk, True)
    for act in (actions.confirm, revising.apply_revision):
        with pytest.raises(Refused):
            act(read.pk, actor=CLERK)
    settled = revising.settle(read.pk, actor=CLERK, same=False)
    assert actions.confirm(settled.pk, actor=CLERK).status is PlanState.CONFIRMED
    assert Plan.objects.count() == 2
    with pytest.raises(Refused, match="đã được trả lời"):
        revising.settle(read.pk, actor=CLERK, same=True)


def test_a_plan_of_another_locality_is_warned_of(commune: Agency) -> None:
    plan = imported(commune, text=TEXT.replace("XÃ THỬ", "XÃ KHÁC"))
    assert "không phải của UBND xã Thử" in " ".join(PlanDocument.objects.get(plan=plan).reading["warnings"])
    own = imported(commune, text=TEXT.replace("2026", "2027"))
    assert "không phải của" not in " ".join(PlanDocument.objects.get(plan=own).reading["warnings"])
