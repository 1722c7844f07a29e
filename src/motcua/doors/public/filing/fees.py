"""What a citizen says about fees that depend on their case or on a number of copies."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from motcua.doors.frame.forms import Radios
from motcua.dossiers.filing_fees import Said
from motcua.dossiers.rules.fees import MOST_COUNTED, Asked, Fee, Says
from motcua.kernel.money import dong


class FeesForm(forms.Form):
    """The questions of each such fee; left open, the officer sets it at receipt. `counted`: what the form told
    already, not asked again."""

    def __init__(
        self, fees: Sequence[Fee], said: Said, data: Any = None, *, counted: Said | None = None
    ) -> None:
        super().__init__(data)
        self._keys: list[str] = []
        for fee in fees:
            for key, field in _questions(fee):
                if key in (counted or {}) or (fee.tariff and fee.key in (counted or {})):
                    continue
                self._keys.append(key)
                self.fields[_name(key)] = field
                start = Says.UNSURE.value if isinstance(field, forms.ChoiceField) else None
                self.initial[_name(key)] = said.get(key, start)

    def said(self) -> Said:
        """The answers by key; what was left open is absent."""
        given = {key: self.cleaned_data.get(_name(key)) for key in self._keys}
        return {key: value for key, value in given.items() if value not in (None, "")}


def _name(key: str) -> str:
    return f"fee_{key.replace('.', '_')}"


def _questions(fee: Fee) -> list[tuple[str, forms.Field]]:
    """(where the answer stands, what is asked), one or two for a fee."""
    if fee.asked is Asked.CASE:
        return [(fee.key, _case(fee))]
    if fee.asked is Asked.CASE_AND_COUNT:
        return [(fee.key, _case(fee)), (fee.second_key, _count(fee, fee.per, _price(fee)))]
    if fee.asked is Asked.TARIFF and fee.tariff:
        same = _("Các bản khác số trang nhau thì bỏ trống, cơ quan tính khi tiếp nhận.")
        return [
            (
                fee.key,
                _count(
                    fee,
                    _("%(per)s của một %(item)s") % {"per": fee.per, "item": fee.tariff.item},
                    fee.condition,
                ),
            ),
            (fee.second_key, _count(fee, fee.tariff.item, same)),
        ]
    return [(fee.key, _count(fee, fee.per, _price(fee)))]


def _case(fee: Fee) -> forms.Field:
    amount = dong(fee.amount or 0)
    owes = _("Phải nộp %(amount)s") % {"amount": amount}
    if fee.per:
        owes = _("Phải nộp %(amount)s mỗi %(per)s") % {"amount": amount, "per": fee.per}
    choices = [
        (Says.OWES.value, owes),
        (Says.EXEMPT.value, _("Được miễn, giảm hoặc không thuộc trường hợp này")),
        (Says.UNSURE.value, _("Chưa rõ, để cơ quan xác định khi tiếp nhận")),
    ]
    return forms.ChoiceField(label=fee.name, choices=choices, widget=Radios(), help_text=fee.condition)


def _price(fee: Fee) -> str:
    words = _("%(amount)s mỗi %(per)s. Chưa biết số lượng thì bỏ trống, cơ quan tính khi tiếp nhận.")
    return words % {"amount": dong(fee.amount or 0), "per": fee.per}


def _count(fee: Fee, what: str, hint: str) -> forms.Field:
    return forms.IntegerField(
        label=_("%(fee)s: số %(per)s") % {"fee": fee.name, "per": what},
        required=False, min_value=0, max_value=MOST_COUNTED, help_text=hint,
        error_messages={
            "invalid": _("Ghi bằng số, ví dụ 2."), "min_value": _("Ghi số từ 0 trở lên."),
            "max_value": _("Số quá lớn; xin liên hệ nơi tiếp nhận."),
        },
    )  # fmt: skip
