"""What a payment does to an order. Pure: no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.kernel.money import dong
from motcua.kernel.refusals import Refused
from motcua.payments.enums import OrderState


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to pay for, in whole đồng; 0 shows that it was waived."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Account:
    """An order as far as money goes, in đồng."""

    amount: int
    paid: int
    state: OrderState


def total(lines: Sequence[Line]) -> int:
    """The sum of the lines. Refuses no lines, a line below zero or without a name, and a sum of nothing."""
    if any(line.amount < 0 for line in lines):
        raise Refused("Một khoản thu không được âm.", field="lines")
    if any(not line.name.strip() for line in lines):
        raise Refused("Mỗi khoản thu phải có tên.", field="lines")
    amount = sum(line.amount for line in lines)
    if amount == 0:
        raise Refused("Không có gì phải nộp: hồ sơ được miễn thì không lập khoản phải nộp.", field="lines")
    return amount


def after_payment(account: Account, amount: int) -> Account:
    """The account once `amount` đồng came in. Refuses a closed order, nothing, and more than is left."""
    if not account.state.open:
        raise Refused(f"Khoản này {account.state.label.lower()}, không thu thêm được.", code="order_closed")
    if amount <= 0:
        raise Refused("Số tiền nộp phải lớn hơn 0 đồng.", field="amount")
    left = account.amount - account.paid
    if amount > left:
        raise Refused(
            f"Chỉ còn phải nộp {dong(left)}; không thu {dong(amount)}.", field="amount", code="overpaid"
        )
    paid = account.paid + amount
    return Account(account.amount, paid, OrderState.PAID if paid == account.amount else OrderState.PART_PAID)


@dataclass(frozen=True, slots=True)
class Split:
    """What arrived, divided: `booked` goes to the order, `surplus` fits nowhere (why says so)."""

    booked: int
    surplus: int
    why: str = ""


def split(account: Account | None, amount: int) -> Split:
    """Divide money that is already in our hands. Nothing is refused: refusing would lose it."""
    if account is None:
        return Split(0, amount, "Không tìm thấy khoản phải nộp")
    if not account.state.open:
        return Split(0, amount, f"Khoản này {account.state.label.lower()}")
    left = account.amount - account.paid
    if amount <= left:
        return Split(amount, 0)
    return Split(left, amount - left, f"Chỉ còn phải nộp {dong(left)}")
