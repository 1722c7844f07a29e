"""What a supplement makes of a dossier's fees: read only, the same for the page that tells it and the act that does it.

A difference moves by itself where what was asked for until now is what the tariff came to before. An amount that an
officer settled otherwise meanwhile (given back, waived) is left to the officer, who is told what the tariff says. What
an earlier supplement proposed to give back, and nobody decided on yet, is kept for a rise before anything is asked for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from motcua.catalogue.eforms.keeping import form_numbered
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.filing_fees import Said, as_told, counted_by, fees_of, said_before
from motcua.dossiers.models import Dossier, DossierFee, Event
from motcua.dossiers.rules.fees import Fee, amount_of, count_words, told_words
from motcua.kernel.money import dong
from motcua.payments.arriving import given_back, given_back_beside, still_proposed
from motcua.payments.enums import OrderState
from motcua.payments.models import Order
from motcua.payments.rules import Line

_GONE = (OrderState.CANCELLED.value, OrderState.REFUNDED.value)
# What the event of a supplement, or of a fee mended, keeps: by how many đồng the fee changed (below zero: it became less,
# 0: nothing moved).
CHANGED_BY = "fee_changed_by"
# What was asked for before it and after it, less what went back or is on its way.
BEFORE_AFTER = "fee_before_after"
# And where both disagree after it: [đồng by the tariff, None when it is not known any more; đồng asked for].
TO_CHECK = "fee_to_check"
# The refunds it proposed, by number, and how many đồng of earlier ones were kept for the rise.
REFUNDS, KEPT = "fee_refunds", "fee_kept"
# What the desk counted, by the key of the fee's question; kept beside the answers of the form.
_COUNTS = "counts"


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
    def less(self) -> int:
        """đồng less than before; 0 when it became more."""
        return max(self.before - self.after, 0)

    @property
    def words(self) -> str:
        """«từ 2 bản sao thành 3 bản sao»."""
        return f"từ {self.words_before or 'chưa khai'} thành {self.words_after or 'không có'}"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What it comes to, in đồng.

    `moved`: asked for on top, or below zero no longer asked for. `asked`: until now, less what went back or is on its
    way. `tariff`: all fees by what was told; None when one of them is not known any more. `proposed`: what earlier
    supplements proposed to give back and nobody decided on yet.
    """

    changed: tuple[Changed, ...]
    moved: int
    tariff: int | None
    asked: int
    proposed: int = 0

    @property
    def kept(self) -> int:
        """đồng of a rise that are paid by not giving back what was proposed."""
        return min(max(self.moved, 0), self.proposed)

    @property
    def more(self) -> int:
        """đồng to pay on top."""
        return max(self.moved, 0) - self.kept

    @property
    def less(self) -> int:
        """đồng no longer asked for: of what is open, then as a proposed refund."""
        return max(-self.moved, 0)

    @property
    def to_check(self) -> tuple[int | None, int] | None:
        """(by the tariff, asked for) where both disagree afterwards and an officer must decide; None where not."""
        after = self.asked + self.moved
        return None if self.tariff == after else (self.tariff, after)


def told_anew(dossier: Dossier, told: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """What was told with the filing once the form has new answers. What the desk counted stands until the form counts
    otherwise than before; the case it settled stands anyhow."""
    fees, stored = fees_of(dossier.version), form_numbered(told.get("eform"))
    form = stored.form if stored else None
    same = counted_by(form, told.get("answers") or {}, fees) == counted_by(form, answers, fees)
    counts = told.get(_COUNTS) or {}
    kept = counts if same else {key: each for key, each in counts.items() if isinstance(each, str)}
    return counted_anew(dossier, told | {"answers": answers}, kept)


def counted_anew(dossier: Dossier, told: dict[str, Any], counts: Said) -> dict[str, Any]:
    """The same with what the desk counted, and with the words about fees that the officer reads."""
    fees = fees_of(dossier.version)
    words = dict(as_told(fees, _said(dossier, told | {_COUNTS: {}}, fees)))
    for fee in fees:
        if counted := told_words(fee, counts):
            words[fee.name] = "; ".join(filter(None, (words.get(fee.name), f"nơi tiếp nhận ghi {counted}")))
    return told | {_COUNTS: counts, "fees": [list(each) for each in words.items()]}


def reckoned(dossier: Dossier, before: str, after: str) -> Reckoned | None:
    """What other answers make of the fees; `before` and `after` are what was told, as stored. None when no fee comes to
    another amount."""
    fees = fees_of(dossier.version)
    old, new = _said(dossier, told_with(before), fees), _said(dossier, told_with(after), fees)
    amounts = [(fee, amount_of(fee, old), amount_of(fee, new)) for fee in fees]
    if all(first == then for _, first, then in amounts):
        return None
    changed = tuple(
        Changed(fee, first, then, count_words(fee, old), count_words(fee, new))
        for fee, first, then in amounts
        if first is not None and then is not None and first != then
    )
    asked = asked_for(orders_of(dossier))
    if any(first is not None and then is None for _, first, then in amounts):
        return Reckoned(changed, 0, None, asked)
    tariff = sum(then or 0 for _, _, then in amounts)
    moved = _moved(sum(each.after - each.before for each in changed), tariff, asked)
    return Reckoned(changed, moved, tariff, asked, still_proposed(own_refunds(dossier)))


def _moved(difference: int, tariff: int, asked: int) -> int:
    """đồng of a difference that move by themselves: never past the tariff, and nothing on top of what was waived."""
    if difference < 0:
        return min(0, max(difference, tariff - asked))
    return max(0, min(difference, tariff - asked)) if asked >= tariff - difference else 0


def reckoned_at_desk(dossier: Dossier, fee: Fee, after: int, words: str) -> Reckoned:
    """What a count at the desk makes of the fee: what the tariff says, whatever was asked for before. `words`: the count.

    Only where an officer gave some of it back for a reason of their own (exempt) nothing is asked for again.
    """
    asked, own = asked_for(orders_of(dossier)), own_refunds(dossier)
    of_fees = DossierFee.objects.filter(dossier=dossier, duty=False).values_list("order_id", flat=True)
    difference = min(0, after - asked) if given_back_beside(of_fees, own) else after - asked
    changed = Changed(fee, asked, after, dong(asked), words)
    return Reckoned((changed,), difference, after, asked, still_proposed(own))


def own_refunds(dossier: Dossier) -> list[int]:
    """The refunds that supplements proposed because a fee became less, by number; not those of other reasons."""
    events = Event.objects.filter(dossier=dossier, detail__has_key=REFUNDS)
    return [number for detail in events.values_list("detail", flat=True) for number in detail[REFUNDS]]


def left_to_check(dossier: Dossier, events: Sequence[Event]) -> tuple[int | None, int] | None:
    """(đồng by the tariff, đồng asked for) where the last supplement that touched the fees left both apart and nobody
    moved money since; None otherwise. `events` in order of time."""
    last: dict[str, Any] = next((each.detail for each in reversed(events) if CHANGED_BY in each.detail), {})
    tariff, noted = last.get(TO_CHECK) or (0, None)
    return (tariff, noted) if noted is not None and asked_for(orders_of(dossier)) == noted else None


def orders_of(dossier: Dossier) -> list[Order]:
    """What was asked for as fees and still stands, the oldest first."""
    rows = DossierFee.objects.filter(dossier=dossier, duty=False).exclude(order__state__in=_GONE)
    return [each.order for each in rows.select_related("order").order_by("pk")]


def asked_for(orders: Sequence[Order]) -> int:
    """đồng asked for, less what went back or is on its way."""
    return sum(each.amount for each in orders) - given_back(orders)


def told_with(stored: str) -> dict[str, Any]:
    """What was told with a filing online, as the dossier keeps it; empty for a desk's, which has words there."""
    try:
        told = json.loads(stored or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _said(dossier: Dossier, told: dict[str, Any], fees: list[Fee]) -> Said:
    """What was declared with the filing, what the form counts, and what the desk counted after it."""
    stored = form_numbered(told.get("eform"))
    filed = FilingDraft.objects.filter(dossier_id=dossier.pk, replies_to=None).first()
    by_form = counted_by(stored.form if stored else None, told.get("answers") or {}, fees)
    return (said_before(filed) if filed else {}) | by_form | (told.get(_COUNTS) or {})
