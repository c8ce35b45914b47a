# SPDX-License-Identifier: EUPL-1.2
"""Print a page: Jinja2, everything escaped, an unknown name is a bug and not an empty text."""

from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sync_server.context import server_of
from sync_server.services import french
from sync_server.services.clock import now_ms
from sync_server.web.forms import FORM_FIELD, form_cookie, keep_cookie

_ENVIRONMENT: Final = Environment(
    loader=PrefixLoader(
        {
            "web": PackageLoader("sync_server.web"),
            "admin": PackageLoader("sync_server.admin_web"),
            "patient": PackageLoader("sync_server.patient_web"),
        }
    ),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {
    "number": french.number_words,
    "moment": lambda ms: french.moment_words(ms, now_ms()),
    "short": lambda ms: french.short_moment(ms, now_ms()),
}


@dataclass(frozen=True)
class Tab:
    """A tab of the navigation."""

    path: str
    words: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What surrounds every page of one site for one person."""

    site: str
    place: str = ""
    who: str = ""
    quit_path: str = ""
    tabs: tuple[Tab, ...] = ()
    wide: bool = False
    session: str = ""
    sandbox: str = ""


def page(
    request: Request, frame: Frame, template: str, title: str, status: int = 200, **given: Any
) -> HTMLResponse:
    """Return a page; forms in it carry the token of this browser and session."""
    cookie = form_cookie(request)
    token = server_of(request).sessions.form_token(cookie + frame.session)
    field = Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, token)
    frame_values = {name: getattr(frame, name) for name in Frame.__dataclass_fields__}
    values = {"narrow": False, "told": "", "trouble": "", "here": request.url.path, "title": title}
    text = _ENVIRONMENT.get_template(template).render(
        frame_values | values | given | {"form_field": lambda: field, "now": now_ms()}
    )
    response = HTMLResponse(text, status)
    keep_cookie(request, response, cookie)
    return response
