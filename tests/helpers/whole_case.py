"""One case through every step of the chain in a real store, with the letters of every kind drafted on the way."""

import dataclasses
import datetime as dt

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.chain import Answered, Case, OrderKind, Step, StepKind
from koorddesk.domain.dialogue import EntryKind
from koorddesk.domain.letters import LetterKind
from koorddesk.domain.reports import SubmissionState
from koorddesk.services.announcements import create_announcement
from koorddesk.services.cases import open_case, set_case_number
from koorddesk.services.casework import conclude, pin_answer, record_step, save_assessment
from koorddesk.services.chain import OfferNamed, StepDraft, checklist, take_step
from koorddesk.services.dialogue import Action, EntryDraft, add_entry
from koorddesk.services.intake import IntakeOptions, read_files, take_in
from koorddesk.services.letters import draft_letters
from koorddesk.services.queries import submissions
from koorddesk.services.register_imports import import_contacts
from koorddesk.services.submission_rows import answers_of
from koorddesk.services.templates import learn_template
from koorddesk.services.warnings import set_state

K, S = LetterKind, StepKind
CODE, REGION = "CU-PRØVE", "1085"
ADULTS = "Voksne med kompleks erhvervet hjerneskade"
CHILDREN = "Børn og unge med komplekse følger af cerebral parese"
BOTH = "Borgere med svære spiseforstyrrelser"
SPECIAL_EDUCATION = "Børn og unge med alvorlig synsnedsættelse"
JOINT = "Region Sjælland afrapportering"
SENT = ("Holbæk_indberetning", "Faxe_indberetning", "Stevns_indberetning")
RETURNED = "Sorø_indberetning"
COUNCIL, OTHER, REGION_COUNCIL = "0316", "0320", "1085"
PRIVATE = OfferNamed(
    "Bosted Eksempel", operator="Fonden Eksempel", terminated_on=dt.date(2026, 2, 1), why="Driftsaftalen er opsagt."
)
SMALL = (
    OfferNamed("Bosted Nord", why="Tilbuddet har seks pladser, og ét fagligt miljø kan ikke holdes."),
    OfferNamed("Bosted Syd", why="Belægningen dækker ikke driften."),
)
REASON = "Undtagelsesvis: Tilbuddet er det eneste af sin art i regionen, og der er ikke aftalt en afløser."


class Course:
    """The case as it goes: its letters by what they are, each list with one row a letter."""

    def __init__(self, desk, samples, group=ADULTS, wanted=frozenset(LetterKind)):
        self.desk, self.samples, self.group, self.wanted = desk, samples, group, wanted
        self.letters = {}
        self.steps = {}

    def on(self, day):
        """Let another day be today."""
        self.desk = dataclasses.replace(self.desk, today=lambda: day)
        return self

    def take(self, kind, **fields):
        """Take a step today; what does not hold and may be passed gets a reason."""
        draft = StepDraft(kind, self.desk.today(), **fields)
        unmet = [row.code for row in checklist(self.desk, self.case, draft) if not row.met and not row.blocks]
        made = take_step(self.desk, self.case, draft, dict.fromkeys(unmet, "Begrundet i notatet på sagen."))
        self.steps[kind] = made.step_id
        return made

    def step_of(self, kind):
        """Return the case's last step of a kind."""
        with self.desk.store.reader() as uow:
            case = uow.one(Case, number=self.case)
            return max(uow.all(Step, case_id=case.id, kind=kind), key=lambda step: step.position).id

    def draft(self, step_id, *kinds, name=""):
        """Draft letters of these kinds from a step."""
        for kind in filter(self.wanted.__contains__, kinds):
            rows = draft_letters(self.desk, self.case, step_id, kind=kind)
            self.letters[name or kind.value] = rows

    def begin(self):
        """Announce, take in the reports, note hearing and meeting."""
        desk, samples = self.desk, self.samples
        learn_template(desk, samples / "templates" / "T2_indberetningsskema_kommune.xlsx", "kommune")
        learn_template(desk, samples / "templates" / "T1_regional_afrapportering.xlsx", "region")
        import_contacts(desk.store, samples / "contacts.xlsx")
        title = f"Central udmelding for {self.group[:1].lower()}{self.group[1:]}"
        create_announcement(
            desk, CODE, title, self.group, dt.date(2025, 10, 15), [REGION], "kommune", "region",
            issued_on=dt.date(2025, 3, 3),
        )  # fmt: skip
        self.receive(*SENT, RETURNED)
        back = next(row for row in submissions(desk, CODE) if row.file_name.startswith(RETURNED))
        set_state(desk, back.id, SubmissionState.RETURNED, "Antal er ikke et tal.")
        self.case = open_case(desk, CODE).case_number
        set_case_number(desk, self.case, "2026-1234")
        add_entry(
            desk,
            EntryDraft(
                EntryKind.HEARING, "Årlig høring 2026", held_on=dt.date(2026, 1, 12), closes_on=dt.date(2026, 2, 27),
                case_number=self.case, parties=("Brugerorganisation (EKSEMPEL)",),
                text="Høringen angår hele det mest specialiserede område.",
            ),
        )  # fmt: skip
        add_entry(
            desk,
            EntryDraft(
                EntryKind.DIALOGUE_MEETING, "Dialogmøde om kapaciteten", held_on=dt.date(2026, 2, 20),
                case_number=self.case, parties=("Holbæk Kommune", "Region Sjælland"),
                agenda="- Siden sidst\n- Kapacitet og ventetid\n- Eventuelt",
                text="Kapaciteten blev gennemgået.",
                actions=(Action("Kommunen sender en plan for pladserne", dt.date(2026, 3, 20), None, "Holbæk Kommune"),),
            ),
        )  # fmt: skip
        first = self.step_of(S.ANNOUNCEMENT)
        self.draft(first, K.ANNOUNCEMENT, K.GUIDANCE, K.QUESTIONS, K.REMINDER, K.RETURN)
        self.receive(JOINT)
        self.draft(first, K.RECEIPT)
        self.draft(first, K.HEARING_LETTER, K.INVITATION, K.MINUTES)
        return self

    def receive(self, *names):
        """Take in sample files in time."""
        files = [self.samples / "submissions" / f"{name}.xlsx" for name in names]
        options = IntakeOptions(received_on=dt.date(2025, 10, 14), announcement_code=CODE)
        take_in(self.desk, files, read_files(self.desk, files, options), options)

    def assess(self, conclusion, result=TestResult.NOT_MET):
        """Assess the region on one council's answers and the joint ones, and conclude."""
        desk = self.desk
        save_assessment(
            desk, CODE, REGION,
            necessary_supply=result, necessary_supply_reason="Der er venteliste til det ene døgntilbud i regionen.",
            coordination=result, coordination_reason="Kapaciteten planlægges i hver kommune for sig.",
            conclusion=conclusion, conclusion_reason="Kommunerne bør finde en samlet løsning.",
        )  # fmt: skip
        grounds = (
            ("Holbæk", "1.2 ", "supply"), ("Faxe", "1.2 ", "supply"), ("Holbæk", "4.1 ", "coordination"),
            ("Region Sjælland", "2.2 ", "supply"), ("Region Sjælland", "4.3 ", "coordination"),
        )  # fmt: skip
        for sender, label, test in grounds:
            row = next(row for row in submissions(desk, CODE) if row.sender_name == sender)
            answer = next(found for found in answers_of(desk, row.id) if found.label.startswith(label))
            pin_answer(desk, CODE, REGION, row.id, answer.number, test)
        conclude(desk, CODE, REGION)
        return record_step(desk, CODE, REGION, S.DIALOGUE, self.desk.today(), "dialogmøde om kapacitet og ventetid")

    def ask(self):
        """Negotiate, question, ask for a status, and ask for renewed consideration."""
        self.on(dt.date(2026, 3, 2)).take(S.MINISTRY_NEGOTIATION, text="Drøftet med ministeriet.")
        asked = {"regions": (REGION,), "deadline": dt.date(2026, 6, 30)}
        text = "- hvor mange døgnpladser der er i regionen\n- hvor mange borgere der venter på en plads"
        step = self.take(S.SUPPLEMENTARY_QUESTIONS, text=text, **asked)
        self.draft(step.step_id, K.SUPPLEMENTARY_QUESTIONS)
        step = self.take(S.STATUS_REQUEST, text="en status på de døgnpladser, der er nævnt i afrapporteringen", **asked)
        self.draft(step.step_id, K.STATUS_REQUEST)
        self.assess(Conclusion.RENEWED_CONSIDERATION)
        self.draft(self.step_of(S.ASSESSMENT), K.TREATMENT_OF_REPORTS)
        step = self.take(
            S.RENEWED_CONSIDERATION_REQUEST,
            text="at præsentere en koordineret løsning for, hvordan det fornødne antal døgnpladser sikres", **asked,
        )  # fmt: skip
        self.draft(step.step_id, K.RENEWED_CONSIDERATION_REQUEST)
        return self

    def order(self):
        """Hear the parties, order for the time being, order for good in each kind, and to consolidate."""
        self.on(dt.date(2026, 9, 1))
        heard = self.take(
            S.PARTY_HEARING, text="styrelsens udkast til et midlertidigt pålæg", deadline=dt.date(2026, 9, 15),
            addressees=(COUNCIL,),
        )  # fmt: skip
        self.draft(heard.step_id, K.PARTY_HEARING)
        self.on(dt.date(2026, 9, 28))
        request = self.steps[S.RENEWED_CONSIDERATION_REQUEST]
        held = self.take(
            S.TEMPORARY_ORDER, follows=request, addressees=(COUNCIL,), offers=(PRIVATE,),
            reason="Tilbuddet er ved at lukke, og der er ikke andre pladser i regionen.",
        )  # fmt: skip
        self.draft(held.step_id, K.TEMPORARY_ORDER)
        for ordered in OrderKind:
            made = self.take(
                S.OPERATING_ORDER, order_kind=ordered, addressees=(COUNCIL,), financing_area=REGION, reason=REASON,
                offers=(dataclasses.replace(PRIVATE, name=f"Bosted {len(self.letters)}"),),
            )  # fmt: skip
            self.draft(made.step_id, K.OPERATING_ORDER, name=f"operating-order {ordered.value}")
        merged = self.take(
            S.CONSOLIDATION_ORDER, addressees=(COUNCIL, OTHER), offers=SMALL, financing_area=REGION, reason=REASON,
            follows=None,
        )  # fmt: skip
        self.draft(merged.step_id, K.CONSOLIDATION_ORDER)
        self.draft(merged.financing_step_id, K.FINANCING_ORDER)
        self.merged = merged
        return self

    def settle(self):
        """Decide after four months, answer applications, prolong and lift."""
        merged = self.merged
        self.on(dt.date(2026, 12, 1)).draft(
            self.take(S.PROLONGATION, follows=self.steps[S.TEMPORARY_ORDER], reason="Behovet er fortsat.").step_id,
            K.PROLONGATION,
        )
        self.draft(
            self.take(
                S.LIFTING, follows=self.steps[S.TEMPORARY_ORDER], reason="Kommunerne har aftalt driften."
            ).step_id,
            K.LIFTING,
        )
        self.on(dt.date(2027, 2, 15))
        reason = "Parterne har ikke kunnet blive enige, og Holbæk Kommune har det største fagmiljø."
        decided = self.take(S.OPERATOR_DECISION, follows=merged.step_id, addressees=(COUNCIL,), reason=reason)
        self.draft(decided.step_id, K.OPERATOR_DECISION)
        model = "Udgifterne deles efter kommunernes antal borgere i tilbuddet."
        decided = self.take(S.FINANCING_DECISION, follows=merged.financing_step_id, text=model, reason=reason)
        self.draft(decided.step_id, K.FINANCING_DECISION)
        answered = {"reason": "Overtagelsen samler fagligheden.", "outcome": Answered.GRANTED}
        step = self.take(S.TAKEOVER_APPROVAL, addressees=(COUNCIL,), offers=SMALL[:1], **answered)
        self.draft(step.step_id, K.TAKEOVER_APPROVAL)
        answered = {"reason": "Der er plads i det samlede tilbud.", "outcome": Answered.REFUSED}
        step = self.take(
            S.NEW_OFFER_APPROVAL, follows=merged.step_id, addressees=("0340",), offers=(OfferNamed("Nyt bosted"),),
            **answered,
        )  # fmt: skip
        self.draft(step.step_id, K.NEW_OFFER_APPROVAL)
        step = self.take(S.CLOSING, regions=(REGION,), text="Kommunerne har aftalt en fælles løsning.")
        self.draft(step.step_id, K.CLOSING_LETTER)
        return self
