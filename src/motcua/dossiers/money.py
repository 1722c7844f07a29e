"""Money an officer may see: of dossiers in scope, and of the accounts of agencies in scope."""

from django.db.models import Q, QuerySet, Sum

from motcua.dossiers.access import dossiers_for
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier, DossierFee
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.payments.enums import RefundState
from motcua.payments.models import Arrival, Payment, Refund, Statement
from motcua.payments.queries import refunds, surpluses

_NOT_SETTLED = (State.REJECTED.value, State.WITHDRAWN.value)


def account_of(agency: Agency, number: str) -> str:
    """How an agency's bank account is named among arrivals: two agencies may bank with the same number elsewhere."""
    return f"{agency.code}:{number}"[:60]


def surpluses_for(officer: Officer, right: Right) -> QuerySet[Arrival]:
    """Money that fits nowhere, of the officer's agencies."""
    return surpluses().filter(_of_accounts(officer, right) | Q(order__in=_orders(officer, right)))


def surplus_for(officer: Officer, number: int, right: Right) -> Arrival:
    """One such piece of money. Raises NotFound."""
    found = surpluses_for(officer, right).filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def refunds_for(officer: Officer, right: Right) -> QuerySet[Refund]:
    """Money on its way back, of the officer's agencies."""
    of_payments = Q(payment__order__in=_orders(officer, right))
    of_arrivals = Q(arrival__in=Arrival.objects.filter(
        _of_accounts(officer, right) | Q(order__in=_orders(officer, right))
    ))  # fmt: skip
    return refunds().filter(of_payments | of_arrivals)


def refund_for(officer: Officer, number: int, right: Right) -> Refund:
    """One refund. Raises NotFound."""
    found = refunds_for(officer, right).filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def statements_for(officer: Officer, right: Right) -> QuerySet[Statement]:
    """Bank statements read for the officer's agencies, the newest first."""
    return Statement.objects.filter(_of_accounts(officer, right, "account")).order_by("-read_at")


def paid_but_not_settled(officer: Officer, right: Right) -> QuerySet[Dossier]:
    """Dossiers withdrawn or refused for which money was taken and no refund was decided or proposed."""
    proposed = Refund.objects.filter(payment__isnull=False).values("payment__order_id")
    kept = DossierFee.objects.filter(order__paid__gt=0, duty=False).exclude(order_id__in=proposed)
    ended = dossiers_for(officer, right).filter(state__in=_NOT_SETTLED, pk__in=kept.values("dossier_id"))
    return ended.order_by("-filed_at")


def taken_on(officer: Officer, right: Right, first: object, last: object) -> list[tuple[str, str, int]]:
    """(way of paying, gateway, đồng) of what was paid between two moments for the officer's dossiers."""
    paid = Payment.objects.filter(order__in=_orders(officer, right), paid_at__gte=first, paid_at__lt=last)
    rows = paid.values_list("method", "gateway").annotate(total=Sum("amount")).order_by("method", "gateway")
    return [(method, gateway, total) for method, gateway, total in rows]


def waiting_refunds(officer: Officer, right: Right) -> QuerySet[Refund]:
    """Refunds somebody still owes work on."""
    states = (RefundState.PROPOSED.value, RefundState.APPROVED.value)
    return refunds_for(officer, right).filter(state__in=states)


def _orders(officer: Officer, right: Right) -> "QuerySet[DossierFee, int]":
    fees = DossierFee.objects.filter(dossier__in=dossiers_for(officer, right))
    return fees.values_list("order_id", flat=True)


def _of_accounts(officer: Officer, right: Right, column: str = "gateway") -> Q:
    agencies = Agency.objects.filter(paths_where(officer, right, field="path"))
    found = Q(pk__in=[])
    for code in agencies.values_list("code", flat=True):
        found |= Q(**{f"{column}__startswith": f"{code}:"})
    return found
