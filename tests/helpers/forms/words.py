"""Danish content of answers: offers, remarks, figures in words. All invented; persons are role names."""

import random

OFFER_FIRST = [
    "Bostedet",
    "Botilbuddet",
    "Specialcentret",
    "Døgnhuset",
    "Dagcentret",
    "Kollegiet",
    "Støttecentret",
    "Værestedet",
    "Rehab",
    "Familiehuset",
    "Udredningscentret",
    "Kommunikationscentret",
    "Behandlingscentret",
    "Opholdsstedet",
    "Krisecentret",
    "Aktivitetshuset",
    "Synscentret",
    "Værkstedet",
]
OFFER_LAST = [
    "Ellemosen",
    "Havrevangen",
    "Birkelunden",
    "Søbredden",
    "Fyrtårnet",
    "Lærkereden",
    "Klitrosen",
    "Møllehøj",
    "Åbrinken",
    "Ravnholt",
    "Egebjerget",
    "Østerled",
    "Tjørnekrogen",
    "Hasselgården",
    "Skovløberen",
    "Kildebæk",
    "Rørsangeren",
    "Vibevang",
    "Øresten",
    "Gæslingen",
    "Stenbroen",
    "Aspelunden",
]
OFFER_TAIL = ["", "", "", "", " – døgnafsnit", " (udgående)", ", afd. 2", " & Co.", " 12 A", " - unge"]
ROLES = [
    "Fuldmægtig A",
    "Konsulent B",
    "Specialkonsulent C",
    "Fuldmægtig D",
    "Afdelingsleder E",
    "Udviklingskonsulent F",
    "Faglig koordinator G",
    "Chefkonsulent H",
]
UNITS = [
    "Handicap og Psykiatri",
    "Center for Social Indsats",
    "Voksen- og Sundhedsforvaltningen",
    "Myndighedsafdelingen",
    "Rammeaftalesekretariatet",
    "Børne- og Familieafdelingen",
    "Socialafdelingen, team 3",
]
LONG = [
    "Udviklingen skyldes især flere henvisninger fra sygehusene og en bedre opsporing i kommunen.",
    "Kommunen køber pladser hos nabokommunen og har en fast aftale om udgående rådgivning.",
    "Der er ingen væsentlig ændring i forhold til sidste års indberetning.",
    "Borgerne har ofte flere samtidige problemstillinger. Det stiller krav om en tværfaglig indsats.",
    "Der mangler egnede pladser til unge under 25 år; enkelte borgere har ventet i mere end fire måneder.",
    "Opgørelsen bygger på et udtræk fra fagsystemet og er gennemgået af den faglige ledelse.",
    "Kommunen forventer et stigende behov de kommende år, men antallet er behæftet med usikkerhed.",
    "Der samarbejdes med VISO i de mest komplekse sager, og erfaringerne er gode.",
    "Tilbuddet har ændret målgruppe i løbet af året. Det har betydning for sammenligneligheden.",
    "Indsatsen leveres både matrikelløst og på adressen. Transporttiden er en udfordring for de mindre kommuner.",
]
REMARKS = [
    "Foreløbigt tal.",
    "Ingen ændringer siden sidst.",
    "Opgjort manuelt.",
    "Tilbuddet er under omlægning.",
    "Se vedlagte bilag 1.",
    "Aftalen genforhandles til efteråret.",
    "Én borger er flyttet til anden kommune.",
    "Inkl. aflastning.",
    "Kun hverdage.",
    "Drøftet i netværket.",
]
SHORT = [
    "Fagligt netværk",
    "Styregruppen",
    "Alle kommuner i klyngen",
    "Kommunen og regionen",
    "Driftsaftale",
    "Visitationsudvalget",
    "Sekretariatet og VISO",
    "Aftale om fælles køb",
]
TARGETS = [
    "Kompleks erhvervet hjerneskade",
    "Autismespektret",
    "Svære spiseforstyrrelser",
    "Synsnedsættelse",
    "Hørenedsættelse",
    "Udviklingshæmning",
    "Stofmisbrug",
    "Hjemløshed",
    "Psykiske vanskeligheder",
    "Sjældne handicap",
]
LAWS = [
    "SEL § 107",
    "SEL § 108",
    "SEL § 104",
    "SEL § 103",
    "SEL § 85",
    "SEL § 110",
    "SEL § 109",
    "BL § 43",
    "SEL §§ 101 og 107",
]
ADDRESSES = ["Skolegade 4", "Havnevej 117", "Ved Åen 2, 1. th.", "Industrivej 9 B", "Kirkebakken 31"]
NUMBER_WORDS = {
    1: "en",
    2: "to",
    3: "tre",
    4: "fire",
    5: "fem",
    6: "seks",
    7: "syv",
    8: "otte",
    9: "ni",
    10: "ti",
    11: "elleve",
    12: "tolv",
    14: "fjorten",
    15: "femten",
    20: "tyve",
}
MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
WEEKDAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]


def offer(rng: random.Random) -> str:
    return f"{rng.choice(OFFER_FIRST)} {rng.choice(OFFER_LAST)}{rng.choice(OFFER_TAIL)}"


def offers(rng: random.Random, count: int) -> list[str]:
    """Return that many different offers."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[offer(rng)] = None
    return list(found)


def long_text(rng: random.Random) -> str:
    separator = rng.choice([" ", " ", "\n"])
    return separator.join(rng.sample(LONG, rng.choice([1, 2, 2, 3])))


def text(rng: random.Random, hint: str) -> str:
    """Return an answer for a text field of this kind."""
    match hint:
        case "phone":
            return "12 34 56 78"
        case "email":
            return rng.choice(["postkasse@eksempel.dk", "social@eksempel.dk", "handicap-psykiatri@eksempel.dk"])
        case "role":
            return rng.choice(ROLES)
        case "unit":
            return rng.choice(UNITS)
        case "journal":
            return rng.choice(
                [
                    f"{rng.randint(20, 25)}/{rng.randint(1000, 99999)}",
                    f"2025-{rng.randint(1000, 9999)}",
                    f"27.03.00-P05-{rng.randint(1, 99)}-25",
                    f"S{rng.randint(2020, 2025)}-{rng.randint(10000, 99999)}",
                ]
            )
        case "cvr":
            return str(rng.randint(20000000, 39999999))
        case "pnummer":
            return f"10{rng.randint(1, 12):02d}{rng.randint(100000, 999999)}"
        case "law":
            return rng.choice(LAWS)
        case "target":
            return rng.choice(TARGETS)
        case "address":
            return rng.choice(ADDRESSES)
        case "remark":
            return rng.choice(REMARKS)
        case "short":
            return rng.choice(SHORT)
        case _:
            return long_text(rng)
