"""Paying for a dossier online, and money that comes in by itself.

The money is noted in one act with the record and the mark; a duty paid in full lets the dossier go on in the
act after it. Should the house fall between the two, `finish_paid_duties` does the second (a timer asks).
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from motcua.audit import outbox
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.dossiers.actions import perform
from motcua.dossiers.enums import State
from motcua.dossiers.ledger import TOPIC
from motcua.dossiers.models import Dossier, DossierFee
from motcua.dossiers.queries import NOTHING_MORE_TO_PAY
from motcua.dossiers.rules import commands
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.payments import arriving
from motcua.payments.arriving import Money
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Arrival, Attempt, Order, Refund, Statement
from motcua.payments.ports import GatewayState, Outcome, Request, Started, gateway_named, gateways
from motcua.payments.references import references_in
from motcua.payments.rules import Line
from motcua.payments.statements import Read
from motcua.regimes.queries import rule

log = logging.getLogger(__name__)
_ASKED_AT_ONCE = 500

_NOTHING_TO_PAY = "Hồ sơ đã kết thúc hoặc đã rút, không phải nộp tiền nữa."


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a notification: the money, whether it is new, and the dossier it was for."""

    arrival: Arrival
    new: bool
    dossier: Dossier | None


def start(dossier: Dossier, order_id: int, gateway: str, *, return_url: str, visitor: str = "") -> Started:
    """Send a payer to a gateway for one order of a dossier; the gateway is asked after the act has ended.

    Raises NotFound for an order that is not this dossier's, Refused when nothing is left to pay, when the order
    cannot be paid online, or when the gateway does not take it.
    """
    chosen = gateway_named(gateway)
    with act():
        fee = DossierFee.objects.filter(dossier=dossier, order_id=order_id).select_related("order").first()
        if fee is None:
            raise NotFound
        if dossier.status in NOTHING_MORE_TO_PAY:
            raise Refused(_NOTHING_TO_PAY, code="ended")
        attempt = arriving.attempt(fee.order, gateway, again=chosen.keeps_code)
    return chosen.start(_request(dossier, attempt, return_url, visitor))


def shown_again(dossier: Dossier, reference: str) -> Started:
    """The code of a waiting attempt of this dossier, without beginning another. Raises NotFound."""
    orders = DossierFee.objects.filter(dossier=dossier).values("order_id")
    attempt = Attempt.objects.filter(reference=reference, order_id__in=orders).select_related("order").first()
    if attempt is None or not gateway_named(attempt.gateway).keeps_code:
        raise NotFound
    return gateway_named(attempt.gateway).start(_request(dossier, attempt, "", ""))


def _request(dossier: Dossier, attempt: Attempt, return_url: str, visitor: str) -> Request:
    lines = attempt.order.lines
    return Request(
        reference=attempt.reference,
        amount=attempt.amount,
        lines=tuple(Line(line["name"], line["amount"]) for line in lines),
        dossier_code=dossier.code or dossier.tracking,
        procedure_code=dossier.procedure.code,
        procedure_name=dossier.procedure.name,
        agency_code=dossier.agency.code,
        agency_name=dossier.agency.name,
        scopes=dossier.agency.chain,
        payer_name=dossier.applicant_name,
        started_at=attempt.started_at,
        return_url=return_url,
        visitor=visitor,
    )


def told(gateway: str, outcome: Outcome) -> Taken | None:
    """A gateway told what became of a payment; None when nothing was paid (yet).

    Told twice is once. Raises Refused when the amount is not the one that was asked for: nothing is counted, and
    the gateway must be told so.
    """
    if outcome.state is GatewayState.FAILED:
        with act():
            arriving.failed(outcome.reference)
        return None
    if outcome.state is not GatewayState.SUCCEEDED:
        return None
    asked = Attempt.objects.filter(reference=outcome.reference, gateway=gateway).first()
    if asked is None:
        raise NotFound
    if asked.amount != outcome.amount:
        raise Refused("Số tiền cổng báo khác số tiền của khoản phải nộp.", code="amount")
    money = Money(
        gateway=gateway,
        transaction=outcome.transaction or outcome.reference,
        amount=outcome.amount,
        paid_at=outcome.paid_at or clock.now(),
        reference=outcome.reference,
    )
    return take(money)


def give_up_silent() -> int:
    """Attempts of which nobody told anything for days were never paid; how many. Transfers wait for the statement."""
    days = int(rule("payments.give_up_after_days", on=clock.today()))
    seen_late = [gateway.name for gateway in gateways().values() if gateway.keeps_code]
    with act():
        return arriving.give_up_before(clock.now() - timedelta(days=days), but_for=seen_late)


def take(money: Money) -> Taken:
    """Note a piece of money, count it for the dossier it is for, and let a dossier that waited for it go on."""
    with act():
        arrival, new = arriving.arrive(money)
        fee = _fee_of(arrival)
        if new:
            _write_down(arrival, fee, SYSTEM, "payments.arrive")
            if fee is not None and fee.dossier.status in NOTHING_MORE_TO_PAY:
                _propose(
                    fee, f"Hồ sơ {fee.dossier}: {fee.dossier.status.label.lower()} trước khi tiền đến", SYSTEM
                )
    if fee is not None:
        _go_on(fee)
    return Taken(arrival, new, fee.dossier if fee else None)


def assign(arrival: Arrival, dossier: Dossier, order_id: int, *, actor: Actor) -> Arrival:
    """A person found out what a transfer was for. Raises NotFound, Refused (see `arriving.assign`)."""
    with act():
        fee = _fees().filter(dossier=dossier, order_id=order_id).first()
        if fee is None:
            raise NotFound
        counted = arriving.assign(arrival, fee.order, Method.BANK_TRANSFER)
        _write_down(counted, fee, actor, "payments.assign")
    _go_on(fee)
    return counted


def read_statement(
    account: str, digest: str, name: str, read: Read, *, actor: Actor
) -> tuple[Statement, list[str]]:
    """Count every line of a bank statement that names one of our references; the rest waits to be assigned.

    The same line again, in this file or another, counts once. Answers the statement and the lines that
    contradict what is there already, in words: those are left as they were.
    """
    new, problems = 0, list(read.problems)
    named = _named_in([line.text for line in read.lines])
    online = _online_days(line.at.date() for line in read.lines)
    for line, reference in zip(read.lines, named, strict=True):
        money = Money(
            gateway=account,
            transaction=line.transaction,
            amount=line.amount,
            paid_at=_aware(line.at),
            reference=reference,
            text=line.text,
            method=Method.ONLINE if reference and online[line.at.date()] else Method.BANK_TRANSFER,
        )
        try:
            new += take(money).new
        except Refused as refusal:
            problems.append(f"Dòng {line.row}: {refusal}")
    with act():
        statement, _ = Statement.objects.update_or_create(
            account=account,
            digest=digest,
            defaults={
                "name": name[:200],
                "lines": len(read.lines),
                "new": new,
                "read_at": clock.now(),
                "read_by": actor.label,
            },
        )
        record(
            actor,
            action="payments.read_statement",
            kind="statement",
            key=statement.pk,
            agency=actor.agency,
            detail={"lines": len(read.lines), "new": new},
        )
    return statement, problems


def decide_refund(refund_id: int, *, approve: bool, words: str, actor: Actor) -> Refund:
    """Approve or reject giving money back."""
    with act():
        refund = arriving.decide_refund(_refund(refund_id), approve=approve, words=words, actor=actor)
        action = "payments.approve_refund" if approve else "payments.reject_refund"
        record(actor, action=action, kind="refund", key=refund.pk, agency=actor.agency)
    return refund


def note_refund(refund_id: int, *, reference: str, actor: Actor) -> Refund:
    """The money went back, with its voucher."""
    with act():
        refund = arriving.refunded(_refund(refund_id), reference=reference)
        detail = {"amount": refund.amount}
        record(
            actor,
            action="payments.refund",
            kind="refund",
            key=refund.pk,
            agency=actor.agency,
            detail=detail,
        )
        if refund.payment is not None:
            fees = DossierFee.objects.filter(order_id=refund.payment.order_id)
            outbox.mark(TOPIC, *fees.values_list("dossier_id", flat=True))
    return refund


def propose_refunds(dossier: Dossier, reason: str, *, actor: Actor) -> list[Refund]:
    """Propose to give back what was paid for a dossier that ended without its fee being due."""
    with act():
        fees = list(_fees().filter(dossier=dossier))
        return [each for fee in fees for each in _propose(fee, reason, actor)]


def finish_paid_duties(limit: int = 100) -> int:
    """Let dossiers go on whose duty is paid while they still wait; how many did."""
    waiting = _fees().filter(
        duty=True, order__state=OrderState.PAID.value, dossier__state=State.AWAITING_PAYMENT.value
    )
    return sum(_go_on(fee) for fee in waiting[:limit])


def _propose(fee: DossierFee, reason: str, actor: Actor) -> list[Refund]:
    """Inside an act."""
    refunds = arriving.propose_refunds_for(fee.order, reason)
    for each in refunds:
        record(
            actor,
            action="payments.propose_refund",
            kind="dossier",
            key=fee.dossier_id,
            agency=fee.dossier.agency.code,
            detail={"amount": each.amount},
        )
    return refunds


def _named_in(texts: Sequence[str]) -> list[str]:
    """For each line the first of our references it names, empty for none; one statement for five hundred lines."""
    found = [references_in(text) for text in texts]
    wanted = sorted({each for references in found for each in references})
    known: set[str] = set()
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        some = Attempt.objects.filter(reference__in=wanted[start : start + _ASKED_AT_ONCE])
        known |= set(some.values_list("reference", flat=True))
    return [next((each for each in references if each in known), "") for references in found]


def _online_days(days: Iterable[date]) -> dict[date, bool]:
    """Whether a transfer by a VietQR code counts as paid online, for each of these days."""
    return {day: bool(rule("payments.vietqr_counts_online", on=day)) for day in set(days)}


def _aware(wall: datetime) -> datetime:
    return wall.replace(tzinfo=clock.LOCAL)


def _fees() -> QuerySet[DossierFee]:
    return DossierFee.objects.select_related(
        "order", "dossier", "dossier__agency", "dossier__procedure"
    ).order_by("pk")


def _fee_of(arrival: Arrival) -> DossierFee | None:
    return None if arrival.order_id is None else _fees().filter(order_id=arrival.order_id).first()


def _refund(number: int) -> Refund:
    refund = Refund.objects.filter(pk=number).first()
    if refund is None:
        raise NotFound
    return refund


def _write_down(arrival: Arrival, fee: DossierFee | None, actor: Actor, action: str) -> None:
    record(
        actor,
        action=action,
        kind="dossier" if fee else "arrival",
        key=fee.dossier_id if fee else arrival.pk,
        agency=fee.dossier.agency.code if fee else actor.agency,
        detail={"amount": arrival.amount, "surplus": arrival.surplus, "gateway": arrival.gateway},
    )
    if fee is not None:
        outbox.mark(TOPIC, fee.dossier_id)


def _go_on(fee: DossierFee) -> bool:
    """Whether a dossier that waited for this duty goes on now."""
    order = Order.objects.get(pk=fee.order_id)
    waits = Dossier.objects.filter(pk=fee.dossier_id, state=State.AWAITING_PAYMENT.value).exists()
    if not (fee.duty and waits and order.state == OrderState.PAID.value):
        return False
    try:
        perform(fee.dossier_id, commands.SettlePayment(), actor=SYSTEM)
    except (Refused, Overtaken) as refusal:  # an officer was faster
        log.info("duty of dossier %s: %s", fee.dossier_id, refusal.code)
        return False
    return True
