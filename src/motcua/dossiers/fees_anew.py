"""A supplement, or an officer who mends the fee, changes what a dossier's fees are counted by: what was reckoned
(`fees_reckoned`) is done.

More: what an earlier supplement proposed to give back is kept, the rest of the difference is asked for on its own; what
was paid stays paid. Less: what is still open is lowered, what was paid too much is proposed for refund.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from motcua.audit.record import record
from motcua.dossiers.enums import Channel
from motcua.dossiers.fees_reckoned import (
    BEFORE_AFTER,
    CHANGED_BY,
    KEPT,
    REFUNDS,
    TO_CHECK,
    Changed,
    Reckoned,
    counted_anew,
    orders_of,
    own_refunds,
    reckoned,
    reckoned_at_desk,
    told_with,
)
from motcua.dossiers.filing import Deed
from motcua.dossiers.filing_fees import Said, fee_counted, fee_to_mend, fees_of
from motcua.dossiers.ledger import Page
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.commands import CompleteSupplement, MendFee
from motcua.dossiers.rules.fees import MOST_COUNTED, Fee, Says, amount_of, told_words
from motcua.kernel.money import dong
from motcua.kernel.refusals import Refused
from motcua.payments.actions import NewOrder, lower, open_orders
from motcua.payments.arriving import hold, keep_after_all, propose_refund
from motcua.payments.enums import OrderState
from motcua.payments.models import Order, Payment, Refund
from motcua.payments.rules import Line

# Read by who paid, beside «Không hoàn».
_KEPT_WORDS = "Phí lại tăng sau khi tính lại: khoản đã nộp được giữ cho phần phí tăng"
# How a line goes on after the name of its fee: the count in brackets, what came on top, what was taken off.
_AFTER_NAME = (" (", ", phần tăng thêm", " từ ")


def reckon(page: Page, deed: Deed) -> None:
    """Put on the page what an act changes of the fees: the answers of a supplement, what was told at the desk. Inside the
    act, before the page is written."""
    mends = isinstance(deed.command, MendFee)
    counts = deed.command.counts if isinstance(deed.command, CompleteSupplement | MendFee) else ()
    if not mends and not counts and deed.answers is None:
        return
    # Money that comes in, and who decides on a refund, waits until this act has ended.
    hold(orders_of(page.dossier))
    if mends or counts:
        found: Reckoned | None = _told_at_desk(page, dict(counts), mends=mends)
    else:
        found = reckoned(page.dossier, page.dossier.answers, deed.answers or "")
    if found is None:
        return
    refunds: list[Refund] = []
    if found.kept:
        refunds = _keep(page.dossier, deed, found)
    if found.more:
        _ask_more(page, deed, found)
    elif found.less:
        refunds = _give_back(page.dossier, deed, found)
    _note(page, found, refunds)


def _told_at_desk(page: Page, counts: Said, *, mends: bool) -> Reckoned:
    """The officer counts, or with `mends` settles the case too; what comes later is reckoned from this."""
    dossier = page.dossier
    fee, after = _fee_told(dossier, counts, mends=mends)
    if told := told_with(dossier.answers):
        page.corrected |= {"answers": json.dumps(counted_anew(dossier, told, counts), ensure_ascii=False)}
    found = reckoned_at_desk(dossier, fee, after, told_words(fee, counts))
    if mends:
        _must_move(found)
    return found


def _must_move(found: Reckoned) -> None:
    """An act of its own that moves no money says why instead of being noted."""
    if found.moved:
        return
    if found.to_check:
        raise Refused(
            "Phí của hồ sơ này đã được hoàn, hoặc đang đề nghị hoàn, vì lý do khác (miễn, giảm) nên không tự thu lại. "
            "Chưa duyệt hoàn thì lãnh đạo ghi «Không hoàn» ở trang Thu phí rồi làm lại; đã hoàn thì báo người phụ trách thu phí.",
            code="given_back",
        )
    raise Refused(f"Tính như vậy phí vẫn là {dong(found.asked)}, không có gì phải sửa.", code="fee_same")


def _fee_told(dossier: Dossier, counts: Said, *, mends: bool) -> tuple[Fee, int]:
    """The fee that the desk told of, and its đồng. Refuses, telling apart: no fee that runs with a count, a fee that is
    another one since the page was opened, a number out of range."""
    online = dossier.channel == Channel.ONLINE.value
    fee = (fee_to_mend if mends else fee_counted)(dossier.version, online=online)
    known = {key for each in fees_of(dossier.version) for key in (each.key, each.second_key)}
    if not counts.keys() <= known:
        raise Refused(
            "Mức phí của thủ tục vừa được sửa sau khi ông/bà mở trang. Tải lại trang, rồi ghi lại số lượng.",
            code="fee_changed",
        )
    if fee is None:
        raise Refused(
            "Phí của thủ tục này không tính theo số lượng; bỏ trống số lượng.", field="note", code="fee"
        )
    numbers = [each for each in counts.values() if not (mends and each in list(Says))]
    in_range = all(isinstance(each, int) and 1 <= each <= MOST_COUNTED for each in numbers)
    after = amount_of(fee, counts) if in_range else None
    if after is None:
        raise Refused(f"Ghi đủ số lượng, mỗi số từ 1 đến {MOST_COUNTED}.", field="note", code="fee_count")
    return fee, after


def _note(page: Page, found: Reckoned, refunds: Sequence[Refund]) -> None:
    """Whatever moved, the event keeps it, and that the tariff says something else."""
    event, actor, key = page.events[-1]
    told: dict[str, Any] = {CHANGED_BY: found.moved, BEFORE_AFTER: [found.asked, found.asked + found.moved]}
    if found.kept:
        told[KEPT] = found.kept
    if refunds:
        told[REFUNDS] = [each.pk for each in refunds]
    if found.to_check:
        told[TO_CHECK] = list(found.to_check)
    page.events[-1] = (replace(event, detail=event.detail | told), actor, key)


def _keep(dossier: Dossier, deed: Deed, found: Reckoned) -> list[Refund]:
    """What was to go back stays; what is still to go back of it, proposed anew."""
    anew = keep_after_all(own_refunds(dossier), found.kept, _KEPT_WORDS)
    _record(dossier, deed, "payments.keep_refund", found.kept)
    return anew


def _ask_more(page: Page, deed: Deed, found: Reckoned) -> None:
    more = [each.line for each in found.changed if each.after > each.before]
    exact = sum(line.amount for line in more) == found.more
    order = NewOrder(
        lines=tuple(more) if exact else (Line(more[0].name, found.more),),
        online_possible=True,
        created_at=deed.at,
    )
    page.orders.append((open_orders([order])[0], False))


def _give_back(dossier: Dossier, deed: Deed, found: Reckoned) -> list[Refund]:
    """No longer asked for: of the orders that have the changed fees, then of any other; in each what is still open, the
    newest first, then as proposed refunds, which are answered."""
    left, refunds, orders = found.less, list[Refund](), orders_of(dossier)
    taken_off = _TakenOff(fees_of(dossier.version), found.changed)
    own = [order for order in orders if any(taken_off.fee_of(line.name) for line in _lines_of(order))]
    for some, any_line in ((own, False), (orders, True)):
        for order in reversed([each for each in some if OrderState(each.state).open]):
            lines = taken_off.lines(order, min(left, order.left), any_line=any_line)
            if by := order.amount - sum(line.amount for line in lines):
                left -= lower(order, by=by, lines=lines)
        proposed = _propose(dossier, deed, some, left, taken_off.why)
        left -= sum(each.amount for each in proposed)
        refunds += proposed
    return refunds


def _propose(dossier: Dossier, deed: Deed, orders: list[Order], most: int, why: str) -> list[Refund]:
    """Refunds of at most so many đồng of what was paid for these orders, the newest payment first."""
    left, proposed = most, []
    for payment in Payment.objects.filter(order__in=orders).order_by("-pk") if most else ():
        if left > 0 and (refund := propose_refund(payment, left, f"Hồ sơ {dossier}: {why}")):
            left -= refund.amount
            proposed.append(refund)
            _record(dossier, deed, "payments.propose_refund", refund.amount)
    return proposed


def _record(dossier: Dossier, deed: Deed, action: str, amount: int) -> None:
    record(
        deed.actor,
        action=action,
        kind="dossier",
        key=dossier.pk,
        agency=dossier.agency.code,
        detail={"amount": amount},
    )


def _lines_of(order: Order) -> list[Line]:
    return [Line(line["name"], line["amount"]) for line in order.lines]


class _TakenOff:
    """The lines of orders as fees become less: each fee's own lines by what that fee became less, never those of
    others."""

    def __init__(self, fees: Sequence[Fee], changed: Sequence[Changed]) -> None:
        self._fees, self._changed = fees, {each.fee.key: each for each in changed}
        self._left = {each.fee.key: each.less for each in changed}
        self.why = "; ".join(f"{each.fee.name} {each.words}" for each in changed)

    def fee_of(self, name: str) -> Changed | None:
        """The changed fee that a line is of; the longest name that fits tells fees apart whose names begin alike."""
        fits = [each for each in self._fees if _is_of(name, each)]
        longest = max((len(each.name) for each in fits), default=0)
        own = [self._changed.get(each.key) for each in fits if len(each.name) == longest]
        return next((each for each in own if each is not None and each.less), None)

    def lines(self, order: Order, most: int, *, any_line: bool) -> list[Line]:
        """The lines of an order once at most so many đồng are taken off, the last line first. `any_line`: off lines of
        other names too (what a desk wrote by hand)."""
        lines, left = _lines_of(order), most
        for place in reversed(range(len(lines))):
            line, fee = lines[place], self.fee_of(lines[place].name)
            most_of_it = line.amount if any_line else min(line.amount, self._left[fee.fee.key]) if fee else 0
            if by := min(left, most_of_it):
                left -= by
                lines[place] = Line(self._name(line, fee, line.amount - by), line.amount - by)
                if fee:
                    self._left[fee.fee.key] -= min(by, self._left[fee.fee.key])
        before = _lines_of(order)
        return [after for after, old in zip(lines, before, strict=True) if after.amount or not old.amount]

    def _name(self, line: Line, fee: Changed | None, amount: int) -> str:
        """As it is announced where the line is all of the fee; otherwise from what to what it went."""
        if fee is None:
            return line.name
        if amount == fee.after and fee.words_after:
            return f"{fee.fee.name} ({fee.words_after})"
        return self.why


def _is_of(name: str, fee: Fee) -> bool:
    return name == fee.name or name.startswith(tuple(fee.name + after for after in _AFTER_NAME))
