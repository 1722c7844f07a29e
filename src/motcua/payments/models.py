"""Orders (what is to be paid) and payments (what came in), in whole đồng.

A dossier points to its orders from its own rows; payments do not know dossiers.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.payments.enums import Method, OrderState


class Order(models.Model):
    """A fee, a charge or a financial duty to be paid. `lines` is [{"name": …, "amount": đồng}, …]."""

    amount = models.PositiveBigIntegerField("số tiền phải nộp (đồng)")
    lines = models.JSONField("các khoản", default=list)
    paid = models.PositiveBigIntegerField("đã nộp (đồng)", default=0)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=[(state.value, state.label) for state in OrderState],
        default=OrderState.DUE.value,
    )
    online_possible = models.BooleanField("nộp trực tuyến được", default=False)
    created_at = models.DateTimeField()
    due_date = models.DateField("hạn nộp", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_date", "id"],
                condition=Q(state__in=(OrderState.DUE.value, OrderState.PART_PAID.value)),
                name="payments_order_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="payments_order_of_something",
                violation_error_message="Số tiền phải nộp phải lớn hơn 0 đồng.",
            ),
            models.CheckConstraint(
                condition=Q(paid__lte=F("amount")),
                name="payments_never_overpaid",
                violation_error_message="Số tiền đã nộp vượt quá số phải nộp.",
            ),
            # The state is never believed apart from the money.
            models.CheckConstraint(
                condition=(
                    Q(state=OrderState.DUE.value, paid=0)
                    | Q(state=OrderState.PART_PAID.value, paid__gt=0, paid__lt=F("amount"))
                    | Q(state=OrderState.PAID.value, paid=F("amount"))
                    | Q(state__in=(OrderState.CANCELLED.value, OrderState.REFUNDED.value))
                ),
                name="payments_state_follows_money",
                violation_error_message="Trạng thái khoản nộp không khớp với số tiền đã nộp.",
            ),
        ]

    def __str__(self) -> str:
        return f"khoản phải nộp số {self.pk}"

    @property
    def left(self) -> int:
        """What is still to be paid, in đồng."""
        return self.amount - self.paid


class Payment(models.Model):
    """Money that came in for an order. `payer` says in what role, never who («người nộp hồ sơ»)."""

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="+", verbose_name="khoản phải nộp"
    )
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    method = models.CharField("cách nộp", max_length=16, choices=[(m.value, m.label) for m in Method])
    gateway = models.CharField("cổng thanh toán, ngân hàng", max_length=60, blank=True)
    reference = models.CharField("mã giao dịch", max_length=120, blank=True)
    paid_at = models.DateTimeField("nộp lúc")
    receipt_number = models.CharField("số biên lai", max_length=60, blank=True)
    payer = models.CharField("người nộp tiền", max_length=120, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["paid_at"], name="payments_payment_paid_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="payments_payment_of_something",
                violation_error_message="Số tiền nộp phải lớn hơn 0 đồng.",
            ),
            models.CheckConstraint(
                condition=~Q(method=Method.ONLINE.value) | ~Q(reference=""),
                name="payments_online_has_reference",
                violation_error_message="Giao dịch trực tuyến phải có mã giao dịch.",
            ),
            models.UniqueConstraint(
                fields=["gateway", "reference"],
                condition=~Q(reference=""),
                name="payments_one_payment_per_reference",
                violation_error_message="Mã giao dịch này đã được ghi nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"giao dịch số {self.pk}"
