"""The desk's pages, its organisation and its queue."""

from tests.web.every_page.places import (
    ADMINISTRATOR,
    CONTROL,
    ELSEWHERE,
    INSPECTOR,
    LEADER,
    POSTAL,
    RECEPTION,
    SPECIALIST,
    Page,
    dossier,
    dossier_key,
    newest,
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
    Page("staff:desk-training", newest("/can-bo/to-chuc/tap-huan/{}", "organisation_training"), CONTROL),
    Page(
        "staff:desk-stand-in", newest("/can-bo/to-chuc/lich-truc/{}/thay", "organisation_rosterslot"), LEADER
    ),
    Page("staff:mine", "/can-bo/cua-toi", RECEPTION),
    Page("staff:mine", "/can-bo/cua-toi", POSTAL),
    Page("staff:queue", "/can-bo/hang-doi", RECEPTION),
    Page("staff:queue-issue", "/can-bo/hang-doi/cap-so", RECEPTION),
    Page("staff:queue-issued", newest("/can-bo/hang-doi/so/{}", "counters_ticket"), RECEPTION),
    Page("staff:queue-figures", "/can-bo/hang-doi/thoi-gian-cho", RECEPTION),
)
