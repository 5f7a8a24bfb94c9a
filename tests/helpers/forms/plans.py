"""The sets: which blanks are learned together and which copies come back, by whom and with what accidents."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import accidents as a
from . import blanks_figures as figures
from . import blanks_forms as forms
from . import blanks_lists as lists
from . import blanks_scales as scales
from . import blanks_traps as traps
from . import files
from . import layout as l
from .blank import Blank
from .copy import Copy, fill
from .register import authority

Step = Callable[[Copy, random.Random], Any] | tuple[Any, ...]


@dataclass(frozen=True)
class Plan:
    """One copy: file name, sender ("" for none), what goes wrong, and how it is filled."""

    name: str
    sender: str
    steps: tuple[Step, ...] = ()
    blank: int = 0
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FormSet:
    id: str
    about: str
    blanks: tuple[Callable[[], Blank], ...]
    plans: tuple[Plan, ...]
    #: blanks that are not learned: their copies are of a wrong template
    strangers: tuple[Callable[[], Blank], ...] = ()


def make(form_set: FormSet, plan: Plan, seed: int) -> Copy:
    """Return the copy of a plan, with all its accidents."""
    key = f"{seed}/{form_set.id}/{plan.name}"
    blanks = (*form_set.blanks, *form_set.strangers)
    sender = authority(plan.sender) if plan.sender else None
    copy = fill(blanks[plan.blank](), plan.name, sender, key, **plan.options)
    rng = random.Random(key + "/accidents")  # noqa: S311 - test data
    for step in plan.steps:
        function, *arguments = step if isinstance(step, tuple) else (step,)
        if function in (files.blank_words, files.truncated, files.web_page, files.no_bytes, files.lock_file, files.foreign):
            function(copy)
        elif not function(copy, rng, *arguments):
            raise ValueError(f"{form_set.id}: {plan.name}: {function.__name__} found nothing to do")
    if plan.blank >= len(form_set.blanks) and "old-template-version" not in copy.categories:
        files.wrong_form(copy)
    return copy


def sent_as(copy: Copy, _rng: random.Random, send: Any) -> bool:
    """Send the copy in another format."""
    copy.send, copy.without_at = send, True
    for answer in copy.answers:  # every cell of a csv file is text
        answer.may = True
    copy.note("csv")
    return True


def clean_name(copy: Copy, _rng: random.Random, category: str) -> bool:
    copy.note(category, outcome=["accepted"])
    return True


SET01 = FormSet("set01", "Takst- og pladsoversigt: a wide list, two header rows, years across, percent formats, CVR and P-numbers", (lists.tariffs,), (
    Plan("Takstoversigt Odense.xlsx", "Odense"),
    Plan("Takst- og pladsoversigt 2025 - Viborg Kommune.xlsx", "Viborg"),
    Plan("Region Midtjylland takster.xlsx", "Region Midtjylland"),
    Plan("Svendborg_takster_rettet.xlsx", "Svendborg", (a.number_as_text, a.percent_forms)),
    Plan("Takster Gladsaxe.xlsx", "Gladsaxe", (l.columns_swapped, l.own_column)),
    Plan("Hillerød takstoversigt (2).xlsx", "Hillerød", (l.rows_above, l.sheets_renamed, l.reworded)),
    Plan("Takster Sønderborg.xlsx", "Sønderborg", (l.blank_rows, l.subtotal, l.notes_below)),
    Plan("Takster Haderslev.xlsx", "Haderslev", (l.merged_data, l.hidden_rows, a.comments)),
    Plan("Takster Kolding.xlsx", "Kolding", (a.formulas, (a.error_values, 3), a.formulas_without_value)),
    Plan("Takster Nyborg.xlsx", "Nyborg", (a.choice_forms, a.yes_no_forms, a.several_offers)),
    Plan("Takster Assens.xlsx", "Assens", ((l.column_deleted, "norm24"),)),
    Plan("Takster Favrskov.csv", "Favrskov", ((sent_as, files.as_csv()),)),
    Plan("Takster Lemvig.csv", "Lemvig", ((sent_as, files.as_csv("utf-8-sig", ",")),)),
    Plan("Takster Struer.xlsx", "Struer", (l.own_total, l.own_table_below, a.odd_amounts)),
    Plan("Takster Odder.xlsx", "Odder", (files.truncated,)),
))
SET02 = FormSet("set02", "Rammeaftale: tick 1–5 or Ved ikke per target group, remark beside each, borders only", (scales.framework_scale,), (
    Plan("Afkrydsningsskema Horsens.xlsx", "Horsens"),
    Plan("Rammeaftale afkrydsning Lolland.xlsx", "Lolland"),
    Plan("Guldborgsund.xlsx", "Guldborgsund", (a.tick_forms,)),
    Plan("Afkrydsningsskema Næstved.xlsx", "Næstved", ((a.two_ticks, 2), a.tick_forms)),
    Plan("Afkrydsningsskema Ikast-Brande.xlsx", "Ikast-Brande", (l.rows_above, l.sheets_renamed)),
    Plan("Vordingborg_afkrydsning.xlsx", "Vordingborg", (l.column_in_front, a.spaces)),
    Plan("Svar fra kommunen.xlsx", "Lejre", (l.rows_between, l.sheet_added)),
    Plan("Afkrydsning Greve.xlsx", "Greve", (l.reworded, a.yes_no_forms)),
    Plan("Afkrydsning Køge.xlsx", "Køge", ((files.contradictory, "Stevns"),)),
    Plan("Afkrydsning Stevns.xlsx", "Stevns", (files.blank_words,), options={"blank_return": True}),
    Plan("Kalundborg.xlsx", "Kalundborg", (a.civil_registration_number,)),
    Plan("Venteliste Faxe.xlsx", "Faxe", blank=1),
), (lists.waiting_list,))
SET03 = FormSet("set03", "Alder og køn: printed rows, years and sexes across, total row, a second printed grid", (scales.age_grid,), (
    Plan("Opgørelse Rebild.xlsx", "Rebild"),
    Plan("Opgørelse alder og køn Hjørring.xlsx", "Hjørring"),
    Plan("Mariagerfjord.xlsx", "Mariagerfjord", (a.approximate,)),
    Plan("Opgørelse Jammerbugt.xlsx", "Jammerbugt", (l.own_grid_row,)),
    Plan("Opgørelse Frederikshavn.xlsx", "Frederikshavn", (l.rows_above, l.sheet_added)),
    Plan("Opgørelse Brønderslev.xlsx", "Brønderslev", (l.grid_row_deleted,)),
    Plan("Opgørelse Morsø.xlsx", "Morsø", (a.number_as_text, a.percent_forms, a.error_values)),
    Plan("Opgørelse Vesthimmerland.xlsx", "Vesthimmerlands", (a.formulas, a.formulas_without_value)),
    Plan("Opgørelse Thisted.xlsx", "Thisted", (l.reworded, l.spacer_deleted, a.struck_out)),
    Plan("Opgørelse Aalborg.xlsx", "Aalborg", (l.column_in_front, l.stray_numbers)),
    Plan("Opgørelse Læsø.xlsx", "Læsø", (files.blank_words,), options={"blank_return": True}),
))
SET04 = FormSet("set04", "Venteliste: instruction sheet, example row, running numbers, dates, asterisks", (lists.waiting_list,), (
    Plan("Venteliste Roskilde.xlsx", "Roskilde"),
    Plan("Venteliste_Ringsted.xlsx", "Ringsted"),
    Plan("Venteliste Slagelse.xlsx", "Slagelse", (a.date_as_text, a.vague_date)),
    Plan("Venteliste Sorø.xlsx", "Sorø", (l.lines_skipped, a.yes_no_forms)),
    Plan("Venteliste Holbæk.xlsx", "Holbæk", (l.notes_below, a.approximate)),
    Plan("Venteliste Odsherred.xlsx", "Odsherred", (l.columns_swapped, l.sheets_reordered)),
    Plan("Venteliste Solrød.xlsx", "Solrød", (l.hidden_column, a.several_offers)),
    Plan("Venteliste Samsø.xlsx", "Samsø", ((files.nil, "antal", "Ingen ventende borgere"),), options={"rows": {"venteliste": 0}, "only": {"dato", "kontakt"}}),
    Plan("Venteliste Skanderborg.xlsx", "Skanderborg", (a.civil_registration_number,)),
    Plan("Venteliste Hedensted.xlsx", "Hedensted", (l.own_column, l.rows_above, a.struck_out)),
    Plan("venteliste.xlsx", "Syddjurs", ((files.spelt, "Syddjurs kommune"),)),
))
SET05 = FormSet("set05", "Samarbejdsaftaler: three tables on one sheet, two of them side by side, one with a total", (lists.agreements,), (
    Plan("Aftaler Vejen.xlsx", "Vejen"),
    Plan("Samarbejdsaftaler Fredericia Kommune.xlsx", "Fredericia"),
    Plan("Aftaler Tønder.xlsx", "Tønder", (l.blank_rows, a.year_as_date)),
    Plan("Aftaler Varde.xlsx", "Varde", (l.subtotal, a.number_as_text)),
    Plan("Aftaler Region Sjælland.xlsx", "Region Sjælland", (l.reworded, a.municipality_forms)),
    Plan("Aftaler Billund.xlsx", "Billund", (l.rows_above, a.date_as_text, a.vague_date)),
    Plan("Aftaler Esbjerg.xlsx", "Esbjerg", (l.columns_swapped, a.spaces)),
    Plan("Aftaler Aabenraa.xlsx", "Aabenraa", (l.own_table_below, a.odd_amounts)),
    Plan("Aftaler Fanø.xlsx", "Fanø", (l.notes_below,), options={"rows": {"aftaler": 3, "koeb": 2, "netvaerk": 4}}),
    Plan("Aftaler Kerteminde.xlsx", "Kerteminde", (l.merged_data, l.stray_numbers)),
    Plan("Aftaler Langeland.xlsx", "Langeland", (l.sheet_added, a.formula_like_text)),
))


def older() -> Blank:
    return lists.occupancy(1)


def newer() -> Blank:
    return lists.occupancy(2)


SET06 = FormSet("set06", "Kvartalsbelægning: an older and a newer version, learned as two ids", (older, newer), (
    Plan("Belægning Allerød 4. kvartal 2024.xlsx", "Allerød"),
    Plan("Kvartal Ballerup.xlsx", "Ballerup", blank=1),
    Plan("Belægning Brøndby.xlsx", "Brøndby", (a.percent_forms, l.sheets_renamed)),
    Plan("Kvartal Dragør.xlsx", "Dragør", (a.percent_forms, l.rows_above), blank=1),
    Plan("Belægning Egedal.xlsx", "Egedal", (l.blank_rows, l.notes_below)),
    Plan("Kvartal Fredensborg.xlsx", "Fredensborg", (l.columns_swapped, l.own_column), blank=1),
    Plan("Kvartal Furesø.xlsx", "Furesø", (l.subtotal, a.error_values), blank=1),
    Plan("Belægning Gentofte.xlsx", "Gentofte", (a.choice_forms, a.year_as_date)),
    Plan("Kvartal Glostrup.xlsx", "Glostrup", (l.reworded, l.hidden_rows), blank=1),
    Plan("Belægning Gribskov.xlsx", "Gribskov", (l.rows_between, l.spacer_deleted)),
    Plan("Kvartal Halsnæs.xlsx", "Halsnæs", (a.approximate, a.comments), blank=1),
    Plan("Kvartal Region Hovedstaden.xlsx", "Region Hovedstaden", (l.sheet_added,), blank=1),
))
SET07 = FormSet("set07", "Matrix: a cross in every box that fits, a list to tick, borders only, label above the box", (scales.tick_matrix,), (
    Plan("Matrix Norddjurs.xlsx", "Norddjurs"),
    Plan("Matrix Silkeborg.xlsx", "Silkeborg"),
    Plan("Matrix Herning.xlsx", "Herning", ((a.tick_forms, 9),)),
    Plan("Matrix Holstebro.xlsx", "Holstebro", (l.rows_above, a.choice_forms)),
    Plan("Matrix Ringkøbing-Skjern.xlsx", "Ringkøbing-Skjern", (l.column_in_front, (a.tick_forms, 5))),
    Plan("Matrix Randers.xlsx", "Randers", (l.sheets_renamed, l.sheet_added)),
    Plan("Matrix_udfyldt.xlsx", "Aarhus", ((files.spelt, "Århus"),)),
    Plan("Matrix Skive.xlsx", "Skive", (l.grid_row_deleted,)),
    Plan("Matrix Odder Kommune.xlsx", "Odder", ((files.contradictory, "Horsens"),)),
    Plan("Matrix Samsø.xlsx", "Samsø", (files.blank_words,), options={"blank_return": True}),
))
SET08 = FormSet("set08", "Tjekliste: Ja, Nej, Ved ikke to tick per question, remark beside, sections, numbers 1.1–3.2", (scales.checklist,), (
    Plan("Tjekliste Middelfart.xlsx", "Middelfart"),
    Plan("Tjekliste Region Nordjylland.xlsx", "Region Nordjylland"),
    Plan("Tjekliste Faaborg-Midtfyn.xlsx", "Faaborg-Midtfyn", ((a.tick_forms, 5),)),
    Plan("Tjekliste Nordfyn.xlsx", "Nordfyns", ((a.two_ticks, 2), a.date_as_text)),
    Plan("Tjekliste Ærø.xlsx", "Ærø", (l.rows_above, l.column_in_front)),
    Plan("Tjekliste Odense.xlsx", "Odense", (l.rows_between, l.sheet_added)),
    Plan("Tjekliste Svendborg.xlsx", "Svendborg", (a.civil_registration_number,)),
    Plan("Tjekliste.xlsx", "København", ((files.spelt, "Kbh. Kommune", False),)),
))
SET09 = FormSet("set09", "Høringssvar: label and answer in one box, table of remarks, long boxes under their label", (forms.hearing,), (
    Plan("Høringssvar Frederiksberg.xlsx", "Frederiksberg"),
    Plan("Høringssvar Albertslund.xlsx", "Albertslund"),
    Plan("Høringssvar fra Region Syddanmark.xlsx", "Region Syddanmark"),
    Plan("Høringssvar Herlev.xlsx", "Herlev", (l.blank_rows, a.spaces)),
    Plan("Høringssvar Hvidovre.xlsx", "Hvidovre", (a.formula_like_text, a.very_long_text)),
    Plan("Høringssvar Høje-Taastrup.xlsx", "Høje-Taastrup", (l.rows_above, l.sheets_renamed, a.choice_forms)),
    Plan("Høringssvar Ishøj.xlsx", "Ishøj", (l.own_column, l.reworded)),
    Plan("Høringssvar Lyngby-Taarbæk.xlsx", "Lyngby-Taarbæk", (l.notes_below, a.yes_no_forms)),
    Plan("Høringssvar Rødovre.xlsx", "Rødovre", (a.civil_registration_number,)),
    Plan("Høringssvar Tårnby.xlsx", "Tårnby", (l.merged_data, a.approximate)),
    Plan("Høringssvar Vallensbæk.xlsx", "Vallensbæk", (files.web_page,)),
))
SET10 = FormSet("set10", "Tilbudsbeskrivelse: questions down, offers across", (figures.transposed,), (
    Plan("Tilbudsbeskrivelse Helsingør.xlsx", "Helsingør"),
    Plan("Tilbudsbeskrivelse Hørsholm.xlsx", "Hørsholm"),
    Plan("Tilbudsbeskrivelse Rudersdal.xlsx", "Rudersdal", (a.approximate, a.percent_forms)),
    Plan("Tilbudsbeskrivelse Frederikssund.xlsx", "Frederikssund", (l.rows_above, l.sheets_renamed)),
    Plan("Tilbudsbeskrivelse Bornholm.xlsx", "Bornholm", (a.number_as_text, a.date_as_text, a.year_as_date)),
    Plan("Tilbudsbeskrivelse Greve.xlsx", "Greve", (l.column_in_front, a.choice_forms, a.yes_no_forms)),
    Plan("Tilbudsbeskrivelse Lejre.xlsx", "Lejre", (a.error_values, a.formulas_without_value)),
    Plan("Tilbudsbeskrivelse Faxe.xlsx", "Faxe", (l.sheet_added, a.municipality_forms)),
    Plan("Tilbudsbeskrivelse Sorø.xlsx", "Sorø", (a.comments, a.struck_out)),
))
SET11 = FormSet("set11", "Økonomi: three header rows, units in headings, amounts in 1.000 kr., sum row and sum column, two sheets", (figures.economy,), (
    Plan("Økonomi Horsens.xlsx", "Horsens"),
    Plan("Økonomi Skanderborg.xlsx", "Skanderborg"),
    Plan("Økonomi Region Midtjylland.xlsx", "Region Midtjylland", (l.rows_above, l.sheets_reordered)),
    Plan("Økonomi Syddjurs.xlsx", "Syddjurs", (a.number_as_text,)),
    Plan("Økonomi Favrskov.xlsx", "Favrskov", (l.blank_rows, l.notes_below)),
    Plan("Økonomi Lemvig.xlsx", "Lemvig", (l.subtotal, a.yes_no_forms)),
    Plan("Økonomi Struer.xlsx", "Struer", (a.error_values, a.date_as_text)),
    Plan("Økonomi Viborg.xlsx", "Viborg", (l.hidden_rows, l.sheet_added)),
    Plan("Økonomi Hedensted.xlsx", "Hedensted", ((l.column_deleted, "ind23"),)),
    Plan("Økonomi Ikast-Brande.xlsx", "Ikast-Brande", (l.merged_data, l.own_table_below)),
))
SET12 = FormSet("set12", "Screening: protected, hidden code sheet, named ranges, extended validations, four sheets", (figures.screening,), (
    Plan("Screening Slagelse.xlsx", "Slagelse"),
    Plan("Screening Holbæk.xlsx", "Holbæk"),
    Plan("Screening Region Hovedstaden.xlsx", "Region Hovedstaden", (l.own_column,)),
    Plan("Screening Ringsted.xlsx", "Ringsted", ((a.choice_forms, 7),)),
    Plan("Screening Odsherred.xlsx", "Odsherred", (l.sheets_renamed, l.rows_above)),
    Plan("Screening Køge.xlsx", "Køge", (l.columns_swapped, l.own_total)),
    Plan("Screening Solrød.xlsx", "Solrød", (l.blank_rows, a.several_offers)),
    Plan("Screening Stevns.xlsx", "Stevns", (l.reworded, l.sheets_reordered)),
    Plan("Screening Næstved.xlsx", "Næstved", (l.hidden_column, a.approximate)),
    Plan("Screening Lolland.xlsx", "Lolland", (a.spaces, a.yes_no_forms)),
    Plan("Screening Vordingborg.xlsx", "Vordingborg", (files.no_bytes,)),
))
SET13 = FormSet("set13", "Statusskema: long numbered questions, remark box under each, yellow and orange, (påkrævet)", (forms.questionnaire,), (
    Plan("Statusskema Aalborg.xlsx", "Aalborg"),
    Plan("Statusskema Hjørring.xlsx", "Hjørring"),
    Plan("Statusskema Thisted.xlsx", "Thisted", (a.approximate, a.percent_forms, a.number_as_text)),
    Plan("Statusskema Rebild.xlsx", "Rebild", (l.rows_between, l.sheets_renamed)),
    Plan("Statusskema Morsø.xlsx", "Morsø", (l.reworded, a.yes_no_forms, a.choice_forms)),
    Plan("Statusskema Vesthimmerland.xlsx", "Vesthimmerlands", (a.date_as_text, a.year_as_date, a.scale_forms)),
    Plan("Statusskema Brønderslev.xlsx", "Brønderslev", ((l.field_deleted, "s13"),)),
    Plan("Statusskema Frederikshavn.xlsx", "Frederikshavn", (a.answers_in_label, l.spacer_deleted)),
    Plan("Statusskema Jammerbugt.xlsx", "Jammerbugt", (a.vague_date, a.odd_amounts, a.formulas_without_value)),
    Plan("Statusskema Læsø.xlsx", "Læsø", ((files.nil, "s11", "Ingen borgere i målgruppen"),), options={"only": {"leder", "udfyldt", "tlf"}}),
    Plan("Statusskema Mariagerfjord.xlsx", "Mariagerfjord", ((files.contradictory, "Rebild"),)),
    Plan("Svar.xlsx", "Holstebro", (a.comments,)),
))
SET14 = FormSet("set14", "Oplysninger om tilbud: bare labels, no colours or borders, unit in the third column", (forms.bare,), (
    Plan("Oplysninger Sønderborg.xlsx", "Sønderborg"),
    Plan("Oplysninger Haderslev.xlsx", "Haderslev"),
    Plan("Oplysninger Kolding.xlsx", "Kolding", (a.number_as_text, a.percent_forms)),
    Plan("Oplysninger Vejle.xlsx", "Vejle", (l.rows_between, a.date_as_text)),
    Plan("Oplysninger Assens.xlsx", "Assens", (l.rows_above, l.column_in_front)),
    Plan("Oplysninger Nyborg.xlsx", "Nyborg", (l.reworded, a.yes_no_forms)),
    Plan("Oplysninger Odense.xlsx", "Odense", (a.answers_in_label, a.odd_amounts)),
    Plan("Oplysninger Svendborg.xlsx", "Svendborg", (l.sheet_added, a.approximate)),
    Plan("skema.xlsx", "Brøndby", ((files.spelt, "BRØNDBY KOMMUNE "),)),
    Plan("Oplysninger Gladsaxe.xlsx", "Gladsaxe", options={"sender_cell": False}),
))


def south() -> Blank:
    return figures.regional("1083")


SET15 = FormSet("set15", "Regional opsamling: municipalities printed, years across, total row, region as sender", (south,), (
    Plan("Regional opsamling Syddanmark.xlsx", "Region Syddanmark"),
    Plan("Opsamling KKR Syddanmark.xlsx", "Region Syddanmark", (a.approximate,)),
    Plan("Opsamling Region Syddanmark rækker.xlsx", "Region Syddanmark", (l.rows_above, l.own_grid_row)),
    Plan("Opsamling Region Syddanmark formler.xlsx", "Region Syddanmark", (a.formulas, a.formulas_without_value)),
    Plan("Opsamling Region Syddanmark slettet.xlsx", "Region Syddanmark", (l.grid_row_deleted,)),
    Plan("Opsamling.xlsx", "Region Syddanmark", (a.number_as_text, l.reworded, a.date_as_text)),
    Plan("Opsamling Region Syddanmark fejl.xlsx", "Region Syddanmark", (a.error_values, l.stray_numbers, a.comments)),
))
SET16 = FormSet("set16", "Registerark: 27 columns under group headings, 40 numbered lines", (figures.wide,), (
    Plan("Register Hillerød.xlsx", "Hillerød"),
    Plan("Register Gribskov.xlsx", "Gribskov", (l.lines_skipped, a.number_as_text)),
    Plan("Register Egedal.xlsx", "Egedal", (l.rows_above, l.own_column)),
    Plan("Register Furesø.xlsx", "Furesø", (l.blank_rows, l.subtotal)),
    Plan("Register Dragør.xlsx", "Dragør", (l.columns_swapped, a.percent_forms)),
    Plan("Register Gentofte.xlsx", "Gentofte", (l.reworded, a.date_as_text, a.several_offers)),
    Plan("Register Ballerup.xlsx", "Ballerup", (l.hidden_column, l.hidden_rows, l.notes_below)),
    Plan("Register Allerød.xlsx", "Allerød", ((a.approximate, 20),)),
    Plan("Register Halsnæs.csv", "Halsnæs", ((sent_as, files.as_csv("utf-8", ";")),)),
))
SET17 = FormSet("set17", "Organisering: boxes in three columns, each under its label; regions and municipalities", (forms.organisation,), (
    Plan("Organisering Region Nordjylland.xlsx", "Region Nordjylland"),
    Plan("Organisering Region Midtjylland.xlsx", "Region Midtjylland", (a.number_as_text, a.date_as_text)),
    Plan("Organisering Region Sjælland.xlsx", "Region Sjælland", (l.rows_above, l.sheets_renamed)),
    Plan("Organisering Region Hovedstaden.xlsx", "Region Hovedstaden", (l.rows_between, a.choice_forms)),
    Plan("Organisering Roskilde.xlsx", "Roskilde", (l.reworded, a.approximate)),
    Plan("Organisering Guldborgsund.xlsx", "Guldborgsund", (l.spacer_deleted, a.year_as_date, a.odd_amounts)),
    Plan("Organisering Kalundborg.xlsx", "Kalundborg", (a.very_long_text, a.spaces)),
))
SET18 = FormSet("set18", "Faktaark: pairs of label and box side by side, prompts printed in the boxes", (forms.fact_sheet,), (
    Plan("Faktaark Skive.xlsx", "Skive"),
    Plan("Faktaark Viborg.xlsx", "Viborg"),
    Plan("Faktaark Randers.xlsx", "Randers", (l.rows_above, a.choice_forms)),
    Plan("Faktaark Norddjurs.xlsx", "Norddjurs", (l.column_in_front, a.approximate, a.percent_forms)),
    Plan("Faktaark Silkeborg.xlsx", "Silkeborg", (l.reworded, a.yes_no_forms)),
    Plan("Faktaark Herning.xlsx", "Herning", (l.rows_between, a.date_as_text, a.year_as_date)),
    Plan("Faktaark Skanderborg.xlsx", "Skanderborg", ((a.answers_below, 3),)),
    Plan("Faktaark Syddjurs.xlsx", "Syddjurs", (a.answers_in_label, a.comments)),
    Plan("Faktaark Samsø.xlsx", "Samsø", (files.blank_words,), options={"blank_return": True}),
))
SET19 = FormSet("set19", "Pladskøb: printed defaults and formulas on every line; and the ways other programs write a file", (traps.defaults,), (
    Plan("Pladskøb Greve.xlsx", "Greve"),
    Plan("Pladskøb Køge.xlsx", "Køge", (l.lines_skipped, a.municipality_forms)),
    Plan("Pladskøb Lejre.xlsx", "Lejre", (l.unused_lines_deleted, a.spaces)),
    Plan("Pladskøb Faxe.xlsx", "Faxe", (l.header_repeated, a.number_as_text), options={"rows": {"koeb": 7}}),
    Plan("Pladskøb Stevns.xlsx", "Stevns", (l.huge_range,)),
    Plan("Pladskøb Solrød.xlsx", "Solrød", (l.mac_dates,)),
    Plan("Pladskøb Holbæk.xlsx", "Holbæk", (files.inline_strings,)),
    Plan("Pladskøb Sorø.xlsx", "Sorø", (files.rich_text, files.lying_dimension)),
    Plan("Pladskøb Odsherred.xltx", "Odsherred", ((files.content_type, "template"),)),
    Plan("Pladskøb Ringsted.xlsm", "Ringsted", ((files.content_type, "macro"),)),
    Plan("Pladskøb Næstved.xls", "Næstved", ((clean_name, "wrong-suffix"),)),
    Plan("Pladskøb Lolland.xlsx", "Lolland", (files.strict,)),
    Plan("~$Pladskøb Roskilde.xlsx", "Roskilde", (files.lock_file,)),
    Plan("Pladskøb Slagelse.xlsx", "Slagelse", (l.blank_rows, l.notes_below)),
    Plan("Pladskøb Kalundborg.xlsx", "Kalundborg", (l.own_column, l.subtotal)),
))
SET20 = FormSet("set20", "Kvartalsbelægning again: only the newer version is learned, older copies come back", (newer,), (
    Plan("Belægning Hvidovre.xlsx", "Hvidovre", ((files.made_on_older, newer, ("norm",)),), blank=1),
    Plan("Belægning Rødovre.xlsx", "Rødovre", (l.rows_above, (files.made_on_older, newer, ("norm",))), blank=1),
    Plan("Belægning Tårnby.xlsx", "Tårnby", (a.percent_forms, (files.made_on_older, newer, ("norm",))), blank=1),
    Plan("Kvartal Vallensbæk.xlsx", "Vallensbæk"),
    Plan("Kvartal Ishøj.xlsx", "Ishøj", (l.blank_rows, l.sheet_added)),
    Plan("Vagtplan uge 12.xlsx", "", (files.foreign,)),
), (older,))
SET21 = FormSet("set21", "Kapacitet pr. område: three sections with the same labels; senders in every spelling", (traps.sections,), (
    Plan("Kapacitet Vejle.xlsx", "Vejle"),
    Plan("751 kapacitet.xlsx", "Aarhus", ((clean_name, "sender-by-code"),), options={"sender_cell": False}),
    Plan("0461_kapacitet pr. område.xlsx", "Odense", ((clean_name, "sender-by-code"),), options={"sender_cell": False}),
    Plan("Hoeje-Taastrup.xlsx", "Høje-Taastrup", ((clean_name, "sender-name-variant"),), options={"sender_cell": False}),
    Plan(unicodedata.normalize("NFD", "Kapacitet Tårnby.xlsx"), "Tårnby", ((clean_name, "sender-name-variant"),), options={"sender_cell": False}),
    Plan("Svar fra Københavns Kommune.xlsx", "København", (l.rows_between,), options={"sender_cell": False}),
    Plan("Kapacitet_endelig_v3.xlsx", "Bornholm", ((files.spelt, "Bornholms Regionskommune"),)),
    Plan("Scan 0042.xlsx", "Lyngby-Taarbæk", ((files.spelt, "Lyngby-Tårbæk Kommune"), l.rows_above)),
    Plan("skema (3).xlsx", "Nordfyns", ((files.spelt, "Nordfyns\xa0Kommune"), a.approximate)),
    Plan("Kapacitet pr. område.xlsx", "", options={"sender_cell": False}),
    Plan("Kapacitet Herning Kommune.xlsx", "Herning", ((files.contradictory, "Holstebro"),)),
    Plan("Kapacitet Randers.xlsx", "Randers", (l.reworded, a.vague_date, a.comments)),
    Plan("Kapacitet Skive.xlsx", "Skive", ((l.field_deleted, "b_borgere"),)),
))
SET22 = FormSet("set22", "Årsstatus: two sheets with the same questions, for children and for adults", (traps.twins,), (
    Plan("Årsstatus Horsens.xlsx", "Horsens"),
    Plan("Årsstatus Region Syddanmark.xlsx", "Region Syddanmark"),
    Plan("Årsstatus Hedensted.xlsx", "Hedensted", (a.approximate, l.rows_above)),
    Plan("Årsstatus Syddjurs.xlsx", "Syddjurs", (l.sheets_reordered, a.percent_forms)),
    Plan("Årsstatus Favrskov.xlsx", "Favrskov", (a.merged_across, l.subtotal)),
    Plan("Årsstatus Odder.xlsx", "Odder", (l.columns_swapped, l.notes_below)),
    Plan("Årsstatus Skanderborg.xlsx", "Skanderborg", (l.reworded, a.yes_no_forms)),
    Plan("Årsstatus Norddjurs.xlsx", "Norddjurs", (l.sheet_added, a.odd_amounts)),
    Plan("Årsstatus Viborg.xlsx", "Viborg", ((l.past_the_end, "tilbud_v", 0), a.formulas)),
    Plan("Årsstatus Samsø.xlsx", "Samsø", (a.civil_registration_number,)),
))
SET23 = FormSet("set23", "Beredskabsplan: Ja, Nej and Ved ikke boxes in one line, the word before its box; a computed box", (traps.boxes_in_line,), (
    Plan("Beredskabsplan Esbjerg.xlsx", "Esbjerg"),
    Plan("Beredskabsplan Varde.xlsx", "Varde", (a.tick_forms,)),
    Plan("Beredskabsplan Vejen.xlsx", "Vejen", (a.two_ticks, a.date_as_text)),
    Plan("Beredskabsplan Tønder.xlsx", "Tønder", (l.rows_above, a.approximate)),
    Plan("Beredskabsplan Fanø.xlsx", "Fanø", (l.column_in_front, l.sheet_added)),
    Plan("Beredskabsplan Billund.xlsx", "Billund", (l.reworded, a.formulas_without_value)),
))
SET24 = FormSet("set24", "Long lists: filled to the last printed line and beyond", (lists.waiting_list, figures.screening), (
    Plan("Venteliste Aarhus.xlsx", "Aarhus", ((l.past_the_end, "venteliste", 3),)),
    Plan("Venteliste København.xlsx", "København", ((l.past_the_end, "venteliste", 0), l.rows_above)),
    Plan("Screening Odense.xlsx", "Odense", ((l.past_the_end, "screening", 4),), blank=1),
    Plan("Screening Aalborg.xlsx", "Aalborg", (l.unused_lines_deleted, l.own_total), blank=1),
    Plan("Screening Esbjerg.xlsx", "Esbjerg", (l.header_repeated, l.subtotal), blank=1, options={"rows": {"screening": 9}}),
    Plan("Venteliste Randers.xlsx", "Randers", (l.huge_range, a.vague_date)),
))
BLANKS = (
    lists.tariffs, scales.framework_scale, scales.age_grid, lists.waiting_list, lists.agreements, older, newer, scales.tick_matrix,
    scales.checklist, forms.hearing, figures.transposed, figures.economy, figures.screening, forms.questionnaire, forms.bare, south,
    figures.wide, forms.organisation, forms.fact_sheet, traps.defaults, traps.sections, traps.twins, traps.boxes_in_line,
)


def _everything() -> tuple[Plan, ...]:
    towns = ["Odense", "Greve", "Vejle", "Skive", "Aalborg", "Køge", "Herning", "Sorø", "Varde", "Lejre", "Viborg", "Holbæk", "Randers", "Assens", "Nyborg", "Region Syddanmark", "Faxe", "Horsens", "Struer", "Lemvig", "Thisted", "Rebild", "Morsø"]
    harm: list[tuple[Step, ...]] = [(), (l.rows_above,), (l.sheets_renamed, l.sheet_added), (l.reworded,)]
    return tuple(
        Plan(f"{towns[number]} svar {number + 1}.xlsx", towns[number], harm[number % 4], blank=number) for number in range(len(BLANKS))
    ) + (Plan("Telefonliste.xlsx", "", (files.foreign,)),)


SET99 = FormSet("set99", "All blanks learned together, one copy of each: telling them apart", BLANKS, _everything())
SETS = (SET01, SET02, SET03, SET04, SET05, SET06, SET07, SET08, SET09, SET10, SET11, SET12, SET13, SET14, SET15, SET16, SET17, SET18, SET19, SET20, SET21, SET22, SET23, SET24, SET99)
