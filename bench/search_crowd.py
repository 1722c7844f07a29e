"""Five thousand procedures out of the real sixty, and questions whose right answer is known because they were made from it.

Names are put together as ministries put them together: what is done, to which paper, for whom, by which level. Nothing
here is picked by hand: the seed draws names, questions and the wrong letters.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from motcua.catalogue.models import Procedure
from motcua.kernel.text import fold

_DONE = (
    "Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Điều chỉnh", "Sửa đổi, bổ sung", "Thu hồi", "Đăng ký", "Xóa đăng ký",
    "Thẩm định", "Phê duyệt", "Công nhận", "Xác nhận", "Chấp thuận", "Tạm đình chỉ", "Chuyển nhượng",
)  # fmt: skip
_PAPERS = (
    ("Đường bộ", "giấy phép lái xe"), ("Đường bộ", "phù hiệu xe kinh doanh vận tải"),
    ("Đường thủy nội địa", "giấy chứng nhận đăng ký phương tiện thủy"),
    ("Đăng kiểm", "giấy chứng nhận kiểm định xe cơ giới"),
    ("Khám bệnh, chữa bệnh", "giấy phép hành nghề khám bệnh, chữa bệnh"), ("Dược phẩm", "chứng chỉ hành nghề dược"),
    ("Dược phẩm", "giấy chứng nhận đủ điều kiện kinh doanh dược"),
    ("An toàn thực phẩm", "giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm"),
    ("Lưu thông hàng hóa", "giấy phép bán lẻ rượu"), ("Lưu thông hàng hóa", "giấy phép bán lẻ sản phẩm thuốc lá"),
    ("Kinh doanh khí", "giấy chứng nhận đủ điều kiện cửa hàng bán lẻ LPG chai"),
    ("Hóa chất", "giấy phép sản xuất hóa chất hạn chế"), ("Môi trường", "giấy phép môi trường"),
    ("Tài nguyên nước", "giấy phép khai thác nước dưới đất"),
    ("Tài nguyên nước", "giấy phép xả nước thải vào nguồn nước"), ("Khoáng sản", "giấy phép thăm dò khoáng sản"),
    ("Đất đai", "giấy chứng nhận quyền sử dụng đất"), ("Lâm nghiệp", "phương án trồng rừng thay thế"),
    ("Thủy sản", "giấy phép khai thác thủy sản"), ("Thú y", "chứng chỉ hành nghề thú y"),
    ("Chăn nuôi", "giấy chứng nhận đủ điều kiện chăn nuôi trang trại"),
    ("Bảo vệ thực vật", "giấy phép vận chuyển thuốc bảo vệ thực vật"),
    ("Trồng trọt", "quyết định công nhận cây đầu dòng"),
    ("Thủy lợi", "giấy phép hoạt động trong phạm vi bảo vệ công trình thủy lợi"),
    ("Hoạt động xây dựng", "giấy phép xây dựng"), ("Hoạt động xây dựng", "chứng chỉ hành nghề hoạt động xây dựng"),
    ("Quy hoạch xây dựng", "nhiệm vụ quy hoạch chi tiết"),
    ("Kinh doanh bất động sản", "chứng chỉ hành nghề môi giới bất động sản"),
    ("Giáo dục mầm non", "quyết định cho phép trường mẫu giáo hoạt động giáo dục"),
    ("Giáo dục tiểu học", "quyết định thành lập trường tiểu học"),
    ("Giáo dục nghề nghiệp", "giấy chứng nhận đăng ký hoạt động giáo dục nghề nghiệp"),
    ("Văn bằng, chứng chỉ", "bằng tốt nghiệp trung học phổ thông"),
    ("Việc làm", "giấy phép hoạt động dịch vụ việc làm"), ("Việc làm", "giấy phép lao động cho người nước ngoài"),
    ("An toàn lao động", "phiếu khai báo thiết bị có yêu cầu nghiêm ngặt"), ("Người có công", "thẻ thương binh"),
    ("Người có công", "sổ ưu đãi giáo dục"), ("Bảo trợ xã hội", "trợ cấp nuôi dưỡng hằng tháng"),
    ("Trẻ em", "quyết định chăm sóc thay thế cho trẻ em"), ("Phòng, chống tệ nạn", "hồ sơ cai nghiện tự nguyện"),
    ("Báo chí", "giấy phép xuất bản bản tin"), ("Xuất bản", "giấy phép nhập khẩu xuất bản phẩm không kinh doanh"),
    ("Phát thanh, truyền hình", "giấy phép thiết lập trang thông tin điện tử tổng hợp"),
    ("Trò chơi điện tử", "giấy chứng nhận đủ điều kiện điểm cung cấp trò chơi điện tử"),
    ("Văn hóa", "giấy phép kinh doanh dịch vụ karaoke"),
    ("Nghệ thuật biểu diễn", "văn bản chấp thuận tổ chức biểu diễn nghệ thuật"),
    ("Di sản văn hóa", "bằng xếp hạng di tích cấp tỉnh"),
    ("Thể dục thể thao", "giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao"),
    ("Du lịch", "thẻ hướng dẫn viên du lịch"), ("Du lịch", "giấy phép kinh doanh dịch vụ lữ hành"),
    ("Luật sư", "giấy đăng ký hoạt động văn phòng luật sư"), ("Công chứng", "quyết định bổ nhiệm công chứng viên"),
    ("Giám định tư pháp", "thẻ giám định viên tư pháp"), ("Trợ giúp pháp lý", "thẻ cộng tác viên trợ giúp pháp lý"),
    ("Đấu giá tài sản", "chứng chỉ hành nghề đấu giá"), ("Doanh nghiệp", "giấy chứng nhận đăng ký doanh nghiệp"),
    ("Hợp tác xã", "giấy chứng nhận đăng ký hợp tác xã"), ("Đầu tư", "giấy chứng nhận đăng ký đầu tư"),
    ("Quản lý giá", "thẻ thẩm định viên về giá"), ("Điện", "giấy phép hoạt động điện lực"),
    ("An toàn bức xạ", "giấy phép tiến hành công việc bức xạ"),
    ("Sở hữu trí tuệ", "giấy chứng nhận tổ chức giám định sở hữu công nghiệp"),
    ("Tôn giáo", "giấy chứng nhận đăng ký sinh hoạt tôn giáo tập trung"), ("Hội", "điều lệ hội cấp huyện"),
    ("Thi đua, khen thưởng", "danh hiệu tập thể lao động tiên tiến"), ("Viên chức", "hồ sơ xét tuyển viên chức"),
    ("Đường sắt", "giấy phép kết nối đường ngang"), ("Hàng hải", "văn bản chấp thuận nạo vét vùng nước cảng"),
    ("Phòng cháy, chữa cháy", "văn bản thẩm duyệt thiết kế phòng cháy chữa cháy"),
    ("Đăng ký, quản lý con dấu", "giấy chứng nhận đăng ký mẫu dấu"),
)  # fmt: skip
_FOR = (
    "", "lần đầu", "do bị mất", "do hết hạn", "do thay đổi thông tin", "có yếu tố nước ngoài", "đối với hộ kinh doanh",
    "đối với hợp tác xã", "đối với tổ chức", "đối với cá nhân", "đối với người cao tuổi", "đối với người khuyết tật",
    "tại khu vực biên giới", "thuộc thẩm quyền của Ủy ban nhân dân cấp tỉnh", "thuộc thẩm quyền của Ủy ban nhân dân cấp xã",
    "trong khu công nghiệp", "theo thủ tục rút gọn", "cho người nước ngoài",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the procedure it was made from."""

    text: str
    code: str


def crowd(real: list[Procedure], many: int, dice: random.Random) -> list[Procedure]:
    """As many procedures as are missing up to `many`, no two of one name, none with the name of a real one."""
    names = {fold(name) for each in real for name in (each.name, each.short_name)}
    made: list[Procedure] = []
    while len(made) < many - len(real):
        field, name = _invented(real, dice)
        if fold(name) not in names:
            names.add(fold(name))
            made.append(Procedure(code=f"8.{len(made):06d}", name=name, short_name="", field=field))
    return made


def _invented(real: list[Procedure], dice: random.Random) -> tuple[str, str]:
    last = dice.choice(_FOR)
    if dice.random() < 0.25:  # a real one for somebody else
        origin = dice.choice(real)
        return origin.field, f"{origin.short_name} {last or dice.choice(_FOR[1:])}"
    field, paper = dice.choice(_PAPERS)
    return field, f"{dice.choice(_DONE)} {paper} {last}".strip()


def questions(
    procedures: list[Procedure], many: int, dice: random.Random, *, common: bool = False
) -> list[Asked]:
    """Questions without diacritics and with one wrong letter each.

    Made of the words of a name, as many of them, drawn at random in their order, as leave at most three procedures
    that hold them all (the whole name where none do); `common`: of a procedure's common words, the same way.
    """
    words_of = {each.code: fold(each.search_words) for each in procedures}
    named = [each for each in procedures if not common or each.common_words]
    found = []
    while len(found) < many:
        one = dice.choice(named)
        said = fold(dice.choice(one.common_words) if common else one.short_name or one.name).split()
        text = " ".join(said) if common else _enough(said, words_of, dice)
        if any(len(word) > 2 for word in text.split()):
            found.append(Asked(mistyped(text, dice), one.code))
    return found


def _enough(said: list[str], words_of: dict[str, str], dice: random.Random) -> str:
    for size in range(min(3, len(said)), len(said)):
        places = sorted(dice.sample(range(len(said)), size))
        chosen = [said[place] for place in places]
        if sum(all(word in words for word in chosen) for words in words_of.values()) <= 3:
            return " ".join(chosen)
    return " ".join(said)


_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR = {
    letter: "".join(
        other
        for line, keys in enumerate(_KEYS)
        for at, other in enumerate(keys)
        if other != letter and abs(line - row) <= 1 and abs(at - place) <= 1
    )
    for row, letters in enumerate(_KEYS)
    for place, letter in enumerate(letters)
}


def mistyped(text: str, dice: random.Random) -> str:
    """One letter of one word of three letters or more wrong: its neighbour on the keyboard, left out, twice, swapped."""
    words = text.split()
    place = dice.choice([number for number, word in enumerate(words) if len(word) > 2])
    return " ".join([*words[:place], dice.choice(list(_wrong(words[place], dice))), *words[place + 1 :]])


def _wrong(word: str, dice: random.Random) -> Iterator[str]:
    at = dice.randrange(len(word))
    letter = word[at]
    neighbour = word[:at] + dice.choice(_NEAR.get(letter, "x")) + word[at + 1 :]
    yield neighbour
    yield neighbour  # the commonest slip
    yield word[:at] + word[at + 1 :]
    yield word[:at] + letter + word[at:]
    if at + 1 < len(word) and word[at + 1] != letter:
        yield word[:at] + word[at + 1] + letter + word[at + 2 :]
