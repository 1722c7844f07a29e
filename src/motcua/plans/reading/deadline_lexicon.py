"""The patterns of a deadline's words, in the order in which they are tried. Read by `deadline_tokens`."""

import re

from motcua.plans.reading.deadline_patterns import END
from motcua.plans.reading.deadline_patterns import ROMAN as _ROMAN
from motcua.plans.reading.deadline_patterns import rx as _rx
from motcua.plans.reading.deadline_small_words import SMALL_WORDS

_D = r"(?:ngay ?|ng\. ?)?(?:m[ou]ng )?"
_UNIT = r"(?:ngay lam viec|ngay|gio|tuan|thang|quy|nam)"
_CYCLE = r"(?:0?[369] thang|ngay|tuan|thang|quy|(?:0?1 |ca )?nam)"
_EACH = r"(?:hang|moi|tung|theo tung|theo|cac|dinh ky(?: theo)?(?: hang| moi| tung| theo)?)"
_NO_NUMBER = rf"(?!\s*[:(]?\s*(?:\d|(?:{_ROMAN}){END}|dau|cuoi))"
_COUNT = (
    r"(?:lan|dot|ky|cuoc|buoi|luot|hoi nghi|chuyen de|chuyen muc|phong su|ban tin|video|lop|phien"
    r"|ngay(?= ?/ ?(?:tuan|thang|quy)(?![a-z]))|mo hinh"
    r"|(?:tin,? ?)?bai(?: viet)?|tin|so(?= ?/))(?:\s*/\s*(?:nguoi|can bo|cong chuc|don vi|co quan|xa|phuong|huyen)(?= ?/))?"
)
_AT_LEAST = r"(?:it nhat|toi thieu|khong it hon|tu)"
_LAST_OF = r"(?:(?:cua |trong |thuoc )?(?:moi |hang |tung )?)"

_PART = (
    r"dau|giua|cuoi|thuong tuan|trung tuan|ha tuan|nua dau|nua cuoi|"
    r"(?:trong )?\d{1,2} ngay (?:lam viec )?(?:dau(?: tien)?|cuoi(?: cung)?)|"
    r"(?:trong )?tuan (?:le |lam viec )?(?:dau(?: tien)?|cuoi(?: cung)?|(?:thu )?[1-5]"
    r"(?:\s*(?:,|-|va|den)\s*(?:tuan (?:thu )?)?[1-5])?|(?:thu )?(?:i{1,3}|i?v)(?= ))"
)

# Tried in this order at each word: the kind, the characters its words begin with (# is any digit), the pattern.
LEXICON: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("stop", ".;…", re.compile(r"[;\n]|\.(?=\s|$)|\.{2,}|…")),
    # 140/KH-UBND ngày 14/10/2021: the day belongs to the document
    (
        "cited",
        "#s",
        re.compile(
            r"(?:so\s+)?\d+[a-z]?/(?:\d{4}/)?(?:[a-z]{1,5}(?:\s*-\s*[a-z]{2,}[0-9]*)+|qd|kh|cv|ct|nq|tb"
            r"|hd|nd)(?![a-z])"
            r"(?:\s*,?\s*ngay\s*\d{1,2}(?:\s*[/.\-]\s*|\s+thang\s+)\d{1,2}(?:\s*[/.\-]\s*|\s+nam\s+)\d{4})?"
        ),
    ),
    (
        "cited",
        "s",
        re.compile(
            r"so\s+\d+[a-z]?\s*,?\s*ngay\s*\d{1,2}(?:\s*[/.\-]\s*|\s+thang\s+)\d{1,2}(?:\s*[/.\-]\s*"
            r"|\s+nam\s+)\d{4}"
        ),
    ),
    # các năm tiếp theo, tầm nhìn đến năm 2030: they name no deadline
    (
        "later_years",
        "cdn",
        _rx(
            r"(?:(?:duy tri|tiep tuc)(?: thuc hien)?(?: trong| den)? )?(?:cac|nhung) nam (?:tiep theo|ke tiep|sau|toi)"
        ),
    ),
    ("glue", "dt", _rx(r"(?:tam nhin|dinh huong)(?: den| toi)?(?: nam)? 20\d\d")),
    # đợt 1 tháng 4: the month of the first round, no day
    ("glue", "bdlnpv", _rx(r"(?:dot|lan|phien|vong|buoc|lop|nhom) (?:thu )?\d{1,2}(?= thang \d)")),
    # how often
    (
        "times",
        "#ikt",
        _rx(
            rf"(?P<least>{_AT_LEAST} )?(?P<times>\d{{1,3}})\s*{_COUNT}"
            rf"(?:[a-z, ]{{0,20}}?)\s*(?:/|moi|trong|tren|hang|1|,)\s*(?:0?1 )?(?:1 )?(?P<cycle>{_CYCLE})"
        ),
    ),
    (
        "times",
        "01dhmt",
        _rx(
            rf"(?:dinh ky )?(?:hang |moi |trong |1 |0?1 )(?P<cycle>{_CYCLE})\s*[,/:(]? ?(?:to chuc |thuc hien )?"
            rf"(?P<least>{_AT_LEAST} )?(?P<times>\d{{1,3}}) {_COUNT}"
        ),
    ),
    # năm 2 lần, quý/01 lần; «tháng 6 đợt 1», «quý II lần 2» count nothing
    (
        "times",
        "036dnqt",
        _rx(
            rf"(?:dinh ky )?(?P<cycle>(?:0?[36] thang|ngay|tuan|thang|quy|nam))\s*[,/:]?\s*"
            rf"(?P<least>{_AT_LEAST} )?(?P<times>\d{{1,2}}) (?:lan|dot|ky)(?!\s*(?:thu )?\d)"
        ),
    ),
    # 1 lần/2 tuần
    (
        "every",
        "01",
        _rx(rf"0?1 {_COUNT}\s*(?:/|moi|trong)\s*(?P<n>0?[2-9]|[1-9]\d) (?P<unit>{_UNIT})(?! (?:dau|cuoi))"),
    ),
    ("cycle", "01369cnqt", _rx(rf"(?P<cycle>{_CYCLE})\s*/\s*lan")),
    # suốt ngày đêm; «trước 24/7» is a day
    ("continuous", "2", _rx(r"24 ?(?:gio|h)?\s*/\s*24(?: ?(?:gio|h)| ngay)?(?:\s*/\s*(?:7|24))?(?!\s*/)")),
    (
        "every",
        "#cdm",
        _rx(
            rf"(?:dinh ky |cu |moi )?(?P<n>\d{{1,3}}) (?P<unit>{_UNIT})(?:\s*/\s*| moi | "
            rf"| 1 )(?:0?1 )?(?:lan|ky|dot)"
        ),
    ),
    (
        "every",
        "cdm",
        _rx(rf"(?:dinh ky|cu|moi)(?: theo| hang| moi)? (?P<n>\d{{1,3}}) (?P<unit>{_UNIT})(?! (?:dau|cuoi))"),
    ),
    (
        "quarter_day",
        "#mn",
        _rx(
            _D + r"(?P<d>\d{1,2}) (?:cua )?thang (?P<which>cuoi(?: cung)?|thu [123]|dau(?: tien)?"
            r"|giua) (?:cua )?"
            rf"quy (?P<q>{_ROMAN}|[1-4])"
        ),
    ),
    # tháng đầu quý II: a month
    (
        "quarter_month",
        "t",
        _rx(
            r"thang (?P<which>cuoi(?: cung)?|thu [123]|dau(?: tien)?|giua) (?:cua )?"
            rf"quy (?P<q>{_ROMAN}|[1-4])"
        ),
    ),
    # tháng cuối năm: December; «ngày 15 tháng cuối năm», «các tháng cuối năm» and «… hằng năm» are not
    (
        "year_month",
        "t",
        _rx(r"(?<!\d\x20)thang (?P<which>cuoi|dau)(?: cung| tien)?(?: cua)? nam(?! ?(?:\d|dinh))"),
    ),
    (
        "year_month",
        "t",
        _rx(r"(?<!\d\x20)thang (?P<which>cuoi|dau)(?: cung| tien)?(?: cua)?(?= nam \d{4})"),
    ),
    ("glue", "cn", _rx(r"(?:cac|nhung) thang(?= (?:dau|cuoi) nam)")),
    # a day by rule: ngày 15 (của) tháng cuối (của mỗi) quý
    (
        "rule_day",
        "cnt",
        _rx(
            r"(?:ngay (?P<workday>lam viec )?(?:(?P<last>cuoi(?: cung)?)|(?P<first>dau(?: tien)?))|"
            r"ngay lam viec thu (?P<workdays>\d{1,2})|"
            r"(?:ngay )?(?P<weekday>thu \d|chu nhat) (?P<nth>cuoi(?: cung)?|dau(?: tien)?))"
            rf" {_LAST_OF}(?P<cycle>thang|quy|nam|tuan)(?: cuoi {_LAST_OF}(?P<of>quy|nam))?(?!\s*\d"
            rf"|\s+[ivl]+(?![a-z]))"
        ),
    ),
    (
        "anchor",
        "ct",
        _rx(
            rf"(?:cua |trong )?thang (?P<which>cuoi(?: cung)?|thu 3|thu 2|thu 1|dau(?: tien)?|giua) "
            rf"{_LAST_OF}(?P<cycle>quy|ky bao cao|ky|6 thang|nam)(?!\s*(?:dinh|\d{{4}}))"
        ),
    ),
    (
        "anchor",
        "ct",
        _rx(
            r"(?:cua |trong )?(?P<which>thang (?:ke tiep|tiep theo|sau|lien ke)|thang) "
            r"(?:cua |sau |thuoc |trong )?(?P<cycle>quy bao cao|ky bao cao|bao cao)"
        ),
    ),
    ("anchor", "ct", _rx(r"(?:cua )?(?P<which>thang (?:ke tiep|tiep theo|lien ke|sau))(?! (?:\d|khi))")),
    ("anchor", "ct", _rx(r"(?:cua|trong) (?P<which>thang)(?: do)?(?! (?:\d|[._…]|cuoi|dau|thu))")),
    # two months or a day? only a person says
    ("slashed", "t", _rx(r"thang (?:0?[1-9]|1[0-2])(?:\s*/\s*(?:0?[1-9]|1[0-2]))+(?!\s*/?\s*\d)")),
    # a school year begins when the school authority says
    ("school_year", "h", _rx(r"(?:hk|hoc ky) ?(?:i{1,2}|[12])(?:[ /,]*(?:nam )?\d{4}(?!-))?")),
    ("school_year", "n", _rx(r"nam hoc (?:19|20)\d{2}\s*[-/]\s*(?:19|20)?\d{2}")),
    # days of the lunar calendar: which day that is, only a person says
    (
        "lunar",
        "#mn",
        _rx(
            r"(?:ngay ?)?(?:m[ou]ng )?\d{1,2}(?:\s*[/.\-]\s*| thang )\d{1,2}(?:(?:\s*/\s*| nam )\d{4})?"
            r",?\s*\(?(?:am lich|al)"
        ),
    ),
    ("lunar", "nr", _rx(r"(?:ngay )?ram thang (?:gieng|chap|\w{1,8})(?: nam \w{1,8})?")),
    ("lunar", "#mnt", _rx(r"(?:(?:ngay )?(?:m[ou]ng )?\d{1,2} )?thang (?:gieng|chap(?! hanh))")),
    ("lunar", "t", _rx(r"thang \d{1,2}(?: nam \w{1,8})?,? \(?am lich")),
    # days
    (
        "blank_day",
        "nt",
        re.compile(
            r"(?:ngay[\s._…]*)?thang[\s._…]*nam(?=\s*(?:\d{2,4}|[._…]|$))(?:\s*\d{2,4})?"
            r"|thang\s*[._…]+\s*(?:/|nam)\s*\d{4}|ngay\s*[._…]+\s*/\s*\d{1,2}(?:\s*/\s*\d{2,4})?"
            r"|ngay[\s._…/]+thang(?=[\s._…]*$)|ngay[\s._…]*/[\s._…]*/(?:\s*\d{2,4})?|ngay\s*/\s*thang\s*/\s*nam"
        ),
    ),
    (
        "days",
        "#mn",
        _rx(
            _D + r"(?P<d>\d{1,2})\s*(?P<sep>-|den ngay|den|,"
            r"|va)\s*(?P<d2>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?!\s*/\s*\d{1,2}/)"
        ),
    ),
    (
        "day",
        "#mn",
        _rx(
            _D + r"(?P<d>\d{1,2})\s*(?P<sep>[/.\-])\s*(?P<m>\d{1,2})\s*(?:(?P=sep)|/| ?nam )\s*(?P<y>\d{4}"
            r"|\d{2,3})"
        ),
    ),
    ("day", "#mn", _rx(_D + r"(?P<d>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?!\s*/|\s*(?:ngay|gio|buoi|so)(?![a-z]))")),
    ("day", "12n", _rx(r"(?:ngay ?)?(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})")),
    ("day", "n", _rx(r"ngay (?:m[ou]ng )?(?P<d>\d{1,2})\s*[.\-]\s*(?P<m>\d{1,2})")),
    (
        "day",
        "#mn",
        _rx(_D + r"(?P<d>\d{1,2})(?: cua|,)? (?P<of>thang) (?P<m>\d{1,2})(?!\s*(?:/\s*\d{1,2} )?lan)"),
    ),
    (
        "day",
        "#",
        re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})(?=\s*(?:-|den|,|va)\s*(?:ngay\s*)?\d{1,2}\.\d{1,2})"),
    ),
    # 20-11, 05.4 and nothing else: no two months, no number of a section
    (
        "day",
        "#",
        re.compile(
            r"(?<!.)(?=(?:1[3-9]|2\d|3[01]|0\d|\d[.-]0\d|\d\d[.-]0\d))(?P<d>\d{1,2})[.-](?P<m>\d{1,2})(?=\W*$)"
        ),
    ),
    ("weak_day", "#", _rx(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})(?![.]\d)")),
    (
        "weak_day",
        "#",
        _rx(
            r"(?P<d>\d{1,2})-(?P<m>\d{1,2})(?!\s*[/\-\d]|\s*(?:ngay|gio|tuan|thang|quy|nam|lan|ho so|don)(?![a-z]))"
        ),
    ),
    (
        "day_number",
        "#",
        _rx(
            r"(?P<d>\d{1,2})(?= (?:hang|moi) thang| cua (?:hang |moi )?thang"
            r"| thang (?:cuoi (?:cung )?(?:cua )?(?:moi )?(?:quy|ky)|thu \d))"
        ),
    ),
    ("day_number", "n", _rx(r"ngay (?:m[ou]ng )?(?P<d>\d{1,2})(?! (?:ngay|lam viec|gio))")),
    (
        "weekday",
        "cnt",
        _rx(
            r"(?:ngay )?(?P<weekday>thu \d|chu nhat)(?: cua)?(?: (?P<week>tuan (?:thu )?\d|tuan (?:cuoi"
            r"|dau)))?(?: (?:cua )?(?:moi |hang )?(?P<cycle>thang|quy)(?! \d))?"
        ),
    ),
    # periods
    (
        "months",
        "#",
        _rx(r"(?P<n>\d{1,2}) ?t(?:hang)? (?P<edge>dau|cuoi)(?:(?: cua)? nam(?= ?/?\s*\d{4}|(?!\s*\d)))?"),
    ),
    # 6T/2026, 6 tháng năm 2026: of a year the first months are meant
    ("months", "01369", _rx(r"(?P<n>0?[369]|12) ?(?:t|thang)(?=(?:\s*/\s*| nam | )20\d{2}(?!\d))")),
    ("nine_months", "09", _rx(r"0?9 thang(?: nam(?= \d{4}))?")),
    ("half", "n", _rx(r"nua (?:nam )?(?P<edge>dau|cuoi)(?: nam)?(?! (?:thang|quy)(?![a-z]))")),
    (
        "years",
        "12gnt",
        _rx(
            r"(?:giai doan |tu |nam ){0,3}(?P<y>(?:19|20)\d{2})\s*(?:-|den"
            r"|toi)\s*(?:het )?(?:nam )?(?P<y2>(?:19|20)\d{2})"
        ),
    ),
    (
        "month",
        "ct",
        _rx(r"(?:cac )?thang ?[:(]? ?(?P<m>\d{1,2})(?! lan(?! \d))(?!\s*/\s*(?:\d|[01]\d)(?!\d))"),
    ),
    # T6/2024; T3-T5; T6, T12
    (
        "month",
        "t",
        re.compile(
            r"t\.?(?P<m>\d{1,2})(?=(?:\s*(?:[,+&\-]|va|den)\s*t?\.?\d{1,2}){0,11}"
            r"(?:\s*[/.\-]\s*20\d{2}(?!\d)|\W*$))"
        ),
    ),
    # T4/26, Th.4/26: the year in two digits
    ("month", "t", _rx(r"th?\.? ?(?P<m>0?[1-9]|1[0-2])\s*/\s*(?P<y>2\d)(?!\s*/)")),
    ("month", "t", re.compile(r"thang(?P<m>\d{1,2})(?![a-zA-Z0-9])")),
    ("month", "#", _rx(r"(?P<m>\d{1,2})\s*[/.\-]\s*(?P<y>(?:19|20)\d{2})")),
    # quý cuối năm 2026
    (
        "quarter",
        "q",
        _rx(
            r"quy (?P<q>cuoi|dau)(?: cung| tien)?(?: (?:cua|trong))?(?: nam(?! ?\d| [a-z])|(?= nam(?![a-z])))"
        ),
    ),
    ("quarter", "cq", _rx(rf"(?:cac )?(?:quy ?[:(]? ?|q\.? ?)(?P<q>{_ROMAN}|\d{{1,3}})(?! (?:thang|lan))")),
    (
        "cycles",
        "01369bcdhmnqt",
        _rx(
            rf"(?P<words>(?:{_EACH} |bao cao |dinh ky )?{_CYCLE}(?:\s*(?:,|va|-|/"
            rf"|hoac)\s*(?:{_EACH} )?{_CYCLE})+){_NO_NUMBER}"
        ),
    ),
    ("cycle", "cdhmt", _rx(rf"{_EACH} (?P<cycle>{_CYCLE})(?! thu \d| chu nhat){_NO_NUMBER}")),
    ("cycle", "chmt", _rx(r"(?:theo|moi|tung|hang|cac) (?P<cycle>ky bao cao)")),
    (
        "report",
        "bst",
        _rx(rf"(?:bao cao|so lieu|so ket|tong ket)(?: dinh ky)? (?P<cycle>{_CYCLE}){_NO_NUMBER}"),
    ),
    ("year", "chnstv", _rx(r"(?:(?:suot|tron|trong|ca|het|toan|ven) ){0,3}nam (?P<y>\d{4})")),
    (
        "year",
        "chstv",
        _rx(
            r"(?:(?:suot|tron|trong|ca|het|toan|ven) ){1,3}nam(?: (?:nay|ke hoach))?(?! (?:sau|truoc|toi"
            r"|lien))"
        ),
    ),
    ("year", "n", _rx(r"nam (?:nay|ke hoach)")),
    ("year", "n", re.compile(r"(?<=het )nam(?=\s*(?:[,;.)]|$))")),
    (
        "year",
        "2",
        re.compile(r"(?P<y>20\d{2})(?=\W*$|\s*(?:[,&+]|va(?![a-z]))\s*(?:nam\s*)?20\d{2}(?![\d/.\-]))"),
    ),
    # cuối giờ chiều thứ Sáu
    ("glue", "cd", _rx(r"(?:dau|cuoi) gio(?: (?:sang|chieu|lam viec|hanh chinh))?")),
    ("clock", "g", _rx(r"gio (?:hanh chinh|lam viec)(?= ngay \d)")),
    (
        "edge",
        "#cdghnt",
        _rx(
            rf"(?P<edge>{_PART})(?: cua)?(?: (?P<each>moi|hang|tung|cac))? (?P<cycle>thang|quy|nam|ky"
            rf"|tuan|gio)(?: (?:nay|bao cao|ke hoach))?(?! ?(?:\d|[ivl]+(?![a-z])|dau|cuoi))"
        ),
    ),
    (
        "edge_of",
        "#cdghnt",
        _rx(rf"(?P<edge>{_PART}|ngay (?:cuoi(?: cung)?|dau(?: tien)?))(?: cua)?(?= (?:thang|quy|nam) )"),
    ),
    (
        "clock",
        "#l",
        re.compile(
            r"(?:luc\s+)?\d{1,2}(?:\s*(?:gio|h|g)(?:\s*\d{2})?(?:\s*phut)?|:\d{2})['\u2019\u2032]?(?![a-zA-Z0-9])"
        ),
    ),
    *SMALL_WORDS,
)
