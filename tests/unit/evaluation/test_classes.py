"""Annotations sorted into classes, with the odd cases."""

from __future__ import annotations

import pytest

from claims.evaluation import Annotation, Evaluation
from claims.evaluation.classes import (
    Axis,
    Classes,
    Classifier,
    CueClass,
    Extent,
    Pieces,
)
from claims.evaluation.speakers import SpeakerClass, speaker_class
from claims.extraction.model import QuoteType, Span
from tests.unit.evaluation.annotating import (
    Words,
    annotation,
    claim,
    document,
    spans,
)


def classes(text: str, **parts: Words) -> Classes:
    """The classes of an annotation of the text."""
    return Classifier(text).classes_of(annotation(text, **parts))


@pytest.mark.parametrize(
    ("text", "content", "form"),
    [
        ("He said “it will rain.”", "“it will rain.”", QuoteType.DIRECT),
        ("He said “it will rain.”", "it will rain", QuoteType.DIRECT),
        ("He said ‘it will rain’.", "it will rain", QuoteType.DIRECT),
        ('He said "it will" rain.', '"it will" rain', QuoteType.MIXED),
        ("He said it will rain.", "it will rain", QuoteType.INDIRECT),
        ("“Rain,” he said, and it fell.", "it fell", QuoteType.INDIRECT),
    ],
)
def test_form_is_how_much_stands_in_quotation_marks(
    text: str, content: str, form: QuoteType
) -> None:
    assert classes(text, content=content).form is form


def test_pieces_are_counted_in_words_and_not_in_spans() -> None:
    text = "“Rain,” he said, “and wind.”"

    assert classes(text, content=("“Rain,”", "“and wind.”")).pieces is Pieces.SEVERAL
    assert classes(text, content=("and", "wind")).pieces is Pieces.ONE


@pytest.mark.parametrize(
    ("content", "extent"),
    [
        ("Dr. Lee of the U.S. Navy left", Extent.SENTENCE),
        ("J. Okafor stayed. “Nobody knew.”", Extent.SENTENCES),
        ("(“Why?” It was late.", Extent.SENTENCES),
        ("It was late.\n\nIt rained", Extent.PARAGRAPHS),
        ("It rained.", Extent.SENTENCE),
    ],
)
def test_extent_is_how_far_the_words_reach(content: str, extent: Extent) -> None:
    text = (
        "Dr. Lee of the U.S. Navy left and J. Okafor stayed. “Nobody knew.” (“Why?” "
        "It was late.\n\nIt rained."
    )

    assert classes(text, content=content).extent is extent


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("She said that it rains.", "said", CueClass.SPEECH_VERB),
        ("She has also called for rain.", "has also called for", CueClass.SPEECH_VERB),
        ("Okafor’s claiming rain.", "’s claiming", CueClass.SPEECH_VERB),
        ("She issued a statement saying so.", "issued a statement saying",
         CueClass.SPEECH_VERB),
        ("She thinks that it rains.", "thinks", CueClass.ATTITUDE_VERB),
        ("She did not want rain.", "did not want", CueClass.ATTITUDE_VERB),
        ("She downplayed the rain.", "downplayed", CueClass.OTHER_VERB),
        ("She went on at length about it.", "went on at length about",
         CueClass.OTHER_VERB),
        ("The claim that it rains.", "claim", CueClass.NOUN),
        ("Okafor's claims of rain.", "claims", CueClass.NOUN),
        ("Okafor’s earlier report of rain.", "report", CueClass.NOUN),
        ("She claims rain.", "claims", CueClass.SPEECH_VERB),
        ("She made the claim that it rains.", "made the claim", CueClass.NOUN),
        ("She has doubts about rain.", "has doubts about", CueClass.ATTITUDE_VERB),
        ("Her disdain for rain.", "disdain for", CueClass.NOUN),
        ("According to her it rains.", "According to", CueClass.ACCORDING_TO),
        ("It rained, per Okafor.", "per", CueClass.ACCORDING_TO),
        ("It reportedly rained.", "reportedly", CueClass.ADVERB),
        ("Okafor: it rains.", ":", CueClass.OTHER),
        ("To Okafor it is rain.", "To", CueClass.OTHER),
        ("It rains.", "", CueClass.OTHER),
    ],
)  # fmt: skip
def test_cues(text: str, cue: str, expected: CueClass) -> None:
    assert classes(text, cue=cue).cue is expected


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("Ann Okafor", SpeakerClass.PERSON),
        ("OKAFOR", SpeakerClass.PERSON),
        ("Mr. Okafor", SpeakerClass.PERSON),
        ("the Rev. Ann Okafor", SpeakerClass.PERSON),
        ("Harbour Authority spokeswoman Ann Okafor", SpeakerClass.PERSON),
        ("Norland's Ann Okafor", SpeakerClass.PERSON),
        ("Okafor, who runs the port,", SpeakerClass.PERSON),
        ("Secretary of State Ann Okafor", SpeakerClass.PERSON),
        ("Okafor’s", SpeakerClass.PERSON),
        ("The Harbour Gazette", SpeakerClass.BODY),
        ("Norland National Committee", SpeakerClass.BODY),
        ("Republican National Committee", SpeakerClass.BODY),
        ("the Okafor campaign", SpeakerClass.BODY),
        ("NHA", SpeakerClass.BODY),
        ("NHA’s", SpeakerClass.BODY),
        ("Many Democrats", SpeakerClass.BODY),
        ("A 2014 study by Ann Okafor", SpeakerClass.BODY),
        ("the report", SpeakerClass.BODY),
        ("Council", SpeakerClass.BODY),
        ("she", SpeakerClass.PRONOUN),
        ("Who", SpeakerClass.PRONOUN),
        ("His", SpeakerClass.PRONOUN),
        ("a source", SpeakerClass.ANONYMOUS),
        ("Several people close to Okafor", SpeakerClass.ANONYMOUS),
        ("Experts", SpeakerClass.ANONYMOUS),
        ("the mayor", SpeakerClass.DESCRIBED),
        ("A reporter for the Gazette", SpeakerClass.DESCRIBED),
        ("46 percent", SpeakerClass.DESCRIBED),
        ("Neighbours of Ann Okafor", SpeakerClass.DESCRIBED),
        ("Members of Norland Port", SpeakerClass.DESCRIBED),
        ("Swimmers", SpeakerClass.DESCRIBED),
        ("—", SpeakerClass.NOBODY),
        ("", SpeakerClass.NOBODY),
    ],
)
def test_speakers(speaker: str, expected: SpeakerClass) -> None:
    text = f"{speaker} said so."
    known = {"Okafor", "swimmers", "said", "so"}

    assert speaker_class(text, spans(text, speaker), known) is expected


def test_order_is_that_of_the_first_words() -> None:
    text = "“Rain,” said she, “and wind.”"

    assert (
        classes(
            text, speaker="she", cue="said", content=("“Rain,”", "“and wind.”")
        ).order
        == "content, cue, speaker"
    )
    assert classes(text, cue="said", content="“and wind.”").order == "cue, content"


def test_an_annotation_without_content_has_no_class_of_content() -> None:
    axes = dict(classes("She spoke.", speaker="She", cue="spoke"))

    assert axes.keys() == {Axis.SPEAKER, Axis.CUE, Axis.ORDER}


@pytest.mark.parametrize("text", ["a", "\ud800", "“", ". .", "'''", "\n\n", "a" * 500])
def test_any_text_can_be_sorted(text: str) -> None:
    everything = (Span(0, len(text)),)

    found = Classifier(text).classes_of(Annotation(everything, everything, everything))

    assert found.order == "content, cue, speaker"


def test_recall_is_counted_in_each_class() -> None:
    text = "It rains, Okafor said. It snows, she said to us. It hails, Berg told us."
    gold = [
        annotation(text, speaker="Okafor", content="It rains"),
        annotation(text, speaker="she", content="It snows"),
        annotation(text, speaker="Berg", content="It hails"),
    ]
    wrong = annotation(text, speaker="Okafor", content="It snows")
    evaluation = Evaluation()

    evaluation.add(document(text, *gold), [claim(gold[0]), claim(wrong)])

    kinds = evaluation.by_class()[Axis.SPEAKER]
    assert list(kinds) == [SpeakerClass.PERSON, SpeakerClass.PRONOUN]
    person, pronoun = kinds.values()
    assert (person.gold, person.content, person.whole) == (2, 1, 1)
    assert (pronoun.gold, pronoun.content, pronoun.whole) == (1, 1, 0)
    assert evaluation.by_class()[Axis.FORM][QuoteType.INDIRECT].gold == 3
