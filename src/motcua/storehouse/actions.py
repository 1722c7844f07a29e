"""Keeping papers. These functions run inside the act of the caller (a dossier received, a result signed)
and open none of their own: the paper and what it belongs to are stored together or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from motcua.accounts.models import Business, Person
from motcua.datastore.rows import insert, new_row
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.storehouse.care_enums import Replacing
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.models import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaper:
    """A paper to keep. `blob` is the SHA-256 of stored bytes; None means seen and not scanned.

    `digitised_at` is when the scan was made or the electronic original came in; it needs a blob, or the
    database that the data were taken from (`origin_source`). `created_at` only when it is not
    now (the sample).
    """

    kind: PaperKind
    title: str
    origin: Origin
    blob: str | None = None
    type_code: str = ""
    origin_source: str = ""
    signed: bool = False
    owner: Person | Business | None = None
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    valid_to: date | None = None
    digitised_at: datetime | None = None
    shared_at: datetime | None = None
    created_at: datetime | None = None


def keep(papers: Iterable[NewPaper]) -> list[Paper]:
    """Store papers in one statement, in the order given.

    Refuses a paper without a title, one taken from a database that is not named, and one called
    digitised that has no content.
    """
    now = clock.now()
    rows = [_row(paper, now) for paper in papers]
    return insert(rows)


def digitise(paper: Paper, *, blob: str, signed: bool = False) -> None:
    """Attach the scan of a paper that was only seen so far.

    Refuses when the paper already has a file: a better scan is a new paper that supersedes this one.
    """
    now = clock.now()
    changed = Paper.objects.filter(pk=paper.pk, blob=None).update(blob=blob, signed=signed, digitised_at=now)
    if not changed:
        raise Refused(
            f"«{paper.title}» đã có tệp. Muốn thay, hãy lưu bản mới thay cho bản này.",
            code="already_digitised",
        )
    paper.blob_id, paper.signed, paper.digitised_at = blob, signed, now


def supersede(old: Paper, new: Paper, *, how: Replacing = Replacing.REPLACED, reason: str = "") -> None:
    """Let a newer paper take the place of an old one, which stays readable; `reason` is for officers only.

    Refuses what is replaced already, and a circle.
    """
    if old.pk == new.pk or new.superseded_by_id == old.pk:
        raise Refused("Một giấy tờ không thể thay cho chính nó.")
    replaced = {
        "superseded_by": new, "replaced_at": clock.now(), "replaced_how": how.value, "replaced_reason": reason[:400],
    }  # fmt: skip
    if not Paper.objects.filter(pk=old.pk, superseded_by=None).update(**replaced):
        raise Refused(f"«{old.title}» đã được thay bằng bản khác.", code="already_superseded")
    for name, value in replaced.items():
        setattr(old, name, value)


def give_to(owner: Person | None, *, of: Person, papers: QuerySet[Any]) -> int:
    """Papers (a query of their ids) that were put down to the wrong person go to the right one; others stay.

    Returns how many went.
    """
    return Paper.objects.filter(owner_person=of, pk__in=papers).update(owner_person=owner)


def mark_shared(papers: Sequence[Paper], *, at: datetime) -> int:
    """Note that papers were connected to the national store; the first time stands.

    Returns how many are new.
    """
    return Paper.objects.filter(pk__in=[paper.pk for paper in papers], shared_at=None).update(shared_at=at)


def _row(paper: NewPaper, now: datetime) -> Paper:
    _check(paper)
    return new_row(
        Paper,
        kind=paper.kind.value,
        title=squeeze(paper.title),
        type_code=paper.type_code,
        blob_id=paper.blob,
        origin=paper.origin.value,
        origin_source=squeeze(paper.origin_source),
        signed=paper.signed,
        owner_person_id=paper.owner.pk if isinstance(paper.owner, Person) else None,
        owner_business_id=paper.owner.pk if isinstance(paper.owner, Business) else None,
        number=squeeze(paper.number),
        issued_on=paper.issued_on,
        issuer=squeeze(paper.issuer),
        valid_to=paper.valid_to,
        digitised_at=paper.digitised_at,
        shared_at=paper.shared_at,
        created_at=paper.created_at or now,
    )


def _check(paper: NewPaper) -> None:
    title = squeeze(paper.title)
    if not title:
        raise Refused("Giấy tờ phải có tên.", field="title")
    from_database = paper.origin is Origin.DATABASE
    if from_database and not squeeze(paper.origin_source):
        raise Refused(f"«{title}»: hãy ghi rõ đã khai thác từ cơ sở dữ liệu nào.", field="origin_source")
    if paper.digitised_at and not paper.blob and not from_database:
        raise Refused(f"«{title}» đã số hóa thì phải có tệp kèm theo.", field="blob")
    if paper.issued_on and paper.valid_to and paper.valid_to < paper.issued_on:
        raise Refused(f"«{title}»: ngày hết giá trị phải từ ngày cấp trở đi.", field="valid_to")
