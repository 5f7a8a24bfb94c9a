"""A council sees its own figures and what its region's joint figures may show, and nothing of the others."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letter_sample import ALL, HOLBAEK, answer, facts, joint, letter, source

from koorddesk.letters.content import Figure, Table, figures, plain
from koorddesk.letters.facts import ReportReceived, Test
from koorddesk.letters.figures import HIDDEN

NAMES = ["Holbæk", "Køge", "Lejre", "Solrød", "Stevns"]


def evidence_tables(content):
    return [block for block in content.blocks if isinstance(block, Table) and block.origin == "evidence"]


def cells(table):
    return [[plain(cell) for cell in row] for row in table.rows]


def council_letter(counts, total, **changes):
    """A letter to the first council about one question all have answered."""
    evidence = [answer(name, "borgere", count) for name, count in zip(NAMES, counts, strict=False)]
    if total is not None:
        evidence.append(joint("borgere", total))
    return letter(**({"evidence": tuple(evidence), "reports": ()} | changes))


def test_a_council_sees_its_own_and_the_joint_figure():
    table = evidence_tables(council_letter([7, 1, 9], 17))[0]
    assert [column.title for column in table.columns] == ["Oplysning", "Holbæk Kommune", "Region Sjælland"]
    assert cells(table) == [["Antal borgere", "7", "17"]]
    assert not table.note


def test_its_own_small_count_is_real():
    assert cells(evidence_tables(council_letter([1, 8, 9], 18))[0]) == [["Antal borgere", "1", "18"]]


@pytest.mark.parametrize(("counts", "total"), [([7, 1, 1], 9), ([7, 0, 0], 7), ([7, 12], 19), ([0, 1, 1], 2)])
def test_a_joint_figure_that_gives_the_others_away_is_left_out(counts, total):
    table = evidence_tables(council_letter(counts, total))[0]
    assert cells(table)[0][2] == HIDDEN
    assert "mindre end 3" in table.note


def test_the_number_of_councils_behind_a_joint_figure_counts():
    evidence = (answer("Holbæk", "borgere", 7), answer("Køge", "borgere", 10), joint("borgere", 40))
    assert cells(evidence_tables(letter(evidence=evidence))[0])[0][2] == HIDDEN
    assert cells(evidence_tables(letter(evidence=evidence, councils=17))[0])[0][2] == "40"


def test_a_count_that_is_no_plain_number_cannot_be_judged():
    evidence = (answer("Holbæk", "borgere", None, shown="<5"), answer("Køge", "borgere", 9), joint("borgere", 17))
    assert cells(evidence_tables(letter(evidence=evidence))[0]) == [["Antal borgere", "<5", HIDDEN]]


def test_figures_that_count_nobody_are_shown_as_they_are():
    evidence = (joint("takst", 1.5, shown="1,5", count=False),)
    assert cells(evidence_tables(letter(evidence=evidence))[0]) == [["Antal takst", "1,5"]]


def test_a_joint_answer_from_another_form_joins_the_question_with_its_label():
    evidence = (
        answer("Holbæk", "skema:C14", 7, label="Borgere i alt"),
        answer("Køge", "skema:C14", 1, label="Borgere i alt"),
        joint("regional:D3", 8, label="Borgere i alt"),
    )
    assert cells(evidence_tables(letter(evidence=evidence))[0]) == [["Borgere i alt", "7", HIDDEN]]


def test_answers_are_grouped_under_the_test_they_belong_to():
    evidence = (answer("Holbæk", "borgere", 7), answer("Holbæk", "aftaler", 4, test=Test.COORDINATION))
    content = letter(evidence=evidence)
    assert [cells(table) for table in evidence_tables(content)] == [[["Antal borgere", "7"]], [["Antal aftaler", "4"]]]
    places = [i for i, block in enumerate(content.blocks) if block in evidence_tables(content)]
    heading = next(i for i, b in enumerate(content.blocks) if getattr(b, "origin", "") == "coordination-heading")
    assert places[0] < heading < places[1]


def test_a_letter_to_all_shows_joint_figures_only():
    evidence = facts().evidence
    table = evidence_tables(letter(recipient=ALL, evidence=evidence))[0]
    assert [column.title for column in table.columns] == ["Oplysning", "Region Sjælland"]


def test_a_joint_figure_for_all_gives_no_council_the_others_small_counts():
    evidence = (answer("Holbæk", "borgere", 7), answer("Køge", "borgere", 1), answer("Lejre", "borgere", 1))
    table = evidence_tables(letter(recipient=ALL, evidence=(*evidence, joint("borgere", 9))))[0]
    assert cells(table) == [["Antal borgere", HIDDEN]]


def test_what_only_one_of_them_answered_has_its_own_table():
    evidence = (
        answer("Holbæk", "borgere", 7),
        joint("vurdering", None, shown="Udbuddet er ikke tilstrækkeligt.", count=False),
        answer("Holbæk", "takst", None, shown="Ved ikke", count=False),
    )
    tables = evidence_tables(letter(evidence=evidence))
    assert [[column.title for column in table.columns] for table in tables] == [
        ["Oplysning", "Holbæk Kommune"],
        ["Oplysning", "Region Sjælland"],
    ]
    assert cells(tables[0]) == [["Antal borgere", "7"], ["Antal takst", "Ved ikke"]]


def test_a_council_is_told_how_many_others_reported_and_not_which():
    reports = (
        ReportReceived("Region Sjælland", source("Sjælland")),
        ReportReceived("Holbæk Kommune", source("Holbæk"), "holbæk"),
        ReportReceived("Køge Kommune", source("Køge"), "køge"),
        ReportReceived("Køge Kommune", source("Køge", version="2"), "køge"),
        ReportReceived("Lejre Kommune", source("Lejre"), "lejre"),
    )
    table = next(b for b in letter(reports=reports).blocks if isinstance(b, Table) and b.origin == "reports")
    assert [row[0] for row in cells(table)] == ["Region Sjælland", "Holbæk Kommune"]
    assert table.note == "Desuden indgår indberetninger fra 2 andre kommuner."
    table = next(b for b in letter(reports=reports[:3]).blocks if isinstance(b, Table) and b.origin == "reports")
    assert table.note == "Desuden indgår indberetninger fra én anden kommune."
    to_all = letter(reports=reports, recipient=ALL)
    table = next(b for b in to_all.blocks if isinstance(b, Table) and b.origin == "reports")
    assert (len(table.rows), table.note) == (5, "")


def test_reports_carry_their_file():
    content = letter()
    figure = figures(content)[0]
    assert (figure.text, figure.source.version, figure.source.cell) == ("Indberetning fra Holbæk", "2", "")
    assert figure.source == dataclasses.replace(source("Holbæk", version="2"), sender="Holbæk Kommune")


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=5),
    st.integers(-2, 2),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=100)
def test_small_counts_of_others_never_leak(counts, off, breakdown, to_all):
    """Whatever is reported, neither text nor annex shows or gives away a small count of another council."""
    total = max(0, sum(counts) + off)
    recipient = ALL if to_all else HOLBAEK
    content = council_letter(counts, total, recipient=recipient, breakdown=breakdown)
    owners = dict(zip(NAMES, counts, strict=False))
    shown = dict.fromkeys(owners)
    for figure in figures(content):
        if figure.source.cell == "C14":
            name = figure.label.partition("(")[2].removesuffix(" Kommune)")
            shown[name] = int(figure.text)
    own = None if to_all else "Holbæk"
    for name, count in shown.items():
        assert count is None or name == own or (breakdown and count >= 3)
    said = [int(figure.text) for figure in figures(content) if figure.source.cell == "D14"]
    for reader in owners if to_all else ["Holbæk"]:
        known = {name: count for name, count in owners.items() if name == reader or shown[name] is not None}
        hidden = owners.keys() - known.keys()
        if said and hidden:
            assert len(hidden) > 1
            assert said[0] - sum(known.values()) >= 3


@given(st.lists(st.integers(0, 6), min_size=2, max_size=5), st.integers(0, 9))
@settings(max_examples=50)
def test_no_text_but_figures_carries_an_answer(counts, total):
    """A count that is not shown as a figure stands nowhere else in the letter either."""
    content = council_letter(counts, total, breakdown=True)
    for block in (*content.blocks, *content.annex_blocks):
        if isinstance(block, Table) and block.origin in {"evidence", "breakdown"}:
            for row in block.rows:
                for cell in row[1:]:
                    assert all(isinstance(part, Figure) or part.text in {HIDDEN, ""} for part in cell)


def test_a_breakdown_hides_small_counts_in_every_region():
    evidence = (
        answer("Holbæk", "borgere", 7),
        answer("Køge", "borgere", 1),
        answer("Lejre", "borgere", 5),
        joint("borgere", 13),
        answer("Ishøj", "borgere", 4, region_id="hovedstaden"),
        answer("Dragør", "borgere", 6, region_id="hovedstaden"),
    )
    content = letter(recipient=ALL, evidence=evidence, breakdown=True)
    table = next(block for block in content.annex_blocks if isinstance(block, Table))
    # Lejre knows its own 5 and would know Køge's 1 if Holbæk's 7 were shown.
    assert cells(table) == [
        ["Holbæk Kommune", HIDDEN],
        ["Køge Kommune", HIDDEN],
        ["Lejre Kommune", HIDDEN],
        ["Ishøj Kommune", "4"],
        ["Dragør Kommune", "6"],
    ]


def test_a_council_finds_its_own_small_count_in_the_breakdown():
    content = council_letter([1, 2, 9, 9], 21, breakdown=True)
    table = next(block for block in content.annex_blocks if isinstance(block, Table))
    assert [row[1] for row in cells(table)][:2] == ["1", HIDDEN]
    assert dataclasses.replace(content) == content
