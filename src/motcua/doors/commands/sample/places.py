"""The invented province: three levels until 30/6/2025, two from 1/7/2025, with one merger on that day."""

from dataclasses import dataclass
from datetime import date

from motcua.organisation.enums import ChangeKind, Level
from motcua.organisation.models import Agency, Succession

BEGINNING = date(2018, 6, 21)
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
FIRST_DAY_OF_TWO_LEVELS = date(2025, 7, 1)
MAIN_COMMUNE = "H99.101"
_DECISION = "Nghị quyết mẫu số 01/NQ-MAU về sắp xếp đơn vị hành chính (dữ liệu mẫu)"


@dataclass(frozen=True, slots=True)
class Places:
    """The agencies the sample's lives happen at."""

    province: Agency
    district: Agency
    old_communes: tuple[Agency, ...]
    communes: tuple[Agency, ...]
    post: Agency

    def heir_of(self, commune: Agency) -> Agency:
        """The commune that goes on with its work: itself, while it exists."""
        if commune in self.communes:
            return commune
        return self.communes[1] if commune == self.old_communes[2] else self.communes[0]

    def communes_on(self, day: date) -> tuple[Agency, ...]:
        """The communes of a day, in a fixed order."""
        return self.old_communes if day <= LAST_DAY_OF_DISTRICTS else self.communes


def build() -> Places:
    """Make the tree; called inside an act."""
    province = _agency("H99", "Ủy ban nhân dân tỉnh Lam Sơn Hạ", "tỉnh Lam Sơn Hạ", Level.PROVINCE, None)
    district = _agency(
        "H99.20",
        "Ủy ban nhân dân huyện Đông Lam",
        "huyện Đông Lam",
        Level.DISTRICT,
        province,
        to=LAST_DAY_OF_DISTRICTS,
    )
    old = tuple(
        _agency(
            f"H99.20.{code}",
            f"Ủy ban nhân dân xã {name}",
            f"xã {name}",
            Level.COMMUNE,
            district,
            to=LAST_DAY_OF_DISTRICTS,
            remote=remote,
        )
        for code, name, remote in (
            ("01", "An Thịnh", False),
            ("02", "Bình Lam", False),
            ("03", "Phú Lam", True),
        )
    )
    new = tuple(
        _agency(
            f"H99.{code}",
            f"Ủy ban nhân dân xã {name}",
            f"xã {name}",
            Level.COMMUNE,
            province,
            since=FIRST_DAY_OF_TWO_LEVELS,
            remote=remote,
        )
        for code, name, remote in (("101", "Lam Bình", False), ("102", "Phú Lam", True))
    )
    post = _agency("BD.H99", "Bưu điện tỉnh Lam Sơn Hạ", "Bưu điện tỉnh", Level.POSTAL, province, desk=False)
    _passes(old[0], new[0], ChangeKind.MERGE)
    _passes(old[1], new[0], ChangeKind.MERGE)
    _passes(old[2], new[1], ChangeKind.RENAME)
    _passes(district, None, ChangeKind.DISSOLVE)
    return Places(province, district, old, new, post)


def _agency(
    code: str,
    name: str,
    short: str,
    level: Level,
    parent: Agency | None,
    *,
    since: date = BEGINNING,
    to: date | None = None,
    remote: bool = False,
    desk: bool = True,
) -> Agency:
    desk_name = (
        "Trung tâm Phục vụ hành chính công"
        if since >= FIRST_DAY_OF_TWO_LEVELS
        else "Bộ phận Tiếp nhận và Trả kết quả"
    )
    return Agency.objects.create(
        code=code,
        name=name,
        short_name=short,
        level=level.value,
        parent=parent,
        valid_from=since,
        valid_to=to,
        remote=remote,
        has_desk=desk,
        desk_name=f"{desk_name} {short}" if desk else "",
        address=f"Trung tâm {short}",
        phone="0000 000 000",
    )


def _passes(old: Agency, new: Agency | None, kind: ChangeKind) -> None:
    Succession.objects.create(
        predecessor=old, successor=new, kind=kind.value, day=FIRST_DAY_OF_TWO_LEVELS, decision=_DECISION
    )
