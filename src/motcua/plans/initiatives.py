"""Initiatives: registered with their authors, appraised, recognised by a decision (REQ C9)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency, Staff
from motcua.plans.control_enums import InitiativeState
from motcua.plans.control_models import Initiative, InitiativeAuthor
from motcua.regimes.queries import rule


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInitiative:
    """What is registered."""

    agency: Agency
    year: int
    title: str
    problem: str
    solution: str
    effect: str
    authors: Sequence[Staff]


def register(new: NewInitiative, *, actor: Actor) -> Initiative:
    """Register an initiative. Refuses one without authors or with a part left out."""
    made = Initiative(
        agency=new.agency, year=new.year, registered_on=clock.today(), registered_by=actor.label
    )
    _write(made, new)
    with act():
        made.save()
        _write_authors(made, new.authors)
        _record(made, "register_initiative", actor)
    return made


def change(initiative_id: int, new: NewInitiative, *, actor: Actor) -> Initiative:
    """What was registered, anew. Refused once it was appraised: the council said it of these words."""

    def rewrite(row: Initiative) -> None:
        _in_state(row, InitiativeState.REGISTERED)
        _write(row, new)
        InitiativeAuthor.objects.filter(initiative=row).delete()
        _write_authors(row, new.authors)

    return _changed(initiative_id, "change_initiative", rewrite, actor)


def _write(row: Initiative, new: NewInitiative) -> None:
    for name in ("title", "problem", "solution", "effect"):
        if not str(getattr(new, name)).strip():
            raise Refused("Ghi đủ tên, vấn đề, giải pháp, hiệu quả dự kiến.", field=name, code=name)
    if not new.authors:
        raise Refused("Chọn tác giả.", field="authors", code="authors")
    row.title, row.problem = squeeze(new.title), new.problem.strip()
    row.solution, row.effect = new.solution.strip(), new.effect.strip()


def _write_authors(row: Initiative, authors: Sequence[Staff]) -> None:
    InitiativeAuthor.objects.bulk_create(
        [InitiativeAuthor(initiative=row, staff=one) for one in dict.fromkeys(authors)]
    )


def appraise(initiative_id: int, *, fit: bool, words: str, by: str, actor: Actor) -> Initiative:
    """What the council says of it. Refused for its own authors: nobody appraises their own."""
    if not words.strip() or not squeeze(by):
        raise Refused("Ghi ý kiến thẩm định và người hoặc hội đồng thẩm định.", field="words", code="words")

    def change(row: Initiative) -> None:
        _in_state(row, InitiativeState.REGISTERED)
        if actor.kind == "staff" and is_author(row, int(actor.id)):
            raise Refused("Tác giả không thẩm định sáng kiến của mình.", code="own")
        row.appraisal, row.appraised_by, row.appraised_on = words.strip(), squeeze(by)[:200], clock.today()
        row.state = InitiativeState.APPRAISED.value if fit else InitiativeState.REFUSED.value

    return _changed(initiative_id, "appraise_initiative", change, actor)


def recognise(initiative_id: int, *, decision: str, decided_on: date, actor: Actor) -> Initiative:
    """Recognised by a decision."""
    if not squeeze(decision):
        raise Refused("Ghi số quyết định công nhận.", field="decision", code="decision")
    if decided_on > clock.today():
        raise Refused("Ngày này chưa đến.", field="decided_on", code="decided_on")

    def change(row: Initiative) -> None:
        _in_state(row, InitiativeState.APPRAISED)
        row.decision, row.decided_on = squeeze(decision), decided_on
        row.state = InitiativeState.RECOGNISED.value

    return _changed(initiative_id, "recognise_initiative", change, actor)


def initiatives_of(agency: Agency, year: int) -> QuerySet[Initiative]:
    """Those of a year, the newest first."""
    return Initiative.objects.filter(agency=agency, year=year)


def initiatives_by(staff_id: int, year: int) -> QuerySet[Initiative]:
    """Those of a year of which an officer is an author."""
    own = InitiativeAuthor.objects.filter(staff=staff_id).values("initiative")
    return Initiative.objects.filter(pk__in=own, year=year)


def is_author(row: Initiative, staff_id: int) -> bool:
    """Whether an officer is an author of it."""
    return InitiativeAuthor.objects.filter(initiative=row, staff=staff_id).exists()


def authors_of(rows: Sequence[Initiative]) -> dict[int, list[str]]:
    """The names of the authors by initiative; one statement."""
    found: dict[int, list[str]] = {}
    authors = InitiativeAuthor.objects.filter(initiative__in=rows).order_by("pk")
    for key, name in authors.values_list("initiative_id", "staff__name"):
        found.setdefault(key, []).append(name)
    return found


def wanted(agency: Agency, year: int) -> int:
    """How many there should be in a year."""
    return int(rule("initiatives.a_year", on=min(clock.today(), date(year, 12, 31)), scopes=agency.chain))


def _changed(initiative_id: int, what: str, change: Callable[[Initiative], None], actor: Actor) -> Initiative:
    with act():
        row = locked(Initiative, initiative_id, "agency")
        change(row)
        row.save()
        _record(row, what, actor)
    return row


def _in_state(row: Initiative, state: InitiativeState) -> None:
    if row.status is not state:
        raise Refused(f"Sáng kiến này: {row.status.label.lower()}.", code="state")


def _record(row: Initiative, what: str, actor: Actor) -> None:
    record(
        actor, action=f"plans.{what}", kind="initiative", key=row.pk, agency=row.agency.code,
        detail={"state": row.state},
    )  # fmt: skip
