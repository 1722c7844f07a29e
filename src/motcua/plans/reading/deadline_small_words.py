"""The small words around days and periods (trước, từ, đến, theo, khi …): the second part of the lexicon."""

import re

from motcua.plans.reading.deadline_patterns import ROMAN, rx

SMALL_WORDS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("not_before", "ks", rx(r"khong (?:som hon|truoc)|som nhat(?: la| tu)?")),
    (
        "latest",
        "ckmt",
        rx(
            r"(?:cham|muon|tre) nhat(?: la)?(?: vao| trong)?|truoc (?:hoac|va) (?:trong|vao)"
            r"|khong (?:(?:cham |muon |tre |de )?qua|muon hon|cham hon|tre hon)|toi da"
        ),
    ),
    ("latest", "ht", rx(r"(?:thoi )?han(?: (?:chot|cuoi(?: cung)?|nop|gui|hoan thanh|bao cao))*(?: la)?")),
    ("before", "t", rx(r"(?:truoc|trc)(?: (?:thoi han|thoi diem|moc|han|het))?")),
    # typing errors: «Trướcngày 15/8», «Tước ngày 15/8»
    ("before", "t", re.compile(r"truoc(?=ngay\s*\d)|(?:tuoc|truo)(?=\s+(?:ngay\s+)?\d)")),
    ("glue", "n", re.compile(r"ng\.(?=\s?\d)")),
    ("from_now", "kt", rx(r"(?:ke )?tu (?:nay|(?:bay )?gio)")),
    ("ending", "hkx", re.compile(r"(?:hoan\s+thanh|xong|ket\s+thuc)(?![a-zA-Z])")),
    ("from", "bkt", rx(r"(?:bat dau |ke )?tu(?: thoi diem)?|bat dau(?: vao)?")),
    ("onwards", "t", rx(r"tro di")),
    ("until", "t", rx(r"truoc khi (?:het|ket thuc)")),
    ("until", "cdht", rx(r"(?:cho )?(?:den|toi)(?: het)?|het")),
    ("after", "s", rx(r"sau")),
    (
        "continuous",
        "Ldlqstx",
        rx(
            r"(?<!khong\x20)(?:th(?:uong|uon|uog|ong) xuyen|t(?:h(?:g)?)?\s*[./]\s*xuyen|tx(?=\W*$))"
            r"|lien tuc|thuong-xuyen|thuong ky|quanh nam|suot nam|xuyen suot|duy tri|thuong nhat|LIEN tuc"
        ),
    ),
    (
        "request",
        "Nkn",
        rx(
            r"(?:(?:ngay|NGAY) )?khi(?: co| duoc| nhan duoc)?(?: van ban| su)?"
            r" (?:yeu cau|phat sinh|de nghi|chi dao|nhu cau|dot xuat|phan cong|huy dong|moi|MOI|trieu tap|"
            r"thay doi|bien dong|vu viec|truong hop|tinh huong|su co|can|khieu nai|to cao|phan anh|kien nghi|don thu"
            r"|dau hieu)"
        ),
    ),
    (
        "request",
        "t",
        rx(
            r"theo (?:tinh hinh|nhu cau|yeu cau|de nghi|chi dao|phan cong|su chi dao|thu MOI|giay MOI"
            r"|phat sinh)"
        ),
    ),
    ("request", "k", rx(r"khi (?:\w+ ){1,8}(?:yeu cau|de nghi|chi dao|trieu tap)(?=\W*$)")),
    ("request", "dnp", rx(r"dot xuat|phat sinh|neu co(?: yeu cau| phat sinh)?")),
    (
        "by_document",
        "ct",
        rx(r"(?<!tiep\x20)(?:thuc hien |can cu |tuan thu )?theo(?! (?:doi|tung|phuong|ky bao cao))"),
    ),
    ("by_document", "c", rx(r"co(?= (?:ke hoach|lich|van ban|thong bao) rieng)")),
    (
        "by_document",
        "bdt",
        rx(r"(?:(?:bao dam )?dung|trong)(?: (?:thoi han|thoi gian|tien do|han))?(?= (?:QUY|quy) dinh)"),
    ),
    ("by_document", "cn", rx(r"(?:can cu|nhu)(?= (?:ke hoach|quy dinh|QUY dinh|huong dan|quyet dinh))")),
    ("periodic", "d", rx(r"dinh ky")),
    ("and", "&+,/hv", re.compile(r",|&|\+|(?:va|hoac)(?![a-zA-Z0-9])|/(?=\s*[a-z])")),
    ("dash", "-", re.compile(r"-")),
    ("number", "#ilv", rx(rf"(?P<n>\d{{1,2}}|{ROMAN})(?!\s*[/.]\s*\d{{1,2}}(?!\d)|\s*%)")),
    (
        "glue",
        "clmnptv",
        rx(r"ngay|vao|la|cua|trong|thoi diem|thang|luc|ngay|cuoi|thuc hien|phai|moi|cac"),
    ),
    ("colon", ":", re.compile(r":")),
    ("bracket", "()[]", re.compile(r"(?P<b>[()\[\]])")),
)
