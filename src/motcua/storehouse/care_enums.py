"""Words of the care for kept papers: who looked and why, what is doubtful, what is destroyed."""

from enum import StrEnum


class Purpose(StrEnum):
    """What an officer opened somebody's paper for, as its owner reads it."""

    RECEIVE = "receive"
    SETTLE = "settle"
    COORDINATE = "coordinate"
    INSPECT = "inspect"
    PRINT = "print"
    CLEAN = "clean"
    DIGITISE = "digitise"

    @property
    def label(self) -> str:
        """The purpose in Vietnamese."""
        return {
            "receive": "Tiếp nhận, trả kết quả hồ sơ",
            "settle": "Giải quyết hồ sơ",
            "coordinate": "Phối hợp giải quyết hồ sơ",
            "inspect": "Kiểm tra việc giải quyết hồ sơ",
            "print": "In kết quả cho người nhận",
            "clean": "Làm sạch dữ liệu giấy tờ",
            "digitise": "Số hóa, xem lại bản quét",
        }[self.value]


class Doubt(StrEnum):
    """A rule by which a kept paper is doubtful."""

    SAME_FILE = "same_file"
    SAME_NUMBER = "same_number"
    IDENTITY_FORM = "identity_form"
    IDENTITY_BIRTH = "identity_birth"
    CODE_FORM = "code_form"
    CODE_MISSING = "code_missing"
    ISSUED_LATER = "issued_later"
    ISSUED_UNBORN = "issued_unborn"
    ALREADY_OVER = "already_over"
    NO_FILE = "no_file"
    FILE_LOST = "file_lost"
    NO_OWNER = "no_owner"
    NO_DOSSIER = "no_dossier"

    @property
    def label(self) -> str:
        """The rule in Vietnamese."""
        return _DOUBTS[self]

    @property
    def group(self) -> str:
        """Duplicates, wrong numbers and codes, wrong days, broken links."""
        return _GROUPS[self]

    @property
    def is_duplicate(self) -> bool:
        """Two papers, of which one is to stay."""
        return self in (Doubt.SAME_FILE, Doubt.SAME_NUMBER)


_DOUBTS = {
    Doubt.SAME_FILE: "Trùng: cùng một tệp của cùng một người",
    Doubt.SAME_NUMBER: "Trùng: cùng loại, cùng số, cùng chủ",
    Doubt.IDENTITY_FORM: "Số định danh của chủ giấy tờ sai cấu trúc",
    Doubt.IDENTITY_BIRTH: "Số định danh không khớp năm sinh",
    Doubt.CODE_FORM: "Mã kết quả số hóa không đúng mẫu mã",
    Doubt.CODE_MISSING: "Đã số hóa mà chưa có mã kết quả số hóa",
    Doubt.ISSUED_LATER: "Ngày cấp không thể có (sau ngày vào kho, quá xưa)",
    Doubt.ISSUED_UNBORN: "Ngày cấp trước ngày sinh của chủ giấy tờ",
    Doubt.ALREADY_OVER: "Đã hết giá trị từ trước khi vào kho",
    Doubt.NO_FILE: "Ghi là đã ký số mà không có tệp",
    Doubt.FILE_LOST: "Tệp trên kho lưu trữ bị mất hoặc bị thay đổi",
    Doubt.NO_OWNER: "Không rõ của ai",
    Doubt.NO_DOSSIER: "Không thuộc hồ sơ nào, không do số hóa kết quả cũ",
}
_DUPLICATES, _NUMBERS, _DAYS, _LINKS = "Trùng lặp", "Số, mã sai", "Ngày sai", "Liên kết hỏng"
_GROUPS = {
    Doubt.SAME_FILE: _DUPLICATES,
    Doubt.SAME_NUMBER: _DUPLICATES,
    Doubt.IDENTITY_FORM: _NUMBERS,
    Doubt.IDENTITY_BIRTH: _NUMBERS,
    Doubt.CODE_FORM: _NUMBERS,
    Doubt.CODE_MISSING: _NUMBERS,
    Doubt.ISSUED_LATER: _DAYS,
    Doubt.ISSUED_UNBORN: _DAYS,
    Doubt.ALREADY_OVER: _DAYS,
    Doubt.NO_FILE: _LINKS,
    Doubt.FILE_LOST: _LINKS,
    Doubt.NO_OWNER: _LINKS,
    Doubt.NO_DOSSIER: _LINKS,
}


class DoubtState(StrEnum):
    """Where a doubtful paper stands."""

    OPEN = "open"
    MENDED = "mended"
    DISMISSED = "dismissed"
    GONE = "gone"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {
            "open": "Chưa xử lý",
            "mended": "Đã sửa",
            "dismissed": "Đã xem, không sai",
            "gone": "Tự hết khi rà soát lại",
        }[self.value]


class Replacing(StrEnum):
    """Why a paper gave way to another."""

    REPLACED = "replaced"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """In Vietnamese."""
        return {"replaced": "Được thay bằng bản khác", "merged": "Trùng, đã gộp vào bản khác"}[self.value]


class DisposalState(StrEnum):
    """Where a decision to destroy papers stands."""

    DECIDED = "decided"
    DONE = "done"

    @property
    def label(self) -> str:
        """In Vietnamese."""
        return {"decided": "Đang thực hiện", "done": "Đã hủy"}[self.value]
