"""What anybody sees: pages of the public door, the queue's screens, dialogues."""

from tests.web.every_page.places import Page, newest, progress, progress_of

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
