"""Every word file loads, every entry explains itself, and phrases match as written."""

from importlib.resources import files

import pytest

from sayso.lexicon import find_labels, load_entries, pattern_of, verb_forms, words_of

FILES = sorted(
    f.name.removesuffix(".toml") for f in files("sayso").joinpath("words").iterdir() if f.name[-5:] == ".toml"
)


@pytest.mark.parametrize("name", FILES)
def test_words_file_is_complete(name):
    entries = load_entries(name)
    assert entries
    for entry in entries:
        assert entry.label and entry.description
        assert entry.words or entry.verbs


@pytest.mark.parametrize("name", ["silences", "cues", "stances", "certainties", "hedges"])
def test_examples_show_their_label(name):
    for entry in load_entries(name):
        if entry.label != "certain":
            assert entry.label in [label for _, _, label in find_labels(name, entry.example)], entry.label


def test_alternatives_and_options_of_a_phrase():
    pattern = pattern_of("silences", "no_response")
    for words in ("did not respond", "has not yet replied", "didn’t immediately respond", "did not\nanswer questions"):
        assert pattern.search(words), words


def test_what_must_follow_is_no_part_of_a_phrase():
    assert pattern_of("silences", "declined").search("They did not say when.").group() == "did not say"
    assert not pattern_of("silences", "declined").search("They did not say that.")


def test_the_longest_phrase_counts():
    assert [label for *_, label in find_labels("hedges", "She could not see it.")] == ["certain"]


def test_a_label_that_is_not_there_is_an_error():
    with pytest.raises(KeyError, match="no entry"):
        words_of("stances", "sings")


def test_regular_verbs_are_inflected():
    assert verb_forms("deny") == ("deny", "denies", "denied", "denying")
    assert verb_forms("agree to") == ("agree to", "agrees to", "agreed to", "agreeing to")
