"""Reads of the storehouse."""

from datetime import date

from motcua.accounts.models import Business, Person
from motcua.kernel import clock
from motcua.storehouse.models import Paper, PaperQuerySet


def held_by(owner: Person | Business, *, on: date | None = None) -> PaperQuerySet:
    """Papers of an owner that may stand in for asking again, the newest first.

    With content, and valid on the day (today). Source: NĐ 118/2025, Điều 4.2a as amended by NĐ 309/2026:
    what the store or a database holds is not asked for a second time.
    """
    return (
        Paper.objects.all()
        .of(owner)
        .valid_on(on or clock.today())
        .with_content()
        .order_by("-created_at", "-id")
    )
