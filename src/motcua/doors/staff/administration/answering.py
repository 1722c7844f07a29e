"""How an administrator's form is answered, and which agency a page is about."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from motcua.doors.staff.gates import done
from motcua.doors.staff.pages import show
from motcua.doors.staff.sent_once import AGAIN, once
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.access import agency_for, paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.queries import tree
from motcua.organisation.rules import Officer

Cleaned = dict[str, Any]


def form_page(
    request: HttpRequest,
    officer: Officer,
    form: forms.Form,
    act: Callable[[Cleaned], str],
    *,
    heading: str,
    back: str,
    submit: str = "Lưu",
    lead: str = "",
    version: int | str | None = None,
) -> HttpResponse:
    """A page with one form: does `act` with what was given and goes back saying what was done; refusals go into the form.
    The same form sent twice is done once.

    `version` is what is looked at now; an act that was overtaken shows what was typed again, on the newest version.
    """
    _say_what_is_missing(form)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as first:
                words = act(form.cleaned_data) if first else AGAIN
        except NotFound:
            raise
        except Refused as refused:
            if isinstance(refused, Overtaken) and version is not None:
                sent = request.POST.copy()
                sent["seen_version"] = str(version)
                request.POST = sent  # type: ignore[assignment]
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, words)
            return redirect(back)
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "submit_label": submit,
        "cancel_url": back,
        "version": version,
    }
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


def _say_what_is_missing(form: forms.Form) -> None:
    """Instead of «this field is required», for fields without words of their own."""
    for field in form.fields.values():
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            chosen = isinstance(field, forms.ChoiceField | forms.FileField)
            field.error_messages["required"] = "Chưa chọn." if chosen else "Chưa ghi."


def administered(officer: Officer) -> list[Agency]:
    """Every agency the officer administers, ended ones too, parents first."""
    return tree(paths_where(officer, Right.ADMINISTER, field="path"))


def agency_of(request: HttpRequest, officer: Officer) -> Agency:
    """The agency a page is about: the one asked for, else the own one, else the first administered."""
    code = request.GET.get("co-quan") or request.POST.get("co-quan")
    if not code and officer.may(Right.ADMINISTER):
        code = officer.agency_code
    if code:
        return agency_for(officer, code, Right.ADMINISTER)
    known = administered(officer)
    if not known:
        raise NotFound
    return known[0]
