"""Legal bases of offers as forms write them, by the day they are written for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.domain.offer_bases import read_bases
from koorddesk.services.offer_lookup import legal_bases

BASES = legal_bases()
NOW = dt.date(2024, 6, 1)


def codes(text, on=NOW):
    return [each.code for each in read_bases(text, BASES, on)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("§ 107/108", ["SEL-107", "SEL-108"]),
        ("107 og 108", ["SEL-107", "SEL-108"]),
        ("SEL-107", ["SEL-107"]),
        ("§§ 83-87, 97, 98 og 102", ["SEL-83-87", "SEL-97", "SEL-98", "SEL-102"]),
        ("ABL § 105 stk. 2 jf. SEL § 85", ["ABL-105", "SEL-85"]),
        ("105", ["ABL-105"]),
        ("101a", ["SEL-101a"]),
        ("SEL § 101 A", ["SEL-101a"]),
        ("§ 108, stk. 7, nr. 1-3", ["SEL-108-7"]),
        ("108 stk. 1", ["SEL-108"]),
        ("Barnets lov § 43, stk. 1, nr. 6", ["BL-43-6"]),
        ("Sundhedslovens § 141", ["SUL-141"]),
        ("SEL § 52", [""]),
        ("", []),
        ("botilbud", []),
    ],
)
def test_every_provision_of_a_text_is_read_in_order(text, wanted):
    assert codes(text) == wanted


def test_only_a_number_without_an_act_is_said_to_be_assumed():
    assert [each.assumed for each in read_bases("ABL § 105 og SEL § 107", BASES, NOW)] == [False, False]
    assert [each.assumed for each in read_bases("§ 107", BASES, NOW)] == [True]
    assert [each.assumed for each in read_bases("105", BASES, NOW)] == [False]


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (dt.date(2017, 1, 1), "SEL-66-1-5_old"),
        (dt.date(2021, 1, 1), "SEL-66-1_new"),
        (dt.date(2024, 1, 1), ""),
        (None, ""),
    ],
)
def test_section_66_means_what_it_meant_on_the_day(on, wanted):
    assert codes("§ 66, stk. 1, nr. 5", on) == [wanted]
    assert codes("66.1.5", on) == [wanted]


def test_a_provision_of_barnets_lov_did_not_exist_before_2024():
    assert codes("BL § 43 stk. 1 nr. 6", dt.date(2023, 12, 31)) == [""]


@pytest.mark.parametrize("basis", [b for b in BASES if b.act == "Serviceloven" and b.paragraph.isdigit()])
def test_every_plain_paragraph_of_the_list_is_found_by_its_number(basis):
    on = basis.valid_to or NOW
    assert codes(f"SEL § {basis.paragraph}", on) == [basis.code]


@given(st.text("SELABLsk§ 0123456789.,-/ognrst", max_size=40))
def test_no_code_is_ever_invented(text):
    known = {basis.code for basis in BASES} | {""}
    assert all(each.code in known and each.text for each in read_bases(text, BASES, NOW))
