"""What kind of answer a field takes, told by its validation, number format, and the words of its label and headings."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from koorddesk.domain.values import FieldType
from koorddesk.workbooks import labels
from koorddesk.workbooks.grid import Cell, Validation

_FORCED_TEXT = re.compile(
    r"\bcvr|\bp-?(?:nr|nummer|numre)|\b(?:journal|sags|dok|ean|konto|telefon|mobil|tlf|post)[\w-]*(?:nr|nummer)|\b(?:\w*telefon\b|tlf|mobil\b|"
    r"e-?mail|mail|adresse|kontakt\w*|stilling|titel|afsender|underskrift|hjemmeside|lovgrundlag|paragraf|"
    r"kontaktperson|\w*enhed$|\w*ansvarlig|\w+(?:koordinator|konsulent|leder|chef)(?:en)?$|udfyldt\s+af|udfylder|forvaltning|afdeling|enhed\b|sekretariat)"
    r"|\b(?:beskriv|uddyb|begrund|angiv\s+årsag|redegør|forklar|oplist|nævn|skitser)|^(?:hvordan|hvorfor|hvilke|hvilken|hvem|hvad)\b"
    r"|\bmålgruppe\w*$|^navn\b|\w+s\s+navn$",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"^(?:\w+\s+){0,2}\w*tilbud(?:det)?$|\b(?:indsats\w*|afdeling\w*|institution\w*|foranstaltning\w*)\s+navn$|tilbud(?:det|dets|s)?\s*navn|navn(?:et)?\s+på\s+(?:\w+\s+)?tilbud|^(?:\w*tilbud|tilbuddet)$|^tilbud\s*/|^tilbuddets\s+titel"
    r"|^\w*tilbud\s*\((?:navn|afdeling|ét)|^navn\s*\(tilbud\)",
    re.IGNORECASE,
)
_ONE_OFFER = re.compile(r"\w*tilbud(?:det)?\s*(?:nr\.?|nummer)?\s*(?:\d{1,3}|[A-ZÆØÅ])?\W*", re.IGNORECASE)
_MUNICIPALITY = re.compile(
    r"^(?:\w+\s+){0,3}\w*kommune(?:ns\s+navn|r?\s*/\s*region|navn|\s+eller\s+region)?$|^region\s*(?:/|eller)\s*kommune\b|\(\s*(?:angiv\s+|navn\s+på\s+)?kommune(?:ns\s+navn|\s*/\s*region)?\s*\)|^kommunens?\s+navn|^navn\s+på\s+kommune"
    r"|^kommune(?:kode|nr|nummer)\b|^kommune\s*\(|^\w*kommune,?\s+(?:hvor|der|som)\b|\(\s*kommune\s+eller\s+region\s*\)|^hvilken\s+kommune\b",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"^(?:\w+\s+){0,2}region(?:ens\s+navn)?$|\(\s*(?:angiv\s+|navn\s+på\s+)?region(?:ens\s+navn)?\s*\)"
    r"|^region\s*\(|^hvilken\s+region\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"%|\bprocent|\bpct\b|\bbelægning(?:en)?\b|\bandel\b|\w+(?:procent|grad(?:en)?)\b(?<!hvilken grad)(?<!høj grad)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:kr|kroner|t?dkk|mio)\b|\w*takst\w*|\w*udgift\w*|\bpris|\w*(?:beløb|omkostning)\w*|\bbudget|\w+pris(?:en|er)?\b|\bregnskab"
    r"|\w*indtægt\w*|\w*refusion\w*|\btilskud\b|\bhusleje",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^(?!antal|hvor\s+mange)[\w\s]+\bpr\.?$|\bdato(?:en)?\b|\w+dato(?:en)?\b|\w\s+den$|dd[-./ ]mm|\bhvornår\b"
    r"|\bperiode\w*\b.*\bfra$",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\(\s*(?:år|årstal|åååå)\s*\)|\b(?:indgået|oprettet|etableret|startet|siden|fra)\s*,?\s+år$|\bårstal\b|\w+sår\b|^budgetår|^år$|\bhvilket\s+år\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\bantal\w*|^(?:borgere|personer|pladser|sager)\s+(?:fordelt|i\s|med\s|pr\b|efter\s)|\bpr\.\s+år$|^(?:møder|henvendelser|sager)\b|^side(?:tal)?$|^alder\b|\bhvor\s+mange\b|\((?:antal|personer|borgere|pladser|stk\.?|sager|tilbud|unge|børn|voksne)[^)]*\)|^(?:heraf|deraf)\b"
    r"|\b(?:\w*(?:borgere|personer|pladser|forløb|brugere|elever|medarbejdere)|(?:\w*klage)?sager|visitationer|henvisninger|henvendelser|indskrevne|visiterede|ansatte|medarbejdere"
    r"|modtagere|henviste|deltagere|brugere|børn|unge|voksne|kvinder|mænd|anbragte|patienter|elever|møder|forløb)"
    r"(?:,?\s+(?:i\s+|pr\.?\s+|ultimo\s+|primo\s+|den\s+)?(?:\d{1,2}[./-]\s?(?:\d{1,2}[./-]\s?|[a-z]+\s+))?(?:(?:19|20)\d\d|året))?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\bårsværk|^(?:antal|hvor\s+mange)\s+(?:\w+\s+)?(?:\w*(?:medarbejdere|rådgivere|konsulenter|stillinger)|ansatte)\b|\b(?:hel|fuld)(?:års|tids)person\w*|\btimer\b|\btimetal|\(\s*(?:timer|uger|måneder|dage|årsværk)[^)]*\)|\bgennemsnit\w*|\bi\s+(?:uger|dage|måneder|timer)\b|\bnormering\b|\bventetid\b.*\((?:uger|dage|måneder)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:(?:regnskab|budget|estimat|prognose|skøn|forventet|realiseret|år|ultimo|primo|pr\.)\s+)*(?:\d{1,2}\.\s*)?"
    r"(?:(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*\.?\s*[-/ ]?\s*(?:\d{2,4})?"
    r"|(?:19|20)\d\d(?:\s*[-/–]\s*(?:19|20)?\d\d)?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}[-./](?:19|20)\d\d"
    r"|\d\.\s*(?:kvartal|halvår|md\.?|måned)(?:\s+\d{4})?|[1-4]\.?\s*kv\.?|q[1-4].*|uge\s*\d+)"
    r"|\(?\d{1,2}\)?|\(?[a-zæøå]\)|\d{1,2}(?:\s*[-–]\s*\d{1,2}|\s*\+)?\s*år(?:\s+(?:og\s+)?(?:derover|ældre|opefter))?",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:antal|hvor\s+mange|andel)\b", re.IGNORECASE)
_LASTS = re.compile(r"gennemsnit|\bgns\b|anciennitet|varighed|alder\b|erfaring|levetid|\bantal\b", re.IGNORECASE)
_COUNTED_BY = re.compile(
    r"(?:\w+\s+){0,2}(?:\w*pladser|\w*borgere|personer|sager|modtagere|børn|unge|voksne|henvendelser|forløb)\s+"
    r"(?:fordelt|pr\b|opdelt)",
    re.IGNORECASE,
)
_PART = re.compile(r"\W*(?:heraf|deraf)\b", re.IGNORECASE)
_YES_NO = re.compile(
    r"\bja\s*/\s*nej\b(?!\s*/\s*(?!ved\s+ikke|ikke\s+relevant)\w)|\bja\s+eller\s+nej\b|\(\s*j\s*/\s*n\s*\)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:er|har|kan|må|findes|indgår|bliver|får|anvender|deltager|vurderer|ønsker|skal|giver|råder|samarbejder|følges|forventer|benytter"
    r"|bruger|tilbyder|sikrer|foreligger|eksisterer)\b(?!.*\b(?:hvor\s+(?:mange|meget|ofte|stor)|hvornår|hvilke\w*|hvordan|beskriv|eller)\b).*\?$",
    re.IGNORECASE,
)
_SCALE_WORDS = re.compile(r"\b(\d{1,2})\s*=\s*[^,;)]+[,;]?.*?\b(\d{1,2})\s*=", re.IGNORECASE)
_SCALE_SPAN = re.compile(
    r"(?:\bskala\b|\bfra\b|\bangiv\b|\(|\bkarakter\b)[^()]{0,40}?\b([01])\s*(?:-|–|til)\s*(\d{1,2})\b", re.IGNORECASE
)
_CHOICE_LEAD = re.compile(
    r"^(?:vælg(?:\s+mellem)?|angiv|skriv|svar(?:muligheder)?|mulige\s+svar|fx\s+ikke)\s*:?\s*", re.IGNORECASE
)
_MARKS = re.compile(
    r"(?:10|[0-9])(?:\s*[=–-]\s*.+|\s*\(.+\))?|ja|nej|delvist|ved\s+ikke|ikke\s+relevant|ikke\s+aktuelt|(?:slet\s+)?ikke|aldrig|sjældent"
    r"|nogle\s+gange|af\s+og\s+til|ofte|altid|dagligt|ugentligt|månedligt|årligt"
    r"|i\s+(?:meget\s+)?(?:høj|ringe|lav|lille|stor|mindre|nogen)\s+grad|(?:i\s+)?(?:mindre|nogen|høj|meget\s+høj|lav)\s+grad|slet\s+ikke"
    r"|(?:meget|helt|delvis\w*|overvejende)?\s*(?:u?enig|u?tilfreds(?:stillende)?|god|godt|dårlig\w*|lav|høj|lille|stor|lidt|let|svær\w*|vigtig\w*)"
    r"|(?:ikke|delvist|fuldt)?\s*(?:påbegyndt|gennemført|afsluttet|implementeret|opfyldt|planlagt|opnået)|i\s+gang|ikke\s+i\s+gang|grøn|gul|rød"
    r"|mellem|stort|højt|lavt|moderat|begrænset|væsentlig\w*|uændret|stigende|faldende|bedre|dårligere"
    r"|hverken(?:\s*/\s*|\s+eller\s+)eller|hverken\s+.+\s+eller\s+.+|neutral|middel|ingen|få|mange|nogle|fuldt\s+ud|i\s+orden|tilstrækkelig\w*|utilstrækkelig\w*",
    re.IGNORECASE,
)
_NOT_KNOWN = re.compile(
    r"ved\s+(?:det\s+)?ikke|ikke\s+(?:relevant|aktuelt|oplyst)|ingen\s+(?:mening|svar)", re.IGNORECASE
)
_DATE_FORMAT = re.compile(r"d+[-./ ]*m+|m+[-./ ]+y{2,}|y{2,4}[-./]m+", re.IGNORECASE)
_DECIMALS = re.compile(r"[0#]\.0")
_QUOTED = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.")
_ENGLISH_KINDS = {"whole": FieldType.COUNT, "decimal": FieldType.NUMBER, "date": FieldType.DATE}
NUMERIC = frozenset({FieldType.COUNT, FieldType.NUMBER, FieldType.PERCENT, FieldType.AMOUNT})


@dataclass(frozen=True)
class Found:
    """The kind of answer, its choices, its unit, and whether more than a guess says so."""

    type: FieldType
    choices: tuple[str, ...] = ()
    unit: str = ""
    certain: bool = True


def infer(texts: Sequence[str], cell: Cell | None, validation: Validation | None, unit: str = "") -> Found:
    """Return the kind of a field from its texts (own label first, then upper headings, then question), and its cell."""
    choices = offered(texts[0] if texts else "", validation)
    if texts and not choices and labels.TICK.search(texts[0]):
        return Found(FieldType.YES_NO, (), unit)
    worded = next((found for found in (_by_words(text) for text in _with_unit(texts, unit)) if found is not None), None)
    shown_unit = unit or next((part for text in texts for part in labels.parentheses(text) if len(part) <= 20), "")
    listed = validation is not None and bool(validation.choices)
    if choices and (listed or worded not in (FieldType.TEXT, FieldType.OFFER, FieldType.MUNICIPALITY, FieldType.DATE)):
        return Found(_of_choices(choices, worded), choices, shown_unit)
    if validation is not None and validation.kind in _ENGLISH_KINDS:
        kind = _ENGLISH_KINDS[validation.kind]
        better = worded if kind in NUMERIC and worded in (*NUMERIC, FieldType.YEAR) else None
        return Found(better or kind, (), shown_unit)
    formatted = _by_format(cell)
    if worded is None and formatted is None and texts and _QUESTION.match(labels.without_numbering(texts[0])):
        return Found(FieldType.YES_NO, (), shown_unit, certain=False)
    if worded is None:
        return Found(formatted or FieldType.TEXT, (), shown_unit, certain=formatted is not None)
    if formatted is FieldType.DATE and worded in (FieldType.TEXT, FieldType.COUNT):
        return Found(FieldType.DATE, (), shown_unit)
    if formatted in (FieldType.PERCENT, FieldType.AMOUNT) and worded in (FieldType.COUNT, FieldType.NUMBER):
        return Found(formatted, (), shown_unit)
    if worded is FieldType.COUNT and cell is not None and _DECIMALS.search(_QUOTED.sub("", cell.number_format)):
        return Found(FieldType.NUMBER, (), shown_unit)
    return Found(worded, (), shown_unit)


def _with_unit(texts: Sequence[str], unit: str) -> list[str]:
    """Return the texts to judge by, own label first, with a unit that stands apart put into its parenthesis."""
    first = [f"{texts[0]} ({unit})"] if texts and unit else list(texts[:1])
    return [*first, *texts[1:]]


@functools.lru_cache(4096)
def _by_words(text: str) -> FieldType | None:
    """Return what a label's words ask for, or None where they do not tell."""
    text = labels.without_numbering(text.lstrip(" →>•–-")).strip(" :*")
    if not text or labels.is_total(text) or says_only_when(text):
        return None
    if labels.is_remark(text):
        return FieldType.TEXT
    if _YES_NO.search(text):
        return FieldType.YES_NO
    if _scale_of(text):
        return FieldType.SCALE
    if re.match(r"alder\b", text, re.IGNORECASE):
        return FieldType.COUNT
    for unit in labels.parentheses(text):
        if (kind := _by_unit(unit)) is not None:
            return FieldType.NUMBER if kind is FieldType.YEAR and _LASTS.search(text) else kind
    bare = re.sub(r"[(\[][^)\]]*[)\]]", " ", text).strip()
    for pattern, kind in (
        (_OFFER, FieldType.OFFER),
        (_YEAR, FieldType.YEAR),
        (_DATE, FieldType.DATE),
    ):
        if pattern.search(text) and not (kind is FieldType.OFFER and (_LEAD.match(bare) or _PART.match(bare))):
            return kind
    if _PART.match(bare) and _AMOUNT.search(bare):
        return FieldType.AMOUNT
    if re.match(r"(?:antal|hvor\s+mange|heraf|deraf)\b", bare, re.IGNORECASE) and not _PERCENT.search(bare):
        return FieldType.NUMBER if _NUMBER.search(text) else FieldType.COUNT
    if _MUNICIPALITY.search(text) or _MUNICIPALITY.search(bare):
        return FieldType.MUNICIPALITY
    if _REGION.search(text) or _REGION.search(bare):
        return FieldType.REGION
    if _COUNTED_BY.match(bare):
        return FieldType.COUNT
    if _FORCED_TEXT.search(bare):
        return FieldType.TEXT
    for pattern, kind in (
        (_PERCENT, FieldType.PERCENT),
        (_AMOUNT, FieldType.AMOUNT),
        (_NUMBER, FieldType.NUMBER),
        (_COUNT, FieldType.COUNT),
    ):
        if pattern.search(bare):
            return kind
    return None


def says_only_when(text: str) -> bool:
    """Tell whether a heading only names a time or a column: a year, a month, "Regnskab 2023", "(3)"."""
    return bool(_WHEN.fullmatch(labels.clean(text)))


def as_part(text: str, found: Found, before: FieldType | None) -> Found:
    """Return the kind of a "heraf" that says nothing else: that of the field before it, of which it is a part."""
    plain = labels.without_numbering(text)
    rest = _PART.sub("", plain)
    said = rest != plain and bool(_COUNT.search(rest) or _NUMBER.search(rest) or labels.parentheses(rest))
    if rest == plain or said or found.type is not FieldType.COUNT or before not in (FieldType.AMOUNT, FieldType.NUMBER):
        return found
    return Found(before, found.choices, found.unit)


def strength(text: str) -> int:
    """Return how plainly a text says what kind of answer it takes.

    0 not at all, 1 by a word, 2 by a unit or its first word, 3 a remark whatever else is said.
    """
    kind = _by_words(text)
    if kind is None:
        return 0
    plain = labels.without_numbering(text)
    if labels.is_remark(plain):
        return 3
    by_unit = any(_by_unit(unit) is not None for unit in labels.parentheses(plain))
    return 2 if by_unit or _LEAD.match(plain) or kind in (FieldType.YES_NO, FieldType.SCALE) else 1


def heads_names(texts: Sequence[str]) -> bool:
    """Tell whether a heading "Navn" stands under one that speaks of offers ("Tilbuddet")."""
    plain = [labels.key(text) for text in texts]
    return "navn" in plain and any(re.match(r"(?:\w*tilbud|tilbuddet)\b", text) for text in plain)


def names_one_offer(label: str, section: str) -> bool:
    """Tell whether a label "Navn" stands in a block of questions about one offer ("Tilbud 1")."""
    return labels.key(label) == "navn" and _ONE_OFFER.fullmatch(labels.clean(section)) is not None


def counts(text: str) -> bool:
    """Tell whether a text asks for figures."""
    return _by_words(text) in NUMERIC


def tells_value(text: str) -> bool:
    """Tell whether a text, as a title over a table, says what its cells take: figures, days, yes or no; not names."""
    names = (None, FieldType.TEXT, FieldType.OFFER, FieldType.MUNICIPALITY, FieldType.REGION)
    return _by_words(text) not in names


def _by_unit(unit: str) -> FieldType | None:
    """Return what a unit in parentheses says: (%), (kr./døgn), (dato), (år), (antal personer), (ja/nej)."""
    if re.fullmatch(r"%|procent|pct\.?|i\s+(?:%|procent|pct\.?)|.*\bi\s+procent", unit, re.IGNORECASE):
        return FieldType.PERCENT
    if re.match(r"(?:i\s+|mio\.?\s+|t|1\.?000\s+|hele\s+)*(?:kr\b|kroner\b|dkk\b)", unit, re.IGNORECASE):
        return FieldType.AMOUNT
    if re.fullmatch(r"(?:\w+\s+)?dato(?:\s+.*)?|dd[-./ ]?mm.*", unit, re.IGNORECASE):
        return FieldType.DATE
    if re.fullmatch(r"år|årstal|åååå", unit, re.IGNORECASE):
        return FieldType.YEAR
    if re.fullmatch(
        r"(?:antal\s+)?(?:timer|årsværk|uger|måneder|dage)(?:[\s/].*)?|(?:i\s+)?gennemsnit\w*|gns\.?",
        unit,
        re.IGNORECASE,
    ):
        return FieldType.NUMBER
    if re.fullmatch(r"alder(?:\s+i\s+år)?", unit, re.IGNORECASE):
        return FieldType.COUNT
    if re.fullmatch(r"(?:fri)?tekst|navn(?:e)?|titel|beskrivelse", unit, re.IGNORECASE):
        return FieldType.TEXT
    if re.match(r"(?:antal\b|stk\b|personer\b|borgere\b|pladser\b|sager\b|cpr-unikke)", unit, re.IGNORECASE):
        return FieldType.COUNT
    return None


def _by_format(cell: Cell | None) -> FieldType | None:
    """Return what the answer cell's number format says, or None."""
    if cell is None or cell.number_format in ("General", "@", ""):
        return None
    code = cell.number_format
    plain = _QUOTED.sub("", code)
    if "%" in plain:
        return FieldType.PERCENT
    if re.search(r"kr|DKK|€", code, re.IGNORECASE):
        return FieldType.AMOUNT
    if re.fullmatch(r"y{4}", plain.strip(), re.IGNORECASE):
        return FieldType.YEAR
    if _DATE_FORMAT.search(plain):
        return FieldType.DATE
    if re.search(r"[0#]", plain):
        return FieldType.NUMBER
    return None


def _of_choices(choices: tuple[str, ...], worded: FieldType | None) -> FieldType:
    """Return what kind of answer a closed list of choices makes."""
    plain = [choice.casefold().strip(" .") for choice in choices]
    answers = [choice for choice in plain if not _NOT_KNOWN.fullmatch(choice)]
    if set(plain) <= {"ja", "nej"} or set(plain) <= {"x", "✓", "☒", "☐", ""}:
        return FieldType.YES_NO
    if answers and all(re.fullmatch(r"(?:19|20)\d\d", choice) for choice in answers):
        return FieldType.YEAR
    if answers and all(re.fullmatch(r"\d{1,2}", choice) for choice in answers):
        return FieldType.SCALE
    if all(choice.startswith("region ") for choice in plain) and len(plain) > 1:
        return FieldType.REGION
    if worded is FieldType.MUNICIPALITY and len(plain) > 10:
        return FieldType.MUNICIPALITY
    return FieldType.CHOICE


def offered(label: str, validation: Validation | None) -> tuple[str, ...]:
    """Return the choices a field offers: from its validation list, else from its label's parentheses."""
    if validation is not None and validation.choices:
        return tuple(choice for choice in (labels.clean(each) for each in _listed(validation)) if choice)
    if scale := _scale_of(label):
        return scale
    if _YES_NO.search(label):
        return ("Ja", "Nej")
    for part in labels.parentheses(label):
        listed = _CHOICE_LEAD.sub("", part)
        led = listed != part
        options = [
            option.strip(" .\"'")
            for option in re.split(r"\s*/\s*|\s*;\s*" + (r"|\s*,\s*|\s+eller\s+" if led else ""), listed)
        ]
        plain = all(
            option and len(option) <= 40 and not re.search(r"\bkr\b|\bdøgn\b|%|\d", option, re.IGNORECASE)
            for option in options
        )
        if len(options) >= (2 if led else 3) and plain:
            return tuple(options)
    return ()


def _listed(validation: Validation) -> Sequence[str]:
    """Return a list's choices; one written into the rule as ``Ja, fuldt ud,Nej`` is split where no space follows."""
    source = validation.source.strip().strip('"')
    mixed = ", " in source and re.search(r",\S", source) and "!" not in source and "$" not in source
    return re.split(r",(?!\s)", source) if mixed else validation.choices


def _scale_of(text: str) -> tuple[str, ...]:
    """Return the marks of a scale described in a label ("1 = ingen, 5 = meget store"), or nothing."""
    match = _SCALE_WORDS.search(text) or _SCALE_SPAN.search(text)
    if match is None:
        return ()
    low, high = int(match[1]), int(match[2])
    if low not in (0, 1) or not 3 <= high <= 10:
        return ()
    return tuple(str(mark) for mark in range(low, high + 1))


def is_mark(heading: str) -> bool:
    """Tell whether a heading can be one mark of a scale: a small figure, ja, ved ikke, i høj grad."""
    return bool(_MARKS.fullmatch(labels.clean(heading)))


def are_marks(headings: Sequence[str]) -> bool:
    """Tell whether column headings are the marks of one scale, of which one is ticked (1 to 5, ja/nej/ved ikke)."""
    plain = [labels.clean(heading) for heading in headings]
    if len(plain) < 2 or any(not heading for heading in plain) or len(set(plain)) < len(plain):
        return False
    known = sum(bool(_MARKS.fullmatch(heading)) for heading in plain)
    figures = [int(heading) for heading in plain if re.fullmatch(r"\d{1,2}", heading)]
    if figures and (figures != list(range(figures[0], figures[0] + len(figures))) or figures[0] > 1):
        return False
    return known >= max(2, 0.6 * len(plain))
