"""The words of Logs Insights QL."""

import re


class Malformed(Exception):
    """A query that cannot be run, and why."""


TOKEN = re.compile(
    r"""\s+ | \#[^\n]*
    | (?P<string>"(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*')
    | (?P<regex>/(?:\\.|[^/\\])+/)
    | (?P<period>\d+(?:ms|[smhdw])\b)
    | (?P<number>-?\d+(?:\.\d+)?\b(?!\.\w))
    | (?P<name>`[^`]+` | @?[A-Za-z_][\w.@]*)
    | (?P<sign>!=|<=|>=|=~|[=<>(),\[\]|*])""",
    re.VERBOSE,
)


class Reader:
    """The words of a query, one after the other."""

    def __init__(self, text):
        self.text = text
        self.tokens = []
        at = 0
        while at < len(text):
            token = TOKEN.match(text, at)
            if token is None:
                raise Malformed(f"unexpected {text[at]!r} at character {at + 1}")
            if token.lastgroup:
                self.tokens.append(token)
            at = token.end()
        self.place = 0

    @property
    def ended(self):
        return self.place == len(self.tokens)

    def peek(self):
        return None if self.ended else self.tokens[self.place].group().lower()

    def kind(self):
        return None if self.ended else self.tokens[self.place].lastgroup

    def take(self):
        if self.ended:
            raise Malformed("unexpected end of the query")
        self.place += 1
        return self.tokens[self.place - 1].group()

    def skip(self, *words):
        """Takes the next words if they are these."""
        upcoming = [token.group().lower() for token in self.tokens[self.place : self.place + len(words)]]
        if upcoming != list(words):
            return False
        self.place += len(words)
        return True

    def expect(self, word):
        if not self.skip(word):
            raise self.unexpected(f"expected {word!r}")

    def take_kind(self, kind):
        if self.kind() != kind:
            raise self.unexpected(f"expected a {kind}")
        return self.take()

    def unexpected(self, wish):
        if self.ended:
            return Malformed(f"{wish} at the end of the query")
        token = self.tokens[self.place]
        return Malformed(f"{wish}, not {token.group()!r}, at character {token.start() + 1}")

    def since(self, place):
        """The text that was read since a place, which names a column without an alias."""
        return self.text[self.tokens[place].start() : self.tokens[self.place - 1].end()]


def read_list(reader, read):
    items = [read(reader)]
    while reader.skip(","):
        items.append(read(reader))
    return items


def read_name(reader):
    return reader.take_kind("name").strip("`")


def read_string(reader):
    return re.sub(r"\\(.)", r"\1", reader.take_kind("string")[1:-1])
