"""Sets 01 to 09: lists, scales and grids, agreements, versions, matrices, hearing answers."""

from . import accidents as a
from . import accidents_words as w
from . import blanks_forms as forms
from . import blanks_lists as lists
from . import blanks_scales as scales
from . import clutter as c
from . import files
from . import layout as l
from .blank import Blank
from .plans import FormSet, Plan, sent_as

SET01 = FormSet(
    "set01",
    "Takst- og pladsoversigt: a wide list, two header rows, years across, percent formats, CVR and P-numbers",
    (lists.tariffs,),
    (
        Plan("Takstoversigt Odense.xlsx", "Odense"),
        Plan("Takst- og pladsoversigt 2025 - Viborg Kommune.xlsx", "Viborg"),
        Plan("Region Midtjylland takster.xlsx", "Region Midtjylland"),
        Plan("Svendborg_takster_rettet.xlsx", "Svendborg", (a.number_as_text, a.percent_forms)),
        Plan("Takster Gladsaxe.xlsx", "Gladsaxe", (l.columns_swapped, l.own_column)),
        Plan("Hillerød takstoversigt (2).xlsx", "Hillerød", (l.rows_above, l.sheets_renamed, l.reworded)),
        Plan("Takster Sønderborg.xlsx", "Sønderborg", (c.blank_rows, c.subtotal, c.notes_below)),
        Plan("Takster Haderslev.xlsx", "Haderslev", (c.merged_data, c.hidden_rows, w.comments)),
        Plan("Takster Kolding.xlsx", "Kolding", (a.formulas, (a.error_values, 3), a.formulas_without_value)),
        Plan("Takster Nyborg.xlsx", "Nyborg", (w.choice_forms, w.yes_no_forms, w.several_offers)),
        Plan("Takster Assens.xlsx", "Assens", ((l.column_deleted, "norm24"),)),
        Plan("Takster Favrskov.csv", "Favrskov", ((sent_as, files.as_csv()),)),
        Plan("Takster Lemvig.csv", "Lemvig", ((sent_as, files.as_csv("utf-8-sig", ",")),)),
        Plan("Takster Struer.xlsx", "Struer", (c.own_total, c.own_table_below, a.odd_amounts)),
        Plan("Takster Odder.xlsx", "Odder", (files.truncated,)),
    ),
)
SET02 = FormSet(
    "set02",
    "Rammeaftale: tick 1–5 or Ved ikke per target group, remark beside each, borders only",
    (scales.framework_scale,),
    (
        Plan("Afkrydsningsskema Horsens.xlsx", "Horsens"),
        Plan("Rammeaftale afkrydsning Lolland.xlsx", "Lolland"),
        Plan("Guldborgsund.xlsx", "Guldborgsund", (w.tick_forms,)),
        Plan("Afkrydsningsskema Næstved.xlsx", "Næstved", ((w.two_ticks, 2), w.tick_forms)),
        Plan("Afkrydsningsskema Ikast-Brande.xlsx", "Ikast-Brande", (l.rows_above, l.sheets_renamed)),
        Plan("Vordingborg_afkrydsning.xlsx", "Vordingborg", (l.column_in_front, w.spaces)),
        Plan("Svar fra kommunen.xlsx", "Lejre", (l.rows_between, c.sheet_added)),
        Plan("Afkrydsning Greve.xlsx", "Greve", (l.reworded, w.yes_no_forms)),
        Plan("Afkrydsning Køge.xlsx", "Køge", ((files.contradictory, "Stevns"),)),
        Plan("Afkrydsning Stevns.xlsx", "Stevns", (files.blank_words,), options={"blank_return": True}),
        Plan("Kalundborg.xlsx", "Kalundborg", (w.civil_registration_number,)),
        Plan("Venteliste Faxe.xlsx", "Faxe", blank=1),
    ),
    (lists.waiting_list,),
)
SET03 = FormSet(
    "set03",
    "Alder og køn: printed rows, years and sexes across, total row, a second printed grid",
    (scales.age_grid,),
    (
        Plan("Opgørelse Rebild.xlsx", "Rebild"),
        Plan("Opgørelse alder og køn Hjørring.xlsx", "Hjørring"),
        Plan("Mariagerfjord.xlsx", "Mariagerfjord", (a.approximate,)),
        Plan("Opgørelse Jammerbugt.xlsx", "Jammerbugt", (c.own_grid_row,)),
        Plan("Opgørelse Frederikshavn.xlsx", "Frederikshavn", (l.rows_above, c.sheet_added)),
        Plan("Opgørelse Brønderslev.xlsx", "Brønderslev", (l.grid_row_deleted,)),
        Plan("Opgørelse Morsø.xlsx", "Morsø", (a.number_as_text, a.percent_forms, a.error_values)),
        Plan("Opgørelse Vesthimmerland.xlsx", "Vesthimmerlands", (a.formulas, a.formulas_without_value)),
        Plan("Opgørelse Thisted.xlsx", "Thisted", (l.reworded, l.spacer_deleted, w.struck_out)),
        Plan("Opgørelse Aalborg.xlsx", "Aalborg", (l.column_in_front, c.stray_numbers)),
        Plan("Opgørelse Læsø.xlsx", "Læsø", (files.blank_words,), options={"blank_return": True}),
    ),
)
SET04 = FormSet(
    "set04",
    "Venteliste: instruction sheet, example row, running numbers, dates, asterisks",
    (lists.waiting_list,),
    (
        Plan("Venteliste Roskilde.xlsx", "Roskilde"),
        Plan("Venteliste_Ringsted.xlsx", "Ringsted"),
        Plan("Venteliste Slagelse.xlsx", "Slagelse", (a.date_as_text, a.vague_date)),
        Plan("Venteliste Sorø.xlsx", "Sorø", (c.lines_skipped, w.yes_no_forms)),
        Plan("Venteliste Holbæk.xlsx", "Holbæk", (c.notes_below, a.approximate)),
        Plan("Venteliste Odsherred.xlsx", "Odsherred", (l.columns_swapped, l.sheets_reordered)),
        Plan("Venteliste Solrød.xlsx", "Solrød", (c.hidden_column, w.several_offers)),
        Plan(
            "Venteliste Samsø.xlsx",
            "Samsø",
            ((files.nil, "antal", "Ingen ventende borgere"),),
            options={"rows": {"venteliste": 0}, "only": {"dato", "kontakt"}},
        ),
        Plan("Venteliste Skanderborg.xlsx", "Skanderborg", (w.civil_registration_number,)),
        Plan("Venteliste Hedensted.xlsx", "Hedensted", (l.own_column, l.rows_above, w.struck_out)),
        Plan("venteliste.xlsx", "Syddjurs", ((files.spelt, "Syddjurs kommune"),)),
    ),
)
SET05 = FormSet(
    "set05",
    "Samarbejdsaftaler: three tables on one sheet, two of them side by side, one with a total",
    (lists.agreements,),
    (
        Plan("Aftaler Vejen.xlsx", "Vejen"),
        Plan("Samarbejdsaftaler Fredericia Kommune.xlsx", "Fredericia"),
        Plan("Aftaler Tønder.xlsx", "Tønder", (c.blank_rows, a.year_as_date)),
        Plan("Aftaler Varde.xlsx", "Varde", (c.subtotal, a.number_as_text)),
        Plan("Aftaler Region Sjælland.xlsx", "Region Sjælland", (l.reworded, w.municipality_forms)),
        Plan("Aftaler Billund.xlsx", "Billund", (l.rows_above, a.date_as_text, a.vague_date)),
        Plan("Aftaler Esbjerg.xlsx", "Esbjerg", (l.columns_swapped, w.spaces)),
        Plan("Aftaler Aabenraa.xlsx", "Aabenraa", (c.own_table_below, a.odd_amounts)),
        Plan("Aftaler Fanø.xlsx", "Fanø", (c.notes_below,), options={"rows": {"aftaler": 3, "koeb": 2, "netvaerk": 4}}),
        Plan("Aftaler Kerteminde.xlsx", "Kerteminde", (c.merged_data, c.stray_numbers)),
        Plan("Aftaler Langeland.xlsx", "Langeland", (c.sheet_added, w.formula_like_text)),
    ),
)


def older() -> Blank:
    return lists.occupancy(1)


def newer() -> Blank:
    return lists.occupancy(2)


SET06 = FormSet(
    "set06",
    "Kvartalsbelægning: an older and a newer version, learned as two ids",
    (older, newer),
    (
        Plan("Belægning Allerød 4. kvartal 2024.xlsx", "Allerød"),
        Plan("Kvartal Ballerup.xlsx", "Ballerup", blank=1),
        Plan("Belægning Brøndby.xlsx", "Brøndby", (a.percent_forms, l.sheets_renamed)),
        Plan("Kvartal Dragør.xlsx", "Dragør", (a.percent_forms, l.rows_above), blank=1),
        Plan("Belægning Egedal.xlsx", "Egedal", (c.blank_rows, c.notes_below)),
        Plan("Kvartal Fredensborg.xlsx", "Fredensborg", (l.columns_swapped, l.own_column), blank=1),
        Plan("Kvartal Furesø.xlsx", "Furesø", (c.subtotal, a.error_values), blank=1),
        Plan("Belægning Gentofte.xlsx", "Gentofte", (w.choice_forms, a.year_as_date)),
        Plan("Kvartal Glostrup.xlsx", "Glostrup", (l.reworded, c.hidden_rows), blank=1),
        Plan("Belægning Gribskov.xlsx", "Gribskov", (l.rows_between, l.spacer_deleted)),
        Plan("Kvartal Halsnæs.xlsx", "Halsnæs", (a.approximate, w.comments), blank=1),
        Plan("Kvartal Region Hovedstaden.xlsx", "Region Hovedstaden", (c.sheet_added,), blank=1),
    ),
)
SET07 = FormSet(
    "set07",
    "Matrix: a cross in every box that fits, a list to tick, borders only, label above the box",
    (scales.tick_matrix,),
    (
        Plan("Matrix Norddjurs.xlsx", "Norddjurs"),
        Plan("Matrix Silkeborg.xlsx", "Silkeborg"),
        Plan("Matrix Herning.xlsx", "Herning", ((w.tick_forms, 9),)),
        Plan("Matrix Holstebro.xlsx", "Holstebro", (l.rows_above, w.choice_forms)),
        Plan("Matrix Ringkøbing-Skjern.xlsx", "Ringkøbing-Skjern", (l.column_in_front, (w.tick_forms, 5))),
        Plan("Matrix Randers.xlsx", "Randers", (l.sheets_renamed, c.sheet_added)),
        Plan("Matrix_udfyldt.xlsx", "Aarhus", ((files.spelt, "Århus"),)),
        Plan("Matrix Skive.xlsx", "Skive", (l.grid_row_deleted,)),
        Plan("Matrix Odder Kommune.xlsx", "Odder", ((files.contradictory, "Horsens"),)),
        Plan("Matrix Samsø.xlsx", "Samsø", (files.blank_words,), options={"blank_return": True}),
    ),
)
SET08 = FormSet(
    "set08",
    "Tjekliste: Ja, Nej, Ved ikke to tick per question, remark beside, sections, numbers 1.1–3.2",
    (scales.checklist,),
    (
        Plan("Tjekliste Middelfart.xlsx", "Middelfart"),
        Plan("Tjekliste Region Nordjylland.xlsx", "Region Nordjylland"),
        Plan("Tjekliste Faaborg-Midtfyn.xlsx", "Faaborg-Midtfyn", ((w.tick_forms, 5),)),
        Plan("Tjekliste Nordfyn.xlsx", "Nordfyns", ((w.two_ticks, 2), a.date_as_text)),
        Plan("Tjekliste Ærø.xlsx", "Ærø", (l.rows_above, l.column_in_front)),
        Plan("Tjekliste Odense.xlsx", "Odense", (l.rows_between, c.sheet_added)),
        Plan("Tjekliste Svendborg.xlsx", "Svendborg", (w.civil_registration_number,)),
        Plan("Tjekliste.xlsx", "København", ((files.spelt, "Kbh. Kommune", False),)),
    ),
)
SET09 = FormSet(
    "set09",
    "Høringssvar: label and answer in one box, table of remarks, long boxes under their label",
    (forms.hearing,),
    (
        Plan("Høringssvar Frederiksberg.xlsx", "Frederiksberg"),
        Plan("Høringssvar Albertslund.xlsx", "Albertslund"),
        Plan("Høringssvar fra Region Syddanmark.xlsx", "Region Syddanmark"),
        Plan("Høringssvar Herlev.xlsx", "Herlev", (c.blank_rows, w.spaces)),
        Plan("Høringssvar Hvidovre.xlsx", "Hvidovre", (w.formula_like_text, w.very_long_text)),
        Plan("Høringssvar Høje-Taastrup.xlsx", "Høje-Taastrup", (l.rows_above, l.sheets_renamed, w.choice_forms)),
        Plan("Høringssvar Ishøj.xlsx", "Ishøj", (l.own_column, l.reworded)),
        Plan("Høringssvar Lyngby-Taarbæk.xlsx", "Lyngby-Taarbæk", (c.notes_below, w.yes_no_forms)),
        Plan("Høringssvar Rødovre.xlsx", "Rødovre", (w.civil_registration_number,)),
        Plan("Høringssvar Tårnby.xlsx", "Tårnby", (c.merged_data, a.approximate)),
        Plan("Høringssvar Vallensbæk.xlsx", "Vallensbæk", (files.web_page,)),
    ),
)
