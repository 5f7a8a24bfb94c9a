"""Words fill lines without being lost, torn or pushed out; characters nobody can set are told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koorddesk.errors import UserError
from koorddesk.letters.fonts import NO_BREAK, Face, clean, glue, width
from koorddesk.letters.lines import Look, Span, balanced, break_lines, natural_width

LOOK = Look(Face.REGULAR, 10)
STRONG = Look(Face.STRONG, 10)


def spans(text, look=LOOK):
    return [Span(clean(text), look, None)]


def words(lines):
    return ["".join(run.text for run in line.runs) for line in lines]


@given(
    st.lists(st.text("abcæøåÆØÅ-/.,123", min_size=1, max_size=30), min_size=1, max_size=40).map(" ".join),
    st.floats(40, 400),
)
@settings(max_examples=150)
def test_no_line_is_too_wide_and_no_character_is_lost(text, measure):
    lines = break_lines(spans(text), measure)
    assert "".join(words(lines)).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert line.width <= measure + 0.02 or len("".join(run.text for run in line.runs).strip()) == 1
        shown = "".join(run.text for run in line.runs).rstrip()
        assert width(shown, Face.REGULAR, 10) == pytest.approx(line.width, abs=0.01)


def test_a_line_that_goes_on_ends_with_a_space():
    lines = words(break_lines(spans("Kommunernes læringscenter i regionen"), 90))
    assert lines[0] == "Kommunernes "
    assert lines[-1] == "regionen"


def test_a_word_in_two_looks_stays_one_word():
    line = break_lines([*spans("tal "), *spans("7"), *spans("[1]", STRONG)], 500)[0]
    assert [run.text for run in line.runs] == ["tal ", "7", "[1]"]
    assert line.runs[2].x == pytest.approx(line.runs[1].x + line.runs[1].width)
    assert len(break_lines([*spans("xxxxxxx "), *spans("7"), *spans("[1]", STRONG)], 50)) == 2


def test_a_hyphen_between_words_may_end_a_line_and_a_number_is_never_torn():
    assert words(break_lines(spans("social- og specialundervisnings-området"), 120)) == [
        "social- og ",
        "specialundervisnings-",
        "området",
    ]
    assert words(break_lines(spans("perioden 2019-2020"), 70)) == ["perioden ", "2019-2020"]


def test_a_word_wider_than_the_line_is_torn_at_a_seam_first():
    lines = words(break_lines(spans("Region_Sjælland_afrapportering_endelig.xlsx"), 100))
    assert lines == ["Region_Sjælland_", "afrapportering_", "endelig.xlsx"]
    assert len(words(break_lines(spans("a" * 100), 100))) > 3


def test_balanced_lines_are_about_equally_long():
    text = "Punktskriftindsatser til børn og unge med alvorlig synsnedsættelse"
    plain, even = break_lines(spans(text), 280), balanced(spans(text), 280)
    assert len(plain) == len(even) == 2
    assert abs(even[0].width - even[1].width) < abs(plain[0].width - plain[1].width)


def test_natural_width_is_that_of_one_line():
    whole, widest = natural_width(spans("en to tre"))
    assert whole == pytest.approx(width("en to tre", Face.REGULAR, 10))
    assert widest == pytest.approx(width("tre", Face.REGULAR, 10))


def test_letters_come_in_one_form():
    assert clean("Ha\u030aret i A\u030alborg") == "Håret i Ålborg"
    assert clean("12¹ ½") == "12¹ ½"
    assert clean(" en\tto\nlinjer ") == " en to linjer "
    assert clean("usynlig\u200b\u00adt\ufeff") == "usynligt"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ishøj 市", "U+5E02 CJK UNIFIED IDEOGRAPH-5E02"),
        ("אבג", "U+05D0 HEBREW LETTER ALEF"),
        ("bagvendt \u202e tekst", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("x\u0301q\u0323", "U+0301 COMBINING ACUTE ACCENT"),
        ("klokke\a", "U+0007"),
        ("😀", "U+1F600 GRINNING FACE"),
    ],
)
def test_a_character_the_typeface_lacks_is_named(text, named):
    with pytest.raises(UserError) as caught:
        clean(text)
    assert caught.value.code == "letter-missing-glyph"
    assert caught.value.params["name"] == named


@pytest.mark.parametrize(
    "held",
    ["§ 13 b", "stk. 3", "§§ 180", "30. oktober 2026", "500 kr.", "nr. 4", "bilag 1", "pr. 31. december 2025", "17 år"],
)
def test_what_belongs_together_is_held_together(held):
    assert glue(f"efter {held}, i") == f"efter {held.replace(' ', NO_BREAK)}, i"


def test_what_does_not_belong_together_may_part():
    assert glue("§ 13 bør læses af 5 børn den 3. dag") == f"§{NO_BREAK}13 bør læses af 5 børn den 3. dag"
