"""Danish is the product: every text a user can see has its Danish, and nothing else stands in the catalogues."""

from __future__ import annotations

import ast
import datetime as dt
import importlib
import pkgutil
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages import pofile

import koorddesk
from koorddesk.errors import MESSAGES
from koorddesk.findings import CATALOGUE
from koorddesk.i18n import Translator

ROOT = Path(koorddesk.__file__).resolve().parent.parent
DANISH = sorted((ROOT / "resources" / "i18n" / "da").glob("*.po"))
TRANSLATORS = {"translator", "_translator", "place"}  # who turns a text given as such into Danish
PLACEHOLDER = re.compile(r"%\((\w+)\)([a-z])|%%")


def marked():
    """Return (context, msgid) -> where it stands, for all texts marked in the two packages."""
    found = defaultdict(list)
    for path in sorted([*(ROOT / "koorddesk").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                for key in texts_of(node, where):
                    found[key].append(where)
    return found


def texts_of(call, where):
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    texts = [literal(argument) for argument in call.args[:2]]
    if name == "N_":
        assert len(call.args) == 1, f"{where}: N_ takes one text"
        assert isinstance(texts[0], str), f"{where}: N_ takes a plain text"
        return [(None, texts[0])]
    if name == "in_context":
        return [(texts[0], texts[1])] if isinstance(texts[1], str) else []
    if name == "plural" or (name == "text" and receiver_of(call) in TRANSLATORS):
        return [(None, text) for text in texts[: 1 if name == "text" else 2] if isinstance(text, str)]
    return []


def receiver_of(call):
    receiver = getattr(call.func, "value", None)
    return receiver.id if isinstance(receiver, ast.Name) else getattr(receiver, "attr", "")


def literal(node):
    return node.value if isinstance(node, ast.Constant) else None


def entries():
    """Yield (file, context, msgids, strings, fuzzy) of every Danish entry."""
    for path in DANISH:
        with path.open("rb") as file:
            for message in pofile.read_po(file, locale="da", abort_invalid=True):
                if message.id:
                    ids = message.id if isinstance(message.id, tuple) else (message.id,)
                    strings = message.string if isinstance(message.string, tuple) else (message.string,)
                    yield path.name, message.context, ids, strings, message.fuzzy


def placeholders(text):
    return {match.groups() for match in PLACEHOLDER.finditer(text)}


def test_every_text_has_its_danish():
    known = {(context, msgid) for _, context, ids, _, _ in entries() for msgid in ids}
    missing = [f"{where[0]}: {key[1]}" for key, where in marked().items() if key not in known]
    assert not missing, "\n".join(missing)


def test_every_finding_and_every_error_has_its_danish():
    for module in pkgutil.walk_packages(koorddesk.__path__, "koorddesk."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
    known = {msgid for _, _, ids, _, _ in entries() for msgid in ids}
    # Other tests of the same process register errors of their own.
    wanted = {f"error {code}": text for code, text in MESSAGES.items() if not code.startswith("test-")}
    wanted |= {f"finding {code}": kind.message for code, kind in CATALOGUE.items()}
    wanted |= {f"finding {code}, suggestion": kind.suggestion for code, kind in CATALOGUE.items() if kind.suggestion}
    missing = [f"{name}: {text}" for name, text in wanted.items() if text not in known]
    assert not missing, "\n".join(missing)


def test_every_entry_is_translated_for_sure():
    undone = [f"{name}: {ids[0]}" for name, _, ids, strings, fuzzy in entries() if fuzzy or not all(strings)]
    assert not undone, "\n".join(undone)


def test_every_entry_keeps_the_placeholders():
    wrong = []
    for name, _, ids, strings, _ in entries():
        for string in strings:
            # A form for one may leave the number out.
            optional = {("count", "d")} if len(ids) > 1 else set()
            expected = set().union(*(placeholders(text) for text in ids))
            if not expected - optional <= placeholders(string) <= expected:
                wrong.append(f"{name}: {ids[0]} -> {string}")
    assert not wrong, "\n".join(wrong)


def test_a_text_has_one_danish_wording():
    wordings = defaultdict(set)
    for name, context, ids, strings, _ in entries():
        wordings[context, ids[0]].add((strings, name))
    twice = [f"{key[1]}: {found}" for key, found in wordings.items() if len({strings for strings, _ in found}) > 1]
    assert not twice, "\n".join(twice)


def test_no_entry_is_left_over():
    used = marked()
    unused = [
        f"{name}: {ids[0]}" for name, context, ids, _, _ in entries() if not any((context, i) in used for i in ids)
    ]
    assert not unused, "\n".join(unused)


def test_no_sentence_is_left_in_english():
    same = [
        f"{name}: {ids[0]}" for name, _, ids, strings, _ in entries() if ids[0] in strings and ids[0].count(" ") > 2
    ]
    assert not same, "\n".join(same)


def test_no_text_is_written_with_positional_placeholders():
    loose = [
        f"{where[0]}: {msgid}"
        for (_, msgid), where in marked().items()
        if re.search(r"%(?![%(])", PLACEHOLDER.sub("", msgid))
    ]
    assert not loose, "\n".join(loose)


@pytest.mark.parametrize(
    ("language", "number", "decimals", "shown"),
    [
        ("da", 1234.5, None, "1.234,5"),
        ("da", Decimal("0.125"), None, "0,125"),
        ("da", 12, 2, "12,00"),
        ("en", 1234.5, None, "1,234.5"),
        ("da", -3, 0, "-3"),
    ],
)
def test_numbers_are_written_in_the_language(language, number, decimals, shown):
    assert Translator(language).number(number, decimals) == shown


def test_dates_are_written_in_the_language():
    day = dt.date(2026, 3, 4)
    assert Translator("da").date(day) == "04-03-2026"
    assert Translator("da").long_date(day) == "4. marts 2026"
    assert Translator("en").long_date(day) == "4 March 2026"


def test_an_unknown_language_is_danish():
    assert Translator("xx").language == "da"


def test_a_text_is_looked_up_and_filled_in():
    assert Translator("da").text(MESSAGES["internal"], detail="X").startswith("Programmet har begået en fejl: X.")
    assert Translator("en").text(MESSAGES["internal"], detail="X") == MESSAGES["internal"] % {"detail": "X"}
    assert Translator("da").text("no such text 100 %") == "no such text 100 %"


def test_plural_forms_follow_the_count():
    english = Translator("en")
    assert english.plural("%(count)d file", "%(count)d files", 1) == "1 file"
    assert english.plural("%(count)d file", "%(count)d files", 0) == "0 files"
