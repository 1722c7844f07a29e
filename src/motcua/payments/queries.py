"""Reads of orders and payments."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.kernel import clock
from motcua.payments.enums import AttemptState, Method, OrderState, RefundState
from motcua.payments.models import Arrival, Attempt, Order, Payment, Refund


def payments_of(order: Order) -> QuerySet[Payment]:
    """What came in for an order, the oldest first."""
    return Payment.objects.filter(order=order).order_by("paid_at", "id")


def unpaid(orders: Iterable[int]) -> QuerySet[Order]:
    """Of these orders, the ones for which money is still due."""
    waiting = Q(state__in=(OrderState.DUE.value, OrderState.PART_PAID.value))
    return Order.objects.filter(waiting, pk__in=list(orders))


def paid_online(orders: Iterable[int]) -> QuerySet[Order]:
    """Of these orders, the ones paid in full with at least one online payment among them."""
    online = Payment.objects.filter(order=OuterRef("pk"), method=Method.ONLINE.value)
    return Order.objects.filter(Exists(online), pk__in=list(orders), state=OrderState.PAID.value)


def still_open(orders: Iterable[Order]) -> list[Order]:
    """Of orders already read, those for which money is still taken."""
    return [order for order in orders if OrderState(order.state).open]


def unanswered(older_than: timedelta, gateways: Iterable[str]) -> QuerySet[Attempt]:
    """Attempts of these gateways that told nothing for so long, the longest silent first."""
    before = clock.now() - older_than
    waiting = Attempt.objects.filter(state=AttemptState.WAITING.value, started_at__lt=before)
    return waiting.filter(gateway__in=list(gateways)).order_by("started_at", "pk")


def surpluses(accounts: Iterable[str] = ()) -> QuerySet[Arrival]:
    """Money that fits nowhere yet, of these accounts or of all; the newest first."""
    waiting = Arrival.objects.filter(surplus__gt=0).select_related("order")
    wanted = list(accounts)
    return (waiting.filter(gateway__in=wanted) if wanted else waiting).order_by("-recorded_at", "-pk")


def refunds(state: RefundState | None = None) -> QuerySet[Refund]:
    """Money on its way back, the oldest proposal first."""
    found = Refund.objects.select_related("payment", "payment__order", "arrival").order_by(
        "proposed_at", "pk"
    )
    return found.filter(state=state.value) if state else found
