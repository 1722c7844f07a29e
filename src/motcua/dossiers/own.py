"""A citizen's own dossiers: which they are, what may be read of them, and taking one back."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.accounts.models import Person
from motcua.datastore.sealing import blind
from motcua.dossiers.actions import perform
from motcua.dossiers.enums import Act, State
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, Event, PaperRole
from motcua.dossiers.queries import left_to_pay, possible_acts_of
from motcua.dossiers.rules import commands
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.payments.arriving import given_back
from motcua.payments.models import Refund

_HAVE_RESULTS = (State.SETTLED, State.RETURNED)
# What an event of a correction names when an officer put right who the delegate is, or whether that one follows.
_OF_DELEGATE = ("delegate_name", "delegate_identity", "delegate_may_follow")


def dossiers_of(person: Person) -> QuerySet[Dossier]:
    """Dossiers that are this person's, that they filed online, or that they handed in at a desk where an officer saw
    their paper of authorisation; the newest first. Who only carried it there, without authority, is shown nothing.

    That somebody filed for another counts until an officer puts the delegate right; from then on the officer's word
    does, as at a desk: a mandate ends by notice (Bộ luật Dân sự 2015 Điều 563, 569).
    """
    filed = FilingDraft.objects.filter(person=person, dossier_id__isnull=False, replies_to=None)
    put_right = Exists(_delegate_corrections().filter(dossier=OuterRef("dossier_id")))
    filed = filed.filter(Q(delegate_name="") | ~put_right)
    theirs = Q(person=person) | Q(pk__in=filed.values("dossier_id"))
    if number := blind(person.identity_number):
        handed_in = Dossier.objects.filter(delegate_blind=number, delegate_may_follow=True)
        handed_in = handed_in.exclude(delegate_name="")
        theirs |= Q(pk__in=handed_in.values("pk"))
    mine = Dossier.objects.filter(theirs)
    return mine.select_related("procedure", "version", "agency", "desk").order_by("-filed_at")


def dossier_of(person: Person, key: str) -> Dossier:
    """One of them by code or tracking number. Raises NotFound: absent and not theirs answer alike."""
    wanted = key.strip().upper()
    found = dossiers_of(person).filter(Q(code=wanted) | Q(tracking=wanted)).first()
    if found is None:
        raise NotFound
    return found


def follows(person: Person, dossier_id: int) -> bool:
    """Whether a dossier is (still) among theirs."""
    return dossiers_of(person).filter(pk=dossier_id).exists()


def delegate_put_right(dossier: Dossier) -> bool:
    """Whether an officer corrected who the delegate is, or whether that one follows."""
    return _delegate_corrections().filter(dossier=dossier).exists()


def _delegate_corrections() -> QuerySet[Event]:
    named = Q()
    for each in _OF_DELEGATE:
        named |= Q(detail__fields__icontains=f'"{each}"')
    return Event.objects.filter(named, act=Act.CORRECT.value)


def is_delegate(person: Person, dossier: Dossier) -> bool:
    """Whether somebody sees a dossier for another, whose it is."""
    return dossier.person_id != person.pk


def own_papers(dossier: Dossier, *, to: Person | None = None) -> QuerySet[DossierPaper]:
    """What was handed in, and the results once there are any and nothing is owed.

    `to` a delegate: not what the house took from its own store, which the delegate never had in hand.
    """
    rows = DossierPaper.objects.filter(dossier=dossier).select_related("paper", "component").order_by("pk")
    if to is not None and is_delegate(to, dossier):
        rows = rows.filter(Q(reused=False) | Q(paper__owner_person=to))
    if dossier.status in _HAVE_RESULTS and not left_to_pay(dossier):
        return rows.filter(role__in=[PaperRole.COMPONENT.value, PaperRole.RESULT.value])
    return rows.filter(role=PaperRole.COMPONENT.value)


def own_paper(dossier: Dossier, number: int, *, to: Person | None = None) -> DossierPaper:
    """One of these papers with its file. Raises NotFound."""
    found = (
        own_papers(dossier, to=to)
        .filter(pk=number, paper__blob__isnull=False)
        .select_related("paper__blob")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def may_withdraw(dossier: Dossier, *, by: Person | None = None) -> bool:
    """Whether the table allows taking it back now. `by` a delegate: as long as the desk has not received it; after
    that it is for whose it is (a delegate acts within what was entrusted, Bộ luật Dân sự 2015 Điều 565)."""
    if by is not None and is_delegate(by, dossier) and dossier.received_at is not None:
        return False
    return Act.WITHDRAW in possible_acts_of(dossier)


def refunds_of(dossier: Dossier) -> QuerySet[Refund]:
    """Money of this dossier on its way back to who paid it, decided or not, the newest first."""
    orders = DossierFee.objects.filter(dossier=dossier).values("order_id")
    of_it = Q(payment__order__in=orders) | Q(arrival__order__in=orders)
    return Refund.objects.filter(of_it).order_by("-proposed_at", "-pk")


def fees_paid(dossier: Dossier) -> int:
    """Đồng of fees paid that did not go back and are not on their way: what withdrawing proposes to give back."""
    fees = DossierFee.objects.filter(dossier=dossier, duty=False).select_related("order")
    orders = [fee.order for fee in fees]
    return sum(order.paid for order in orders) - given_back(orders)


def withdraw(
    dossier: Dossier,
    reason: str,
    *,
    actor: Actor,
    by: Person | None = None,
    seen: int | None = None,
    act_key: str | None = None,
) -> Dossier:
    """The citizen takes the dossier back, saying why; fees paid are proposed for refund in the same act.

    Raises Refused without a reason, for a delegate once it was received, or when the state no longer allows it;
    Overtaken when somebody acted meanwhile.
    """
    if by is not None and is_delegate(by, dossier) and dossier.received_at is not None:
        raise Refused(
            "Hồ sơ đã được tiếp nhận: chỉ người đứng tên hồ sơ rút được, ở tài khoản của mình hoặc tại nơi tiếp nhận.",
            code="delegate",
        )
    if not reason.strip():
        raise Refused("Ghi lý do rút hồ sơ.", field="reason", code="reason")
    command = commands.Withdraw(reason.strip())
    return perform(dossier.pk, command, actor=actor, seen=seen, act_key=act_key)
