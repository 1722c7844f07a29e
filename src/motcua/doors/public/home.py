"""The first page, and the pages that say who we are and how to be heard."""

from typing import Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from motcua.catalogue.listing import Offered, shelf_on
from motcua.doors.frame import charts
from motcua.doors.public.figures import GroupRow, IndexView, indexes, most_used
from motcua.doors.public.pages import MOST_SHOWN, Place, page, place
from motcua.kernel import clock
from motcua.kernel.periods import PeriodKind, containing
from motcua.kernel.refusals import Refused
from motcua.measurement.queries import SET
from motcua.organisation.models import Agency
from motcua.organisation.queries import desks as desks_on
from motcua.regimes.queries import rules_on

DESKS_ON_HOME: Final = 6
YEAR_OF_LANGUAGE: Final = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """Search, what is asked for most, look-up, the index, the desks. Ten statements or fewer once figures are kept."""
    here = place()
    all_desks = desks_on(clock.today())
    index = home_index(here)
    context = {
        "asked_for_most": asked_for_most(here),
        "dial": dial_of(index, url=reverse("public:index")) if index else None,
        "desks": _own_first(list(all_desks[: DESKS_ON_HOME + 1]), here)[:DESKS_ON_HOME],
        "many_desks": all_desks.count() > DESKS_ON_HOME,
    }
    return page(request, "home.html", context)


def asked_for_most(here: Place) -> list[Offered]:
    """The procedures asked for most; the first of the list where nothing was filed yet."""
    shelf = shelf_on(clock.today())
    chosen = [shelf.by_code[code] for code in most_used(here) if code in shelf.by_code]
    return chosen or list(shelf.rows[:6])


def home_index(here: Place) -> IndexView | None:
    """The index of the home agency in the running year; None where it cannot be computed."""
    agency = Agency.objects.filter(code=here.code).first()
    if agency is None:
        return None
    try:
        return indexes([agency], containing(clock.today(), PeriodKind.YEAR))[0]
    except Refused:  # the set was not in force in that period
        return None


def dial_of(index: IndexView, *, url: str = "") -> charts.Dial:
    """The index as a picture."""
    groups = [
        # Against what was measured: a criterion without a source must not look like lost points.
        charts.DialGroup(group.code, _group_name(group), group.points, group.measured or group.most)
        for group in index.groups
        if not group.part
    ]
    return charts.dial(
        groups,
        title=_set_title(index.set_code),
        total=index.total,
        out_of=_("trên %(n)s điểm đo được") % {"n": f"{index.measured_most.normalize():f}".replace(".", ",")},
        band=index.band,
        note=f"{index.name} · {index.period.label}",
        url=url,
    )


def _set_title(code: str) -> str:
    if code == SET:
        return _("Bộ chỉ số phục vụ người dân, doanh nghiệp (Quyết định 766/QĐ-TTg)")
    return _("Bộ chỉ số phục vụ người dân, doanh nghiệp (bộ %(code)s của địa phương)") % {"code": code}


def _group_name(group: GroupRow) -> str:
    if not 0 < group.measured < group.most:
        return _(group.name)
    measured, most = (f"{number.normalize():f}".replace(".", ",") for number in (group.measured, group.most))
    return _("%(name)s (đo được %(measured)s/%(most)s)") % {
        "name": _(group.name),
        "measured": measured,
        "most": most,
    }


def _own_first(agencies: list[Agency], here: Place) -> list[Agency]:
    return sorted(agencies, key=lambda agency: (agency.code != here.code, agency.path))


def desks(request: HttpRequest) -> HttpResponse:
    """Every desk with address and phone. Two statements."""
    sheet = Paginator(desks_on(clock.today()), MOST_SHOWN).get_page(request.GET.get("page"))
    crumbs = [(_("Trang đầu"), reverse("public:home")), (_("Nơi tiếp nhận"), "")]
    return page(request, "desks.html", {"sheet": sheet, "crumbs": crumbs})


def feedback(request: HttpRequest) -> HttpResponse:
    """Where and how to send feedback. One statement."""
    ask = rules_on(clock.today(), scopes=tuple(reversed(place().path.rstrip("/").split("/"))))
    context = {
        "answer_days": ask("petition.answer_law")["value"],
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Phản ánh, kiến nghị"), "")],
    }
    return page(request, "feedback.html", context)


def about(request: HttpRequest) -> HttpResponse:
    """What these pages are and where their content comes from."""
    crumbs = [(_("Trang đầu"), reverse("public:home")), (_("Giới thiệu"), "")]
    return page(request, "about.html", {"crumbs": crumbs})


def accessibility(request: HttpRequest) -> HttpResponse:
    """How these pages can be used by everybody, and whom to tell when they cannot."""
    crumbs = [(_("Trang đầu"), reverse("public:home")), (_("Khả năng tiếp cận"), "")]
    return page(request, "accessibility.html", {"crumbs": crumbs})


def filing(request: HttpRequest) -> HttpResponse:
    """How to file: at the desk, by post, on the national portal."""
    crumbs = [(_("Trang đầu"), reverse("public:home")), (_("Nộp hồ sơ"), "")]
    return page(request, "filing.html", {"crumbs": crumbs})


def language(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a language, then back to the page; only pages of ours."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("ve", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    answer = HttpResponseRedirect(back if ours else reverse("public:home"))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR_OF_LANGUAGE, samesite="Lax", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: dossiers and the staff's pages."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('public:look-up')}",
        "Disallow: /can-bo/",
        "Disallow: /ngon-ngu/",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
