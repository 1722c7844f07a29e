"""Signing: what waits for one's signature, signed many at once with one PIN; how it went; one's keys."""

from typing import Any

from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.doors.frame.components import Crumb
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.forms import KeyChoice, KeyFileForm, KeyServiceForm, KeyTokenForm, TrialKeyForm
from motcua.jobs.models import Job
from motcua.jobs.queries import status_of
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.storehouse import access, ports
from motcua.storehouse.enums import KeyPurpose, KeySource, SigningState
from motcua.storehouse.keys import (
    end_key,
    keys_of,
    offers_of_service,
    offers_of_token,
    register_file,
    register_offer,
    register_trial,
)  # fmt: skip
from motcua.storehouse.models import SigningKey, SigningStep
from motcua.storehouse.signing import sign_many

_SHOWN = 200
_TONES = {"waiting": "late", "signing": "running", "signed": "done", "cancelled": "stopped"}


@require_http_methods(["GET", "POST"])
@gate(*access.SIGNS)
def signing(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What waits for this officer's signature; a POST signs what was ticked."""
    staff = _staff(officer)
    keys = keys_of(staff.pk)
    form = KeyChoice(request.POST or None, keys=keys)
    if request.method == "POST" and keys and form.is_valid():
        try:
            batch = sign_many(
                _ticked(request, officer),
                form.chosen(),
                form.cleaned_data["secret"],
                by=staff,
                actor=officer.actor,
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return redirect("staff:signing-batch", batch.pk)
    steps = list(access.steps_for(officer)[:_SHOWN])
    context = {
        "rows": [(step, KeyPurpose(step.purpose).label) for step in steps],
        "form": form if keys else None, "keys": keys,
        "ticked": set(request.POST.getlist("pick")),
    }  # fmt: skip
    return show(request, officer, "staff/papers/signing.html", context, status=422 if form.errors else 200)


def _ticked(request: HttpRequest, officer: Officer) -> list[SigningStep]:
    wanted = {int(each) for each in request.POST.getlist("pick") if each.isdecimal() and len(each) < 18}
    return list(access.steps_for(officer).filter(pk__in=wanted))


@require_safe
@gate(*access.SIGNS)
def batch(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """How signing goes, document by document. Asked anew until it ended."""
    one = access.batch_for(officer, number)
    job = Job.objects.filter(pk=one.job or 0).first()
    steps = SigningStep.objects.filter(batch=one).select_related("paper", "scanned__scan").order_by("pk")
    context: dict[str, Any] = {
        "batch": one,
        "status": status_of(job) if job else None,
        "job": job,
        "ended": one.finished_at is not None or job is None or status_of(job).ended,
        "rows": [(step, SigningState(step.state).label, _TONES[step.state]) for step in steps],
        "crumbs": [Crumb("Ký số", reverse("staff:signing"))],
    }
    template = (
        "staff/papers/parts_batch.html" if request.headers.get("HX-Request") else "staff/papers/batch.html"
    )
    return show(request, officer, template, context)


@require_http_methods(["GET", "POST"])
@gate(*access.SIGNS)
def keys(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One's keys, and registering another: from a token, a file, or one made for practice."""
    staff = _staff(officer)
    way = request.POST.get("way", "")
    forms = {
        "token": KeyTokenForm(*_given(request, way, "token")),
        "service": KeyServiceForm(*_given(request, way, "service")),
        "file": KeyFileForm(*_given(request, way, "file")),
        "trial": TrialKeyForm(*_given(request, way, "trial")),
    }
    offers: list[dict[str, str]] = []
    if request.method == "POST":
        if way == "offer":
            return _register_offer(request, officer, staff)
        form: Any = forms.get(way)
        if form is None:
            raise NotFound
        if form.is_valid():
            try:
                if way in ("token", "service"):
                    offers = _offers(way, form)
                else:
                    _register(way, form, staff, officer)
                    done(request, "Đã đăng ký khóa.")
                    return redirect("staff:keys")
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    held = SigningKey.objects.filter(holder=staff, ended_at=None).exclude(reference="trial-root")
    now = clock.now()
    context = {
        "keys": [
            (key, KeySource(key.source).label, KeyPurpose(key.purpose).label, not key.valid_from <= now <= key.valid_to)
            for key in held.order_by("-pk")
        ],
        "forms": forms, "offers": offers, "opened": way,
        "no_token": ports.signer().ready(KeySource.PKCS11),
        "no_service": ports.signer().ready(KeySource.REMOTE),
        "crumbs": [Crumb("Ký số", reverse("staff:signing"))],
    }  # fmt: skip
    wrong = any(form.errors for form in forms.values())
    return show(request, officer, "staff/papers/keys.html", context, status=422 if wrong else 200)


def _given(request: HttpRequest, way: str, own: str) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if way == own else (None, None)


def _register(way: str, form: Any, staff: Staff, officer: Officer) -> None:
    data = form.cleaned_data
    purpose = KeyPurpose(data["purpose"])
    if way == "trial":
        register_trial(staff, data["secret"], purpose=purpose, actor=officer.actor)
        return
    image = data["image"].read() if data["image"] else None
    register_file(
        staff, data["file"].read(1 << 20), data["secret"], purpose=purpose, image=image, actor=officer.actor
    )


def _offers(way: str, form: Any) -> list[dict[str, str]]:
    """What lies on the token or at the service, each signed by us so that only what was offered can be registered."""
    from motcua.storehouse.certificates import read

    data = form.cleaned_data
    if way == "token":
        source, found = KeySource.PKCS11, offers_of_token(data["token"], data["secret"])
    else:
        source, found = KeySource.REMOTE, offers_of_service(data["user"])
    return [
        {
            "subject": read(offer.certificate).subject,
            "issuer": read(offer.certificate).issuer,
            "until": f"{clock.local(read(offer.certificate).valid_to):%d/%m/%Y}",
            "sealed": dumps(
                [
                    source.value,
                    offer.reference,
                    offer.certificate.hex(),
                    [each.hex() for each in offer.chain],
                    data["purpose"],
                ],
                salt="key-offer",
            ),
        }
        for offer in found
    ]


def _register_offer(request: HttpRequest, officer: Officer, staff: Staff) -> HttpResponse:
    try:
        source, reference, certificate, chain, purpose = loads(
            request.POST.get("sealed", ""), salt="key-offer", max_age=900
        )
    except BadSignature as fault:
        raise Refused("Lượt đọc khóa đã hết hạn. Đọc lại rồi chọn khóa.") from fault
    offer = ports.KeyOffer(
        reference, bytes.fromhex(certificate), tuple(bytes.fromhex(each) for each in chain)
    )
    register_offer(staff, offer, purpose=KeyPurpose(purpose), source=KeySource(source), actor=officer.actor)
    done(request, "Đã đăng ký khóa.")
    return redirect("staff:keys")


@require_POST
@gate(*access.SIGNS)
def end(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Use a key no longer."""
    end_key(access.key_for(officer, number), actor=officer.actor)
    done(request, "Đã thôi dùng khóa này.")
    return redirect("staff:keys")


def _staff(officer: Officer) -> Staff:
    return Staff.objects.select_related("agency").get(pk=officer.staff_id)
