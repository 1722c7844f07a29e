"""Orders and payments: never too much, never twice, and the state is what the money says."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, connections
from hypothesis import given
from hypothesis import strategies as st

from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.refusals import Overtaken, Refused
from motcua.payments.actions import NewOrder, NewPayment, cancel, open_orders, pay, pay_many
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Order, Payment
from motcua.payments.queries import paid_online, payments_of, unpaid
from motcua.payments.rules import Account, Line, after_payment, total

NOON = clock.at_local(date(2026, 5, 12), 12)
FEES = (Line("Lệ phí hộ tịch", 50_000), Line("Bản sao", 24_000), Line("Miễn hộ nghèo", 0))


def new_order(*lines: Line) -> Order:
    with act():
        [order] = open_orders([NewOrder(lines=lines or FEES, online_possible=True)])
    return order


# --- pure ---------------------------------------------------------------------------------------------


def test_the_sum_of_the_lines() -> None:
    assert total(FEES) == 74_000


@pytest.mark.parametrize("lines", [(), (Line("Miễn", 0),), (Line("Âm", -1), Line("b", 5)), (Line(" ", 5),)])
def test_an_order_of_nothing_is_refused(lines: tuple[Line, ...]) -> None:
    with pytest.raises(Refused):
        total(lines)


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**8), max_size=8))
def test_any_payments_leave_a_state_that_the_money_explains(amount: int, payments: list[int]) -> None:
    account = Account(amount, 0, OrderState.DUE)
    taken = 0
    for payment in payments:
        try:
            account = after_payment(account, payment)
            taken += payment
        except Refused:
            assert payment > amount - taken or taken == amount
    assert account.paid == taken <= amount
    expected = OrderState.DUE if taken == 0 else OrderState.PAID if taken == amount else OrderState.PART_PAID
    assert account.state is expected


# --- stored -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_paid_in_parts_then_in_full() -> None:
    order = new_order()
    with clock.frozen(NOON), act():
        pay(order, amount=50_000, method=Method.CASH, at=NOON, receipt_number="0001")
    assert (order.state, order.left) == ("part_paid", 24_000)
    with act():
        pay(order, amount=24_000, method=Method.BANK_TRANSFER, at=NOON, gateway="BIDV", reference="FT1")
    order.refresh_from_db()
    assert (order.state, order.paid) == ("paid", 74_000)
    assert [payment.amount for payment in payments_of(order)] == [50_000, 24_000]


@pytest.mark.django_db
def test_more_than_is_left_is_refused_and_says_how_much_is_left() -> None:
    order = new_order()
    with pytest.raises(Refused, match=r"Chỉ còn phải nộp 74\.000 đồng") as refusal, act():
        pay(order, amount=74_001, method=Method.CASH, at=NOON)
    assert (refusal.value.code, refusal.value.field) == ("overpaid", "amount")
    assert not Payment.objects.exists()


@pytest.mark.django_db
def test_the_same_reference_again_takes_nothing_and_answers_the_same() -> None:
    order = new_order()
    given = {"amount": 74_000, "method": Method.ONLINE, "at": NOON, "gateway": "dvcqg", "reference": "G1"}
    with act():
        first = pay(order, **given)  # type: ignore[arg-type]
    with act():
        again = pay(order, **given)  # type: ignore[arg-type]
    assert first.pk == again.pk
    assert Payment.objects.count() == 1
    assert (order.state, order.paid) == ("paid", 74_000)


@pytest.mark.django_db
def test_a_reference_of_another_order_or_amount_is_refused() -> None:
    order, other = new_order(), new_order()
    online = {"method": Method.ONLINE, "at": NOON, "gateway": "dvcqg", "reference": "G1"}
    with act():
        pay(order, amount=1000, **online)  # type: ignore[arg-type]
    for wrong_order, amount in ((other, 1000), (order, 2000)):
        with pytest.raises(Refused, match="Mã giao dịch G1") as refusal, act():
            pay(wrong_order, amount=amount, **online)  # type: ignore[arg-type]
        assert refusal.value.code == "reference_used"
    with act():  # another gateway may count from the same number
        pay(other, amount=1000, method=Method.ONLINE, at=NOON, gateway="vnpt", reference="G1")
    assert Payment.objects.count() == 2


@pytest.mark.django_db
def test_many_payments_take_four_statements(django_assert_num_queries: object) -> None:
    orders = [new_order() for _ in range(20)]
    payments = [
        NewPayment(
            order=order, amount=74_000, method=Method.ONLINE, at=NOON, gateway="dvcqg", reference=f"G{n}"
        )
        for n, order in enumerate(orders)
    ]
    with act(), django_assert_num_queries(4):  # type: ignore[operator]
        pay_many(payments)
    assert {order.state for order in orders} == {"paid"}
    assert set(paid_online(order.pk for order in orders)) == set(orders)
    assert not unpaid(order.pk for order in orders)


@pytest.mark.django_db
def test_two_payments_for_one_order_in_one_call_count_together() -> None:
    order = new_order()
    half = NewPayment(order=order, amount=37_000, method=Method.CASH, at=NOON)
    with act():
        pay_many([half, half])
    assert order.state == "paid"
    other = new_order()
    with pytest.raises(Refused), act():
        pay_many([NewPayment(order=other, amount=40_000, method=Method.CASH, at=NOON)] * 2)
    assert not payments_of(other)


@pytest.mark.django_db
def test_an_order_is_cancelled_only_while_nothing_was_paid() -> None:
    order = new_order()
    with act():
        cancel(order)
    with pytest.raises(Refused, match="đã hủy"), act():
        pay(order, amount=1000, method=Method.CASH, at=NOON)
    paid = new_order()
    with act():
        pay(paid, amount=1000, method=Method.CASH, at=NOON)
    with pytest.raises(Refused), act():
        cancel(paid)


@pytest.mark.django_db
def test_an_online_payment_without_reference_is_refused() -> None:
    with pytest.raises(Refused) as refusal, act():
        pay(new_order_in_act(), amount=1000, method=Method.ONLINE, at=NOON)
    assert refusal.value.field == "reference"


def new_order_in_act() -> Order:
    return open_orders([NewOrder(lines=FEES)])[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"paid": 2000, "state": "paid"},
        {"state": "paid"},
        {"paid": 500},
        {"paid": 1000, "state": "part_paid"},
    ],
)
def test_the_database_refuses_a_state_that_the_money_does_not_explain(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        Order.objects.create(**{"amount": 1000, "created_at": NOON, **wrong})


@pytest.mark.django_db
def test_the_database_refuses_a_payment_of_nothing() -> None:
    order = new_order()
    with pytest.raises(IntegrityError):
        Payment.objects.create(order=order, amount=0, method="cash", paid_at=NOON, recorded_at=NOON)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_many_tills_at_once_never_take_more_than_is_due() -> None:
    order = new_order(Line("Lệ phí", 5_000))
    refused: list[str] = []

    def till() -> None:
        try:
            with act():
                pay(Order.objects.get(pk=order.pk), amount=1_000, method=Method.CASH, at=NOON)
        except Refused as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    tills = [threading.Thread(target=till) for _ in range(12)]
    for thread in tills:
        thread.start()
    for thread in tills:
        thread.join()
    order.refresh_from_db()
    assert (order.paid, order.state, len(refused)) == (5_000, "paid", 7)
    assert Payment.objects.count() == 5


@pytest.mark.django_db
def test_a_vanished_order_is_told() -> None:
    order = new_order()
    Order.objects.all().delete()
    assert connection.vendor in ("sqlite", "postgresql")
    with pytest.raises(Overtaken), act():
        pay(order, amount=1000, method=Method.CASH, at=NOON)
