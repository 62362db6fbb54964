"""Invented news for the tests of copies, and ways to rework it."""

from __future__ import annotations

WIRE = (
    "The harbour board of Skarne Haven voted late on Tuesday to close the old "
    "north pier for two years while its foundations are rebuilt. The work will "
    "cost about 40 million crowns, of which the state pays a third. Engineers "
    "found in the spring that frost had split nine of the eleven pillars below "
    "the waterline.\n\n"
    "“Nobody wants to be the one who waited,” said the board’s chair, Ilse "
    "Marrowgate. “We have waited since 1998.”\n\n"
    "Fishing crews will move their landings to the ferry quay, where the tide "
    "leaves them only six hours of deep water a day. The crews’ association "
    "fears that small boats will give up the winter cod. A petition with 2,300 "
    "names was handed to the mayor in June, and a court has been asked to stop "
    "the closure until the autumn.\n\n"
    "The pier was built in 1911 by convicts, and it carried the first telephone "
    "line to the outer islands. Divers are to take down the lamp at its head "
    "before the first storms, and it will be shown in the customs house."
)

OTHER = (
    "Skarne Haven will lose its best-loved walk until 2028. After a meeting "
    "that ran past ten in the evening, seven of the nine members of the port "
    "authority backed a plan that keeps everybody off the north pier. A survey "
    "by divers had shown cracks in most of the supports.\n\n"
    "“Nobody wants to be the one who waited,” said the board’s chair, Ilse "
    "Marrowgate. “We have waited since 1998.”\n\n"
    "Those who live from cod are angry. They must share the quay of the "
    "ferries, which is dry half of the day at low water. Their lawyer hopes "
    "that judges will call a halt before September. More than two thousand "
    "people have signed against the plan, and the town’s leader has promised "
    "to read every line of their letter at the next session of the council."
)

UNRELATED = (
    "Aldmoor lost the Tarn Cup by half a length on Sunday after their stroke "
    "caught a crab forty metres from the line. It was the crew’s third defeat "
    "in a row. Their coach said that the new boat was too stiff for the chop, "
    "and that the old one would be back on the water within a week. The cup "
    "goes to Pellworth, who had last won it before the war and who rowed the "
    "final with two substitutes and a borrowed set of oars."
)


def other_byline(text: str) -> str:
    return f"By Our Own Correspondent\n\n{text}\n\nThe Kestrel Bay Tribune, 2026"


def cut(text: str) -> str:
    return text[: len(text) // 3]


def localised(text: str) -> str:
    return (
        text.replace("Skarne Haven", "our neighbour across the bay")
        .replace("Ilse Marrowgate", "Ms Marrowgate, who grew up in Kestrel Bay")
        .replace("crowns", "dollars")
    )


def copy_edited(text: str, *, every: int = 12) -> str:
    """Every twelfth word dropped or replaced."""
    words = text.split(" ")
    for index in range(every - 1, len(words), every):
        words[index] = "" if index % 2 else "indeed"
    return " ".join(word for word in words if word)


def embedded(text: str) -> str:
    return f"{UNRELATED}\n\n{text}\n\n{UNRELATED[::-1]}"
