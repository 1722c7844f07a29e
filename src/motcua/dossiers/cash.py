"""Money taken at the desk in the same act as a deed on a dossier."""

from motcua.dossiers.filing import Deed
from motcua.dossiers.ledger import Page
from motcua.dossiers.models import Dossier, DossierFee
from motcua.kernel.refusals import Refused
from motcua.payments.actions import NewPayment
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Order


def payments_with(page: Page, deed: Deed) -> list[NewPayment]:
    """What was paid together with a deed, for the order just opened or the one still waiting; Refused when nothing is owed."""
    if deed.paid is None:
        return []
    order = page.orders[-1][0] if page.orders else _open_order(page.dossier)
    return [
        NewPayment(
            order=order,
            amount=deed.paid.amount,
            method=Method(deed.paid.method),
            at=deed.at,
            reference=deed.paid.reference,
            gateway=deed.paid.gateway,
            receipt_number=deed.paid.receipt_number,
            recorded_at=deed.at,
            opened_now=bool(page.orders),
        )
    ]


def _open_order(dossier: Dossier) -> Order:
    waiting = (OrderState.DUE.value, OrderState.PART_PAID.value)
    fee = (
        DossierFee.objects.filter(dossier=dossier, order__state__in=waiting)
        .select_related("order")
        .order_by("-pk")
        .first()
    )
    if fee is None:
        raise Refused("Hồ sơ này không còn khoản nào phải nộp.", code="nothing_due")
    return fee.order
