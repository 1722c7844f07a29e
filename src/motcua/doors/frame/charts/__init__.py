"""Charts as values ready to draw: pure functions from figures to positions, classes and words.

`{% chart drawing %}` draws one. Everything is attributes and classes (the content security policy forbids
inline styles); coordinates are strings, so that no locale writes a comma into a path. Each chart says in
words what it shows and carries its figures as a table; None means not measured and is drawn as such.
"""

from motcua.doors.frame.charts.bars import Bar, Bars, bars
from motcua.doors.frame.charts.dial import Dial, DialGroup, dial
from motcua.doors.frame.charts.drawing import Chart
from motcua.doors.frame.charts.heat import Heat, HeatCell, HeatRow, heat
from motcua.doors.frame.charts.trend import Trend, TrendPoint, trend
from motcua.doors.frame.charts.year import YearLine, YearTask, task_words, year_line

__all__ = [
    "Bar",
    "Bars",
    "Chart",
    "Dial",
    "DialGroup",
    "Heat",
    "HeatCell",
    "HeatRow",
    "Trend",
    "TrendPoint",
    "YearLine",
    "YearTask",
    "bars",
    "dial",
    "heat",
    "task_words",
    "trend",
    "year_line",
]
