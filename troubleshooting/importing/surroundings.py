"""What a converter asks about the rest of the collection, answered and remembered; and its images, made ready to be stored."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from troubleshooting.documents.links import image_address, image_name
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.images import Encoded, ImageError, checked_alternative, encode, read_pixels
from troubleshooting.importing.drafts import Surroundings
from troubleshooting.importing.sources import Collection, SourceError

READING = b"1"
"""How files are read. With another number everything is read anew at the next import."""


@dataclass
class Asked:
    """One article's questions about what is around it; their answers are part of its digest."""

    collection: Collection
    slugs: Mapping[PurePosixPath, str]
    unusable: set[PurePosixPath] = field(default_factory=set)
    """Images that cannot be shown: the converter is told that there is none."""
    answers: dict[str, bytes] = field(default_factory=dict)
    images: dict[PurePosixPath, str] = field(default_factory=dict)
    """Text alternatives of the images that were asked for."""

    @property
    def surroundings(self) -> Surroundings:
        return Surroundings(self._text, self._image, self._slug)

    def digest(self, said: bytes) -> str:
        """Of the article itself and all answers."""
        digest = hashlib.sha256(READING + hashlib.sha256(said).digest())
        for question in sorted(self.answers):
            digest.update(hashlib.sha256(question.encode("utf-8", "surrogatepass")).digest() + self.answers[question])
        return digest.hexdigest()

    def _text(self, path: PurePosixPath) -> str | None:
        data = self._data(path)
        self.answers[f"text {path}"] = _sum(data)
        if data is None:
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None

    def _image(self, path: PurePosixPath, alternative: str) -> str | None:
        """An address that stands for the image until it is stored: encoding costs much, and most files are unchanged."""
        data = self._data(path)
        self.answers[f"image {path}"] = _sum(data)
        if data is None or path in self.unusable:
            return None
        self.images.setdefault(path, alternative)
        return _provisional(data)

    def _slug(self, path: PurePosixPath) -> str | None:
        slug = self.slugs.get(path)
        self.answers[f"slug {path}"] = (slug or "").encode()
        return slug

    def _data(self, path: PurePosixPath) -> bytes | None:
        found = self.collection.find(path)
        try:
            return self.collection.read(found) if found else None
        except SourceError:
            return None


def _sum(data: bytes | None) -> bytes:
    return b"" if data is None else hashlib.sha256(data).digest()


def _provisional(data: bytes) -> str:
    return image_address(image_name(hashlib.sha256(data).hexdigest(), 1, 1))


@dataclass(frozen=True)
class Picture:
    """An image of an article that is ready to be stored."""

    encoded: Encoded
    alternative: str
    file_name: str


@dataclass
class Pictures:
    """The images of one collection; what cannot be shown is known after the first time."""

    collection: Collection
    refused: dict[PurePosixPath, str] = field(default_factory=dict)

    def encode(self, asked: Asked, problems: list[Problem]) -> dict[str, Picture]:
        """The images that were asked for, by the address that stands for them. What cannot be shown becomes unusable."""
        pictures: dict[str, Picture] = {}
        for path, alternative in asked.images.items():
            found = self.collection.find(path)
            try:
                if found is None or path in self.refused:
                    raise ImageError(self.refused.get(path, ""))
                data = self.collection.read(found)
                encoded = encode(read_pixels(data))
            except (ImageError, SourceError) as error:
                self.refused[path] = str(error)
                asked.unusable.add(path)
                values = {"path": path, "reason": error}
                message = _("The image %(path)s is kept as text: %(reason)s") % values
                problems.append(Problem("warning", message))
            else:
                pictures[_provisional(data)] = Picture(encoded, _alternative(path, alternative, problems), path.name)
        return pictures


def _alternative(path: PurePosixPath, alternative: str, problems: list[Problem]) -> str:
    """The source's, or the words of the file's name where that says nothing."""
    try:
        return checked_alternative(alternative[:300], path.name)
    except ImageError:
        words = " ".join(path.stem.replace("_", " ").replace("-", " ").split())
        said = _("Image: %(words)s") % {"words": words}
        values = {"path": path, "words": said}
        problems.append(
            Problem(
                "warning", _("The image %(path)s has no text that says what it shows; “%(words)s” was put.") % values
            )
        )
        return said[:300]


def with_images(document: ArticleDocument, pictures: Mapping[str, Picture]) -> ArticleDocument:
    """The document with the addresses that the images will have."""
    content = document.model_dump_json()
    for provisional, picture in pictures.items():
        content = content.replace(provisional, image_address(picture.encoded.name))
    return ArticleDocument.model_validate_json(content)
