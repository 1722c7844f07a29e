"""Reading QR codes from a photograph or a scan of a card."""

import io
import warnings

from motcua.kernel.refusals import Refused

_MOST_BYTES = 15 * 1024 * 1024
# Twenty-five megapixels: what telephones take; more is a trap rather than a photograph.
_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 2400
_FIELD = "card_photo"


def texts_in(data: bytes) -> list[str]:
    """What the QR codes of a picture say, none when there is none to be read.

    Raises Refused (field `card_photo`) for what is no picture, or one too large.
    """
    if len(data) > _MOST_BYTES:
        raise Refused(
            "Ảnh lớn hơn 15 MB. Chụp gần góc có mã QR, hoặc chọn cỡ ảnh nhỏ hơn.",
            field=_FIELD,
            code="photo_size",
        )
    import zxingcpp
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
            if picture.width * picture.height > _MOST_PIXELS:
                raise Refused(
                    "Ảnh có quá nhiều điểm ảnh. Chụp lại ở cỡ nhỏ hơn.", field=_FIELD, code="photo_size"
                )
            picture.draft("L", (_LONGEST_SIDE, _LONGEST_SIDE))
            grey = ImageOps.exif_transpose(picture).convert("L")
    except Refused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, Warning) as fault:
        raise Refused(
            "Tệp này không phải ảnh đọc được. Chọn ảnh JPG hoặc PNG chụp góc có mã QR.",
            field=_FIELD,
            code="photo",
        ) from fault
    grey.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type]
    return [each.text for each in found if each.text]
