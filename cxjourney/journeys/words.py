"""Words typed over each other, as the editor saves them; the rules are those of the whole app."""

from cxjourney.activity.words import ATTEMPTS, Clash, Gone, Met, save_words

__all__ = ["ATTEMPTS", "Clash", "Gone", "Met", "save_words"]
