"""Orders (what is to be paid) and payments (what came in), in whole đồng.

A dossier points to its orders from its own rows; payments do not know dossiers.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.datastore.fields import SealedTextField
from motcua.payments.enums import AttemptState, Method, OrderState, RefundState


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


class Attempt(models.Model):
    """A payer sent to a gateway for an order. `reference` is ours: it comes back with the money."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    gateway = models.CharField("cổng", max_length=60)
    reference = models.CharField("mã tham chiếu", max_length=40, unique=True)
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=[(state.value, state.label) for state in AttemptState],
        default=AttemptState.WAITING.value,
    )
    started_at = models.DateTimeField("bắt đầu lúc")
    ended_at = models.DateTimeField("kết thúc lúc", null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["started_at"],
                name="payments_attempts_waiting",
                condition=Q(state=AttemptState.WAITING.value),
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Arrival(models.Model):
    """Money of which a gateway or a bank told, each piece once: (`gateway`, `transaction`) is unique.

    What could be counted for an order became `payment`; the rest waits as `surplus` until it is assigned or
    given back. The bank's text may name people: sealed.
    """

    gateway = models.CharField("cổng, tài khoản", max_length=60)
    transaction = models.CharField("mã giao dịch", max_length=120)
    reference = models.CharField("mã tham chiếu", max_length=40, blank=True)
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    surplus = models.PositiveBigIntegerField("chưa ghi cho khoản nào (đồng)", default=0)
    why = models.CharField("lý do còn dư", max_length=200, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    text = SealedTextField("nội dung chuyển khoản")
    paid_at = models.DateTimeField("nộp lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "transaction"], name="payments_arrived_once"),
            models.CheckConstraint(
                condition=Q(surplus__lte=F("amount")),
                name="payments_surplus_of_what_arrived",
                violation_error_message="Phần còn dư không thể nhiều hơn số tiền đã đến.",
            ),
        ]
        indexes = [
            models.Index(fields=["recorded_at"], name="payments_surplus_waiting", condition=Q(surplus__gt=0))
        ]

    def __str__(self) -> str:
        return f"tiền đến số {self.pk}"


class Refund(models.Model):
    """Money on its way back: of a payment that was booked, or of what arrived and fits nowhere."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.PositiveBigIntegerField("số tiền hoàn (đồng)")
    reason = models.CharField("lý do", max_length=300)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=[(state.value, state.label) for state in RefundState],
        default=RefundState.PROPOSED.value,
    )
    proposed_at = models.DateTimeField("đề nghị lúc")
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    decided_by = models.CharField("người quyết định", max_length=200, blank=True)
    decision = models.CharField("ý kiến", max_length=300, blank=True)
    done_at = models.DateTimeField("hoàn xong lúc", null=True)
    reference = models.CharField("chứng từ hoàn tiền", max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & (Q(payment=None) ^ Q(arrival=None)),
                name="payments_refund_of_one_thing",
                violation_error_message="Khoản hoàn phải thuộc đúng một giao dịch và lớn hơn 0 đồng.",
            )
        ]
        indexes = [models.Index(fields=["state", "proposed_at"], name="payments_refunds")]

    def __str__(self) -> str:
        return f"khoản hoàn số {self.pk}"


class Statement(models.Model):
    """A bank statement that was read: the same file twice is seen by its digest."""

    account = models.CharField("tài khoản", max_length=60)
    digest = models.CharField(max_length=64)
    name = models.CharField("tên tệp", max_length=200)
    lines = models.PositiveIntegerField("số dòng tiền vào")
    new = models.PositiveIntegerField("số dòng mới")
    read_at = models.DateTimeField("đọc lúc")
    read_by = models.CharField("người đọc", max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="payments_statement_once")]
