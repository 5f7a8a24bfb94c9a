"""The tile map's figures: every municipality once, the same country before and after the merger, nothing small outside."""

import csv
import datetime as dt
from collections import Counter

import openpyxl
import pytest

from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import Attribute, Offer, OfferGroup, OfferUse, OfferValue, Origin
from koorddesk.domain.target_groups import TargetGroup
from koorddesk.paths import resource
from koorddesk.services import map_figures
from koorddesk.services.coverage import coverage
from koorddesk.services.desk import open_desk
from koorddesk.services.land import HIDDEN, Geography
from koorddesk.services.over_time import occupancy, rounds
from koorddesk.services.sheets import Heading, Sheet, sheet_name, write_workbook
from koorddesk.services.tile_layout import tiles
from koorddesk.settings import Settings
from koorddesk.store.uow import Summary

TODAY = dt.date(2026, 2, 2)
USED = {"0320": 12, "0390": 3, "0217": 1, "0101": 40, "0851": 9, "0657": 2, "0461": 6}


@pytest.fixture
def desk(tmp_path):
    """A desk with two offers, their places over two years, and persons in them from seven municipalities."""
    opened = open_desk(tmp_path / "s.sqlite", settings=Settings(), account="fuldmægtig", today=lambda: TODAY)
    with opened.store.unit_of_work() as uow:
        places = {known.code: known for known in uow.all(Authority, kind=AuthorityKind.MUNICIPALITY)}
        group = uow.all(TargetGroup)[0]
        group.active = True
        for number, code in enumerate(("0320", "0851")):
            offer = Offer(new_id(), f"Tilbud {number}", operator_name=places[code].name, location_id=places[code].id)
            uow.add(offer)
            uow.add(OfferGroup(new_id(), offer.id, group.id))
            for year, figure in ((2024, 10.0), (2025, 20.0)):
                day = dt.date(year, 10, 1)
                uow.add(OfferValue(new_id(), offer.id, Attribute.PLACES, Origin.REPORTED, day, figure, ""))
                uow.add(OfferValue(new_id(), offer.id, Attribute.OCCUPANCY, Origin.REPORTED, day, 50.0, ""))
            if number == 0:
                for payer, persons in USED.items():
                    uow.add(OfferUse(new_id(), offer.id, places[payer].id, dt.date(2024, 10, 1), persons + 5))
                    uow.add(OfferUse(new_id(), offer.id, places[payer].id, dt.date(2025, 10, 1), persons))
        uow.commit(Summary("x"))
    yield opened
    opened.close()


def test_every_municipality_has_one_tile_of_its_own():
    with resource("registers", "municipalities.csv").open(encoding="utf-8", newline="") as file:
        codes = {line["kommunekode"] for line in csv.DictReader(file)}
    assert Counter(tile.code for tile in tiles()) == Counter(codes)
    assert len({(tile.row, tile.column) for tile in tiles()}) == len(codes) == 98
    assert len({tile.short for tile in tiles()}) == 98


def test_denmark_lies_as_it_does():
    at = {tile.code: tile for tile in tiles()}
    north, south, west, east = at["0860"], at["0550"], at["0563"], at["0400"]  # Hjørring, Tønder, Fanø, Bornholm
    assert north.row < at["0851"].row < at["0615"].row < south.row
    assert west.column < at["0461"].column < at["0101"].column < east.column
    assert at["0217"].row < at["0101"].row < at["0155"].row  # Helsingør, København, Dragør


@pytest.mark.parametrize("protect", [False, True])
def test_the_country_is_the_same_before_and_after_the_merger(desk, protect):
    before = map_figures.map_of_use(desk, None, Geography.BEFORE, protect=protect)
    after = map_figures.map_of_use(desk, None, Geography.AFTER, protect=protect)
    assert before.country == after.country
    assert [cell.number for cell in before.cells] == [cell.number for cell in after.cells]
    assert {region.name for region in before.regions} - {region.name for region in after.regions} == {
        "Region Hovedstaden",
        "Region Sjælland",
    }


def test_the_newest_report_of_each_offer_counts(desk):
    shown = map_figures.map_of_use(desk, None, Geography.BEFORE)
    assert {cell.tile.code: cell.number for cell in shown.cells if cell.number is not None} == USED
    assert {region.name: region.words for region in shown.regions}["Region Hovedstaden"] == "41"
    after = map_figures.map_of_use(desk, None, Geography.AFTER)
    assert {region.name: region.words for region in after.regions}["Region Østdanmark"] == "56"


def test_no_small_count_leaves_in_either_view(desk):
    for geography in Geography:
        shown = map_figures.map_of_use(desk, None, geography, protect=True)
        assert shown.protected
        assert all(cell.number >= 5 for cell in shown.cells if cell.number is not None)
        assert {cell.tile.code for cell in shown.cells if cell.hidden} >= {"0390", "0217", "0657"}
        figures = [value for row in shown.sheet.rows for value in row if isinstance(value, int | float)]
        assert min(figures) >= 5
        assert any(HIDDEN in row for row in shown.sheet.rows)


def test_a_merged_region_tells_nothing_that_its_parts_did_not(desk):
    def totals(geography):
        found = map_figures.map_of_use(desk, None, geography, protect=True)
        return {region.name: region.words for region in found.regions}

    before, after = totals(Geography.BEFORE), totals(Geography.AFTER)
    hidden = HIDDEN in (before["Region Hovedstaden"], before["Region Sjælland"])
    assert (after["Region Østdanmark"] == HIDDEN) is hidden
    assert {name: words for name, words in after.items() if name != "Region Østdanmark"} == {
        name: words for name, words in before.items() if name not in ("Region Hovedstaden", "Region Sjælland")
    }


def test_places_and_offers_stand_where_they_lie(desk):
    places = map_figures.map_of_places(desk, None, Geography.BEFORE)
    assert {cell.tile.code: cell.number for cell in places.cells if cell.number} == {"0320": 20, "0851": 20}
    assert map_figures.map_of_offers(desk, None, Geography.BEFORE).country == "2"


def test_coverage_counts_offers_places_and_persons_by_region(desk):
    shown = coverage(desk, Geography.BEFORE)
    row = next(row for row in shown.rows if any(cell.offers for cell in row.cells))
    cells = dict(zip(shown.columns, row.cells, strict=True))
    assert (cells["Region Sjælland"].offers, cells["Region Sjælland"].places) == (1, 20)
    assert cells["Region Sjælland"].persons == 15
    assert (cells["Region Midtjylland"].offers, cells["Region Midtjylland"].persons) == (0, 2)
    outside = coverage(desk, Geography.BEFORE, protect=True)
    kept = [cell.persons for row in outside.rows for cell in row.cells if cell.persons is not None]
    assert kept
    assert min(kept) >= 5
    after = coverage(desk, Geography.AFTER)
    merged = next(row for row in after.rows if any(cell.offers for cell in row.cells))
    assert dict(zip(after.columns, merged.cells, strict=True))["Region Østdanmark"].persons == 56


def test_occupancy_is_counted_year_by_year(desk):
    rows = occupancy(desk).rows
    assert [(row.year, row.offers, row.places, row.occupied, row.share) for row in rows] == [
        (2024, 2, 20, 10, 50),
        (2025, 2, 40, 20, 50),
    ]


def test_rounds_come_oldest_first_and_history_is_marked(desk):
    rows = rounds(desk).rows
    assert rows[0].code.startswith("CU-2014")
    assert all(row.historical and not row.asked for row in rows)


def test_a_workbook_keeps_text_as_text_numbers_as_numbers_and_dates_as_dates(tmp_path):
    headings = (Heading("Navn"), Heading("Antal", figures=True), Heading("Dag"), Heading("Kode"))
    rows = (("=1+1\x07", 3, dt.date(2026, 3, 24), "0101"), ("Æble", 2.5, None, None))
    path = write_workbook(tmp_path / "u" / "liste.xlsx", [Sheet("Liste: a/b", headings, rows, ("Om",))], TODAY)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.title == "Liste- a-b"
    assert next(cell.value for cell in sheet[1]) == "Liste: a/b"
    first, second = list(sheet.iter_rows(min_row=5, max_row=6))
    assert [(cell.value, cell.data_type) for cell in first] == [
        ("=1+1", "s"),
        (3, "n"),
        (dt.datetime.combine(dt.date(2026, 3, 24), dt.time()), "d"),
        ("0101", "s"),
    ]
    assert first[2].number_format == "dd-mm-yyyy"
    assert [cell.value for cell in second] == ["Æble", 2.5, None, None]
    assert sheet_name("Liste", ["liste"]) == "Liste (2)"
