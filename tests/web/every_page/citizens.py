"""What anybody sees: pages of the public door, the queue's screens, dialogues."""

from tests.web.every_page.places import CITIZEN, Page, Where, newest, progress, progress_of

OPEN = (
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

QUEUE = (
    Page("public:queue-display", "/man-hinh/H99.101"),
    Page("public:queue-kiosk", newest("/may-lay-so/{}", "counters_kiosk", column="key")),
    Page("kiosk:start", newest("/ki-ot/{}", "counters_kiosk", column="key")),
    Page("kiosk:rate", newest("/ki-ot/{}/danh-gia", "counters_kiosk", column="key")),
    Page("kiosk:thanks", newest("/ki-ot/{}/cam-on", "counters_kiosk", column="key")),
    Page("public:queue-follow", newest("/so/{}", "counters_ticket", column="key")),
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


def own(state: str, more: str = "") -> Where:
    """A page of the sample citizen's own dossier in a state."""
    return lambda house: "/cua-toi/ho-so/{}{}".format(
        house.one(
            "SELECT coalesce(d.code, d.tracking) FROM dossiers_dossier d JOIN accounts_user u ON u.person_id = d.person_id"
            " WHERE u.username = 'congdan' AND d.state = ? ORDER BY d.id DESC LIMIT 1",
            state,
        ),
        more,
    )


def draft(more: str, *, reply: bool = False) -> Where:
    """A page of her draft of a birth, or of her reply to a supplement request (begun by the tests)."""
    replies = "NOT NULL" if reply else "NULL"
    return lambda house: "/soan/{}{}".format(
        house.one(
            "SELECT token FROM dossiers_filingdraft WHERE dossier_id IS NULL"
            f" AND replies_to IS {replies} ORDER BY id DESC LIMIT 1"
        ),
        more,
    )


def progress_of_own(state: str, more: str) -> Where:
    """A page below what everybody sees of her dossier."""
    return lambda house: own(state, more)(house).replace("/cua-toi/ho-so/", "/tra-cuu/")


# What a person signed in finds, in every state the sample has; what has to be begun first is begun by the tests.
OWN = (
    Page("public:mine", "/cua-toi", CITIZEN),
    Page("public:my-papers", "/cua-toi/giay-to", CITIZEN),
    Page("public:coming", "/viec-sap-den", CITIZEN),
    *(
        Page("public:own-dossier", own(state), CITIZEN, case=state)
        for state in ("submitted", "processing", "supplementing", "returned")
    ),
    Page("public:own-withdraw", own("processing", "/rut"), CITIZEN),
    Page("public:pay", progress_of_own("submitted", "/nop-tien"), CITIZEN, case="owed"),
    Page("public:file", "/nop-ho-so/1.001193", CITIZEN),
    Page("public:file", "/nop-ho-so/1.013949", CITIZEN, case="long-name"),
    Page("public:draft-topic", draft("/to-khai/nguoi-yeu-cau"), CITIZEN),
    Page("public:draft-papers", draft("/giay-to"), CITIZEN),
    Page("public:draft-result", draft("/nhan-ket-qua"), CITIZEN),
    Page("public:draft-check", draft("/kiem-tra"), CITIZEN, case="lacking"),
    Page("public:draft-papers", draft("/giay-to", reply=True), CITIZEN, case="reply"),
    Page("public:draft-check", draft("/kiem-tra", reply=True), CITIZEN, case="reply"),
)
