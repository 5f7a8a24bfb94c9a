"""Sets 10 to 18: tables on their side, economy, screening, questionnaires, regional and wide forms, fact sheets."""

from . import accidents as a
from . import accidents_words as w
from . import blanks_figures as figures
from . import blanks_forms as forms
from . import clutter as c
from . import files
from . import layout as l
from .blank import Blank
from .plans import FormSet, Plan, sent_as

SET10 = FormSet(
    "set10",
    "Tilbudsbeskrivelse: questions down, offers across",
    (figures.transposed,),
    (
        Plan("Tilbudsbeskrivelse Helsingør.xlsx", "Helsingør"),
        Plan("Tilbudsbeskrivelse Hørsholm.xlsx", "Hørsholm"),
        Plan("Tilbudsbeskrivelse Rudersdal.xlsx", "Rudersdal", (a.approximate, a.percent_forms)),
        Plan("Tilbudsbeskrivelse Frederikssund.xlsx", "Frederikssund", (l.rows_above, l.sheets_renamed)),
        Plan("Tilbudsbeskrivelse Bornholm.xlsx", "Bornholm", (a.number_as_text, a.date_as_text, a.year_as_date)),
        Plan("Tilbudsbeskrivelse Greve.xlsx", "Greve", (l.column_in_front, w.choice_forms, w.yes_no_forms)),
        Plan("Tilbudsbeskrivelse Lejre.xlsx", "Lejre", (a.error_values, a.formulas_without_value)),
        Plan("Tilbudsbeskrivelse Faxe.xlsx", "Faxe", (c.sheet_added, w.municipality_forms)),
        Plan("Tilbudsbeskrivelse Sorø.xlsx", "Sorø", (w.comments, w.struck_out)),
    ),
)
SET11 = FormSet(
    "set11",
    "Økonomi: three header rows, units in headings, amounts in 1.000 kr., sum row and sum column, two sheets",
    (figures.economy,),
    (
        Plan("Økonomi Horsens.xlsx", "Horsens"),
        Plan("Økonomi Skanderborg.xlsx", "Skanderborg"),
        Plan("Økonomi Region Midtjylland.xlsx", "Region Midtjylland", (l.rows_above, l.sheets_reordered)),
        Plan("Økonomi Syddjurs.xlsx", "Syddjurs", (a.number_as_text,)),
        Plan("Økonomi Favrskov.xlsx", "Favrskov", (c.blank_rows, c.notes_below)),
        Plan("Økonomi Lemvig.xlsx", "Lemvig", (c.subtotal, w.yes_no_forms)),
        Plan("Økonomi Struer.xlsx", "Struer", (a.error_values, a.date_as_text)),
        Plan("Økonomi Viborg.xlsx", "Viborg", (c.hidden_rows, c.sheet_added)),
        Plan("Økonomi Hedensted.xlsx", "Hedensted", ((l.column_deleted, "ind23"),)),
        Plan("Økonomi Ikast-Brande.xlsx", "Ikast-Brande", (c.merged_data, c.own_table_below)),
    ),
)
SET12 = FormSet(
    "set12",
    "Screening: protected, hidden code sheet, named ranges, extended validations, four sheets",
    (figures.screening,),
    (
        Plan("Screening Slagelse.xlsx", "Slagelse"),
        Plan("Screening Holbæk.xlsx", "Holbæk"),
        Plan("Screening Region Hovedstaden.xlsx", "Region Hovedstaden", (l.own_column,)),
        Plan("Screening Ringsted.xlsx", "Ringsted", ((w.choice_forms, 7),)),
        Plan("Screening Odsherred.xlsx", "Odsherred", (l.sheets_renamed, l.rows_above)),
        Plan("Screening Køge.xlsx", "Køge", (l.columns_swapped, c.own_total)),
        Plan("Screening Solrød.xlsx", "Solrød", (c.blank_rows, w.several_offers)),
        Plan("Screening Stevns.xlsx", "Stevns", (l.reworded, l.sheets_reordered)),
        Plan("Screening Næstved.xlsx", "Næstved", (c.hidden_column, a.approximate)),
        Plan("Screening Lolland.xlsx", "Lolland", (w.spaces, w.yes_no_forms)),
        Plan("Screening Vordingborg.xlsx", "Vordingborg", (files.no_bytes,)),
    ),
)
SET13 = FormSet(
    "set13",
    "Statusskema: long numbered questions, remark box under each, yellow and orange, (påkrævet)",
    (forms.questionnaire,),
    (
        Plan("Statusskema Aalborg.xlsx", "Aalborg"),
        Plan("Statusskema Hjørring.xlsx", "Hjørring"),
        Plan("Statusskema Thisted.xlsx", "Thisted", (a.approximate, a.percent_forms, a.number_as_text)),
        Plan("Statusskema Rebild.xlsx", "Rebild", (l.rows_between, l.sheets_renamed)),
        Plan("Statusskema Morsø.xlsx", "Morsø", (l.reworded, w.yes_no_forms, w.choice_forms)),
        Plan("Statusskema Vesthimmerland.xlsx", "Vesthimmerlands", (a.date_as_text, a.year_as_date, w.scale_forms)),
        Plan("Statusskema Brønderslev.xlsx", "Brønderslev", ((l.field_deleted, "s13"),)),
        Plan("Statusskema Frederikshavn.xlsx", "Frederikshavn", (w.answers_in_label, l.spacer_deleted)),
        Plan("Statusskema Jammerbugt.xlsx", "Jammerbugt", (a.vague_date, a.odd_amounts, a.formulas_without_value)),
        Plan(
            "Statusskema Læsø.xlsx",
            "Læsø",
            ((files.nil, "s11", "Ingen borgere i målgruppen"),),
            options={"only": {"leder", "udfyldt", "tlf"}},
        ),
        Plan("Statusskema Mariagerfjord.xlsx", "Mariagerfjord", ((files.contradictory, "Rebild"),)),
        Plan("Svar.xlsx", "Holstebro", (w.comments,)),
    ),
)
SET14 = FormSet(
    "set14",
    "Oplysninger om tilbud: bare labels, no colours or borders, unit in the third column",
    (forms.bare,),
    (
        Plan("Oplysninger Sønderborg.xlsx", "Sønderborg"),
        Plan("Oplysninger Haderslev.xlsx", "Haderslev"),
        Plan("Oplysninger Kolding.xlsx", "Kolding", (a.number_as_text, a.percent_forms)),
        Plan("Oplysninger Vejle.xlsx", "Vejle", (l.rows_between, a.date_as_text)),
        Plan("Oplysninger Assens.xlsx", "Assens", (l.rows_above, l.column_in_front)),
        Plan("Oplysninger Nyborg.xlsx", "Nyborg", (l.reworded, w.yes_no_forms)),
        Plan("Oplysninger Odense.xlsx", "Odense", (w.answers_in_label, a.odd_amounts)),
        Plan("Oplysninger Svendborg.xlsx", "Svendborg", (c.sheet_added, a.approximate)),
        Plan("skema.xlsx", "Brøndby", ((files.spelt, "BRØNDBY KOMMUNE "),)),
        Plan("Oplysninger Gladsaxe.xlsx", "Gladsaxe", options={"sender_cell": False}),
    ),
)


def south() -> Blank:
    return figures.regional("1083")


SET15 = FormSet(
    "set15",
    "Regional opsamling: municipalities printed, years across, total row, region as sender",
    (south,),
    (
        Plan("Regional opsamling Syddanmark.xlsx", "Region Syddanmark"),
        Plan("Opsamling KKR Syddanmark.xlsx", "Region Syddanmark", (a.approximate,)),
        Plan("Opsamling Region Syddanmark rækker.xlsx", "Region Syddanmark", (l.rows_above, c.own_grid_row)),
        Plan("Opsamling Region Syddanmark formler.xlsx", "Region Syddanmark", (a.formulas, a.formulas_without_value)),
        Plan("Opsamling Region Syddanmark slettet.xlsx", "Region Syddanmark", (l.grid_row_deleted,)),
        Plan("Opsamling.xlsx", "Region Syddanmark", (a.number_as_text, l.reworded, a.date_as_text)),
        Plan(
            "Opsamling Region Syddanmark fejl.xlsx", "Region Syddanmark", (a.error_values, c.stray_numbers, w.comments)
        ),
    ),
)
SET16 = FormSet(
    "set16",
    "Registerark: 27 columns under group headings, 40 numbered lines",
    (figures.wide,),
    (
        Plan("Register Hillerød.xlsx", "Hillerød"),
        Plan("Register Gribskov.xlsx", "Gribskov", (c.lines_skipped, a.number_as_text)),
        Plan("Register Egedal.xlsx", "Egedal", (l.rows_above, l.own_column)),
        Plan("Register Furesø.xlsx", "Furesø", (c.blank_rows, c.subtotal)),
        Plan("Register Dragør.xlsx", "Dragør", (l.columns_swapped, a.percent_forms)),
        Plan("Register Gentofte.xlsx", "Gentofte", (l.reworded, a.date_as_text, w.several_offers)),
        Plan("Register Ballerup.xlsx", "Ballerup", (c.hidden_column, c.hidden_rows, c.notes_below)),
        Plan("Register Allerød.xlsx", "Allerød", ((a.approximate, 20),)),
        Plan("Register Halsnæs.csv", "Halsnæs", ((sent_as, files.as_csv("utf-8", ";")),)),
    ),
)
SET17 = FormSet(
    "set17",
    "Organisering: boxes in three columns, each under its label; regions and municipalities",
    (forms.organisation,),
    (
        Plan("Organisering Region Nordjylland.xlsx", "Region Nordjylland"),
        Plan("Organisering Region Midtjylland.xlsx", "Region Midtjylland", (a.number_as_text, a.date_as_text)),
        Plan("Organisering Region Sjælland.xlsx", "Region Sjælland", (l.rows_above, l.sheets_renamed)),
        Plan("Organisering Region Hovedstaden.xlsx", "Region Hovedstaden", (l.rows_between, w.choice_forms)),
        Plan("Organisering Roskilde.xlsx", "Roskilde", (l.reworded, a.approximate)),
        Plan("Organisering Guldborgsund.xlsx", "Guldborgsund", (l.spacer_deleted, a.year_as_date, a.odd_amounts)),
        Plan("Organisering Kalundborg.xlsx", "Kalundborg", (w.very_long_text, w.spaces)),
    ),
)
SET18 = FormSet(
    "set18",
    "Faktaark: pairs of label and box side by side, prompts printed in the boxes",
    (forms.fact_sheet,),
    (
        Plan("Faktaark Skive.xlsx", "Skive"),
        Plan("Faktaark Viborg.xlsx", "Viborg"),
        Plan("Faktaark Randers.xlsx", "Randers", (l.rows_above, w.choice_forms)),
        Plan("Faktaark Norddjurs.xlsx", "Norddjurs", (l.column_in_front, a.approximate, a.percent_forms)),
        Plan("Faktaark Silkeborg.xlsx", "Silkeborg", (l.reworded, w.yes_no_forms)),
        Plan("Faktaark Herning.xlsx", "Herning", (l.rows_between, a.date_as_text, a.year_as_date)),
        Plan("Faktaark Skanderborg.xlsx", "Skanderborg", ((w.answers_below, 3),)),
        Plan("Faktaark Syddjurs.xlsx", "Syddjurs", (w.answers_in_label, w.comments)),
        Plan("Faktaark Samsø.xlsx", "Samsø", (files.blank_words,), options={"blank_return": True}),
    ),
)
