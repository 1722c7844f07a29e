"""Counting payments (`Y.transactions`): every piece of money that came for a dossier, online or not, on its day.

A payment belongs to the agency that had the dossier when it was paid, and to the periods its day lies in, so a closed
period changes only by a correction. A dossier's payments are counted anew with the dossier itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count as CountRows
from django.db.models import Q, QuerySet, Sum

from motcua.datastore.rows import insert_or_update
from motcua.dossiers.models import DossierFee
from motcua.indicators.scoring import Count
from motcua.kernel import clock
from motcua.kernel.periods import Period
from motcua.measurement.models import PaymentFact, PaymentRollUp
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import KINDS, RollUpKey, end_of, period_of
from motcua.measurement.sums import add_sums
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Payment

_COLUMNS = ("dossier_id", "agency_code", "procedure_code", "paid_on", "online")
PAYMENT_SUMS = ("paid", "online")
_Row = tuple[int, str, str, date, bool]


@dataclass(frozen=True, slots=True)
class Money:
    """What is owed for some dossiers and what came in, as stored now."""

    fees: list[tuple[int, int, bool]]
    """Dossier, order, whether the order asks for money."""
    payments: list[tuple[int, int, datetime, str]]
    """Payment, order, when, by which method."""


def money_of(dossier_ids: Sequence[int]) -> Money:
    """Orders and payments of some dossiers: two statements."""
    rows = DossierFee.objects.filter(dossier_id__in=dossier_ids)
    fees = [
        (dossier, order, amount > 0 and state != OrderState.CANCELLED.value)
        for dossier, order, amount, state in rows.values_list(
            "dossier_id", "order_id", "order__amount", "order__state"
        )
    ]
    if not fees:
        return Money([], [])
    paid = Payment.objects.filter(order_id__in=[order for _, order, _ in fees])
    return Money(fees, list(paid.values_list("pk", "order_id", "paid_at", "method")))


def recount_payments(dossiers: Mapping[int, Fact], money: Money) -> None:
    """Bring payments of some dossiers and their sums up to what is stored now; inside the act that holds their facts.

    One statement where nothing changed. A payment that is gone (its order was another dossier's) leaves the sums.
    """
    fresh = _fresh(dossiers, money)
    stored: dict[int, _Row] = {
        key: (dossier, agency, procedure, day, online)
        for key, dossier, agency, procedure, day, online in PaymentFact.objects.filter(
            Q(dossier_id__in=dossiers) | Q(payment_id__in=fresh)
        ).values_list("payment_id", *_COLUMNS)
    }
    changed = {key for key in fresh.keys() | stored.keys() if fresh.get(key) != stored.get(key)}
    if not changed:
        return
    changes: dict[RollUpKey, tuple[int, int]] = {}
    for rows, sign in ((stored, -1), (fresh, 1)):
        for key in changed & rows.keys():
            _, agency, procedure, day, online = rows[key]
            for kind in KINDS:
                place = (agency, period_of(day, kind).code, procedure)
                paid, by_wire = changes.get(place, (0, 0))
                changes[place] = (paid + sign, by_wire + sign * online)
    _store(fresh, changed, gone=changed - fresh.keys())
    add_sums(PaymentRollUp, PAYMENT_SUMS, changes)


def transactions(agency_codes: Sequence[str], period: Period, at: datetime) -> Count:
    """Payments that came in within the period, and of these those made online; one statement."""
    if period.kind in KINDS and (at >= end_of(period.last) or clock.local_day(at) >= clock.today()):
        kept = PaymentRollUp.objects.filter(agency_code__in=agency_codes, period=period.code)
        sums = kept.aggregate(many=Sum("paid"), made_online=Sum("online"))
        return Count(sums["made_online"] or 0, sums["many"] or 0)
    rows = payments_between(agency_codes, period, at)
    counted = rows.aggregate(many=CountRows("pk"), made_online=CountRows("pk", filter=Q(online=True)))
    return Count(counted["made_online"], counted["many"])


def payments_between(agency_codes: Sequence[str], period: Period, at: datetime) -> QuerySet[PaymentFact]:
    """The payments of some agencies in a period up to the day of a moment."""
    last = min(period.last, max(clock.local_day(at), period.first))
    return PaymentFact.objects.filter(agency_code__in=agency_codes, paid_on__range=(period.first, last))


def _fresh(dossiers: Mapping[int, Fact], money: Money) -> dict[int, _Row]:
    orders = {order: dossier for dossier, order, _ in money.fees if dossier in dossiers}
    found: dict[int, _Row] = {}
    for key, order, paid_at, method in money.payments:
        if order not in orders:
            continue
        dossier, day = orders[order], clock.local_day(paid_at)
        fact = dossiers[dossier]
        found[key] = (dossier, fact.agency_on(day), fact.procedure_code, day, method == Method.ONLINE.value)
    return found


def _store(fresh: Mapping[int, _Row], changed: set[int], *, gone: set[int]) -> None:
    if gone:
        PaymentFact.objects.filter(payment_id__in=gone).delete()
    insert_or_update(
        [
            PaymentFact(payment_id=key, **dict(zip(_COLUMNS, fresh[key], strict=True)))
            for key in sorted(changed & fresh.keys())
        ],
        key="payment_id",
    )
