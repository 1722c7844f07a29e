"""Plans, tasks, targets, figures, and the control work around them."""

from tests.web.every_page.places import (
    ADMINISTRATOR,
    CONTROL,
    INSPECTOR,
    LEADER,
    RECEPTION,
    SPECIALIST,
    Page,
    Where,
    newest,
    of_person,
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
    Page("staff:nine-behind", "/can-bo/danh-gia/co-so?period=2026-Q3&index=9", CONTROL),
    Page("staff:slip", "/can-bo/danh-gia/phieu", CONTROL),
    Page("staff:ask", "/can-bo/hoi-so-lieu", CONTROL),
    Page("staff:ask-behind", "/can-bo/hoi-so-lieu/dung-sau?measure=II.1&by=month&k0=2026-03", CONTROL),
    Page("staff:measures", "/can-bo/thuoc-do", CONTROL),
    Page("staff:measure", "/can-bo/thuoc-do/D.wholly_online", CONTROL, case="dossiers"),
    Page("staff:measure", "/can-bo/thuoc-do/Y.transactions", CONTROL, case="payments"),
    Page("staff:measure", "/can-bo/thuoc-do/N.posts_each", CONTROL, case="people"),
    Page("staff:measure-rows", "/can-bo/thuoc-do/registrations.entering/danh-sach", CONTROL, case="dossiers"),
    Page("staff:measure-rows", "/can-bo/thuoc-do/proactive/danh-sach", CONTROL, case="procedures"),
    Page("staff:measure", "/can-bo/thuoc-do/K.due_done", CONTROL, case="tasks"),
    Page("staff:measure-follow", "/can-bo/thuoc-do/NQ-2024/01.5", CONTROL),
    Page("staff:reform", "/can-bo/cchc", CONTROL),
    Page("staff:reform-score", "/can-bo/cchc/3.5/tu-cham", CONTROL),
    Page("staff:times", "/can-bo/thoi-gian?period=2026-Q3", CONTROL),
    Page("staff:times-dossiers", "/can-bo/thoi-gian/ho-so?period=2026-Q3&by=thu-tuc&key=1.001193", CONTROL),
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
    Page("staff:sent-reports", "/can-bo/bao-cao-da-gui?nam=2026", CONTROL),
    Page("staff:sent-report-add", "/can-bo/bao-cao-da-gui/ghi", CONTROL),
    Page("staff:emulation", "/can-bo/thi-dua?nam=2026", CONTROL),
    Page(
        "staff:emulation-officer",
        newest("/can-bo/thi-dua/can-bo/{}?nam=2026", "plans_emulationmark", column="staff_id"),
        CONTROL,
    ),
    Page("staff:initiatives", "/can-bo/sang-kien?nam=2026", LEADER),
    Page("staff:initiative", newest("/can-bo/sang-kien/{}", "plans_initiative"), LEADER),
    Page("staff:initiative-add", "/can-bo/sang-kien/dang-ky", CONTROL),
    Page("staff:budget", "/can-bo/kinh-phi?nam=2026", CONTROL),
    Page("staff:budget-line", newest("/can-bo/kinh-phi/{}", "plans_budgetline"), CONTROL),
    Page("staff:emulation-criteria", "/can-bo/thi-dua/tieu-chi", CONTROL),
    Page("staff:inspection-remedy", newest("/can-bo/kiem-tra/kien-nghi/{}", "inspections_remedy"), LEADER),
)
