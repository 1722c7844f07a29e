"""Addresses for the frame's own tests: the style page in both doors, a form, and pages that go wrong."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from motcua.doors.frame.gallery import ExampleForm, gallery_context
from motcua.doors.frame.security import shows_papers


def staff(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/gallery.html", gallery_context() | {"search_url": "/"})


def public(request: HttpRequest) -> HttpResponse:
    context = gallery_context() | {"gallery_base": "frame/public.html", "search_url": "/"}
    return render(request, "frame/gallery.html", context)


def filled_wrongly(request: HttpRequest) -> HttpResponse:
    form = ExampleForm(request.POST or {"name": "Trần Thị Mẫu"})
    return render(
        request, "frame/form_page.html", {"form": form, "heading": "Tiếp nhận", "version": 3}, status=422
    )


def plain_form(request: HttpRequest) -> HttpResponse:
    class Note(forms.Form):
        words = forms.CharField(label="Ghi chú")

    context = {"form": Note(), "heading": "Ghi chú", "form_base": "frame/public.html"}
    return render(request, "frame/form_page.html", context)


@shows_papers
def beside_papers(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<iframe src='/paper'></iframe>")


def paper(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"%PDF-", content_type="application/pdf")


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("số điện thoại 0900000000")


urlpatterns = [
    path("", staff),
    path("cong-dan", public),
    path("sai", filled_wrongly),
    path("don-gian", plain_form),
    path("kem-giay-to", beside_papers),
    path("paper", paper),
    path("hong", breaks),
]
handler400 = "motcua.doors.frame.errors.bad_request"
handler403 = "motcua.doors.frame.errors.permission_denied"
handler404 = "motcua.doors.frame.errors.page_not_found"
handler500 = "motcua.doors.frame.errors.server_error"
