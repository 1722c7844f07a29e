"""Rows with a first and a last day: which last on a day, and how they end."""

from datetime import date

from django.db.models import Q


def lasting(day: date) -> Q:
    """A filter for rows in force on a day."""
    return (Q(last_day=None) | Q(last_day__gte=day)) & Q(first_day__lte=day)


def overlapping(first: date, last: date | None) -> Q:
    """A filter for rows in force on some day of a span; `last` None: without end."""
    wanted = Q(last_day=None) | Q(last_day__gte=first)
    return wanted if last is None else wanted & Q(first_day__lte=last)
