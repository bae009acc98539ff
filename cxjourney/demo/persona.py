"""The sheet of the demo's persona. All of it is ours and marked as assumed."""

SHARE = "24"  # % of customers
SHEET: dict[str, list[dict]] = {
    "facts": [
        {"lead": "Age", "text": "41"},
        {"lead": "Work", "text": "Owns a bakery with six people"},
        {"lead": "Home", "text": "Above the shop, two children"},
        {"lead": "Time", "text": "Sunday afternoons, after the ovens"},
        {"lead": "Law", "text": "Never hired a lawyer"},
        {"lead": "Devices", "text": "Phone first, the shop's old laptop"},
    ],
    "goals": [
        {"text": "Protect the bakery's name before the second shop opens"},
        {"text": "Spend less than a Sunday on forms"},
        {"text": "Know what happens next, and when"},
    ],
    "functional": [
        {"text": "A price before she starts"},
        {"text": "Words she knows from her own trade"},
        {"text": "To save, and go on tomorrow"},
    ],
    "emotional": [
        {"text": "To be sure she has done it right"},
        {"text": "Not to feel stupid in front of a form"},
    ],
    "social": [
        {"text": "To be taken seriously as a business"},
        {"text": "To tell her team that the name is theirs"},
    ],
    "expectations": [
        {"text": "An answer within weeks, not a year"},
        {"text": "A letter that says what to do"},
        {"text": "A person who knows her case"},
    ],
    "frustrations": [
        {"text": "Classes of goods that read like law"},
        {"text": "Fees that appear after the fourth page"},
        {"text": "A status in words nobody explains"},
    ],
    "behaviours": [
        {"text": "Reads on the phone, files on the laptop"},
        {"text": "Asks other shop owners before she asks the office"},
        {"text": "Calls when a letter frightens her"},
    ],
    "interests": [{"text": "Old bread recipes"}, {"text": "The market on Saturdays"}],
    "traits": [
        {"lead": "Price", "text": "Time", "level": 4},
        {"lead": "Self-service", "text": "Being served", "level": 3},
        {"lead": "Planned", "text": "Spontaneous", "level": 6},
        {"lead": "Trusts", "text": "Checks", "level": 7},
    ],
    "jobs": [
        {
            "lead": "I open a second shop",
            "text": "own the name on the sign",
            "aim": "sleep without fear of a copy",
        },
        {
            "lead": "a letter from the office arrives",
            "text": "know what to answer, and by when",
            "aim": "go back to the bread",
        },
    ],
    "channels": [
        {"text": "Website", "level": 4},
        {"text": "Phone", "level": 4},
        {"text": "E-mail", "level": 3},
        {"text": "Chat", "level": 2},
        {"text": "Service centre", "level": 1},
    ],
    "tags": [{"text": "first time"}, {"text": "small business"}],
}
