"""The same people in tests, sample, guide and screenshots. Their names are invented, their password is on the sign-in page."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random

from django.contrib.auth.hashers import make_password

from motcua.accounts.models import Person, User
from motcua.doors.commands.sample.names import person_name
from motcua.doors.commands.sample.places import (
    BEGINNING,
    FIRST_DAY_OF_TWO_LEVELS,
    LAST_DAY_OF_DISTRICTS,
    Places,
)
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, RoleGrant, Staff

# Posted at the commune's desk by the land registry.
POSTED = "Lưu Thị Sen"
PASSWORD = "motcua-mau"  # noqa: S105 - the sample's, shown on its own sign-in page


@dataclass(frozen=True, slots=True)
class Office:
    """Who works at one commune: one clerk receives, specialists work, a leader signs.

    `posted` is sent by another body and receives too, as does the post's clerk where there is a contract.
    """

    clerk: Staff
    specialists: tuple[Staff, ...]
    leader: Staff
    posted: Staff | None = None
    postman: Staff | None = None

    def paired(self, heir: "Office") -> list[tuple[Staff, Staff]]:
        """Each officer with the one who goes on with the work at the successor."""
        return [
            (self.clerk, heir.clerk),
            (self.leader, heir.leader),
            *(
                (old, heir.specialists[place % len(heir.specialists)])
                for place, old in enumerate(self.specialists)
            ),
        ]

    @staticmethod
    def actor(staff: Staff) -> Actor:
        return Actor("staff", str(staff.pk), f"{staff.name} ({staff.title})", staff.agency.code)


@dataclass(frozen=True, slots=True)
class _Part:
    login: str
    name: str
    title: str
    field: str
    role: Role


_MAIN_OFFICE = (
    _Part("tiepnhan", "Nguyễn Thị Hạnh", "Công chức tiếp nhận", "Tiếp nhận và trả kết quả", Role.RECEPTION),
    _Part(
        "chuyenvien", "Trần Quốc Khoa", "Công chức Tư pháp – Hộ tịch", "Hộ tịch, chứng thực", Role.SPECIALIST
    ),
    _Part(
        "chuyenvien2", "Lê Thu Thảo", "Công chức Địa chính – Xây dựng", "Đất đai, xây dựng", Role.SPECIALIST
    ),
    _Part("lanhdao", "Phạm Đức Bình", "Phó Chủ tịch UBND xã", "", Role.LEADER),
    _Part(
        "kiemsoat",
        "Võ Minh Yến",
        "Công chức Văn phòng – Thống kê",
        "Kiểm soát thủ tục hành chính",
        Role.CONTROL,
    ),
    _Part("quantri", "Đặng Hữu Tâm", "Quản trị hệ thống", "", Role.ADMINISTRATOR),
)


def build(places: Places, chance: Random) -> dict[str, Office]:
    """Make everybody; returns the office of each commune by its code. Called inside an act."""
    offices = {commune.code: _old_office(commune, chance) for commune in places.old_communes}
    main, other = places.communes
    offices[main.code] = _main_office(main, places.old_communes[:2])
    offices[other.code] = _other_office(other, places.old_communes[2], chance)
    offices[main.code] = replace(offices[main.code], postman=_visitors(places))
    return offices


def _old_office(commune: Agency, chance: Random) -> Office:
    def hire(title: str, role: Role) -> Staff:
        staff = employ(person_name(chance), title, commune, first=BEGINNING, last=LAST_DAY_OF_DISTRICTS)
        _grant(staff, role, commune)
        return staff

    return Office(
        hire("Công chức tiếp nhận", Role.RECEPTION),
        (hire("Công chức Tư pháp – Hộ tịch", Role.SPECIALIST), hire("Công chức Địa chính", Role.SPECIALIST)),
        hire("Chủ tịch UBND xã", Role.LEADER),
    )


def _main_office(commune: Agency, before: tuple[Agency, ...]) -> Office:
    hired = {}
    for part in _MAIN_OFFICE:
        staff = employ(
            part.name, part.title, commune, first=FIRST_DAY_OF_TWO_LEVELS, field=part.field, login=part.login
        )
        # The dossiers of the merged communes are theirs now too.
        for agency in (commune, *before):
            _grant(staff, part.role, agency)
        hired[part.login] = staff
    posted = employ(
        POSTED, "Viên chức đăng ký đất đai", commune, first=FIRST_DAY_OF_TWO_LEVELS, field="Đất đai"
    )
    _grant(posted, Role.RECEPTION, commune)
    return Office(
        hired["tiepnhan"], (hired["chuyenvien"], hired["chuyenvien2"]), hired["lanhdao"], posted=posted
    )


def _other_office(commune: Agency, before: Agency, chance: Random) -> Office:
    clerk = employ(
        "Bùi Văn Lâm", "Công chức tiếp nhận", commune, first=FIRST_DAY_OF_TWO_LEVELS, login="xakhac"
    )
    specialist = employ(person_name(chance), "Công chức chuyên môn", commune, first=FIRST_DAY_OF_TWO_LEVELS)
    leader = employ(person_name(chance), "Chủ tịch UBND xã", commune, first=FIRST_DAY_OF_TWO_LEVELS)
    for staff, role in ((clerk, Role.RECEPTION), (specialist, Role.SPECIALIST), (leader, Role.LEADER)):
        for agency in (commune, before):
            _grant(staff, role, agency)
    return Office(clerk, (specialist,), leader)


def _visitors(places: Places) -> Staff:
    """The province's inspector, and the postman, who is answered."""
    inspector = employ("Hoàng Thanh Nga", "Chuyên viên Văn phòng UBND tỉnh", places.province, login="giamsat")
    _grant(inspector, Role.INSPECTOR, places.province, below=True)
    _grant(inspector, Role.CONTROL, places.province, below=True)
    postman = employ("Đỗ Văn Út", "Nhân viên bưu chính", places.post, login="buudien", public=False)
    _grant(postman, Role.POSTAL, places.communes[0])
    return postman


def let_a_citizen_in() -> None:
    """Somebody who files on the public pages: «congdan». No card has this number."""
    person = Person.objects.create(
        name="Lường Thị Mây",
        identity_number="000190000001",
        birth_date=date(1990, 3, 8),
        phone="0900000001",
        address="Thôn Nà Tông, xã Lam Bình",
        created_at=clock.now(),
    )
    User.objects.create(username="congdan", password=_hashed(), person=person)


@cache
def _hashed() -> str:
    """Hashing is slow on purpose; a password that everybody can read is hashed once for all."""
    return make_password(PASSWORD)


def employ(
    name: str,
    title: str,
    agency: Agency,
    *,
    first: date = BEGINNING,
    last: date | None = None,
    field: str = "",
    login: str = "",
    public: bool = True,
) -> Staff:
    """Somebody who works at an agency, with an account when a login is given. Called inside an act."""
    user = User.objects.create(username=login, password=_hashed()) if login else None
    return Staff.objects.create(
        user=user, name=name, title=title, agency=agency, field=field, phone="0000 000 000",
        public=public, first_day=first, last_day=last,
    )  # fmt: skip


def _grant(staff: Staff, role: Role, agency: Agency, *, below: bool = False) -> None:
    RoleGrant.objects.create(
        staff=staff,
        role=role.value,
        agency=agency,
        with_below=below,
        first_day=staff.first_day,
        last_day=staff.last_day,
    )
