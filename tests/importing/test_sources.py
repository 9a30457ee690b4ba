"""What is read of a folder or an archive, and what is refused with a message of its own."""

import os
import struct
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

import pytest

from troubleshooting.importing import kinds
from troubleshooting.importing.kinds import Kind, kind_of
from troubleshooting.importing.sources import SourceError, archive, open_archive, open_collection, open_file
from troubleshooting.importing.sources.collection import LARGEST_FILE, LONGEST_PATH, Collection, why_refused

OURS = "---\ntitle: A\nslug: a\ntopic: t\nsummary: S\n---\n"
GRAPH = '{"nodes": [], "edges": [], "start": "a"}'
HELP_CENTER = '{"articles": []}'


def packed(files, **options):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content, **options)
    return buffer.getvalue()


def names(collection):
    return [str(path) for path in collection.paths]


def refusals(collection):
    return {path: problem.message for path, problem in collection.refused.items()}


def opened(path, name=""):
    with open_collection(path, name) as collection:
        return collection


# Folders


def test_a_folder_gives_its_files_by_their_paths_and_passes_over_what_is_hidden(tmp_path):
    for name in ("b.md", "sub/a.md", ".git/x.md", "node_modules/y.md", ".hidden.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    collection = opened(tmp_path)
    assert (collection.name, names(collection)) == (tmp_path.name, ["b.md", "sub/a.md"])
    assert collection.read(PurePosixPath("sub/a.md")) == b"sub/a.md"


def test_links_that_leave_the_folder_are_refused_and_those_inside_are_read(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.md").write_text("secret")
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.md").write_text("inside")
    (root / "in.md").symlink_to(root / "a.md")
    (root / "out.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "round").symlink_to(root)
    (root / "nowhere.md").symlink_to(root / "gone.md")
    collection = opened(root)
    assert names(collection) == ["a.md", "in.md"]
    assert "leaves the folder" in refusals(collection)["out.md"]
    assert "leaves the folder" in refusals(collection)["folder"]
    assert "leads nowhere" in refusals(collection)["nowhere.md"]


def test_a_file_that_becomes_a_link_after_the_listing_is_not_read(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.md").write_text("inside")
    (tmp_path / "secret").write_text("secret")
    collection = opened(root)
    (root / "a.md").unlink()
    (root / "a.md").symlink_to(tmp_path / "secret")
    with pytest.raises(SourceError, match="leaves the folder"):
        collection.read(PurePosixPath("a.md"))


def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    assert "no file" in refusals(opened(tmp_path))["pipe.md"]


def test_a_name_that_is_no_text_is_refused(tmp_path):
    (tmp_path / os.fsdecode(b"a\xff.md")).write_text("x")
    assert [*refusals(opened(tmp_path))] == ["a\\udcff.md"]


def test_a_file_beyond_the_limit_is_refused_when_it_is_read(tmp_path):
    (tmp_path / "large.md").write_bytes(b"x" * (LARGEST_FILE + 1))
    with pytest.raises(SourceError, match="larger than 10 MB"):
        opened(tmp_path).read(PurePosixPath("large.md"))


def test_a_single_file_is_read_alone(tmp_path):
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "b.md").write_text("b")
    assert names(opened(tmp_path / "a.md")) == ["a.md"]


# Archives


def test_an_archive_gives_the_paths_of_the_folder_that_was_packed(tmp_path):
    (tmp_path / "help.zip").write_bytes(packed({"help/a.md": "a", "help/sub/b.md": "b", "__MACOSX/x.md": "x"}))
    with open_collection(tmp_path / "help.zip") as collection:
        assert (collection.name, names(collection)) == ("help", ["a.md", "sub/b.md"])
        assert collection.read(PurePosixPath("sub/b.md")) == b"b"


@pytest.mark.parametrize("name", ["../evil.md", "/etc/evil.md", "C:\\evil.md", "a/../../evil.md", "..\\evil.md"])
def test_names_that_leave_the_archive_are_refused(name):
    collection = open_archive(packed({name: "x", "a.md": "a", "b/c.md": "c"}), "help.zip")
    assert names(collection) == ["a.md", "b/c.md"]
    assert "leaves the archive" in next(iter(refusals(collection).values()))


def test_a_file_packed_beyond_all_that_content_is_stays_closed():
    collection = open_archive(packed({"bomb.md": b"\0" * 5_000_000, "a.md": "a"}), "help.zip")
    assert names(collection) == ["a.md"]
    assert "beyond" in refusals(collection)["bomb.md"]


def test_an_archive_that_is_too_large_unpacked_or_holds_too_many_files_is_refused_whole(monkeypatch):
    data = packed({"a.md": "a" * 100, "b.md": "b"})
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    with pytest.raises(SourceError, match="Unpacked"):
        open_archive(data, "help.zip")
    monkeypatch.setattr(archive, "MOST_FILES", 1)
    with pytest.raises(SourceError, match="more than"):
        open_archive(data, "help.zip")


def test_a_size_that_was_lied_about_does_not_let_more_in():
    """The header says one byte; what is unpacked is bounded all the same."""
    data = bytearray(packed({"a.md": b"ab" * LARGEST_FILE}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 1)
    with pytest.raises(SourceError, match="damaged"):
        open_archive(bytes(data), "help.zip").read(PurePosixPath("a.md"))


def test_encrypted_files_links_and_archives_in_the_archive_are_refused():
    link = zipfile.ZipInfo("link.md")
    link.external_attr = 0o120777 << 16
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr(link, "/etc/passwd")
        opened.writestr("inner.zip", packed({"a.md": "a"}))
        opened.writestr("secret.md", "s")
    data = bytearray(buffer.getvalue())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    collection = open_archive(bytes(data), "help.zip")
    assert names(collection) == []
    told = refusals(collection)
    assert ("link" in told["link.md"], "not opened" in told["inner.zip"], "encrypted" in told["secret.md"]) == (
        True,
    ) * 3


def test_a_damaged_file_is_refused_when_it_is_read():
    data = bytearray(packed({"a.md": os.urandom(500).hex()}))
    data[60] ^= 0xFF
    with pytest.raises(SourceError, match="damaged"):
        open_archive(bytes(data), "help.zip").read(PurePosixPath("a.md"))


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive"])
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(SourceError, match="Pack the folder again"):
        open_archive(data, "help.zip")


# Kinds


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"a.md": OURS, "README.md": "# About"}, Kind.PORTAL),
        ({"catalog.yaml": "topics: []", "a.md": "# Broken"}, Kind.PORTAL),
        ({"a.md": "---\ntitle: A\n---\n", "package.json": "{}"}, Kind.MARKDOWN),
        ({"README.md": "# About"}, Kind.MARKDOWN),
        ({"a.md": b"\xff\xfe\0"}, Kind.MARKDOWN),
        ({"articles.json": HELP_CENTER, "users.json": "[1]"}, Kind.HELP_CENTER),
        ({"a.json": GRAPH, "broken.json": "{"}, Kind.GRAPHS),
    ],
)
def test_the_kind_is_told_by_what_is_in_the_files(files, kind):
    assert kind_of(open_archive(packed(files), "x.zip")) == kind


def test_files_of_several_kinds_are_not_guessed_at():
    with pytest.raises(SourceError, match=r"graphs \(g\.json\).*zendesk \(h\.json\)"):
        kind_of(open_archive(packed({"g.json": GRAPH, "h.json": HELP_CENTER}), "x.zip"))


def test_nothing_to_import_is_said():
    with pytest.raises(SourceError, match="nothing to import"):
        kind_of(open_file(b"{}", "x.json"))


@pytest.mark.parametrize("data", [b"[" * 100_000, b"{", b"\xff", b'{"a": ' + b"9" * 5000 + b"}"])
def test_json_that_cannot_be_read_is_a_message(data):
    with pytest.raises(SourceError, match="JSON"):
        kinds.load_json(data)


def test_characters_that_no_text_has_are_left_out_of_json():
    assert kinds.load_json(b'{"a": ["x\\u0000\\ud800y"]}') == {"a": ["xy"]}


# A collection


def unreadable(_most):
    raise PermissionError(13, "Permission denied")


def test_a_file_is_read_up_to_a_size_or_refused_with_the_reason():
    path = PurePosixPath("a.md")
    assert Collection("help", {path: lambda most: b"text"[:most]}).read(path) == b"text"
    for read, most, reason in (
        (lambda most: b"x" * most, 2 * 1_048_576, "larger than 2 MB"),
        (unreadable, LARGEST_FILE, "Permission denied"),
    ):
        with pytest.raises(SourceError, match=reason):
            Collection("help", {path: read}).read(path, most)
    with pytest.raises(SourceError, match="no file"):
        Collection("help", {}).read(path)


def test_a_file_is_found_by_another_case_where_only_one_is_meant():
    files = {PurePosixPath(name): unreadable for name in ("Media/A.png", "b.png", "B.png")}
    collection = Collection("help", files)
    assert collection.find(PurePosixPath("media/a.PNG")) == PurePosixPath("Media/A.png")
    assert collection.find(PurePosixPath("b.png")) == PurePosixPath("b.png")
    assert collection.find(PurePosixPath("media/c.png")) is None
    assert (
        Collection("help", {PurePosixPath(name): unreadable for name in ("x.md", "X.md")}).find(PurePosixPath("X.MD"))
        is None
    )


@pytest.mark.parametrize(
    ("path", "reason"), [("a.md", ""), ("a\n.md", "cannot be shown"), ("a" * (LONGEST_PATH + 1), "more than")]
)
def test_a_path_that_cannot_be_remembered_is_refused(path, reason):
    assert reason in why_refused(path)
    assert bool(why_refused(path)) == bool(reason)
