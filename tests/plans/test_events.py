"""Tasks due after or before an event: the kind by the words, the day by the calendar, one date for each cause."""

from datetime import date, datetime, timedelta

import pytest
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_running import TEXT, imported

from motcua.audit.relay import run_to_end
from motcua.dossiers import actions as dossier_acts
from motcua.dossiers.models import Dossier
from motcua.feedback.actions import answer_petition, receive_petition, turn_away
from motcua.feedback.dialogue_models import Dialogue
from motcua.feedback.enums import PetitionChannel, PetitionKind
from motcua.feedback.models import Petition
from motcua.inspections.inspection_models import Inspection
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.organisation.actions import NewAgency
from motcua.organisation.enums import ChangeKind, Level
from motcua.organisation.models import Agency
from motcua.organisation.reorganising import reorganise
from motcua.plans import actions, dropping, reporting, tasking
from motcua.plans.dropping import Decision
from motcua.plans.enums import EventKind, TaskState
from motcua.plans.events import Hanging, day_for, event_of, hanging
from motcua.plans.happening import take_in
from motcua.plans.models import Evidence, Occurrence, Plan, PlanTask
from motcua.plans.reading.deadline_shape import Unit
from motcua.plans.reading.deadlines import read_all
from motcua.worktime import national
from motcua.worktime.hours import OFFICE

PETITIONS = "Tiếp nhận và xử lý phản ánh, kiến nghị của cá nhân, tổ chức"


@pytest.mark.parametrize(
    ("words", "title", "kind"),
    [
        ("Trong thời gian 10 ngày kể từ ngày tiếp nhận", PETITIONS, EventKind.PETITION),
        ("Trong thời gian 10 ngày kể từ ngày tiếp nhận", "Xử lý hồ sơ", None),
        ("05 ngày làm việc kể từ ngày nhận được phản ánh, kiến nghị", "Trả lời", EventKind.PETITION),
        ("Ngay sau khi có kết quả xử lý phản ánh, kiến nghị", "Công khai", EventKind.PETITION_DONE),
        (
            "Ngay sau khi có quyết định công bố danh mục TTHC của Chủ tịch UBND tỉnh",
            "Công khai",
            EventKind.DECISION,
        ),
        ("Thường xuyên (Trước 01 ngày của hồ sơ đến hạn trả kết quả).", "Giải trình", EventKind.DOSSIER_DUE),
        ("Chậm nhất 05 ngày làm việc sau khi kết thúc quý", "Báo cáo", EventKind.PERIOD),
        ("Trong 10 ngày kể từ ngày Kế hoạch được ban hành", "Phổ biến", EventKind.PLAN),
        ("Chậm nhất 01 ngày trước ngày hết hạn giải quyết", "Xin lỗi", EventKind.DOSSIER_DUE),
        ("Trong 03 ngày kể từ ngày trả lời", f"Công khai kết quả: {PETITIONS}", EventKind.PETITION_DONE),
        ("Trong 03 ngày kể từ ngày trả lời", "Lưu hồ sơ", None),
        ("Sau 30 ngày kể từ ngày có kết luận", "Theo dõi việc khắc phục sau kiểm tra", EventKind.INSPECTION),
        ("Chậm nhất 05 ngày làm việc sau khi có kết luận kiểm tra", "Công khai", EventKind.INSPECTION),
        ("Sau 30 ngày kể từ ngày có kết luận", "Báo cáo kết quả", None),
        ("Trong 03 ngày kể từ ngày có kết luận cuộc họp", "Giao ban công tác kiểm tra", None),
        ("Trong 10 ngày kể từ ngày kết thúc hội nghị đối thoại", "Công khai kết quả", EventKind.DIALOGUE),
        ("Trước 07 ngày tổ chức đối thoại", "Thông báo", EventKind.DIALOGUE),
        ("Trước ngày 30/6/2026", PETITIONS, None),
        ("Thường xuyên", PETITIONS, None),
    ],
)
def test_the_kind_of_event_by_the_words(words: str, title: str, kind: EventKind | None) -> None:
    assert event_of([one.as_json() for one in read_all(words, year=2026)], title) == kind


@pytest.mark.parametrize(
    ("words", "happened", "day"),
    [
        ("05 ngày làm việc kể từ ngày tiếp nhận", "2026-05-28 09:00", "2026-06-04"),
        ("10 ngày kể từ ngày tiếp nhận", "2026-05-28 16:00", "2026-06-07"),
        ("Ngay sau khi có quyết định công bố", "2026-05-29 09:00", "2026-05-29"),
        ("Ngay sau khi có quyết định công bố", "2026-05-29 20:00", "2026-06-01"),
        ("Trước 01 ngày của hồ sơ đến hạn", "2026-06-04 17:00", "2026-06-03"),
        ("02 ngày làm việc trước khi hồ sơ đến hạn", "2026-06-02 17:00", "2026-05-29"),
        ("Trong 01 tháng kể từ ngày tiếp nhận", "2026-01-31 09:00", "2026-02-28"),
        ("Trong vòng 8 giờ làm việc kể từ khi nhận được", "2026-05-29 10:00", "2026-06-01"),
    ],
)
def test_the_day_by_the_calendar(words: str, happened: str, day: str) -> None:
    rule = hanging([one.as_json() for one in read_all(words, year=2026)])
    assert rule is not None
    calendar = national.calendar(OFFICE, ())
    assert day_for(rule, datetime.fromisoformat(happened), calendar) == date.fromisoformat(day)


def test_an_inspection_concluded_is_followed_until_it_is_closed(commune: Agency) -> None:
    """By who inspects and by who was inspected; one of another commune is neither's."""
    task = running(commune, "Sau 30 ngày kể từ ngày có kết luận", "Theo dõi việc khắc phục sau kiểm tra")
    other = factories.agency("H99.02")
    own, theirs, elsewhere = (
        inspected(by, of) for by, of in ((commune, commune), (other, commune), (other, other))
    )
    with frozen(moment("2026-05-20 09:00")):
        assert take_in() == 0
        Inspection.objects.update(state="concluded", conclusion="48/KL", concluded_on=date(2026, 5, 12))
        assert (take_in(), take_in()) == (2, 0)
        dates = reporting.open_occurrences(task)
    assert [(one.due_date, one.cause) for one in dates] == [
        (date(2026, 6, 11), f"inspection:{own.pk}"), (date(2026, 6, 11), f"inspection:{theirs.pk}"),
    ]  # fmt: skip
    assert "Kết luận 48/KL: Kiểm tra Một cửa" in dates[0].cause_words
    with frozen(moment("2026-06-01 09:00")):
        Inspection.objects.filter(pk=own.pk).update(state="closed", closed_at=moment("2026-05-30 09:00"))
        Inspection.objects.filter(pk=elsewhere.pk).update(closed_at=moment("2026-05-30 09:00"))
        take_in()
    assert [one.cause for one in reporting.open_occurrences(task)] == [f"inspection:{theirs.pk}"]
    assert Occurrence.objects.get(cause=f"inspection:{own.pk}").done_on == date(2026, 5, 30)


def test_what_was_over_before_anybody_looked_is_never_overdue(commune: Agency) -> None:
    task = running(commune, "Sau 30 ngày kể từ ngày có kết luận", "Theo dõi việc khắc phục sau kiểm tra")
    Inspection.objects.filter(pk=inspected(commune, commune).pk).update(
        state="closed", concluded_on=date(2026, 3, 12), closed_at=moment("2026-04-03 09:00")
    )
    with frozen(moment("2026-06-01 09:00")):
        assert take_in() == 1
    assert reporting.open_occurrences(task) == []
    task.refresh_from_db()
    assert (task.due_date, Occurrence.objects.get(task=task).done_on) == (None, date(2026, 4, 3))


def inspected(by: Agency, of: Agency) -> Inspection:
    return Inspection.objects.create(
        agency=by, target=of, title="Kiểm tra Một cửa", form="sudden", way="direct", checklist="desk",
        first_day=date(2026, 5, 4), last_day=date(2026, 5, 5), state="decided", made_at=moment("2026-05-01 09:00"),
    )  # fmt: skip


def test_before_and_after_a_dialogue(commune: Agency) -> None:
    """Announced before it, its result public after it; one that is not held asks for nothing."""
    before = running(commune, "Trước 07 ngày tổ chức đối thoại", "Thông báo đối thoại")
    after = PlanTask.objects.filter(plan=before.plan, order=1).get()
    actions.correct_task(
        after.pk, actor=CLERK, title="Công khai kết quả", lead=[], cooperating=[], deliverable="",
        deadline_text="Trong 10 ngày kể từ ngày đối thoại", event="dialogue",
    )  # fmt: skip
    held, dropped = (talk(commune, at) for at in ("2026-06-20 08:00", "2026-06-21 08:00"))
    with frozen(moment("2026-06-10 09:00")):
        assert take_in() == 1, "ba ngày trước hạn thông báo; cuộc sau còn xa hơn"
    assert [one.due_date for one in reporting.open_occurrences(before)] == [date(2026, 6, 13)]
    with frozen(moment("2026-06-21 17:00")):
        Dialogue.objects.filter(pk=dropped.pk).update(state="dropped")
        take_in()
        assert [one.cause for one in reporting.open_occurrences(after)] == []
        Dialogue.objects.filter(pk=held.pk).update(state="held")
        take_in()
        assert [one.due_date for one in reporting.open_occurrences(after)] == [date(2026, 6, 30)]
        Dialogue.objects.filter(pk=held.pk).update(state="published", published_at=moment("2026-06-25 09:00"))
        take_in()
    assert reporting.open_occurrences(after) == []


def talk(commune: Agency, at: str) -> Dialogue:
    return Dialogue.objects.create(
        agency=commune, title="Đối thoại về đất đai", cause="yearly", way="both", held_at=moment(at), place="Hội trường",
        content="Đất đai", joining="Gọi điện", chair="Chủ tịch", announce_by=date(2026, 6, 13), publish_by=date(2026, 6, 30),
        state="announced",
    )  # fmt: skip


def test_without_days_a_deadline_before_is_the_day_itself() -> None:
    calendar = national.calendar(OFFICE, ())
    rule = Hanging(0, Unit.CALENDAR_DAY, after=False)
    assert day_for(rule, datetime.fromisoformat("2026-06-06 09:00"), calendar) == date(2026, 6, 6)


@pytest.fixture
def commune(db: None) -> Agency:
    return factories.agency()


def running(commune: Agency, words: str, title: str = PETITIONS) -> PlanTask:
    """One task of a running plan with these words of a deadline."""
    text = TEXT.replace("Thường xuyên", words).replace("Hướng dẫn người dân nộp hồ sơ trực tuyến", title)
    plan = imported(commune, text=text)
    with frozen(moment("2026-01-21 09:00")):
        actions.confirm(plan.pk, actor=CLERK)
    return PlanTask.objects.get(plan=plan, order=3)


def petition(commune: Agency, at: str) -> Petition:
    with frozen(moment(at)):
        made = receive_petition(
            commune, text="Chờ lâu", channel=PetitionChannel.PORTAL, kind=PetitionKind.PROCEDURE, actor=CLERK
        )
        run_to_end()
    return made


def test_a_petition_makes_a_date_and_its_answer_closes_it(commune: Agency) -> None:
    petition(commune, "2026-01-20 09:00")  # before the plan ran
    task = running(commune, "Trong thời gian 10 ngày kể từ ngày tiếp nhận")
    assert (task.event, task.due_date) == ("petition", None)
    first, second = (petition(commune, f"2026-06-0{day} 09:00") for day in (2, 3))
    with frozen(moment("2026-06-03 10:00")):
        assert take_in() == 0
    dates = list(Occurrence.objects.filter(task=task).order_by("due_date"))
    assert [(one.due_date, one.cause_on, first.code in one.cause_words) for one in dates] == [
        (date(2026, 6, 12), date(2026, 6, 2), True), (date(2026, 6, 13), date(2026, 6, 3), False),
    ]  # fmt: skip
    task.refresh_from_db()
    assert task.due_date == date(2026, 6, 12)
    with frozen(moment("2026-06-05 09:00")):
        answer_petition(first.pk, answer="Đã xử lý", actor=CLERK)
        run_to_end()
    task.refresh_from_db()
    assert (task.due_date, Occurrence.objects.get(pk=dates[0].pk).done_on) == (
        date(2026, 6, 13),
        date(2026, 6, 5),
    )
    with frozen(moment("2026-06-06 09:00")):
        told = reporting.report_progress(task.pk, actor=CLERK, percent=100, text=f"Trả lời {second.code}")
    assert (told.status, told.due_date, told.percent) == (TaskState.DOING, None, 0)


def test_a_report_answers_the_event_that_was_chosen(commune: Agency) -> None:
    task = running(commune, "Trong thời gian 10 ngày kể từ ngày tiếp nhận")
    for day in (2, 3):
        petition(commune, f"2026-06-0{day} 09:00")
    with frozen(moment("2026-06-05 09:00")):
        first, second = reporting.open_occurrences(task)
        half = reporting.report_progress(
            task.pk, actor=CLERK, percent=50, text="Đang xem", occurrence=second.pk
        )
        assert (half.percent, half.due_date) == (50, date(2026, 6, 12))
        told = reporting.report_progress(
            task.pk, actor=CLERK, percent=100, text="Trả lời việc sau", occurrence=second.pk
        )
        assert (told.due_date, reporting.open_occurrences(task)) == (date(2026, 6, 12), [first])
        assert [one.occurrence_id for one in Evidence.objects.filter(task=task)] == [second.pk, second.pk]
        with pytest.raises(Refused, match="đã có người báo xong"):
            reporting.report_progress(task.pk, actor=CLERK, percent=100, text="Lại", occurrence=second.pk)
        # Without a choice the earliest is meant.
        reporting.report_progress(task.pk, actor=CLERK, percent=100, text="Việc đầu")
        assert reporting.open_occurrences(task) == []


def test_a_dossier_near_its_appointment(commune: Agency) -> None:
    task = running(
        commune, "Trước 01 ngày của hồ sơ đến hạn trả kết quả", "Báo cáo giải trình của người đứng đầu"
    )
    filing = factories.filing(factories.version(), commune)
    with frozen(moment("2026-05-28 09:00")):
        dossier_acts.receive_at_counter(filing, actor=CLERK, receiver_id=factories.officer(commune).pk)
    dossier = Dossier.objects.get()
    assert dossier.due_date == date(2026, 6, 4)
    with frozen(moment("2026-05-30 09:00")):
        assert take_in() == 0
    with frozen(moment("2026-06-01 09:00")):
        assert [take_in(), take_in()] == [1, 0]
    one = Occurrence.objects.get(task=task)
    assert (one.due_date, str(dossier.code) in one.cause_words) == (date(2026, 6, 3), True)
    Dossier.objects.update(finished_at=moment("2026-06-02 09:00"))
    with frozen(moment("2026-06-02 10:00")):
        take_in()
    task.refresh_from_db()
    assert (task.due_date, Occurrence.objects.get(task=task).done_on) == (None, date(2026, 6, 2))


def test_decisions_quarters_and_the_plan_itself(commune: Agency) -> None:
    task = running(commune, "Ngay sau khi có quyết định công bố danh mục TTHC", "Công khai TTHC")
    for _ in range(2):
        factories.version(decision="15/QĐ-UBND", decided_on=date(2026, 5, 4), at_commune=True)
    factories.version(decision="16/QĐ-UBND", decided_on=date(2026, 5, 5), at_commune=False, at_province=True)
    with frozen(moment("2026-05-06 09:00")):
        take_in()
        one = Occurrence.objects.get(task=task)
        assert (one.due_date, "2 thủ tục" in one.cause_words) == (date(2026, 5, 4), True)
        changed = actions.correct_task(
            task.pk, actor=CLERK, title=task.title, lead=[], cooperating=[], deliverable="",
            deadline_text="05 ngày làm việc sau khi kết thúc quý",
        )  # fmt: skip
        assert (changed.event, Occurrence.objects.filter(task=task).count()) == ("period", 0)
    with frozen(moment("2026-04-06 09:00")):
        take_in()
        assert [each.cause for each in Occurrence.objects.filter(task=task)] == ["period:2026-Q1"]


def test_a_deadline_that_hangs_on_nothing_takes_no_event(commune: Agency) -> None:
    task = running(commune, "Thường xuyên")
    with pytest.raises(Refused, match="không tính từ sự kiện"):
        actions.correct_task(
            task.pk, actor=CLERK, title="A", lead=[], cooperating=[], deliverable="",
            deadline_text="Thường xuyên", event="petition",
        )  # fmt: skip
    assert Plan.objects.count() == 1


def test_what_happened_while_a_task_was_dropped_is_not_owed(commune: Agency) -> None:
    """The decision of 2 June is recorded on the 4th, undone on the 10th: only what came before and after is owed."""
    task = running(commune, "Trong thời gian 10 ngày kể từ ngày tiếp nhận")
    before, between = petition(commune, "2026-06-01 09:00"), petition(commune, "2026-06-03 09:00")
    assert len(reporting.open_occurrences(task)) == 2
    decision = Decision("Chủ tịch UBND xã", date(2026, 6, 2), "QĐ 31/QĐ-UBND", "Tỉnh tiếp nhận thay.")
    with frozen(moment("2026-06-04 09:00")):
        dropping.drop_task(task.pk, actor=CLERK, decision=decision, units_too=True)
    meanwhile = petition(commune, "2026-06-08 09:00")
    with frozen(moment("2026-06-10 09:00")):
        dropping.resume_task(task.pk, actor=CLERK, why="Công văn 9/UBND")
        take_in()
    after = petition(commune, "2026-06-10 10:00")
    with frozen(moment("2026-06-11 09:00")):
        assert take_in() == 0
    owed = [one.cause for one in reporting.open_occurrences(task)]
    assert owed == [f"petition:{before.pk}", f"petition:{after.pk}"]
    assert not {f"petition:{one.pk}" for one in (between, meanwhile)} & set(owed)
    task.refresh_from_db()
    assert task.due_date == date(2026, 6, 11)


def test_an_event_of_the_time_it_was_dropped_leaves_no_deadline(commune: Agency) -> None:
    task = running(commune, "Trong thời gian 10 ngày kể từ ngày tiếp nhận")
    petition(commune, "2026-06-03 09:00")
    decision = Decision("Chủ tịch UBND xã", date(2026, 6, 2), "QĐ 31/QĐ-UBND", "Tỉnh tiếp nhận thay.")
    with frozen(moment("2026-06-04 09:00")):
        dropping.drop_task(task.pk, actor=CLERK, decision=decision, units_too=True)
    with frozen(moment("2026-06-10 09:00")):
        again = dropping.resume_task(task.pk, actor=CLERK, why="Công văn 9/UBND")
    assert (again.due_date, reporting.open_occurrences(task)) == (None, [])


def test_what_was_reported_on_before_the_decision_was_recorded_stays(commune: Agency) -> None:
    task = running(commune, "Trong thời gian 10 ngày kể từ ngày tiếp nhận")
    petition(commune, "2026-06-03 09:00")
    with frozen(moment("2026-06-04 09:00")):
        [date_of] = reporting.open_occurrences(task)
        reporting.report_progress(task.pk, actor=CLERK, percent=50, text="Đang xem", occurrence=date_of.pk)
        decision = Decision("Chủ tịch UBND xã", date(2026, 6, 2), "QĐ 31/QĐ-UBND", "Tỉnh tiếp nhận thay.")
        dropping.drop_task(task.pk, actor=CLERK, decision=decision, units_too=True)
    with frozen(moment("2026-06-10 09:00")):
        dropping.resume_task(task.pk, actor=CLERK, why="Công văn 9/UBND")
    assert reporting.open_occurrences(task) == [date_of]


def test_a_date_follows_its_event(commune: Agency) -> None:
    """Turned away, moved, waiting for the citizen, corrected: what was not reported on goes, the rest is closed."""
    task = running(commune, "Trong thời gian 10 ngày kể từ ngày tiếp nhận")
    refused, kept, corrected = (petition(commune, f"2026-06-0{day} 09:00") for day in (1, 2, 3))
    with frozen(moment("2026-06-04 09:00")):
        first, second, _ = reporting.open_occurrences(task)
        reporting.report_progress(task.pk, actor=CLERK, percent=50, text="Đang xem", occurrence=second.pk)
        Petition.objects.filter(pk__in=[refused.pk, kept.pk]).update(agency=factories.agency("H99.02"))
        Petition.objects.filter(pk=corrected.pk).update(received_at=moment("2026-06-01 09:00"))
        assert take_in() == 0
    [left] = reporting.open_occurrences(task)
    assert (left.due_date, left.cause_on) == (date(2026, 6, 11), date(2026, 6, 1))
    assert not Occurrence.objects.filter(pk=first.pk).exists()
    second.refresh_from_db()
    assert (second.done_on, "sự việc không còn" in second.cause_words) == (date(2026, 6, 4), True)
    task.refresh_from_db()
    assert task.due_date == date(2026, 6, 11)


def test_an_appointment_that_is_put_off_or_waits_for_the_citizen(commune: Agency) -> None:
    task = running(commune, "Trước 01 ngày của hồ sơ đến hạn trả kết quả", "Báo cáo giải trình")
    filing = factories.filing(factories.version(), commune)
    with frozen(moment("2026-05-28 09:00")):
        dossier_acts.receive_at_counter(filing, actor=CLERK, receiver_id=factories.officer(commune).pk)
    with frozen(moment("2026-06-01 09:00")):
        take_in()
        for change, days in (
            ({"due_date": date(2026, 6, 8)}, [date(2026, 6, 7)]),
            ({"waiting_since": moment("2026-06-01 09:00")}, []),
            ({"waiting_since": None, "due_date": date(2026, 6, 4)}, [date(2026, 6, 3)]),
        ):
            Dossier.objects.update(**change)
            take_in()
            assert [one.due_date for one in reporting.open_occurrences(task)] == days
        [one] = reporting.open_occurrences(task)
        reporting.report_progress(task.pk, actor=CLERK, percent=50, text="Đang xem", occurrence=one.pk)
        for waiting, days in ((moment("2026-06-01 09:00"), []), (None, [date(2026, 6, 3)])):
            Dossier.objects.update(waiting_since=waiting)
            take_in()
            assert [each.due_date for each in reporting.open_occurrences(task)] == days
        one.refresh_from_db()
        assert "không còn" not in one.cause_words


def test_a_merged_commune_answers_for_what_happens_where_its_work_went(commune: Agency) -> None:
    task = running(commune, "Trong thời gian 10 ngày kể từ ngày tiếp nhận")
    moved = petition(commune, "2026-06-01 09:00")
    with frozen(moment("2026-06-02 09:00")):
        take_in()
        [heir] = reorganise(
            actor=CLERK, kind=ChangeKind.RENAME, day=date(2026, 6, 2), predecessors=[commune], decision="NQ 1",
            successors=[NewAgency("H99.77", "UBND xã Tên Mới", Level.COMMUNE, commune.parent)], moves={},
        )  # fmt: skip
    Petition.objects.filter(pk=moved.pk).update(agency=heir)
    petition(heir, "2026-06-03 09:00")
    with frozen(moment("2026-06-03 10:00")):
        take_in()
    assert [one.due_date for one in reporting.open_occurrences(task)] == [
        date(2026, 6, 11),
        date(2026, 6, 13),
    ]


def test_a_decision_and_a_plan_whose_day_is_corrected(commune: Agency) -> None:
    task = running(commune, "Ngay sau khi có quyết định công bố danh mục TTHC", "Công khai TTHC")
    version = factories.version(decision="15/QĐ-UBND", decided_on=date(2026, 5, 4), at_commune=True)
    with frozen(moment("2026-05-06 09:00")):
        for decision, decided_on, days in (
            ("15/QĐ-UBND", date(2026, 5, 4), [date(2026, 5, 4)]),
            ("15/QĐ-UBND", date(2026, 5, 5), [date(2026, 5, 5)]),
            ("", date(2026, 5, 5), []),
        ):
            type(version).objects.filter(pk=version.pk).update(decision=decision, decided_on=decided_on)
            take_in()
            assert [one.due_date for one in reporting.open_occurrences(task)] == days
        actions.correct_task(
            task.pk, actor=CLERK, title=task.title, lead=[], cooperating=[], deliverable="",
            deadline_text="Trong 10 ngày kể từ ngày Kế hoạch được ban hành",
        )  # fmt: skip
        for issued in (date(2026, 5, 1), date(2026, 5, 2)):
            Plan.objects.filter(pk=task.plan_id).update(issued_on=issued)
            take_in()
            [one] = reporting.open_occurrences(task)
            assert one.due_date == issued + timedelta(days=10)


def test_an_answer_to_a_petition_turned_away_asks_for_no_publishing(commune: Agency) -> None:
    task = running(commune, "Ngay sau khi có kết quả xử lý phản ánh, kiến nghị", "Công khai kết quả")
    with frozen(moment("2026-06-03 09:00")):
        turn_away(petition(commune, "2026-06-02 09:00").pk, reason="Không thuộc thẩm quyền", actor=CLERK)
        run_to_end()
    assert reporting.open_occurrences(task) == []


def test_a_unit_owes_only_what_happened_since_it_got_the_task(commune: Agency) -> None:
    """What stands in no plan stands in a register that runs since January: events of before are not the unit's."""
    below = factories.agency("H99.03", parent=commune)
    with frozen(moment("2026-01-15 09:00")):
        tasking.give_task(below, actor=CLERK, title="Việc khác", source="CV 1", due_date=None)
    petition(below, "2026-03-02 09:00")
    task = running(commune, "Trong thời gian 10 ngày kể từ ngày tiếp nhận")
    with frozen(moment("2026-05-04 09:00")):
        child = tasking.task_below(task, below, actor=CLERK, due=None)
        take_in()
        assert reporting.open_occurrences(child) == []
    petition(below, "2026-05-05 09:00")
    assert [one.due_date for one in reporting.open_occurrences(child)] == [date(2026, 5, 15)]
