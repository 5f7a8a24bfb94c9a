"""The template for Group Policy: what an administrator can set for everyone, with its text in Danish and English.

``koorddesk.policies`` reads what is set; names and kinds here follow the settings they stand for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

KEY = r"SOFTWARE\Policies\koorddesk"
LANGUAGES = ("da-DK", "en-US")
TEXT, NUMBER, SWITCH, CHOICE, LINES = "text", "number", "switch", "choice", "lines"


@dataclass(frozen=True)
class Policy:
    """One value: where it stands, what it is, and what it is called and explained as in each language."""

    name: str  # with the key below koorddesk's own, as in Sender\Unit
    kind: str
    titles: tuple[str, str]
    explained: tuple[str, str]

    @property
    def key(self) -> str:
        """Return the registry key that holds the value."""
        below, _, _ = self.name.rpartition("\\")
        return f"{KEY}\\{below}" if below else KEY

    @property
    def value(self) -> str:
        """Return the name of the value."""
        return self.name.rpartition("\\")[2]

    @property
    def identity(self) -> str:
        """Return the name of the policy within the template."""
        return self.name.replace("\\", "")


POLICIES = (
    Policy(
        "Language",
        CHOICE,
        ("Sprog", "Language"),
        ("Sproget i programmets vinduer. Breve er altid på dansk.", "The language of the window. Letters are Danish."),
    ),
    Policy(
        "ThresholdAuthorities",
        NUMBER,
        ("Mindste antal over for myndigheder", "Smallest count shown to authorities"),
        (
            "Antal under denne grænse vises ikke i det, der sendes til andre myndigheder.",
            "Counts below this are not shown in what is sent to other authorities.",
        ),
    ),
    Policy(
        "ThresholdPublication",
        NUMBER,
        ("Mindste antal ved offentliggørelse", "Smallest count in publications"),
        (
            "Antal under denne grænse vises ikke i det, der offentliggøres.",
            "Counts below this are not shown in what is published.",
        ),
    ),
    Policy(
        "BackupFolder",
        TEXT,
        ("Mappe til sikkerhedskopier", "Folder for backups"),
        (
            "En mappe, som brugeren kan skrive i, gerne på en filserver.",
            "A folder the user can write to, preferably on a file server.",
        ),
    ),
    Policy(
        "OutputFolder",
        TEXT,
        ("Mappe til breve og oversigter", "Folder for letters and overviews"),
        ("Den mappe, programmet foreslår at gemme i.", "The folder the program proposes to save in."),
    ),
    Policy(
        "ApproverDiffersFromWriter",
        SWITCH,
        ("Breve godkendes af en anden end den, der skrev dem", "Letters are approved by another than their writer"),
        (
            "Når politikken er slået til, kan den, der har skrevet et brev, ikke selv godkende det.",
            "When enabled, whoever wrote a letter cannot approve it.",
        ),
    ),
    Policy(
        "Logo",
        TEXT,
        ("Logo i breve", "Logo in letters"),
        ("Stien til en billedfil (PNG eller JPEG).", "The path of a picture (PNG or JPEG)."),
    ),
    Policy(
        "Sender\\Unit",
        TEXT,
        ("Afsender: enhed", "Sender: unit"),
        (
            "Sættes én af afsenderens oplysninger, styres hele afsenderen her; de øvrige får standardværdien.",
            "When one of the sender's particulars is set, the whole sender is managed; the others take their defaults.",
        ),
    ),
    Policy(
        "Sender\\AddressLines",
        LINES,
        ("Afsender: adresse", "Sender: address"),
        ("Adressens linjer, én pr. linje.", "The lines of the address, one on each line."),
    ),
    Policy(
        "Sender\\Telephone",
        TEXT,
        ("Afsender: telefon", "Sender: telephone"),
        ("Det nummer, breve viser.", "The number that letters show."),
    ),
    Policy(
        "Sender\\Email",
        TEXT,
        ("Afsender: e-mail", "Sender: e-mail"),
        ("Den adresse, breve viser.", "The address that letters show."),
    ),
    Policy(
        "Sender\\Web",
        TEXT,
        ("Afsender: websted", "Sender: web site"),
        ("Det websted, breve viser.", "The web site that letters show."),
    ),
    Policy(
        "Sender\\Confirmed",
        SWITCH,
        ("Afsenderens oplysninger er bekræftet", "The sender's particulars are confirmed"),
        (
            "Slås til, når styrelsen har kontrolleret afsenderens oplysninger.",
            "Enable when the agency has checked the sender's particulars.",
        ),
    ),
)
_WORDS = {
    "da-DK": {
        "koorddesk": "koorddesk",
        "sender": "Afsender i breve",
        "supported": "koorddesk 0.1 eller nyere",
        "da": "Dansk",
        "en": "Engelsk",
    },
    "en-US": {
        "koorddesk": "koorddesk",
        "sender": "Sender in letters",
        "supported": "koorddesk 0.1 or later",
        "da": "Danish",
        "en": "English",
    },
}
_SCHEMA = (
    'xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0"'
)


def definitions() -> str:
    """Return the ADMX file: every policy with its place in the registry, without words."""
    policies = "\n".join(_definition(policy) for policy in POLICIES)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions {_SCHEMA}>
<policyNamespaces>
<target prefix="koorddesk" namespace="koorddesk.Policies"/>
<using prefix="windows" namespace="Microsoft.Policies.Windows"/>
</policyNamespaces>
<resources minRequiredRevision="1.0"/>
<supportedOn><definitions><definition name="supported" displayName="$(string.supported)"/></definitions></supportedOn>
<categories>
<category name="koorddesk" displayName="$(string.koorddesk)"/>
<category name="sender" displayName="$(string.sender)"><parentCategory ref="koorddesk"/></category>
</categories>
<policies>
{policies}
</policies>
</policyDefinitions>
"""


def words(language: str) -> str:
    """Return the ADML file of a language: what the policies are called, what they mean, and their fields."""
    number = LANGUAGES.index(language)
    strings = [f'<string id="{key}">{escape(text)}</string>' for key, text in _WORDS[language].items()]
    fields = []
    for policy in POLICIES:
        title = escape(policy.titles[number])
        strings.append(f'<string id="{policy.identity}">{title}</string>')
        strings.append(f'<string id="{policy.identity}_Explained">{escape(policy.explained[number])}</string>')
        if field := _field(policy, title):
            fields.append(f'<presentation id="{policy.identity}">{field}</presentation>')
    return f"""<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources {_SCHEMA}>
<displayName>koorddesk</displayName>
<description>koorddesk</description>
<resources>
<stringTable>
{chr(10).join(strings)}
</stringTable>
<presentationTable>
{chr(10).join(fields)}
</presentationTable>
</resources>
</policyDefinitionResources>
"""


def write(folder: Path) -> None:
    """Write the template as it is copied into ``PolicyDefinitions``."""
    folder.mkdir()
    (folder / "koorddesk.admx").write_text(definitions(), encoding="utf-8", newline="\r\n")
    for language in LANGUAGES:
        (folder / language).mkdir()
        (folder / language / "koorddesk.adml").write_text(words(language), encoding="utf-8", newline="\r\n")


def _definition(policy: Policy) -> str:
    name = policy.identity
    value = f'id="Value" valueName="{policy.value}"'
    elements = {
        TEXT: f'<elements><text {value} required="true"/></elements>',
        LINES: f"<elements><multiText {value}/></elements>",
        NUMBER: f'<elements><decimal {value} minValue="1" maxValue="1000"/></elements>',
        CHOICE: f"""<elements><enum {value} required="true">
<item displayName="$(string.da)"><value><string>da</string></value></item>
<item displayName="$(string.en)"><value><string>en</string></value></item>
</enum></elements>""",
        SWITCH: '<enabledValue><decimal value="1"/></enabledValue><disabledValue><decimal value="0"/></disabledValue>',
    }[policy.kind]
    switch = f' valueName="{policy.value}"' if policy.kind == SWITCH else f' presentation="$(presentation.{name})"'
    category = "sender" if policy.key != KEY else "koorddesk"
    return f"""<policy name="{name}" class="Machine" displayName="$(string.{name})"
  explainText="$(string.{name}_Explained)" key="{policy.key}"{switch}>
<parentCategory ref="{category}"/>
<supportedOn ref="supported"/>
{elements}
</policy>"""


def _field(policy: Policy, title: str) -> str:
    """Return the field in which the value is entered; a switch has none."""
    return {
        TEXT: f'<textBox refId="Value"><label>{title}</label></textBox>',
        LINES: '<multiTextBox refId="Value" defaultHeight="4"/>',
        NUMBER: f'<decimalTextBox refId="Value" defaultValue="5">{title}</decimalTextBox>',
        CHOICE: f'<dropdownList refId="Value" defaultItem="0">{title}</dropdownList>',
        SWITCH: "",
    }[policy.kind]
