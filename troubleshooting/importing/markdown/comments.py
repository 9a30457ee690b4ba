"""Comments, which readers of the source's own site do not see."""

from troubleshooting.importing.markdown.account import Account
from troubleshooting.importing.markdown.lines import Line, mark_code, outside_code_spans

_PAIRS = {"<!--": "-->", "{/*": "*/}"}
_LIQUID = ("{% comment %}", "{% endcomment %}")


def without_comments(lines: list[Line], account: Account, *, is_mdx: bool) -> list[Line]:
    """Each line without its comments; one that is never closed stays as text."""
    starts = [start for start in _PAIRS if is_mdx or start == "<!--"]
    pairs = {start: _PAIRS[start] for start in starts} | {_LIQUID[0]: _LIQUID[1]}
    for start, end in pairs.items():
        if any(start in line.text for line in lines):
            lines = _without(lines, start, end, account)
    return lines


def _without(lines: list[Line], start: str, end: str, account: Account) -> list[Line]:
    last = max((index for index, line in enumerate(lines) if end in line.text), default=-1)
    result = []
    is_open = False
    for index, (line, is_code) in enumerate(zip(lines, mark_code(lines), strict=True)):
        text = line.text
        if is_open:
            _, found, text = text.partition(end)
            is_open = not found
            if is_open:
                continue
        elif is_code or start not in text:
            result.append(line)
            continue
        kept, is_open = _cut(text, start, end, is_last=index >= last)
        account.keep(f"A comment in line {line.number} was left out.")
        if kept.strip() or not line.text.strip():
            result.append(line._replace(text=kept))
    return result


def _cut(text: str, start: str, end: str, *, is_last: bool) -> tuple[str, bool]:
    """A line without the comments in it, and whether one goes on in the next line."""
    kept: list[str] = []
    parts = outside_code_spans(text)
    for index, (part, is_text) in enumerate(parts):
        while is_text and start in part:
            before, _, rest = part.partition(start)
            kept.append(before)
            if end not in rest:
                rest += "".join(other for other, _ in parts[index + 1 :])
                if end in rest:
                    again, is_open = _cut(rest.partition(end)[2], start, end, is_last=is_last)
                    return "".join(kept) + again, is_open
                if is_last:
                    kept.append(f"\\{start}{rest}")
                return "".join(kept), not is_last
            part = rest.partition(end)[2]  # noqa: PLW2901 - what is left of the part
        kept.append(part)
    return "".join(kept), False
