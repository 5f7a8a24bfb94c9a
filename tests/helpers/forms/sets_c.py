"""Sets 19 to 24 and 99: printed defaults, odd files, older versions, senders, twins, full lists; all blanks together."""

import unicodedata
from collections.abc import Callable

from . import accidents as a
from . import accidents_words as w
from . import blanks_figures as figures
from . import blanks_forms as forms
from . import blanks_lists as lists
from . import blanks_more as more
from . import blanks_odd as odd
from . import blanks_scales as scales
from . import blanks_traps as traps
from . import blanks_wide as wide
from . import clutter as c
from . import files
from . import layout as l
from .blank import Blank
from .plans import FormSet, Plan, Step, clean_name, nobody, perhaps
from .sets_a import newer, older
from .sets_b import south

SET19 = FormSet(
    "set19",
    "Pladskøb: printed defaults and formulas on every line; and the ways other programs write a file",
    (traps.defaults,),
    (
        Plan("Pladskøb Greve.xlsx", "Greve"),
        Plan("Pladskøb Køge.xlsx", "Køge", (c.lines_skipped, w.municipality_forms)),
        Plan("Pladskøb Lejre.xlsx", "Lejre", (l.unused_lines_deleted, w.spaces)),
        Plan("Pladskøb Faxe.xlsx", "Faxe", (c.header_repeated, a.number_as_text), options={"rows": {"koeb": 7}}),
        Plan("Pladskøb Stevns.xlsx", "Stevns", (c.huge_range,)),
        Plan("Pladskøb Solrød.xlsx", "Solrød", (c.mac_dates,)),
        Plan("Pladskøb Holbæk.xlsx", "Holbæk", (files.inline_strings,)),
        Plan("Pladskøb Sorø.xlsx", "Sorø", (files.rich_text, files.lying_dimension)),
        Plan("Pladskøb Odsherred.xltx", "Odsherred", ((files.content_type, "template"),)),
        Plan("Pladskøb Ringsted.xlsm", "Ringsted", ((files.content_type, "macro"),)),
        Plan("Pladskøb Næstved.xls", "Næstved", ((clean_name, "wrong-suffix"),)),
        Plan("Pladskøb Lolland.xlsx", "Lolland", (files.strict,)),
        Plan("~$Pladskøb Roskilde.xlsx", "Roskilde", (files.lock_file,)),
        Plan("Pladskøb Slagelse.xlsx", "Slagelse", (c.blank_rows, c.notes_below)),
        Plan("Pladskøb Kalundborg.xlsx", "Kalundborg", (l.own_column, c.subtotal)),
    ),
)
SET20 = FormSet(
    "set20",
    "Kvartalsbelægning again: only the newer version is learned, older copies come back",
    (newer,),
    (
        Plan("Belægning Hvidovre.xlsx", "Hvidovre", ((files.made_on_older, newer, ("norm",)),), blank=1),
        Plan("Belægning Rødovre.xlsx", "Rødovre", (l.rows_above, (files.made_on_older, newer, ("norm",))), blank=1),
        Plan("Belægning Tårnby.xlsx", "Tårnby", (a.percent_forms, (files.made_on_older, newer, ("norm",))), blank=1),
        Plan("Kvartal Vallensbæk.xlsx", "Vallensbæk"),
        Plan("Kvartal Ishøj.xlsx", "Ishøj", (c.blank_rows, c.sheet_added)),
        Plan("Vagtplan uge 12.xlsx", "", (files.foreign,)),
    ),
    (older,),
)
SET21 = FormSet(
    "set21",
    "Kapacitet pr. område: three sections with the same labels; senders in every spelling",
    (traps.sections,),
    (
        Plan("Kapacitet Vejle.xlsx", "Vejle"),
        Plan("751 kapacitet.xlsx", "Aarhus", (perhaps,), options={"sender_cell": False}),
        Plan(
            "0461_kapacitet pr. område.xlsx",
            "Odense",
            ((clean_name, "sender-by-code"),),
            options={"sender_cell": False},
        ),
        Plan(
            "Hoeje-Taastrup.xlsx",
            "Høje-Taastrup",
            ((clean_name, "sender-name-variant"),),
            options={"sender_cell": False},
        ),
        Plan(
            unicodedata.normalize("NFD", "Kapacitet Tårnby.xlsx"),
            "Tårnby",
            ((clean_name, "sender-name-variant"),),
            options={"sender_cell": False},
        ),
        Plan("Svar fra Københavns Kommune.xlsx", "København", (l.rows_between,), options={"sender_cell": False}),
        Plan("Kapacitet_endelig_v3.xlsx", "Bornholm", ((files.spelt, "Bornholms Regionskommune"),)),
        Plan("Scan 0042.xlsx", "Lyngby-Taarbæk", ((files.spelt, "Lyngby-Tårbæk Kommune"), l.rows_above)),
        Plan("skema (3).xlsx", "Nordfyns", ((files.spelt, "Nordfyns\xa0Kommune"), a.approximate)),
        Plan("Kapacitet pr. område.xlsx", "", (nobody,), options={"sender_cell": False}),
        Plan("Kapacitet Herning Kommune.xlsx", "Herning", ((files.contradictory, "Holstebro"),)),
        Plan("Kapacitet Randers.xlsx", "Randers", (l.reworded, a.vague_date, w.comments)),
        Plan("Kapacitet Skive.xlsx", "Skive", ((l.field_deleted, "b_borgere"),)),
    ),
)
SET22 = FormSet(
    "set22",
    "Årsstatus: two sheets with the same questions, for children and for adults",
    (traps.twins,),
    (
        Plan("Årsstatus Horsens.xlsx", "Horsens"),
        Plan("Årsstatus Region Syddanmark.xlsx", "Region Syddanmark"),
        Plan("Årsstatus Hedensted.xlsx", "Hedensted", (a.approximate, l.rows_above)),
        Plan("Årsstatus Syddjurs.xlsx", "Syddjurs", (l.sheets_reordered, a.percent_forms)),
        Plan("Årsstatus Favrskov.xlsx", "Favrskov", (a.merged_across, c.subtotal)),
        Plan("Årsstatus Odder.xlsx", "Odder", (l.columns_swapped, c.notes_below)),
        Plan("Årsstatus Skanderborg.xlsx", "Skanderborg", (l.reworded, w.yes_no_forms)),
        Plan("Årsstatus Norddjurs.xlsx", "Norddjurs", (c.sheet_added, a.odd_amounts)),
        Plan("Årsstatus Viborg.xlsx", "Viborg", ((c.past_the_end, "tilbud_v", 0), a.formulas)),
        Plan("Årsstatus Samsø.xlsx", "Samsø", (w.civil_registration_number,)),
    ),
)
SET23 = FormSet(
    "set23",
    "Beredskabsplan: Ja, Nej and Ved ikke boxes in one line, the word before its box; a computed box",
    (traps.boxes_in_line,),
    (
        Plan("Beredskabsplan Esbjerg.xlsx", "Esbjerg"),
        Plan("Beredskabsplan Varde.xlsx", "Varde", (w.tick_forms,)),
        Plan("Beredskabsplan Vejen.xlsx", "Vejen", (w.two_ticks, a.date_as_text)),
        Plan("Beredskabsplan Tønder.xlsx", "Tønder", (l.rows_above, a.approximate)),
        Plan("Beredskabsplan Fanø.xlsx", "Fanø", (l.column_in_front, c.sheet_added)),
        Plan("Beredskabsplan Billund.xlsx", "Billund", (l.reworded, a.formulas_without_value)),
    ),
)
SET24 = FormSet(
    "set24",
    "Long lists: filled to the last printed line and beyond",
    (lists.waiting_list, figures.screening),
    (
        Plan("Venteliste Aarhus.xlsx", "Aarhus", ((c.past_the_end, "venteliste", 3),)),
        Plan("Venteliste København.xlsx", "København", ((c.past_the_end, "venteliste", 0), l.rows_above)),
        Plan("Screening Odense.xlsx", "Odense", ((c.past_the_end, "screening", 4),), blank=1),
        Plan("Screening Aalborg.xlsx", "Aalborg", (l.unused_lines_deleted, c.own_total), blank=1),
        Plan(
            "Screening Esbjerg.xlsx",
            "Esbjerg",
            (c.header_repeated, c.subtotal),
            blank=1,
            options={"rows": {"screening": 9}},
        ),
        Plan("Venteliste Randers.xlsx", "Randers", (c.huge_range, a.vague_date)),
    ),
)


def _clean_senders(build: Callable[[], Blank]) -> tuple[str, ...]:
    """Return who sends the clean copies of a blank."""
    return ("Region Nordjylland",) if build is wide.municipalities_across else ("Roskilde", "Thisted")


MORE_SETS = tuple(
    FormSet(
        f"set{number}",
        f"{build.__doc__ or ''}".split(chr(10))[0],
        (build,),
        tuple(Plan(f"Svar fra {town}.xlsx", town) for town in _clean_senders(build)),
        wild=8,
    )
    for number, build in enumerate((*more.MORE, *odd.ODD, *wide.WIDE), 25)
)
BLANKS = (
    *more.MORE,
    *odd.ODD,
    *wide.WIDE,
    lists.tariffs,
    scales.framework_scale,
    scales.age_grid,
    lists.waiting_list,
    lists.agreements,
    older,
    newer,
    scales.tick_matrix,
    scales.checklist,
    forms.hearing,
    figures.transposed,
    figures.economy,
    figures.screening,
    forms.questionnaire,
    forms.bare,
    south,
    figures.wide,
    forms.organisation,
    forms.fact_sheet,
    traps.defaults,
    traps.sections,
    traps.twins,
    traps.boxes_in_line,
)


TOWNS = "Odense Greve Vejle Skive Aalborg Køge Herning Sorø Varde Lejre Viborg Holbæk Randers Assens Nyborg Faxe Horsens Struer Lemvig Thisted Rebild Morsø Ringsted Slagelse Stevns Solrød Lolland Ballerup Herlev Dragør Egedal Furesø Gentofte Hvidovre Middelfart Kerteminde Langeland Haderslev Billund Tønder Esbjerg Allerød Halsnæs Tårnby Rødovre Glostrup Vallensbæk Ishøj Fredensborg Gribskov Svendborg Vejen Kolding Favrskov Odder"


def _everything() -> tuple[Plan, ...]:
    regions = {south: "Region Syddanmark", wide.municipalities_across: "Region Nordjylland"}
    harm: list[tuple[Step, ...]] = [(), (l.rows_above,), (l.sheets_renamed, c.sheet_added), (l.reworded,)]
    senders = [regions.get(build, town) for build, town in zip(BLANKS, TOWNS.split(), strict=False)]
    return (
        *(Plan(f"{who} svar {n + 1}.xlsx", who, harm[n % 4], blank=n) for n, who in enumerate(senders)),
        Plan("Telefonliste.xlsx", "", (files.foreign,)),
    )


SET99 = FormSet("set99", "All blanks learned together, one copy of each: telling them apart", BLANKS, _everything())
