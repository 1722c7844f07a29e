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
    """One question for each such fee; left open, the officer sets it at receipt."""

    def __init__(self, fees: Sequence[Fee], said: Said, data: Any = None) -> None:
        super().__init__(data)
        self._fees = fees
        for fee in fees:
            self.fields[_name(fee)] = _case(fee) if fee.asked is Asked.CASE else _count(fee)
            self.initial[_name(fee)] = said.get(
                fee.key, Says.UNSURE.value if fee.asked is Asked.CASE else None
            )

    def said(self) -> Said:
        """The answers by fee; what was left open is absent."""
        given = {fee.key: self.cleaned_data.get(_name(fee)) for fee in self._fees}
        return {key: value for key, value in given.items() if value not in (None, "")}


def _name(fee: Fee) -> str:
    return f"fee_{fee.key}"


def _case(fee: Fee) -> forms.Field:
    choices = [
        (Says.OWES.value, _("Phải nộp %(amount)s") % {"amount": dong(fee.amount or 0)}),
        (Says.EXEMPT.value, _("Được miễn, giảm hoặc không thuộc trường hợp này")),
        (Says.UNSURE.value, _("Chưa rõ, để cơ quan xác định khi tiếp nhận")),
    ]
    return forms.ChoiceField(label=fee.name, choices=choices, widget=Radios(), help_text=fee.condition)


def _count(fee: Fee) -> forms.Field:
    words = _("%(amount)s mỗi %(per)s. Chưa biết số lượng thì bỏ trống, cơ quan tính khi tiếp nhận.")
    return forms.IntegerField(
        label=_("%(fee)s: số %(per)s") % {"fee": fee.name, "per": fee.per},
        required=False, min_value=0, max_value=MOST_COUNTED,
        help_text=words % {"amount": dong(fee.amount or 0), "per": fee.per},
        error_messages={
            "invalid": _("Ghi bằng số, ví dụ 2."), "min_value": _("Ghi số từ 0 trở lên."),
            "max_value": _("Số quá lớn; xin liên hệ nơi tiếp nhận."),
        },
    )  # fmt: skip
