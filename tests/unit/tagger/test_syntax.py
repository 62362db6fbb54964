"""Trees off scores, and parses written into spaCy's documents."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.tagger.syntax import (
    Annotator,
    Syntax,
    SyntaxLabels,
    read_dependencies,
    read_trees,
)

LABELS = SyntaxLabels.from_dict(
    {
        "tags": ["NN|NOUN", "VBD|VERB", "NNP|PROPN", ".|PUNCT"],
        "dependencies": ["nsubj", "ROOT", "punct", "compound"],
        "entities": ["O", "B-ORG", "I-ORG", "B-PERSON", "I-PERSON"],
    }
)


def arcs_to(heads: list[int]) -> np.ndarray:
    arcs = np.zeros((len(heads), len(heads)), dtype=np.float32)
    arcs[np.arange(len(heads)), heads] = 5
    return arcs


def climb(heads: np.ndarray, word: int) -> int:
    for _ in range(len(heads) + 1):
        if heads[word] == word:
            return word
        word = int(heads[word])
    raise AssertionError("a cycle")


def test_the_best_heads_are_taken_where_they_make_trees() -> None:
    starts = np.array([True, False, False, True, False])
    heads = [1, 1, 1, 4, 4]

    assert read_trees(arcs_to(heads), starts).tolist() == heads


def test_no_arc_leaves_its_sentence() -> None:
    starts = np.array([True, False, True, False])

    heads = read_trees(arcs_to([3, 3, 3, 3]), starts)

    assert heads[:2].max() <= 1
    assert heads[2:].tolist() == [3, 3]


def test_a_circle_becomes_a_tree_that_keeps_what_it_can() -> None:
    arcs = arcs_to([1, 0, 1, 2])
    arcs[0, 0] = 1  # the best root

    heads = read_trees(arcs, np.array([True, False, False, False]))

    assert heads.tolist() == [0, 0, 1, 2]


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_any_scores_give_one_tree_a_sentence(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    starts = rng.random(size) < 0.2
    starts[0] = True

    heads = read_trees(rng.normal(size=(size, size)).astype(np.float32), starts)

    sentence = np.cumsum(starts)
    roots = [climb(heads, word) for word in range(size)]
    assert (sentence[heads] == sentence).all()
    assert len(set(roots)) == sentence[-1]


def test_roots_and_no_others_are_called_so() -> None:
    scores = np.array([[0, 9, 0, 0], [9, 0, 0, 0]], dtype=np.float32)

    found = read_dependencies(scores, np.array([1, 1]), LABELS)

    assert [LABELS.dependencies[label] for label in found] == ["nsubj", "ROOT"]


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    return spacy.blank("en")


def syntax_of(
    tags: list[int], heads: list[int], dependencies: list[int], entities: list[int]
) -> Syntax:
    columns = (tags, heads, dependencies, entities)
    return Syntax(*(np.array(column, dtype=np.int64) for column in columns))


def test_a_document_gets_tags_tree_sentences_and_names(
    nlp: spacy.language.Language,
) -> None:
    doc = nlp.make_doc("Port  Authority spoke. It rained.")
    syntax = syntax_of(
        [2, 2, 1, 3, 0, 1, 3],
        [1, 2, 2, 2, 5, 5, 5],
        [3, 0, 1, 2, 0, 1, 2],
        [1, 2, 0, 0, 0, 0, 0],
    )

    Annotator(LABELS, nlp.vocab).annotate(doc, syntax, 0, 7)

    words = {token.text: token for token in doc if not token.is_space}
    assert words["Port"].head.text == "Authority"
    assert words["spoke"].dep_ == "ROOT"
    assert (words["Port"].tag_, words["Port"].pos_) == ("NNP", "PROPN")
    assert words["Authority"].ent_type_ == "ORG"
    assert [sentence.text for sentence in doc.sents] == [
        "Port  Authority spoke.", "It rained.",
    ]  # fmt: skip


def test_a_name_that_only_goes_on_begins(nlp: spacy.language.Language) -> None:
    doc = nlp.make_doc("Ada Lind spoke")
    syntax = syntax_of([2, 2, 1], [1, 2, 2], [3, 0, 1], [4, 4, 2])

    Annotator(LABELS, nlp.vocab).annotate(doc, syntax, 0, 3)

    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Ada Lind", "PERSON"), ("spoke", "ORG"),
    ]  # fmt: skip


def test_words_of_a_later_document_count_from_its_first(
    nlp: spacy.language.Language,
) -> None:
    doc = nlp.make_doc("It rained")
    syntax = syntax_of([0] * 5, [0, 0, 0, 4, 4], [1, 0, 0, 0, 1], [0] * 5)

    Annotator(LABELS, nlp.vocab).annotate(doc, syntax, 3, 5)

    assert [token.head.i for token in doc] == [1, 1]
