"""Mails and zip files: what lies in them, when they came, and what is refused or told."""

import datetime as dt

import pytest

from koorddesk.errors import FileProblem
from koorddesk.paths import resource
from koorddesk.workbooks.document_text import pages_of, registration_numbers_of
from koorddesk.workbooks.envelopes import PartKind, danish_day, open_envelope
from koorddesk.workbooks.limits import Limits
from tests.helpers.mails import eml, msg, msg_streams, zipped

BOOK = resource("samples", "templates", "T2_indberetningsskema_kommune.xlsx").read_bytes()
PDF = b"%PDF-1.4\n" + b"0" * 100
PICTURE = b"\x89PNG" + bytes(100)


def names(envelope):
    return [(part.name, part.kind) for part in envelope.parts]


def test_a_mail_gives_its_sender_its_day_and_its_attachments():
    envelope = open_envelope(eml([("skema.xlsx", BOOK), ("bilag 2.pdf", PDF)]).as_bytes())
    assert names(envelope) == [("skema.xlsx", PartKind.WORKBOOK), ("bilag 2.pdf", PartKind.DOCUMENT)]
    assert envelope.parts[0].data == BOOK
    mail = envelope.mail
    assert (mail.sender, mail.subject, mail.on) == ("svar@aalborg.dk", "Afrapportering", dt.date(2025, 10, 14))
    assert envelope.parts[0].mail == mail


def test_the_day_is_when_the_mail_arrived_not_when_it_was_written():
    mail = eml(date="Tue, 14 Oct 2025 23:59:00 +0200", received="Wed, 15 Oct 2025 00:01:00 +0200")
    assert open_envelope(mail.as_bytes()).mail.on == dt.date(2025, 10, 15)
    assert open_envelope(eml(date="i går").as_bytes()).mail.on is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-06-30T21:59:00+00:00", dt.date(2025, 6, 30)),
        ("2025-06-30T22:00:00+00:00", dt.date(2025, 7, 1)),
        ("2025-12-31T22:59:00+00:00", dt.date(2025, 12, 31)),
        ("2025-12-31T23:00:00+00:00", dt.date(2026, 1, 1)),
        ("2025-03-30T22:30:00+00:00", dt.date(2025, 3, 31)),  # summer time began that night
        ("2025-10-26T22:30:00+00:00", dt.date(2025, 10, 26)),  # and ended that night
        ("2025-06-30T23:30:00+02:00", dt.date(2025, 6, 30)),
        ("2025-06-30T23:30:00", dt.date(2025, 6, 30)),
    ],
)
def test_the_day_is_the_danish_one(moment, day):
    assert danish_day(dt.datetime.fromisoformat(moment)) == day


def test_an_outlook_message_gives_the_same():
    envelope = open_envelope(msg([("skema.xlsx", BOOK)], pictures=[("logo.png", PICTURE)]))
    assert names(envelope) == [("skema.xlsx", PartKind.WORKBOOK)]
    assert envelope.parts[0].data[: len(BOOK)] == BOOK
    assert (envelope.mail.sender, envelope.mail.on) == ("svar@aalborg.dk", dt.date(2025, 10, 14))
    assert envelope.mail.subject == "Afrapportering på udmelding"


def test_mails_within_mails_are_opened_and_keep_who_sent_them():
    inner = eml([("skema.xlsx", BOOK)], sender="svar@herning.dk", subject="Svar: skema/endeligt", date="")
    envelope = open_envelope(eml([inner], sender="sekretariat@region.dk").as_bytes())
    assert names(envelope) == [("Svar_ skema_endeligt.eml/skema.xlsx", PartKind.WORKBOOK)]
    assert envelope.parts[0].mail.sender == "svar@herning.dk"
    assert envelope.mail.sender == "sekretariat@region.dk"
    day = dt.datetime(2025, 10, 1, tzinfo=dt.UTC)
    streams = msg_streams([("skema.xlsx", BOOK)], "svar@herning.dk", day, "Svar", header=24)
    outlook = open_envelope(msg(nested=[streams]))
    assert names(outlook) == [("Svar.msg/skema.xlsx", PartKind.WORKBOOK)]
    assert (outlook.parts[0].mail.sender, outlook.parts[0].mail.on) == ("svar@herning.dk", dt.date(2025, 10, 1))


def test_a_mail_too_deep_within_mails_is_told():
    mail = eml([("skema.xlsx", BOOK)], subject="dybest")
    for _ in range(3):
        mail = eml([mail], subject="ydre")
    envelope = open_envelope(mail.as_bytes())
    assert envelope.parts == ()
    assert [code for code, _ in envelope.notes] == ["envelope-too-deep"]


def test_pictures_of_a_signature_are_left_out_and_winmail_is_told():
    mail = eml([("skema.xlsx", BOOK), ("winmail.dat", b'x\x9f>"' + bytes(50))])
    mail.add_attachment(
        PICTURE, maintype="image", subtype="png", filename="logo.png", cid="<1@x>", disposition="inline"
    )
    envelope = open_envelope(mail.as_bytes())
    assert names(envelope) == [("skema.xlsx", PartKind.WORKBOOK)]
    assert [code for code, _ in envelope.notes] == ["mail-winmail"]


def test_a_zip_file_gives_its_workbooks_and_tells_of_a_zip_file_in_it():
    archive = zipped(
        {
            "Aalborg/skema.xlsx": BOOK,
            "Herning/skema.xlsx": BOOK + b"",
            "bilag.pdf": PDF,
            "flere.zip": zipped({"skema.xlsx": BOOK}),
            "__MACOSX/._skema.xlsx": b"x",
        }
    )
    envelope = open_envelope(archive)
    assert names(envelope) == [
        ("Aalborg/skema.xlsx", PartKind.WORKBOOK),
        ("Herning/skema.xlsx", PartKind.WORKBOOK),
        ("bilag.pdf", PartKind.DOCUMENT),
    ]
    assert envelope.notes == (("zip-nested", {"name": "flere.zip"}),)


def test_a_zip_file_in_a_mail_is_opened():
    envelope = open_envelope(eml([("svar.zip", zipped({"skema.xlsx": BOOK}))]).as_bytes())
    assert names(envelope) == [("svar.zip/skema.xlsx", PartKind.WORKBOOK)]


def test_two_attachments_of_one_name_stay_apart():
    envelope = open_envelope(eml([("skema.xlsx", BOOK), ("Skema.xlsx", BOOK)]).as_bytes())
    assert [name for name, _ in names(envelope)] == ["skema.xlsx", "Skema (2).xlsx"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"../../skema.xlsx": BOOK}), "hostile-names"),
        (zipped({f"{number}.txt": b"" for number in range(60)}), "hostile-entries"),
        (zipped({"stor.txt": bytes(3 << 20)}), "hostile-size"),
        (eml([(f"{number}.bin", bytes(700_000)) for number in range(2)]).as_bytes(), "hostile-size"),
        (zipped({"skema.xlsx": BOOK})[:-200], "file-truncated"),
        (msg([("skema.xlsx", BOOK)])[:5000], "file-damaged"),
        (
            "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000)).encode(),
            "file-damaged",
        ),
        (msg([("stor.bin", bytes(1_200_000))]), "hostile-size"),
    ],
)
def test_what_is_hostile_or_broken_is_refused(data, code):
    with pytest.raises(FileProblem) as refused:
        open_envelope(data, Limits(entries=50, unpacked_mb=1))
    assert refused.value.code == code


def test_names_lead_nowhere():
    envelope = open_envelope(eml([("../../C:\\Windows\\skema.xlsx", BOOK), ("a" * 300 + ".xlsx", BOOK)]).as_bytes())
    assert envelope.parts[0].name == "_.._C_Windows_skema.xlsx"
    assert len(envelope.parts[1].name) <= 125
    assert envelope.parts[1].name.endswith(".xlsx")


def test_a_damaged_archive_in_a_mail_is_told_and_the_rest_is_read():
    broken = zipped({"skema.xlsx": BOOK})[:-200]
    envelope = open_envelope(eml([("svar.zip", broken), ("skema.xlsx", BOOK)]).as_bytes())
    assert [name for name, _ in names(envelope)] == ["skema.xlsx"]
    assert envelope.notes == (("envelope-unreadable", {"name": "svar.zip"}),)


def test_registration_numbers_are_found_in_the_text_of_documents():
    word = zipped(
        {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w:p><w:t>Borger 010180-1</w:t><w:t>234</w:t></w:p>"}
    )
    assert registration_numbers_of(word, "svar.docx") == 1
    assert registration_numbers_of("Født 0101801234".encode(), "note.txt") == 1
    assert registration_numbers_of(eml(body="Borger 010180-1234").as_bytes(), "svar.eml") == 1
    assert registration_numbers_of(PICTURE, "billede.png") == 0
    assert registration_numbers_of(PDF, "svar.pdf") == 0
    assert pages_of(PICTURE) == 0
