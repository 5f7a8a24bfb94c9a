"""The quick reader of translations gives exactly what the library's reader gives."""

from babel.messages import pofile

from koorddesk.catalogues import read_catalogue
from koorddesk.paths import resource


def by_library(path):
    found = {}
    with path.open("rb") as file:
        for message in pofile.read_po(file, locale="da"):
            if not message.id or message.fuzzy:
                continue
            msgid = message.id if isinstance(message.id, str) else message.id[0]
            text = tuple(message.string) if isinstance(message.string, (tuple, list)) else message.string
            if text and all(text if isinstance(text, tuple) else (text,)):
                found[message.context, msgid] = text
    return found


def test_every_catalogue_is_read_as_the_library_reads_it():
    paths = sorted(resource("i18n", "da").glob("*.po"))
    assert paths
    for path in paths:
        assert dict(read_catalogue(path)) == by_library(path), path.name


def test_escapes_contexts_plurals_and_doubtful_entries(tmp_path):
    path = tmp_path / "x.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#: x.py:3\nmsgctxt "map"\nmsgid "A \\"b\\"\\\\n"\nmsgstr ""\n"æ\\t"\n"ø\\n"\n\n'
        '#, fuzzy\nmsgid "doubt"\nmsgstr "tvivl"\n\n'
        'msgid "none"\nmsgstr ""\n\n'
        '#, python-format\nmsgid "%(count)d day"\nmsgid_plural "%(count)d days"\n'
        'msgstr[0] "%(count)d dag"\nmsgstr[1] "%(count)d dage"\n',
        encoding="utf-8",
    )
    assert dict(read_catalogue(path)) == by_library(path)
    assert dict(read_catalogue(path)) == {
        ("map", 'A "b"\\n'): "æ\tø\n",
        (None, "%(count)d day"): ("%(count)d dag", "%(count)d dage"),
    }
