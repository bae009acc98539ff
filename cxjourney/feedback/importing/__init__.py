"""Answers from CSV files: what the file is, what each column means, whether rows are good, and the load."""

from cxjourney.feedback.importing.load import load_counts
from cxjourney.feedback.questions import guess

__all__ = ["guess", "load_counts"]
