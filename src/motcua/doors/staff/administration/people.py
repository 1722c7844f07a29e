"""The people of an agency: hired, moved, leaving; their roles, accounts and delegations."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts.actions import close_account, reopen_account, set_password
from motcua.doors.frame.components import Crumb
from motcua.doors.staff.administration.answering import Cleaned, administered, form_page
from motcua.doors.staff.administration.people_forms import (
    AccountForm,
    DelegationForm,
    HiringForm,
    LeavingForm,
    MoveForm,
    PasswordForm,
    RoleForm,
    StaffForm,
)
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation import actions, granting
from motcua.organisation.access import agency_for, check_may_grant, check_within_reach, staff_for
from motcua.organisation.actions import NewAccount
from motcua.organisation.enums import Right, Role
from motcua.organisation.granting import NewGrant
from motcua.organisation.models import Agency, Delegation, RoleGrant, Staff
from motcua.organisation.queries import delegations_of, grants_of, staff_of
from motcua.organisation.rules import Officer


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def hire(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Somebody begins work at an agency."""
    agency = agency_for(officer, code, Right.ADMINISTER)

    def act(given: Cleaned) -> str:
        roles, username, password = (given.pop(name) for name in ("roles", "username", "password"))
        if roles and not username:
            raise Refused("Vai trò cần tài khoản: ghi tên đăng nhập.", field="username")
        made = actions.hire(
            actor=officer.actor, agency=agency, account=NewAccount(username, password) if username else None,
            grants=[NewGrant(Role(role), agency) for role in roles], **given,
        )  # fmt: skip
        return f"Đã thêm {made.name}."

    form = HiringForm(request.POST or None, initial={"first_day": clock.today()})
    return form_page(
        request,
        officer,
        form,
        act,
        heading="Thêm cán bộ",
        lead=agency.name,
        back=_agency_page(agency),
        submit="Thêm cán bộ",
    )


@require_safe
@gate(Right.ADMINISTER)
def person(request: HttpRequest, officer: Officer, key: int) -> HttpResponse:
    """One officer: entry, account, roles, delegations."""
    staff = staff_for(officer, key)
    today = clock.today()
    facts = [
        ("Chức danh", staff.title),
        ("Cơ quan", staff.agency.name),
        ("Lĩnh vực", staff.field),
        ("Điện thoại công vụ", staff.phone),
        ("Công khai", "Có" if staff.public else "Không"),
        (
            "Làm việc",
            f"từ {staff.first_day:%d/%m/%Y}"
            + (f" đến hết {staff.last_day:%d/%m/%Y}" if staff.last_day else ""),
        ),
    ]
    context = {
        "staff": staff,
        "facts": [(label, value) for label, value in facts if value],
        "grants": [
            (grant, Role(grant.role).label, _lasts(grant.last_day, today)) for grant in grants_of(staff)
        ],
        "delegations": [
            (each, each.giver_id == staff.pk, _lasts(each.last_day, today)) for each in delegations_of(staff)
        ],
        "crumbs": [
            Crumb("Cơ quan, cán bộ", reverse("staff:agency")),
            Crumb(staff.agency.name, _agency_page(staff.agency)),
            Crumb(staff.name),
        ],
    }
    return show(request, officer, "staff/administration/person.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def edit(request: HttpRequest, officer: Officer, key: int) -> HttpResponse:
    """Put an officer's entry right."""
    staff = staff_for(officer, key)

    def act(given: Cleaned) -> str:
        actions.change_staff(actor=officer.actor, staff=staff, **given)
        return "Đã lưu."

    form = StaffForm(
        request.POST or None, initial={name: getattr(staff, name) for name in StaffForm.base_fields}
    )
    return form_page(request, officer, form, act, heading=f"Sửa {staff.name}", back=_person_page(staff))


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def grant(request: HttpRequest, officer: Officer, key: int) -> HttpResponse:
    """A role over an agency within the administrator's scope."""
    staff = staff_for(officer, key)
    known = administered(officer)

    def act(given: Cleaned) -> str:
        agency = agency_for(officer, given["agency"], Right.ADMINISTER)
        check_may_grant(officer, agency, with_below=given["with_below"])
        new = NewGrant(Role(given["role"]), agency, given["with_below"])
        granting.grant_role(
            actor=officer.actor,
            staff=staff,
            grant=new,
            first_day=given["first_day"],
            last_day=given["last_day"],
        )
        return f"Đã giao vai trò «{new.role.label}»."

    initial = {"first_day": clock.today(), "agency": staff.agency.code}
    form = RoleForm(request.POST or None, agencies=known, initial=initial)
    return form_page(
        request,
        officer,
        form,
        act,
        heading=f"Giao vai trò cho {staff.name}",
        back=_person_page(staff),
        submit="Giao vai trò",
    )


@require_POST
@gate(Right.ADMINISTER)
def end_role(request: HttpRequest, officer: Officer, key: int, number: int) -> HttpResponse:
    """A role ends yesterday: from now on it gives nothing."""
    staff = staff_for(officer, key)
    held = RoleGrant.objects.select_related("agency").filter(pk=number, staff=staff).first()
    if held is None:
        raise NotFound
    check_may_grant(officer, held.agency, with_below=held.with_below)
    granting.end_role(actor=officer.actor, grant=held, last_day=_yesterday())
    done(request, "Đã thu hồi vai trò.")
    return redirect(_person_page(staff))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def account(request: HttpRequest, officer: Officer, key: int) -> HttpResponse:
    """An account for an officer without one, or a first password for one who forgot it."""
    staff = staff_for(officer, key)
    check_within_reach(officer, staff)
    user = staff.user
    if user is None:

        def act(given: Cleaned) -> str:
            actions.give_account(
                actor=officer.actor, staff=staff, account=NewAccount(given["username"], given["password"])
            )
            return "Đã mở tài khoản."

        return form_page(
            request, officer, AccountForm(request.POST or None), act, heading=f"Mở tài khoản cho {staff.name}",
            back=_person_page(staff), submit="Mở tài khoản",
        )  # fmt: skip

    def reset(given: Cleaned) -> str:
        set_password(actor=officer.actor, user=user, password=given["password"], agency=staff.agency.code)
        return "Đã đặt lại mật khẩu; mọi phiên đang mở của người này đã đóng."

    return form_page(
        request, officer, PasswordForm(request.POST or None), reset, heading=f"Đặt lại mật khẩu của {staff.name}",
        back=_person_page(staff), submit="Đặt lại mật khẩu",
    )  # fmt: skip


@require_POST
@gate(Right.ADMINISTER)
def switch_account(request: HttpRequest, officer: Officer, key: int) -> HttpResponse:
    """Close an account, or open it again; never one's own."""
    staff = staff_for(officer, key)
    check_within_reach(officer, staff)
    if staff.user is None:
        raise NotFound
    if staff.pk == officer.staff_id:
        raise Refused("Không tự khoá tài khoản của mình được; nhờ quản trị viên khác.")
    change = close_account if staff.user.is_active else reopen_account
    change(actor=officer.actor, user=staff.user, agency=staff.agency.code)
    done(request, "Đã mở lại tài khoản." if staff.user.is_active else "Đã khoá tài khoản.")
    return redirect(_person_page(staff))


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def delegate(request: HttpRequest, officer: Officer, key: int) -> HttpResponse:
    """Somebody of the same agency stands in for an officer."""
    staff = staff_for(officer, key)
    check_within_reach(officer, staff)
    today = clock.today()
    colleagues = [
        each for each in staff_of(staff.agency) if each.pk != staff.pk and _lasts(each.last_day, today)
    ]

    def act(given: Cleaned) -> str:
        wanted = given.pop("taker")
        taker = next(each for each in colleagues if str(each.pk) == wanted)
        granting.delegate(actor=officer.actor, giver=staff, taker=taker, **given)
        return f"Đã giao {taker.name} làm thay {staff.name}."

    form = DelegationForm(
        request.POST or None, colleagues=colleagues, initial={"first_day": today, "last_day": today}
    )
    return form_page(
        request, officer, form, act, heading=f"Uỷ quyền của {staff.name}", back=_person_page(staff), submit="Uỷ quyền",
        lead="Người làm thay có mọi vai trò của người uỷ quyền trong những ngày này; nhật ký ghi tên người làm thay.",
    )  # fmt: skip


@require_POST
@gate(Right.ADMINISTER)
def end_delegation(request: HttpRequest, officer: Officer, key: int, number: int) -> HttpResponse:
    """A delegation ends before its day."""
    staff = staff_for(officer, key)
    given = Delegation.objects.select_related("giver__agency").filter(pk=number, giver=staff).first()
    if given is None:
        raise NotFound
    granting.end_delegation(actor=officer.actor, delegation=given, last_day=_yesterday())
    done(request, "Đã kết thúc uỷ quyền.")
    return redirect(_person_page(staff))


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def move(request: HttpRequest, officer: Officer, key: int) -> HttpResponse:
    """An officer goes to another agency that is administered too."""
    staff = staff_for(officer, key)
    today = clock.today()
    others = [
        each
        for each in administered(officer)
        if each.pk != staff.agency_id and (each.valid_to is None or each.valid_to >= today)
    ]

    def act(given: Cleaned) -> str:
        target = agency_for(officer, given["agency"], Right.ADMINISTER)
        keep = given["old_roles"] == "keep"
        if not keep:
            check_within_reach(officer, staff)
        roles = [Role(each) for each in given["new_roles"]]
        actions.move_staff(actor=officer.actor, staff=staff, agency=target, keep_roles=keep, new_roles=roles)
        old = "còn giữ" if keep else "đã thu hồi"
        return f"Đã chuyển {staff.name} về {target.name}; vai trò ở cơ quan cũ {old}."

    held = [
        grant.role
        for grant in grants_of(staff)
        if grant.agency_id == staff.agency_id and _lasts(grant.last_day, today)
    ]
    form = MoveForm(request.POST or None, agencies=others, initial={"old_roles": "end", "new_roles": held})
    return form_page(
        request,
        officer,
        form,
        act,
        heading=f"Chuyển {staff.name}",
        lead=""
        if others
        else "Ông/bà không quản trị cơ quan nào khác đang hoạt động: đề nghị quản trị viên cấp trên chuyển.",
        back=_person_page(staff),
        submit="Chuyển công tác",
    )


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def leave(request: HttpRequest, officer: Officer, key: int) -> HttpResponse:
    """An officer leaves: roles and delegations end with the day."""
    staff = staff_for(officer, key)
    check_within_reach(officer, staff)

    def act(given: Cleaned) -> str:
        actions.end_employment(actor=officer.actor, staff=staff, last_day=given["last_day"])
        return f"{staff.name} làm việc đến hết {given['last_day']:%d/%m/%Y}."

    form = LeavingForm(request.POST or None, initial={"last_day": clock.today()})
    return form_page(
        request, officer, form, act, heading=f"{staff.name} thôi làm việc", back=_person_page(staff), submit="Ghi ngày nghỉ",
        lead="Hồ sơ người này đang giữ cần được phân công lại. Việc đã làm vẫn mang tên người này.",
    )  # fmt: skip


def _yesterday() -> date:
    return date.fromordinal(clock.today().toordinal() - 1)


def _lasts(last_day: date | None, today: date) -> bool:
    return last_day is None or last_day >= today


def _agency_page(agency: Agency) -> str:
    return reverse("staff:agency-one", args=[agency.code])


def _person_page(staff: Staff) -> str:
    return reverse("staff:person", args=[staff.pk])
