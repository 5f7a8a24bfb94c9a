"""The authorities as senders: their codes, and every name of theirs that an answer key accepts."""

from dataclasses import dataclass

REGIONS = {
    "1081": "Region Nordjylland",
    "1082": "Region Midtjylland",
    "1083": "Region Syddanmark",
    "1084": "Region Hovedstaden",
    "1085": "Region Sjælland",
}
_PLAIN = {
    "1084": "0147:Frederiksberg,0151:Ballerup,0153:Brøndby,0155:Dragør,0157:Gentofte,0159:Gladsaxe,0161:Glostrup,"
    "0163:Herlev,0165:Albertslund,0167:Hvidovre,0169:Høje-Taastrup,0173:Lyngby-Taarbæk,0175:Rødovre,0183:Ishøj,"
    "0185:Tårnby,0187:Vallensbæk,0190:Furesø,0201:Allerød,0210:Fredensborg,0217:Helsingør,0219:Hillerød,"
    "0223:Hørsholm,0230:Rudersdal,0240:Egedal,0250:Frederikssund,0260:Halsnæs,0270:Gribskov,0101:København,"
    "0400:Bornholm",
    "1085": "0253:Greve,0259:Køge,0265:Roskilde,0269:Solrød,0306:Odsherred,0316:Holbæk,0320:Faxe,0326:Kalundborg,"
    "0329:Ringsted,0330:Slagelse,0336:Stevns,0340:Sorø,0350:Lejre,0360:Lolland,0370:Næstved,0376:Guldborgsund,"
    "0390:Vordingborg",
    "1083": "0410:Middelfart,0420:Assens,0430:Faaborg-Midtfyn,0440:Kerteminde,0450:Nyborg,0461:Odense,"
    "0479:Svendborg,0480:Nordfyns,0482:Langeland,0492:Ærø,0510:Haderslev,0530:Billund,0540:Sønderborg,0550:Tønder,"
    "0561:Esbjerg,0563:Fanø,0573:Varde,0575:Vejen,0580:Aabenraa,0607:Fredericia,0621:Kolding,0630:Vejle",
    "1082": "0615:Horsens,0657:Herning,0661:Holstebro,0665:Lemvig,0671:Struer,0706:Syddjurs,0707:Norddjurs,"
    "0710:Favrskov,0727:Odder,0730:Randers,0740:Silkeborg,0741:Samsø,0746:Skanderborg,0751:Aarhus,0756:Ikast-Brande,"
    "0760:Ringkøbing-Skjern,0766:Hedensted,0779:Skive,0791:Viborg",
    "1081": "0773:Morsø,0787:Thisted,0810:Brønderslev,0813:Frederikshavn,0820:Vesthimmerlands,0825:Læsø,0840:Rebild,"
    "0846:Mariagerfjord,0849:Jammerbugt,0851:Aalborg,0860:Hjørring",
}
OFFICIAL = {"0101": "Københavns Kommune", "0400": "Bornholms Regionskommune"}


@dataclass(frozen=True)
class Authority:
    kind: str
    code: str
    name: str
    region: str

    @property
    def official(self) -> str:
        if self.kind == "region":
            return self.name
        return OFFICIAL.get(self.code, f"{self.name} Kommune")

    @property
    def accept(self) -> list[str]:
        """Every way to report this authority that is right."""
        if self.kind == "region":
            return [self.code, self.name, self.name.removeprefix("Region ")]
        names = [self.code, self.code.lstrip("0"), self.name, self.official]
        plain = f"{self.name} Kommune"
        return names if plain in names else [*names, plain]

    @property
    def sender(self) -> dict[str, str]:
        return {"kind": self.kind, "code": self.code}


MUNICIPALITIES = {
    code: Authority("municipality", code, name, region)
    for region, text in _PLAIN.items()
    for code, name in (pair.split(":") for pair in text.split(","))
}
AUTHORITIES = MUNICIPALITIES | {code: Authority("region", code, name, code) for code, name in REGIONS.items()}


def authority(name: str) -> Authority:
    """Return the municipality or region of that name."""
    return next(a for a in AUTHORITIES.values() if a.name == name)


def in_region(code: str) -> list[Authority]:
    return sorted((m for m in MUNICIPALITIES.values() if m.region == code), key=lambda m: m.code)
