"""The template for Group Policy: what an administrator can set for everyone, with its text in Danish and English.

What there is to set stands in ``koorddesk.policies``, which the program reads by; here it gets the form of Windows'
own editor.
"""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from xml.sax.saxutils import escape

from koorddesk.i18n import N_, Translator
from koorddesk.policies import KEY, POLICIES, Kind, Policy
from koorddesk.settings import Settings

LANGUAGES = {"da-DK": "da", "en-US": "en"}
_WORDS = {
    "koorddesk": "koorddesk",
    "sender": N_("Sender of letters"),
    "da": N_("Danish"),
    "en": N_("English"),
}
_SUPPORTED = {"da-DK": "koorddesk 0.1 eller nyere", "en-US": "koorddesk 0.1 or later"}
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
    say = Translator(LANGUAGES[language]).text
    strings = [f'<string id="{key}">{escape(say(text))}</string>' for key, text in _WORDS.items()]
    strings.append(f'<string id="supported">{_SUPPORTED[language]}</string>')
    fields = []
    for policy in POLICIES:
        name, title = _identity(policy), escape(say(policy.title))
        strings.append(f'<string id="{name}">{title}</string>')
        strings.append(f'<string id="{name}_Explained">{escape(say(policy.explained))}</string>')
        if field := _field(policy, title):
            fields.append(f'<presentation id="{name}">{field}</presentation>')
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


def _identity(policy: Policy) -> str:
    """Return the name of the policy within the template."""
    return policy.name.replace("\\", "")


def _definition(policy: Policy) -> str:
    name = _identity(policy)
    value = f'id="Value" valueName="{policy.value}"'
    elements = {
        Kind.TEXT: f'<elements><text {value} required="true"/></elements>',
        Kind.FOLDER: f'<elements><text {value} required="true" expandable="true"/></elements>',
        Kind.LINES: f"<elements><multiText {value}/></elements>",
        Kind.NUMBER: f'<elements><decimal {value} minValue="1" maxValue="1000"/></elements>',
        Kind.CHOICE: f"""<elements><enum {value} required="true">
<item displayName="$(string.da)"><value><string>da</string></value></item>
<item displayName="$(string.en)"><value><string>en</string></value></item>
</enum></elements>""",
        Kind.SWITCH: (
            '<enabledValue><decimal value="1"/></enabledValue><disabledValue><decimal value="0"/></disabledValue>'
        ),
    }[policy.kind]
    switch = f' valueName="{policy.value}"' if policy.kind == Kind.SWITCH else f' presentation="$(presentation.{name})"'
    category = "sender" if policy.key != KEY else "koorddesk"
    return f"""<policy name="{name}" class="Machine" displayName="$(string.{name})"
  explainText="$(string.{name}_Explained)" key="{policy.key}"{switch}>
<parentCategory ref="{category}"/>
<supportedOn ref="supported"/>
{elements}
</policy>"""


def _field(policy: Policy, title: str) -> str:
    """Return the field in which the value is entered, a number with the standard in it; a switch has none."""
    standard = reduce(getattr, policy.setting.split("."), Settings())
    return {
        Kind.TEXT: f'<textBox refId="Value"><label>{title}</label></textBox>',
        Kind.FOLDER: f'<textBox refId="Value"><label>{title}</label></textBox>',
        Kind.LINES: '<multiTextBox refId="Value" defaultHeight="4"/>',
        Kind.NUMBER: f'<decimalTextBox refId="Value" defaultValue="{standard}">{title}</decimalTextBox>',
        Kind.CHOICE: f'<dropdownList refId="Value" defaultItem="0">{title}</dropdownList>',
        Kind.SWITCH: "",
    }[policy.kind]
