"""The pictures of the control room, from figures to charts. Every part of a picture leads on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from motcua.doors.frame.charts import (
    Bar,
    Bars,
    Dial,
    DialGroup,
    Heat,
    HeatCell,
    HeatRow,
    Trend,
    TrendPoint,
    YearLine,
    YearTask,
    bars,
    dial,
    heat,
    trend,
    year_line,
)
from motcua.doors.frame.figures import cut, decimal_comma
from motcua.doors.staff.steering.choosing import View, address
from motcua.doors.staff.steering.year_plans import DueRow, TaskRow
from motcua.dossiers.lateness import soon_until
from motcua.indicators.scoring import GroupScore, Score
from motcua.indicators.sets import Criterion
from motcua.kernel import clock
from motcua.measurement import queries
from motcua.measurement.queries import Figures
from motcua.measurement.standing import share_of
from motcua.organisation.models import Agency
from motcua.plans.enums import Standing

# The band that plans set as their goal (REQ I1).
GOOD = "Tốt"


def index_dial(view: View, shown: Figures, *, page: str = "") -> Dial:
    """The index with its groups; what is not measured is hatched and left out of the whole.

    `page`: where the table of criteria stands, when not on the same page.
    """
    scored = shown.score
    groups = [_dial_group(group, page) for group in scored.groups.values() if not group.group.parts]
    open_words = f"trên {decimal_comma(scored.measured_max)} điểm đo được"
    note = "" if scored.complete else f"Còn tiêu chí chưa đo: chưa xếp loại.{_partly(scored)}"
    return dial(
        groups,
        title=f"Bộ chỉ số {shown.set_code}, {view.period.label_inside}",
        total=scored.total if scored.measured_max else None,
        out_of="trên 100 điểm" if scored.complete else open_words,
        band=scored.band or "",
        note=note,
        url=f"{page}#tieu-chi",
    )


def _dial_group(scored: GroupScore, page: str) -> DialGroup:
    group, measured = scored.group, scored.measured_max
    points = scored.points if measured else None
    return DialGroup(group.code, group.name, points, measured or group.maximum, f"{page}#nhom-{group.code}")


def _partly(scored: Score) -> str:
    """Which groups are measured in part only, so that «1,19 / 2» is not read as the whole group."""
    some = [
        f"{one.group.code} đo được {decimal_comma(one.measured_max)}/{decimal_comma(one.group.maximum)}"
        for one in scored.groups.values()
        if not one.group.parts and 0 < one.measured_max < one.group.maximum
    ]
    return f" Nhóm {', '.join(some)} điểm." if some else ""


def index_trend(view: View, months: Sequence[Figures]) -> Trend:
    """The share of the measurable points, month by month: open criteria do not bend the line."""
    points = [
        TrendPoint(
            f"T{each.period.first.month}",
            share_of(each.score) if _was_there(view, each) else None,
            view.for_period(each.period),
            f"Tháng {each.period.first.month}/{each.period.year}",
        )
        for each in months
    ]
    good = aim(months[-1].score)
    note = f"Mục tiêu {decimal_comma(good)} %: ngưỡng loại {GOOD} của bộ chỉ số." if good is not None else ""
    title = "Mười hai tháng: điểm đạt được trên điểm đo được"
    return trend(points, title=title, unit="%", floor=0, ceiling=100, aim=good, places=2, note=note)


def _was_there(view: View, month: Figures) -> bool:
    """Whether the agency existed in a month: before its first day an index would be made of constants only."""
    agency, period = view.agency, month.period
    existed = agency.valid_from <= period.last and (
        agency.valid_to is None or agency.valid_to >= period.first
    )
    return existed or bool(month.tally.handled)


def aim(scored: Score) -> Decimal | None:
    """Where the band that plans aim at begins, by the rules of the period."""
    return next((band.at_least for band in scored.indicator_set.bands if band.name == GOOD), None)


def criterion_trend(view: View, one: Criterion, months: Sequence[Figures]) -> Trend:
    """One criterion's ratio, month by month."""
    points = []
    for each in months:
        count = each.counts.get(one.measure)
        ratio = (
            cut(Fraction(100 * count.numerator, count.denominator)) if count and count.denominator else None
        )
        label = f"Tháng {each.period.first.month}/{each.period.year}"
        url = f"{address('criterion', one.code)}?agency={view.agency.code}&period={each.period.code}"
        points.append(TrendPoint(f"T{each.period.first.month}", ratio, url, label))
    return trend(points, title=f"Mười hai tháng: {one.name}", unit="%", floor=0, ceiling=100, places=2)


def open_by_due(view: View, codes: Sequence[str], today: date) -> Bars:
    """Open dossiers of some agencies by how near the day printed for them is, those that wait for the citizen included."""
    soon = soon_until(view.agency, today)
    counted = queries.open_by_due(codes, today, soon=soon)
    labels = {
        "late": "Đã qua ngày hẹn trả",
        "today": "Hẹn trả hôm nay",
        "next": f"Sắp đến hạn (đến {soon:%d/%m})",
        "later": "Sau đó",
    }
    found = [Bar(label, counted[due], view.url("open-dossiers", due=due)) for due, label in labels.items()]
    note = f"Tổng cộng {sum(counted.values())} hồ sơ, tính đến {clock.local(clock.now()):%H:%M %d/%m/%Y}."
    return bars(found, title="Hồ sơ đang giải quyết theo hạn trả", note=note)


def task_year(
    dates: Iterable[DueRow], without_date: Iterable[TaskRow], *, year: int, today: date
) -> YearLine:
    """Every date of the year on which a task is due, and the tasks that have none."""
    shown = {one: (one.tone, one.label) for one in Standing}
    marks = [
        YearTask(
            one.task.title[:160], one.due_date, *shown[one.standing(today)], address("task", one.task.pk)
        )
        for one in dates
    ]
    marks += [
        YearTask(task.title[:160], None, *shown[task.standing(today)], address("task", task.pk))
        for task in without_date
    ]
    return year_line(marks, title=f"Kế hoạch năm {year}: các lần đến hạn", year=year, today=today)


def agencies_by_group(
    view: View, found: Mapping[tuple[str, str], Figures], agencies: Sequence[Agency]
) -> Heat:
    """Agencies by group of the index."""
    sample = next(iter(found.values())).score
    groups = [group.group for group in sample.groups.values() if not group.group.parts]
    rows = []
    for agency in agencies:
        scored = found[agency.code, view.period.code].score
        cells = tuple(_heat_cell(scored.groups[group.code]) for group in groups)
        total = HeatCell(
            scored.total / scored.measured_max if scored.measured_max else None,
            f"{decimal_comma(scored.total, 1)} / {decimal_comma(scored.measured_max)}",
        )
        rows.append(HeatRow(agency.short_name or agency.name, (total, *cells), view.for_agency(agency)))
    columns = [("Tổng", "Điểm trên điểm đo được"), *((group.code, group.name) for group in groups)]
    return heat(
        rows,
        columns,
        title="Các đơn vị theo nhóm chỉ số",
        note="Phần đạt được của số điểm đo được; đơn vị không có hồ sơ trong kỳ không nêu.",
    )


def _heat_cell(scored: GroupScore) -> HeatCell:
    if not scored.measured_max:
        return HeatCell(None, "chưa đo")
    part = scored.points / scored.measured_max
    return HeatCell(part, f"{decimal_comma(cut(100 * part, 0))} %")
