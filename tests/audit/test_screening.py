"""Many declared values at once, in the manner of the Carbon Catalogue."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from celca.audit import screen
from celca.audit.plausible import sectors
from celca.errors import FileFault

Write = Callable[..., Path]
HEAD = "pcf_id,year,product,company,sector,weight_kg,pcf_kgco2e,kgco2e_per_kg,up_frac,op_frac,downstream_frac\n"
ROW = '1,2015,Laptop,X,"Computer, IT & telecom",2,{value},{per},0.5,0.3,{last}\n'


def row(value: float, per: float | None = None, last: float = 0.2, year: int = 2015) -> str:
    text = ROW.format(value=value, per=value / 2 if per is None else per, last=last)
    return text.replace("2015", str(year))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (row(90_000), "1000 too high"),
        (row(0.09), "1000 too low"),
        (row(90, per=90), "is not footprint by mass"),
        (row(90, last=0.9), "add up to 1.70"),
        (row(2000).replace("0.5,0.3,0.2", "0.1,0.1,0.8"), "80% of it lies downstream"),
        (row(1.5).replace("0.5,0.3,0.2", "0.7,0.3,0"), "may end at the gate"),
        (row(2.5), "only just"),
        (row(1.5), "usual in another sector, "),
    ],
)
def test_an_implausible_value_is_flagged_with_its_reason(
    line: str, told: str, write: Write
) -> None:
    found = screen(write("many.csv", HEAD + row(90) + line))
    assert len(found.flagged) == 1
    assert any(told in reason for reason in found.flagged[0].reasons)


def test_plausible_values_are_not_flagged(write: Write) -> None:
    assert screen(write("many.csv", HEAD + row(90) + row(100))).flagged == ()


def test_a_jump_from_one_year_to_the_next_is_told(write: Write) -> None:
    found = screen(write("many.csv", HEAD + row(60) + row(240, year=2016)))
    assert "4 times the value of the same product in 2015" in found.flagged[0].reasons[0]


def test_the_most_implausible_comes_first(write: Write) -> None:
    found = screen(write("many.csv", HEAD + row(4000) + row(90_000) + row(90)))
    assert [x.row for x in found.flagged] == [3, 2]


def test_rows_without_mass_or_value_are_named(write: Write) -> None:
    found = screen(write("many.csv", HEAD + row(90) + row(90).replace(",2,", ",,")))
    assert [r for r, _ in found.rejected] == [3]


def test_a_decimal_comma_is_read_as_one_not_as_thousands(write: Write) -> None:
    found = screen(write("many.csv", HEAD + row(90) + row(90_000).replace(",2,", ',"2,5",')))
    assert [x.per_kg for x in found.flagged] == [36_000]


@pytest.mark.parametrize(
    ("text", "told"),
    [("product,weight_kg\nA,1\n", "column of the value"), ("a,weight,pcf_kg\nA,1,2\n", "no unit")],
)
def test_a_table_that_lacks_a_column_or_a_unit_is_refused(
    text: str, told: str, write: Write
) -> None:
    with pytest.raises(FileFault, match=told):
        screen(write("many.csv", text))


def test_grams_in_the_heading_are_grams(write: Write) -> None:
    text = "product,weight (g),PCF (kg CO2e)\nA,2000,90\n"
    found = screen(write("many.csv", text))
    assert (found.rows, found.flagged) == (1, ())


# as many products as the Carbon Catalogue has; 5 s are allowed
def test_866_products_are_screened_in_under_five_seconds(write: Write) -> None:
    r = random.Random(1)
    names = [s for s in sectors() if s != "all"]
    lines = []
    for i in range(866):
        sector = sectors()[r.choice(names)]
        per, mass = sector.median * r.choice([0.9, 1.1]), r.uniform(0.1, 100)
        value = per * mass * (1000 if i % 50 == 0 else 1)
        lines.append(f'{i},2015,P{i},C{i},"{sector.name}",{mass},{value},,,,\n')
    start = time.perf_counter()
    found = screen(write("many.csv", HEAD + "".join(lines)))
    assert time.perf_counter() - start < 5
    assert sum("1000 too high" in x.reasons[0] for x in found.flagged) == 18


def test_nothing_or_less_than_nothing_lies_below_and_is_plain_data(write: Write) -> None:
    table = write("t.csv", "product,weight_kg,pcf_kgco2e\nA,1,0\nB,1,-3\nC,1,5\n")
    found = screen(table)
    assert [x.row for x in found.flagged] == [2, 3]
    assert all("lies below" in x.reasons[0] and "netted" in x.reasons[0] for x in found.flagged)
    assert [x["distance"] for x in found.to_dict()["flagged"]] == [None, None]


def test_a_row_that_is_left_out_is_told_by_its_cell(write: Write) -> None:
    table = write("t.csv", 'product,weight_kg,pcf_kgco2e\nA,x,1\nB,1,much\nC,-1,1\nD,2,"7,5"\n')
    assert screen(table).rejected == (
        (2, "has the mass 'x', no number above 0."),
        (3, "has the footprint 'much', no number."),
        (4, "has the mass '-1', no number above 0."),
    )
