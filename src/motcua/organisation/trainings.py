"""Training, conferences, seminars, exchanges: held and attended, who, when, how long, with what result (REQ O6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.dated import lasting
from motcua.organisation.desk_enums import TrainingKind
from motcua.organisation.models import Agency, Staff, Training, TrainingPart


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTraining:
    """What took place; `staff` are those of ours who took part."""

    kind: TrainingKind
    held: bool
    title: str
    organiser: str
    first_day: date
    last_day: date
    hours: Decimal
    staff: Sequence[Staff]
    place: str = ""
    result: str = ""
    guests: int = 0


def enter(*, actor: Actor, agency: Agency, given: NewTraining) -> Training:
    """A training with those who took part. Refuses reversed days, no hours, and nobody at all."""
    if given.last_day < given.first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    if given.first_day > clock.today():
        raise Refused("Chỉ ghi việc đã diễn ra.", field="first_day")
    if given.hours <= 0:
        raise Refused("Ghi số giờ lớn hơn 0.", field="hours")
    if not given.staff and not given.guests:
        raise Refused("Chọn người tham dự.", field="staff")
    with act():
        made = Training.objects.create(
            agency=agency, kind=given.kind.value, held=given.held, title=squeeze(given.title),
            organiser=squeeze(given.organiser) or agency.name, place=squeeze(given.place),
            first_day=given.first_day, last_day=given.last_day, hours=given.hours,
            result=squeeze(given.result), guests=given.guests,
        )  # fmt: skip
        TrainingPart.objects.bulk_create(
            [TrainingPart(training=made, staff=one, hours=given.hours) for one in given.staff]
        )
        record(
            actor, action="organisation.enter_training", kind="training", key=made.pk, agency=agency.code,
            detail={"kind": made.kind, "held": made.held, "many": len(given.staff)},
        )  # fmt: skip
    return made


def set_part(*, actor: Actor, part: TrainingPart, hours: Decimal, result: str) -> None:
    """Somebody's own hours and result: who left early, who passed."""
    if not 0 <= hours <= part.training.hours:
        raise Refused(f"Số giờ từ 0 đến {part.training.hours}.", field="hours")
    with act():
        TrainingPart.objects.filter(pk=part.pk).update(hours=hours, result=squeeze(result)[:200])
        record(
            actor, action="organisation.set_training_part", kind="staff", key=part.staff_id,
            agency=part.training.agency.code, detail={"training": part.training_id},
        )  # fmt: skip


# --- reads ---


def trainings_of(agency: Agency, year: int) -> QuerySet[Training]:
    """What began in a year, the newest first, with how many of ours took part (`many`)."""
    rows = Training.objects.filter(agency=agency, first_day__year=year)
    part = TrainingPart.objects.filter(training=OuterRef("pk")).order_by().values("training")
    many = Subquery(part.annotate(n=Count("pk")).values("n"))
    return rows.annotate(many=Coalesce(many, 0)).order_by("-first_day", "-pk")


def parts_of(training: Training) -> QuerySet[TrainingPart]:
    """Who took part, by name."""
    return (
        TrainingPart.objects.filter(training=training)
        .select_related("staff", "training__agency")
        .order_by("staff__name_key")
    )


def hours_by_person(agency: Agency, year: int, day: date) -> list[tuple[Staff, Decimal, int]]:
    """Everybody working there on a day, with hours and occasions of a year; those with none are there too."""
    counted = {
        row["staff_id"]: (row["total"], row["many"])
        for row in TrainingPart.objects.filter(
            Q(staff__agency=agency) | Q(training__agency=agency), training__first_day__year=year
        ).values("staff_id").annotate(total=Sum("hours"), many=Count("pk"))
    }  # fmt: skip
    people = Staff.objects.filter(lasting(day), agency=agency).order_by("name_key")
    return [(one, *counted.get(one.pk, (Decimal(0), 0))) for one in people]


def parts_of_staff(staff_id: int, year: int) -> QuerySet[TrainingPart]:
    """What an officer took part in in a year."""
    rows = TrainingPart.objects.filter(staff=staff_id, training__first_day__year=year)
    return rows.select_related("training").order_by("-training__first_day")
