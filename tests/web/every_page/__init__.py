"""Every page of the public and the staff doors: where it is in the sample, and who may open it.

A page is missing here only with a reason in `NOT_A_PAGE`; a test holds this list against the address book.
"""

from tests.web.every_page.administration import ADMINISTRATION, REFUSED
from tests.web.every_page.bodies import BODIES
from tests.web.every_page.citizens import DIALOGUES, OPEN, OWN, QUEUE
from tests.web.every_page.desk import DESK, ORGANISATION
from tests.web.every_page.papers import PAPERS
from tests.web.every_page.steering import CONTROL_WORK, STEERING

PAGES = (
    *BODIES, *PAPERS, *OPEN, *DESK, *STEERING, *ADMINISTRATION, *REFUSED, *QUEUE, *ORGANISATION, *CONTROL_WORK,
    *DIALOGUES, *OWN,
)  # fmt: skip
PUBLIC = tuple(page for page in PAGES if not page.name.startswith("staff:"))
