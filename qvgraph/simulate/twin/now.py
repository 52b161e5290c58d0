"""What a month brings: the numbers in force in each region, the luck, and the record to fill."""

from collections.abc import Mapping
from dataclasses import dataclass

from qvgraph.declare import ByClass, ByHeadCount
from qvgraph.simulate.parameters import Plan, in_district, values_at
from qvgraph.simulate.twin.draws import Luck

Figures = dict[str, float]


class Rules:
    """The levers and assumptions that hold in one region in one month."""

    def __init__(self, plan: Plan, month: int) -> None:
        self.values = values_at(plan, month)
        self.age = month - self.whole("funding.start_month")
        self.past_pilot = self.age - self.whole("funding.pilot_months")

    def __getitem__(self, path: str) -> float:
        value = self.values[path]
        assert not isinstance(value, ByClass)
        return float(value)

    def whole(self, path: str) -> int:
        """A count or number of months."""
        return int(self[path])

    def of_size(self, path: str, size: str) -> float:
        """The value for one size class."""
        return float(getattr(self.values[path], size))

    def of_head_count(self, path: str, employees: int) -> float:
        """The value for the class of head counts as the statutory support knows them."""
        value = self.values[path]
        assert isinstance(value, ByHeadCount)
        if employees < 50:
            return float(value.under_50)
        return float(value.under_500 if employees < 500 else value.from_500)

    def has_turntable(self, district: str | None) -> bool:
        """True when a turntable runs there: as the district has it, else as the region.

        A firm without a district has none.
        """
        if district is None:
            return False
        path = "turntable.turntable"
        own = self.values.get(in_district(path, district))
        return bool(self.values[path] if own is None else own)

    def fee(self, size: str) -> float:
        """What a member pays this month."""
        if self["membership.fees"] and self.past_pilot >= 0:
            return self.of_size("membership.fee_euros", size) / 12
        return 0.0

    def cost(self, size: str) -> float:
        """What membership costs a firm this month: time and fee."""
        return self.of_size("membership.time_euros", size) + self.fee(size)


@dataclass
class Now:
    """The month that runs."""

    month: int
    luck: Luck
    rules: Mapping[str, Rules]
    record: Mapping[str, Figures]
