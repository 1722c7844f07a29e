"""Forms that say what a fee is counted by: with a supplement at the desk, and where the fee was reckoned wrongly."""

from typing import Any

from django import forms

from motcua.doors.staff.act_base import ActForm
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing_fees import fee_to_mend
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.fees import MOST_COUNTED, Asked, Fee, Says

_RIGHT_COUNT = "Ghi con số đúng."
_CHANGED = "Mức phí vừa được sửa sau khi ông/bà mở trang. Ghi lại số lượng ở dưới, rồi làm lại."


class CountsForm(ActForm):
    """An act that may tell how many it is now, where the fee runs with a count."""

    asks, hint = "Số {per} nay là", ""

    def ask_counts(self, fee: Fee | None) -> None:
        """A field for each number that the fee is counted by; none without a fee that runs with one."""
        asked: dict[str, str] = {}
        if fee and fee.asked is Asked.CASE_AND_COUNT:
            asked = {fee.second_key: fee.per}
        elif fee and fee.tariff:
            asked = {fee.key: f"{fee.per} của một {fee.tariff.item}", fee.second_key: fee.tariff.item}
        elif fee and fee.asked is Asked.COUNT:
            asked = {fee.key: fee.per}
        self.counted = asked
        for key, per in asked.items():
            self.fields[_count_name(key)] = forms.IntegerField(
                label=self.asks.format(per=per),
                required=False,
                min_value=1,
                max_value=MOST_COUNTED,
                help_text=self.hint,
                error_messages={"required": _RIGHT_COUNT},
            )

    def clean(self) -> dict[str, Any]:
        if any(
            key.startswith(_count_name("")) and key not in self.fields and self.data[key] for key in self.data
        ):
            self.add_error(None, _CHANGED)
        given = [self.cleaned_data.get(_count_name(key)) for key in self.counted]
        if any(given) and not all(given) and not self.errors:
            missing = next(key for key, number in zip(self.counted, given, strict=True) if not number)
            self.add_error(_count_name(missing), "Ghi cả hai số, hoặc bỏ trống cả hai.")
        return self.cleaned_data

    def counts(self) -> tuple[tuple[str, int], ...]:
        """(key of the fee's question, number), as far as they were told."""
        told = [(key, self.cleaned_data.get(_count_name(key))) for key in self.counted]
        return tuple((key, number) for key, number in told if number)


class MendFeeForm(CountsForm):
    """The right count, or the right case, of a fee that was reckoned wrongly; with the reason."""

    asks, hint = "Số {per} đúng", "Phí tính lại theo biểu."

    def prepare(self) -> None:
        self.fee = fee_of(self.dossier)
        if self.fee and self.fee.asked in (Asked.CASE, Asked.CASE_AND_COUNT):
            self.fields["case"] = forms.ChoiceField(
                label="Trường hợp", help_text=self.fee.condition[:200],
                choices=[
                    ("", "Chọn trường hợp đúng"), (Says.OWES.value, "Phải nộp"),
                    (Says.EXEMPT.value, "Được miễn: không thu"),
                ],
                error_messages={"required": "Chọn phải nộp hay được miễn, giảm."},
            )  # fmt: skip
            self.hint = "Phí tính lại theo biểu; được miễn thì bỏ trống."
        self.ask_counts(self.fee)
        for key in self.counted:
            self.fields[_count_name(key)].required = "case" not in self.fields
        self.order_fields(["case", *(_count_name(key) for key in self.counted), "note"])
        self.note_label("Lý do sửa", hint="Người nộp đọc được lý do này.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("case") == Says.EXEMPT.value:
            return data
        for key in self.counted:
            name = _count_name(key)
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _RIGHT_COUNT)
        return data

    def command(self) -> commands.Command:
        case = self.cleaned_data.get("case")
        told: tuple[tuple[str, int | str], ...] = self.counts()
        if case and self.fee:
            told = ((self.fee.key, case), *(() if case == Says.EXEMPT.value else told))
        return commands.MendFee(self.cleaned_data["note"], counts=told)


def fee_of(dossier: Dossier) -> Fee | None:
    """The fee that may be reckoned anew; None where the announcement leaves nothing to count or to choose."""
    return fee_to_mend(dossier.version, online=dossier.channel == Channel.ONLINE.value)


def _count_name(key: str) -> str:
    return f"count_{key.replace('.', '_')}"
