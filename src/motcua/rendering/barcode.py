"""Code 128 bars (ISO/IEC 15417), for the one-line scanners that desks already have."""

import io

START_B, STOP, MODULUS = 104, 106, 103
QUIET = 10
"""Blank modules on each side; a scanner needs them to find the start."""

# Widths of bar, space, bar, … of each of the 107 symbols, as the standard lists them.
_TABLE = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
    122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
    322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
    112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
    331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
    112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
    411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
_WIDTHS = tuple(_TABLE.split())


def symbols(text: str) -> list[int]:
    """The symbols of a text in code set B with start, check and stop. Raises ValueError beyond ASCII."""
    if not text or any(not " " <= char <= "\x7e" for char in text):
        raise ValueError("mã vạch chỉ chứa chữ không dấu, số và dấu câu")
    values = [ord(char) - 32 for char in text]
    check = (START_B + sum(place * value for place, value in enumerate(values, 1))) % MODULUS
    return [START_B, *values, check, STOP]


def png(text: str, *, module: int = 3, height: int = 60) -> bytes:
    """The bars as a black and white PNG, `module` pixels a module. Raises ValueError beyond ASCII."""
    from PIL import Image

    row = [1] * QUIET
    for symbol in symbols(text):
        for place, width in enumerate(map(int, _WIDTHS[symbol])):
            row += [place % 2] * width
    row += [1] * QUIET
    image = Image.new("1", (len(row), 1))
    image.putdata(row)
    out = io.BytesIO()
    image.resize((len(row) * module, height), Image.Resampling.NEAREST).save(out, format="PNG")
    return out.getvalue()


def svg(text: str, *, height: int = 40) -> str:
    """The bars as one SVG path, a unit a module, `height` units tall, without size or styles."""
    path: list[str] = []
    x = QUIET
    for symbol in symbols(text):
        for place, width in enumerate(map(int, _WIDTHS[symbol])):
            if place % 2 == 0:
                path.append(f"M{x} 0h{width}v{height}h-{width}z")
            x += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x + QUIET} {height}" class="barcode" '
        f'preserveAspectRatio="none"><title>Mã vạch</title><path d="{"".join(path)}"/></svg>'
    )
