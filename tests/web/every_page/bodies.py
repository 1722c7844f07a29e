"""Bodies that settle a dossier together, electronic forms, processes."""

from tests.web.every_page.places import ADMINISTRATOR, CONTROL, LEADER, RECEPTION, SPECIALIST, Page, Where


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
