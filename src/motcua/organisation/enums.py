"""Levels, kinds of change and roles."""

from enum import StrEnum


class Level(StrEnum):
    """Level of an agency. Which levels exist on a day is law (`regimes`: levels_of_government)."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    BRANCH = "branch"
    VERTICAL = "vertical"
    POSTAL = "postal"

    @property
    def label(self) -> str:
        return {
            Level.PROVINCE: "Cấp tỉnh",
            Level.DEPARTMENT: "Sở, ngành",
            Level.DISTRICT: "Cấp huyện",
            Level.COMMUNE: "Cấp xã",
            Level.BRANCH: "Chi nhánh, điểm tiếp nhận",
            Level.VERTICAL: "Ngành dọc",
            Level.POSTAL: "Doanh nghiệp bưu chính",
        }[self]


class ChangeKind(StrEnum):
    """How an agency came to end or to begin."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    DISSOLVE = "dissolve"

    @property
    def label(self) -> str:
        return {"merge": "Sáp nhập", "split": "Chia tách", "rename": "Đổi tên", "dissolve": "Kết thúc"}[self]


class Role(StrEnum):
    """What a grant lets an officer do within its scope."""

    RECEPTION = "reception"
    SPECIALIST = "specialist"
    LEADER = "leader"
    CONTROL = "control"
    ADMINISTRATOR = "administrator"
    INSPECTOR = "inspector"
    POSTAL = "postal"

    @property
    def label(self) -> str:
        return {
            Role.RECEPTION: "Tiếp nhận và trả kết quả",
            Role.SPECIALIST: "Chuyên viên xử lý",
            Role.LEADER: "Lãnh đạo",
            Role.CONTROL: "Đầu mối kiểm soát TTHC",
            Role.ADMINISTRATOR: "Quản trị",
            Role.INSPECTOR: "Kiểm tra, giám sát",
            Role.POSTAL: "Nhân viên bưu chính",
        }[self]


class Right(StrEnum):
    """The single things a page or an act asks for; `rules.RIGHTS_OF` ties them to roles."""

    SEE_DOSSIERS = "see_dossiers"
    RECEIVE = "receive"
    COLLECT_FEE = "collect_fee"
    RETURN_RESULT = "return_result"
    WORK = "work"
    ASSIGN = "assign"
    SIGN_OFF = "sign_off"
    CORRECT = "correct"
    SEE_FIGURES = "see_figures"
    STEER = "steer"
    ADMINISTER = "administer"
