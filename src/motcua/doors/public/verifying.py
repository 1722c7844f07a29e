"""Is a paper genuine, and does it still hold? By the mark in its QR, or by the file: for anybody.

What is told by a mark is what the paper itself shows to whoever holds it: its name, issuer, days and standing;
no name of a person, no number of theirs.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.wording import said
from motcua.doors.public.look_up import hurried
from motcua.doors.public.pages import page
from motcua.kernel.refusals import Refused
from motcua.storehouse.enums import PaperKind
from motcua.storehouse.models import Paper, SigningStep
from motcua.storehouse.results import grouped
from motcua.storehouse.verifying import paper_with_mark, standing_of, verify_file

_LONGEST = 40


class FileForm(forms.Form):
    """A file to check."""

    file = forms.FileField(
        label=gettext_lazy("Tệp PDF đã ký số"),
        help_text=gettext_lazy("Tệp chỉ được đọc để kiểm tra, không được lưu lại. Không quá 30 MB."),
    )


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form: a mark leads to its page, a file is checked at once."""
    asked = request.GET.get("ma", "").strip()[:_LONGEST]
    if asked and "/" not in asked:
        return redirect("public:verify-one", mark=asked)
    if request.method == "POST":
        return _checked(request)
    return _page(request, {"form": FileForm()})


@require_safe
def verify_one(request: HttpRequest, mark: str) -> HttpResponse:
    """The paper that a mark belongs to, and whether it still holds. Guessing is slowed down."""
    if hurried(request):
        return _page(request, {"form": FileForm(), "asked": mark, "problem": _slowly()}, 429)
    paper = paper_with_mark(mark)
    if paper is None:
        problem = _("Không có giấy tờ nào mang mã xác minh này.")
        return _page(request, {"form": FileForm(), "asked": mark[:_LONGEST], "problem": problem}, 404)
    answer = _page(request, {"paper": paper, **_told(paper)})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _checked(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, {"form": form}, 422)
    if hurried(request):
        form.add_error(None, _slowly())
        return _page(request, {"form": form}, 429)
    try:
        found = verify_file(form.cleaned_data["file"])
    except Refused as refused:
        form.add_error("file", said(refused.message))
        return _page(request, {"form": form}, 422)
    context: dict[str, Any] = {"form": FileForm(), "found": found, "name": form.cleaned_data["file"].name}
    if found.paper is not None:
        context |= {"paper": found.paper, **_told(found.paper)}
    return _page(request, context)


def _told(paper: Paper) -> dict[str, Any]:
    signed = (
        SigningStep.objects.filter(paper=paper, state="signed").select_related("agency").order_by("order")
    )
    # The number of a certified copy is the agency's own, in its book; of other papers it may be a person's.
    certified = paper.number if paper.kind == PaperKind.CERTIFIED else ""
    return {
        "standing": standing_of(paper), "mark": grouped(paper.verification or ""), "signed": list(signed),
        "certified": certified,
    }  # fmt: skip


def _slowly() -> str:
    return _("Ông/bà kiểm tra quá nhiều lần trong một phút. Vui lòng chờ một lát rồi thử lại.")


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    crumbs = [(_("Trang đầu"), reverse("public:home")), (_("Kiểm tra giấy tờ"), "")]
    return page(request, "verify.html", {"crumbs": crumbs, **context}, status=status)
