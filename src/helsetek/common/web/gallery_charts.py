"""The charts of ``/design/``, with invented numbers."""

from __future__ import annotations

from helsetek.common.charts import (
    Bar,
    Chart,
    Dot,
    Layer,
    Legend,
    Point,
    Row,
    Series,
    bars,
    line,
    norway,
    scatter,
    stacked,
)

from .show import kroner, millions, number

_MILLION = 100_000_000  # øre

_PLACES = (
    ("Oslo", 59.91, 10.75), ("Bergen", 60.39, 5.32), ("Trondheim", 63.43, 10.40), ("Stavanger", 58.97, 5.73),
    ("Tromsø", 69.65, 18.96), ("Bodø", 67.28, 14.40), ("Kristiansand", 58.15, 8.00), ("Ålesund", 62.47, 6.15),
    ("Hamar", 60.79, 11.07), ("Alta", 69.97, 23.27), ("Vadsø", 70.07, 29.75), ("Hammerfest", 70.66, 23.68),
    ("Narvik", 68.44, 17.43), ("Mo i Rana", 66.31, 14.14), ("Steinkjer", 64.01, 11.50), ("Molde", 62.74, 7.16),
    ("Førde", 61.45, 5.86), ("Lillehammer", 61.12, 10.47), ("Skien", 59.21, 9.61), ("Fredrikstad", 59.22, 10.93),
    ("Røros", 62.57, 11.38), ("Kautokeino", 69.01, 23.04), ("Harstad", 68.80, 16.54), ("Namsos", 64.47, 11.50),
    ("Brønnøysund", 65.47, 12.21), ("Lindesnes", 57.98, 7.05), ("Geilo", 60.53, 8.21), ("Florø", 61.60, 5.03),
    ("Kirkenes", 69.73, 30.05), ("Svolvær", 68.23, 14.57), ("Elverum", 60.88, 11.56), ("Notodden", 59.56, 9.26),
)  # fmt: skip


def charts() -> dict[str, Chart]:
    """One chart of each kind."""
    return {
        "chart_bars": bars(
            "Innvilget etter område",
            [
                Bar("Digital hjemmeoppfølging", 21_400_000_00, href="#b1"),
                Bar("Journal og samhandling", 14_900_000_00, href="#b2"),
                Bar("Medisindispensere", 9_200_000_00, "brand1"),
                Bar("Trygghetsteknologi i omsorgsboliger og sykehjem", 6_100_000_00),
                Bar("Annet", 0),
            ],
            summary="Digital hjemmeoppfølging får mest.",
            label="Område",
            value="Innvilget",
            shown=lambda ore: kroner(int(ore)),
        ),
        "chart_envelope": stacked(
            "Rammene",
            [
                Layer("Utbetalt", "success"),
                Layer("Akseptert", "accent"),
                Layer("Innvilget", "info"),
                Layer("Fri", "neutral"),
            ],
            [
                Row("2023", (41.2 * _MILLION, 3 * _MILLION, 0, 1.5 * _MILLION), 45.7 * _MILLION),
                Row("2024", (18 * _MILLION, 22.3 * _MILLION, 12 * _MILLION, 4.4 * _MILLION), 56.7 * _MILLION),
            ],
            summary="Av rammen for 2024 er 4,4 millioner kroner fortsatt fri.",
            label="År",
            limit="Ramme",
            shown=lambda ore: millions(int(ore)),
        ),
        "chart_line": line(
            "Søknader inn før fristen",
            [
                Series("2024", ((1, 2), (5, 9), (9, 31), (12, 88), (14, 141), (15, 179))),
                Series(
                    "2023", ((1, 1), (5, 4), (9, 12), (12, 40), (14, 77), (15, 96)), "brand2", dashed=True
                ),
            ],
            summary="De fleste kommer de siste tre dagene.",
            x_label="Dag i januar",
            shown=number,
            x_shown=number,
            step=True,
        ),
        "chart_scatter": scatter(
            "Innbyggere og sum",
            [
                Point(5_200, 1.1, "Saltdal og naboer", 3, href="#p1"),
                Point(53_000, 2.3, "Bodø med 29", 30, "brand1", "#p2"),
                Point(212_000, 5.8, "Trondheim", 11),
                Point(1_450, 0.4, "Røros", 3, "warning"),
                Point(98_000, 3.9, "Kristiansand", 7),
            ],
            x_label="Innbyggere",
            y_label="Millioner kroner",
            label="Samarbeid",
            size_label="Kommuner",
            x_shown=number,
            y_shown=number,
            size_shown=number,
            log_x=True,
            summary="Større samarbeid søker om mer.",
        ),
        "chart_map": norway(
            "Samarbeid som har fått tilskudd",
            [
                Dot(67.28, 14.40, "Bodø med 29 kommuner", 2.3 * _MILLION, href="#m1"),
                Dot(63.43, 10.40, "Trondheim", 5.8 * _MILLION, href="#m2"),
                Dot(60.39, 5.32, "Bergen og Alver", 3.1 * _MILLION, "brand1", "#m3"),
                Dot(69.97, 23.27, "Alta", 1.2 * _MILLION, "warning", "#m4"),
                Dot(59.21, 9.61, "Skien og Telemark", 4.0 * _MILLION, href="#m5"),
            ],
            land=[(lat, lon) for _name, lat, lon in _PLACES],
            summary="Prikkene viser lederkommunen; størrelsen viser summen.",
            label="Samarbeid",
            value="Sum",
            shown=lambda ore: millions(int(ore)),
            legend=(
                Legend("accent", "Innvilget"),
                Legend("brand1", "Utbetalt"),
                Legend("warning", "Venter på svar"),
            ),
        ),
    }
