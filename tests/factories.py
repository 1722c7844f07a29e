"""Small true things for tests: made through the models for what stands below, through acts for dossiers."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from motcua.accounts.models import User
from motcua.catalogue.models import InternalProcess, Procedure, ProcedureVersion, ProcessStep, TimeLimit
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, Filing
from motcua.kernel.people import Actor
from motcua.organisation.enums import Level, Role
from motcua.organisation.models import Agency, RoleGrant, Staff

_numbers = count(1)
CLERK = Actor("staff", "1", "Nguyễn Thị Thử (Công chức)", "H99.01")


def agency(
    code: str = "H99.01", *, parent: Agency | None = None, level: Level = Level.COMMUNE, **fields: Any
) -> Agency:
    """An agency that exists since 2020."""
    given = {"name": f"UBND xã Thử {code}", "valid_from": date(2020, 1, 1), "level": level.value} | fields
    return Agency.objects.create(code=code, parent=parent, **given)


def officer(at: Agency, name: str = "Nguyễn Thị Thử", **fields: Any) -> Staff:
    """Somebody who works there."""
    return Staff.objects.create(name=name, agency=at, title="Công chức", first_day=date(2020, 1, 1), **fields)


def account(of: Staff, *roles: Role, at: Agency | None = None, below: bool = False) -> User:
    """An account for somebody, with roles over an agency (their own)."""
    user = User.objects.create_user(f"user{next(_numbers)}", "mat-khau-thu")
    Staff.objects.filter(pk=of.pk).update(user=user)
    for role in roles:
        RoleGrant.objects.create(
            staff=of, role=role.value, agency=at or of.agency, with_below=below, first_day=date(2020, 1, 1)
        )
    return user


def version(value: int | None = 5, unit: str = "working_day", **fields: Any) -> ProcedureVersion:
    """A procedure with one version in force since 2020 and one limit."""
    number = next(_numbers)
    procedure = Procedure.objects.create(
        code=f"9.{number:06d}", name=f"Thủ tục thử số {number}", field="Thử nghiệm"
    )
    given = {
        "valid_from": date(2020, 1, 1),
        "receivable": True,
        "at_commune": True,
        "online_level": "full",
    } | fields
    made = ProcedureVersion.objects.create(procedure=procedure, number=1, name=procedure.name, **given)
    TimeLimit.objects.create(version=made, value=value, unit=unit)
    two_steps(made)
    return made


def two_steps(of: ProcedureVersion) -> InternalProcess:
    """An internal process: a specialist examines in eight hours, a leader signs in four."""
    process = InternalProcess.objects.create(version=of, key=f"T{of.pk}", name="Quy trình thử", usable=True)
    for order, (name, role, hours) in enumerate(
        (("Thẩm định", "specialist", 8), ("Ký duyệt", "leader", 4)), start=1
    ):
        ProcessStep.objects.create(
            process=process,
            order=order,
            label=str(order),
            name=name,
            performer=name,
            role=role,
            duration=hours,
            unit="hour",
        )
    return process


def filing(of: ProcedureVersion, at: Agency, name: str = "Trần Văn Mẫu", **fields: Any) -> Filing:
    """What a citizen hands in at the counter."""
    identity = fields.pop("identity_number", f"{next(_numbers):012d}")
    given: dict[str, Any] = {"channel": Channel.COUNTER} | fields
    return Filing(
        version_id=of.pk,
        agency_id=at.pk,
        desk_id=at.pk,
        applicant=Applicant(name=name, identity_number=identity, phone="0900000000", address="Thôn Thử"),
        **given,
    )


def moment(text: str) -> datetime:
    """A wall-clock time in Việt Nam, such as `2026-03-02 09:00`, as a UTC moment."""
    from motcua.kernel.clock import LOCAL

    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)
