"""Scanned papers made from rendered pages: noise, tilt, shadow, telephone photos, and the truth they carry."""

import io
import random
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from motcua.rendering import pdf

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Lò", "Sùng")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "A")
_GIVEN = ("Mẩy", "Tuấn", "Hương", "Dũng", "Lan", "Phượng", "Thảo", "Quỳnh", "Sơn", "Yến")
_PLACES = ("xã Mường Thử", "phường Bến Mẫu", "xã Gio Thử", "xã Nậm Mẫu")

_TEMPLATE = """#let it = json("values.json")
#set page(paper: "a4", margin: (x: 2.5cm, y: 2.2cm))
#set text(font: "Libertinus Serif", size: 13pt, lang: "vi")
#grid(columns: (1fr, 1.4fr), align: center,
  [ỦY BAN NHÂN DÂN \\ *#upper(it.place)* \\ Số: #it.number],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc* \\ #emph(it.issued)])
#v(0.6cm)
#align(center)[#text(16pt)[*#upper(it.title)*]]
#v(0.4cm)
Họ, chữ đệm, tên: #it.name

Ngày, tháng, năm sinh: #it.born #h(1cm) Giới tính: Nữ #h(1cm) Dân tộc: Kinh

Số định danh cá nhân: #it.identity

Nơi cư trú: #it.place, tỉnh Mẫu

Họ và tên cha: #it.father #h(1cm) Năm sinh: 1970

Nơi đăng ký: Ủy ban nhân dân #it.place, tỉnh Mẫu
#v(0.6cm)
Giấy này được cấp theo sổ gốc lưu tại cơ quan. Người được cấp có trách nhiệm giữ gìn và xuất trình khi có yêu cầu.
#v(1cm)
#align(right)[*NGƯỜI KÝ* #v(1.5cm) #it.signer]
"""


@dataclass(frozen=True)
class Told:
    """What a page says; keys are those of `fields.KEYS`."""

    name: str
    born: str
    identity: str
    number: str
    issued: str
    place: str
    title: str = "Giấy khai sinh"
    father: str = "Nguyễn Văn Cha"
    signer: str = "Trần Văn Ký"

    def truth(self) -> dict[str, str]:
        """The fields a reader should propose."""
        return {
            "name": self.name, "born": self.born, "identity": self.identity, "number": self.number,
            "issued_on": self.issued, "issuer": f"Ủy ban nhân dân {self.place}",
        }  # fmt: skip


def told(seed: int) -> Told:
    """An invented person's paper."""
    dice = random.Random(seed)
    name = f"{dice.choice(_FAMILY)} {dice.choice(_MIDDLE)} {dice.choice(_GIVEN)}"
    year = dice.randrange(1980, 2020)
    born = f"{dice.randrange(1, 29):02d}/{dice.randrange(1, 13):02d}/{year}"
    issued = f"{dice.randrange(1, 29):02d}/{dice.randrange(1, 13):02d}/{dice.randrange(2021, 2026)}"
    identity = f"0{dice.randrange(10, 97)}{dice.randrange(10**8, 10**9)}"[:12].ljust(12, "7")
    return Told(name, born, identity, f"{dice.randrange(10, 400)}/GKS-UBND", issued, dice.choice(_PLACES))


def page(of: Told) -> bytes:
    """The clean page as PDF."""
    day, month, year = of.issued.split("/")
    values: dict[str, Any] = {
        "place": of.place, "number": of.number, "title": of.title, "name": of.name, "born": of.born,
        "identity": of.identity, "father": of.father, "signer": of.signer,
        "issued": f"{of.place.split(' ', 1)[1]}, ngày {day} tháng {month} năm {year}",
    }  # fmt: skip
    return pdf.render(_TEMPLATE, values)


def picture(content: bytes, *, dpi: int = 200, number: int = 0) -> Any:
    """A page of a PDF as grey dots."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return np.asarray(document[number].render(scale=dpi / 72).to_pil().convert("L"))
    finally:
        document.close()


def scanned(dots: Any, *, seed: int = 0, tilt: float | None = None, noise: float = 12.0) -> Any:
    """As a scanner with a dusty glass sees it: tilted up to two degrees, grey paper, noise, a soft focus."""
    import cv2

    dice = np.random.default_rng(seed)
    angle = dice.uniform(-2, 2) if tilt is None else tilt
    height, width = dots.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(dots, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    soft = cv2.GaussianBlur(turned, (3, 3), 0.7).astype(np.float32)
    grey = 30 + soft * 0.82 + dice.normal(0, noise, soft.shape)
    specks = dice.random(soft.shape) < 0.0008
    grey[specks] = 40
    return np.clip(grey, 0, 255).astype(np.uint8)


def photographed(dots: Any, *, seed: int = 0) -> Any:
    """As a telephone sees a sheet on a dark table, at a slant and in uneven light; colours."""
    import cv2

    dice = np.random.default_rng(seed)
    height, width = dots.shape
    wide, high = int(width * 1.3), int(height * 1.25)
    left, top = (wide - width) // 2, (high - height) // 2
    source = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    shake = dice.uniform(-0.05, 0.05, (4, 2)) * [width, height]
    goal = np.float32([[left, top], [left + width, top], [left + width, top + height], [left, top + height]])
    goal = (goal + shake).astype(np.float32)
    table = np.full((high, wide), 45, np.uint8)
    warp = cv2.getPerspectiveTransform(source, goal)
    sheet = cv2.warpPerspective(dots, warp, (wide, high), borderValue=0)
    mask = cv2.warpPerspective(np.full_like(dots, 255), warp, (wide, high), borderValue=0)
    seen = np.where(mask > 127, sheet, table).astype(np.float32)
    light = np.linspace(0.75, 1.0, wide)[None, :] * np.linspace(1.0, 0.85, high)[:, None]
    grey = np.clip(seen * light + dice.normal(0, 4, seen.shape), 0, 255).astype(np.uint8)
    return np.stack([grey, grey, grey], axis=-1)


def as_pdf(*pages: Any, dpi: int = 200) -> bytes:
    """Pictures as a PDF of a scanner."""
    out = io.BytesIO()
    first, *more = [Image.fromarray(each) for each in pages]
    first.save(out, "PDF", resolution=dpi, save_all=True, append_images=more, quality=80)
    return out.getvalue()


def as_jpeg(dots: Any) -> bytes:
    """A picture as JPEG."""
    out = io.BytesIO()
    Image.fromarray(dots).save(out, "JPEG", quality=88)
    return out.getvalue()


def blank(*, dpi: int = 200, seed: int = 1) -> Any:
    """An empty sheet as a scanner sees it."""
    return scanned(np.full((int(11.69 * dpi), int(8.27 * dpi)), 255, np.uint8), seed=seed, noise=8)
