"""Two people in one text: both keep their words, or the reader decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxjourney.kit.merge import Merge, merge_words, word_diff

BASE = "Opens the mail and clicks the link"
texts = st.text(alphabet="ab \n", max_size=40)
words = st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=12).map(" ".join)


def test_changes_of_different_words_are_both_kept():
    merge = merge_words(BASE, "Opens the letter and clicks the link", "Opens the mail and clicks the button")
    assert merge == Merge("Opens the letter and clicks the button", True)


def test_a_word_added_and_another_removed():
    merge = merge_words(BASE, "Quickly opens the mail and clicks the link", "Opens the mail and clicks")
    assert merge == Merge("Quickly opens the mail and clicks", True)


def test_the_same_change_by_both_is_made_once():
    merge = merge_words("a b c d e", "a X c d e", "a X c d Y")
    assert merge == Merge("a X c d Y", True)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Opens the letter and clicks the link", "Opens the message and clicks the link"),
        ("Opens and clicks the link", "Opens the long mail and clicks the link"),
        (f"{BASE} twice", f"{BASE} again"),
        (f"Now {BASE}", f"Then {BASE}"),
        ("", "Opens the mail and clicks the button"),
    ],
)
def test_changes_of_the_same_words_are_left_to_the_reader(mine, theirs):
    assert merge_words(BASE, mine, theirs) == Merge(mine, False)
    assert merge_words(BASE, theirs, mine) == Merge(theirs, False)


def test_line_breaks_and_spaces_are_kept():
    assert merge_words("a\n\nb  c", "a\n\nb  C", "A\n\nb  c").text == "A\n\nb  C"


def test_line_ends_of_browsers_make_no_difference():
    merge = merge_words("one two\r\nthree", "one TWO\r\nthree", "one two\nthree four")
    assert merge == Merge("one TWO\nthree four", True)
    assert merge_words("a\r\nb", "a\r\nb", "a\nb").clean


def test_two_sentences_written_anew_are_not_mixed_by_their_spaces():
    mine, theirs = "Taps the banner then reads all of it", "Gets a letter, keeps it for a week or so"
    assert merge_words(BASE, mine, theirs) == Merge(mine, False)
    assert word_diff(BASE, "Goes to a shop") == [("old", BASE), ("new", "Goes to a shop")]


def test_long_texts_of_few_words_are_compared_as_a_whole():
    # Compared word by word this would take minutes.
    base, mine, theirs = "a b " * 2000, "b a a " * 1300 + "x", "c " + "b a b a a " * 800
    assert merge_words(base, mine, theirs) == Merge(mine, False)
    pieces = word_diff(base, theirs)
    assert "".join(text for kind, text in pieces if kind != "new") == base
    assert "".join(text for kind, text in pieces if kind != "old") == theirs


def test_one_word_in_a_long_text_still_merges():
    text = "word " * 3000
    merge = merge_words(text + "end", "First " + text + "end", text + "last")
    assert merge == Merge("First " + text + "last", True)


@given(texts, texts)
def test_one_change_alone_wins(base, changed):
    assert merge_words(base, changed, base) == Merge(changed, True)
    assert merge_words(base, base, changed) == Merge(changed, True)
    assert merge_words(base, changed, changed) == Merge(changed, True)


@given(words, words, words)
def test_whose_change_comes_first_makes_no_difference(base, mine, theirs):
    one, other = merge_words(base, mine, theirs), merge_words(base, theirs, mine)
    assert one.clean == other.clean
    assert not one.clean or one.text == other.text


@given(st.lists(st.sampled_from("abcd"), min_size=3, max_size=10), st.data())
def test_edits_apart_from_each_other_always_merge(base, data):
    one = data.draw(st.integers(0, len(base) - 1))
    two = data.draw(st.integers(0, len(base) - 1).filter(lambda at: abs(at - one) > 1))
    mine, theirs, both = list(base), list(base), list(base)
    mine[one] = both[one] = "MINE"
    theirs[two] = both[two] = "THEIRS"
    assert merge_words(" ".join(base), " ".join(mine), " ".join(theirs)) == Merge(" ".join(both), True)


@given(texts, texts)
def test_a_difference_holds_both_texts(old, new):
    pieces = word_diff(old, new)
    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "old") == new


def test_a_difference_in_reading_order():
    assert word_diff("the old mail", "the new mail") == [
        ("same", "the "),
        ("old", "old"),
        ("new", "new"),
        ("same", " mail"),
    ]
