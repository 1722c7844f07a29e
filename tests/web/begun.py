"""What the sample's citizen has to begin before all her pages can be looked at."""

import subprocess
import sys

from tests.web.every_page.citizens import own
from tests.web.house import ROOT, environment
from tests.web.visitor import Visitor


def begin_for_the_citizen(citizen: Visitor) -> None:
    """A birth as far as its first page, a reply to what is asked of her, offers of every level."""
    house = citizen.house
    if not house.rows("SELECT 1 FROM proactive_offer WHERE subject LIKE 'thu-%'"):
        offered = [sys.executable, "-m", "tests.web.offered"]
        subprocess.run(offered, env=environment(house.home), cwd=ROOT, check=True)
    for path, button in (("/nop-ho-so/1.001193", "Bắt đầu"), (own("supplementing")(house), "Bổ sung ngay")):
        citizen.goto(path)
        citizen.page.get_by_role("button", name=button).click()
        citizen.page.wait_for_url("**/soan/**")
    citizen.close()
