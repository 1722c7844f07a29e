"""Which right opens which act, what its form asks, and the command it becomes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from motcua.blobs import store
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import levels_of_agency
from motcua.doors.frame.forms import DayField, MoneyField
from motcua.doors.staff.act_base import ActForm, ReasonForm, Surroundings
from motcua.doors.staff.apology_forms import DraftApologyForm, ExtendForm, ReturnApologyForm
from motcua.doors.staff.delegate_forms import check_ground, may_follow_field, personal_number
from motcua.doors.staff.fee_forms import MendFeeForm
from motcua.doors.staff.paper_forms import (
    AskExtraForm,
    AskSupplementForm,
    CompleteSupplementForm,
    ConsentExtraForm,
    DeclineExtraForm,
)
from motcua.dossiers.actions import correct_receipt
from motcua.dossiers.enums import Act
from motcua.dossiers.filing import Correction, HandedIn, Paid
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.payments.enums import Method
from motcua.storehouse.enums import Origin

# Any one of the rights opens the act. The desk hands dossiers on (FORWARD) and asks for what is missing;
# so does whoever works on them. Filing is the citizen's act, and reception's through its own page.
RIGHTS_OF_ACT: dict[Act, tuple[Right, ...]] = {
    Act.RECEIVE: (Right.RECEIVE,),
    Act.TAKE_OVER: (Right.RECEIVE,),
    Act.REFUSE: (Right.RECEIVE,),
    Act.ASK_SUPPLEMENT: (Right.RECEIVE, Right.WORK),
    Act.COMPLETE_SUPPLEMENT: (Right.RECEIVE,),
    Act.ASSIGN: (Right.ASSIGN,),
    Act.FORWARD: (Right.RECEIVE, Right.WORK, Right.SIGN_OFF),
    Act.ASK_OPINION: (Right.WORK, Right.SIGN_OFF),
    Act.GIVE_OPINION: (Right.WORK, Right.SIGN_OFF),
    Act.MISS_OPINION: (Right.WORK, Right.SIGN_OFF),
    Act.REQUIRE_PAYMENT: (Right.WORK, Right.SIGN_OFF),
    Act.SETTLE_PAYMENT: (Right.WORK, Right.COLLECT_FEE),
    Act.DRAFT_APOLOGY: (Right.WORK,),
    Act.RETURN_APOLOGY: (Right.SIGN_OFF,),
    Act.EXTEND: (Right.SIGN_OFF,),
    Act.ASK_EXTRA: (Right.RECEIVE, Right.WORK),
    Act.CONSENT_EXTRA: (Right.SIGN_OFF,),
    Act.DECLINE_EXTRA: (Right.SIGN_OFF,),
    Act.FINISH: (Right.WORK, Right.SIGN_OFF),
    Act.REFUSE_TO_SETTLE: (Right.SIGN_OFF,),
    Act.STOP: (Right.SIGN_OFF,),
    Act.WITHDRAW: (Right.RECEIVE,),
    Act.RESULT_BACK: (Right.RETURN_RESULT,),
    Act.RETURN: (Right.RETURN_RESULT,),
    Act.CORRECT: (Right.CORRECT,),
    Act.MEND_FEE: (Right.RECEIVE,),
}


# What another desk received is worked on, decided and signed by the competent agency alone.
OF_THE_AGENCY = frozenset({
    Act.TAKE_OVER, Act.ASSIGN, Act.ASK_OPINION, Act.GIVE_OPINION, Act.MISS_OPINION, Act.REQUIRE_PAYMENT,
    Act.DRAFT_APOLOGY, Act.RETURN_APOLOGY, Act.EXTEND, Act.CONSENT_EXTRA, Act.DECLINE_EXTRA, Act.FINISH,
    Act.REFUSE_TO_SETTLE, Act.STOP,
})  # fmt: skip


def may_do(officer: Officer, dossier: Dossier, act: Act) -> bool:
    """Whether an officer holds a right to an act where the dossier is settled or was received."""
    paths = [dossier.agency.path, dossier.desk.path]
    if act in OF_THE_AGENCY:
        paths = paths[:1]
    elif act is Act.RESULT_BACK:
        paths = paths[1:]
    return any(officer.may(right, path) for right in RIGHTS_OF_ACT.get(act, ()) for path in paths)


def acts_for(
    officer: Officer, dossier: Dossier, possible: Iterable[Act], around: Surroundings | None = None
) -> list[Act]:
    """Of the acts the table allows now, those the officer may do and that have something to act on."""
    around = around or Surroundings()
    senseless = around.senseless(dossier)
    return [act for act in possible if act not in senseless and may_do(officer, dossier, act)]


class ReceiveForm(ActForm):
    def command(self) -> commands.Command:
        return commands.Receive(self.cleaned_data["note"], receiver_id=self.around.officer_id)


class TakeOverForm(ActForm):
    def command(self) -> commands.Command:
        return commands.TakeOver(self.cleaned_data["note"], holder_id=self.around.officer_id)


class RefuseForm(ReasonForm):
    label = "Lý do không tiếp nhận"
    make = commands.Refuse


class RefuseToSettleForm(ReasonForm):
    label = "Lý do từ chối giải quyết"
    make = commands.RefuseToSettle


class StopForm(ReasonForm):
    label = "Lý do dừng giải quyết"
    make = commands.Stop


class PlainForm(ActForm):
    """An act that needs nothing more; a remark may be added."""

    make: type[commands.Command]

    def command(self) -> commands.Command:
        return self.make(self.cleaned_data["note"])


class WithdrawForm(PlainForm):
    make = commands.Withdraw

    def prepare(self) -> None:
        self.note_label("Theo đề nghị nào, trả lại giấy tờ gì", required=False)


class ResultBackForm(PlainForm):
    make = commands.ResultBack

    def prepare(self) -> None:
        self.note_label("Nhận bằng cách nào", required=False)


class ReturnForm(PlainForm):
    make = commands.Return

    def prepare(self) -> None:
        self.note_label("Người nhận, cách nhận kết quả", required=False)


class HolderForm(ActForm):
    """An act that hands the dossier to somebody."""

    holder = forms.TypedChoiceField(label="Người xử lý", coerce=int, empty_value=None, required=False)
    field_order = ["holder", "note"]

    def prepare(self) -> None:
        people = [(staff.pk, f"{staff.name} – {staff.title}") for staff in self.around.colleagues]
        self.fields["holder"].choices = [("", "Chọn người"), *people]  # type: ignore[attr-defined]
        self.fields["holder"].error_messages["required"] = "Chọn người xử lý."
        self.fields["holder"].error_messages["invalid_choice"] = (
            "Người này đã thôi làm việc hoặc không xử lý hồ sơ của cơ quan này. Chọn người khác trong danh sách."
        )


class AssignForm(HolderForm):
    def prepare(self) -> None:
        super().prepare()
        self.fields["holder"].required = True

    def command(self) -> commands.Command:
        return commands.Assign(self.cleaned_data["note"], holder_id=self.cleaned_data["holder"])


class ForwardForm(AssignForm):
    def command(self) -> commands.Command:
        return commands.Forward(self.cleaned_data["note"], holder_id=self.cleaned_data["holder"])


class AskOpinionForm(ActForm):
    asked_of = forms.CharField(label="Cơ quan, đơn vị được hỏi", max_length=200)
    due_on = DayField(label="Đề nghị trả lời trước hết ngày")
    field_order = ["asked_of", "due_on", "note"]

    def prepare(self) -> None:
        self.note_label("Nội dung cần ý kiến")
        if self.dossier.due_date:
            told = f"Hồ sơ hẹn trả {self.dossier.due_date:%d/%m/%Y}; thời hạn vẫn chạy trong lúc chờ ý kiến."
            self.fields["due_on"].help_text = told

    def command(self) -> commands.Command:
        data = self.cleaned_data
        return commands.AskOpinion(data["note"], asked_of=data["asked_of"], due_on=data["due_on"])


class GiveOpinionForm(ActForm):
    opinion = forms.TypedChoiceField(label="Trả lời cho", coerce=int)
    field_order = ["opinion", "note"]

    def prepare(self) -> None:
        waiting = self.around.open_opinions
        choices = [(each.pk, f"{each.asked_of}: {each.question[:60]}") for each in waiting]
        self.fields["opinion"].choices = choices  # type: ignore[attr-defined]
        self.note_label("Nội dung trả lời")

    def command(self) -> commands.Command:
        return commands.GiveOpinion(self.cleaned_data["note"], opinion_id=self.cleaned_data["opinion"])


class MissOpinionForm(GiveOpinionForm):
    """An opinion whose due date has passed without an answer."""

    def prepare(self) -> None:
        super().prepare()
        overdue = self.around.overdue_opinions
        waiting = [(each.pk, f"{each.asked_of}, hạn {each.due_on:%d/%m/%Y}") for each in overdue]
        self.fields["opinion"].choices = waiting  # type: ignore[attr-defined]
        self.fields["opinion"].label = "Ý kiến quá hạn"
        self.note_label("Đã đôn đốc thế nào, giải quyết tiếp ra sao", required=False)

    def command(self) -> commands.Command:
        return commands.MissOpinion(self.cleaned_data["note"], opinion_id=self.cleaned_data["opinion"])


class RequirePaymentForm(ActForm):
    amount = MoneyField(label="Số tiền phải nộp")
    field_order = ["amount", "note"]

    def prepare(self) -> None:
        self.note_label("Khoản phải nộp", hint="Ví dụ: Lệ phí trước bạ.")

    def command(self) -> commands.Command:
        return commands.RequirePayment(self.cleaned_data["note"], amount=self.cleaned_data["amount"])


class SettlePaymentForm(ActForm):
    method = forms.ChoiceField(label="Đã nộp bằng")
    reference = forms.CharField(label="Mã giao dịch, số chứng từ", max_length=120, required=False)
    field_order = ["method", "reference", "note"]

    def prepare(self) -> None:
        ways = [(each.value, each.label) for each in (Method.BANK_TRANSFER, Method.CASH, Method.POST)]
        elsewhere = [("", "Nơi khác (chỉ ghi nhận đã hoàn thành)")]
        self.fields["method"].choices = ways + elsewhere  # type: ignore[attr-defined]
        self.fields["method"].required = False

    def command(self) -> commands.Command:
        return commands.SettlePayment(self.cleaned_data["note"])

    def paid(self) -> Paid | None:
        method, left = self.cleaned_data["method"], self.around.duty_left
        return Paid(method, left, self.cleaned_data["reference"]) if method and left else None


class FinishForm(ActForm):
    title = forms.CharField(label="Tên kết quả", max_length=900)
    file = forms.FileField(label="Tệp kết quả", required=False, help_text="PDF đã ký số là tốt nhất.")
    signed = forms.BooleanField(label="Tệp đã ký số", required=False)
    field_order = ["title", "file", "signed", "note"]

    def prepare(self) -> None:
        self.fields["title"].initial = f"Kết quả: {self.dossier.procedure.name}"[:900]

    def command(self) -> commands.Command:
        return commands.Finish(self.cleaned_data["note"])

    def papers(self) -> tuple[HandedIn, ...]:
        data = self.cleaned_data
        blob = store.put(data["file"], declared_name=data["file"].name).sha256 if data["file"] else None
        signed = bool(data["signed"] and blob)
        return (HandedIn(data["title"], Origin.PRODUCED.value, blob=blob, signed=signed),)


class CorrectForm(ActForm):
    """What was entered wrongly at receipt; the limit follows the procedure and is not typed."""

    applicant_name = forms.CharField(label="Họ tên người nộp, tên tổ chức", max_length=300)
    applicant_identity = forms.CharField(label="Số định danh", max_length=20, required=False)
    applicant_phone = forms.CharField(label="Số điện thoại", max_length=20, required=False)
    applicant_address = forms.CharField(label="Địa chỉ", max_length=300, required=False)
    applicant_email = forms.EmailField(label="Thư điện tử", required=False)
    delegate_name = forms.CharField(
        label="Người nộp thay",
        max_length=200,
        required=False,
        help_text="Xoá họ tên thì số định danh và giấy uỷ quyền của người này cũng được xoá.",
    )
    delegate_identity = forms.CharField(label="Số định danh người nộp thay", max_length=20, required=False)
    authorisation = forms.CharField(label="Giấy uỷ quyền, giới thiệu", max_length=300, required=False)
    delegate_may_follow = may_follow_field()
    subject = forms.CharField(label="Nội dung yêu cầu", max_length=1000, required=False)
    procedure = forms.CharField(
        label="Mã thủ tục", max_length=40, help_text="Chọn nhầm thủ tục thì ghi mã đúng."
    )
    field_order = [
        "applicant_name", "applicant_identity", "applicant_phone", "applicant_address", "applicant_email",
        "delegate_name", "delegate_identity", "authorisation", "delegate_may_follow", "subject", "procedure", "note",
    ]  # fmt: skip

    def prepare(self) -> None:
        self.note_label("Lý do sửa")
        for name in self.fields.keys() - {"note", "procedure"}:
            self.fields[name].initial = getattr(self.dossier, name)
        self.fields["procedure"].initial = self.dossier.procedure.code

    def clean_delegate_identity(self) -> str:
        given = str(self.cleaned_data["delegate_identity"])
        if self.cleaned_data.get("delegate_name"):
            return personal_number(given) if given else ""
        if given and not self.dossier.delegate_name:
            raise forms.ValidationError("Ghi cả họ tên người nộp thay.")
        return ""

    def clean(self) -> dict[str, Any]:
        check_ground(self)
        return self.cleaned_data

    def clean_procedure(self) -> str:
        code = str(self.cleaned_data["procedure"]).strip()
        if code != self.dossier.procedure.code and self._version(code) is None:
            raise forms.ValidationError(
                "Không có thủ tục mang mã này, thuộc thẩm quyền của cơ quan, vào ngày tiếp nhận. Xem mã ở trang thủ tục."
            )
        return code

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        code = self.cleaned_data["procedure"]
        version = None if code == self.dossier.procedure.code else self._version(code)
        given = {name: self.cleaned_data[name] for name in self.fields.keys() - {"note", "procedure"}}
        correction = Correction(**given, version_id=version.pk if version else None)
        correct_receipt(
            self.dossier.pk,
            correction,
            reason=self.cleaned_data["note"],
            actor=actor,
            seen=seen,
            act_key=act_key,
        )

    def _version(self, code: str) -> ProcedureVersion | None:
        """The version of a procedure on the day of receipt, if the dossier's agency settles it."""
        day = self.dossier.received_on or clock.today()
        settled_here = levels_of_agency(self.dossier.agency.level)
        return (
            ProcedureVersion.objects.on(day)
            .filter(settled_here, procedure__code=code)
            .order_by("-number")
            .first()
        )


FORM_OF_ACT: Mapping[Act, type[ActForm]] = {
    Act.RECEIVE: ReceiveForm,
    Act.TAKE_OVER: TakeOverForm,
    Act.REFUSE: RefuseForm,
    Act.ASK_SUPPLEMENT: AskSupplementForm,
    Act.COMPLETE_SUPPLEMENT: CompleteSupplementForm,
    Act.ASSIGN: AssignForm,
    Act.FORWARD: ForwardForm,
    Act.ASK_OPINION: AskOpinionForm,
    Act.GIVE_OPINION: GiveOpinionForm,
    Act.MISS_OPINION: MissOpinionForm,
    Act.REQUIRE_PAYMENT: RequirePaymentForm,
    Act.SETTLE_PAYMENT: SettlePaymentForm,
    Act.EXTEND: ExtendForm,
    Act.DRAFT_APOLOGY: DraftApologyForm,
    Act.RETURN_APOLOGY: ReturnApologyForm,
    Act.ASK_EXTRA: AskExtraForm,
    Act.CONSENT_EXTRA: ConsentExtraForm,
    Act.DECLINE_EXTRA: DeclineExtraForm,
    Act.FINISH: FinishForm,
    Act.REFUSE_TO_SETTLE: RefuseToSettleForm,
    Act.STOP: StopForm,
    Act.WITHDRAW: WithdrawForm,
    Act.RESULT_BACK: ResultBackForm,
    Act.RETURN: ReturnForm,
    Act.CORRECT: CorrectForm,
    Act.MEND_FEE: MendFeeForm,
}


@dataclass(frozen=True, slots=True)
class ActOnPage:
    """An act as the dossier page offers it."""

    act: Act
    form: ActForm = field(compare=False)

    @property
    def label(self) -> str:
        return self.act.label


def form_for(act: Act, dossier: Dossier, around: Surroundings, *given: Any, **more: Any) -> ActForm:
    """The form of an act, its fields named apart from those of other acts on the page."""
    return FORM_OF_ACT[act](*given, dossier=dossier, around=around, auto_id=f"{act.value}_%s", **more)
