"""The sets: which blanks are learned together and which copies come back, by whom and with what accidents."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import accidents as a
from . import blanks_lists as lists
from . import blanks_scales as scales
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
        if function in (files.blank_words, files.truncated, files.web_page, files.no_bytes, files.wrong_form):
            function(copy)
        elif not function(copy, rng, *arguments):
            raise ValueError(f"{form_set.id}: {plan.name}: {function.__name__} found nothing to do")
    if plan.blank >= len(form_set.blanks):
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
    Plan("Vagtplan Faxe.xlsx", "Faxe", blank=1),
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
SETS = (SET01, SET02, SET03, SET04)
