"""The demo's words. The numbers come from the file beside this one; every belief here is assumed.

Figures: satisfaction surveys of the United States Patent and Trademark Office, published by the
General Services Administration as open data (public domain).
"""

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
LANE_NOTES = {
    "goals": "Assumed",
    "steps": "What Rosa does, assumed",
    "touchpoints": "Channel, owner, measured score",
    "thoughts": "In her words, assumed",
    "pains": "Assumed, until answers prove them",
}

# touchpoint (by its place above), title, impact, frequency, team, status, description
PAINS = [
    (0, "The fee is found only after four pages", 2, 4, "Website", "planned"),
    (2, "Similar marks are hard to judge for a layman", 3, 3, "Filing systems", "new"),
    (3, "Classes of goods read like law", 3, 4, "Filing systems", "doing"),
    (4, "The letter does not say what to do next", 5, 4, "Examination", "new"),
    (4, "Refusals are written in form paragraphs", 4, 4, "Examination", "new"),
    (6, "The status uses words nobody explains", 2, 3, "Records", "verifying"),
]
PAIN_NOTE = "Assumed by the team. Link customers' words to it as evidence, or drop it."
