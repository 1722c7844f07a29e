"""A citizen's own dossiers: which they are, what may be read of them, and taking one back."""

from django.db.models import Q, QuerySet, Sum

from motcua.accounts.models import Person
from motcua.dossiers.actions import perform
from motcua.dossiers.enums import Act, State
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, PaperRole
from motcua.dossiers.queries import left_to_pay, possible_acts_of
from motcua.dossiers.rules import commands
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.payments.models import Refund

_HAVE_RESULTS = (State.SETTLED, State.RETURNED)


def dossiers_of(person: Person) -> QuerySet[Dossier]:
    """Dossiers that are this person's, or that they filed for somebody; the newest first."""
    filed = FilingDraft.objects.filter(person=person, dossier_id__isnull=False, replies_to=None)
    mine = Dossier.objects.filter(Q(person=person) | Q(pk__in=filed.values("dossier_id")))
    return mine.select_related("procedure", "version", "agency", "desk").order_by("-filed_at")


def dossier_of(person: Person, key: str) -> Dossier:
    """One of them by code or tracking number. Raises NotFound: absent and not theirs answer alike."""
    wanted = key.strip().upper()
    found = dossiers_of(person).filter(Q(code=wanted) | Q(tracking=wanted)).first()
    if found is None:
        raise NotFound
    return found


def own_papers(dossier: Dossier) -> QuerySet[DossierPaper]:
    """What the person handed in, and the results once there are any and nothing is owed."""
    rows = DossierPaper.objects.filter(dossier=dossier).select_related("paper", "component").order_by("pk")
    if dossier.status in _HAVE_RESULTS and not left_to_pay(dossier):
        return rows.filter(role__in=[PaperRole.COMPONENT.value, PaperRole.RESULT.value])
    return rows.filter(role=PaperRole.COMPONENT.value)


def own_paper(dossier: Dossier, number: int) -> DossierPaper:
    """One of these papers with its file. Raises NotFound."""
    found = (
        own_papers(dossier).filter(pk=number, paper__blob__isnull=False).select_related("paper__blob").first()
    )
    if found is None:
        raise NotFound
    return found


def may_withdraw(dossier: Dossier) -> bool:
    """Whether the table allows taking it back now."""
    return Act.WITHDRAW in possible_acts_of(dossier)


def refunds_of(dossier: Dossier) -> QuerySet[Refund]:
    """Money of this dossier on its way back to who paid it, decided or not, the newest first."""
    orders = DossierFee.objects.filter(dossier=dossier).values("order_id")
    of_it = Q(payment__order__in=orders) | Q(arrival__order__in=orders)
    return Refund.objects.filter(of_it).order_by("-proposed_at", "-pk")


def fees_paid(dossier: Dossier) -> int:
    """Đồng of fees paid so far: what withdrawing proposes to give back."""
    paid = DossierFee.objects.filter(dossier=dossier, duty=False).aggregate(sum=Sum("order__paid"))["sum"]
    return int(paid or 0)


def withdraw(
    dossier: Dossier, reason: str, *, actor: Actor, seen: int | None = None, act_key: str | None = None
) -> Dossier:
    """The citizen takes the dossier back, saying why; fees paid are proposed for refund in the same act.

    Raises Refused without a reason or when the state no longer allows it, Overtaken when somebody acted meanwhile.
    """
    if not reason.strip():
        raise Refused("Ghi lý do rút hồ sơ.", field="reason", code="reason")
    command = commands.Withdraw(reason.strip())
    return perform(dossier.pk, command, actor=actor, seen=seen, act_key=act_key)
