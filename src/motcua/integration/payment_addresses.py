"""What payment gateways call by themselves. Each answer is what the gateway understands: a fault of ours must make it
ask again, a forged notice must change nothing, and a notice told twice must be thanked for twice.
"""

import json
import logging

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.dossiers import paying
from motcua.integration.payment_demo import wish_of
from motcua.kernel.refusals import NotFound, Refused
from motcua.payments.ports import gateway_named

log = logging.getLogger(__name__)


@csrf_exempt
@require_GET
def vnpay_notice(request: HttpRequest) -> JsonResponse:
    """The IPN of VNPay 2.1.0."""
    code, words = _vnpay_answer(request.GET.dict())
    return JsonResponse({"RspCode": code, "Message": words})


def _vnpay_answer(fields: dict[str, str]) -> tuple[str, str]:
    try:
        outcome = gateway_named("vnpay").read_notice(fields)
    except Refused as refusal:
        log.warning("vnpay notice refused: %s", refusal.code)
        return ("04", "Invalid amount") if refusal.code == "amount" else ("97", "Invalid signature")
    try:
        taken = paying.told("vnpay", outcome)
    except NotFound:
        return "01", "Order not found"
    except Refused as refusal:
        log.warning("vnpay notice refused: %s", refusal.code)
        return "04", "Invalid amount"
    except Exception as fault:  # whatever is wrong with us, VNPay must tell us again
        log.error("vnpay notice failed: %s", type(fault).__name__)
        return "99", "Unknown error"
    return ("00", "Confirm Success") if taken is None or taken.new else ("02", "Order already confirmed")


@csrf_exempt
@require_POST
def national_notice(request: HttpRequest) -> JsonResponse:
    """The callback of the national payment platform."""
    try:
        told = json.loads(request.body)
        fields = {str(name): str(value) for name, value in dict(told).items()}
        paying.told("dvcqg", gateway_named("dvcqg").read_notice(fields))
    except NotFound:
        return _national("01", "Không có giao dịch này")
    except Refused as refusal:
        log.warning("national notice refused: %s", refusal.code)
        return _national("04" if refusal.code == "amount" else "97", str(refusal))
    except (ValueError, TypeError):
        return _national("96", "Bản tin không đúng định dạng")
    except Exception as fault:  # whatever is wrong with us, the platform must tell us again
        log.error("national notice failed: %s", type(fault).__name__)
        return _national("99", "Lỗi hệ thống")
    return _national("00", "Thành công")


def _national(code: str, words: str) -> JsonResponse:
    return JsonResponse({"MaLoi": code, "MoTaLoi": words}, json_dumps_params={"ensure_ascii": False})


@require_http_methods(["GET", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """The page of the gateway for trying out: pay, or not."""
    given = request.POST if request.method == "POST" else request.GET
    fields = {name: str(value) for name, value in given.items()}
    try:
        wish = wish_of(fields.get("viec", ""))
        if request.method == "POST":
            paying.told("thu", gateway_named("thu").read_notice(fields))
            return _back(request, str(wish["back"]))
    except Refused as refusal:
        return render(request, "integration/demo.html", {"problem": str(refusal)}, status=422)
    return render(request, "integration/demo.html", {"wish": wish, "signed": fields["viec"]})


def _back(request: HttpRequest, address: str) -> HttpResponseRedirect:
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(address if safe else "/")
