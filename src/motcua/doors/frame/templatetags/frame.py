"""`{% load frame %}`: how figures, days, statuses, fields and parts of a page are shown.

`docs/howto/add-a-page.md` shows each with an example; `/staff/kieu-dang` shows them drawn.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from motcua.doors.frame import charts
from motcua.doors.frame.charts.markup import markup
from motcua.doors.frame.components import Crumb, Summary, TimelineEvent, shape_of
from motcua.doors.frame.fields import field_html, fields_html, filter_html
from motcua.doors.frame.figures import decimal_comma, local_day_text, local_moment_text
from motcua.doors.frame.navigation import NavItem
from motcua.kernel import money

register = template.Library()

NOT_MEASURED = "chưa đo được"
_UNFOLDED = 3


# Values: each is a tag and a filter of the same name.


@register.simple_tag(name="dong")
@register.filter(name="dong")
def dong(amount: int | None) -> str:
    """`1.234.567 đồng`; nothing for None."""
    return "" if amount is None else money.dong(amount)


@register.simple_tag(name="number")
@register.filter(name="number")
def number(value: int | float | Decimal | None, places: int = 0) -> str:
    """`1.234,50`: dots between thousands, a comma before decimals (rounded half up); None: chưa đo được."""
    return NOT_MEASURED if value is None else decimal_comma(value, places)


@register.simple_tag(name="day")
@register.filter(name="day")
def day(value: date | datetime | None) -> SafeString:
    """`<time>05/03/2024</time>`; a moment is shown as its day in Việt Nam; nothing for None."""
    if value is None:
        return mark_safe("")
    text = local_day_text(value)
    return format_html('<time datetime="{}">{}</time>', "-".join(reversed(text.split("/"))), text)


@register.simple_tag(name="moment")
@register.filter(name="moment")
def moment(value: datetime | None) -> SafeString:
    """`<time>14:30 05/03/2024</time>` by the wall clock in Việt Nam; nothing for None."""
    if value is None:
        return mark_safe("")
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), local_moment_text(value)
    )


@register.simple_tag
def shape(tone: str) -> SafeString:
    """The small drawing of a tone, hidden from readers of the word beside it."""
    drawing = shape_of(tone)
    paint = mark_safe(' fill="none" stroke-width="1.8"') if drawing.hollow else mark_safe(' stroke="none"')
    return format_html(
        '<svg viewBox="0 0 10 10" aria-hidden="true" focusable="false"><path d="{}"{}/></svg>',
        drawing.path,
        paint,
    )


@register.simple_tag
def status_tag(label: str, tone: str = "plain") -> SafeString:
    """A status by word and shape. Tones: plain running waiting soon late stopped done."""
    return format_html('<span class="tag {}">{}{}</span>', tone, shape(tone), label)


@register.simple_tag
def figure_link(
    value: int | float | Decimal | None, url: str = "", label: str = "", places: int = 0
) -> SafeString:
    """A figure that opens the list behind it. `label` names it for a screen reader; None: chưa đo được."""
    if value is None:
        return format_html('<span class="muted">{}</span>', NOT_MEASURED)
    text = decimal_comma(value, places)
    if not url:
        return format_html('<span class="numeric">{}</span>', text)
    spoken = format_html('<span class="sr-only"> {}</span>', label) if label else ""
    return format_html('<a class="numeric" href="{}">{}{}</a>', url, text, spoken)


# Forms


@register.inclusion_tag("frame/parts/error_summary.html")
def error_summary(form: BaseForm | None, *more: BaseForm) -> dict[str, Any]:
    """Every error of one or several forms, each linking to its field; takes the focus when the page opens."""
    rows: list[tuple[str, str]] = []
    for each in [form, *more]:
        if each is None or not each.is_bound:
            continue
        rows += [("", str(error)) for error in each.non_field_errors()]
        for bound in each:
            target = "" if bound.is_hidden else f"#{_anchor(bound)}"
            rows += [(target, f"{bound.label}: {error}") for error in bound.errors]
    return {"rows": rows}


@register.simple_tag
def field(bound: BoundField, label: str = "", hint: str = "") -> SafeString:
    """A field with label, hint and errors, tied together for screen readers."""
    if hint:
        bound.help_text = hint
    if label:
        bound.label = label
    return field_html(bound)


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """All fields of a form, one below the other, hidden ones included; without error summary and buttons."""
    return fields_html(form)


@register.simple_tag
def filter_field(bound: BoundField) -> SafeString:
    """A field of the filters above a list; drawn without a template: it stands there half a dozen times."""
    return filter_html(bound)


@register.inclusion_tag("frame/parts/act_fields.html", takes_context=True)
def act_fields(context: template.Context, version: int | str | None = None) -> dict[str, Any]:
    """Hidden fields of a form that acts: CSRF token, `act_key` (twice the same is once), `seen_version`.

    A form shown again after an error keeps the key it was sent with.
    """
    request: HttpRequest | None = context.get("request")
    sent = request.POST if request else {}
    return {
        "csrf_token": context.get("csrf_token"),
        "act_key": sent.get("act_key") or str(uuid.uuid4()),
        "seen_version": sent.get("seen_version") or version,
    }


@register.inclusion_tag("frame/parts/filters.html", takes_context=True)
def filters(context: template.Context, form: BaseForm, target: str = "") -> dict[str, Any]:
    """A bar of filters above a list. With `target` ("#list") htmx replaces that part only.

    More than three fields are folded on a small screen behind how many of them are set; the first, the one that is
    typed into, stays.
    """
    request: HttpRequest | None = context.get("request")
    asked = request.GET if request else QueryDict()
    fields = form.visible_fields()
    shown, folded = (fields[:1], fields[1:]) if len(fields) > _UNFOLDED else (fields, [])
    return {
        "form": form,
        "shown": shown,
        "folded": folded,
        "wrong": any(bound.errors for bound in folded),
        "on": sum(any(asked.getlist(bound.html_name)) for bound in folded),
        "target": target,
        "sort": asked.get("sort", ""),
        "path": request.path if request else "",
        "applied": bool(asked),
    }


# Lists


@register.inclusion_tag("frame/parts/pager.html", takes_context=True)
def pager(context: template.Context, page: "Page[Any]", target: str = "") -> dict[str, Any]:
    """Links to the pages around this one, keeping every other part of the address."""
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": page.paginator.ELLIPSIS,
        "target": target,
        "query": _query(context),
    }


@register.simple_tag(takes_context=True)
def sort_header(context: template.Context, key: str, label: str, css: str = "") -> SafeString:
    """A `<th>` whose link sorts by `key` (address `?sort=key`, a second press `?sort=-key`). Drawn without a template:
    a table has half a dozen."""
    query = _query(context)
    now = query.get("sort", "")
    state, arrow = {key: ("ascending", "↑"), f"-{key}": ("descending", "↓")}.get(now, ("", ""))
    address = query_with(query, sort=f"-{key}" if now == key else key, page=None)
    marks = f' class="{conditional_escape(css)}"' if css else ""
    marks += f' aria-sort="{state}"' if state else ""
    shown = f' <span aria-hidden="true">{arrow}</span>' if arrow else ""
    link = f'<a href="{conditional_escape(address)}">{conditional_escape(label)}{shown}</a>'
    return mark_safe(f'<th scope="col"{marks}>{link}</th>')  # noqa: S308 - escaped piece by piece


# Parts of a page


@register.simple_block_tag
def panel(content: SafeString, title: str, tone: str = "next", heading_id: str = "") -> SafeString:
    """A framed block: `{% panel "Việc cần làm tiếp" %}…{% endpanel %}`. Tones: next info warning calm."""
    name = heading_id or f"p-{uuid.uuid4().hex[:8]}"
    return format_html(
        '<section class="panel {}" aria-labelledby="{}"><h2 id="{}">{}</h2>{}</section>',
        tone,
        name,
        name,
        title,
        content,
    )


@register.simple_block_tag
def fold(content: SafeString, title: str, opened: bool = False) -> SafeString:
    """A part that opens on demand: `{% fold "Lịch sử chi tiết" %}…{% endfold %}`."""
    state = mark_safe(" open") if opened else ""
    return format_html('<details class="fold"{}><summary>{}</summary>{}</details>', state, title, content)


@register.inclusion_tag("frame/parts/timeline.html")
def timeline(events: Iterable[TimelineEvent]) -> dict[str, Any]:
    """What happened, in the order given."""
    return {"events": events}


@register.inclusion_tag("frame/parts/cards.html")
def cards(summaries: Iterable[Summary]) -> dict[str, Any]:
    """A row of figures, each opening its list."""
    return {"summaries": summaries}


@register.inclusion_tag("frame/parts/facts.html")
def facts(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Pairs of label and value; a pair with an empty value (None, "") is left out."""
    return {"rows": [(label, value) for label, value in rows if value not in (None, "")]}


@register.simple_tag
def breadcrumbs(crumbs: Sequence[Crumb | tuple[str, str]] | None) -> SafeString:
    """The way here. Pairs (label, address) do as well. Drawn without a template: it stands on every page."""
    way = [each if isinstance(each, Crumb) else Crumb(*each) for each in crumbs or ()]
    if not way:
        return mark_safe("")
    steps = "".join(_crumb(each, last=each is way[-1]) for each in way)
    name = conditional_escape(gettext("Đường dẫn"))
    return mark_safe(f'<nav class="crumbs" aria-label="{name}"><ol>{steps}\n</ol></nav>')  # noqa: S308 - escaped


def _crumb(crumb: Crumb, *, last: bool) -> str:
    label = conditional_escape(crumb.label)
    if crumb.url and not last:
        return f'\n  <li><a href="{conditional_escape(crumb.url)}">{label}</a></li>'
    here = ' aria-current="page"' if last else ""
    return f"\n  <li><span{here}>{label}</span></li>"


@register.simple_tag
def menu(items: Iterable[NavItem], title: str) -> SafeString:
    """The entries of a door under the headings of their groups, folded under a title that names the present one.

    Drawn without a template: some fifty entries stand on every page.
    """
    entries = list(items)
    here = "".join(
        f': <span class="strong">{conditional_escape(one.label)}</span>' for one in entries if one.current
    )
    groups = "".join(_group(heading, some) for heading, some in groupby(entries, lambda one: one.group))
    return mark_safe(f"<summary>{conditional_escape(title)}{here}</summary>\n    {groups}")  # noqa: S308 - escaped


def _group(heading: str, entries: Iterable[NavItem]) -> str:
    above = f"<h2>{conditional_escape(heading)}</h2>" if heading else ""
    return f"{above}\n    <ul>{''.join(_entry(one) for one in entries)}\n    </ul>"


@lru_cache(maxsize=1024)
def _entry(one: NavItem) -> str:
    here = ' aria-current="page"' if one.current else ""
    badge = "" if one.badge is None else f'<span class="badge">{decimal_comma(one.badge)}</span>'
    label = f"<span>{conditional_escape(one.label)}</span>{badge}"
    return f'\n      <li><a href="{conditional_escape(one.url)}"{here}>{label}</a></li>'


@register.inclusion_tag("frame/parts/tabs.html")
def tabs(items: Iterable[Any], label: str = "Các phần của trang") -> dict[str, Any]:
    """Views of one thing, as links; items have label, url, current and badge (NavItem)."""
    return {"items": items, "label": label}


@register.inclusion_tag("frame/parts/progress.html")
def progress(
    value: int | None, most: int | None, label: str, url: str = "", done: bool = False
) -> dict[str, Any]:
    """How far long work has come. With `url` htmx asks that address every two seconds for this tag anew.

    `value` or `most` None: running, without a measure. `done`: no more asking.
    """
    share = round(100 * value / most) if value is not None and most else None
    return {"value": value, "most": most, "share": share, "label": label, "url": url, "done": done}


@register.simple_tag
def chart(drawing: charts.Chart) -> SafeString:
    """A chart from `motcua.doors.frame.charts`, with its text alternative and its table."""
    return markup(drawing)


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """`mapping|item:key`, None when absent."""
    return mapping.get(key)


@register.simple_tag
def query_with(query: QueryDict, **changes: Any) -> str:
    """`?…` of an address with some of its values changed, None: taken away. As Django's `querystring`, without a copy
    of everything for each of a dozen links."""
    values: dict[str, list[Any]] = dict(query.lists())
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = [value]
    return f"?{urlencode(values, doseq=True)}"


def _query(context: template.Context) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET if request else QueryDict()


def _anchor(bound: BoundField) -> str:
    return f"{bound.auto_id}_group" if bound.use_fieldset else bound.id_for_label or bound.auto_id
