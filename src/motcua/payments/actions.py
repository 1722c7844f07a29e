"""Orders and payments. These functions run inside the act of the caller and open none of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.datastore.rows import insert, insert_blindly, send_blindly
from motcua.kernel import clock
from motcua.kernel.refusals import Overtaken, Refused
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Order, Payment
from motcua.payments.rules import Account, Line, after_payment, total


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order to open; its amount is the sum of its lines."""

    lines: tuple[Line, ...]
    online_possible: bool = False
    due_date: date | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """Money that came in: `amount` in đồng, `at` when it was paid.

    `opened_now`: the order was opened in this very act, so that nobody else can hold or have changed it.
    `payer` names a role («người nộp hồ sơ», «bưu cục»), never a person.
    """

    order: Order
    amount: int
    method: Method
    at: datetime
    reference: str = ""
    gateway: str = ""
    receipt_number: str = ""
    payer: str = ""
    recorded_at: datetime | None = None
    opened_now: bool = False


def open_orders(orders: Iterable[NewOrder]) -> list[Order]:
    """Open orders in one statement, in the order given. Refuses an order of nothing (see `rules.total`)."""
    now = clock.now()
    rows = [
        Order(
            amount=total(order.lines),
            lines=[{"name": line.name, "amount": line.amount} for line in order.lines],
            online_possible=order.online_possible,
            created_at=order.created_at or now,
            due_date=order.due_date,
        )
        for order in orders
    ]
    return insert(rows)


def pay(
    order: Order,
    *,
    amount: int,
    method: Method,
    at: datetime,
    reference: str = "",
    gateway: str = "",
    receipt_number: str = "",
    payer: str = "",
) -> Payment:
    """Record money for one order; see `pay_many`."""
    payment = NewPayment(
        order=order, amount=amount, method=method, at=at, reference=reference,
        gateway=gateway, receipt_number=receipt_number, payer=payer,
    )  # fmt: skip
    answers, fresh = _pay([payment])
    insert(fresh)
    return answers[0]


def pay_many(payments: Sequence[NewPayment]) -> None:
    """Record money for many orders in four statements whatever their number.

    The same gateway and reference again, for the same order and amount, answers with the payment that is
    already there and takes nothing. With another order or amount it is refused, as are closed orders,
    amounts of nothing and more than is left. Orders passed in show their new state afterwards.
    """
    insert_blindly(_pay(payments)[1])


def _pay(payments: Sequence[NewPayment]) -> tuple[list[Payment], list[Payment]]:
    """The payment each of these stands for, and those of them that are still to be stored; orders are stored."""
    for payment in payments:
        _check(payment)
    locked = {payment.order.pk: payment.order for payment in payments if payment.opened_now}
    locked |= _lock({payment.order.pk for payment in payments} - locked.keys())
    known = _known(payments)
    now = clock.now()
    answers: list[Payment] = []
    fresh: list[Payment] = []
    for payment in payments:
        row = known.get((payment.gateway, payment.reference)) if payment.reference else None
        if row is not None:
            _must_be_the_same(row, payment)
        else:
            row = _take(payment, locked[payment.order.pk], now)
            fresh.append(row)
            if payment.reference:
                known[payment.gateway, payment.reference] = row
        answers.append(row)
    touched = {row.order_id: locked[row.order_id] for row in fresh}
    _store(list(touched.values()))
    for payment in payments:
        stored = locked[payment.order.pk]
        payment.order.paid, payment.order.state = stored.paid, stored.state
    return answers, fresh


def cancel(order: Order) -> None:
    """Close an order for which nothing was paid. Refuses when money came in: that has to be given back."""
    changed = Order.objects.filter(pk=order.pk, state=OrderState.DUE.value).update(
        state=OrderState.CANCELLED.value
    )
    if not changed:
        raise Refused("Khoản này đã thu tiền hoặc đã đóng, không hủy được.", code="order_closed")
    order.state = OrderState.CANCELLED.value


def lower(order: Order, *, by: int, lines: Sequence[Line]) -> int:
    """Ask for less, in đồng, of what is still open; `lines` say what the rest is for. An order of which nothing is left
    is closed, its lines as they were.

    Answers by how much it was lowered. Refuses more than is left (what was paid goes back by a refund), and lines that
    do not come to the rest.
    """
    held = Order.objects.select_for_update().get(pk=order.pk)
    if not OrderState(held.state).open or not 0 < by <= held.left:
        raise Refused("Khoản này đã thu tiền hoặc đã đóng, không giảm được.", code="order_closed")
    if by == held.amount:
        cancel(held)
    else:
        if total(lines) != held.amount - by:
            raise Refused("Các khoản cộng lại không bằng số tiền còn phải nộp.", field="lines")
        held.amount -= by
        held.lines = [{"name": line.name, "amount": line.amount} for line in lines]
        held.state = (OrderState.PAID if held.paid == held.amount else OrderState(held.state)).value
        held.save(update_fields=["amount", "lines", "state"])
    order.amount, order.lines, order.state = held.amount, held.lines, held.state
    return by


def _check(payment: NewPayment) -> None:
    if payment.method is Method.ONLINE and not payment.reference:
        raise Refused("Giao dịch trực tuyến phải có mã giao dịch.", field="reference")


def _lock(keys: set[int]) -> dict[int, Order]:
    """The orders as they stand, held until the act ends: two payments at once take turns."""
    if not keys:
        return {}
    orders = {
        order.pk: order for order in Order.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if len(orders) != len(keys):
        raise Overtaken("Khoản phải nộp không còn nữa; hãy mở lại hồ sơ.")
    return orders


_FEW = 3
_PAID = "UPDATE payments_order SET paid = %s, state = %s WHERE id = %s"


def _store(orders: list[Order]) -> None:
    if len(orders) <= _FEW:  # the desk's case: composing a statement takes longer than sending it
        for order in orders:
            send_blindly(_PAID, [order.paid, order.state, order.pk])
    else:
        Order.objects.bulk_update(orders, ["paid", "state"], batch_size=200)


def _known(payments: Sequence[NewPayment]) -> dict[tuple[str, str], Payment]:
    references = {payment.reference for payment in payments if payment.reference}
    if not references:
        return {}
    rows = Payment.objects.filter(reference__in=references)
    return {(row.gateway, row.reference): row for row in rows}


def _must_be_the_same(row: Payment, payment: NewPayment) -> None:
    if (row.order_id, row.amount) != (payment.order.pk, payment.amount):
        raise Refused(
            f"Mã giao dịch {payment.reference} đã ghi cho khoản khác hoặc số tiền khác.",
            field="reference",
            code="reference_used",
        )


def _take(payment: NewPayment, order: Order, now: datetime) -> Payment:
    account = after_payment(Account(order.amount, order.paid, OrderState(order.state)), payment.amount)
    order.paid, order.state = account.paid, account.state.value
    return Payment(
        order=order,
        amount=payment.amount,
        method=payment.method.value,
        gateway=payment.gateway,
        reference=payment.reference,
        paid_at=payment.at,
        receipt_number=payment.receipt_number,
        payer=payment.payer,
        recorded_at=payment.recorded_at or now,
    )
