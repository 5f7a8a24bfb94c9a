"""What the standard texts of letters can name (fields, conditions, inserts), and what each kind must have."""

from __future__ import annotations

from dataclasses import dataclass

# What a standard text can name, with what it stands for. The wording follows the Danish sentence it stands in.
FIELDS: dict[str, str] = {
    "act": "det pålæg eller den anmodning, brevet bygger på, med dato",
    "agency": "styrelsens navn på brevets dato",
    "ages": "målgruppens alder, som den læses efter »personer«",
    "agree_by": "sidste dag for at aftale finansieringsmodel",
    "announcement": "den centrale udmelding med dens titel",
    "answer_email": "den adresse, svaret sendes til",
    "area": "regionen eller landsdelen, hvis kommuner aftaler finansieringen",
    "case_number": "sagsnummeret",
    "childrens_basis": "hjemlen i barnets lov",
    "contact": "hvem spørgsmål rettes til",
    "council": "den kommunalbestyrelse, brevet er til",
    "councils": "de kommunalbestyrelser, der anmodes",
    "deadline": "svarfristen som dato",
    "definition": "målgruppens afgrænsning",
    "effort": "indsatsen og målgruppen",
    "evidence_annex": "det bilag, der viser oplysningernes kilder",
    "form_title": "afrapporteringsskemaets titel",
    "group": "målgruppen",
    "heard": "hvornår parterne er hørt",
    "hearing_closes": "høringsfristen",
    "issued": "hvornår udmeldingen blev udsendt",
    "issued_by": "hvem der udsendte udmeldingen",
    "legal_basis": "hjemlen for anmodningen",
    "meeting": "mødets eller høringens titel",
    "meeting_day": "mødets dato",
    "ministry": "det ministerium, der er forhandlet med",
    "negotiated": "hvornår der er forhandlet med ministeriet",
    "not_included": "hvem der ikke er omfattet",
    "noun": "hvad brevet er (anmodningen, pålægget, afgørelsen)",
    "offer": "det tilbud eller den indsats, brevet angår",
    "operator": "den private leverandør",
    "operator_by": "sidste dag for at aftale driftsansvaret",
    "other_councils": "de øvrige kommunalbestyrelser, der anmodes",
    "recipient": "modtagerens navn",
    "regions": "regionen eller regionerne",
    "reports_due": "fristen for den første afrapportering",
    "service_basis": "hjemlen i serviceloven",
    "subject_line": "brevets emne",
    "terminated": "hvornår driftsaftalen er opsagt",
    "weekday": "ugedagen for svarfristen",
    "where": "hvor vurderingen gælder",
}

# When a block is used; "not ..." turns a condition round. Several conditions all have to hold.
CONDITIONS: dict[str, str] = {
    "act": "brevet bygger på et tidligere pålæg eller en anmodning",
    "act is request": "brevet bygger på en anmodning om fornyet behandling",
    "agenda": "dagsordenen er udfyldt",
    "ages": "målgruppens alder er afgrænset",
    "agree by": "fristen for at aftale finansieringsmodel er kendt",
    "area": "regionen eller landsdelen for finansieringen er kendt",
    "asked": "der er skrevet, hvad der bedes om eller er fastsat",
    "both acts": "målgruppen omfatter både børn og voksne efter hver sin lov",
    "case number": "sagsnummeret er kendt",
    "childrens act": "barnets lov er hjemmel",
    "continue": "pålægget er at fortsætte driften",
    "continue agreement": "pålægget er at videreføre en driftsaftale",
    "coordination assessed": "koordination og planlægning er vurderet",
    "coordination differs": "der er den fornødne koordination og planlægning i nogle af regionerne",
    "coordination met": "der er den fornødne koordination og planlægning",
    "country": "alle landets kommunalbestyrelser anmodes",
    "deadline": "der er en svarfrist",
    "definition": "målgruppens afgrænsning er udfyldt",
    "establish": "pålægget er at etablere et tilbud",
    "evidence": "brevet viser oplysninger med kilder",
    "exclusions": "det er angivet, hvem der ikke er omfattet",
    "findings": "der er bemærkninger til afrapporteringen",
    "follow-up": "der har været opfølgning siden afrapporteringen",
    "form": "et afrapporteringsskema er vedlagt",
    "granted": "ansøgningen imødekommes",
    "heard": "parterne er hørt",
    "hearing closes": "høringsfristen er kendt",
    "intervention": "udmeldingen angår en særlig indsats",
    "issued": "det er kendt, hvornår udmeldingen blev udsendt",
    "make agreement": "pålægget er at indgå en ny driftsaftale",
    "meeting day": "mødets dato er kendt",
    "minutes": "mødets indhold er skrevet",
    "negotiated": "forhandlingen med ministeriet er registreret",
    "offers": "der er nævnt et tilbud eller en indsats",
    "one council": "brevet er til én kommunalbestyrelse",
    "one region": "anmodningen angår én region",
    "operator": "den private leverandør er kendt",
    "operator by": "fristen for at aftale driftsansvaret er kendt",
    "own evidence": "brevet viser kommunens egne oplysninger",
    "overall reason": "den samlede vurdering er begrundet",
    "participants": "deltagerne er kendt",
    "provide": "pålægget er at tilbyde en indsats",
    "questions": "spørgsmålene er kendt",
    "reason": "begrundelsen er skrevet",
    "refused": "ansøgningen afslås",
    "remarks": "Det Faglige Råd har haft bemærkninger",
    "renew agreement": "pålægget er at forny en driftsaftale",
    "reports": "der er modtaget afrapporteringer",
    "reports due": "fristen for den første afrapportering er kendt",
    "service act": "serviceloven er hjemmel",
    "special education": "målgruppen hører under specialundervisning",
    "supply assessed": "det fornødne udbud er vurderet",
    "supply differs": "der er det fornødne udbud i nogle af regionerne",
    "supply met": "der er det fornødne udbud",
    "tasks": "der er aftalt opgaver",
    "terminated": "det er kendt, hvornår driftsaftalen er opsagt",
}

# Parts that are made from the facts and not from a sentence.
INSERTS: dict[str, str] = {
    "agenda": "mødets dagsorden",
    "coordination evidence": "oplysningerne bag vurderingen af koordination og planlægning",
    "coordination reason": "begrundelsen for vurderingen af koordination og planlægning",
    "findings": "bemærkningerne til afrapporteringen",
    "follow-up": "opfølgningen siden afrapporteringen",
    "legal wording": "hvad hjemlen siger",
    "minutes": "mødets indhold",
    "offers": "tilbuddene med begrundelsen for hvert",
    "other evidence": "øvrige oplysninger bag vurderingen",
    "overall reason": "begrundelsen for den samlede vurdering",
    "participants": "mødets deltagere",
    "questions": "udmeldingens spørgsmål",
    "remarks": "Det Faglige Råds bemærkninger",
    "reports": "de modtagne afrapporteringer",
    "step reason": "begrundelsen for det, der er besluttet",
    "supply evidence": "oplysningerne bag vurderingen af udbuddet",
    "supply reason": "begrundelsen for vurderingen af udbuddet",
    "tasks": "det, der er aftalt på mødet",
    "what is asked": "det, der konkret skal besvares",
}


@dataclass(frozen=True)
class Needs:
    """What the text of a kind of letter must have to be complete."""

    fields: tuple[str, ...] = ()
    inserts: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()


_REQUEST = ("agency", "council", "deadline", "effort", "announcement", "contact")
_DECISION = Needs(("agency", "council", "noun", "contact"), ("step reason", "legal wording"), ("appeal-guidance",))
_ORDER = Needs(
    ("agency", "council", "offer", "noun", "contact"),
    ("step reason", "legal wording"),
    ("appeal-guidance", "heard-open", "duration-open"),
)

# facts 4.8, 4.9 and 10 for what each says; facts 9 for reasons, hearing and appeal guidance
NEEDS: dict[str, Needs] = {
    "announcement": Needs(
        ("agency", "effort", "deadline", "group", "noun", "contact"),
        ("legal wording", "step reason"),
        ("content-open", "knowledge-open", "negotiation-announcement-open"),
    ),
    "guidance": Needs(("agency", "announcement", "deadline", "answer_email", "contact")),
    "questions": Needs(("announcement",), ("questions",), ("questions-open",)),
    "receipt": Needs(("agency", "recipient", "announcement", "contact"), ("reports",)),
    "reminder": Needs(("agency", "announcement", "contact")),
    "return": Needs(("agency", "recipient", "announcement", "contact"), ("findings",)),
    "supplementary-questions": Needs(_REQUEST, ("what is asked",)),
    "status-request": Needs(_REQUEST, ("what is asked",)),
    "closing-letter": Needs(
        ("agency", "council", "effort", "announcement", "contact"), ("coordination reason", "supply reason")
    ),
    "treatment-of-reports": Needs(
        ("agency", "announcement", "contact"), ("coordination reason", "reports", "supply reason", "overall reason")
    ),
    "renewed-consideration-request": Needs(
        ("agency", "announcement", "contact", "councils", "deadline", "effort", "group", "legal_basis"),
        ("coordination reason", "reports", "supply reason", "what is asked"),
        ("appeal-guidance", "negotiation-open"),
    ),
    "party-hearing": Needs(
        ("agency", "council", "deadline", "announcement", "contact"), ("what is asked",), ("hearing-basis",)
    ),
    "temporary-order": Needs(
        (*_ORDER.fields, "act"), _ORDER.inserts, ("appeal-guidance", "heard-open", "negotiation-open")
    ),
    "operating-order": Needs((*_ORDER.fields, "operator", "terminated", "area"), _ORDER.inserts, _ORDER.blocks),
    "consolidation-order": Needs(
        ("agency", "council", "operator_by", "area", "noun", "contact"), (*_ORDER.inserts, "offers"), _ORDER.blocks
    ),
    "financing-order": Needs(
        ("agency", "area", "agree_by", "act", "noun", "contact"), ("legal wording",), ("appeal-guidance", "heard-open")
    ),
    "operator-decision": Needs(
        (*_DECISION.fields, "act", "operator_by"), _DECISION.inserts, ("appeal-guidance", "heard-open")
    ),
    "financing-decision": Needs(
        ("agency", "area", "act", "agree_by", "noun", "contact"),
        ("what is asked", *_DECISION.inserts),
        ("appeal-guidance", "heard-open"),
    ),
    "takeover-approval": Needs((*_DECISION.fields, "offer"), _DECISION.inserts, _DECISION.blocks),
    "new-offer-approval": Needs((*_DECISION.fields, "offer", "act"), _DECISION.inserts, _DECISION.blocks),
    "prolongation": Needs(
        ("agency", "act", "noun", "contact"), _DECISION.inserts, ("appeal-guidance", "heard-open", "duration-open")
    ),
    "lifting": Needs(("agency", "act", "noun", "contact"), _DECISION.inserts, _DECISION.blocks),
    "hearing-letter": Needs(("agency", "meeting", "hearing_closes", "answer_email", "contact")),
    "invitation": Needs(("agency", "meeting", "meeting_day", "contact"), ("agenda",), ("place-open",)),
    "minutes": Needs(("meeting", "meeting_day"), ("participants", "minutes", "tasks")),
}
