"""The glossary is the only source of terms: translations use its German words."""

import re

import pytest
from test_words import translations

from qvgraph.terms import TERMS, Term

TYPED = re.compile(r"also: \w+|\{\w+\}|\[\w+\]|--\w+|^baseline(?= is missing)|\w+ = .*")
"""What stays as it is in every language: placeholders, tables, options, keys, names of kinds."""


@pytest.mark.parametrize("term", [term for term in TERMS if term.stems], ids=lambda term: term.en)
def test_a_term_is_translated_as_the_glossary_says(term: Term):
    english = re.compile(rf"\b{re.escape(term.en)}s?\b", re.IGNORECASE)
    strange = [
        f"{text!r} → {german!r}"
        for text, german in translations().items()
        if english.search(TYPED.sub("", text))
        and not any(stem in german.lower() for stem in term.stems)
    ]
    assert not strange, "\n".join(strange)


def test_every_term_is_there_once_and_explained_in_a_sentence():
    assert len({term.en for term in TERMS}) == len({term.de for term in TERMS}) == len(TERMS)
    for term in TERMS:
        assert term.meaning_en.endswith(".")
        assert term.meaning_de.endswith(".")
