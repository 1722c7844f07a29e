"""`motcua user add`: an administrator who signs in, made at the server's own console."""

import argparse
import sys

from motcua.doors.commands import asking
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.actions import NewAccount, hire
from motcua.organisation.enums import Role
from motcua.organisation.granting import NewGrant
from motcua.organisation.models import Agency
from motcua.organisation.queries import home_agency

HELP = (
    "Thêm một người quản trị. Mật khẩu được hỏi, hoặc đọc từ đầu vào chuẩn; không bao giờ ghi trên dòng lệnh."
)
EXAMPLES = """Ví dụ:
  motcua user add quantri2 --name "Đặng Hữu Tâm"
  motcua user add quantri2 --name "Đặng Hữu Tâm" --agency H99.101 < mat-khau.txt"""
CONSOLE = Actor("system", "console", "Dòng lệnh trên máy chủ")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, and where."""
    parser.add_argument("username", help="tên đăng nhập")
    parser.add_argument("--name", required=True, help="họ và tên")
    parser.add_argument("--title", default="Quản trị hệ thống", help="chức danh")
    parser.add_argument("--agency", default="", help="mã cơ quan; mặc định là cơ quan chính")


def run(options: argparse.Namespace) -> int:
    """1: no such agency, the name is taken, or the password is weak."""
    today = clock.today()
    agency = (
        Agency.objects.on(today).filter(code=options.agency).first() if options.agency else home_agency(today)
    )
    if agency is None:
        print(
            "Không có cơ quan nào như vậy. Nếu chưa có cơ quan nào, mở trang bắt đầu trước.", file=sys.stderr
        )
        return 1
    try:
        staff = hire(
            actor=CONSOLE, agency=agency, name=options.name, title=options.title, first_day=today, public=False,
            account=NewAccount(options.username, asking.password(), must_change=False),
            grants=[NewGrant(Role.ADMINISTRATOR, agency, with_below=True)],
        )  # fmt: skip
    except (Refused, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"Đã thêm quản trị {staff.name} ({options.username}) tại {agency.name}.", file=sys.stderr)
    return 0
