"""PolNeAR's own files become the lines that training reads."""

from __future__ import annotations

from training.brat import read_events

ANNOTATIONS = (
    "T1\tSource 10 15\tOkafor\n"
    "T2\tCue 16 20\tsaid\n"
    "T3\tContent 0 8;22 30\tThe pool will close\n"
    "T4\tAttribution 16 20\tsaid\n"
    "T5\tContent 31 40\tin spring\n"
    "#1\tAnnotatorNotes T1\tsure\n"
    "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3 Content2:T5\n"
    "E2\tAttribution:T9 Cue:T1 Content:T8\n"
)


def test_events_tie_pieces_together() -> None:
    assert read_events(ANNOTATIONS) == [
        {"source": [], "cue": [[10, 15]], "content": []},
        {
            "source": [[10, 15]],
            "cue": [[16, 20]],
            "content": [[0, 8], [22, 30], [31, 40]],
        },
    ]
