"""Tasks whose deliverable the system can see, proposed as done with the proof. An officer confirms; nothing ends itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold
from motcua.plans import reporting
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import Evidence, Occurrence, PlanTask
from motcua.plans.ports import Seen, Sighting, evidence

# Folded words of a task of which one whole group must occur, none of `never`. The first that fits wins; a wrong
# proposal costs a look, for a person confirms, so these are wider than the meanings of targets.
_MEANINGS: tuple[tuple[Seen, tuple[tuple[str, ...], ...], tuple[str, ...]], ...] = (
    (Seen.FOCAL_DECISION, (("can bo dau moi",), ("cong chuc dau moi",), ("danh sach", "dau moi")), ("tap huan",)),
    (Seen.REGULATION, (("quy che", "mot cua"), ("quy che", "phuc vu hanh chinh cong")), ("tap huan", "tong ket")),
    (Seen.TRAINING, (("tap huan",), ("boi duong", "nghiep vu")), ("tham gia", "tham du", "cu can bo", "cu cong chuc")),
    (Seen.VIOLATIONS, (("so vi pham",), ("so theo doi", "vi pham")), ()),
    (Seen.SLIPS, (("phieu", "danh gia"), ("phieu", "hai long"), ("phieu", "lay y kien"), ("khao sat", "hai long")), ()),
    (Seen.REGISTER, (("in so theo doi ho so",), ("so theo doi ho so", "luu")), ()),
    (Seen.INSPECTION_PLAN, (("ke hoach kiem tra",), ("ke hoach phoi hop kiem tra",)), ("tap huan",)),
    (Seen.INSPECTION, (
        ("to kiem tra",), ("doan kiem tra",), ("ket luan kiem tra",), ("ket qua kiem tra",), ("kiem tra ngau nhien",),
        ("kiem tra dot xuat",), ("kiem tra", "kiem soat thu tuc"), ("kiem tra", "kiem soat tthc"),
    ), ("tap huan", "kiem tra, don doc", "theo doi, kiem tra")),
    (Seen.DIALOGUE, (("doi thoai",),), ("tap huan",)),
    (Seen.INITIATIVE, (("sang kien",),), ("tap huan",)),
    (Seen.CHANNEL, (("thiet lap kenh",), ("fanpage",), ("zalo oa",)), ("tap huan",)),
    (Seen.OUTREACH, (
        ("tin, bai",), ("tin bai",), ("bai viet",), ("viet bai",), ("to roi",), ("phat thanh", "thu tuc"),
        ("tuyen truyen vien",), ("phong su",),
    ), ("tap huan", "ke hoach truyen thong")),
    (Seen.SCORE, (("cong bo", "chi so"), ("cong khai", "ket qua danh gia"), ("cong khai", "chi so")), ()),
)  # fmt: skip
_OPEN = (TaskState.TO_DO.value, TaskState.DOING.value)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task that may be done, with what shows it."""

    task: PlanTask
    sighting: Sighting


def meaning_of(title: str, deliverable: str = "") -> Seen | None:
    """The kind of trace a task's deliverable leaves, by its words; None when the system cannot see it."""
    words = fold(f"{title} {deliverable}")
    for kind, groups, never in _MEANINGS:
        if any(all(word in words for word in group) for group in groups) and not any(
            word in words for word in never
        ):
            return kind
    return None


def proposals(tasks: Iterable[PlanTask], today: date) -> list[Proposal]:
    """For open tasks, what is seen since their year began or their last date was met, and not used before.

    Two statements, and those of the port once for each agency and kind. `plan__agency` should be loaded.
    """
    meant = [
        (task, kind)
        for task in tasks
        if task.state in _OPEN
        and task.plan.status is PlanState.CONFIRMED
        and (kind := meaning_of(task.title, task.deliverable)) is not None
    ]
    if not meant:
        return []
    since, used = _since([task for task, _ in meant]), _used([task for task, _ in meant])
    known: dict[tuple[Seen, str], list[Sighting]] = {}
    found = []
    for task, kind in meant:
        place = kind, task.plan.agency.code
        if place not in known:
            earliest = min(since[one.pk] for one, _ in meant if one.plan.agency.code == place[1])
            known[place] = evidence().seen(kind, place[1], earliest, today)
        fresh = [
            each for each in known[place] if each.day >= since[task.pk] and (task.pk, each.key) not in used
        ]
        found += [Proposal(task, each) for each in fresh[:1]]
    return found


def confirm(task_id: int, key: str, *, actor: Actor, seen: int | None = None) -> PlanTask:
    """The officer agrees that what the system sees is the deliverable: the date is met, the proof is kept.

    The system looks again; Refused when it does not see this any more.
    """
    task = PlanTask.objects.select_related("plan__agency").filter(pk=task_id).first()
    waiting = proposals([task], clock.today()) if task is not None else []
    agreed = next((one.sighting for one in waiting if one.sighting.key == key), None)
    if agreed is None:
        raise Refused("Hệ thống không còn thấy minh chứng này. Tải lại trang để xem.", code="not_seen")
    words = f"Hệ thống thấy: {agreed.words}"
    return reporting.report_progress(
        task_id, actor=actor, percent=100, text=words, seen=seen, proof=agreed.key
    )


def _since(tasks: Sequence[PlanTask]) -> dict[int, date]:
    """From which day on a sighting counts for a task: the first of its year, or the day its last date was met."""
    met = dict(
        Occurrence.objects.filter(task__in=tasks).exclude(done_on=None).order_by().values("task_id")
        .annotate(last=Max("done_on")).values_list("task_id", "last")
    )  # fmt: skip
    return {task.pk: met.get(task.pk) or date(task.plan.year, 1, 1) for task in tasks}


def _used(tasks: Sequence[PlanTask]) -> set[tuple[int, str]]:
    rows = Evidence.objects.filter(task__in=tasks).exclude(proof="")
    return set(rows.values_list("task_id", "proof"))
