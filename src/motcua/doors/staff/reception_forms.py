"""The form of a reception: applicant, fees, money taken; the checklist of papers is beside it."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.forms import BoundField

from motcua.catalogue.models import FeeRule
from motcua.catalogue.queries import Parts
from motcua.doors.frame.forms import CodeInput, DayField, MoneyField, PhoneInput, ScanInput
from motcua.doors.frame.shared_fields import shares_fields
from motcua.doors.staff.delegate_forms import check_ground, may_follow_field, personal_number
from motcua.doors.staff.reception_papers import EMPTY_FILE, Checklist
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, Filing, HandedIn, Paid
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.payments.enums import Method
from motcua.storehouse.models import Paper

_OLDEST_YEARS = 130
_WHO_SETTLES = "Chọn cơ quan có thẩm quyền giải quyết thủ tục này."
_IN_PERSON = "Quét thẻ người nộp thay ở ô này."


@shares_fields
class ReceptionForm(Checklist):
    """Everything of a counter reception on one page. The parts of the version give its checklist and fees."""

    card = forms.CharField(
        label="Quét mã QR thẻ căn cước",
        required=False,
        strip=True,
        widget=ScanInput(),
        help_text="Quét ở bất kỳ đâu trên trang này; các ô dưới được điền theo thẻ. Có thể dán nội dung mã vào đây.",
    )
    card_photo = forms.FileField(label="Ảnh chụp mã QR", required=False, widget=forms.FileInput())
    identity_number = forms.CharField(
        label="Số định danh",
        widget=CodeInput({"inputmode": "numeric"}),
        error_messages={"required": "Quét thẻ, hoặc ghi số định danh 12 chữ số."},
    )
    name = forms.CharField(
        label="Họ và tên người nộp",
        max_length=200,
        error_messages={"required": "Ghi họ tên người nộp như trên thẻ."},
    )
    birth_date = DayField(label="Ngày sinh", required=False)
    phone = forms.CharField(
        label="Số điện thoại",
        widget=PhoneInput({"autocomplete": "off"}),
        error_messages={"required": "Ghi số điện thoại để báo khi có kết quả."},
    )
    address = forms.CharField(label="Địa chỉ", max_length=300, required=False)
    email = forms.EmailField(label="Thư điện tử", required=False)
    business_name = forms.CharField(label="Tên tổ chức, hộ kinh doanh", max_length=300, required=False)
    tax_code = forms.CharField(label="Mã số thuế", max_length=20, required=False, widget=CodeInput())
    delegate_card = forms.CharField(
        label="Quét thẻ người nộp thay", required=False, strip=True, widget=ScanInput(), help_text=_IN_PERSON
    )
    delegate_name = forms.CharField(label="Người nộp thay", max_length=200, required=False)
    delegate_identity = forms.CharField(
        label="Số định danh người nộp thay", required=False, widget=CodeInput({"inputmode": "numeric"})
    )
    authorisation = forms.CharField(
        label="Giấy uỷ quyền, giới thiệu",
        max_length=300,
        required=False,
        help_text="Số, ngày, nơi chứng thực; người thân nộp thay không cần uỷ quyền thì ghi quan hệ.",
    )
    delegate_may_follow = may_follow_field()
    subject = forms.CharField(
        label="Nội dung yêu cầu",
        max_length=1000,
        required=False,
        help_text="Ví dụ: khai sinh cho con, tên người được cấp.",
    )
    channel = forms.ChoiceField(
        label="Cách nộp",
        choices=[(each.value, each.label) for each in (Channel.COUNTER, Channel.POST, Channel.MOBILE)],
    )
    place = forms.CharField(
        label="Nơi tiếp nhận lưu động",
        max_length=200,
        required=False,
        help_text="Ví dụ: Nhà văn hoá thôn Đông.",
    )
    mail_number = forms.CharField(label="Số bưu gửi", max_length=40, required=False, widget=CodeInput())
    fee_reason = forms.CharField(
        label="Lý do miễn, giảm",
        max_length=200,
        required=False,
        help_text="Ghi khi thu thấp hơn mức của danh mục.",
    )
    paid = forms.ChoiceField(
        label="Thu phí, lệ phí",
        required=False,
        choices=[
            ("", "Chưa thu"),
            *((each.value, each.label) for each in (Method.CASH, Method.BANK_TRANSFER, Method.POST)),
        ],
    )
    receipt_number = forms.CharField(label="Số biên lai", max_length=60, required=False)

    def __init__(
        self,
        *args: Any,
        parts: Parts,
        desks: Sequence[Agency],
        held: Iterable[Paper] = (),
        others: Sequence[Agency] = (),
        for_others: bool = False,
        competent: Sequence[Agency] = (),
        may_collect: bool = False,
        at_once: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts, self.desks, self.held, self.others = parts, list(desks), list(held), list(others)
        self.may_collect, self.for_others = may_collect, for_others
        self._add_desk()
        self._add_others(competent or (self.others if len(self.others) == 1 else ()))
        if at_once:
            self._add_result()
        self.add_components()
        for rule in parts.fees:
            self._add_fee(rule)
        if not parts.fees:
            del self.fields["fee_reason"]
        if not parts.fees or not may_collect:
            del self.fields["paid"], self.fields["receipt_number"]

    def _add_desk(self) -> None:
        self.fields["desk"] = _desk_field(tuple((str(desk.pk), desk.name) for desk in self.desks))

    def _add_others(self, competent: Sequence[Agency]) -> None:
        """Who settles, when that is another agency: a wish, or a must where the desk's level does not settle it.

        Where the announcement names one agency only, or there is but one, it is chosen already.
        """
        if not self.others:
            return
        nobody = "Chọn cơ quan có thẩm quyền" if self.for_others else "Nơi tiếp nhận giải quyết"
        self.fields["for_agency"] = _settling_field(
            (("", nobody), *((str(each.pk), each.name) for each in self.others)),
            # Whoever receives at several desks may have chosen one that settles it itself.
            required=self.for_others and len(self.desks) == 1,
            initial=str(competent[0].pk) if self.for_others and len(competent) == 1 else "",
        )

    def _add_result(self) -> None:
        """Immediate results (NĐ 61/2018 Điều 17.4): handed over with the reception, no appointment slip."""
        self.fields["result_title"] = forms.CharField(
            label="Tên kết quả trả ngay", max_length=900, required=False
        )
        self.fields["result_file"] = forms.FileField(
            label="Tệp kết quả", required=False, error_messages={"empty": EMPTY_FILE}
        )

    def _add_fee(self, rule: FeeRule) -> None:
        initial = rule.amount if rule.amount and not rule.condition else None
        self.fields[f"fee_{rule.pk}"] = _fee_field(rule.name, initial, _fee_hint(rule))

    def focus_first_empty(self) -> None:
        """After a scan the hand goes on where something is still missing. Of a form that is filled in, not yet sent."""
        waiting = ("authorisation",) if self.initial.get("delegate_name") else ()
        for name in ("identity_number", "name", *waiting, "phone"):
            if not self.initial.get(name):
                # A field of its own: the others are shared with every officer's form.
                self.fields[name] = deepcopy(self.fields[name])
                self.fields[name].widget.attrs["autofocus"] = True
                return

    def fee_fields(self) -> list[BoundField]:
        return [self[f"fee_{rule.pk}"] for rule in self.parts.fees]

    def fees_entered(self) -> list[tuple[str, int]]:
        """Name and amount of every fee above zero, as far as amounts can be read, also before sending."""
        found = []
        for rule in self.parts.fees:
            amount = _amount(self[f"fee_{rule.pk}"])
            if amount:
                found.append((rule.name, amount))
        return found

    def desk(self) -> Agency:
        """The agency chosen, the first while the choice cannot be read."""
        wanted = str(self["desk"].value() or "")
        return next((desk for desk in self.desks if str(desk.pk) == wanted), self.desks[0])

    def settled_by(self) -> Agency:
        """The agency that settles: another one when it was chosen, else the desk's own."""
        wanted = str(self["for_agency"].value() or "") if "for_agency" in self.fields else ""
        return next((each for each in self.others if str(each.pk) == wanted), None) or self.desk()

    def clean_identity_number(self) -> str:
        return personal_number(self.cleaned_data["identity_number"])

    def clean_delegate_identity(self) -> str:
        given = self.cleaned_data["delegate_identity"]
        return personal_number(given) if given else ""

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        today = clock.today()
        if born and born > today:
            raise forms.ValidationError(
                f"{born:%d/%m/%Y} ở sau hôm nay. Kiểm tra lại ngày, tháng, năm theo thẻ."
            )
        if born and today.year - born.year > _OLDEST_YEARS:
            raise forms.ValidationError(f"Năm sinh {born.year} quá xa. Kiểm tra lại theo thẻ.")
        return born

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        digits = [char for char in phone if char.isdigit()]
        if len(digits) < 9 or any(char not in "0123456789 .+-()" for char in phone):
            raise forms.ValidationError("Ghi số điện thoại bằng chữ số, ví dụ 0912 345 678.")
        return squeeze(phone)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("business_name") and not data.get("tax_code"):
            self.add_error("tax_code", "Ghi mã số thuế của tổ chức, hộ kinh doanh.")
        if data.get("delegate_identity") and not data.get("delegate_name"):
            self.add_error("delegate_name", "Ghi họ tên người nộp thay.")
        check_ground(self)
        if data.get("channel") == Channel.MOBILE.value and not data.get("place"):
            self.add_error("place", "Ghi nơi tiếp nhận lưu động: thôn, trường, nơi kiểm tra.")
        if self.for_others and self.settled_by() == self.desks[0] and "for_agency" not in self.errors:
            self.add_error("for_agency", _WHO_SETTLES)
        if data.get("paid") and not self.fees_entered():
            self.add_error("paid", "Không có khoản nào phải thu: ghi mức thu, hoặc chọn «Chưa thu».")
        self.check_papers(data)
        return data

    def filing(
        self, version_id: int, papers: tuple[HandedIn, ...], *, received_by_post: bool = False
    ) -> Filing:
        """What was handed in, as the act takes it."""
        data = self.cleaned_data
        return Filing(
            version_id=version_id,
            agency_id=self.settled_by().pk,
            desk_id=self.desk().pk,
            applicant=Applicant(
                name=data["name"],
                identity_number=data["identity_number"],
                birth_date=data["birth_date"],
                phone=data["phone"],
                address=data["address"],
                email=data["email"],
                business_name=data["business_name"],
                tax_code=data["tax_code"],
            ),
            channel=Channel(data["channel"]),
            subject=data["subject"],
            delegate_name=data["delegate_name"],
            delegate_identity=data["delegate_identity"],
            authorisation=data["authorisation"] if data["delegate_name"] else "",
            delegate_may_follow=bool(data["delegate_name"] and data["delegate_may_follow"]),
            place=data["place"] if data["channel"] == Channel.MOBILE.value else "",
            received_by_post=received_by_post,
            papers=papers,
            fees=tuple(self.fees_entered()),
        )

    def remark(self) -> str:
        """What stands beside the receipt in the history: the parcel's number, why less was taken."""
        data = self.cleaned_data
        told = [("Số bưu gửi", data.get("mail_number")), ("Miễn, giảm phí", data.get("fee_reason"))]
        return "; ".join(f"{what}: {words}" for what, words in told if words)

    def mail(self) -> str:
        """The number of the parcel, of what came by post."""
        by_post = self.cleaned_data["channel"] == Channel.POST.value
        return squeeze(self.cleaned_data.get("mail_number") or "") if by_post else ""

    def paid_now(self) -> Paid | None:
        """The money taken with the reception, all of what is owed; None when it is still to be paid."""
        method = self.cleaned_data.get("paid")
        total = sum(amount for _, amount in self.fees_entered())
        if not method or not total:
            return None
        return Paid(method, total, receipt_number=self.cleaned_data.get("receipt_number", ""))

    def refuse(self, refused: Refused) -> None:
        """Put an act's refusal where it can be mended."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)


# Fields made from what the catalogue and the agencies say: the same for everybody who receives the same procedure.


@lru_cache(maxsize=500)
def _desk_field(choices: tuple[tuple[str, str], ...]) -> forms.ChoiceField:
    widget = forms.Select() if len(choices) > 1 else forms.HiddenInput()
    return forms.ChoiceField(label="Nơi tiếp nhận", choices=choices, initial=choices[0][0], widget=widget)


@lru_cache(maxsize=500)
def _settling_field(
    choices: tuple[tuple[str, str], ...], *, required: bool, initial: str
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Cơ quan giải quyết",
        required=required,
        error_messages={"required": _WHO_SETTLES},
        choices=choices,
        initial=initial,
        help_text="Nộp không phụ thuộc địa giới: chọn cơ quan có thẩm quyền; hồ sơ được chuyển tới đó.",
    )


@lru_cache(maxsize=2000)
def _fee_field(name: str, initial: int | None, hint: str) -> MoneyField:
    return MoneyField(label=name, required=False, initial=initial, help_text=hint)


def _amount(bound: BoundField) -> int | None:
    value = bound.value()
    try:
        return bound.field.clean(value) or None
    except forms.ValidationError:
        return None


def _fee_hint(rule: FeeRule) -> str:
    if rule.amount is None:
        return "Mức thu do tỉnh quy định, chưa có trong danh mục: ghi số phải thu."
    if rule.condition:
        return f"Trường hợp thu, miễn, giảm: {rule.condition[:200]}"
    return f"Mức thu tính theo {rule.per}; được miễn, giảm thì sửa số." if rule.per else ""
