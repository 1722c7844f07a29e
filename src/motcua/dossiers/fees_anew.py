"""What a dossier's fees come to when a supplement changes the numbers they are counted by.

More: the difference is asked for on its own, what was paid stays paid. Less: what is still open is lowered, what was
paid too much is proposed for refund. An amount that an officer settled otherwise meanwhile (given back, waived) is
left to the officer.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from motcua.audit.record import record
from motcua.catalogue.eforms.keeping import form_numbered
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Deed
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.filing_fees import Said, as_told, counted_by, fee_counted, fees_of, said_before
from motcua.dossiers.ledger import Page
from motcua.dossiers.models import Dossier, DossierFee
from motcua.dossiers.rules.commands import CompleteSupplement
from motcua.dossiers.rules.fees import Fee, amount_of, count_words
from motcua.kernel.refusals import Refused
from motcua.payments.actions import NewOrder, lower, open_orders
from motcua.payments.arriving import given_back, propose_refund
from motcua.payments.enums import OrderState
from motcua.payments.models import Order, Payment
from motcua.payments.rules import Line

_GONE = (OrderState.CANCELLED.value, OrderState.REFUNDED.value)
# What the event of the supplement keeps: by how many đồng the fee changed (below zero: it became less).
CHANGED_BY = "fee_changed_by"


@dataclass(frozen=True, slots=True)
class Changed:
    """One fee before and after, in đồng, and its counts in words."""

    fee: Fee
    before: int
    after: int
    words_before: str
    words_after: str

    @property
    def line(self) -> Line:
        """The difference as it is asked for."""
        return Line(f"{self.fee.name}, phần tăng thêm ({self.words})", self.after - self.before)

    @property
    def more(self) -> int:
        """đồng to pay on top; 0 when it became less."""
        return max(self.after - self.before, 0)

    @property
    def less(self) -> int:
        """đồng less than before; 0 when it became more."""
        return max(self.before - self.after, 0)

    @property
    def words(self) -> str:
        """«từ 2 bản sao thành 3 bản sao»."""
        return f"từ {self.words_before or 'chưa khai'} thành {self.words_after or 'không có'}"


def fees_told(dossier: Dossier, told: dict[str, Any], answers: dict[str, Any]) -> list[list[str]]:
    """(fee, what was declared) for the officer, once the form has new answers."""
    fees = fees_of(dossier.version)
    return as_told(fees, _said(dossier, told.get("eform"), answers, fees))


def changed_by(dossier: Dossier, before: str, after: str) -> list[Changed]:
    """The fees that other answers make other amounts of; `before` and `after` are what was told, as stored."""
    fees, old, new = fees_of(dossier.version), _told(before), _told(after)
    said_old = _said(dossier, old.get("eform"), old.get("answers") or {}, fees)
    said_new = _said(dossier, new.get("eform"), new.get("answers") or {}, fees)
    found = []
    for fee in fees:
        first, then = amount_of(fee, said_old), amount_of(fee, said_new)
        if first is not None and then is not None and first != then:
            words = count_words(fee, said_old), count_words(fee, said_new)
            found.append(Changed(fee, first, then, *words))
    return found


def reckon(page: Page, deed: Deed) -> None:
    """Put on the page what a supplement changes of the fees: its answers, or a count told at the desk. Inside the act,
    before the page is written."""
    if isinstance(deed.command, CompleteSupplement) and deed.command.counts:
        _reckon_at_desk(page, deed, dict(deed.command.counts))
        return
    if deed.answers is None:
        return
    changed = changed_by(page.dossier, page.dossier.answers, deed.answers)
    difference = sum(each.after - each.before for each in changed)
    if not difference:
        return
    orders = _orders_of(page.dossier)
    asked = sum(each.amount for each in orders) - given_back(orders)
    owed = sum(each.after for each in changed) + _unchanged(page.dossier, deed.answers, changed)
    if difference > 0:
        moved = _ask_more(page, deed, changed, min(difference, owed - asked), asked >= owed - difference)
    else:
        moved = -_give_back(page.dossier, deed, changed, orders, min(-difference, asked - owed))
    _note(page, moved)


def _reckon_at_desk(page: Page, deed: Deed, counts: Said) -> None:
    """The officer counts: the fee is what the tariff makes of it, whatever was asked for before."""
    dossier = page.dossier
    fee = fee_counted(dossier.version, online=dossier.channel == Channel.ONLINE.value)
    after = amount_of(fee, counts) if fee else None
    if fee is None or after is None:
        raise Refused(
            "Phí của thủ tục này không tính theo số lượng; bỏ trống số lượng.", field="note", code="fee"
        )
    orders = _orders_of(dossier)
    asked = sum(each.amount for each in orders) - given_back(orders)
    changed = [Changed(fee, asked, after, f"{asked:,} đồng".replace(",", "."), count_words(fee, counts))]
    if after > asked:
        _note(page, _ask_more(page, deed, changed, after - asked, undisputed=True))
    elif after < asked:
        _note(page, -_give_back(dossier, deed, changed, orders, asked - after))


def _note(page: Page, moved: int) -> None:
    if moved:
        event, actor, key = page.events[-1]
        page.events[-1] = (replace(event, detail=event.detail | {CHANGED_BY: moved}), actor, key)


def _ask_more(page: Page, deed: Deed, changed: list[Changed], amount: int, undisputed: bool) -> int:
    """đồng asked for. What was waived before is no ground to ask for the rest."""
    if amount <= 0 or not undisputed:
        return 0
    more = [each.line for each in changed if each.after > each.before]
    lines = more if sum(line.amount for line in more) == amount else [Line(more[0].name, amount)]
    order = NewOrder(lines=tuple(lines), online_possible=True, created_at=deed.at)
    page.orders.append((open_orders([order])[0], False))
    return amount


def _give_back(dossier: Dossier, deed: Deed, changed: list[Changed], orders: list[Order], amount: int) -> int:
    """đồng no longer asked for: first of what is still open, the newest first; the rest as proposed refunds."""
    left = amount
    why = "; ".join(f"{each.fee.name} {each.words}" for each in changed)
    for order in reversed([each for each in orders if OrderState(each.state).open]):
        if left > 0:
            left -= lower(order, by=min(left, order.left), name=why)
    for payment in Payment.objects.filter(order__in=orders).order_by("-pk"):
        if left > 0 and (refund := propose_refund(payment, left, f"Hồ sơ {dossier}: {why}")):
            left -= refund.amount
            record(
                deed.actor,
                action="payments.propose_refund",
                kind="dossier",
                key=dossier.pk,
                agency=dossier.agency.code,
                detail={"amount": refund.amount},
            )
    return max(amount, 0) - max(left, 0)


def _unchanged(dossier: Dossier, answers: str, changed: Iterable[Changed]) -> int:
    """đồng of the other fees whose amount is known."""
    told, fees = _told(answers), fees_of(dossier.version)
    said = _said(dossier, told.get("eform"), told.get("answers") or {}, fees)
    others = {fee.key for fee in fees} - {each.fee.key for each in changed}
    return sum(amount_of(fee, said) or 0 for fee in fees if fee.key in others)


def _orders_of(dossier: Dossier) -> list[Order]:
    """What was asked for as fees and still stands, the oldest first."""
    rows = DossierFee.objects.filter(dossier=dossier, duty=False).exclude(order__state__in=_GONE)
    return [each.order for each in rows.select_related("order").order_by("pk")]


def _said(dossier: Dossier, eform: int | None, answers: dict[str, Any], fees: list[Fee]) -> Said:
    """What was declared with the filing, and what the form counts."""
    stored, filed = (
        form_numbered(eform),
        FilingDraft.objects.filter(dossier_id=dossier.pk, replies_to=None).first(),
    )
    return (said_before(filed) if filed else {}) | counted_by(stored.form if stored else None, answers, fees)


def _told(stored: str) -> dict[str, Any]:
    try:
        told = json.loads(stored or "{}")
    except ValueError:  # a desk's dossier has words there
        return {}
    return told if isinstance(told, dict) else {}
