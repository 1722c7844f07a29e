"""Reads of the storehouse."""

from collections.abc import Iterable
from datetime import date

from motcua.accounts.models import Business, Person
from motcua.datastore.prepared import Prepared
from motcua.kernel import clock
from motcua.storehouse.care_enums import Replacing
from motcua.storehouse.models import Paper, PaperQuerySet

_LONGEST_CHAIN = 20


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


def held_by_person(person: Person) -> list[Paper]:
    """The newest fifty of `held_by` today, for pages that offer what need not be handed in again: without the words read
    off a scan and the sealed number, which fifty papers may have pages of."""
    return _HELD.all(person.pk, clock.today())


_HELD = Prepared(
    lambda person, day: held_by(Person(pk=person), on=day).defer("text", "number")[:50], int, date
)


def kept_for(merged: Iterable[int]) -> dict[int, Paper]:
    """For papers that were merged into others, the paper that stands for each today: a statement for each link of the
    longest chain, none where there are none. A chain that is too long to be true is left out."""
    waiting = {key: key for key in merged}
    found: dict[int, Paper] = {}
    for _ in range(_LONGEST_CHAIN):
        if not waiting:
            break
        papers = Paper.objects.defer("text", "number").in_bulk(set(waiting.values()))
        following = {}
        for key, at in waiting.items():
            paper = papers[at]
            if paper.superseded_by_id and paper.replaced_how == Replacing.MERGED:
                following[key] = paper.superseded_by_id
            else:
                found[key] = paper
        waiting = following
    return found


def with_merged(*papers: int) -> list[int]:
    """These papers and all that were merged into them: what becomes of one becomes of them."""
    found, last = list(papers), list(papers)
    for _ in range(_LONGEST_CHAIN):
        rows = Paper.objects.filter(superseded_by__in=last, replaced_how=Replacing.MERGED.value)
        last = [key for key in rows.values_list("pk", flat=True) if key not in found]
        if not last:
            break
        found += last
    return found
