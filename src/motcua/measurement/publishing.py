"""Publishing the index: a snapshot that nothing updates, its files, and what changed in the figures since.

REQ I1, B3: weekly, with who published and when. A period whose figures were corrected afterwards keeps what was
published; the differences are computed when somebody looks and said beside it.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.periods import Period, PeriodKind, containing, parse
from motcua.kernel.refusals import Refused
from motcua.measurement.models import Snapshot
from motcua.measurement.queries import Figures, Scope, figures, scope_of
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency
from motcua.organisation.naming import place_in
from motcua.regimes.queries import rule

_WITH_BELOW = (Level.PROVINCE.value, Level.DISTRICT.value)


@dataclass(frozen=True, slots=True)
class Correction:
    """A criterion whose figures are no longer those published."""

    code: str
    name: str
    published: str
    now: str


def publish(agency: Agency, period: Period, *, actor: Actor, note: str = "") -> Snapshot:
    """Take a snapshot of an agency's figures (with those below it, from the district up) and publish it.

    Refuses a period that has not begun, one in which the set was not in force, one published already with the
    same figures, and an ended one published already with other figures unless a note says why.
    """
    now = clock.now()
    if period.first > clock.local_day(now):
        raise Refused(f"{period.label} chưa đến, chưa có gì để công bố.", field="period", code="period_ahead")
    found = figures(agency, period, now, with_below=agency.level in _WITH_BELOW)
    _not_again(found, note, running=period.last >= clock.local_day(now))
    with act():
        row = Snapshot.objects.create(
            agency_code=agency.code,
            period=period.code,
            set_code=found.set_code,
            taken_at=now,
            content=content_of(found),
            author_kind=actor.kind,
            author_id=actor.id,
            author_label=actor.label,
            note=note.strip()[:500],
        )
        detail = {"period": period.code, "set": found.set_code, "total": row.content["total"]}
        record(
            actor,
            action="measurement.publish",
            kind="snapshot",
            key=row.pk,
            agency=agency.code,
            detail=detail,
        )
    return row


def _not_again(found: Figures, note: str, *, running: bool) -> None:
    """One period is not told to the public twice without a reason."""
    told = Snapshot.objects.filter(agency_code=found.agency.code, period=found.period.code)
    before = told.order_by("-pk").first()
    if before is None:
        return
    at = f"{found.period.label} đã được công bố lúc {_moment(before.taken_at)}"
    if before.set_code == found.set_code and not list(_differences(before, content_of(found))):
        raise Refused(f"{at}, số liệu từ đó không đổi. Chọn kỳ khác.", field="period", code="published")
    if not running and not note.strip():
        raise Refused(
            f"{at} với số liệu khác bây giờ. Ghi vì sao công bố lại; bản trước vẫn giữ nguyên.",
            field="note",
            code="published_otherwise",
        )


def publish_due_weeks() -> int:
    """Publish the week that ended for agencies that leave it to the clock; returns how many. May run twice."""
    today = clock.today()
    week = containing(today, PeriodKind.WEEK).previous()
    there = set(Snapshot.objects.filter(period=week.code).values_list("agency_code", flat=True))
    many = 0
    for agency in Agency.objects.on(today).filter(has_desk=True).order_by("path"):
        if (
            agency.code not in there
            and rule("figures.publish_weekly", on=today, scopes=agency.chain) == "timer"
        ):
            publish(agency, week, actor=SYSTEM)
            many += 1
    return many


def content_of(found: Figures) -> dict[str, Any]:
    """The figures as plain values, in the shape of `motcua measure show --json`; points as text, exactly."""
    scored = found.score
    return {
        "agency": found.agency.code,
        "agency_name": found.agency.name,
        "period": {
            "code": found.period.code,
            "label": found.period.label,
            "from": found.period.first.isoformat(),
            "to": found.period.last.isoformat(),
        },
        "at": clock.local(found.at).strftime("%Y-%m-%dT%H:%M"),
        "set": found.set_code,
        "basis": scored.indicator_set.basis,
        "criteria": {
            code: {
                "name": one.criterion.name,
                "numerator": one.count.numerator if one.count else None,
                "denominator": one.count.denominator if one.count else None,
                "points": _text(one.points),
                "max": _text(one.criterion.maximum),
                "measured": one.counted,
            }
            for code, one in scored.criteria.items()
        },
        "groups": {
            code: {"name": one.group.name, "points": _text(one.points) if one.measured_max else None}
            for code, one in scored.groups.items()
        },
        "total": _text(scored.total) if scored.measured_max else None,
        "measured_max": _text(scored.measured_max),
        "complete": scored.complete,
        "band": scored.band,
    }


def corrections(snapshot: Snapshot) -> list[Correction]:
    """What the same figures would say now where that differs; empty when nothing was corrected.

    Only for a period that had ended when it was published: a running one moves on by itself.
    """
    if parse(snapshot.period).last >= clock.local_day(snapshot.taken_at):
        return []
    agency = Agency.objects.filter(code=snapshot.agency_code).first()
    if agency is None:
        return []
    scope = scope_of(agency, with_below=agency.level in _WITH_BELOW)
    return list(_differences(snapshot, content_of(_seen_again(snapshot, scope))))


def published_again(snapshot: Snapshot) -> tuple[Snapshot | None, Snapshot | None]:
    """The publication of the same period just before this one, and the last one after it; two statements."""
    same = Snapshot.objects.filter(agency_code=snapshot.agency_code, period=snapshot.period)
    before = same.filter(pk__lt=snapshot.pk).order_by("-pk").first()
    return before, same.filter(pk__gt=snapshot.pk).order_by("-pk").first()


def as_json(snapshot: Snapshot) -> bytes:
    """The data as JSON, with who published it and when."""
    data = snapshot.content | {"published": {"by": snapshot.author_label, "at": _moment(snapshot.taken_at)}}
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def as_csv(snapshot: Snapshot) -> bytes:
    """One line a criterion; opens in a spreadsheet with its diacritics."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["ma_co_quan", "ky", "tieu_chi", "ten", "tu_so", "mau_so", "diem", "diem_toi_da", "da_do"]
    )
    for code, one in snapshot.content["criteria"].items():
        writer.writerow(
            [
                snapshot.agency_code, snapshot.period, code, one["name"], one["numerator"], one["denominator"],
                one["points"], one["max"], "1" if one["measured"] else "0",
            ]
        )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def as_docx(snapshot: Snapshot) -> bytes:
    """The notice as an editable document in the layout of NĐ 30/2020/NĐ-CP; number and signature are left open."""
    content = snapshot.content
    day = clock.local_day(snapshot.taken_at)
    values = {
        "agency": content["agency_name"],
        "agency_upper": str(content["agency_name"]).upper(),
        "place": place_in(str(content["agency_name"])),
        "day": f"{day.day:02d}",
        "month": f"{day.month:02d}" if day.month < 3 else str(day.month),
        "year": day.year,
        "period": parse(snapshot.period).label_inside,
        "basis": content["basis"],
        "at": _moment(snapshot.taken_at),
        "total": _comma(content["total"]) or "chưa có",
        "measured": _comma(content["measured_max"]),
        "band": content["band"],
        "note": snapshot.note,
        "rows": [_row(code, one) for code, one in content["criteria"].items()],
    }
    from motcua.rendering import docx  # a tenth of a second of every start, for one document a week

    template = (files("motcua.measurement") / "forms" / "notice.docx").read_bytes()
    return docx.fill(template, values)


def _seen_again(snapshot: Snapshot, scope: Scope) -> Figures:
    """The figures of the moment of publishing as they are known now: a closed period is seen from its own end."""
    return figures(scope.agency, parse(snapshot.period), snapshot.taken_at, with_below=len(scope.codes) > 1)


def _differences(snapshot: Snapshot, fresh: Mapping[str, Any]) -> Iterator[Correction]:
    for code, before in snapshot.content["criteria"].items():
        after = fresh["criteria"].get(code)
        if after is not None and _numbers(before) != _numbers(after):
            # The same counts give other points when a set made since holds in the period.
            another = f" (bộ {fresh['set']})" if fresh["set"] != snapshot.set_code else ""
            yield Correction(code, before["name"], _said(before), _said(after) + another)


def _numbers(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return one["numerator"], one["denominator"], one["points"]


def _said(one: Mapping[str, Any]) -> str:
    if one["denominator"] is None:
        return "chưa đo"
    points = f"{_comma(one['points'])} điểm" if one["points"] is not None else "không phát sinh"
    return f"{one['numerator']}/{one['denominator']}, {points}"


def _row(code: str, one: Mapping[str, Any]) -> dict[str, str]:
    measured = one["denominator"] is not None
    return {
        "code": code,
        "name": one["name"],
        "ratio": f"{one['numerator']} / {one['denominator']}" if measured else "–",
        "points": f"{_comma(one['points'])} / {_comma(one['max'])}"
        if one["points"] is not None
        else "chưa đo",
    }


def _text(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"


def _comma(points: str | None) -> str:
    return (points or "").replace(".", ",")


def _moment(at: datetime) -> str:
    return clock.local(at).strftime("%H:%M %d/%m/%Y")
