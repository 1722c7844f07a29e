"""Every page of the public and the staff doors: where it is in the sample, and who may open it.

A page is missing here only with a reason in `NOT_A_PAGE`; a test holds this list against the address book.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from tests.web.house import House

Where = str | Callable[[House], str]
# The officers of the merged commune, who work on the sample's open dossiers.
RECEPTION, SPECIALIST, LEADER, CONTROL, ADMINISTRATOR = (
    "tiepnhan", "chuyenvien", "lanhdao", "kiemsoat", "quantri",
)  # fmt: skip
INSPECTOR, POSTAL, ELSEWHERE = "giamsat", "buudien", "xakhac"


@dataclass(frozen=True, slots=True)
class Page:
    """One address to look at. `name` is the URL's name; `case` tells several of the same name apart."""

    name: str
    where: Where
    login: str = ""
    case: str = ""
    status: int = 200

    def __str__(self) -> str:
        return "-".join(part for part in (self.name.replace(":", "-"), self.case, self.login) if part)

    def path(self, house: House) -> str:
        """The address in this house."""
        return self.where if isinstance(self.where, str) else self.where(house)


def dossier(state: str, more: str = "") -> Where:
    """The page of the newest dossier of the merged commune in a state."""
    return lambda house: f"/can-bo/ho-so/{dossier_key(house, state)}{more}"


def dossier_key(house: House, state: str) -> str:
    """Code, or tracking number before receipt."""
    return str(
        house.one(
            "SELECT coalesce(d.code, d.tracking) FROM dossiers_dossier d"
            " JOIN organisation_agency a ON a.id = d.agency_id"
            " JOIN organisation_staff s ON s.agency_id = a.id JOIN accounts_user u ON u.id = s.user_id"
            " WHERE d.state = ? AND u.username = 'tiepnhan' ORDER BY d.id DESC LIMIT 1",
            state,
        )
    )


def progress(state: str) -> Where:
    """What a citizen sees of such a dossier."""
    return lambda house: f"/tra-cuu/{dossier_key(house, state)}"


PUBLIC = (
    Page("public:home", "/"),
    Page("public:procedures", "/thu-tuc"),
    Page("public:procedures", "/thu-tuc?q=giay+khai+sinh", case="found"),
    Page("public:procedures", "/thu-tuc?q=zzzz", case="none"),
    Page("public:procedure", "/thu-tuc/1.001193"),
    Page("public:filing", "/nop-ho-so"),
    Page("public:look-up", "/tra-cuu"),
    Page("public:progress", progress("processing"), case="processing"),
    Page("public:progress", progress("returned"), case="returned"),
    Page("public:progress", "/tra-cuu/H99.101-260101-9999", case="unknown", status=404),
    Page("public:desks", "/noi-tiep-nhan"),
    Page("public:staff", "/danh-ba"),
    Page("public:index", "/chi-so"),
    Page("public:overdue", "/qua-han"),
    Page("public:feedback", "/phan-anh-kien-nghi"),
    Page("public:about", "/gioi-thieu"),
    Page("public:accessibility", "/kha-nang-tiep-can"),
    Page("public:home", "/khong-co-trang-nay", case="absent", status=404),
)

DESK = (
    Page("staff:sign-in", "/can-bo/dang-nhap"),
    Page("staff:password", "/can-bo/mat-khau", RECEPTION),
    *(
        Page("staff:home", "/can-bo/", login)
        for login in (
            RECEPTION,
            SPECIALIST,
            LEADER,
            CONTROL,
            ADMINISTRATOR,
            INSPECTOR,
            POSTAL,
            ELSEWHERE,
        )
    ),
    Page("staff:home", "/can-bo/khong-co-trang-nay", RECEPTION, case="absent", status=404),
    Page("staff:receive", "/can-bo/tiep-nhan", RECEPTION),
    Page("staff:receive-one", "/can-bo/tiep-nhan/1.001193", RECEPTION),
    Page("staff:inbox", "/can-bo/cho-tiep-nhan", RECEPTION),
    Page("staff:register", "/can-bo/so-theo-doi", RECEPTION),
    Page("staff:register", "/can-bo/so-theo-doi?first=01/01/2026&last=18/11/2026", LEADER, case="year"),
    Page("staff:work", "/can-bo/viec?whose=all", RECEPTION),
    Page("staff:work", "/can-bo/viec", SPECIALIST),
    Page("staff:work", "/can-bo/viec", LEADER),
    Page("staff:search", "/can-bo/tim?q=nguyen", RECEPTION),
    Page("staff:dossier", dossier("processing"), RECEPTION, case="processing"),
    Page("staff:dossier", dossier("processing"), SPECIALIST, case="processing"),
    Page("staff:dossier", dossier("returned"), LEADER, case="returned"),
    Page("staff:received", dossier("returned", "/da-tiep-nhan"), RECEPTION),
    Page("staff:due-explained", dossier("processing", "/cach-tinh-han"), SPECIALIST),
    Page("staff:act", dossier("processing", "/viec/finish"), LEADER, case="finish"),
    Page("staff:act", dossier("processing", "/viec/ask-supplement"), SPECIALIST, case="supplement"),
)


def of_plan(part: str, table: str = "plans_plan", where: str = "p.state = 'confirmed'") -> Where:
    """The address of a plan, or of a row of one, of this year; `part` has a place for its number."""
    join = "" if table == "plans_plan" else f" JOIN {table} r ON r.plan_id = p.id"
    number = "p.id" if table == "plans_plan" else "r.id"
    return lambda house: part.format(
        house.one(
            f"SELECT {number} FROM plans_plan p{join} WHERE p.year = 2026 AND {where} ORDER BY 1 LIMIT 1"
        )
    )


STEERING = (
    *(Page("staff:control", "/can-bo/dieu-hanh", login) for login in (CONTROL, LEADER, INSPECTOR)),
    Page("staff:control", "/can-bo/dieu-hanh?period=2025-Q4", CONTROL, case="quarter"),
    Page("staff:open-dossiers", "/can-bo/dieu-hanh/ho-so?due=later", CONTROL),
    Page("staff:criterion", "/can-bo/dieu-hanh/tieu-chi/IV.1", CONTROL, case="dossiers"),
    Page("staff:criterion", "/can-bo/dieu-hanh/tieu-chi/III.2", CONTROL, case="procedures"),
    Page("staff:criterion", "/can-bo/dieu-hanh/tieu-chi/V.1", INSPECTOR, case="petitions"),
    Page("staff:criterion", "/can-bo/dieu-hanh/tieu-chi/I.1", CONTROL, case="unmeasured"),
    Page("staff:plans", "/can-bo/ke-hoach", CONTROL),
    Page("staff:plan", of_plan("/can-bo/ke-hoach/{}"), CONTROL),
    Page("staff:plan-review", of_plan("/can-bo/ke-hoach/{}/kiem-tra", where="p.state = 'read'"), CONTROL),
    Page(
        "staff:plan-correct-task",
        of_plan("/can-bo/ke-hoach/nhiem-vu/{}/sua", "plans_plantask", "p.state = 'read'"), CONTROL,
    ),
    Page(
        "staff:plan-correct-target",
        of_plan("/can-bo/ke-hoach/chi-tieu/{}/sua", "plans_plantarget", "p.state = 'read'"), CONTROL,
    ),
    Page("staff:tasks", "/can-bo/nhiem-vu", CONTROL),
    Page("staff:task", of_plan("/can-bo/nhiem-vu/{}", "plans_plantask"), CONTROL),
    Page("staff:targets", "/can-bo/chi-tieu", CONTROL),
    Page("staff:target-value", of_plan("/can-bo/chi-tieu/{}", "plans_plantarget"), CONTROL),
)  # fmt: skip


def of_person(name: str, login: str = "chuyenvien") -> Where:
    """An administrator's page about an officer of the sample."""
    return lambda house: reverse(
        name,
        args=[
            house.one(
                "SELECT s.id FROM organisation_staff s JOIN accounts_user u ON u.id = s.user_id"
                " WHERE u.username = ?",
                login,
            )
        ],
    )


def of(name: str, *arguments: str) -> Where:
    """The address that a name has."""
    return lambda _: reverse(name, args=arguments)


_PERSON = (
    "person", "person-edit", "person-grant", "person-account", "person-delegate", "person-move", "person-leave",
)  # fmt: skip
_OFFICE = (
    ("agency",), ("reorganise",), ("agency-one", "H99.101"), ("agency-edit", "H99.101"),
    ("person-add", "H99.101"), ("calendar",), ("calendar-days",), ("calendar-hours",), ("procedures",),
    ("procedures-choose",), ("settings",), ("setting", "clock.supplement_mode"), ("background",), ("record",),
    ("about",),
)  # fmt: skip
ADMINISTRATION = (
    *(Page(f"staff:{name}", of_person(f"staff:{name}"), ADMINISTRATOR) for name in _PERSON),
    *(Page(f"staff:{name}", of(f"staff:{name}", *given), ADMINISTRATOR) for name, *given in _OFFICE),
)
# The sample's administrator has one commune: what is for all agencies is refused, with the reason.
REFUSED = (
    Page("staff:agency-add", of("staff:agency-add", "H99.101"), ADMINISTRATOR, status=422),
    Page("staff:procedure-limit", of("staff:procedure-limit", "1.001193"), ADMINISTRATOR, status=422),
)

PAGES = (*PUBLIC, *DESK, *STEERING, *ADMINISTRATION, *REFUSED)

# Names of addresses that show no page of their own, and why.
NOT_A_PAGE = {
    "public:search": "leads on to the list or to a dossier",
    "public:posting-sheet": "a PDF; opened in test_citizen",
    "public:staff-json": "data",
    "public:index-json": "data",
    "public:language": "sets a cookie and leads back",
    "public:robots": "text for search engines",
    "staff:sign-out": "takes POST only",
    "staff:act-many": "takes POST only",
    "staff:receipt": "a PDF; opened in test_reception",
    "staff:paper": "a file",
    "staff:collect": "only for a dossier with money still owed",
    "staff:plan-confirm": "takes POST only",
    "staff:plan-discard": "takes POST only",
    "staff:plan-source": "a file",
    "staff:task-report": "takes POST only",
    "staff:task-assign": "takes POST only",
    "staff:task-evidence": "a file",
    "staff:person-end-role": "takes POST only",
    "staff:person-switch": "takes POST only",
    "staff:person-end-delegation": "takes POST only",
    "staff:job-retry": "takes POST only",
    "staff:first-run": "only in an empty house; test_first_run",
    "staff:founded": "only in a new house; test_first_run",
}
