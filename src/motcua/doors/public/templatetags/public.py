"""`{% load public %}`: words of the catalogue in the language of the page."""

from django import template

from motcua.catalogue import wording
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


@register.filter
def published_number(text: str | None) -> str:
    """A number of a snapshot, kept as text, with its comma."""
    return (text or "").replace(".", ",")
