"""The charts as HTML, written without templates: a page has thousands of parts.

Every text from outside goes through `_text`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any, Final, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from motcua.doors.frame.charts.bars import BarRow, Bars
from motcua.doors.frame.charts.dial import Dial, DialArc
from motcua.doors.frame.charts.drawing import Chart
from motcua.doors.frame.charts.heat import Heat, HeatCell
from motcua.doors.frame.charts.trend import Trend, TrendMark
from motcua.doors.frame.charts.year import YearLine, YearMonth, YearTask, task_words
from motcua.doors.frame.components import shape_of
from motcua.doors.frame.figures import decimal_comma, local_day_text


def markup(chart: Chart) -> SafeString:
    """The chart with its title, description and table."""
    return mark_safe(_DRAWN[type(chart)](chart))  # noqa: S308 - each part went through `_text`


def _text(value: object) -> str:
    return escape(str(value))


def _link(text: object, url: str) -> str:
    return f'<a href="{_text(url)}">{_text(text)}</a>' if url else _text(text)


def _figure(chart: Chart, inside: str) -> str:
    note = f"<small>{_text(chart.note)}</small>" if chart.note else ""
    name = _text(chart.name)
    return (
        f'<figure class="figure" aria-labelledby="{name}">\n'
        f'<figcaption id="{name}">{_text(chart.title)}{note}</figcaption>\n{inside}\n</figure>\n'
    )


def _heat(chart: Heat) -> str:
    name = _text(chart.name)
    columns = "".join(
        f'<th scope="col"><abbr title="{_text(full)}">{_text(code)}</abbr></th>'
        for code, full in chart.columns
    )
    rows = "".join(
        f'<tr>\n<th scope="row">{_link(row.label, row.url)}</th>\n'
        f"{''.join(_cell(cell, tint) for cell, tint in cells)}\n</tr>"
        for row, cells in chart.rows
    )
    key = "".join(f'<li><span class="{_text(tint)}"></span>{_text(words)}</li>' for tint, words in chart.key)
    full_names = "".join(f"<li>{_text(code)}: {_text(full)}</li>" for code, full in chart.columns)
    return _figure(
        chart,
        f'<div class="scrolls" role="region" aria-labelledby="{name}" tabindex="0">\n<table class="heat">\n'
        f"<thead><tr><td></td>{columns}</tr></thead>\n<tbody>{rows}</tbody>\n</table>\n</div>\n"
        f'<ul class="heat-key heat">{key}</ul>\n'
        f"<details><summary>Tên các cột</summary><ul>{full_names}</ul></details>",
    )


def _cell(cell: HeatCell, tint: str) -> str:
    if cell.url:
        return f'<td><a class="{_text(tint)}" href="{_text(cell.url)}">{_text(cell.text)}</a></td>'
    return f'<td><span class="{_text(tint)}">{_text(cell.text)}</span></td>'


def _trend(chart: Trend) -> str:
    name, last = _text(chart.name), len(chart.marks) - 1
    aim = (
        f'<path class="c-aim" d="M0 {_text(chart.aim_y)}H1200" vector-effect="non-scaling-stroke"/>'
        if chart.aim_y
        else ""
    )
    points = "".join(_point(mark, last=place == last) for place, mark in enumerate(chart.marks) if mark.y)
    axis = "".join(f"<li>{_text(label)}</li>" for label in chart.axis)
    labels = "".join(
        f"<li><span>{_text(mark.point.label)}</span>{f'<b>{_text(mark.text)}</b>' if place == last else ''}</li>"
        for place, mark in enumerate(chart.marks)
    )
    rows = "".join(
        f'\n<tr><th scope="row">{_text(mark.point.full_label or mark.point.label)}</th>'
        f'<td class="num">{_link(mark.text, mark.point.url)}</td></tr>'
        for mark in chart.marks
    )
    aim_words = f'<p class="muted">Đường đứt: mục tiêu {_text(chart.aim_text)}.</p>' if chart.aim_text else ""
    return _figure(
        chart,
        f'<div class="trend">\n<ul class="axis-y" aria-hidden="true">{axis}</ul>\n'
        f'<svg viewBox="0 0 1200 100" preserveAspectRatio="none" role="img" aria-labelledby="{name}-t {name}-d">\n'
        f'<title id="{name}-t">{_text(chart.title)}</title><desc id="{name}-d">{_text(chart.words)}</desc>\n'
        '<path class="c-grid" d="M0 0H1200M0 50H1200M0 100H1200" vector-effect="non-scaling-stroke"/>\n'
        f'{aim}\n<path class="c-line" d="{_text(chart.line)}" vector-effect="non-scaling-stroke"/>\n'
        f'{points}\n</svg>\n<ol class="axis-x" aria-hidden="true">{labels}</ol>\n</div>\n{aim_words}\n'
        "<details><summary>Xem bảng số liệu</summary>\n"
        '<table><thead><tr><th scope="col">Kỳ</th><th scope="col" class="num">Giá trị</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>\n</details>",
    )


def _point(mark: TrendMark, *, last: bool) -> str:
    return (
        f'<path class="c-point{" last" if last else ""}" d="M{_text(mark.x)} {_text(mark.y)}h0.01"'
        f' vector-effect="non-scaling-stroke"><title>{_text(mark.point.label)}: {_text(mark.text)}</title></path>'
    )


def _year(chart: YearLine) -> str:
    key = "".join(
        f'<li><span class="tag {_text(tone)}">{_shape(tone)}{_text(state)}</span> {decimal_comma(count)}</li>'
        for tone, state, count in chart.key
    )
    undated = f'<li class="muted">Không có hạn trong năm: {len(chart.undated)}</li>' if chart.undated else ""
    texts = {id(task): _TaskTexts.of(task) for task in chart.tasks}
    rows = "".join(_task_row(texts[id(task)]) for task in chart.tasks)
    months = "".join(_month(month, [texts[id(task)] for task in month.tasks]) for month in chart.months)
    return _figure(
        chart,
        f'<p class="sr-only">{_text(chart.words)}</p>\n'
        f'<ol class="year">{months}\n</ol>\n'
        f'<ul class="year-key">{key}{undated}</ul>\n<details><summary>Xem bảng nhiệm vụ</summary>\n'
        '<table class="dense"><thead><tr><th scope="col">Nhiệm vụ</th><th scope="col">Hạn</th>'
        f'<th scope="col">Tình trạng</th></tr></thead><tbody>{rows}</tbody></table>\n</details>',
    )


class _TaskTexts(NamedTuple):
    """The texts of a task, escaped once: it stands as a mark and as a row, and a year has hundreds."""

    title: str
    due: str
    tone: str
    state: str
    url: str
    day: str

    @classmethod
    def of(cls, task: YearTask) -> "_TaskTexts":
        day = local_day_text(task.due) if task.due else ""
        due = f'<time datetime="{task.due.isoformat()}">{day}</time>' if task.due else "thường xuyên"
        return cls(_text(task.title), due, _text(task.tone), _text(task.state), _text(task.url), day)


def _month(month: YearMonth, tasks: Sequence[_TaskTexts]) -> str:
    marks = "".join(f"<li>{_mark(task)}</li>" for task in tasks)
    more = f'<li class="muted">+{month.more}</li>' if month.more else ""
    here = ' class="here" aria-current="date"' if month.here else ""
    return (
        f"\n<li{here}><h3>{_text(month.label)}"
        f'<span class="sr-only"> {_text(month.full_label)}</span>{" · nay" if month.here else ""}</h3>\n'
        f'<ul class="marks">{marks}{more}</ul>\n</li>'
    )


def _mark(task: _TaskTexts) -> str:
    words = task_words(task.state, task.title, task.day)
    inside = f'{_shape(task.tone)}<span class="sr-only">{words}</span>'
    if task.url:
        return f'<a class="mark {task.tone}" href="{task.url}" title="{words}">{inside}</a>'
    return f'<span class="mark {task.tone}" title="{words}">{inside}</span>'


def _task_row(task: _TaskTexts) -> str:
    title = f'<a href="{task.url}">{task.title}</a>' if task.url else task.title
    return (
        f'\n<tr><th scope="row">{title}</th><td data-label="Hạn">{task.due}</td>'
        f'<td data-label="Tình trạng"><span class="tag {task.tone}">{_shape(task.tone)}{task.state}</span></td></tr>'
    )


@cache
def _shape(tone: str) -> str:
    drawing = shape_of(tone)
    paint = ' fill="none" stroke-width="1.8"' if drawing.hollow else ' stroke="none"'
    return f'<svg viewBox="0 0 10 10" aria-hidden="true" focusable="false"><path d="{_text(drawing.path)}"{paint}/></svg>'


def _dial(chart: Dial) -> str:
    name = _text(chart.name)
    band = f'<text class="band" x="100" y="144">{_text(chart.band)}</text>' if chart.band else ""
    leads = (
        f'\n<p class="gap-above"><a href="{_text(chart.url)}">{_text(_("Mở bảng điểm từng tiêu chí"))}</a></p>'
        if chart.url
        else ""
    )
    return _figure(
        chart,
        f'<div class="dial">\n<svg viewBox="-8 -4 216 198" role="img" aria-labelledby="{name}-t {name}-d">\n'
        f'<title id="{name}-t">{_text(chart.title)}</title><desc id="{name}-d">{_text(chart.words)}</desc>\n'
        f"{''.join(_arc(arc) for arc in chart.arcs)}\n"
        f'<text class="total" x="100" y="104">{_text(chart.total)}</text>\n'
        f'<text class="unit" x="100" y="122">{_text(chart.out_of)}</text>\n{band}\n</svg>\n'
        f'<table class="bars">\n<caption class="sr-only">{_text(chart.title)}: {_text(_("điểm theo nhóm"))}</caption>\n'
        f'<thead class="sr-only"><tr><th scope="col">{_text(_("Nhóm"))}</th><th scope="col">{_text(_("Tỷ lệ"))}</th>'
        f'<th scope="col">{_text(_("Điểm"))}</th></tr></thead>\n'
        f"<tbody>{''.join(_arc_row(arc) for arc in chart.arcs)}</tbody>\n</table>\n</div>{leads}",
    )


def _arc(arc: DialArc) -> str:
    low = " c-low" if arc.costliest else ""
    if not arc.share:
        drawn = f'<path class="c-hatch" stroke-width="20" stroke-dasharray="1.5 4" d="{_text(arc.track)}"/>'
    else:
        drawn = f'<path class="c-track" stroke-width="20" d="{_text(arc.track)}"/>'
        if arc.reached:
            drawn += f'<path class="c-value{low}" stroke-width="20" d="{_text(arc.reached)}"/>'
    label = f'<text class="code-label" x="{_text(arc.label_x)}" y="{_text(arc.label_y)}" dy="4">{_text(arc.group.code)}</text>'
    return f"{drawn}\n{label}"


def _arc_row(arc: DialArc) -> str:
    low = " c-low" if arc.costliest else ""
    most = ""
    if arc.costliest:
        most = f'<br><small class="muted">{_text(_("mất nhiều điểm nhất"))}: {_text(arc.lost)}</small>'
    points = f'<span class="unmeasured">{_text(arc.points)}</span>'
    if arc.share:
        points = f'<span class="strong">{_text(arc.points)}</span> / {_text(arc.most)}'
    return (
        f'<tr>\n<th scope="row">{_link(f"{arc.group.code}. {arc.group.name}", arc.group.url)}{most}</th>\n'
        f'<td class="bar">{_track(arc.share, low) if arc.share else ""}</td>\n<td class="num">{points}</td>\n</tr>'
    )


def _track(width: str, low: str, more: str = "") -> str:
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="c-track" width="100" height="10"/><rect class="c-value{low}" width="{_text(width)}" height="10"/>'
        f"{more}</svg>"
    )


def _bars(chart: Bars) -> str:
    rows = "".join(_bar(row) for row in chart.rows) or '<tr><td class="muted">Chưa có số liệu.</td></tr>'
    return _figure(
        chart,
        f'<table class="bars" aria-labelledby="{_text(chart.name)}">\n'
        '<thead class="sr-only"><tr><th scope="col">Nội dung</th><th scope="col">Biểu đồ</th>'
        '<th scope="col">Giá trị</th></tr></thead>\n'
        f"<tbody>{rows}</tbody>\n</table>",
    )


def _bar(row: BarRow) -> str:
    target = (
        f'<path class="c-target" d="M{_text(row.aim_at)} 0V10" vector-effect="non-scaling-stroke"/>'
        if row.aim_at
        else ""
    )
    measured = row.bar.value is not None
    told = f'<span class="{"strong" if measured else "unmeasured"}">{_text(row.text)}</span>'
    if row.aim_text:
        stands = ("dưới mục tiêu" if row.short else "đạt mục tiêu") if measured else "mục tiêu"
        told += f' <small class="muted">{stands} {_text(row.aim_text)}</small>'
    return (
        f'<tr>\n<th scope="row">{_link(row.bar.label, row.bar.url)}</th>\n'
        f'<td class="bar">{_track(row.width, " c-low" if row.short else "", target)}</td>\n<td class="num">{told}</td>\n</tr>'
    )


_DRAWN: Final[Mapping[type[Chart], Callable[[Any], str]]] = {
    Bars: _bars,
    Dial: _dial,
    Heat: _heat,
    Trend: _trend,
    YearLine: _year,
}
