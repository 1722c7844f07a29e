"""Going through all kept papers for what is doubtful: duplicates, wrong numbers and codes, wrong days, broken links.

A job every night, a thousand papers at a time. What it finds is kept with what became of it; what is found no more
closes by itself, what was dismissed stays dismissed until something else is wrong.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from motcua.blobs.enums import BlobState
from motcua.datastore.writing import act
from motcua.dossiers.models import DossierPaper
from motcua.jobs import queue
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.regimes.queries import ThroughTime, rule, through_time
from motcua.storehouse.care_enums import Doubt, DoubtState
from motcua.storehouse.cleaning_rules import Found, Looked, Places, Twin, doubts_about, duplicates
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.models import DoubtfulPaper, Paper, PaperQuerySet, ScannedPaper

KIND = "papers.clean"
_AT_ONCE = 1000
_GROUPS_AT_ONCE = 200
_FIELDS = (
    "kind", "title", "type_code", "blob", "origin", "signed", "number_blind", "issued_on", "valid_to", "digitised_at",
    "created_at", "code", "verification", "agency", "owner_person", "owner_business",
    "blob__state", "agency__code", "agency__path", "owner_person__identity_number", "owner_person__birth_date",
)  # fmt: skip

Where = tuple[str, int | None]


@timer("papers.clean", daily_at="03:10")
def ask_every_night() -> None:
    """Have the papers gone through once a day."""
    queue.enqueue(KIND, {}, unique_key=KIND, max_attempts=3)


@queue.job(KIND, lease=900)
def go_through(_: queue.Arguments, report: queue.Report) -> queue.Result:
    """Every paper that holds, then those that are there twice; what is no longer found is closed."""
    began = clock.now()
    total = _living().count()
    looked = 0
    for batch in _batches():
        _keep_found(batch)
        looked += len(batch)
        report(looked, total, "rà soát giấy tờ")
    twice = _keep_duplicates()
    with act():
        gone = DoubtfulPaper.objects.filter(state=DoubtState.OPEN.value, seen_at__lt=began)
        closed = gone.update(state=DoubtState.GONE.value, decided_at=clock.now())
    still = DoubtfulPaper.objects.filter(state=DoubtState.OPEN.value).count()
    return {"looked": looked, "twice": twice, "closed": closed, "open": still}


def _living() -> PaperQuerySet:
    """Papers that still stand for something: not replaced, not revoked, not destroyed."""
    return Paper.objects.filter(superseded_by=None, revoked_at=None, destroyed_at=None)


def _batches() -> Iterator[list[Paper]]:
    last = 0
    while True:
        rows = _living().filter(pk__gt=last).select_related("blob", "agency", "owner_person").only(*_FIELDS)
        batch = list(rows.order_by("pk")[:_AT_ONCE])
        if not batch:
            return
        last = batch[-1].pk
        yield batch


def _keep_found(batch: Sequence[Paper]) -> None:
    """What is wrong with single papers, kept in one act."""
    keys = [paper.pk for paper in batch]
    where = _where(keys)
    scanned = set(ScannedPaper.objects.filter(paper__in=keys).values_list("paper_id", flat=True))
    templates = through_time("digitise.code")
    places = Places(**rule("clean.identity_places", on=clock.today()))
    found: dict[tuple[int, Doubt], tuple[Found, int | None]] = {
        (paper.pk, each.doubt): (each, None)
        for paper in batch
        for each in doubts_about(_looked(paper, where, scanned, templates), places)
    }
    _store({paper.pk: paper for paper in batch}, found, where)


def _looked(paper: Paper, where: dict[int, Where], scanned: set[int], templates: ThroughTime) -> Looked:
    person = paper.owner_person
    came = clock.local_day(paper.created_at)
    coded_on = clock.local_day(paper.digitised_at) if paper.digitised_at else came
    return Looked(
        came_on=came, blob=paper.blob_id,
        blob_sound=paper.blob is None or paper.blob.state == BlobState.SOUND,
        from_database=paper.origin == Origin.DATABASE, signed=paper.signed, issued_by_us=bool(paper.verification),
        code=paper.code or "",
        template=str(templates(coded_on, paper.agency.chain)) if paper.agency and paper.code else "",
        agency=paper.agency.code if paper.agency else "", type_code=paper.type_code,
        issued_on=paper.issued_on, valid_to=paper.valid_to, expires=paper.kind != PaperKind.RESULT,
        owned=bool(paper.owner_person_id or paper.owner_business_id),
        identity=person.identity_number if person else "", born=person.birth_date if person else None,
        in_dossier=paper.pk in where, scanned=paper.pk in scanned,
    )  # fmt: skip


def _where(papers: Sequence[int]) -> dict[int, Where]:
    """The dossier (its code) and the agency that each paper was last used in."""
    rows = DossierPaper.objects.filter(paper__in=papers).order_by("pk")
    told = rows.values_list("paper_id", "dossier__code", "dossier__tracking", "dossier__agency_id")
    return {paper: (code or tracking or "", agency) for paper, code, tracking, agency in told}


def _keep_duplicates() -> int:
    """Papers of one owner that are there twice."""
    found = 0
    owners = list(_owners_of_twins())
    for start in range(0, len(owners), _GROUPS_AT_ONCE):
        some = owners[start : start + _GROUPS_AT_ONCE]
        people = [person for person, _ in some if person]
        firms = [firm for _, firm in some if firm]
        rows = _living().filter(Q(owner_person__in=people) | Q(owner_business__in=firms)).only(
            "kind", "title_folded", "type_code", "number_blind", "blob", "signed", "code", "verification", "agency",
            "owner_person", "owner_business",
        )  # fmt: skip
        papers = {paper.pk: paper for paper in rows}
        pairs = duplicates([_twin(paper) for paper in papers.values()])
        _store(
            papers,
            {
                (goes.pk, doubt): (Found(doubt, f"Trùng với giấy tờ số {stays.pk} của cùng chủ."), stays.pk)
                for doubt, goes, stays in pairs
            },
            _where([goes.pk for _, goes, _ in pairs]),
        )
        found += len(pairs)
    return found


def _owners_of_twins() -> Iterator[tuple[int | None, int | None]]:
    owner = ("owner_person", "owner_business")
    owned = _living().exclude(owner_person=None, owner_business=None).order_by()
    files = owned.exclude(blob=None).values(*owner, "blob")
    numbers = owned.exclude(number_blind="").values(*owner, "kind", "number_blind")
    seen: set[tuple[int | None, int | None]] = set()
    for groups in (files, numbers):
        for row in groups.annotate(many=Count("pk")).filter(many__gt=1).iterator():
            seen.add((row["owner_person"], row["owner_business"]))
    yield from sorted(seen, key=lambda each: (each[0] or 0, each[1] or 0))


def _twin(paper: Paper) -> Twin:
    owner = f"p{paper.owner_person_id}" if paper.owner_person_id else f"b{paper.owner_business_id}"
    return Twin(
        pk=paper.pk, owner=owner, kind=paper.kind, title=paper.title_folded, type_code=paper.type_code,
        number=paper.number_blind, blob=paper.blob_id, signed=paper.signed, coded=bool(paper.code),
        verifiable=bool(paper.verification),
    )  # fmt: skip


def _store(
    papers: dict[int, Paper],
    found: dict[tuple[int, Doubt], tuple[Found, int | None]],
    where: dict[int, Where],
) -> None:
    """New doubts begin, known ones are seen again; one that was mended or had gone begins anew."""
    if not found:
        return
    now = clock.now()
    known = {
        (row.paper_id, Doubt(row.doubt)): row
        for row in DoubtfulPaper.objects.filter(paper__in={paper for paper, _ in found})
    }
    fallback = _top_agency()
    fresh, again = [], []
    for (paper, doubt), (each, other) in found.items():
        row = known.get((paper, doubt))
        dossier, agency = where.get(paper, ("", None))
        if row is None:
            row = DoubtfulPaper(paper_id=paper, doubt=doubt.value, found_at=now)
            fresh.append(row)
        else:
            again.append(row)
        _seen(row, each.words, other, now)
        row.dossier, row.agency_id = dossier, papers[paper].agency_id or agency or fallback
    with act():
        DoubtfulPaper.objects.bulk_create(fresh)
        DoubtfulPaper.objects.bulk_update(again, _CHANGES)


_CHANGES = [
    "words",
    "other",
    "state",
    "found_at",
    "seen_at",
    "dossier",
    "agency",
    "decided_at",
    "decided_by",
    "what",
]


def _seen(row: DoubtfulPaper, words: str, other: int | None, now: datetime) -> None:
    same = row.words == words and row.other_id == other
    closed = row.state in (DoubtState.MENDED, DoubtState.GONE)
    if not row.state or closed or (row.state == DoubtState.DISMISSED and not same):
        row.state, row.found_at = DoubtState.OPEN.value, now
        row.decided_at, row.decided_by_id, row.what = None, None, ""
    row.words, row.other_id, row.seen_at = words, other, now


def _top_agency() -> int | None:
    """Whose care papers are that lead to no agency: the highest agency of the house."""
    top: Any = (
        Agency.objects.filter(parent=None, valid_to=None)
        .order_by("path")
        .values_list("pk", flat=True)
        .first()
    )
    return None if top is None else int(top)
