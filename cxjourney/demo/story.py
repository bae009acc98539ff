"""The demo's words. The numbers come from the file beside this one; every belief here is assumed.

Figures: satisfaction surveys of the United States Patent and Trademark Office, published by the
General Services Administration as open data (public domain).
"""

from typing import Any

WORKSPACE = {"name": "Trademark office", "slug": "demo"}
EMAIL = "demo@example.com"
TITLE = "Registering a trademark"
SOURCE = (
    "Measured: 149,790 answers of USPTO customers, October 2020 to December 2022 "
    "(GSA HISP-CX-Data, public domain). Persona, assumed curve, thoughts and pain points are assumed."
)

TEAMS = [
    ("Website", 4),
    ("Filing systems", 3),
    ("Examination", 5),
    ("Assistance Center", 2),
    ("Records", 6),
]

PERSONA = {
    "name": "Rosa",
    "role": "Bakery owner, first trademark",
    "quote": "I make bread. I just want to know that nobody can take my name.",
    "portrait": 1,
}

# name, customer's goal
STAGES = [
    ("Find out", "Understand whether I need a trademark, and what it costs"),
    ("Search", "Be sure that nobody has my name already"),
    ("Apply", "Fill in the form once, correctly"),
    ("Examination", "Hear that it is fine, or exactly what to mend"),
    ("Ask for help", "Talk to someone who knows my case"),
    ("Follow and keep", "See where my mark stands without asking"),
]

# The stage that is split into steps, and what of it stands in the second.
STEPS: dict[str, Any] = {
    "stage": 3,
    "names": ("The letter comes", "What to answer"),
    "second": {
        "Know what to answer, and by when",
        "Looks for what to do next",
        "Offer a call with the examiner in the letter",
        "Second reading of refusals",
        "Form paragraphs",
    },
}

# stage, name in the file, short name, channel, team, moment of truth, assumed −2…+2, target CSAT
TOUCHPOINTS = [
    (0, "Website: uspto.gov", "Website: uspto.gov", "website", "Website", False, "0.6", "4.0"),
    (0, "Website on a phone: uspto.gov", "Website on a phone", "website", "Website", False, "0.4", "4.0"),
    (
        1,
        "Trademark search (TESS)",
        "Trademark search (TESS)",
        "website",
        "Filing systems",
        False,
        "0.3",
        "4.0",
    ),
    (2, "Filing form (TEAS)", "Filing form (TEAS)", "website", "Filing systems", True, "0.9", "4.2"),
    (
        3,
        "First office action (examiner's letter)",
        "Examiner's letter",
        "email",
        "Examination",
        True,
        "1.2",
        "4.0",
    ),
    (
        4,
        "Call with the Trademark Assistance Center",
        "Call to the Assistance Center",
        "phone",
        "Assistance Center",
        True,
        "0.2",
        "4.3",
    ),
    (5, "Dashboard: MyUSPTO", "Dashboard: MyUSPTO", "account", "Records", False, "1.0", "4.0"),
]

# lane kind -> texts per stage; a thought is (text, mood), a backstage process (text, team)
CARDS: dict[str, list[list]] = {
    "goals": [
        ["Know what a trademark protects", "Know the fee before I start"],
        ["A clear yes or no about my name"],
        ["Do it without a lawyer", "Pay once"],
        ["Understand the letter at first reading", "Know what to answer, and by when"],
        ["Reach a person in minutes"],
        ["One place for all my marks"],
    ],
    "steps": [
        ["Reads the basics on uspto.gov", "Looks up the fees on her phone"],
        ["Types the bakery's name", "Scrolls through similar marks"],
        ["Creates an account", "Chooses a class of goods", "Signs and pays"],
        ["Opens the letter months later", "Looks for what to do next"],
        ["Calls with the letter in her hand"],
        ["Checks the status", "Notes when to renew"],
    ],
    "thoughts": [
        [("Is my shop's sign not enough?", "mixed")],
        [("Nobody has it. I think.", "mixed")],
        [("That was easier than my taxes.", "good")],
        [("At last, an answer from a real examiner.", "good")],
        [("I hope they do not put me on hold.", "mixed")],
        [("I see it moving. Good.", "good")],
    ],
    "ideas": [
        ["A fee calculator on the first page"],
        ["Say how sure “no match” is"],
        ["Save and return on another device"],
        ["Begin the letter with what to do next", "Offer a call with the examiner in the letter"],
        ["Let the caller's case open by itself"],
        ["Send a message when the status moves"],
    ],
    "hypotheses": [
        ["If the fee stands on the first page, fewer people call about it"],
        [],
        ["If classes read like shop words, the form gets easier"],
        ["If the letter begins with what to do next, most people can go on without a call"],
        [],
        ["If every status has a sentence, the dashboard gets clearer"],
    ],
    "systems": [
        ["uspto.gov"],
        ["Trademark search (TESS)"],
        ["Filing form (TEAS)", "Payment"],
        ["Examiners' file", "Form paragraphs"],
        ["Phone system", "Examiners' file"],
        ["MyUSPTO", "Trademark register"],
    ],
    "backstage": [
        [("Content review of the basics", "Website")],
        [("Nightly index of new marks", "Filing systems")],
        [("Fee and class checks", "Filing systems")],
        [
            ("Examiner drafts from form paragraphs", "Examination"),
            ("Second reading of refusals", "Examination"),
        ],
        [("Call routing by serial number", "Assistance Center")],
        [("Status feed from the register", "Records")],
    ],
}
# Who is involved, by stage: (team, its part). Assumed as everything here.
RACI: list[list[tuple[str, str]]] = [
    [("Website", "A"), ("Assistance Center", "C")],
    [("Filing systems", "A"), ("Website", "I")],
    [("Filing systems", "A"), ("Records", "R")],
    [("Examination", "A"), ("Assistance Center", "I")],
    [("Assistance Center", "A"), ("Examination", "C")],
    [("Records", "A"), ("Website", "R")],
]

# What goes well, by stage: touchpoint and question as in the file, words for those who gave 4 or 5 of 5.
GAINS: list[tuple[str, str, str]] = [
    ("Website on a phone: uspto.gov", "This interaction increased", "trust the office more after a visit"),
    ("Trademark search (TESS)", "Did you accomplish", "did what they came for"),
    ("Filing form (TEAS)", "Did you accomplish", "did what they came for"),
    ("First office action (examiner's letter)", "The examining attorney", "found their examiner helpful"),
    ("Call with the Trademark Assistance Center", "I was treated fairly", "felt treated fairly"),
    ("Dashboard: MyUSPTO", "My need was addressed", "found what they needed"),
]

# A journey inside the journey: the stage of the letter in full. Assumed, but the answers of touchpoints.
INSIDE: dict[str, Any] = {
    "title": "Answering the examiner's letter",
    "stage": 3,  # of the map it is a part of
    # name, goal, touchpoint (by its name in the file), assumed
    "stages": [
        ("Open the letter", "See whether it is good news", "First office action (examiner's letter)", "1.0"),
        ("Understand it", "Know what the office wants", "Website: uspto.gov", "0.5"),
        ("Ask about it", "Hear it in plain words", "Call with the Trademark Assistance Center", "0.6"),
        ("Answer", "Send the answer in one sitting", "Filing form (TEAS)", "0.8"),
    ],
    "cards": {
        "goals": [
            ["Yes or no in the first line"],
            ["Words of my trade"],
            ["Someone who has the letter open too"],
            ["Know that it arrived"],
        ],
        "steps": [
            ["Opens the e-mail on her phone"],
            ["Reads it again in the evening", "Looks up two paragraphs"],
            ["Calls, the letter in her hand"],
            ["Fills in the form of answer", "Saves a copy"],
        ],
        "thoughts": [
            [("Is this a no?", "mixed")],
            [("I thought I was done.", "mixed")],
            [("So it is only the class.", "good")],
            [("Now it is with them again.", "good")],
        ],
    },
}

# The same journey as it could be: what is planned, in the stage of the letter.
FUTURE: dict[str, Any] = {
    "title": "Registering a trademark, a letter that helps",
    "stage": 3,
    "steps": ["Sees in the first line what to do next", "Books a call with the examiner from the letter"],
    "thoughts": [("I know what they want, and by when.", "good")],
}

VERSION = ("As first drawn", "Only what the team assumed: the answers came afterwards.")

# Touchpoint, threshold of its CSAT: whole interval below it raises an alert.
ALERT_NAME = "CSAT, letter"
ALERT = ("First office action (examiner's letter)", "3.5")

LANE_NOTES = {
    "goals": "Assumed",
    "steps": "What Rosa does, assumed",
    "touchpoints": "Channel, owner, measured score",
    "thoughts": "In her words, assumed",
    "pains": "Assumed, until answers prove them",
    "gains": "Measured: who gave 4 or 5 of 5",
    "hypotheses": "Assumed, to be tested",
    "systems": "Assumed",
    "teams": "Who is involved, assumed",
}

# touchpoint (by its place above), title, impact, frequency, team, status, beginning of the question near it
PAINS = [
    (0, "The fee is found only after four pages", 2, 4, "Website", "planned", "The information provided"),
    (2, "Similar marks are hard to judge for a layman", 3, 3, "Filing systems", "new", "It was easy"),
    (3, "Classes of goods read like law", 3, 4, "Filing systems", "doing", "It was easy"),
    (4, "The letter does not say what to do next", 5, 4, "Examination", "new", "Have you been able"),
    (4, "Refusals are written in form paragraphs", 4, 4, "Examination", "new", "I was treated fairly"),
    (6, "The status uses words nobody explains", 2, 3, "Records", "verifying", "The information provided"),
]
PAIN_NOTE = (
    "Assumed by the team. Measured nearby: {low} of {n} answers give 1 or 2 of 5 to “{question}”. "
    "Link customers' words to it as evidence, or drop it."
)
