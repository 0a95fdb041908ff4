"""Charts draw what they are given, and nothing that anybody wrote can become markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from helsetek.common.charts import (
    Bar,
    Chart,
    Dot,
    Layer,
    Point,
    Row,
    Series,
    Swing,
    bars,
    line,
    norway,
    scatter,
    signed,
    stacked,
    tornado,
)
from helsetek.common.charts.norway import utm33
from helsetek.common.charts.svg import lines_of, number, ticks

EVIL = "\"><script>alert(1)</script>&'"
SVG = "{http://www.w3.org/2000/svg}"


def some_bars(text: str = "Bodø") -> Chart:
    return bars(
        text,
        [Bar(text, 10, href=f"/?{text}"), Bar("B", 5), Bar("C", 0)],
        summary=text,
        label="Hvem",
        value="Sum",
    )


def an_envelope(text: str = "2024") -> Chart:
    layers = [Layer("Betalt", "success"), Layer("Fri", "neutral")]
    return stacked(text, layers, [Row(text, (30, 20), 60), Row("2023", (10, 0))], label="År", limit="Ramme")


def a_line(text: str = "2024") -> Chart:
    return line(
        text, [Series(text, ((1, 2), (2, 5), (4, 3)))], x_label="Dag", x_ticks=[(1, "man")], step=True
    )


def a_scatter(text: str = "Bodø") -> Chart:
    points = [Point(1000, 2, text, 3), Point(90_000, 5, "B", href="/b")]
    return scatter(text, points, x_label="Innbyggere", y_label="Sum", size_label="Antall", log_x=True)


def a_map(text: str = "Bodø") -> Chart:
    return norway(
        text, [Dot(67.28, 14.40, text, 5, href="/1"), Dot(59.91, 10.75, "Oslo")], land=[(60.0, 10.0)]
    )


CHARTS = [some_bars, an_envelope, a_line, a_scatter, a_map]


def parsed(chart: Chart, width: int = 720) -> ET.Element:
    svg = chart.svg(width).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ET.fromstring(svg)


@pytest.mark.parametrize("make", CHARTS)
@pytest.mark.parametrize("width", [720, 350])
def test_a_chart_is_well_formed_and_has_its_title_and_summary(make: Callable[[], Chart], width: int) -> None:
    root = parsed(make(), width)
    assert root.get("aria-label") == make().title
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.get("id") == root.get("aria-describedby")


@pytest.mark.parametrize("make", CHARTS)
def test_nothing_written_can_become_markup(make: Callable[[str], Chart]) -> None:
    root = parsed(make(EVIL))
    assert root.get("aria-label") == EVIL
    assert not list(root.iter(f"{SVG}script"))


@pytest.mark.parametrize("make", CHARTS)
def test_there_is_no_style_in_the_drawing(make: Callable[[], Chart]) -> None:
    assert "style=" not in make().wide()


@pytest.mark.parametrize("make", CHARTS)
def test_everything_lies_within_the_drawing(make: Callable[[], Chart]) -> None:
    for width in (720, 350):
        root = parsed(make(), width)
        height = float(root.get("height", "0"))
        for circle in root.iter(f"{SVG}circle"):
            assert 0 <= float(circle.get("cx", "-1")) <= width
            assert 0 <= float(circle.get("cy", "-1")) <= height
        for rect in root.iter(f"{SVG}rect"):
            assert float(rect.get("x", "0")) + float(rect.get("width", "0")) <= width + 0.1


def test_a_bar_is_as_long_as_its_value() -> None:
    widths = [float(rect.get("width", "0")) for rect in parsed(some_bars()).iter(f"{SVG}rect")]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)
    assert widths[2] <= 0.5


def test_only_a_chart_of_links_is_a_group() -> None:
    assert parsed(some_bars()).get("role") == "group"
    assert parsed(an_envelope()).get("role") == "img"


def test_the_numbers_come_as_a_table() -> None:
    assert an_envelope().headings == ("År", "Betalt", "Fri", "Ramme")
    assert an_envelope().rows == (("2024", "30", "20", "60"), ("2023", "10", "0", "–"))
    assert a_line().rows[0] == ("man", "2")
    assert a_map().rows[1] == ("Oslo", "–")


@pytest.mark.parametrize(
    "make",
    [lambda: bars("t", []), lambda: stacked("t", [], []), lambda: line("t", []), lambda: norway("t", [])],
)
def test_a_chart_of_nothing_is_drawn_too(make: Callable[[], Chart]) -> None:
    assert parsed(make()).get("aria-label") == "t"


def test_one_value_only_and_all_zero() -> None:
    assert parsed(line("t", [Series("a", ((3, 0),))])) is not None
    assert parsed(bars("t", [Bar("a", 0)])) is not None
    assert parsed(scatter("t", [Point(0, 0, "a")], x_label="x", y_label="y")) is not None


@pytest.mark.parametrize(
    ("lat", "lon", "east", "north"),
    [
        (60.0, 15.0, 500_000.00, 6_651_411.19),
        (57.98, 7.05, 30_483.41, 6_454_170.97),
        (60.39, 5.32, -32_253.60, 6_734_074.91),
        (69.73, 30.05, 1_076_794.37, 7_807_336.53),
        (71.17, 25.78, 886_515.69, 7_930_894.89),
    ],
)
def test_the_projection_is_that_of_the_national_maps(
    lat: float, lon: float, east: float, north: float
) -> None:
    """Reference values of EPSG:25833 as PROJ 9 gives them."""
    assert utm33(lat, lon) == pytest.approx((east, north), abs=0.01)


def test_north_is_up_and_east_is_right() -> None:
    circles = [c for c in parsed(a_map()).iter(f"{SVG}circle") if c.get("class") == "hs-bubble"]
    bodo, oslo = circles
    assert float(bodo.get("cy", "0")) < float(oslo.get("cy", "0"))
    assert float(bodo.get("cx", "0")) > float(oslo.get("cx", "0"))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 179, [0, 50, 100, 150, 200]), (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (5, 5, [5, 6])],
)
def test_ticks_are_round_numbers(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(expected)


def test_numbers_and_lines_of_words() -> None:
    assert number(1234567.5) == "1\u00a0234\u00a0567,5"
    assert lines_of("Trygghetsteknologi i omsorgsboliger", 200) == ["Trygghetsteknologi i", "omsorgsboliger"]


# -- To both sides of a middle ------------------------------------------------------------------------


def test_losses_lie_to_the_left_and_gains_to_the_right_of_zero() -> None:
    chart = signed("Net", [("One", -50.0), ("Two", 50.0)], label="Level", value="MNOK")
    places = re.findall(r'<rect [^>]*x="([\d.]+)" [^>]*width="([\d.]+)"', chart.wide())
    left, right = [(float(x), float(x) + float(width)) for x, width in places]
    assert left[1] == pytest.approx(right[0], abs=0.2)
    assert left[0] < left[1] < right[1]
    assert chart.rows == (("One", "−50"), ("Two", "50"))
    assert 'data-color="danger"' in chart.wide()


def test_a_tornado_has_a_bar_to_each_side_and_its_numbers() -> None:
    chart = tornado(
        "What moves it",
        [Swing("Price", -10.0, 16.0, "From 1 to 2"), Swing("Weeks", 5.0, 1.0)],
        centre=3.0,
        low_label="Low",
        high_label="High",
        label="Assumption",
    )
    assert chart.headings == ("Assumption", "Low", "High")
    assert chart.rows == (("Price", "−10", "16"), ("Weeks", "5", "1"))
    assert chart.wide().count("<rect") == 4
    assert "From 1 to 2" in chart.wide()


@pytest.mark.parametrize("data", [[], [("One", 0.0)], [("A <b>", -1.0)]])
def test_signed_bars_of_nothing_and_of_odd_names_are_drawn_safely(data: list[tuple[str, float]]) -> None:
    chart = signed("Net", data)
    assert "<b>" not in chart.wide() + chart.narrow()
    assert chart.wide().startswith("<svg")
