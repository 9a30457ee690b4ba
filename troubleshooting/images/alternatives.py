"""The text alternative: what stands for the image where it cannot be seen."""

import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from troubleshooting.images.reading import ImageError

LONGEST = 300

_NAMES_NOTHING = frozenset({
    "alt", "alternative", "diagram", "figure", "graphic", "icon", "image", "img", "logo",
    "photo", "photograph", "pic", "picture", "png", "screen", "screenshot", "untitled",
})  # fmt: skip
_FILE = re.compile(r"\S+\.(?:png|jpe?g|webp|gif|avif|heic|svg|bmp|tiff?)", re.IGNORECASE)
_CAMERA = re.compile(
    r"(?:img|dsc|dscn|pxl|image|screenshot|screen shot|bildschirmfoto)(?:[\s_\-\d:.]|\bat\b)*", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[\s_\-.]+")


def checked_alternative(text: str, file_name: str = "") -> str:
    """The text in one line. ``ImageError`` where it does not say what the image shows."""
    alternative = " ".join(text.split())
    if not alternative:
        raise ImageError(_("Say what the image shows, for people who cannot see it."))
    if len(alternative) > LONGEST:
        raise ImageError(
            _("The text alternative has %(count)s characters; %(limit)s are the limit. Move details into the step.")
            % {"count": len(alternative), "limit": LONGEST}
        )
    if _names_no_content(alternative, file_name):
        raise ImageError(
            _("“%(text)s” does not say what the image shows. Write what somebody would need to know who cannot see it.")
            % {"text": alternative}
        )
    return alternative


def _names_no_content(alternative: str, file_name: str) -> bool:
    folded = _folded(alternative)
    is_file = bool(file_name) and folded in {_folded(file_name), _folded(PurePath(file_name).stem)}
    is_name = _FILE.fullmatch(alternative) or _CAMERA.fullmatch(alternative)
    return is_file or bool(is_name) or folded in _NAMES_NOTHING or not any(map(str.isalnum, folded))


def _folded(text: str) -> str:
    return _SEPARATORS.sub(" ", text).strip().casefold()
