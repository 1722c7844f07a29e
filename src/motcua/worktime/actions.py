"""Publishing a calendar version and setting office hours: new rows, with author and source."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.worktime.hours import parse_sessions
from motcua.worktime.models import CalendarVersion, OfficeHours
from motcua.worktime.national import read_year


def publish_version(
    *,
    actor: Actor,
    scope: str,
    year: int,
    off: Sequence[dict[str, str]],
    worked: Sequence[dict[str, str]],
    source: str,
    provisional: bool = False,
    replaces: bool = False,
) -> CalendarVersion:
    """The next version of a scope's year. Days are `{"day": "2027-02-05", "why": "…"}`.

    Due dates already given keep their version. Refuses days of another year, a day both off and worked, and
    a version without the document it rests on.
    """
    data: dict[str, Any] = {"off": list(off), "worked": list(worked), "replace": replaces}
    _check(year, data, source)
    with act():
        last = CalendarVersion.objects.filter(scope=scope, year=year).aggregate(last=Max("version"))["last"]
        row = CalendarVersion(
            scope=scope,
            year=year,
            # The packaged national year is version 1 of the country.
            version=(last or (0 if scope else 1)) + 1,
            data=data,
            provisional=provisional,
            author=actor.label,
            source=source.strip(),
            created_at=clock.now(),
        )
        row.save()
        detail = {"year": year, "version": row.version, "source": row.source}
        record(actor, action="worktime.publish", kind="calendar", key=row.pk, agency=scope, detail=detail)
    return row


def set_hours(
    *,
    actor: Actor,
    scope: str,
    first_day: date,
    office: Sequence[Sequence[str]],
    saturday: Sequence[Sequence[str]] = (),
    source: str,
) -> OfficeHours:
    """The office hours of a scope from a day on, as `("07:30", "11:30")`. Refuses an empty list."""
    parse_sessions(list(office), "office")
    parse_sessions(list(saturday), "saturday", may_be_empty=True)
    row = OfficeHours(
        scope=scope,
        first_day=first_day,
        office=[list(session) for session in office],
        saturday=[list(session) for session in saturday],
        author=actor.label,
        source=source.strip(),
        created_at=clock.now(),
    )
    with act():
        row.save()
        detail = {"from": first_day.isoformat(), "office": row.office, "saturday": row.saturday}
        record(actor, action="worktime.hours", kind="office_hours", key=row.pk, agency=scope, detail=detail)
    return row


def _check(year: int, data: dict[str, Any], source: str) -> None:
    if not source.strip():
        raise Refused("Hãy ghi văn bản làm căn cứ cho lịch (số, ngày, cơ quan ban hành).", field="source")
    try:
        read = read_year({"year": year, "version": "0", **data})
    except (KeyError, TypeError, ValueError):
        raise Refused(
            "Mỗi ngày của lịch phải có dạng năm-tháng-ngày, ví dụ 2027-02-05.", field="off"
        ) from None
    off, worked = {marked.day for marked in read.off}, {marked.day for marked in read.worked}
    if both := sorted(off & worked):
        raise Refused(f"Ngày {both[0]:%d/%m/%Y} vừa là ngày nghỉ vừa là ngày làm việc.", field="worked")
    if other := sorted(day for day in off | worked if day.year != year):
        raise Refused(f"Ngày {other[0]:%d/%m/%Y} không thuộc năm {year}.", field="off")
