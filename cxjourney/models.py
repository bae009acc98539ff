"""Every table of the app, re-exported from the package that owns it."""

from cxjourney.activity.models import Change, ChoreRun
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
from cxjourney.feedback.words.models import MoodModel, Theme, ThemeMatch, WordsRun
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
    Step,
    Taxonomy,
    Touchpoint,
)
from cxjourney.metrics.alert_models import Alert
from cxjourney.metrics.models import FewAnswers, Metric, Rollup, RollupStamp, Span, Target
from cxjourney.metrics.mood_models import MoodDay
from cxjourney.metrics.outside_models import Delivery, Outside, Reading, ValueToken
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
    "ChoreRun",
    "Contact",
    "Delivery",
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
    "MoodDay",
    "MoodModel",
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
    "RollupStamp",
    "Score",
    "Span",
    "Stage",
    "Step",
    "Target",
    "Taxonomy",
    "Team",
    "Theme",
    "ThemeMatch",
    "Touchpoint",
    "User",
    "ValueToken",
    "WordsRun",
    "Workspace",
]
