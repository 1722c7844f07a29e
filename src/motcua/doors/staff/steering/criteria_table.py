"""The table of criteria of the control room as HTML: a hundred cells, written without a template for each.

Every text from outside goes through `_text`.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from motcua.doors.frame.figures import decimal_comma
from motcua.doors.staff.templatetags.steering import share
from motcua.indicators.scoring import CriterionScore, GroupScore

Groups = Iterable[tuple[GroupScore, list[tuple[CriterionScore, str]]]]

_HEAD = (
    '<thead><tr><th scope="col">Tiêu chí</th><th scope="col" class="num">Tử số / mẫu số</th>'
    '<th scope="col" class="num">Tỷ lệ</th><th scope="col" class="num">Điểm</th>'
    '<th scope="col" class="num">Mất</th></tr></thead>'
)


def criteria_table(groups: Groups) -> SafeString:
    """Each group with its heading and a row for each criterion, which leads to what stands behind it."""
    return mark_safe("".join(_group(group, rows) for group, rows in groups))  # noqa: S308 - went through `_text`


def _text(value: object) -> str:
    return escape(str(value))


def _group(scored: GroupScore, rows: Iterable[tuple[CriterionScore, str]]) -> str:
    code, name = _text(scored.group.code), _text(scored.group.name)
    return (
        f'<h3 id="nhom-{code}" class="gap-above">{code}. {name}: {_points_of(scored)}</h3>\n'
        f'<table class="dense criteria"><caption class="sr-only">{name}</caption>\n{_HEAD}\n'
        f"<tbody>{''.join(_row(one, url) for one, url in rows)}</tbody></table>"
    )


def _points_of(scored: GroupScore) -> str:
    if not scored.measured_max:
        return '<span class="muted">chưa đo được</span>'
    open_part = "" if scored.complete else f" điểm đo được (tối đa {decimal_comma(scored.group.maximum)})"
    return f"{decimal_comma(scored.points, 2)} / {decimal_comma(scored.measured_max)}{open_part}"


def _row(one: CriterionScore, url: str) -> str:
    lost = decimal_comma(one.lost, 2) if one.lost else ""
    return (
        f'<tr>\n<th scope="row"><a href="{_text(url)}">{_text(one.criterion.code)}. {_text(one.criterion.name)}</a></th>'
        f'<td data-label="Tử số / mẫu số" class="num">{_count(one)}</td>'
        f'<td data-label="Tỷ lệ" class="num">{share(one.ratio)}</td>'
        f'<td data-label="Điểm" class="num">{_points(one)}</td>'
        f'<td data-label="Mất" class="num">{lost}</td></tr>'
    )


def _count(one: CriterionScore) -> str:
    if one.count is None:
        return f'<span class="muted">{_text(one.state.label)}</span>'
    return f"{decimal_comma(one.count.numerator)} / {decimal_comma(one.count.denominator)}"


def _points(one: CriterionScore) -> str:
    if not one.counted:
        return '<span class="muted">chưa đo</span>'
    points = "–" if one.points is None else decimal_comma(one.points, 2)
    return f'<span><span class="strong">{points}</span> / {decimal_comma(one.criterion.maximum)}</span>'
