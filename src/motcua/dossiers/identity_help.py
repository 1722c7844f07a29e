"""Help with the electronic identity account, counted with one key at the desk (requirement D14)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.dossiers.enums import IdentityHelpKind
from motcua.dossiers.models import IdentityHelp
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer


def note_help(officer: Officer, kind: IdentityHelpKind) -> IdentityHelp:
    """One person helped, now, by this officer at the officer's agency."""
    with act():
        row = IdentityHelp.objects.create(
            agency=Agency.objects.get(code=officer.agency_code), staff_id=officer.staff_id, kind=kind.value,
            at=clock.now(), day=clock.today(),
        )  # fmt: skip
        record(
            officer.actor,
            action="dossiers.identity_help",
            kind="identity_help",
            key=row.pk,
            detail={"kind": kind.value},
        )
    return row


def undo_help(officer: Officer) -> IdentityHelp:
    """Take back the officer's own latest count of today. Refuses when there is none."""
    with act():
        row = (
            IdentityHelp.objects.select_for_update()
            .filter(staff_id=officer.staff_id, day=clock.today(), undone_at=None)
            .order_by("-at", "-pk")
            .first()
        )
        if row is None:
            raise Refused("Hôm nay ông/bà chưa ghi lần hỗ trợ nào để hoàn tác.", code="nothing_to_undo")
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])
        record(officer.actor, action="dossiers.undo_identity_help", kind="identity_help", key=row.pk)
    return row


@dataclass(frozen=True, slots=True)
class HelpToday:
    """What one officer noted today, by kind in the order of the keys."""

    counts: Mapping[IdentityHelpKind, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def help_today(officer: Officer) -> HelpToday:
    """The officer's own counts of today; one statement."""
    rows = IdentityHelp.objects.filter(staff_id=officer.staff_id, day=clock.today(), undone_at=None)
    found = dict(rows.order_by().values_list("kind").annotate(many=Count("pk")))
    return HelpToday({kind: found.get(kind.value, 0) for kind in IdentityHelpKind})


def help_given(agencies: Iterable[Agency], first: date, last: date) -> list[tuple[date, str, str, str, int]]:
    """For measuring: (day, agency code, officer's name, kind, how many) between two days; one statement."""
    rows = IdentityHelp.objects.filter(
        agency__in=list(agencies), day__gte=first, day__lte=last, undone_at=None
    )
    counted = rows.values_list("day", "agency__code", "staff__name", "kind").annotate(many=Count("pk"))
    return list(counted.order_by("day", "agency__code", "staff__name", "kind"))
