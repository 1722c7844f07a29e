"""Five kinds of papers that a desk scans most, laid out as the real ones are, of invented people, with the truth they carry."""

import random
from dataclasses import dataclass

from motcua.rendering import pdf

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Lò", "Sùng", "Giàng", "Đỗ")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "A", "Thanh")
_GIVEN = ("Mẩy", "Tuấn", "Hương", "Dũng", "Lan", "Phượng", "Thảo", "Quỳnh", "Sơn", "Yến", "Lụa", "Khiêm")
_PLACES = ("xã Mường Thử", "phường Bến Mẫu", "xã Gio Thử", "xã Nậm Mẫu", "xã Tân Lập")
_DISTRICTS = ("huyện Thử Giang", "huyện Mẫu Sơn", "thị xã Bến Thử")
AGENCIES = tuple(f"Ủy ban nhân dân {place}" for place in (*_PLACES, *_DISTRICTS))
_HEAD = """#let it = json("values.json")
#set page(paper: "a4", margin: (x: 2.2cm, y: 1.8cm))
#set text(font: "Libertinus Serif", size: 12.5pt, lang: "vi")
#set par(leading: 0.75em)
"""
_STATE = "#align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc*]\n"

_TEMPLATES = {
    "can-cuoc": _HEAD
    + """#let card(body) = box(width: 13cm, inset: 10pt, stroke: 0.6pt, body)
#set text(size: 10.5pt)
#card[#align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ Độc lập - Tự do - Hạnh phúc \\ #v(2pt)
  #text(13pt)[*CĂN CƯỚC CÔNG DÂN*] \\ #emph[Citizen Identity Card]]
Số / No.: *#it.identity*

Họ và tên / Full name: \\ *#upper(it.name)*

Ngày sinh / Date of birth: #it.born \\
Giới tính / Sex: Nữ #h(0.6cm) Quốc tịch / Nationality: Việt Nam \\
Quê quán / Place of origin: \\ #it.place, tỉnh Mẫu \\
Nơi thường trú / Place of residence: \\ Thôn 2, #it.place, tỉnh Mẫu \\
Có giá trị đến / Date of expiry: #it.valid_to]
#v(1cm)
#card[Đặc điểm nhận dạng / Personal identification: Nốt ruồi cách 1 cm dưới mắt trái

Ngày, tháng, năm / Date, month, year: #it.issued_on

#align(right)[CỤC TRƯỞNG CỤC CẢNH SÁT \\ QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI #v(1cm) #it.signer]]
""",
    "khai-sinh": _HEAD
    + _STATE
    + """#v(0.4cm)
#align(center)[#text(17pt)[*GIẤY KHAI SINH*]]
#align(right)[Số: #it.number]
Họ, chữ đệm, tên: *#upper(it.name)*

Ngày, tháng, năm sinh: #it.born #h(0.6cm) Ghi bằng chữ: Ngày mồng năm tháng ba

Giới tính: Nữ #h(0.8cm) Dân tộc: Kinh #h(0.8cm) Quốc tịch: Việt Nam

Nơi sinh: Trạm y tế #it.place, tỉnh Mẫu

Quê quán: #it.place, tỉnh Mẫu

Số định danh cá nhân: #it.identity

Họ, chữ đệm, tên người mẹ: #it.mother

Năm sinh: 1970 #h(0.8cm) Dân tộc: Kinh #h(0.8cm) Quốc tịch: Việt Nam

Nơi cư trú: #it.place, tỉnh Mẫu

Họ, chữ đệm, tên người cha: #it.father

Năm sinh: 1968 #h(0.8cm) Dân tộc: Kinh #h(0.8cm) Quốc tịch: Việt Nam

Nơi đăng ký khai sinh: Ủy ban nhân dân #it.place, tỉnh Mẫu

Ngày, tháng, năm đăng ký: #it.issued_on

Họ, chữ đệm, tên, giấy tờ tùy thân của người đi khai sinh: #it.father, Căn cước công dân số 034068000999
#v(0.5cm)
#align(right)[*NGƯỜI KÝ GIẤY KHAI SINH* #v(1.2cm) #it.signer]
""",
    "dat": _HEAD
    + _STATE
    + """#v(0.5cm)
#align(center)[#text(16pt)[*GIẤY CHỨNG NHẬN*] \\ #text(13pt)[*QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở* \\
  *VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT*]]
*I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất*

Ông: #it.name, sinh năm 1972, CCCD số: #it.identity

Địa chỉ thường trú: Thôn 2, #it.place, tỉnh Mẫu

*II. Thửa đất, nhà ở và tài sản khác gắn liền với đất*

Thửa đất số: 112, tờ bản đồ số: 7 \\
Địa chỉ: #it.place, #it.district, tỉnh Mẫu \\
Diện tích: 245,6 m², hình thức sử dụng: riêng \\
Mục đích sử dụng: Đất ở tại nông thôn \\
Thời hạn sử dụng: Lâu dài \\
Nguồn gốc sử dụng: Công nhận quyền sử dụng đất như giao đất có thu tiền sử dụng đất
#v(0.6cm)
#align(right)[#box[#align(center)[Mẫu, #it.day_words \\ *TM. ỦY BAN NHÂN DÂN #upper(it.district)* \\
  CHỦ TỊCH #v(1.4cm) #it.signer]]]

Số vào sổ cấp GCN: #it.number
""",
    "ho-kinh-doanh": _HEAD
    + """#grid(columns: (1fr, 1.3fr), align: center,
  [ỦY BAN NHÂN DÂN \\ #upper(it.district) \\ *PHÒNG TÀI CHÍNH - KẾ HOẠCH*],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc*])
#v(0.5cm)
#align(center)[#text(16pt)[*GIẤY CHỨNG NHẬN* \\ *ĐĂNG KÝ HỘ KINH DOANH*] \\
  Số: #it.number \\ #emph[Đăng ký lần đầu, #it.day_words] \\
  #emph[Đăng ký thay đổi lần thứ: 01, ngày 06 tháng 01 năm 2026]]
1. Tên hộ kinh doanh #emph[(ghi bằng chữ in hoa)]: HỘ KINH DOANH #upper(it.shop)

2. Địa điểm kinh doanh: Số 12, thôn 2, #it.place, tỉnh Mẫu

Điện thoại: 0912345678

3. Ngành, nghề kinh doanh: Bán lẻ hàng tạp hóa

4. Vốn kinh doanh: 200.000.000 đồng

5. Họ và tên đại diện hộ kinh doanh #emph[(ghi bằng chữ in hoa)]: #upper(it.name)

Giới tính: Nữ #h(0.6cm) Sinh ngày: #it.born #h(0.6cm) Dân tộc: Kinh #h(0.6cm) Quốc tịch: Việt Nam

Căn cước công dân số: #it.identity

Ngày cấp: 15/04/2021 #h(0.6cm) Nơi cấp: Cục Cảnh sát quản lý hành chính về trật tự xã hội

Nơi đăng ký hộ khẩu thường trú: Thôn 2, #it.place, tỉnh Mẫu
#v(0.5cm)
#align(right)[*TRƯỞNG PHÒNG* #v(1.2cm) #it.signer]
""",
    "hon-nhan": _HEAD
    + """#grid(columns: (1fr, 1.4fr), align: center,
  [ỦY BAN NHÂN DÂN \\ *#upper(it.place)* \\ Số: #it.number],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc* \\ #emph[#it.town, #it.day_words]])
#v(0.5cm)
#align(center)[#text(15pt)[*GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN*]]
Xét đề nghị của bà: #it.name, về việc cấp Giấy xác nhận tình trạng hôn nhân

#align(center)[*XÁC NHẬN:*]
Họ, chữ đệm, tên: *#upper(it.name)*

Ngày, tháng, năm sinh: #it.born

Giới tính: Nữ #h(0.6cm) Dân tộc: Kinh #h(0.6cm) Quốc tịch: Việt Nam

Giấy tờ tùy thân: Căn cước công dân số #it.identity

Nơi cư trú: Thôn 2, #it.place, tỉnh Mẫu

Tình trạng hôn nhân: Hiện tại chưa đăng ký kết hôn với ai

Giấy này có giá trị kể từ ngày cấp đến khi thay đổi tình trạng hôn nhân hoặc 06 tháng kể từ ngày cấp, được sử dụng để kết hôn.
#v(0.6cm)
#align(right)[*CHỦ TỊCH* #v(1.2cm) #it.signer]
""",
}
KINDS = tuple(_TEMPLATES)
_POLICE = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


@dataclass(frozen=True)
class Paper:
    """A page and what should be proposed from it; keys are those of `fields.LABELS`."""

    kind: str
    content: bytes
    truth: dict[str, str]


def paper(seed: int) -> Paper:
    """An invented person's paper; the kinds take turns."""
    dice, kind = random.Random(seed), KINDS[seed % len(KINDS)]
    year = dice.randrange(1960, 2004) if kind != "khai-sinh" else dice.randrange(2005, 2024)
    issued = (dice.randrange(1, 29), dice.randrange(1, 13), dice.randrange(max(2018, year), 2026))
    born = f"{dice.randrange(1, 29):02d}/{dice.randrange(1, 13):02d}/{year}"
    place, district = dice.choice(_PLACES), dice.choice(_DISTRICTS)
    told = {
        "name": f"{dice.choice(_FAMILY)} {dice.choice(_MIDDLE)} {dice.choice(_GIVEN)}",
        "born": born,
        "identity": f"0{dice.randrange(10, 97):02d}{dice.randrange(10**8, 10**9)}",
        "issued_on": f"{issued[0]:02d}/{issued[1]:02d}/{issued[2]}",
        "day_words": f"ngày {issued[0]:02d} tháng {issued[1]:02d} năm {issued[2]}",
        "valid_to": f"{born[:6]}{issued[2] + dice.randrange(5, 15)}",
        "place": place, "town": place.split(" ", 1)[1], "district": district, "signer": "Trần Văn Ký",
        "mother": "Lê Thị Mẹ", "father": "Nguyễn Văn Cha", "shop": f"{dice.choice(_GIVEN)} {dice.choice(_GIVEN)}",
        "number": _number(kind, dice),
    }  # fmt: skip
    return Paper(kind, pdf.render(_TEMPLATES[kind], dict(told)), _truth(kind, told))


def _number(kind: str, dice: random.Random) -> str:
    serial = dice.randrange(10, 400)
    return {
        "khai-sinh": f"{serial}/{dice.randrange(2015, 2026)}",
        "dat": f"CH{dice.randrange(10000, 99999)}",
        "ho-kinh-doanh": f"{dice.randrange(10, 99)}A8{dice.randrange(100000, 999999)}",
        "hon-nhan": f"{serial}/UBND-XNTTHN",
    }.get(kind, "")


def _truth(kind: str, told: dict[str, str]) -> dict[str, str]:
    wanted = ["name", "born", "identity", "issued_on", "number"]
    truth = {key: told[key] for key in wanted if told[key]}
    if kind == "can-cuoc":
        return truth | {
            "number": told["identity"], "valid_to": told["valid_to"], "issuer": _POLICE, "title": "Căn cước công dân",
        }  # fmt: skip
    if kind == "dat":
        del truth["born"]  # the paper tells the year only
        title = "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất"
        return truth | {"issuer": f"Ủy ban nhân dân {told['district']}", "title": title}
    if kind == "ho-kinh-doanh":
        issuer = f"Phòng Tài chính - Kế hoạch, Ủy ban nhân dân {told['district']}"
        return truth | {"issuer": issuer, "title": "Giấy chứng nhận đăng ký hộ kinh doanh"}
    titles = {"khai-sinh": "Giấy khai sinh", "hon-nhan": "Giấy xác nhận tình trạng hôn nhân"}
    return truth | {"issuer": f"Ủy ban nhân dân {told['place']}", "title": titles[kind]}
