"""Forms that went out in the last days of the sample: the paper trail of some dossiers is not empty."""

from datetime import date, timedelta

from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.slips import FormKind, issuing
from motcua.dossiers.slips.reading import TOLD_BY, forms_possible, rules_for
from motcua.kernel.clock import at_local, frozen
from motcua.kernel.people import Actor
from motcua.organisation.models import Agency

_RECEIPTS, _EACH = 6, 2


def run(commune: Agency, until: date) -> None:
    """Issue the receipts of the newest dossiers, and the newest forms of every other kind, on the last evening."""
    with frozen(at_local(until, 17)):
        newest = (
            Dossier.objects.filter(desk=commune).exclude(received_at=None).order_by("-received_at", "-pk")
        )
        for dossier in newest[:_RECEIPTS]:
            _issue(dossier, {FormKind.RECEIPT})
        for kind, acts in TOLD_BY.items():
            told = Event.objects.filter(
                dossier__desk=commune,
                act__in=[act.value for act in acts],
                happened_at__gte=at_local(until - timedelta(days=60)),
            )
            for event in told.order_by("-happened_at", "-pk")[:_EACH]:
                _issue(Dossier.objects.get(pk=event.dossier_id), {kind})


def _issue(dossier: Dossier, kinds: set[FormKind]) -> None:
    receiver = dossier.receiver
    who = f"{receiver.name} ({receiver.title})" if receiver else "Bộ phận Một cửa"
    actor = Actor("staff", str(dossier.receiver_id or ""), who, dossier.desk.code)
    events = list(Event.objects.filter(dossier=dossier).order_by("number"))
    for kind, event in forms_possible(dossier, events, rules_for(dossier)):
        if kind in kinds:
            issuing.issue(dossier.pk, kind, event.number if event else 0, actor=actor)
