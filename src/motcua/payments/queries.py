"""Reads of orders and payments."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Order, Payment


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
