"""Writes the table of steps in docs/chain.md from the rules themselves: ``python -m tests.helpers.chain_doc``."""

from pathlib import Path

from koorddesk.domain.step_rules import RULES
from koorddesk.i18n import Translator
from koorddesk.services.chain_words import ADDRESSING, CHECKS, CLOCKS, DOCUMENTS, STEPS

PAGE = Path(__file__).parents[2] / "docs" / "chain.md"
MARK = "<!-- The rest is written by python -m tests.helpers.chain_doc -->\n"
MARKS = {"legal": "law", "desk": "this desk", "practice": "practice", "unconfirmed": "unconfirmed"}


def tables() -> str:
    """Return the part of the page that follows from the rules."""
    say = Translator("en").text
    danish = Translator("da").text
    lines = []
    for kind, rule in RULES.items():
        lines += ["", f"### {danish(STEPS[kind])} (`{kind.value}`)", ""]
        facts = [f"Addresses: {say(ADDRESSING[rule.addressing])}"]
        if rule.only_with:
            facts.append("is never taken alone; it comes with " + ", ".join(f"`{one.value}`" for one in rule.only_with))
        if rule.follows:
            facts.append("hangs on " + ", ".join(f"`{one.value}`" for one in rule.follows))
        if rule.clocks:
            facts.append("clocks: " + ", ".join(say(CLOCKS[one]) for one in rule.clocks))
        for name, documents in (("in", rule.incoming), ("out", rule.outgoing), ("internal", rule.internal)):
            if documents:
                facts.append(f"{name}: " + ", ".join(say(DOCUMENTS[one]) for one in documents))
        if rule.leads_to:
            facts.append("leads to " + ", ".join(f"`{one.value}`" for one in rule.leads_to))
        lines.append("; ".join(facts) + ".")
        if rule.needs:
            lines += ["", "| what has to hold | force | source |", "| --- | --- | --- |"]
            for need in rule.needs:
                text = say(CHECKS[need.code], detail="…")
                source = need.source.replace("{basis}", "the legal basis of the group and the day")
                lines.append(f"| {text} | {MARKS[need.force.value]} | {source} |")
    return "\n".join(lines) + "\n"


def write() -> None:
    """Write the page anew."""
    head = PAGE.read_text(encoding="utf-8").split(MARK)[0]
    PAGE.write_text(head + MARK + tables(), encoding="utf-8")


if __name__ == "__main__":
    write()
