"""`{% load public %}`: words of the catalogue in the language of the page."""

from collections.abc import Iterable
from html import escape as _e
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.catalogue import wording
from motcua.catalogue.listing import Offered
from motcua.catalogue.models import Component

register = template.Library()


@register.simple_tag
def counts_of(component: Component) -> str:
    """How many originals and copies of a paper."""
    return wording.count_words(component)


@register.simple_tag
def amount_of(amount: int | None, per: str = "") -> str:
    """An amount of a fee, or that there is nothing to pay, or that the province sets it."""
    return wording.amount_words(amount, per)


@register.simple_tag
def blank_form_link(component: Component, code: str) -> SafeString:
    """Where the official blank form of a paper is downloaded, with its kind and size."""
    blob = component.form_file
    if blob is None:
        return SafeString("")
    kind = "PDF" if blob.mime.endswith("pdf") else "Word"
    size = _("%(n)s kB") % {"n": max(1, round(blob.size / 1024))}
    address = reverse("public:blank-form", args=[code, component.pk])
    words, of = _("Tải biểu mẫu trống"), f'<span class="sr-only">: {_e(component.name)}</span>'
    return mark_safe(f'<a href="{_e(address)}">{_e(words)}{of}</a> ({kind}, {_e(size)})')  # noqa: S308 - escaped


@register.filter
def published_number(text: str | None) -> str:
    """A number of a snapshot, kept as text, with its comma."""
    return (text or "").replace(".", ",")


@register.simple_tag
def procedure_rows(rows: Iterable[Offered], *, short: bool = False, with_levels: bool = False) -> SafeString:
    """A list of procedures, each opening its page; drawn without a template: twenty rows were half of a search's time."""
    lang = "" if get_language() == "vi" else ' lang="vi"'
    address = reverse("public:procedure", args=["CODE"])
    drawn = [_procedure_row(row, address, lang, short=short, with_levels=with_levels) for row in rows]
    return mark_safe(f'<ul class="procedures">{"".join(drawn)}\n</ul>')  # noqa: S308 - every text in it was escaped


def _procedure_row(row: Offered, address: str, lang: str, *, short: bool, with_levels: bool) -> str:
    href = address.replace("CODE", quote(row.code))
    name = _e((row.short_name if short else "") or row.name)
    told = [f"<span{lang}>{_e(row.field)}</span>"]
    if with_levels:
        told.append(_e(", ".join(_(level.label) for level in row.levels)))
    told.append(_e(wording.duration(row.value, row.unit) if row.receivable else _("chưa tiếp nhận được")))
    return f'\n  <li><a href="{href}"{lang}>{name}</a>\n    <p class="muted">{" · ".join(told)}</p></li>'
