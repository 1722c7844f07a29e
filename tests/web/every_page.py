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
    return progress_of(state)


def progress_of(state: str, more: str = "") -> Where:
    """A page below what a citizen sees of such a dossier."""
    return lambda house: f"/tra-cuu/{dossier_key(house, state)}{more}"


def a_result(house: House) -> str:
    """The newest result with a file, of the merged commune."""
    key = dossier_key(house, "returned")
    number = house.one(
        "SELECT p.id FROM dossiers_dossierpaper p JOIN dossiers_dossier d ON d.id = p.dossier_id"
        " JOIN dossiers_dossier o ON o.agency_id = d.agency_id JOIN storehouse_paper s ON s.id = p.paper_id"
        " WHERE p.role = 'result' AND s.blob_id IS NOT NULL AND o.code = ? ORDER BY p.id DESC LIMIT 1",
        key,
    )
    return f"/can-bo/ket-qua/{number}"


def a_certification(house: House) -> str:
    """The newest dossier of the merged commune that asks for certified copies."""
    code = house.one(
        "SELECT d.code FROM dossiers_dossier d JOIN catalogue_procedure p ON p.id = d.procedure_id"
        " JOIN dossiers_dossier o ON o.agency_id = d.agency_id"
        " WHERE p.code = '2.000815' AND d.code IS NOT NULL AND coalesce(o.code, o.tracking) = ? ORDER BY d.id DESC LIMIT 1",
        dossier_key(house, "returned"),
    )
    return f"/can-bo/ho-so/{code}/chung-thuc"


PUBLIC = (
    Page("public:home", "/"),
    Page("public:procedures", "/thu-tuc"),
    Page("public:procedures", "/thu-tuc?q=giay+khai+sinh", case="found"),
    Page("public:procedures", "/thu-tuc?q=zzzz", case="none"),
    Page("public:procedures", "/thu-tuc?viec=sinh-con", case="event"),
    Page("public:procedure", "/thu-tuc/1.001193"),
    Page("public:filled-form", "/thu-tuc/1.001193/to-khai-mau"),
    Page("public:filing", "/nop-ho-so"),
    Page("public:look-up", "/tra-cuu"),
    Page("public:progress", progress("processing"), case="processing"),
    Page("public:progress", progress("returned"), case="returned"),
    Page("public:progress", "/tra-cuu/H99.101-260101-9999", case="unknown", status=404),
    Page("public:sign-in", "/dang-nhap"),
    Page("public:signed-out", "/da-dang-xuat"),
    Page("public:pay", progress_of("returned", "/nop-tien")),  # with money due: test_paying
    Page("public:paid", progress_of("returned", "/da-nop")),
    Page("public:desks", "/noi-tiep-nhan"),
    Page("public:staff", "/danh-ba"),
    Page("public:index", "/chi-so"),
    Page("public:overdue", "/qua-han"),
    Page("public:feedback", "/phan-anh-kien-nghi"),
    Page("public:publications", "/cong-bo"),
    Page("public:open-data", "/du-lieu-mo"),
    *(
        Page("public:dataset", f"/du-lieu-mo/{slug}", case=slug)
        for slug in (
            "can-bo",
            "phan-anh-kien-nghi",
            "chi-so",
            "quyet-dinh-thu-tuc",
            "dich-vu-truc-tuyen",
            "qua-han",
        )
    ),
    Page(
        "public:publication",
        lambda house: f"/cong-bo/{house.one('SELECT max(id) FROM measurement_snapshot')}",
    ),
    Page("public:slip", "/phieu-danh-gia?mau=01"),
    Page("public:slip-thanks", "/phieu-danh-gia/cam-on?thiet-bi=1"),
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
    Page("staff:money", "/can-bo/thu-phi", RECEPTION),
    Page("staff:money", "/can-bo/thu-phi?tu=01/01/2026&den=18/11/2026", LEADER, case="year"),
    Page("staff:money-statement", "/can-bo/thu-phi/sao-ke", RECEPTION),
    Page("staff:register", "/can-bo/so-theo-doi", RECEPTION),
    Page("staff:register", "/can-bo/so-theo-doi?first=01/01/2026&last=18/11/2026", LEADER, case="year"),
    Page("staff:work", "/can-bo/viec?whose=all", RECEPTION),
    Page("staff:work", "/can-bo/viec", SPECIALIST),
    Page("staff:work", "/can-bo/viec", LEADER),
    Page("staff:search", "/can-bo/tim?q=nguyen", RECEPTION),
    Page("staff:standing-in", "/can-bo/viec/uy-quyen", SPECIALIST),
    Page("staff:receive-one", "/can-bo/tiep-nhan/2.000815", RECEPTION, case="copy"),
    Page("staff:dossier", dossier("processing"), RECEPTION, case="processing"),
    Page("staff:dossier", dossier("processing"), SPECIALIST, case="processing"),
    Page("staff:dossier", dossier("returned"), LEADER, case="returned"),
    Page("staff:received", dossier("returned", "/da-tiep-nhan"), RECEPTION),
    Page("staff:due-explained", dossier("processing", "/cach-tinh-han"), SPECIALIST),
    Page("staff:forms", dossier("processing", "/bieu-mau"), RECEPTION),
    Page("staff:drafts", dossier("processing", "/du-thao"), SPECIALIST),
    Page("staff:drafts-waiting", "/can-bo/du-thao", LEADER),
    Page("staff:register-book", "/can-bo/so-theo-doi/in", RECEPTION),
    Page("staff:act", dossier("processing", "/viec/finish"), LEADER, case="finish"),
    Page("staff:act", dossier("processing", "/viec/ask-supplement"), SPECIALIST, case="supplement"),
    Page("staff:act", dossier("processing", "/viec/draft-apology"), SPECIALIST, case="apology"),
    Page("staff:act", dossier("processing", "/viec/ask-extra"), SPECIALIST, case="extra"),
    Page("staff:lateness", "/can-bo/tre-han", LEADER),
    Page("staff:lateness", "/can-bo/tre-han?xem=de-xuat", SPECIALIST, case="proposed"),
    Page("staff:lateness-desk", "/can-bo/tre-han/quay", RECEPTION),
    Page("staff:explanations", "/can-bo/tre-han/giai-trinh", LEADER),
    Page(
        "staff:explain",
        lambda house: f"/can-bo/tre-han/giai-trinh/{dossier_key(house, 'processing')}",
        LEADER,
    ),
    Page("staff:violations", "/can-bo/so-vi-pham", CONTROL),
    Page("staff:violation-enter", "/can-bo/so-vi-pham/ghi-so", CONTROL),
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
    Page("staff:where", "/can-bo/dieu-hanh/o-dau", CONTROL),
    Page("staff:where-dossiers", "/can-bo/dieu-hanh/o-dau/ho-so?step=", LEADER),
    Page("staff:wall", "/can-bo/dieu-hanh/man-hinh", LEADER),
    Page("staff:open-dossiers", "/can-bo/dieu-hanh/ho-so?due=later", CONTROL),
    Page("staff:criterion", "/can-bo/dieu-hanh/tieu-chi/IV.1", CONTROL, case="dossiers"),
    Page("staff:criterion", "/can-bo/dieu-hanh/tieu-chi/III.2", CONTROL, case="procedures"),
    Page("staff:criterion", "/can-bo/dieu-hanh/tieu-chi/V.1", INSPECTOR, case="petitions"),
    Page("staff:criterion", "/can-bo/dieu-hanh/tieu-chi/I.1", CONTROL, case="unmeasured"),
    Page("staff:compare", "/can-bo/dieu-hanh/so-sanh", CONTROL),
    Page("staff:what-if", "/can-bo/dieu-hanh/thu-diem?them-IV.4=3", CONTROL),
    Page("staff:nine", "/can-bo/danh-gia?period=2026-Q3", CONTROL),
    Page("staff:nine-own", "/can-bo/danh-gia/cua-toi?period=2026-Q3", RECEPTION),
    Page("staff:nine-officer", lambda house: of_person("staff:nine-officer")(house) + "?period=2026-Q3", CONTROL),
    Page("staff:nine-dossiers", "/can-bo/danh-gia/ho-so?period=2026-Q3&index=1&points=2", CONTROL),
    Page("staff:slip", "/can-bo/danh-gia/phieu", CONTROL),
    Page("staff:ask", "/can-bo/hoi-so-lieu", CONTROL),
    Page("staff:measures", "/can-bo/thuoc-do", CONTROL),
    Page("staff:measure", "/can-bo/thuoc-do/D.wholly_online", CONTROL, case="dossiers"),
    Page("staff:measure", "/can-bo/thuoc-do/Y.transactions", CONTROL, case="payments"),
    Page("staff:measure", "/can-bo/thuoc-do/N.posts_each", CONTROL, case="people"),
    Page("staff:measure-follow", "/can-bo/thuoc-do/NQ-2024/01.5", CONTROL),
    Page("staff:reform", "/can-bo/cchc", CONTROL),
    Page("staff:reform-score", "/can-bo/cchc/3.5/tu-cham", CONTROL),
    Page("staff:times", "/can-bo/thoi-gian?period=2026-Q3", CONTROL),
    Page("staff:portal-scores", "/can-bo/diem-cong", CONTROL),
    Page("staff:portal-enter", "/can-bo/diem-cong/nhap", CONTROL),
    Page("staff:portal-dossiers", "/can-bo/diem-cong/ho-so/carried?period=2026-Q4", CONTROL),
    Page("staff:publications", "/can-bo/cong-bo", CONTROL),
    Page("staff:sets", "/can-bo/bo-chi-so", CONTROL),
    Page("staff:reform-set", "/can-bo/bo-chi-so-cchc/CCHC-XA", CONTROL),
    Page("staff:reform-set-copy", "/can-bo/bo-chi-so-cchc/CCHC-XA/chep", ADMINISTRATOR),
    Page("staff:set", "/can-bo/bo-chi-so/766", CONTROL),
    Page("staff:set-copy", "/can-bo/bo-chi-so/766/chep", ADMINISTRATOR),
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
    Page("staff:plan-month", of_plan("/can-bo/ke-hoach/{}/thang"), CONTROL),
    Page("staff:plan-consolidated", of_plan("/can-bo/ke-hoach/{}/tong-hop"), CONTROL),
    Page("staff:plan-remedy", "/can-bo/ke-hoach/khac-phuc", CONTROL),
    Page("staff:plan-bodies", of_plan("/can-bo/ke-hoach/{}/ai-lam"), CONTROL),
    Page("staff:plan-draft", of_plan("/can-bo/ke-hoach/{}/soan-nam-sau"), CONTROL),
    Page("staff:plan-calls", "/can-bo/ke-hoach/don-vi", CONTROL),
    Page("staff:own-tasks", "/can-bo/nhiem-vu/cua-toi", SPECIALIST),
    Page("staff:task-year", "/can-bo/nhiem-vu/lich-nam", CONTROL),
    Page(
        "staff:task-drop",
        of_plan(
            "/can-bo/nhiem-vu/{}/thoi-lam", "plans_plantask", "p.state = 'confirmed' AND r.state = 'to_do'"
        ),
        CONTROL,
    ),
    Page(
        "staff:task",
        of_plan("/can-bo/nhiem-vu/{}", "plans_plantask", "r.state = 'dropped'"),
        CONTROL,
        case="dropped",
    ),
    Page("staff:proposals", "/can-bo/de-xuat-nhiem-vu", CONTROL),
    Page("staff:proposals", "/can-bo/de-xuat-nhiem-vu", SPECIALIST, case="own"),
    Page("staff:proposal-add", "/can-bo/de-xuat-nhiem-vu/gui", SPECIALIST),
    Page("staff:task-reminders", "/can-bo/nhiem-vu/nhac-viec", CONTROL),
    Page("staff:task-give", "/can-bo/nhiem-vu/ngoai-ke-hoach", CONTROL),
    Page("staff:task", of_plan("/can-bo/nhiem-vu/{}", "plans_plantask"), CONTROL),
    Page("staff:targets", "/can-bo/chi-tieu", CONTROL),
    Page("staff:target", of_plan("/can-bo/chi-tieu/{}/xem", "plans_plantarget"), CONTROL),
    Page("staff:target-value", of_plan("/can-bo/chi-tieu/{}", "plans_plantarget"), CONTROL),
)  # fmt: skip


def newest(path: str, table: str, where: str = "1 = 1") -> Where:
    """The address of the newest row of a table."""
    return lambda house: path.format(house.one(f"SELECT max(id) FROM {table} WHERE {where}"))


CONTROL_WORK = (
    Page("staff:proposal", newest("/can-bo/de-xuat-nhiem-vu/{}", "plans_taskproposal"), CONTROL),
    Page("staff:inspections", "/can-bo/kiem-tra?nam=2026", CONTROL),
    Page("staff:inspections", "/can-bo/kiem-tra?nam=2026&tinh-trang=closed", LEADER, case="closed"),
    Page("staff:inspection-plan-add", "/can-bo/kiem-tra/ke-hoach", CONTROL),
    Page("staff:inspection-add", "/can-bo/kiem-tra/chuan-bi", CONTROL),
    Page("staff:inspection-checklists", "/can-bo/kiem-tra/bang-kiem", CONTROL),
    Page("staff:inspection-checklist-write", "/can-bo/kiem-tra/bang-kiem/sua?ma=control", CONTROL),
    Page("staff:inspection-draw-agencies", "/can-bo/kiem-tra/rut-don-vi", CONTROL),
    Page("staff:inspection-drawn", newest("/can-bo/kiem-tra/lan-rut/{}", "inspections_draw"), CONTROL),
    Page("staff:inspection", newest("/can-bo/kiem-tra/{}", "inspections_inspection"), CONTROL),
    Page("staff:dialogues", "/can-bo/doi-thoai?nam=2026", CONTROL),
    Page("staff:dialogue-add", "/can-bo/doi-thoai/chuan-bi", CONTROL),
    Page("staff:dialogue", newest("/can-bo/doi-thoai/{}", "feedback_dialogue"), CONTROL),
    Page("staff:outreach", "/can-bo/truyen-thong?nam=2026&thang=11", CONTROL),
    Page("staff:outreach", "/can-bo/truyen-thong", SPECIALIST, case="own"),
    Page("staff:outreach-add", "/can-bo/truyen-thong/ghi", SPECIALIST),
    Page("staff:emulation", "/can-bo/thi-dua?nam=2026", CONTROL),
    Page("staff:initiatives", "/can-bo/sang-kien?nam=2026", LEADER),
    Page("staff:initiative-add", "/can-bo/sang-kien/dang-ky", CONTROL),
    Page("staff:budget", "/can-bo/kinh-phi?nam=2026", CONTROL),
    Page("staff:emulation-criteria", "/can-bo/thi-dua/tieu-chi", CONTROL),
    Page("staff:inspection-remedy", newest("/can-bo/kiem-tra/kien-nghi/{}", "inspections_remedy"), LEADER),
)


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
    ("procedures-choose",), ("templates",),
    ("template", "form.receipt", "2025"), ("settings",), ("setting", "clock.supplement_mode"), ("background",), ("record",),
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
    Page(
        "staff:blank-form-attach",
        lambda house: "/can-bo/quan-tri/thu-tuc/1.001193/bieu-mau/{}".format(
            house.one(
                "SELECT c.id FROM catalogue_component c JOIN catalogue_procedureversion v ON v.id = c.version_id"
                " JOIN catalogue_procedure p ON p.id = v.procedure_id WHERE p.code = '1.001193'"
            )
        ),
        ADMINISTRATOR,
        status=422,
    ),
)

PAPERS = (
    Page("public:verify", "/xac-minh"),
    Page("public:verify-one", "/xac-minh/ABCD-EFGH-JKMN-PQRS", status=404),
    Page("staff:scans", "/can-bo/so-hoa", RECEPTION),
    Page("staff:signing", "/can-bo/ky-so", LEADER),
    Page("staff:keys", "/can-bo/ky-so/khoa", LEADER),
    Page("staff:check-signatures", "/can-bo/kiem-tra-chu-ky", SPECIALIST),
    Page("staff:trust", "/can-bo/chung-thu-tin-cay", ADMINISTRATOR),
    Page("staff:results", "/can-bo/ket-qua", LEADER),
    Page("staff:cleaning", "/can-bo/lam-sach-giay-to", LEADER),
    Page("staff:certify", a_certification, SPECIALIST),
    Page("staff:certified-book", "/can-bo/so-chung-thuc", LEADER),
    Page("staff:cleaning", "/can-bo/lam-sach-giay-to", LEADER),
    Page("staff:old-results", "/can-bo/ket-qua-cu?nam=2026", LEADER),
    Page("staff:keeping", "/can-bo/thoi-han-luu", LEADER),
    Page("staff:keeping-due", "/can-bo/thoi-han-luu/component", LEADER),
    Page("staff:looks", "/can-bo/quan-tri/xem-du-lieu?ngay=30", ADMINISTRATOR),
    Page("staff:store", "/can-bo/quan-tri/kho-tep", ADMINISTRATOR),
    Page("staff:result-replace", lambda house: f"{a_result(house)}/thay-the", LEADER),
    Page("staff:result", a_result, LEADER),
)


def course(state: str, more: str = "") -> Where:
    """The bodies of the newest dossier of the commune in which another agency's part is in a state."""
    return lambda house: "/can-bo/ho-so/{}/co-quan{}".format(
        house.one(
            "SELECT d.code FROM dossiers_part p JOIN dossiers_dossier d ON d.id = p.dossier_id"
            " JOIN organisation_agency a ON a.id = p.agency_id"
            " WHERE p.state = ? AND a.code = 'H99.12' AND d.state = 'processing' ORDER BY d.id DESC LIMIT 1",
            state,
        ),
        more,
    )


def process(state: str, more: str = "") -> Where:
    """A process of the commune: the newest one in a state; approved ones that do not run yet."""
    return lambda house: "/can-bo/quan-tri/quy-trinh/{}{}".format(
        house.one(
            "SELECT key FROM catalogue_internalprocess WHERE state = ? AND usable = 0 AND agency = 'H99.101'"
            " ORDER BY id DESC LIMIT 1",
            state,
        ),
        more,
    )


DEPARTMENT = "sonoivu"
BODIES = (
    Page("staff:bodies", "/can-bo/lien-thong", SPECIALIST),
    Page("staff:bodies", "/can-bo/lien-thong", DEPARTMENT),
    Page("staff:bodies", "/can-bo/lien-thong?ds=lam", RECEPTION, case="none"),
    Page("staff:course", course("taken"), SPECIALIST, case="taken"),
    Page("staff:course", course("taken"), DEPARTMENT, case="taken"),
    Page("staff:course", course("sent"), LEADER, case="sent"),
    Page("staff:course-act", course("taken", "/xong?phan=2"), DEPARTMENT),
    Page("staff:course-act", course("sent", "/them"), SPECIALIST, case="add"),
    Page("staff:eforms", "/can-bo/quan-tri/to-khai", ADMINISTRATOR),
    Page("staff:blank-forms", "/can-bo/quan-tri/thu-tuc/1.001193/bieu-mau", ADMINISTRATOR),
    Page("staff:eform", "/can-bo/quan-tri/to-khai/1.001193", ADMINISTRATOR),
    Page("staff:eform-preview", "/can-bo/quan-tri/to-khai/1.001193/1/xem-thu", ADMINISTRATOR),
    Page("staff:eform-import", "/can-bo/quan-tri/to-khai/1.001193/tu-tep", ADMINISTRATOR),
    Page("staff:processes", "/can-bo/quan-tri/quy-trinh", CONTROL),
    Page("staff:process-new", "/can-bo/quan-tri/quy-trinh/moi?theo=IP02", CONTROL),
    Page("staff:process", "/can-bo/quan-tri/quy-trinh/H99.101-QT02", CONTROL, case="parallel"),
    Page("staff:process", process("draft"), ADMINISTRATOR, case="draft"),
    Page("staff:process-total", process("draft", "/thoi-gian"), CONTROL),
    Page("staff:process-body", process("draft", "/co-quan/0"), CONTROL),
    Page("staff:process-step", process("draft", "/buoc/1"), CONTROL),
    Page("staff:process-approve", process("draft", "/phe-duyet"), CONTROL),
    Page("staff:process-run", process("approved", "/chay"), CONTROL),
)

PAGES = (*BODIES, *PAPERS, *PUBLIC, *DESK, *STEERING, *ADMINISTRATION, *REFUSED)


def row_in(path: str, table: str, where: str = "1 = 1", column: str = "id") -> Where:
    """An address with the newest row of a table in it."""
    return lambda house: path.format(
        house.one(f"SELECT {column} FROM {table} WHERE {where} ORDER BY id DESC LIMIT 1")
    )


_DESK_SHEETS = (
    "", "/quy-che", "/quy-che/nhap", "/phan-cong", "/phan-cong/nhap", "/lich-truc", "/lich-truc/xep", "/danh-gia",
    "/nang-suat", "/quay", "/loai-phieu", "/thiet-bi", "/thiet-bi/don-gia", "/buu-chinh", "/niem-yet",
)  # fmt: skip
_SHEET_NAMES = (
    "desk", "desk-regulation", "desk-regulation-add", "desk-people", "desk-people-add", "desk-roster", "desk-roster-add",
    "desk-marks", "desk-productivity", "desk-premises", "desk-kind-add", "desk-equipment", "desk-equipment-prices",
    "desk-contracts", "desk-notice",
)  # fmt: skip
ORGANISATION = (
    *(
        Page(f"staff:{name}", f"/can-bo/to-chuc{path}", LEADER)
        for name, path in zip(_SHEET_NAMES, _DESK_SHEETS, strict=True)
    ),
    Page("staff:desk-focal", "/can-bo/to-chuc/dau-moi", CONTROL),
    Page("staff:desk-trainings", "/can-bo/to-chuc/tap-huan", CONTROL),
    Page("staff:desk-training", row_in("/can-bo/to-chuc/tap-huan/{}", "organisation_training"), CONTROL),
    Page(
        "staff:desk-stand-in", row_in("/can-bo/to-chuc/lich-truc/{}/thay", "organisation_rosterslot"), LEADER
    ),
    Page("staff:mine", "/can-bo/cua-toi", RECEPTION),
    Page("staff:mine", "/can-bo/cua-toi", POSTAL),
    Page("staff:queue", "/can-bo/hang-doi", RECEPTION),
    Page("staff:queue-issue", "/can-bo/hang-doi/cap-so", RECEPTION),
    Page("staff:queue-issued", row_in("/can-bo/hang-doi/so/{}", "counters_ticket"), RECEPTION),
    Page("staff:queue-figures", "/can-bo/hang-doi/thoi-gian-cho", RECEPTION),
)
QUEUE = (
    Page("public:queue-display", "/man-hinh/H99.101"),
    Page("public:queue-kiosk", row_in("/may-lay-so/{}", "counters_kiosk", column="key")),
    Page("kiosk:start", row_in("/ki-ot/{}", "counters_kiosk", column="key")),
    Page("kiosk:rate", row_in("/ki-ot/{}/danh-gia", "counters_kiosk", column="key")),
    Page("kiosk:thanks", row_in("/ki-ot/{}/cam-on", "counters_kiosk", column="key")),
    Page("public:queue-follow", row_in("/so/{}", "counters_ticket", column="key")),
    Page(
        "public:queue-taken",
        lambda house: "/may-lay-so/{}/{}".format(
            house.one("SELECT key FROM counters_kiosk"),
            house.one("SELECT key FROM counters_ticket ORDER BY id DESC"),
        ),
    ),
)
DIALOGUES = (
    Page("public:dialogues", "/doi-thoai"),
    Page("public:dialogue", newest("/doi-thoai/{}", "feedback_dialogue", "state = 'published'")),
    Page(
        "public:dialogue",
        newest("/doi-thoai/{}", "feedback_dialogue", "state = 'announced'"),
        case="announced",
    ),
    Page(
        "public:dialogue-ask", newest("/doi-thoai/{}/gui-cau-hoi", "feedback_dialogue", "state = 'announced'")
    ),
)
PUBLIC = (*PUBLIC, *QUEUE, *DIALOGUES)
PAGES = (*PAGES, *QUEUE, *ORGANISATION, *CONTROL_WORK, *DIALOGUES)

# Names of addresses that show no page of their own, and why.
NOT_A_PAGE = {
    **{
        f"public:{name}": "only for a person signed in; opened in test_filing"
        for name in (
            "mine",
            "file",
            "draft",
            "draft-topic",
            "draft-papers",
            "draft-result",
            "draft-check",
            "draft-sent",
        )
    },
    **{
        f"public:{name}": "only for whose dossier it is; opened in tests/public/test_own_dossiers"
        for name in ("own-dossier", "own-reply", "own-withdraw", "own-paper")
    },
    "public:draft-changed": "only when a form is replaced meanwhile; tests/public/test_filing",
    "public:draft-throw-away": "takes POST only",
    "public:sign-out": "takes POST only",
    "public:kept-form": "only after a session ended; tests/web/test_kept_forms",
    "staff:kept-form": "only after a session ended; tests/web/test_kept_forms",
    "kiosk:over": "leads to the first screen",
    "public:sign-in-with": "leads to the provider; tests/identity",
    "public:come-back": "leads on from the provider; tests/identity",
    "staff:eform-begin": "takes POST only",
    "staff:eform-drop": "takes POST only",
    "public:pay-code-file": "a picture; tests/staff/test_money",
    "staff:eform-arrange": "takes POST only",
    "staff:eform-export": "a file",
    "staff:blank-form-detach": "takes POST only",
    "public:blank-form": "a file; tests/staff/administration/test_blank_forms",
    "staff:told-form": "a file; tests/staff/test_told_form",
    "public:empty-form": "a file; tests/public/test_procedures",
    "staff:eform-topic": "of a draft, the sample has none; tests/staff/administration/test_eforms",
    "staff:eform-field": "of a draft, the sample has none; tests/staff/administration/test_eforms",
    "staff:eform-publish": "of a draft, the sample has none; tests/staff/administration/test_eforms",
    "staff:eform-stands-for": "of a draft, the sample has none; tests/staff/administration/test_eforms",
    "staff:ask-later": "takes POST only",
    "staff:ask-answer": "only of long work; tests/staff/test_ask",
    "staff:course-paper": "a file",
    "staff:process-drop": "takes POST only",
    "staff:scan": "the sample has no scans; tests/staff/test_papers",
    "staff:scanned": "the sample has no scans; tests/staff/test_papers",
    "staff:scans-busy": "a part of a page",
    "staff:sign-copies": "takes POST only",
    "staff:separator": "a PDF",
    "staff:scan-picture": "a picture",
    "staff:scan-act": "takes POST only",
    "staff:scanned-file": "a file",
    "staff:scanned-picture": "a picture",
    "staff:scanned-act": "takes POST only",
    "staff:signing-batch": "of who signs; tests/staff/test_papers",
    "staff:key-end": "takes POST only",
    "staff:distrust": "takes POST only",
    "staff:result-print": "a PDF",
    "staff:certified-file": "a PDF",
    "staff:certify-act": "takes POST only",
    "public:pay-code": "needs a payment begun; opened in test_paying",
    "staff:money-assign": "needs a bank statement read; opened in test_paying",
    "staff:money-propose": "an act",
    "staff:money-decide": "needs a refund proposed; opened in tests/staff/test_money",
    "staff:money-voucher": "needs a refund approved; opened in tests/staff/test_money",
    "staff:violation-proposal": "takes POST only",
    **{
        f"staff:inspection-{name}": "a form of the common kind, like staff:inspection-add; tests/staff/control"
        for name in (
            "checklist-back",
            "plan-decide",
            "plan-sent",
            "decide",
            "notify",
            "drop",
            "draw",
            "checklist",
            "find",
            "conclude",
            "close",
            "violation",
        )
    },
    **{
        f"staff:dialogue-{name}": "a form of the common kind, like staff:dialogue-add; tests/staff/control"
        for name in ("announce", "ask", "hold", "answer", "leave-out", "drop")
    },
    "staff:dialogue-publish": "needs a dialogue held and answered; opened in tests/staff/control",
    **{
        f"staff:{name}": "a form of the common kind, like staff:initiative-add; tests/staff/control"
        for name in (
            "outreach-campaign",
            "outreach-channel",
            "outreach-withdraw",
            "emulation-criteria-back",
            "emulation-mark",
            "emulation-propose",
            "emulation-decide",
            "initiative-appraise",
            "initiative-recognise",
            "budget-add",
            "budget-spend",
            "budget-settle",
        )
    },
    "staff:outreach-picture": "a file",
    "staff:dialogue-minutes": "a file",
    "staff:inspection-plan-file": "a file",
    "staff:inspection-paper": "a file",
    "staff:inspection-frame": "a file",
    "staff:inspection-remedy-act": "takes POST only",
    "staff:violation": "needs a violation entered; opened in tests/staff/test_lateness",
    "public:coming": "only for who signed in; tests/proactive opens it",
    "public:coming-answer": "takes POST only",
    "public:coming-wish": "takes POST only",
    "public:search": "leads on to the list or to a dossier",
    "public:posting-sheet": "a PDF; opened in test_citizen",
    "public:staff-json": "data",
    "public:index-json": "data",
    "public:publications-feed": "a feed",
    "public:dataset-file": "a feed or data; read in tests/public/test_open_data",
    "public:publication-file": "a file",
    "public:language": "sets a cookie and leads back",
    "public:robots": "text for search engines",
    "public:queue-slip": "a PDF; opened in test_queue_pages",
    "staff:queue-slip": "a PDF; opened in test_queue_pages",
    "staff:desk-notice-file": "a PDF or a docx; read in test_desk",
    "staff:desk-focal-paper": "a file; tests/staff/control/test_focal_paper",
    "staff:desk-regulation-file": "a file",
    "staff:desk-contract-file": "a file",
    "staff:acknowledge": "takes POST only",
    "staff:queue-next": "takes POST only",
    "staff:queue-one": "takes POST only",
    "staff:queue-act": "takes POST only",
    "staff:desk-roster-clear": "takes POST only",
    "staff:desk-absence-end": "takes POST only",
    "staff:desk-counter-close": "takes POST only",
    "staff:desk-kind-end": "takes POST only",
    "staff:desk-kiosk-end": "takes POST only",
    "staff:desk-contract-off": "takes POST only",
    "staff:desk-duty-add": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-people-end": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-absence-add": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-mark-add": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-marks-draw": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-mark-use": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-mark-withdraw": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-productivity-minimum": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-counter-add": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-counter-serves": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-kiosk-add": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-equipment-add": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-equipment-check": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-contract-add": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-contract-person": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-contract-end": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-focal-begin": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-focal-edit": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-focal-decide": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-training-add": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:desk-training-part": "a form of the common kind, like staff:desk-people-add; sent in test_desk_pages",
    "staff:sign-out": "takes POST only",
    "staff:act-many": "takes POST only",
    "staff:identity-help": "takes POST only",
    "staff:save-long": "takes POST only",
    "staff:standing-in-end": "takes POST only",
    "staff:long-work": "exists for who asked for long work only; tests/staff/test_together.py opens it",
    "staff:made-file": "a file to save",
    "staff:receipt": "a PDF; opened in test_reception",
    "staff:form-issue": "takes POST only",
    "staff:print-forms": "takes POST only; tests/staff/test_together.py",
    "staff:form-sign": "a form of the common kind for an issued form; tests/staff/test_printing.py",
    "staff:form-issued": "a file; opened in staff/test_printing",
    "staff:register-job": "only after a register was asked for; staff/test_printing",
    "staff:register-file": "a file",
    "staff:draft": "only where a draft was begun; staff/test_printing",
    "staff:draft-file": "a file",
    "staff:template-file": "a file",
    "staff:template-packaged": "a file",
    "staff:template-use": "takes POST only",
    "staff:paper": "a file",
    "public:my-papers": "only for who signed in; staff/test_paper_care opens it",
    "staff:cleaning-again": "takes POST only",
    "staff:doubt": "only where something is doubtful; staff/test_paper_care",
    "staff:doubt-file": "a file",
    "staff:store-look": "takes POST only",
    "staff:old-results-plan": "a form of the common kind, like staff:desk-people-add; staff/test_paper_care",
    "staff:disposal": "only after a leader's decision; staff/test_paper_care",
    "staff:looks-of": "one officer's day; staff/test_paper_care",
    "staff:collect": "only for a dossier with money still owed",
    "staff:plan-send": "takes POST only",
    "staff:plan-reading": "exists while a scan is read",
    "staff:plan-confirm": "takes POST only",
    "staff:plan-discard": "takes POST only",
    "staff:plan-settle": "takes POST only",
    "staff:plan-source": "a file",
    "staff:task-report": "takes POST only",
    "staff:plan-link": "takes POST only",
    "staff:task-calendar": "a file for calendar programmes; tests/staff/steering/test_task_pages.py",
    "staff:task-hand-over": "a form of the common kind, like staff:desk-people-add; test_task_pages",
    "staff:task-take-up": "takes POST only",
    "staff:target-hand-down": "a form of the common kind, like staff:desk-people-add; test_target_page",
    "staff:target-evidence": "a file",
    "staff:task-proof": "takes POST only",
    "staff:task-judge": "takes POST only",
    "staff:task-comment": "takes POST only",
    "staff:task-answer": "takes POST only",
    "staff:task-resume": "a form of the common kind, like staff:task-drop; test_task_dropping",
    "staff:proposal-call": "a form of the common kind, like staff:proposal-add; test_plan_proposals",
    "staff:proposal-withdraw": "takes POST only",
    "staff:task-pass-down": "a form of the common kind, like staff:desk-people-add; test_task_pages",
    "staff:task-assign": "takes POST only",
    "staff:task-evidence": "a file",
    "staff:person-end-role": "takes POST only",
    "staff:person-switch": "takes POST only",
    "staff:person-end-delegation": "takes POST only",
    "staff:job-retry": "takes POST only",
    "staff:first-run": "only in an empty house; test_first_run",
    "staff:founded": "only in a new house; test_first_run",
}
