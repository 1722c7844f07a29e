"""Which channels, which products and how many of them a task about outreach asks for, by its words. Pure."""

import re
from unicodedata import normalize

from motcua.plans.control_enums import ChannelKind, PostKind
from motcua.plans.ports import Seen, Sought

_NETWORKS = frozenset({ChannelKind.ZALO, ChannelKind.FACEBOOK})
# Folded patterns of the channels a task names; of a named network only that one counts.
_CHANNELS: tuple[tuple[str, frozenset[ChannelKind]], ...] = (
    (r"zalo", frozenset({ChannelKind.ZALO})),
    (r"facebook|fanpage", frozenset({ChannelKind.FACEBOOK})),
    (r"mang xa hoi|tiktok|youtube", _NETWORKS),
    (r"loa|truyen thanh|phat thanh", frozenset({ChannelKind.SPEAKERS})),
    (r"(?:cong|trang) thong tin dien tu|(?:cong|trang) ttdt|website|trang tin dien tu|"
    r"trang tin", frozenset({ChannelKind.WEBSITE})),
    (r"bao chi|bao, dai|bao dai|dai phat thanh va truyen hinh|truyen hinh|tren bao|"
    r"dai tinh", frozenset({ChannelKind.PRESS})),
    (r"pa[ -]?no|ap phich|bang ron|khau hieu", frozenset({ChannelKind.PLACE})),
)  # fmt: skip
_BOARDS = re.compile(r"(?<!\w)bảng (?:tin|thông báo)(?!\w)")
_MASS_MEDIA = frozenset({ChannelKind.PRESS, ChannelKind.SPEAKERS, ChannelKind.WEBSITE})
# Folded patterns of the products; several named are several ways to do it.
_PRODUCTS: tuple[tuple[str, frozenset[PostKind]], ...] = (
    (r"tin,? bai|tin, bai|bai viet|viet bai|dang bai|dang tin|"
    r"ban tin", frozenset({PostKind.ARTICLE, PostKind.GUIDE, PostKind.SOCIAL})),
    (r"bai huong dan", frozenset({PostKind.GUIDE})),
    (r"phong su|clip|video|phim", frozenset({PostKind.CLIP})),
    (r"to roi|to gap|cam nang|so tay", frozenset({PostKind.LEAFLET})),
    (r"pa[ -]?no|ap phich|bang ron", frozenset({PostKind.PANEL})),
    (r"buoi phat thanh|phat thanh|loa|truyen thanh", frozenset({PostKind.BROADCAST})),
    (r"hoi nghi tuyen truyen|tuyen truyen luu dong|sinh hoat|hop dan|tuyen truyen tai (?:cac )?(?:thon|"
    r"to dan pho|khu pho|ban)",
     frozenset({PostKind.MEETING})),
)  # fmt: skip
_TELLING = (
    r"tuyen truyen|truyen thong|thong tin|dang tai|dang tin|dang bai|phat thanh|duy tri|van hanh|"
    r"viet bai|tin,? bai|bai viet|phong su|chuyen muc"
)
_OF_PROCEDURES = (
    r"thu tuc|ho so|cai cach|dich vu cong|mot cua|truc tuyen|so hoa|dinh danh|vneid|thanh toan|"
    r"de an 06|chuyen doi so|phan anh"
)
_SETTING_UP = re.compile(
    r"\b(?:thiet lap|lap|tao lap|tao|mo|xay dung|kien toan)\b[^;.]{0,60}"
    r"\b(?:kenh|fanpage|zalo|facebook|trang mang xa hoi|nhom zalo)\b"
)
_CHANNEL_OF_ELSE = re.compile(
    r"kenh (?:tiep nhan|thanh toan|nop|phan anh)|duong day nong|kenh thong tin noi bo"
)
_NEVER = re.compile(
    r"\b(?:tap huan|hop dong|tham dinh|kiem duyet|cong khai (?:thu tuc|quyet dinh|danh muc|so dien thoai|ho)|"
    r"niem yet|cong bo|cap nhat"
    r"(?: va)?,? cong khai|khen thuong|ke hoach truyen thong|ke hoach tuyen truyen|"
    r"thong tin (?:thu tuc hanh chinh phai|bao cao))\b"
)
_PLACES = frozenset({ChannelKind.PLACE})
_HANDED_OUT = frozenset({PostKind.LEAFLET, PostKind.MEETING})
# What is put on a page as it is.
_LISTS = re.compile(r"\b(?:danh muc|quyet dinh|bo thu tuc|noi dung thu tuc)\b")
# Making something public, or keeping it up to date, tells nobody about it.
_MAKING_PUBLIC = re.compile(
    r"^(?:tiep tuc |thuong xuyen |kip thoi )*(?:cong khai|cong bo|niem yet|cap nhat)\b"
)
_EVERYBODY = re.compile(r"\bmoi (?:can bo|cong chuc|nguoi|vien chuc)|tuyen truyen vien")
_NUMBER = re.compile(
    r"(?<![\d.,/])(\d{1,6})(?: \([^)]*\))? (?:tin|bai|buoi|to roi|to gap|so tay|cam nang|clip|video|phong su|"
    r"phim|lan phat|luot phat|pa[ -]?no|"
    r"ap phich|bang ron|san pham|chuyen muc|hoi nghi|cuoc tuyen truyen|ban tin)\b"
)


def outreach_of(head: str, whole: str, written: str) -> Sought | None:
    """The channel to set up, or the products with their channels and number; None for what is no outreach of procedures.

    Folded words of the title, and of the title with the deliverable; the latter as written too, for «bảng tin» is no
    «bằng tin, bài».
    """
    if _NEVER.search(head) or _MAKING_PUBLIC.match(head):
        return None
    channels = _channels(whole, written)
    if _SETTING_UP.search(head) and channels and not _CHANNEL_OF_ELSE.search(whole):
        return Sought(Seen.CHANNEL, channels=channels)
    products = frozenset().union(*(kinds for words, kinds in _PRODUCTS if _said(words, whole)))
    if products & _HANDED_OUT:  # a panel among what is handed out is one more product
        channels = tuple(group for group in channels if group != _PLACES)
    if not _said("tuyen truyen|truyen thong", whole) and _LISTS.search(whole):
        return None
    if not (channels or products or _EVERYBODY.search(whole) or _said("tuyen truyen|truyen thong", head)):
        return None
    if not _said(_TELLING, whole) and not products - {PostKind.MEETING}:
        return None
    if not _said(_OF_PROCEDURES, whole) and not products and not _EVERYBODY.search(whole):
        return None
    if _EVERYBODY.search(whole):
        return Sought(Seen.OUTREACH, channels=channels)
    if _channels_say_it(channels, products):
        products = frozenset()
    return Sought(Seen.OUTREACH, channels=channels, products=products, least=_least(whole))


def _channels_say_it(channels: tuple[frozenset[ChannelKind], ...], products: frozenset[PostKind]) -> bool:
    """Whether the products named are only the usual ones of the channels named: then the channels decide."""
    usual = {ChannelKind.SPEAKERS: PostKind.BROADCAST, ChannelKind.PLACE: PostKind.PANEL}
    of_channels = {usual[kind] for group in channels for kind in group if kind in usual}
    return bool(channels) and products <= of_channels


def _channels(words: str, written: str) -> tuple[frozenset[ChannelKind], ...]:
    """Each channel that must have something; of «hoặc», and of mass media, one of them is enough."""
    if _said("phuong tien thong tin dai chung|thong tin dai chung", words):
        return (_MASS_MEDIA,)
    found = [kinds for named, kinds in _CHANNELS if _said(named, words)]
    if _BOARDS.search(normalize("NFC", written).lower()):
        found.append(frozenset({ChannelKind.PLACE}))
    single = [kinds for kinds in found if kinds != _NETWORKS]
    networks = [kinds for kinds in single if kinds <= _NETWORKS]
    if _NETWORKS in found:  # «mạng xã hội (Zalo, Facebook …)»: the names are examples
        single = [kinds for kinds in single if not kinds <= _NETWORKS] + [
            frozenset().union(*networks) or _NETWORKS
        ]
    if len(single) > 1 and _said("hoac", words):
        return (frozenset().union(*single),)
    return tuple(sorted(set(single), key=sorted))


def _least(words: str) -> int:
    """How many the words ask for; 1 where they name no number."""
    plain = re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", words)
    return max((int(many) for many in _NUMBER.findall(plain)), default=1) or 1


def _said(pattern: str, words: str) -> bool:
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words) is not None
