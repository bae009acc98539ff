"""The template environment: what every Jinja2 template can use without importing it.

Globals: `static`, `url`, `wurl`, `url_if`, `wurl_if`, `icon`, `class_names`, `flash`, `drawn`, `new_key`,
`config`.
Filters: `number`, `signed`, `percent`, `short_date`, `ago`, `long_date`, `isotime`.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.messages import get_messages
from django.template import engines
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, Undefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from cxjourney.kit.memo import Memo

MINUS = "\u2212"
UNKNOWN = "\u2013"


def environment(**options: Any) -> Environment:
    """The Jinja2 environment named in settings.TEMPLATES. Options are those of jinja2.Environment."""
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    extensions = ["jinja2.ext.i18n", "jinja2.ext.do", *options.pop("extensions", [])]
    env = Environment(extensions=extensions, **options)  # noqa: S701 - Django passes autoescape=True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        quick_gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(
        static=quick_static,
        url=url,
        wurl=wurl,
        url_if=url_if,
        wurl_if=wurl_if,
        icon=icon,
        _icon=icon,  # the same inside ui.html, whose macro of that name hides it
        class_names=class_names,
        flash=flash,
        drawn=drawn,
        new_key=uuid4,
        config=settings,
    )
    env.filters.update(
        number=number,
        signed=signed,
        percent=percent,
        short_date=short_date,
        ago=ago,
        isotime=isotime,
        long_date=long_date,
    )
    return env


# Words


def quick_gettext(message: str) -> str:
    """gettext that looks a message up once: a map says the same few words hundreds of times."""
    return _translated(get_language(), message)


@lru_cache(maxsize=4096)
def _translated(_language: str | None, message: str) -> str:
    return gettext(message)


_drawn: Memo[Markup] = Memo(200)


def drawn(template: str, **values: Hashable) -> Markup:
    """A template that shows nothing of the request, drawn once for these values in this language."""
    if settings.DEBUG:  # templates may change under us
        return _draw(template, values)
    return _drawn.get((template, get_language(), *sorted(values.items())), _draw, template, values)


def _draw(template: str, values: dict) -> Markup:
    return Markup(engines["jinja2"].env.get_template(template).render(values))  # noqa: S704 - escaped there


# Addresses


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named URL. Raises NoReverseMatch when there is none."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@pass_context
def wurl(context: Context, name: str, *args: Any) -> str:
    """The address of a named URL inside the workspace of the request; `args` follow the workspace."""
    return reverse(name, args=(context["request"].workspace.slug, *args))


def url_if(name: str, *args: Any, **kwargs: Any) -> str:
    """Like `url`, but "" when this installation has no such address, so that no dead link is shown."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return ""


@pass_context
def wurl_if(context: Context, name: str, *args: Any) -> str:
    """Like `wurl`, but "" when this installation has no such address."""
    try:
        return reverse(name, args=(context["request"].workspace.slug, *args))
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=512)
def quick_static(path: str) -> str:
    """Django's `static`, asked once for each file: a page names some fifty."""
    return static(path)


# Markup


@lru_cache(maxsize=512)
def icon(name: str, size: str = "", label: str = "") -> Markup:
    """An icon of the sprite. `size` is "sm", "lg" or "solid". With `label` it is an image."""
    modifier = f" icon--{escape(size)}" if size else ""
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # noqa: S704 - every value is escaped
        f'<svg class="icon{modifier}" {role}><use href="{static("icons.svg")}#i-{escape(name)}"/></svg>'
    )


def class_names(*names: str | None, **switched: Any) -> str:
    """Class names joined: every non-empty name, and each keyword (with _ as -) whose value is true."""
    chosen = [name for name in names if name]
    chosen += [name.replace("_", "-") for name, on in switched.items() if on]
    return " ".join(chosen)


def flash(request: Any) -> list[Any]:
    """Messages waiting for this person. Empty without a request, as on the page for a server error."""
    return list(get_messages(request)) if request else []


# Numbers


def number(value: Any, places: int = 0) -> str:
    """1234.5 as "1,235" (places 0) with a true minus sign. A missing value is an en dash."""
    if not _is_number(value):
        return UNKNOWN
    text = f"{value:,.{places}f}"
    if text.startswith("-"):
        text = MINUS + text[1:] if text.strip("-0.,") else text[1:]
    return text


def signed(value: Any, places: int = 1) -> str:
    """0.8 as "+0.8", -0.8 as "−0.8", and 0 without a sign. A missing value is an en dash."""
    text = number(value, places)
    return f"+{text}" if _is_number(value) and value > 0 and text.strip("0.,") else text


def percent(share: Any, places: int = 0) -> str:
    """A share of 0–1 as "34 %", with a no-break space."""
    return f"{number(share * 100, places)}\u00a0%" if _is_number(share) else UNKNOWN


def _is_number(value: Any) -> bool:
    return value is not None and not isinstance(value, Undefined) and hasattr(value, "__round__")


# Dates


def short_date(value: date | datetime | None) -> str:
    """ "12 Oct", with the year when it is not this one."""
    if not value:
        return ""
    day = _local(value)
    return date_format(day, "j M" if day.year == timezone.localdate().year else "j M Y")


def ago(value: datetime | None) -> str:
    """ "just now", "4 min ago", "3 h ago", "yesterday", "Mon" within a week, then the date."""
    if not value:
        return ""
    moment = _local(value)
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    days = (timezone.localdate() - moment.date()).days
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return gettext("%(count)d min ago") % {"count": minutes}
    if days < 1:
        return gettext("%(count)d h ago") % {"count": minutes // 60}
    if days == 1:
        return gettext("yesterday")
    return date_format(moment, "D") if days < 7 else short_date(moment)


def long_date(value: date | datetime | None) -> str:
    """“12 October 2026, 10:42”, in the time zone of the installation."""
    if not value:
        return ""
    return date_format(_local(value), "j F Y, H:i" if isinstance(value, datetime) else "j F Y")


def isotime(value: date | datetime | None) -> str:
    """For the `datetime` attribute of <time>."""
    return value.isoformat() if value else ""


def _local(value: date | datetime) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
        return timezone.make_aware(value)
    return timezone.localtime(value)
