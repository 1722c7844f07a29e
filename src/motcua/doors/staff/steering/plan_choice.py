"""Which plans a list of tasks or targets is about: those of a year unless the address names one, or all."""

from django.http import HttpRequest

from motcua.kernel import clock
from motcua.kernel.periods import parse
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans import access
from motcua.plans.models import Plan

ALL = "all"


class PlanChoice:
    """The confirmed plans in scope (of one agency when the address says so), and the year they are shown for."""

    def __init__(self, request: HttpRequest, officer: Officer) -> None:
        plans = access.plans_for(officer, Right.SEE_FIGURES).exclude(state="read")
        found = list(plans)
        # Those whose plans may be looked at, the top of the tree first, whichever of them is chosen.
        self.agencies: list[Agency] = sorted({plan.agency for plan in found}, key=lambda one: one.path)
        self.agency = request.GET.get("agency", "")
        self.plans: list[Plan] = [one for one in found if self.agency in ("", one.agency.code)]
        self.period = request.GET.get("period", "")
        self.year = self._year(self.period)

    def _year(self, period: str) -> int:
        """The year of the period looked at, else this one, else the last with a plan."""
        wanted = parse(period).year if period else clock.today().year
        years = {plan.year for plan in self.plans}
        return wanted if wanted in years or not years else max(years)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For a select."""
        named = [(str(plan.pk), f"{plan.year}: {plan.title[:60]}{self._whose(plan)}") for plan in self.plans]
        return [("", f"Các kế hoạch năm {self.year}"), (ALL, "Mọi năm"), *named]

    def _whose(self, plan: Plan) -> str:
        """Whose plan it is, where there are several: every agency has tasks outside its plans."""
        return f" ({plan.agency.short_name or plan.agency.name})" if len(self.agencies) > 1 else ""

    def year_of(self, wanted: str) -> int:
        """The year a choice is about: that of the one plan it names, else the year shown."""
        return next((plan.year for plan in self.plans if str(plan.pk) == wanted), self.year)

    def chosen(self, wanted: str) -> list[Plan]:
        """The plans a choice stands for; none for a key out of scope."""
        if wanted == ALL:
            return self.plans
        if wanted:
            return [plan for plan in self.plans if str(plan.pk) == wanted]
        return [plan for plan in self.plans if plan.year == self.year]
