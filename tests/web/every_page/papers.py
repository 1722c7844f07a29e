"""Papers: digitised, signed, certified, kept, verified."""

from tests.web.every_page.places import ADMINISTRATOR, LEADER, RECEPTION, SPECIALIST, Page, dossier_key
from tests.web.house import House


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
    Page("staff:old-results", "/can-bo/ket-qua-cu?nam=2026", LEADER),
    Page("staff:keeping", "/can-bo/thoi-han-luu", LEADER),
    Page("staff:keeping-due", "/can-bo/thoi-han-luu/component", LEADER),
    Page("staff:looks", "/can-bo/quan-tri/xem-du-lieu?ngay=30", ADMINISTRATOR),
    Page("staff:store", "/can-bo/quan-tri/kho-tep", ADMINISTRATOR),
    Page("staff:result-replace", lambda house: f"{a_result(house)}/thay-the", LEADER),
    Page("staff:result", a_result, LEADER),
)
