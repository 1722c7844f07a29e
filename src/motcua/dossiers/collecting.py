"""Taking a fee at the counter after reception. Changes money only: the dossier's state and revision stay."""

from motcua.audit import outbox
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.dossiers.filing import Paid
from motcua.dossiers.ledger import TOPIC
from motcua.dossiers.models import Dossier, DossierFee
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound
from motcua.payments.actions import pay
from motcua.payments.enums import Method
from motcua.payments.models import Payment

# Money taken at the desk has no bank's number: the key of the act is its reference, so that twice is once.
AT_THE_DESK = "quay"


def collect_fee(
    dossier_id: int, order_id: int, paid: Paid, *, actor: Actor, act_key: str | None = None
) -> Payment:
    """Take money for one order of a dossier; the same key again answers with the payment already there.

    Raises NotFound for an order that is not this dossier's, Refused for a closed order or too much money.
    """
    with act():
        dossier = Dossier.objects.select_related("agency").filter(pk=dossier_id).first()
        fee = (
            DossierFee.objects.filter(dossier_id=dossier_id, order_id=order_id)
            .select_related("order")
            .first()
        )
        if dossier is None or fee is None:
            raise NotFound
        reference, gateway = paid.reference or act_key or "", paid.gateway or AT_THE_DESK
        taken = Payment.objects.filter(order_id=order_id, reference=reference, gateway=gateway)
        again = bool(reference) and taken.exists()
        payment = pay(
            fee.order,
            amount=paid.amount,
            method=Method(paid.method),
            at=clock.now(),
            reference=reference,
            gateway=gateway,
            receipt_number=paid.receipt_number,
        )
        if again:  # nothing was taken: the record must not tell of money twice
            return payment
        record(
            actor,
            action="dossiers.collect_fee",
            kind="dossier",
            key=dossier.pk,
            agency=dossier.agency.code,
            detail={"order": order_id, "amount": paid.amount, "method": paid.method},
        )
        outbox.mark(TOPIC, dossier.pk)
    return payment
