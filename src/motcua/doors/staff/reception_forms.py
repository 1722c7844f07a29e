"""The form of a reception: applicant, papers of the version, fees, money taken."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from motcua.catalogue.models import Component, FeeRule
from motcua.catalogue.queries import Parts
from motcua.doors.frame.forms import CodeInput, DayField, MoneyField, PhoneInput, ScanInput
from motcua.doors.frame.uploads import TooLarge
from motcua.doors.staff.delegate_forms import check_ground, may_follow_field, personal_number
from motcua.dossiers import reuse
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, Filing, HandedIn, Paid
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.payments.enums import Method
from motcua.storehouse.enums import Origin
from motcua.storehouse.models import Paper

PAPER, SCAN, NOT_GIVEN, REUSE = "paper", "scan", "none", "reuse-"
_LONGEST_LABEL = 70
_OLDEST_YEARS = 130
EMPTY_FILE = "Tệp rỗng (0 byte): chưa quét được hoặc tải chưa xong. Quét lại rồi chọn tệp mới."
_WHO_SETTLES = "Chọn cơ quan có thẩm quyền giải quyết thủ tục này."
_IN_PERSON = "Quét thẻ người nộp thay ở ô này."


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A line of the checklist: a component with its two fields."""

    component: Component
    given: BoundField
    file: BoundField
    again: BoundField | None = None


class ReceptionForm(forms.Form):
    """Everything of a counter reception on one page. The parts of the version give its checklist and fees."""

    card = forms.CharField(
        label="Quét mã QR thẻ căn cước",
        required=False,
        strip=True,
        widget=ScanInput(),
        help_text="Quét ở bất kỳ đâu trên trang này; các ô dưới được điền theo thẻ. Có thể dán nội dung mã vào đây.",
    )
    card_photo = forms.FileField(label="Ảnh chụp mã QR", required=False)
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
        for component in parts.components:
            self._add_component(component)
        for rule in parts.fees:
            self._add_fee(rule)
        if not parts.fees:
            del self.fields["fee_reason"]
        if not parts.fees or not may_collect:
            del self.fields["paid"], self.fields["receipt_number"]

    def _add_desk(self) -> None:
        choices = [(str(desk.pk), desk.name) for desk in self.desks]
        widget = forms.Select() if len(choices) > 1 else forms.HiddenInput()
        self.fields["desk"] = forms.ChoiceField(
            label="Nơi tiếp nhận", choices=choices, initial=choices[0][0], widget=widget
        )

    def _add_others(self, competent: Sequence[Agency]) -> None:
        """Who settles, when that is another agency: a wish, or a must where the desk's level does not settle it.

        Where the announcement names one agency only, or there is but one, it is chosen already.
        """
        if not self.others:
            return
        nobody = "Chọn cơ quan có thẩm quyền" if self.for_others else "Nơi tiếp nhận giải quyết"
        self.fields["for_agency"] = forms.ChoiceField(
            label="Cơ quan giải quyết",
            # Whoever receives at several desks may have chosen one that settles it itself.
            required=self.for_others and len(self.desks) == 1,
            error_messages={"required": _WHO_SETTLES},
            choices=[("", nobody), *((str(each.pk), each.name) for each in self.others)],
            initial=str(competent[0].pk) if self.for_others and len(competent) == 1 else "",
            help_text="Nộp không phụ thuộc địa giới: chọn cơ quan có thẩm quyền; hồ sơ được chuyển tới đó.",
        )

    def _add_result(self) -> None:
        """Immediate results (NĐ 61/2018 Điều 17.4): handed over with the reception, no appointment slip."""
        self.fields["result_title"] = forms.CharField(
            label="Tên kết quả trả ngay", max_length=900, required=False
        )
        self.fields["result_file"] = forms.FileField(
            label="Tệp kết quả", required=False, error_messages={"empty": EMPTY_FILE}
        )

    def _add_component(self, component: Component) -> None:
        needed = component.required and not component.condition and not component.alternative_group
        needed = needed or component.pk in self._first_of_groups()
        choices = [
            (PAPER, "Đã xuất trình" if component.present_only else "Nhận bản giấy"),
            (SCAN, "Tải bản quét, bản điện tử"),
            *((f"{REUSE}{paper.pk}", f"Dùng lại: {_short(paper)}") for paper in self._like(component)),
            (NOT_GIVEN, "Không nộp"),
        ]
        reused = choices[2][0] if len(choices) > 3 else ""
        if reused:
            self._add_again(component)
        self.fields[f"given_{component.pk}"] = forms.ChoiceField(
            label=component.name, choices=choices, initial=reused or (PAPER if needed else NOT_GIVEN)
        )
        self.fields[f"file_{component.pk}"] = forms.FileField(
            label=f"Tệp: {component.name}", required=False, error_messages={"empty": EMPTY_FILE}
        )

    def _add_again(self, component: Component) -> None:
        """The store holds it: asking for it again needs a reason (NĐ 118/2025 Điều 4.2a)."""
        why = reuse.reasons(clock.today(), self.desks[0].chain)
        self.fields[f"again_{component.pk}"] = forms.ChoiceField(
            label=f"Lý do nộp lại: {component.name}", required=False,
            choices=[("", "Nộp lại thì chọn lý do"), *why.items()],
        )  # fmt: skip

    def _first_of_groups(self) -> set[int]:
        """Of papers that replace each other, the first is what people mostly bring to the counter."""
        first: dict[str, int] = {}
        for component in self.parts.components:
            if component.required and component.alternative_group:
                first.setdefault(component.alternative_group, component.pk)
        return set(first.values())

    def _like(self, component: Component) -> list[Paper]:
        """Papers of the applicant that may stand in."""
        return reuse.stand_ins_for(component.name, self.held)

    def _add_fee(self, rule: FeeRule) -> None:
        self.fields[f"fee_{rule.pk}"] = MoneyField(
            label=rule.name,
            required=False,
            initial=rule.amount if rule.amount and not rule.condition else None,
            help_text=_fee_hint(rule),
        )

    def focus_first_empty(self) -> None:
        """After a scan the hand goes on where something is still missing."""
        waiting = ("authorisation",) if self["delegate_name"].value() else ()
        for name in ("identity_number", "name", *waiting, "phone"):
            if not self[name].value():
                self.fields[name].widget.attrs["autofocus"] = True
                return

    def component_rows(self) -> Iterator[ComponentRow]:
        """The checklist, in the order of the announcement."""
        for component in self.parts.components:
            again = f"again_{component.pk}"
            yield ComponentRow(
                component,
                self[f"given_{component.pk}"],
                self[f"file_{component.pk}"],
                self[again] if again in self.fields else None,
            )

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
        self._check_papers(data)
        return data

    def _check_papers(self, data: dict[str, Any]) -> None:
        given_groups = {
            component.alternative_group
            for component in self.parts.components
            if data.get(f"given_{component.pk}", NOT_GIVEN) != NOT_GIVEN
        }
        for component in self.parts.components:
            field = f"given_{component.pk}"
            given, file = data.get(field), data.get(f"file_{component.pk}")
            if isinstance(file, TooLarge):
                self.add_error(f"file_{component.pk}", file.message)
            elif given == SCAN and not file and f"file_{component.pk}" not in self.errors:
                self.add_error(f"file_{component.pk}", "Chọn tệp quét, hoặc đổi sang «Nhận bản giấy».")
            self._check_again(component, data)
            if given == NOT_GIVEN and _must_be_given(component, given_groups):
                self.add_error(
                    field, "Giấy tờ bắt buộc còn thiếu. Hướng dẫn người nộp bổ sung rồi tiếp nhận."
                )

    def _check_again(self, component: Component, data: dict[str, Any]) -> None:
        again = f"again_{component.pk}"
        if again not in self.fields or data.get(f"given_{component.pk}") not in (PAPER, SCAN):
            return
        try:
            reuse.check_reason(data.get(again, ""), dict(self.fields[again].choices[1:]))  # type: ignore[attr-defined]
        except Refused as refused:
            self.add_error(again, refused.message)

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

    def handed_in(self, component: Component, blob: str | None) -> HandedIn | None:
        """What the checklist says about one component; None when it was not handed in."""
        given = self.cleaned_data[f"given_{component.pk}"]
        if given == NOT_GIVEN:
            return None
        if given.startswith(REUSE):
            paper = next(each for each in self.held if f"{REUSE}{each.pk}" == given)
            return HandedIn(component.name, Origin.REUSED.value, component.pk, reused_paper_id=paper.pk)
        held = self._like(component)
        return HandedIn(
            component.name, Origin.SCANNED_AT_DESK.value, component.pk, blob=blob,
            held_paper_id=held[0].pk if held else None, again_reason=self.cleaned_data.get(f"again_{component.pk}", ""),
        )  # fmt: skip

    def refuse(self, refused: Refused) -> None:
        """Put an act's refusal where it can be mended."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)


def _must_be_given(component: Component, given_groups: set[str]) -> bool:
    """Required without condition, or required in a group of which nothing was given."""
    if component.alternative_group:
        return component.required and component.alternative_group not in given_groups
    return component.required and not component.condition


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


def _short(paper: Paper) -> str:
    title = paper.title if len(paper.title) <= _LONGEST_LABEL else f"{paper.title[:_LONGEST_LABEL]}…"
    return f"{title} ({paper.created_at:%m/%Y})"
