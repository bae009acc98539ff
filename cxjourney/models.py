"""Every table of the app, re-exported from the package that owns it."""

from cxjourney.activity.models import Change
from cxjourney.backlog.models import Evidence, PainPoint
from cxjourney.feedback.followups.models import FollowUp, FollowUpRule
from cxjourney.feedback.models import (
    Contact,
    Feedback,
    FeedbackView,
    Import,
    ImportedRow,
    ImportRecipe,
    PersonaRun,
    Question,
    Retention,
    Score,
)
from cxjourney.feedback.words.models import Theme, ThemeMatch, WordsRun
from cxjourney.journeys.models import (
    Card,
    CardImage,
    Channel,
    Choice,
    Folder,
    JourneyMap,
    Lane,
    MapTemplate,
    Placement,
    Stage,
    Taxonomy,
    Touchpoint,
)
from cxjourney.metrics.models import Alert, FewAnswers, Metric, Outside, Reading, Rollup, Span, Target
from cxjourney.personas.models import Persona, PersonaImage, PersonaItem, PersonaSection
from cxjourney.versions.models import MapVersion
from cxjourney.workspaces.models import Invitation, Membership, Team, User, Workspace

__all__ = [
    "Alert",
    "Card",
    "CardImage",
    "Change",
    "Channel",
    "Choice",
    "Contact",
    "Evidence",
    "Feedback",
    "FeedbackView",
    "FewAnswers",
    "Folder",
    "FollowUp",
    "FollowUpRule",
    "Import",
    "ImportRecipe",
    "ImportedRow",
    "Invitation",
    "JourneyMap",
    "Lane",
    "MapTemplate",
    "MapVersion",
    "Membership",
    "Metric",
    "Outside",
    "PainPoint",
    "Persona",
    "PersonaImage",
    "PersonaItem",
    "PersonaRun",
    "PersonaSection",
    "Placement",
    "Question",
    "Reading",
    "Retention",
    "Rollup",
    "Score",
    "Span",
    "Stage",
    "Target",
    "Taxonomy",
    "Team",
    "Theme",
    "ThemeMatch",
    "Touchpoint",
    "User",
    "WordsRun",
    "Workspace",
]
