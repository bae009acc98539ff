"""Changes of a map as fragments for the live stream. Called in one thread; no event loop here.

log.py reads what happened, cards.py and fragments.py draw it, renderer.py decides what is sent to whom.
"""
