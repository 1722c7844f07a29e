"""Which plans a list of tasks or targets is about: those of a year unless the address names one, or all."""

from django.http import HttpRequest

from motcua.kernel import clock
from motcua.kernel.periods import parse
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import access
from motcua.plans.models import Plan

ALL = "all"


class PlanChoice:
    """The confirmed plans in scope (of one agency when the address says so), and the year they are shown for."""

    def __init__(self, request: HttpRequest, officer: Officer) -> None:
        plans = access.plans_for(officer, Right.SEE_FIGURES).exclude(state="read")
        if agency := request.GET.get("agency"):
            plans = plans.filter(agency__code=agency)
        self.plans: list[Plan] = list(plans)
        self.year = self._year(request.GET.get("period", ""))

    def _year(self, period: str) -> int:
        """The year of the period looked at, else this one, else the last with a plan."""
        wanted = parse(period).year if period else clock.today().year
        years = {plan.year for plan in self.plans}
        return wanted if wanted in years or not years else max(years)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For a select."""
        named = [(str(plan.pk), f"{plan.year}: {plan.title[:60]}") for plan in self.plans]
        return [("", f"Các kế hoạch năm {self.year}"), (ALL, "Mọi năm"), *named]

    def chosen(self, wanted: str) -> list[Plan]:
        """The plans a choice stands for; none for a key out of scope."""
        if wanted == ALL:
            return self.plans
        if wanted:
            return [plan for plan in self.plans if str(plan.pk) == wanted]
        return [plan for plan in self.plans if plan.year == self.year]
