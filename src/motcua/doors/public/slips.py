"""The satisfaction slip of the forms 01, 02, 03 on a page or on the device of the desk (TT 01/2018 Điều 14).

Only whoever holds the form knows its look-up number, so nobody can fill in slips by counting through codes. Who
answered is not asked and not stored.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.doors.frame.forms import Checkboxes, CodeInput, Radios
from motcua.doors.frame.wording import said
from motcua.doors.public.look_up import hurried
from motcua.doors.public.pages import page
from motcua.dossiers.access import dossier_for_anyone
from motcua.dossiers.models import Dossier
from motcua.feedback.enums import Attitude, RatingChannel, Reason, SlipForm
from motcua.feedback.slips import NewSlip, answer_slip
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.regimes.queries import rules_on

CITIZEN = Actor("citizen", "", "Người nộp hồ sơ")
_AT_THE_DESK = "thiet-bi"


class SlipQuestions(forms.Form):
    """The questions, in the words that hold today; first the one that is enough by itself."""

    field_order = (
        "key",
        "form",
        "score",
        "reasons",
        "comment",
        "attitude",
        "contacts",
        "own_fault",
        "bodies",
    )

    key = forms.CharField(label=gettext_lazy("Mã tra cứu"), max_length=20, widget=CodeInput)
    form = forms.ChoiceField(label=gettext_lazy("Phiếu phát cùng mẫu"))
    contacts = forms.IntegerField(required=False, min_value=0, max_value=50)
    own_fault = forms.BooleanField(required=False)
    bodies = forms.IntegerField(required=False, min_value=0, max_value=50)
    attitude = forms.ChoiceField(required=False, widget=Radios(boxed=True))
    score = forms.ChoiceField(required=False, widget=Radios(boxed=True))
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Vì sao (chọn một hay nhiều)"), required=False, widget=Checkboxes()
    )
    comment = forms.CharField(
        label=gettext_lazy("Ý kiến khác"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in rules_on(clock.today())("slip.questions"):
            self.fields[question["name"]].label = said(question["text"])
        skipped = ("", _("Không trả lời"))
        self._choose("form", [(each.value, f"{each.value}. {_(each.label)}") for each in SlipForm])
        self._choose("attitude", [*((each.value, _(each.label)) for each in Attitude), skipped])
        faces = {
            "5": _("Rất hài lòng"),
            "4": _("Hài lòng"),
            "3": _("Bình thường"),
            "2": _("Không hài lòng"),
            "1": _("Rất không hài lòng"),
        }
        self._choose("score", [*faces.items(), skipped])
        self._choose("reasons", [(each.value, _(each.label)) for each in Reason])
        self.fields["key"].help_text = _("12 ký tự in trên giấy tiếp nhận, cạnh mã QR.")

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices


def slip(request: HttpRequest) -> HttpResponse:
    """The slip; the address may carry the look-up number and the form (`ma`, `mau`), as the QR of a form does."""
    device = bool(request.GET.get(_AT_THE_DESK))
    with_form = request.GET.get("mau", "")
    if with_form not in {each.value for each in SlipForm}:
        with_form = SlipForm.RECEIPT.value
    form = SlipQuestions(
        request.POST or None, initial={"key": request.GET.get("ma", "")[:20], "form": with_form}
    )
    if request.GET.get("ma"):  # whoever came by a form's QR code is not asked which form it was
        form.fields["form"].widget = forms.HiddenInput()
    status = 200
    if request.method == "POST":
        channel = RatingChannel.DEVICE if device else RatingChannel.ONLINE
        if hurried(request):
            form.add_error(None, _("Đã gửi quá nhiều lần trong một phút. Xin đợi một phút rồi gửi lại."))
            status = 429
        elif form.is_valid() and _kept(form, channel):
            return redirect(f"{reverse('public:slip-thanks')}{f'?{_AT_THE_DESK}=1' if device else ''}")
        else:
            status = 422
    context = {
        "form": form,
        "form_base": "public/page.html",
        "heading": _("Đánh giá việc giải quyết hồ sơ"),
        "lead": _(
            "Trả lời câu nào cũng được. Chúng tôi không hỏi tên; cán bộ không xem được ai đã trả lời gì."
        ),
        "submit_label": _("Gửi đánh giá"),
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Đánh giá"), "")],
    }
    answer = page(request, "slip.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def thanks(request: HttpRequest) -> HttpResponse:
    """After a slip was sent; at the desk's device the page leads back to an empty slip."""
    device = bool(request.GET.get(_AT_THE_DESK))
    again = f"{reverse('public:slip')}{f'?{_AT_THE_DESK}=1' if device else ''}"
    return page(request, "slip_thanks.html", {"again": again, "device": device})


def _kept(form: SlipQuestions, channel: RatingChannel) -> bool:
    given = form.cleaned_data
    try:
        answer_slip(NewSlip.filled(_dossier(given["key"]), given, channel), actor=CITIZEN)
    except NotFound:
        form.add_error(
            "key", _("Không có hồ sơ nào mang mã tra cứu này. Xem lại 12 ký tự trên giấy tiếp nhận.")
        )
        return False
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, said(refused.message))
        return False
    return True


def _dossier(key: str) -> Dossier:
    wanted = key.strip().upper().replace("-", "").replace(" ", "")
    dossier = dossier_for_anyone(wanted)
    if dossier.tracking != wanted:
        raise NotFound
    return dossier
