"""Emulation: everybody's points of the year, what the council gives, proposals of reward and discipline."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb, Summary
from motcua.doors.frame.figures import decimal_comma
from motcua.doors.frame.forms import CommaDecimalField, DayField
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    areas,
    day_words,
    form_page,
    offer,
    place_of,
    sheet,
    year_asked,
    years,
)  # fmt: skip
from motcua.doors.staff.control.wording import came_from, plain
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.queries import leaders_of
from motcua.organisation.rules import Officer
from motcua.plans import emulation
from motcua.plans.control_enums import AwardKind, AwardState
from motcua.plans.control_models import Award
from motcua.plans.emulation import Score, Standing
from motcua.plans.emulation_behind import Row, behind, unit_results
from motcua.plans.emulation_criteria import Fact, criteria, criteria_in, day_of, row_of

PAGE = "staff:emulation"


class MarkForm(forms.Form):
    """Points of the council."""

    staff = forms.ChoiceField(label="Cán bộ")
    criterion = forms.ChoiceField(label="Tiêu chí")
    points = CommaDecimalField(label="Điểm", min_value=Decimal(0), max_digits=5, decimal_places=2)
    basis = forms.CharField(label="Căn cứ", max_length=500, help_text="Biên bản, văn bản, sự việc cụ thể.")


class AwardForm(forms.Form):
    """What is proposed."""

    staff = forms.ChoiceField(label="Cán bộ")
    kind = forms.ChoiceField(label="Đề nghị", choices=[(each.value, each.label) for each in AwardKind])
    words = forms.CharField(label="Lý do", widget=areas())


class AwardDecisionForm(forms.Form):
    """What became of it."""

    agreed = forms.ChoiceField(
        label="Kết quả", choices=[("yes", "Đã có quyết định"), ("no", "Không chấp thuận")]
    )
    decision = forms.CharField(label="Số quyết định", max_length=120, required=False)
    decided_on = DayField(label="Ngày")
    words = forms.CharField(label="Vì sao không chấp thuận", max_length=500, required=False)


@require_safe
@gate(Right.STEER, Right.SEE_FIGURES)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The year: points of everybody by criterion, proposals."""
    place, today = place_of(request, officer), clock.today()
    rows = emulation.standings(place.agency, place.year, today)
    asked = criteria(place.agency, place.year)
    heads = ("Cán bộ", *(one.name for one in asked), "Tổng", "% điểm chấm được")
    if request.GET.get("as") == "xlsx":
        return as_file(heads, [_file_row(row) for row in rows], name="thi-dua")
    hints = emulation.hinted(rows, place.agency, place.year)
    awards = list(emulation.awards_of(place.agency, place.year))
    of = Sheet(
        "Thi đua",
        lead="Điểm từ kết quả thật của năm; tiêu chí hệ thống không biết thì hội đồng ghi điểm kèm căn cứ",
        do=(Do("Sửa tiêu chí", place.url("staff:emulation-criteria")),
            Do("Hội đồng ghi điểm", place.url("staff:emulation-mark")),
            Do("Đề nghị khen thưởng, kỷ luật", place.url("staff:emulation-propose"), main=True)) if place.leads else (),
        cards=[Summary("Cán bộ", len(rows)), Summary("Gợi ý khen", _many(hints, AwardKind.PRAISE)),
               Summary("Gợi ý kiểm điểm", _many(hints, AwardKind.REVIEWED)), Summary("Đã đề nghị", len(awards))],
        tables=[_points(rows, hints, heads, place), _unit(place), _awards(awards, place), _criteria(place)],
    )  # fmt: skip
    return sheet(
        request,
        officer,
        of,
        place=place,
        filters=[Filter("nam", "Năm", years(), str(place.year))],
        saves=True,
    )


def _many(hints: dict[int, AwardKind], kind: AwardKind) -> int:
    return sum(each is kind for each in hints.values())


def _file_row(row: Standing) -> tuple[Any, ...]:
    points = (float(one.points) if one.points is not None else None for one in row.scores)
    return row.staff.name, *points, float(row.points), float(row.percent) if row.percent is not None else None


def _points(rows: list[Standing], hints: dict[int, AwardKind], heads: tuple[str, ...], place: Place) -> Table:
    tags = {
        AwardKind.PRAISE: status_tag("Gợi ý khen", "done"),
        AwardKind.REVIEWED: status_tag("Gợi ý kiểm điểm", "late"),
    }
    lines = [
        Line((row.staff.name, *(_score(one) for one in row.scores),
              _out_of(row.points, row.out_of),
              decimal_comma(row.percent, 1) if row.percent is not None else "–",
              tags[hints[row.staff.pk]] if row.staff.pk in hints else "–"),
             (Do("Mở", place.url("staff:emulation-officer", row.staff.pk), about=row.staff.name),))
        for row in rows
    ]  # fmt: skip
    return Table("Điểm của từng người", (*heads, "Gợi ý"), lines, "Năm này không có ai làm việc ở đây.",
                 note="«–»: không phát sinh hoặc chưa chấm, để ngoài tổng. Gợi ý không phải quyết định.")  # fmt: skip


def _out_of(points: Decimal, most: Decimal) -> str:
    return f"{decimal_comma(points, 2)}\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}{decimal_comma(most, 0)}"


def _score(one: Score) -> str:
    if one.points is None or one.value is None:
        return "–"
    if not one.criterion.fact:
        return decimal_comma(one.points, 2)
    value = decimal_comma(one.value, 0 if one.value == one.value.to_integral() else 1)
    unit = f"\N{NO-BREAK SPACE}{one.criterion.unit}" if len(one.criterion.unit) < 5 else ""
    return f"{decimal_comma(one.points, 2)} ({value}{unit})"


def _unit(place: Place) -> Table:
    """What the unit and its head are judged by: each plan of the year with its dates and targets."""
    heads = ("Kế hoạch", "Lần đến hạn xong đúng hạn", "Chỉ tiêu đạt", "Chỉ tiêu chưa đo được")
    lines = [
        Line(
            (one.plan.title, f"{one.met}/{one.of}" + (f" ({100 * one.met // one.of}\N{NO-BREAK SPACE}%)" if one.of else ""),
             f"{one.reached}/{one.measured}", len(one.targets) - one.measured),
            (Do("Nhiệm vụ", f"{reverse('staff:tasks')}?plan={one.plan.pk}", about=one.plan.title),
             Do("Chỉ tiêu", f"{reverse('staff:targets')}?plan={one.plan.pk}", about=one.plan.title)),
        )
        for one in unit_results(place.agency, place.year, clock.now())
    ]  # fmt: skip
    led = ", ".join(f"{one.name} ({one.title})" for one in leaders_of(place.agency, clock.today()))
    return Table(
        "Đơn vị và người đứng đầu", heads, lines, "Năm này chưa có kế hoạch được xác nhận.",
        note=f"Căn cứ đánh giá đơn vị và người đứng đầu: {led}." if led else "Căn cứ đánh giá đơn vị và người đứng đầu.",
    )  # fmt: skip


@require_safe
@gate()
def person(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One person's points and every row behind them: for who steers, and for that person."""
    staff = Staff.objects.select_related("agency").filter(pk=number).first()
    own = staff is not None and staff.pk == officer.staff_id
    if staff is None or not (own or officer.may(Right.SEE_FIGURES, staff.agency.path)):
        raise NotFound
    year, today = year_asked(request), clock.today()
    rows = emulation.standings(staff.agency, year, today)
    standing = next((one for one in rows if one.staff.pk == staff.pk), None)
    if standing is None:
        raise NotFound
    names = {one.criterion.code: one.criterion.name for one in standing.scores}
    found = behind(staff.agency, staff, year, today, names)
    points = [
        Line((one.criterion.name, _score(one), plain(one.criterion.most), Fact(one.criterion.fact).label))
        for one in standing.scores
    ]
    total = _out_of(standing.points, standing.out_of)
    percent = f"{decimal_comma(standing.percent, 1)} %" if standing.percent is not None else None
    above = Crumb("Thi đua", f"{reverse(PAGE)}?co-quan={staff.agency.code}&nam={year}")
    mine = Crumb("Trang của tôi", reverse("staff:mine"))
    crumbs = [above if officer.may(Right.SEE_FIGURES, staff.agency.path) else mine, Crumb(staff.name)]
    of = Sheet(
        f"Điểm thi đua năm {year}: {staff.name}",
        lead=f"{staff.title}, {staff.agency.name}",
        cards=[Summary("Điểm", total), Summary("Trên số chấm được", percent)],
        tables=[
            Table("Từng tiêu chí", ("Tiêu chí", "Điểm", "Tối đa", "Ai chấm"), points,
                  note="«–»: không phát sinh hoặc chưa chấm, để ngoài tổng."),
            *(
                _behind(fact, found[fact])
                for fact in dict.fromkeys(Fact(one.criterion.fact) for one in standing.scores)
            ),
        ],
        crumbs=crumbs,
    )  # fmt: skip
    return sheet(request, officer, of)


_BEHIND = {
    Fact.STEPS: ("Bước xử lý hồ sơ trễ hạn", "Không có bước nào trễ hạn."),
    Fact.TASKS: ("Lần đến hạn của nhiệm vụ không kịp", "Không có lần nào trễ."),
    Fact.POSTS: ("Tuần chưa đủ tin, bài", "Không có tuần nào thiếu."),
    Fact.TRAINING: ("Tập huấn, hội nghị đã dự", "Chưa dự lần nào."),
    Fact.INITIATIVES: ("Sáng kiến được công nhận", "Chưa có sáng kiến nào được công nhận."),
    Fact.COUNCIL: ("Điểm hội đồng ghi", "Hội đồng chưa ghi điểm."),
}


def _behind(fact: Fact, rows: list[Row]) -> Table:
    caption, empty = _BEHIND[fact]
    lines = []
    for one in rows:
        do: tuple[Do, ...] = ()
        if one.dossier:
            do = (Do("Hồ sơ", reverse("staff:dossier", args=[one.dossier]), about=one.dossier),)
        elif one.task:
            do = (Do("Nhiệm vụ", reverse("staff:task", args=[one.task]), about=one.words[:60]),)
        lines.append(Line((f"{one.dossier}: {one.words}" if one.dossier else one.words, one.when), do))
    return Table(caption, ("Nội dung", "Khi nào"), lines, empty)


def _awards(rows: list[Award], place: Place) -> Table:
    lines = []
    for row in rows:
        state = AwardState(row.state)
        open_still = place.leads and state is AwardState.PROPOSED
        do = (Do("Ghi kết quả", reverse("staff:emulation-decide", args=[row.pk]), about=row.staff.name),)
        decided = f"{row.decision}, {day_words(row.decided_on)}" if row.decision else row.decided_words or "–"
        points = _out_of(row.points, row.out_of)
        lines.append(Line((row.staff.name, AwardKind(row.kind).label, row.words, points,
                           status_tag(state.label, state.tone), decided), do if open_still else ()))  # fmt: skip
    return Table("Đề nghị", ("Cán bộ", "Đề nghị", "Lý do", "Điểm khi đề nghị", "Tình trạng", "Quyết định"), lines,
                 "Chưa có đề nghị nào.")  # fmt: skip


def _criteria(place: Place) -> Table:
    row = row_of(place.agency, day_of(place.year))
    lines = [
        Line((one.name, plain(one.most), f"{plain(one.full)} {one.unit}",
              Fact(one.fact).label, one.source))
        for one in criteria_in(row)
    ]  # fmt: skip
    return Table(
        "Tiêu chí",
        ("Tiêu chí", "Điểm tối đa", "Trọn điểm khi đạt", "Ai chấm", "Căn cứ"),
        lines,
        note=came_from(row),
    )


def _people(place: Place) -> dict[str, Staff]:
    return {
        str(one.staff.pk): one.staff for one in emulation.standings(place.agency, place.year, clock.today())
    }


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def mark(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The council gives points on what the system does not know."""
    place = place_of(request, officer, Right.STEER)
    people = _people(place)
    form = MarkForm(request.POST or None)
    offer(form, "staff", [(key, f"{one.name}, {one.title}") for key, one in people.items()])
    offer(
        form,
        "criterion",
        [
            (one.code, f"{one.name} (tối đa {plain(one.most)})")
            for one in criteria(place.agency, place.year)
            if not one.fact
        ],
    )

    def act(given: Cleaned) -> str:
        staff = people[given.pop("staff")]
        emulation.mark(place.agency, place.year, staff, actor=officer.actor, **given)
        return f"Đã ghi điểm của {staff.name}."

    return form_page(request, officer, form, act, heading="Hội đồng ghi điểm", lead=f"Năm {place.year}",
                     back=place.url(PAGE), submit="Ghi")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def propose(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Reward or discipline is proposed on the points of today."""
    place = place_of(request, officer, Right.STEER)
    people = _people(place)
    form = AwardForm(request.POST or None)
    offer(form, "staff", [(key, f"{one.name}, {one.title}") for key, one in people.items()])

    def act(given: Cleaned) -> str:
        staff = people[given["staff"]]
        made = emulation.propose(
            place.agency,
            place.year,
            staff,
            kind=AwardKind(given["kind"]),
            words=given["words"],
            actor=officer.actor,
        )
        return f"Đã đề nghị «{AwardKind(made.kind).label}» cho {staff.name}."

    return form_page(request, officer, form, act, heading="Đề nghị khen thưởng, kỷ luật", lead=f"Năm {place.year}",
                     back=place.url(PAGE), submit="Đề nghị")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def decide(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What became of a proposal."""
    row = Award.objects.select_related("agency", "staff").filter(pk=number).first()
    if row is None or not officer.may(Right.STEER, row.agency.path):
        raise NotFound

    def act(given: Cleaned) -> str:
        emulation.decide_award(row.pk, agreed=given.pop("agreed") == "yes", actor=officer.actor, **given)
        return "Đã ghi kết quả đề nghị."

    form = AwardDecisionForm(request.POST or None, initial={"decided_on": clock.today()})
    lead = f"{AwardKind(row.kind).label}: {row.staff.name}"
    back = f"{reverse(PAGE)}?co-quan={row.agency.code}&nam={row.year}"
    return form_page(
        request, officer, form, act, heading="Kết quả đề nghị", lead=lead, back=back, submit="Ghi"
    )
