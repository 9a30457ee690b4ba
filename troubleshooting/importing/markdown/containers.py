"""What stands around lines and is written in other marks than Markdown's: admonitions, columns, components."""

from dataclasses import dataclass

MOST = 20
"""Open at once; what is deeper stands in the innermost of them."""


@dataclass(slots=True)
class _Container:
    name: str
    indent: int
    """Of its first line."""
    is_quote: bool
    dedents: bool
    """Whether its content may be indented for looks."""
    baseline: int = -1
    """Indentation of its content, once that is known."""


class Containers:
    """Those that are open, outermost first. Callouts become quotes, the others leave no mark."""

    def __init__(self) -> None:
        self._open: list[_Container] = []

    def open(self, name: str, indent: int, *, is_quote: bool = False, dedents: bool = False) -> None:
        if len(self._open) < MOST:
            self._open.append(_Container(name, indent, is_quote, dedents))

    def close(self, name: str) -> bool:
        """Close the innermost of a name and all within it."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].name == name:
                del self._open[index:]
                return True
        return False

    def placed(self, text: str) -> str:
        """A line as it has to stand within all of them."""
        prefix, rest = "", text
        for container in self._open:
            indent = len(rest) - len(rest.lstrip(" "))
            if rest.strip() and container.dedents:
                container.baseline = indent if container.baseline < 0 else container.baseline
                rest = rest[min(indent, max(0, container.baseline - container.indent)) :]
                indent = len(rest) - len(rest.lstrip(" "))
            if container.is_quote:
                prefix += " " * container.indent + "> "
                rest = rest[min(indent, container.indent) :]
        return (prefix + rest).rstrip() if not rest.strip() else prefix + rest
