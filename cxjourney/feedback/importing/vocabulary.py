"""Words by which columns of survey tools are known, in the languages their exports come in."""

from __future__ import annotations

import re

from cxjourney.feedback.importing.plan import Role

# A whole header -> role.
HEADERS = {
    Role.DATE: "date day timestamp created created_at submitted answered_on answered_at said_on submit_date "
    "response_date recorded_date recordeddate enddate end_date survey_date start_date startdate "
    "submit_date_(utc) start_date_(utc) horodateur zeitstempel datum marca_temporal fecha data "
    "tijdstempel informazioni_cronologiche date_created date_submitted solved_at review_date time "
    "created_on created_date creation_date responded_at completed_at feedback_date rating_date "
    "antwortdatum abgabedatum",
    Role.TOUCHPOINT: "touchpoint touch_point place step location service kontaktpunkt berührungspunkt "
    "schritt étape paso stap point_de_contact punto_de_contacto punto_di_contatto ponto_de_contato "
    "contactpunt",
    Role.CHANNEL: "channel medium device kanal canal canale kanaal",
    Role.QUESTION: "question question_text wording frage pregunta domanda vraag",
    Role.KIND: "kind metric type score_type question_type",
    Role.WORDS: "comment comments text feedback words verbatim review content answer_text open_text remarks "
    "kommentar kommentare anmerkung anmerkungen bemerkung freitext rezension commentaire commentaires avis "
    "comentario comentarios commento commenti opmerking opmerkingen description satisfaction_comment "
    "comment_text review_text review_body customer_comment customer_feedback",
    Role.SOURCE: "source origin survey quelle origen fonte bron",
    Role.SENTIMENT: "sentiment mood",
    Role.EXTERNAL: "id response_id responseid respondent_id external_id record_id submission_id answer_id "
    "survey_response_id survey_id response_number ticket_id token uuid #",
}
# What call centres and ticket systems name the times of a contact; `date` is when it was created.
CONTACT_HEADERS = {
    Role.HANDLED: "talk talk_time hold hold_time acw after_call_work after_call_work_time wrap wrap_up "
    "wrap_time wrap_up_time handle_time handling_time aht talk_duration hold_duration after_call_duration",
    Role.SOLVED: "solved solved_at first_solved first_solved_at initially_solved_at resolved resolved_at "
    "solved_date resolved_date resolution_date date_solved date_resolved closed_at",
    Role.TOOK: "first_resolution_time full_resolution_time resolution_time time_to_resolve "
    "time_to_resolution ttr",
    Role.EXTERNAL: "call_id ticket_id ticket_number contact_id",
    Role.CASE: "case case_id case_number casenumber",
    Role.PERSON: "requester_id requester customer_id caller caller_id customer client_id user_id",
    Role.DATE: "created created_at create_date date_created opened opened_at start started_at call_start "
    "date",
}
CONTACT_ROLE_OF = {name: role for role, names in CONTACT_HEADERS.items() for name in names.split()}
IN_UNIT = re.compile(r"_?\(?(?:in_)?(seconds|secs?|minutes|mins?|hours|hrs?|[smh])\)?$")
ROLE_OF = {name: role for role, names in HEADERS.items() for name in names.split()}
# Better dates first: when it was answered before when it was begun.
DATE_ORDER = "submit recorded answered said end created date day timestamp"
# What tools add for themselves.
TECHNICAL = {
    "status",
    "progress",
    "duration_(in_seconds)",
    "duration",
    "finished",
    "responseset",
    "collector_id",
    "network_id",
    "externalreference",
    "externaldatareference",
    "locationaccuracy",
    "ended",
    "completed",
}
ATTRIBUTES = {
    "userlanguage",
    "user_language",
    "distributionchannel",
    "language",
    "country",
    "region",
    "gender",
    "age",
    "segment",
    "class",
}
EASY = "eas(y|ier|ily)|effort|einfach|facil|fácil|makkelijk"
# In a plain header or wording. Short ones stand alone: prices and services are no CES.
SCORE_WORDS = {
    kind: re.compile(rf"(?<![^\W_])(?:{alone})(?![^\W_])|{inside}")
    for kind, alone, inside in (
        ("nps", "nps", "recommend|promoter|recommand|weiterempf|recomend|aanbevel|consigl"),
        ("csat", "csat|osat", "satisf|rating|stars|zufrieden|tevreden|soddisf"),
        ("ces", "ces|ease", EASY),
        ("agree", "likert", "agree"),
    )
}
EASE = re.compile(EASY)
# What only names a kind of score says nothing of what was rated.
NO_THING = {
    *("nps", "csat", "osat", "ces", "agree", "recommend", "promoter", "rating", "stars", "effort"),
    *("likert", "score", "q"),
}
# What is asked where people answer in sentences.
OPEN = re.compile(
    r"_text$|free text|comment|verbatim|why|in your own words|please explain|tell us|improve"
    r"|what (?:could|can|should|did|do) |freitext|kommentar|warum|weshalb|verbesser|remarque|pourquoi|amélior"
    r"|por qué|coment|mejor|perché|migliorar|waarom|verbeter"
)
COUNT_HEADER = re.compile(r"(?:score|answer|answers|rating|count|n|stars?)?[ _-]*(\d{1,2})(?:[ _-]*stars?)?")
# Numbers that are no ratings, however small.
MEASURES = re.compile(
    r"(?:^|_)(age|year|month|minute|second|hour|day|distance|duration|count|number|amount|quantity|zip"
    r"|postcode|code|id|row|index|size|delay|children|adults|visits|recommended|latitude|longitude)s?(?:_|$)"
)
RATING_TAIL = re.compile(r"[ _-]*(ratings?|scores?|satisfaction|stars|bewertung|note)$", re.IGNORECASE)
# Texts and numbers that tools write for "no answer".
BLANK_TEXTS = {
    "n/a",
    "na",
    "-",
    "–",
    "none",
    "null",
    "not applicable",
    "don't know",
    "no answer",
    "k. a.",
    "nan",
    "offered",  # Zendesk: asked, not answered
    "unoffered",
}
BLANK_NUMBERS = {0, 77, 88, 97, 98, 99, 999, -1, -9, -99}

EMAIL = re.compile(r"[^@\s,;]{1,64}@[^@\s,;]+\.[a-z]{2,24}", re.IGNORECASE)
ADDRESS = re.compile(r"(\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}", re.IGNORECASE)
PHONE = re.compile(r"(\+|00)[1-9][\d\s()./-]{6,20}|\(?0\d{1,5}\)?[\s./-][\d\s./-]{5,15}")
LIKE_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
PERSONAL_HEADERS = (
    ("email", re.compile(r"e_?mail|recipientemail|courriel|correo")),
    ("phone", re.compile(r"phone|mobile|telefon|telephone|handy|fax")),
    ("address", re.compile(r"^ip(_?addr|_adress|$)|ip_address|ipaddress")),
    (
        "name",
        re.compile(
            r"^(first|last|full|middle|recipient|respondent|person|customer|user)_?(first|last)?_?name$"
            r"|^(name|surname|nachname|vorname|author|respondent)$|^recipient(last|first)name$"
        ),
    ),
    ("position", re.compile(r"latitude|longitude")),
)
PERSONAL_HEADERS_EXCEPT = re.compile(r"file|company|brand|airline|product")


def plain(header: str) -> str:
    return re.sub(r"[\s.-]+", "_", header.strip().casefold())


def personal(header: str, cells: list[str]) -> str:
    """Which personal data a column holds: email, phone, address, name, position; empty when none."""
    name = plain(header)
    for kind, known in PERSONAL_HEADERS:
        if known.search(name) and not PERSONAL_HEADERS_EXCEPT.search(name):
            return kind
    cells = [cell for cell in cells if not LIKE_DATE.match(cell) or ADDRESS.fullmatch(cell)]
    for kind, shape in (("email", EMAIL), ("address", ADDRESS), ("phone", PHONE)):
        if cells and sum(bool(shape.fullmatch(cell)) for cell in cells) * 2 > len(cells):
            return kind
    return ""
