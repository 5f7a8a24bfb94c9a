"""The finished letter: its text in reading order, its window, its archival form, and the same bytes every time."""

import dataclasses
import datetime as dt
import io
import itertools
import re
import subprocess
import sys
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from letter_sample import ALL, HOLBAEK, KIND, MADE_AT, answer, children, facts, final_letter, joint, letter, source
from PIL import Image

from koorddesk.errors import UserError
from koorddesk.letters import evidence
from koorddesk.letters.compose import compose
from koorddesk.letters.content import (
    Addressee,
    Column,
    Figure,
    Link,
    ListBlock,
    OpenBlock,
    OpenReason,
    Paragraph,
    Table,
    Text,
    from_json,
    to_json,
)
from koorddesk.letters.facts import FollowUp
from koorddesk.letters.page import PageSettings, mm
from koorddesk.letters.render import render, render_pdf

LAYOUT = PageSettings()
ROOT = Path(__file__).parents[3]


def made(content, *, draft=True, layout=LAYOUT):
    return render_pdf(content, layout, draft=draft, made_at=MADE_AT)


def pages_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [sheet.get_textpage().get_text_range().replace("\r\n", "\n") for sheet in document]
    finally:
        document.close()


def text_of(pdf):
    return " ".join(" ".join(pages_of(pdf)).split())


def faults(pdf, profile):
    """Return what the validator finds, but for its one false finding.

    It takes a carriage return that is a stream's last byte for part of the end of line after it.
    """
    report = page.validate_pdf_bytes(pdf, profile=profile)
    naive = b"\r\nendstream" in pdf
    return [f.message for f in report.failures if not (naive and f.rule_id.endswith("STREAM-LENGTH-001"))]


def in_order(text, *phrases):
    place = 0
    for phrase in phrases:
        found = text.find(phrase, place)
        assert found >= 0, f"not after {text[max(0, place - 60) : place]!r}: {phrase}"
        place = found + len(phrase)


def elements(pdf):
    """Yield (tag, element, depth) of the structure tree in reading order."""

    def walk(element, depth):
        yield str(element.S).lstrip("/"), element, depth
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid, depth + 1)

    yield from walk(pdf.Root.StructTreeRoot.K[0], 0)


LETTERS = {
    "draft": lambda: letter(),
    "final": lambda: final_letter(),
    "children": lambda: compose(KIND, children()),
    "all": lambda: letter(recipient=ALL, breakdown=True, annexes=("Skema",)),
    "plain": lambda: letter(evidence=(), reports=(), follow_up=(), copies=()),
}


@pytest.mark.parametrize("kind", LETTERS)
def test_it_is_archival_and_accessible(kind):
    pdf = made(LETTERS[kind](), draft=kind != "final")
    assert faults(pdf, "2a") == []
    assert faults(pdf, "ua1") == []


def test_the_text_reads_in_order():
    text = text_of(made(final_letter(annexes=("Skema til besvarelse",)), draft=False))
    in_order(
        text,
        "Social- og Boligstyrelsen",
        "Edisonsvej 1",
        "Kommunalbestyrelsen Holbæk Kommune Eksempelvej 2 (EKSEMPEL) 4300 Holbæk",
        "Dato 27. april 2026 Sagsnr. 2026-1234 Dok.nr. 987654",
        "Anmodning om fornyet behandling af central udmelding. Borgere med svære spiseforstyrrelser",
        "Social- og Boligstyrelsen anmoder kommunalbestyrelserne i Region Sjælland",
        "Baggrund",
        "Afsender Afrapportering Version Modtaget Holbæk Kommune Indberetning fra Holbæk [1] 2 24. marts 2026",
        "• 14. april 2026: dialogmøde om kapaciteten",
        "Målgruppen",
        "Styrelsens vurdering",
        "Det fornødne udbud",
        "Oplysning Holbæk Kommune Region Sjælland Antal borgere 7 [2] 17 [3]",
        "Koordination og planlægning",
        "Retsgrundlag",
        "servicelovens § 13 b, stk. 3",
        "Det anmoder styrelsen om",
        "Frist og besvarelse",
        "senest fredag den 30. oktober 2026",
        "Det videre forløb",
        "Kontakt",
        "Med venlig hilsen Kontorchef (EKSEMPEL) Kontorchef National koordination",
        "Godkendt den 27. april 2026.",
        "Bilag Bilag 1: Kilder til brevets oplysninger Bilag 2: Skema til besvarelse",
        "Kopi til Rammeaftalesekretariatet i Region Sjælland",
        "Fil Afsender Afrapportering Version Modtaget Filnavn Kontrolsum A Holbæk Kommune Indberetning fra Holbæk 2 24",
        "Nr. Oplysning Gengivet som Fil Ark Celle",
        "2 Antal borgere (Holbæk Kommune) 7 B Kapacitet C14",
    )


def test_every_page_says_which_of_how_many():
    pages = pages_of(made(letter()))
    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        assert f"Side {number} af {len(pages)}" in text
        assert ("Social- og Boligstyrelsen · Sagsnr. 2026-1234" in text) is (number > 1)


def test_a_draft_says_so_on_every_page_and_in_its_title():
    draft, final = made(letter()), made(final_letter(), draft=False)
    assert all("UDKAST" in text for text in pages_of(draft))
    assert "UDKAST" not in text_of(final)
    with pikepdf.open(io.BytesIO(draft)) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("UDKAST: Anmodning om fornyet behandling")
    assert "[Underskrives, når brevet godkendes]" in text_of(draft)


def test_the_same_letter_gives_the_same_bytes():
    content = final_letter(breakdown=True)
    assert made(content, draft=False) == made(from_json(to_json(content)), draft=False)
    later = render_pdf(content, LAYOUT, draft=False, made_at=MADE_AT + dt.timedelta(seconds=1))
    assert later != made(content, draft=False)


def test_another_process_gives_the_same_bytes(tmp_path):
    content = letter(breakdown=True)
    (tmp_path / "brev.json").write_text(to_json(content), encoding="utf-8")
    code = (
        "import datetime as dt, hashlib, pathlib, sys\n"
        "from koorddesk.letters.content import from_json\n"
        "from koorddesk.letters.page import PageSettings\n"
        "from koorddesk.letters.render import render_pdf\n"
        "letter = from_json(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))\n"
        "pdf = render_pdf(letter, PageSettings(), True, dt.datetime(2026, 4, 27, 10, 15, tzinfo=dt.UTC))\n"
        "sys.stdout.buffer.write(pdf)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "brev.json")]
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    other = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=tmp_path)
    assert other.stdout == made(content)


def test_nothing_but_the_address_stands_in_the_window():
    """The overlay test: what shows through the envelope's window is the return line and the addressee."""
    window = LAYOUT.window
    for content in (letter(), letter(recipient=ALL)):
        document = pypdfium2.PdfDocument(made(dataclasses.replace(content), draft=True))
        sheet = document[0]
        text = sheet.get_textpage()
        high = mm(LAYOUT.height)
        seen = text.get_text_bounded(
            left=mm(window.left),
            right=mm(window.left + window.width),
            top=high - mm(window.top),
            bottom=high - mm(window.top + window.height),
        )
        document.close()
        lines = [line for line in seen.replace("\r\n", "\n").split("\n") if line.strip() and "UDKAST" not in line]
        assert [line.strip() for line in lines] == [
            "Afsender: Social- og Boligstyrelsen, Edisonsvej 1, 5000 Odense C",
            *content.addressee.lines,
        ]


def test_a_layout_that_reaches_into_the_window_is_refused():
    with pytest.raises(ValueError, match="reference block"):
        PageSettings(reference_left=100)
    with pytest.raises(ValueError, match="title"):
        PageSettings(title_top=80)


def test_a_long_reference_block_pushes_the_title_down():
    plain, long = letter(), letter(caseworker=dataclasses.replace(facts().caseworker, name="Fuldmægtig " * 40))
    tops = []
    for content in (plain, long):
        document = pypdfium2.PdfDocument(made(content))
        text = document[0].get_textpage()
        searcher = text.search("Anmodning om fornyet")
        index, _ = searcher.get_next()
        tops.append(text.get_charbox(index)[3])
        searcher.close()
        document.close()
    assert tops[1] < tops[0] - 20


def test_markup_in_names_is_only_text():
    recipient = dataclasses.replace(
        HOLBAEK, name="<b>Køge</b> & Omegn", address_lines=("<a href='x'>A & B</a>", "4600 Køge")
    )
    text = text_of(made(letter(recipient=recipient)))
    assert "<a href='x'>A & B</a>" in text
    assert "kommunalbestyrelsen i <b>Køge</b> & Omegn" in text


def test_markup_does_not_break_the_metadata():
    content = dataclasses.replace(letter(), title="1 < 2 & 3 > 2 (\\) ]]>")
    pdf = made(content)
    assert faults(pdf, "2a") == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "1 &lt; 2 &amp; 3" in opened.Root.Metadata.read_bytes().decode("utf-8")


def test_a_missing_address_keeps_a_letter_a_draft():
    content = dataclasses.replace(final_letter(), addressee=Addressee("Holbæk Kommune", ()))
    assert "[Mangler: adresse]" in text_of(made(content))
    with pytest.raises(UserError) as caught:
        made(content, draft=False)
    assert (caught.value.code, caught.value.params["recipient"]) == ("letter-address-missing", "Holbæk Kommune")


def test_open_places_keep_a_letter_a_draft():
    content = letter(approver=facts().caseworker)
    assert "[Afventer juridisk stillingtagen: Om brevet skal indeholde en klagevejledning" in text_of(made(content))
    with pytest.raises(UserError) as caught:
        made(content, draft=False)
    assert caught.value.code == "letter-not-final"
    assert "klagevejledning" in caught.value.params["places"]


def test_a_letter_nobody_approved_is_not_final():
    with pytest.raises(UserError) as caught:
        made(final_letter(approver=None), draft=False)
    assert caught.value.code == "letter-unsigned"


def test_an_address_too_long_for_the_window_is_told():
    lines = tuple(f"Linje {number}" for number in range(12))
    with pytest.raises(UserError) as caught:
        made(letter(recipient=dataclasses.replace(HOLBAEK, address_lines=lines)))
    assert caught.value.code == "letter-address-too-long"
    assert caught.value.params["lines"] == 13  # and EKSEMPEL
    assert caught.value.params["room"] < 12


def test_a_long_address_is_set_smaller_before_it_is_refused():
    lines = tuple(f"Linje {number}" for number in range(9))
    assert "Linje 8" in text_of(made(letter(recipient=dataclasses.replace(HOLBAEK, address_lines=lines))))


def test_a_missing_glyph_names_the_character():
    with pytest.raises(UserError) as caught:
        made(letter(recipient=dataclasses.replace(HOLBAEK, address_lines=("北京",))))
    assert caught.value.code == "letter-missing-glyph"
    assert caught.value.params["character"] == "北"


def test_demonstration_data_say_so():
    text = text_of(made(letter(recipient=dataclasses.replace(HOLBAEK, address_lines=("Gade 1", "4300 Holbæk")))))
    assert "4300 Holbæk EKSEMPEL" in text
    assert "EKSEMPEL: adressen er ikke en rigtig adresse" in text
    real = dataclasses.replace(HOLBAEK, address_lines=("Gade 1",), example=False)
    assert "adressen er ikke" not in text_of(made(letter(recipient=real)))


def test_an_empty_table_says_that_it_is_empty():
    table = Table((Column("Tilbud"),), (), empty="Ingen tilbud er indberettet.")
    pdf = made(dataclasses.replace(letter(), blocks=(table,)))
    assert "Ingen tilbud er indberettet." in text_of(pdf)
    assert faults(pdf, "ua1") == []


def test_every_kind_of_block_can_be_set():
    blocks = (
        Paragraph((Text("Se "), Link("vejledningen", "https://example.dk/vejledning"), Text(" nu.", strong=True))),
        ListBlock(((Text("først"),), (Text("så"),)), numbered=True),
        Table(
            (Column("Tilbud", row_header=True), Column("Pladser")),
            (((Text("A"),), ()), ((Text("B"),), (Figure("3", "Pladser", source("Holbæk", "C1", "S")),))),
            caption="Tilbud i regionen",
        ),
        OpenBlock("x", OpenReason.MISSING, (Text("svarfristen"),)),
    )
    pdf = made(dataclasses.replace(letter(), blocks=blocks))
    in_order(text_of(pdf), "Se vejledningen nu.", "1. først", "2. så", "Tilbud i regionen", "[Mangler: svarfristen]")
    assert faults(pdf, "2a") == []
    assert faults(pdf, "ua1") == []


def test_the_structure_names_headings_lists_tables_and_links():
    with pikepdf.open(io.BytesIO(made(final_letter(), draft=False))) as pdf:
        tags = [tag for tag, _, _ in elements(pdf)]
        assert tags[0] == "Document"
        assert tags.count("H1") == 1
        assert {"H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Link"} <= set(tags)
        scopes = {str(element.A[0].Scope) for tag, element, _ in elements(pdf) if tag == "TH"}
        assert scopes == {"/Column", "/Row"}
        assert str(pdf.Root.Lang) == "da-DK"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked


def test_a_heading_level_is_never_skipped():
    with pikepdf.open(io.BytesIO(made(letter(breakdown=True)))) as pdf:
        levels = [int(tag[1]) for tag, _, _ in elements(pdf) if re.fullmatch(r"H\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_table_over_many_pages_is_one_table():
    rows = tuple(answer("Holbæk", f"q{n}", n + 10, f"C{n}") for n in range(120))
    with pikepdf.open(io.BytesIO(made(letter(evidence=rows)))) as pdf:
        tables = [element for tag, element, _ in elements(pdf) if tag == "Table"]
        assert [len(table.K) for table in tables] == [2, 121, 3, 122]
        assert len(pdf.pages) > 6


def test_the_evidence_links_lead_to_their_rows():
    content = final_letter()
    with pikepdf.open(io.BytesIO(made(content, draft=False))) as pdf:
        numbers = [sheet.objgen for sheet in (p.obj for p in pdf.pages)]
        links = [note for sheet in pdf.pages for note in sheet.obj.get("/Annots", [])]
        assert [str(link.Contents) for link in links] == [f"Kilde [{n}] i bilaget" for n in (1, 2, 3)]
        assert {numbers.index(link.Dest[0].objgen) for link in links} == {len(numbers) - 1}
        tops = [float(link.Dest[3]) for link in links]
        assert tops == sorted(tops, reverse=True)


def test_bookmarks_follow_the_headings():
    with pikepdf.open(io.BytesIO(made(final_letter(), draft=False))) as pdf, pdf.open_outline() as outline:
        assert outline.root[0].title.startswith("Anmodning om fornyet behandling")
        sections = [item.title for item in outline.root[0].children]
        assert sections[0] == "Baggrund"
        assert sections[-1] == "Bilag 1: Kilder til brevets oplysninger"
        assessed = next(item for item in outline.root[0].children if item.title == "Styrelsens vurdering")
        assert [item.title for item in assessed.children] == [
            "Det fornødne udbud",
            "Koordination og planlægning",
            "Samlet vurdering",
        ]


def test_the_file_says_what_it_is():
    with pikepdf.open(io.BytesIO(made(final_letter(), draft=False))) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        xmp = pdf.Root.Metadata.read_bytes().decode("utf-8")
        assert info["/Author"] == "Social- og Boligstyrelsen"
        assert info["/Subject"] == "Brev til Holbæk Kommune"
        assert info["/CreationDate"] == info["/ModDate"] == "D:20260427101500+00'00'"
        assert "<xmp:CreateDate>2026-04-27T10:15:00+00:00</xmp:CreateDate>" in xmp
        assert "<rdf:li>da-DK</rdf:li>" in xmp
        for font in pdf.pages[0].Resources.Font.values():
            assert re.fullmatch(r"/[A-Z]{6}\+IBMPlexSans.*", str(font.BaseFont))
            assert "/FontFile2" in font.FontDescriptor


def test_a_logo_carries_what_it_shows(tmp_path):
    Image.new("RGB", (400, 100), (20, 60, 120)).save(tmp_path / "logo.png")
    layout = PageSettings(logo=str(tmp_path / "logo.png"), logo_alt="Styrelsens logo")
    pdf = made(letter(), layout=layout)
    assert faults(pdf, "ua1") == []
    assert faults(pdf, "2a") == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [str(e.Alt) for tag, e, _ in elements(opened) if tag == "Figure"] == ["Styrelsens logo"]


def test_where_each_figure_stands_is_known():
    content = final_letter()
    rendered = render(content, LAYOUT, draft=False, made_at=MADE_AT)
    place = next(place for place in rendered.figures if place.source.cell == "C14")
    document = pypdfium2.PdfDocument(rendered.pdf)
    text = document[place.page - 1].get_textpage()
    high = mm(LAYOUT.height)
    seen = text.get_text_bounded(
        left=mm(place.left) - 1,
        right=mm(place.left + place.width) + 1,
        top=high - mm(place.top),
        bottom=high - mm(place.top + place.height),
    )
    assert (rendered.pages, seen.strip()) == (len(document), "7")
    document.close()


def test_the_annex_lists_each_source_once_in_the_order_of_use():
    again = Figure("7", "Antal borgere (Holbæk Kommune)", source("Holbæk", "C14", "Kapacitet"))
    content = letter()
    content = dataclasses.replace(content, blocks=(*content.blocks, Paragraph((again,))))
    entries = evidence.entries(content)
    assert [(entry.number, entry.figure.source.cell) for entry in entries] == [(1, ""), (2, "C14"), (3, "D14")]
    assert [name for name, _ in evidence.files(content).values()] == ["A", "B", "C"]
    assert evidence.numbers(content)[evidence.source_key(again.source)] == 2


def test_many_files_are_named_on_beyond_z():
    many = [Figure("1", "x", source(f"Kommune {n}", "A1", "S")) for n in range(30)]
    content = dataclasses.replace(letter(), blocks=(Paragraph(tuple(many)),))
    names = [name for name, _ in evidence.files(content).values()]
    assert (names[0], names[25], names[26], names[29]) == ("A", "Z", "AA", "AD")


def test_a_long_annex_is_finished_and_complete():
    many = itertools.chain.from_iterable(
        (Figure(str(n), f"Tilbud {n}", source("Holbæk", f"C{n}", "Kapacitet")), Text(" ")) for n in range(1500)
    )
    content = dataclasses.replace(letter(), blocks=(Paragraph(tuple(many)),))
    pages = pages_of(made(content))
    assert len(pages) > 40
    assert "1500 Tilbud 1499 1499 A Kapacitet C1499" in " ".join(pages[-1].split())


def test_long_texts_of_a_caseworker_are_all_there():
    sentence = "Kommunerne i regionen har ikke aftalt, hvem der driver tilbuddet. "
    content = letter(
        what_is_asked="\n\n".join([sentence * 12] * 6),
        follow_up=tuple(FollowUp(f"{n}. maj 2025", sentence * 3) for n in range(1, 29)),
        evidence=(answer("Holbæk", "aftaler", None, shown=sentence * 60, count=False), joint("borgere", 17)),
    )
    text = text_of(made(content))
    assert text.count(sentence.strip()) >= 12 * 6 + 28 * 3 + 60


def test_nothing_is_written_outside_the_page():
    content = letter(
        recipient=dataclasses.replace(HOLBAEK, name="Kommunen med det meget lange navn " * 8),
        subject_line="Et emne, der er langt " * 20,
        copies=("En modtager med et langt navn " * 12,),
    )
    document = pypdfium2.PdfDocument(made(content))
    for sheet in document:
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index, loose=False)
            if text.get_text_range(index, 1).strip():
                assert left >= mm(10)
                assert right <= mm(LAYOUT.width - 10)
                assert bottom >= mm(5)
                assert top <= mm(LAYOUT.height - 5)
    document.close()
