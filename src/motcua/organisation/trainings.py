"""Training, conferences, seminars, exchanges: held and attended, who, when, how long, with what result (REQ O6)."""

from collections.abc import Mapping, Sequence
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
    """A training with those who took part. Refuses reversed days, days to come, hours that do not fit, and nobody at all."""
    made = Training(agency=agency)
    _write(made, given)
    with act():
        made.save()
        _write_parts(made, given.staff)
        _record(actor, "enter_training", made, {"many": len(given.staff)})
    return made


def change(*, actor: Actor, row: Training, given: NewTraining) -> Training:
    """What was entered wrong, anew. Of those who stay, own hours (at most the new ones) and results are kept."""
    _write(row, given)
    with act():
        row.save()
        TrainingPart.objects.filter(training=row).exclude(staff__in=given.staff).delete()
        TrainingPart.objects.filter(training=row, hours__gt=given.hours).update(hours=given.hours)
        there = set(TrainingPart.objects.filter(training=row).values_list("staff_id", flat=True))
        _write_parts(row, [one for one in given.staff if one.pk not in there])
        _record(actor, "change_training", row, {"many": len(given.staff)})
    return row


def remove(*, actor: Actor, row: Training, why: str) -> None:
    """What was entered by mistake is taken out and counts nowhere; what it said stays in the record."""
    if not why.strip():
        raise Refused("Ghi vì sao bỏ.", field="why", code="why")
    with act():
        said = {
            "title": row.title,
            "day": row.first_day.isoformat(),
            "hours": str(row.hours),
            "why": squeeze(why),
        }
        _record(actor, "remove_training", row, said)
        row.delete()


def _write(row: Training, given: NewTraining) -> None:
    if given.last_day < given.first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    for name in ("first_day", "last_day"):
        if getattr(given, name) > clock.today():
            raise Refused("Chỉ ghi việc đã diễn ra.", field=name)
    most = 24 * ((given.last_day - given.first_day).days + 1)
    if not 0 < given.hours <= most:
        raise Refused(f"Ghi số giờ lớn hơn 0 và không quá {most} giờ của thời gian ấy.", field="hours")
    if not given.staff and not given.guests:
        raise Refused("Chọn người tham dự.", field="staff")
    row.kind, row.held, row.title = given.kind.value, given.held, squeeze(given.title)
    row.organiser, row.place = squeeze(given.organiser) or row.agency.name, squeeze(given.place)
    row.first_day, row.last_day, row.hours = given.first_day, given.last_day, given.hours
    row.result, row.guests = squeeze(given.result), given.guests


def _write_parts(row: Training, staff: Sequence[Staff]) -> None:
    TrainingPart.objects.bulk_create(
        [TrainingPart(training=row, staff=one, hours=row.hours) for one in staff]
    )


def _record(actor: Actor, what: str, row: Training, detail: Mapping[str, object]) -> None:
    record(
        actor, action=f"organisation.{what}", kind="training", key=row.pk, agency=row.agency.code,
        detail={"kind": row.kind, "held": row.held, **detail},
    )  # fmt: skip


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
