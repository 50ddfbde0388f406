"""The sentences of a text, as a reader would count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmemo.checks.memo.sentences import sentences

TEXTS = [
    ["Trade was US$4.2 million in 2024 [E1].", "It fell by 30.8% in Jan. 2025 [E2]."],
    ["The mines (e.g. Oyu) export copper [E1].", "They closed on 3 Mar. 2024."],
    ["It is signed. [E1]", "Russia has not consented."],
    ["The line is open [E1]. [E2, E3] [S1]", "The second is not [E3]."],
    ["J. Smith of the U.S. Treasury visited on 12 Oct. 2024 [E1, E2].", "No. 5 was signed."],
    ["Sources count 275, 367 and 375 goods; the numbers differ.", "The U.S. is no party."],
    ["It holds in the U.S.", "The treaty does not."],
    ['He said: "No act is on record." [C1]', "We looked."],
    ["The figure, i.e. 4.2 million, is provisional.", "Cf. Art. 5 of the treaty [E3]."],
    ["Copper rose to 9,800.50 dollars vs. 9,100 before [E4].", "Why?", "Nobody says!", "So."],
    ["It met in Washington, D.C. on 5 May 2025 [E1].", "Dr. Lee spoke."],
    ["The ban (in force since 2019.) stays [E2].", "The 2.5-year term ends by 31 Dec. 2026."],
    ["Gen. Bat met the E.U. envoy [E1].", "Approx. 400 km remain.", "He said no.", "It is."],
    ["Trade is up 3%...", "Nobody knows why [E1]."],
    ["24.kg reports growth [E2].", "It cites the committee etc.", "No other does."],
    ["Хурал баталсан [E1].", "Одоо хүлээж байна."],
    ["[E1] begins it.", "“Quotes” begin it too [sic].", "(So do brackets.)"],
    ["One paragraph without an end", "Another"],
]


@pytest.mark.parametrize("parts", TEXTS, ids=lambda parts: parts[0])
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    """Abbreviations, figures, dates, initials and citations end no sentence."""
    between = "\n\n" if "paragraph" in parts[0] else " "
    assert [each.text for each in sentences(between.join(parts))] == parts


def test_a_sentence_knows_what_it_cites() -> None:
    """Citations count to the sentence before them, the one after a full stop too."""
    cited = [each.cited for each in sentences("One [E1]. [S1] Two [E2, E3]. Three.")]
    assert cited == [("E1", "S1"), ("E2", "E3"), ()]


@given(st.text(alphabet="aB3 .!?\n[]E1,\"'“”()", max_size=60))
def test_every_character_but_space_belongs_to_one_sentence(text: str) -> None:
    """Nothing is lost, nothing is told twice, and each sentence stands where it says."""
    found = sentences(text)
    assert "".join("".join(each.text.split()) for each in found) == "".join(text.split())
    for each in found:
        assert text[each.start : each.start + len(each.text)] == each.text
