import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.chain import Case, Step
from koorddesk.domain.letters import Letter
from koorddesk.domain.reports import Submission
from koorddesk.domain.target_groups import Subject, TargetGroup, TargetGroupTitle
from koorddesk.domain.values import Answer, CellRef, FieldType
from koorddesk.store import index, search
from koorddesk.store.engine import Store
from koorddesk.store.uow import Summary
from tests.helpers.stores import ACTOR, ANSWERS, fill, sample

EMPTY = dict.fromkeys(("announcement_id", "template_id", "sender_id", "successor_of"))


def write(store, work):
    with store.unit_of_work() as uow:
        work(uow)
        uow.commit(Summary("said"))


def found(store, text, limit=50):
    with store.reader() as reader:
        return reader.search(text, limit)


def municipality(name, key=None):
    return Authority(key or name, AuthorityKind.MUNICIPALITY, None, name, f"{name} Kommune")


@pytest.fixture
def towns(store):
    def work(uow):
        for name in ("Ærø", "Aabenraa", "Århus", "Tønder", "Samsø", "Lyngby-Taarbæk"):
            uow.add(municipality(name))

    write(store, work)
    return store


@pytest.mark.parametrize("typed", ["ærø", "AERØ", "aeroe", "Ær", "ærø kommune", "komm ÆRØ", "  ærø!  "])
def test_danish_letters_are_found_however_they_are_typed(towns, typed):
    assert [hit.record_id for hit in found(towns, typed)] == ["Ærø"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("århus", "Århus"),
        ("aarhus", "Århus"),
        ("åbenrå", "Aabenraa"),
        ("tonder", None),
        ("toender", "Tønder"),
        ("taarbaek", "Lyngby-Taarbæk"),
        ("lyngby-tå", "Lyngby-Taarbæk"),
        ("A\u030arhus", "Århus"),  # å as two signs
        ("yngby", None),
        ("", None),
        ("-", None),
        ('"', None),
        ("*", None),
        ("ærø OR tønder", None),
    ],
)
def test_what_is_found_and_what_is_not(towns, typed, expected):
    assert [hit.record_id for hit in found(towns, typed)] == ([expected] if expected else [])


def test_every_word_typed_has_to_be_there(towns):
    assert len(found(towns, "kommune")) == 6
    assert [hit.record_id for hit in found(towns, "kommune sam")] == ["Samsø"]
    assert found(towns, "samsø ærø") == []


def test_what_begins_with_the_words_comes_first(store):
    write(store, lambda uow: [uow.add(municipality(name)) for name in ("Nord", "Region Nord", "Nordfyn", "Sydnord")])
    assert [hit.title for hit in found(store, "nord")][:2] in (["Nordfyn", "Nord"], ["Nord", "Nordfyn"])
    assert {hit.title for hit in found(store, "nord")} == {"Nord", "Nordfyn", "Region Nord"}


def test_the_index_follows_changes_and_deletions(towns):
    def rename(uow):
        uow.get(Authority, "Samsø").name = "Tunø"
        uow.get(Authority, "Samsø").official_name = "Tunø Kommune"
        uow.remove(uow.get(Authority, "Ærø"))

    write(towns, rename)
    assert found(towns, "samsø") == []
    assert [hit.record_id for hit in found(towns, "tunø")] == ["Samsø"]
    assert found(towns, "ærø") == []
    towns.undo()
    assert [hit.record_id for hit in found(towns, "samsø")] == ["Samsø"]
    assert [hit.record_id for hit in found(towns, "ærø")] == ["Ærø"]
    assert towns.check() == []


def test_what_was_taken_back_is_not_found(towns):
    with towns.unit_of_work() as uow:
        uow.add(municipality("Læsø"))
        uow.all(Authority)
    assert found(towns, "læsø") == []


def test_an_answer_is_found_with_its_place(store):
    fill(store)
    [hit] = found(store, "botilbud ærøsk")
    assert (hit.kind, hit.record_id, hit.found_in, hit.number) == ("Submission", "submission-1", "Answer", 8)
    assert hit.place == "Tilbud!B4"
    assert hit.snippet == "Botilbuddet Ærøskøbing"
    assert hit.title == "file_name æøå · Navn"
    with store.reader() as reader:
        assert reader.answers(hit.record_id)[hit.number - 1] == ANSWERS[7]


def test_lone_figures_are_not_indexed(store):
    fill(store)
    assert found(store, "12") == []
    assert found(store, "97") == []


def test_a_second_reading_takes_the_place_of_the_first_in_the_index(store):
    place = CellRef("Skema", "C1")

    def read(text):
        def work(uow):
            if uow.get(Submission, "s") is None:
                uow.add(sample(Submission, id="s", **EMPTY))
            uow.put_reading("s", [Answer(place, None, "Navn", FieldType.TEXT, text, text, place)], [])

        write(store, work)

    read("Solsikken")
    read("Mælkebøtten")
    assert found(store, "solsikken") == []
    assert [hit.snippet for hit in found(store, "maelkeb")] == ["Mælkebøtten"]


def test_what_belongs_to_a_record_opens_that_record(store):
    def work(uow):
        uow.add(TargetGroup("g", None, None, Subject.SOCIAL))
        uow.add(TargetGroupTitle("t2", "g", "Voksne med synstab", dt.date(2020, 1, 1)))
        uow.add(TargetGroupTitle("t", "g", "Borgere med punktskrift", dt.date(2014, 1, 1), dt.date(2019, 12, 31)))
        uow.add(Announcement("a", "CU-2022-PUNKTSKRIFT", "Punktskrift til voksne", "g"))
        uow.add(Case("c", "2026-1", "Punktskrift", "a", dt.date(2026, 1, 1)))
        uow.add(sample(Step, id="s", case_id="c", region_id=None, rests_on=None, what_is_asked="ny punktskriftplan"))

    write(store, work)
    hits = {hit.found_in: (hit.kind, hit.record_id, hit.title) for hit in found(store, "punktskr")}
    assert hits == {
        "TargetGroupTitle": ("TargetGroup", "g", "Voksne med synstab"),
        "Announcement": ("Announcement", "a", "CU-2022-PUNKTSKRIFT · Punktskrift til voksne"),
        "Case": ("Case", "c", "2026-1 · Punktskrift"),
        "Step": ("Case", "c", "2026-1 · Punktskrift"),
    }
    assert [hit.record_id for hit in found(store, "cu-2022")] == ["a"]


def test_the_words_of_a_letter_are_found_and_its_keys_are_not(store):
    fill(store)

    def work(uow):
        letter = uow.one(Letter)
        letter.content = json.dumps({"paragraphs": [{"text": "Vi beder om fornyet behandling"}, 7]})

    write(store, work)
    [hit] = found(store, "fornyet behandl")
    assert (hit.kind, hit.record_id) == ("Letter", "letter-1")
    assert "fornyet behandling" in hit.snippet
    assert found(store, "paragraphs") == []


def test_answers_keep_their_share_of_the_places(store):
    place = CellRef("Skema", "C1")

    def work(uow):
        for number in range(60):
            uow.add(municipality(f"Nord {number}", f"n{number}"))
        uow.add(sample(Submission, id="s", **EMPTY))
        uow.put_reading("s", [Answer(place, None, "Navn", FieldType.TEXT, "Nord", "Nord", place)] * 60, [])

    write(store, work)
    hits = found(store, "nord", limit=20)
    assert [hit.found_in for hit in hits] == ["Authority"] * 10 + ["Answer"] * 10
    assert [hit.number for hit in hits[10:12]] == [60, 59]


def test_a_long_text_is_cut_at_words_around_the_find(store):
    text = " ".join(f"ord{number}" for number in range(60)) + " målet " + " ".join(f"mere{n}" for n in range(60))
    place = CellRef("Skema", "C1")

    def work(uow):
        uow.add(sample(Submission, id="s", **EMPTY))
        uow.put_reading("s", [Answer(place, None, "Navn", FieldType.TEXT, text, text, place)], [])

    write(store, work)
    [hit] = found(store, "maalet")
    assert hit.snippet.startswith("… ord")
    assert hit.snippet.endswith(" …")
    assert " målet mere0 " in hit.snippet
    assert len(hit.snippet) < 110
    assert set(hit.snippet.split()) - {"…"} <= set(text.split())


def test_a_rebuilt_index_finds_the_same(store):
    fill(store)
    before = found(store, "æøå"), found(store, "botilbud")
    with store.unit_of_work() as uow:
        uow.connection.exec_driver_sql("INSERT INTO search(search) VALUES ('delete-all')")
        uow.connection.exec_driver_sql("DELETE FROM search_entry")
        uow.commit(Summary("lost"))
    assert found(store, "botilbud") == []
    assert {problem.code for problem in store.check()} == {"search-damaged"}
    with store.unit_of_work() as uow:
        index.rebuild(uow.connection)
        uow.commit(Summary("rebuilt"))
    after = found(store, "æøå"), found(store, "botilbud")
    assert [set(hits) for hits in after] == [set(hits) for hits in before]
    assert store.check() == []


def test_an_index_made_by_other_rules_is_built_anew_at_the_next_start(store, monkeypatch):
    fill(store)
    store.close()
    with monkeypatch.context() as patch:
        patch.setattr(index, "_LETTERS", (("ø", "oe"),))
        other = Store.open(store.path, ACTOR)
        assert found(other, "botilbud aeroesk") == []
        other.close()
    again = Store.open(store.path, ACTOR)
    assert len(found(again, "botilbud aeroesk")) == 1
    assert again.check() == []
    again.close()


@given(st.text())
def test_whatever_is_folded_stays_folded(text):
    for word in index.words(text):
        assert index.words(word) == [word]
        assert " " not in word


@given(st.text(st.sampled_from("abcæøåÆØÅéü -\u030a\u0308")))
def test_case_and_spelling_do_not_matter(text):
    spelled = text.replace("æ", "ae").replace("Æ", "AE").replace("ø", "oe").replace("Ø", "OE")
    assert index.words(text) == index.words(spelled) == index.words(text.upper()) == index.words(text.lower())


def answers_of(texts):
    return [
        Answer(CellRef("Skema", f"C{n}"), None, "", FieldType.TEXT, t, t, CellRef("Skema", f"C{n}"))
        for n, t in enumerate(texts, 1)
    ]


@pytest.mark.parametrize("looked_at", [1, 3, 5000])
@given(
    texts=st.lists(
        st.lists(st.sampled_from(["kommune", "kommunal", "kom", "komm", "borg", "borger"]), max_size=3), max_size=12
    ),
    wanted=st.lists(st.sampled_from(["k", "kom", "komm", "kommuna", "borge", "bo"]), min_size=1, max_size=2),
    limit=st.integers(1, 8),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_it_is_searched_the_newest_answers_that_fit_are_found(
    store, monkeypatch, looked_at, texts, wanted, limit
):
    monkeypatch.setattr(search, "_LOOKED_AT", looked_at)
    written = [" ".join(words) for words in texts]

    def work(uow):
        if uow.get(Submission, "s") is None:
            uow.add(sample(Submission, id="s", **{**EMPTY, "file_name": "x", "reason": "x"}))
        uow.put_reading("s", answers_of(written), [])

    write(store, work)
    fits = [
        number
        for number, words in enumerate(texts, 1)
        if all(any(word.startswith(part) for word in words) for part in wanted)
    ]
    assert [hit.number for hit in found(store, " ".join(wanted), limit)] == fits[::-1][:limit]
