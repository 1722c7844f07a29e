"""Money that came in by itself: attempts, arrivals, refunds. Inside the caller's act, opening none of its own.

Whatever order notifications come in, and however often: a piece of money counts once, and none is lost. What
fits no order (unknown, closed, too much) stays as surplus with a refund proposed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from motcua.kernel import clock
from motcua.kernel.money import dong
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import Refused
from motcua.payments.actions import pay
from motcua.payments.enums import AttemptState, Method, OrderState, RefundState
from motcua.payments.models import Arrival, Attempt, Order, Payment, Refund
from motcua.payments.references import new_reference
from motcua.payments.rules import Account, Split, split


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Money as a gateway or a bank tells of it: `transaction` is theirs and unique there, `reference` ours."""

    gateway: str
    transaction: str
    amount: int
    paid_at: datetime
    reference: str = ""
    text: str = ""
    method: Method = Method.ONLINE


def attempt(order: Order, gateway: str, *, again: bool) -> Attempt:
    """Begin to pay what is left of an order; with `again`, one that still waits for the same amount is answered.

    Raises Refused when nothing is left to pay.
    """
    held = Order.objects.select_for_update().get(pk=order.pk)
    if not OrderState(held.state).open or held.left <= 0:
        raise Refused(
            Phrase("Khoản này không phải nộp nữa: {state}.", state=OrderState(held.state).label.lower()),
            code="order_closed",
        )
    waiting = Attempt.objects.filter(
        order=held, gateway=gateway, amount=held.left, state=AttemptState.WAITING.value
    )
    begun = waiting.order_by("-pk").first() if again else None
    if begun is not None:
        return begun
    return Attempt.objects.create(
        order=held, gateway=gateway, reference=new_reference(), amount=held.left, started_at=clock.now()
    )


def failed(reference: str) -> None:
    """The gateway says that nothing was paid. Money that comes later all the same still counts."""
    waiting = Attempt.objects.filter(reference=reference, state=AttemptState.WAITING.value)
    waiting.update(state=AttemptState.FAILED.value, ended_at=clock.now())


def give_up_before(moment: datetime, *, but_for: Iterable[str]) -> int:
    """Attempts begun before a moment that nobody told anything of are given up, whether their gateway answers or
    not; how many. `but_for`: gateways whose money is seen late (a statement). Money that comes all the same counts."""
    waiting = Attempt.objects.filter(state=AttemptState.WAITING.value, started_at__lt=moment)
    old = waiting.exclude(gateway__in=list(but_for))
    return old.update(state=AttemptState.FAILED.value, ended_at=clock.now())


def arrive(money: Money) -> tuple[Arrival, bool]:
    """Note a piece of money and count it for its order; (what is noted, whether it is new).

    The same transaction again answers with what is there. Raises Refused when it comes again with another amount:
    one of the two tellings is wrong, and a person must look.
    """
    if money.amount <= 0:
        raise Refused("Số tiền đến phải lớn hơn 0 đồng.", field="amount")
    known = _known(money)
    if known is not None:
        return known, False
    order = _order_of(money.reference)
    arrival = Arrival(
        gateway=money.gateway,
        transaction=money.transaction,
        reference=money.reference,
        amount=money.amount,
        order=order,
        text=money.text,
        paid_at=money.paid_at,
        recorded_at=clock.now(),
    )
    try:
        with transaction.atomic():
            arrival.save(force_insert=True)
    except IntegrityError:  # another notification of it was faster
        told_before = _known(money)
        if told_before is None:
            raise
        return told_before, False
    _count(arrival, order, money.method)
    Attempt.objects.filter(reference=money.reference).update(
        state=AttemptState.SUCCEEDED.value, ended_at=clock.now()
    )
    return arrival, True


def assign(arrival: Arrival, order: Order, method: Method) -> Arrival:
    """Count money nobody knew what for to an order, because a person found out.

    Raises Refused when it is counted already, on its way back, or does not fit the order.
    """
    arrival = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if arrival.payment_id or not arrival.surplus:
        raise Refused("Khoản tiền này đã được ghi rồi.", code="counted")
    _not_on_its_way_back(arrival)
    held = Order.objects.select_for_update().get(pk=order.pk)
    if split(_account(held), arrival.amount).surplus:
        raise Refused("Số tiền này nhiều hơn phần còn phải nộp của khoản đã chọn.", code="overpaid")
    Refund.objects.filter(arrival=arrival, state=RefundState.PROPOSED.value).update(
        state=RefundState.REJECTED.value, decided_at=clock.now(), decision="Đã ghi cho khoản phải nộp"
    )
    arrival.order = held
    _count(arrival, held, method)
    return arrival


def _known(money: Money) -> Arrival | None:
    known = Arrival.objects.filter(gateway=money.gateway, transaction=money.transaction).first()
    if known is not None and known.amount != money.amount:
        raise Refused(
            "Giao dịch này đã được báo trước đây với số tiền khác. Đối chiếu với sao kê.",
            code="amount_changed",
        )
    return known


def _order_of(reference: str) -> Order | None:
    found = Attempt.objects.filter(reference=reference).first() if reference else None
    return Order.objects.select_for_update().get(pk=found.order_id) if found else None


def _account(order: Order) -> Account:
    return Account(order.amount, order.paid, OrderState(order.state))


def _count(arrival: Arrival, order: Order | None, method: Method) -> None:
    divided = split(_account(order) if order else None, arrival.amount)
    payment = _book(arrival, order, divided, method) if order and divided.booked else None
    arrival.payment, arrival.surplus, arrival.why = payment, divided.surplus, divided.why
    arrival.save(update_fields=["payment", "surplus", "why", "order"])
    if order is not None and divided.surplus:
        propose_refund_of(arrival)


def _book(arrival: Arrival, order: Order, divided: Split, method: Method) -> Payment:
    return pay(
        order,
        amount=divided.booked,
        method=method,
        at=arrival.paid_at,
        reference=arrival.transaction,
        gateway=arrival.gateway,
        payer="người nộp hồ sơ",
    )


def propose_refund_of(arrival: Arrival) -> Refund:
    """Propose to give back what fits nowhere."""
    return Refund.objects.create(
        arrival=arrival, amount=arrival.surplus, reason=arrival.why[:300], proposed_at=clock.now()
    )


def hold(orders: Iterable[Order]) -> None:
    """Until the act ends no money comes in for these orders, none is proposed to go back, and what is proposed is not
    decided: what is reckoned from them stays true."""
    keys = [each.pk for each in orders]
    list(Order.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    proposed = Refund.objects.filter(payment__order__in=keys, state=RefundState.PROPOSED.value)
    list(proposed.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def propose_refunds_for(order: Order, reason: str) -> list[Refund]:
    """Propose to give back of every payment of an order what is not on its way back yet (a withdrawn dossier)."""
    hold([order])
    proposed = [
        propose_refund(payment, payment.amount, reason) for payment in Payment.objects.filter(order=order)
    ]
    return [each for each in proposed if each is not None]


def propose_refund(payment: Payment, most: int, reason: str) -> Refund | None:
    """Propose to give back at most so many đồng of a payment; None when all of it is on its way back.

    Two who propose at once take turns at the order: the second sees what the first proposed.
    """
    Order.objects.select_for_update().get(pk=payment.order_id)
    amount = min(most, payment.amount - _under_way(Refund.objects.filter(payment=payment)))
    if amount <= 0:
        return None
    return Refund.objects.create(payment=payment, amount=amount, reason=reason[:300], proposed_at=clock.now())


def given_back(orders: Iterable[Order]) -> int:
    """đồng of what was paid for these orders that went back, or are on their way."""
    return _under_way(Refund.objects.filter(payment__order__in=[each.pk for each in orders]))


def given_back_beside(orders: Iterable[int], known: Iterable[int]) -> int:
    """đồng of what was paid for these orders that went back, or are on their way, by other refunds than those known."""
    return _under_way(Refund.objects.filter(payment__order__in=list(orders)).exclude(pk__in=list(known)))


def still_proposed(refunds: Iterable[int]) -> int:
    """đồng of these refunds on which nobody decided yet."""
    waiting = Refund.objects.filter(pk__in=list(refunds), state=RefundState.PROPOSED.value)
    return sum(waiting.values_list("amount", flat=True))


def keep_after_all(refunds: Iterable[int], most: int, words: str) -> list[Refund]:
    """Take back proposals to give back, so far as nobody decided on them, the newest first, up to so many đồng.

    Of a larger one the rest is proposed anew: those are answered. `words` are read by who paid.
    """
    left, anew = most, []
    waiting = Refund.objects.select_for_update().filter(
        pk__in=list(refunds), state=RefundState.PROPOSED.value
    )
    for refund in waiting.order_by("-pk"):
        if left <= 0:
            break
        rest = max(refund.amount - left, 0)
        left -= refund.amount - rest
        refund.state, refund.decided_at = RefundState.REJECTED.value, clock.now()
        told = f"{words}; còn {dong(rest)} vẫn được đề nghị hoàn" if rest else words
        refund.decided_by, refund.decision = SYSTEM.label, told[:300]
        refund.save(update_fields=["state", "decided_at", "decided_by", "decision"])
        if rest:
            anew.append(
                Refund.objects.create(
                    payment_id=refund.payment_id, amount=rest, reason=refund.reason, proposed_at=clock.now()
                )
            )
    return anew


def _under_way(refunds: QuerySet[Refund]) -> int:
    rows = refunds.exclude(state=RefundState.REJECTED.value)
    return sum(rows.values_list("amount", flat=True))


def decide_refund(refund: Refund, *, approve: bool, words: str, actor: Actor) -> Refund:
    """Approve or reject a proposal. Raises Refused when it was decided before, or rejected without words."""
    held = Refund.objects.select_for_update().get(pk=refund.pk)
    if held.state != RefundState.PROPOSED.value:
        raise Refused(f"Khoản này {RefundState(held.state).label.lower()} rồi.", code="decided")
    if not approve and not words.strip():
        raise Refused("Ghi lý do không hoàn tiền.", field="decision")
    held.state = (RefundState.APPROVED if approve else RefundState.REJECTED).value
    held.decided_at, held.decided_by, held.decision = clock.now(), actor.label, words.strip()[:300]
    held.save()
    return held


def refunded(refund: Refund, *, reference: str) -> Refund:
    """The money went back, with its voucher. Raises Refused when it was not approved or has no voucher."""
    held = Refund.objects.select_for_update().get(pk=refund.pk)
    if held.state != RefundState.APPROVED.value:
        raise Refused("Chỉ ghi hoàn tiền cho khoản đã được duyệt.", code="not_approved")
    if not reference.strip():
        raise Refused("Ghi số chứng từ hoàn tiền.", field="reference")
    held.state, held.done_at, held.reference = RefundState.DONE.value, clock.now(), reference.strip()[:120]
    held.save()
    if held.arrival_id:
        Arrival.objects.filter(pk=held.arrival_id).update(surplus=0)
    else:
        _close_order_given_back(held)
    return held


def _close_order_given_back(refund: Refund) -> None:
    assert refund.payment is not None  # noqa: S101 - the constraint holds that it is of one thing
    order = Order.objects.select_for_update().get(pk=refund.payment.order_id)
    back = Refund.objects.filter(payment__order=order, state=RefundState.DONE.value)
    if sum(back.values_list("amount", flat=True)) >= order.paid:
        Order.objects.filter(pk=order.pk).update(state=OrderState.REFUNDED.value)


def _not_on_its_way_back(arrival: Arrival) -> None:
    states = (RefundState.APPROVED.value, RefundState.DONE.value)
    if Refund.objects.filter(arrival=arrival, state__in=states).exists():
        raise Refused("Khoản tiền này đã được duyệt hoàn, không ghi cho khoản khác được.", code="refunding")
