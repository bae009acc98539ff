"""Templates of journeys of employees and patients."""

from django.utils.translation import gettext_lazy as _

from cxjourney.journeys.blueprints.frame import Frame
from cxjourney.journeys.blueprints.parts import Blueprint, row, rows, stages

EMPLOYEE = Blueprint(
    "employee",
    "users",
    _("Employee journey"),
    _("People who work for you: from the advertisement to the last day."),
    _("The same picture, drawn for employees: moments that decide whether they come, stay and speak well."),
    Frame(
        stages(
            (_("Attract"), _("See myself working there")),
            (_("Hire"), _("Know quickly and fairly whether it works out")),
            (_("Join"), _("Be expected, and able to work on day one")),
            (_("Grow"), _("Become better at it, and be seen")),
            (_("Change"), _("Find the next step here")),
            (_("Leave"), _("Part well")),
        ),
        rows(
            row(
                "steps",
                _("Reads the advertisement, asks somebody who works there"),
                _("Applies, talks, waits for the offer"),
                _("Gets equipment, meets the team, learns the tools"),
                _("Takes over tasks, gets feedback, trains"),
                _("Applies inside, goes on leave and comes back"),
                _("Gives notice, hands over, says goodbye"),
            ),
            row(
                "touchpoints",
                _("Job page, review site, fair"),
                _("Application form, interview, contract"),
                _("Welcome mail, first day, mentor"),
                _("Review talk, training, team meeting"),
                _("Internal jobs, manager, works council"),
                _("Exit talk, reference, alumni network"),
            ),
            row(
                "thoughts",
                _("“What is it really like?”"),
                _("“Three weeks without a word.”"),
                _("“My laptop is not there.”"),
                _("“Does anybody see what I do?”"),
                _("“Do I have to leave to move on?”"),
                _("“I would come back.”"),
            ),
            row(
                "pains",
                title=_("What makes it hard"),
            ),
            row(
                "backstage",
                _("Employer brand, recruiting"),
                _("Hiring team, approvals, contract"),
                _("IT, access, buddy, plan for 90 days"),
                _("Managers, learning budget, pay"),
                _("Workforce planning, HR"),
                _("Offboarding, knowledge transfer"),
            ),
        ),
    ),
)

PATIENT = Blueprint(
    "patient",
    "heart",
    _("Patient journey"),
    _("Practices and hospitals: from the first sign to life afterwards."),
    _("Follows a person who is ill and those close to them, also between appointments."),
    Frame(
        stages(
            (_("First signs"), _("Know whether it is serious")),
            (_("Appointment"), _("Be seen soon, by the right person")),
            (_("Diagnosis"), _("Understand what I have, and what can be done")),
            (_("Treatment"), _("Get through it safely, and not alone")),
            (_("Discharge"), _("Know what to do at home")),
            (_("Aftercare"), _("Live well with it")),
        ),
        rows(
            row(
                "steps",
                _("Feels something, searches, tells somebody"),
                _("Calls, waits, travels, fills in forms"),
                _("Is examined, hears the result, asks"),
                _("Signs consent, takes medicine, is operated on"),
                _("Gets papers and medicine, is fetched"),
                _("Goes to check-ups, changes habits"),
            ),
            row(
                "touchpoints",
                _("Pharmacy, hotline, search"),
                _("Booking, reception, waiting room"),
                _("Talk with the doctor, laboratory, report"),
                _("Ward, nurses, rounds, visiting hours"),
                _("Discharge talk, letter, prescription"),
                _("Check-up, therapy, self-help group"),
            ),
            row(
                "thoughts",
                _("“It will go away by itself.”"),
                _("“In six weeks?”"),
                _("“I heard nothing after that word.”"),
                _("“Who are all these people?”"),
                _("“And who do I call at night?”"),
                _("“Will it come back?”"),
            ),
            row(
                "text",
                _("Worries, urges to go"),
                _("Drives, waits outside"),
                _("Writes down what was said"),
                _("Visits, looks after the home"),
                _("Takes over care"),
                _("Watches for signs"),
                title=_("Family and friends"),
            ),
            row(
                "backstage",
                _("Triage, information"),
                _("Scheduling, referrals, insurance"),
                _("Laboratory, imaging, second opinion"),
                _("Operating plan, pharmacy, hygiene"),
                _("Discharge management, coding"),
                _("Recall, quality measures, registers"),
            ),
            order=(
                "goals",
                "steps",
                "touchpoints",
                "thoughts",
                "text",
                "experience",
                "pains",
                "ideas",
                "feedback",
                "metrics",
                "backstage",
            ),
        ),
    ),
)
