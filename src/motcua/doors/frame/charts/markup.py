"""The charts with many parts (year line, heat, trend) as HTML, written without templates: a page has thousands of parts.

Every text from outside goes through `_text`. Charts of a few parts are drawn by their templates.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from html import escape
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from motcua.doors.frame.charts.drawing import Chart
from motcua.doors.frame.charts.heat import Heat, HeatCell
from motcua.doors.frame.charts.trend import Trend, TrendMark
from motcua.doors.frame.charts.year import YearLine, YearMonth, YearTask, task_words
from motcua.doors.frame.components import shape_of
from motcua.doors.frame.figures import decimal_comma, local_day_text


def markup(chart: Chart) -> SafeString | None:
    """The chart; None where a template draws it."""
    draw = _DRAWN.get(type(chart))
    return None if draw is None else mark_safe(draw(chart))  # noqa: S308 - each part went through `_text`


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
    rows = "".join(_task_row(task) for task in chart.tasks)
    return _figure(
        chart,
        f'<p class="sr-only">{_text(chart.words)}</p>\n'
        f'<ol class="year">{"".join(_month(month) for month in chart.months)}\n</ol>\n'
        f'<ul class="year-key">{key}{undated}</ul>\n<details><summary>Xem bảng nhiệm vụ</summary>\n'
        '<table class="dense"><thead><tr><th scope="col">Nhiệm vụ</th><th scope="col">Hạn</th>'
        f'<th scope="col">Tình trạng</th></tr></thead><tbody>{rows}</tbody></table>\n</details>',
    )


def _month(month: YearMonth) -> str:
    marks = "".join(f"<li>{_mark(task)}</li>" for task in month.tasks)
    more = f'<li class="muted">+{month.more}</li>' if month.more else ""
    here = ' class="here" aria-current="date"' if month.here else ""
    return (
        f"\n<li{here}><h3>{_text(month.label)}"
        f'<span class="sr-only"> {_text(month.full_label)}</span>{" · nay" if month.here else ""}</h3>\n'
        f'<ul class="marks">{marks}{more}</ul>\n</li>'
    )


def _mark(task: YearTask) -> str:
    words, inside = _text(task_words(task)), _shape(task.tone)
    inside = f'{inside}<span class="sr-only">{words}</span>'
    if task.url:
        return f'<a class="mark {_text(task.tone)}" href="{_text(task.url)}" title="{words}">{inside}</a>'
    return f'<span class="mark {_text(task.tone)}" title="{words}">{inside}</span>'


def _task_row(task: YearTask) -> str:
    due = _day(task.due) if task.due else "thường xuyên"
    return (
        f'\n<tr><th scope="row">{_link(task.title, task.url)}</th><td data-label="Hạn">{due}</td>'
        f'<td data-label="Tình trạng"><span class="tag {_text(task.tone)}">{_shape(task.tone)}{_text(task.state)}'
        "</span></td></tr>"
    )


def _day(value: date) -> str:
    return f'<time datetime="{value.isoformat()}">{local_day_text(value)}</time>'


@cache
def _shape(tone: str) -> str:
    drawing = shape_of(tone)
    paint = ' fill="none" stroke-width="1.8"' if drawing.hollow else ' stroke="none"'
    return f'<svg viewBox="0 0 10 10" aria-hidden="true" focusable="false"><path d="{_text(drawing.path)}"{paint}/></svg>'


_DRAWN: Final[Mapping[type[Chart], Callable[[Any], str]]] = {Heat: _heat, Trend: _trend, YearLine: _year}
