"""Expressions of Logs Insights QL, read into functions of a record
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html).

A record maps the names of its fields to text, or to a number where a function made one; a field that it lacks is None.
"""

import datetime
import re

from insights_reader import Malformed, read_list, read_name, read_string

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}
COMPARISONS = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def number_of(value):
    """The number that a value is, or None."""
    if isinstance(value, str):
        return float(value) if NUMBER.fullmatch(value) else None
    return value


def text_of(value):
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def time_text(milliseconds):
    time = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.timezone.utc)
    return time.strftime("%Y-%m-%d %H:%M:%S.") + f"{milliseconds % 1000:03d}"


def compare(sign, left, right):
    # As in SQL: about what is not there, nothing can be said.
    if left is None or right is None:
        return False
    numbers = (number_of(left), number_of(right))
    return COMPARISONS[sign](*(numbers if None not in numbers else (text_of(left), text_of(right))))


FUNCTIONS = {
    "ispresent": (1, lambda value: value is not None),
    "isempty": (1, lambda value: value is None or value == ""),
    "isblank": (1, lambda value: value is None or text_of(value).strip() == ""),
    "coalesce": (None, lambda *values: next((value for value in values if value is not None), None)),
    "strcontains": (2, lambda text, part: None if None in (text, part) else int(text_of(part) in text_of(text))),
    "strlen": (1, lambda value: None if value is None else len(text_of(value))),
    "tolower": (1, lambda value: None if value is None else text_of(value).lower()),
    "toupper": (1, lambda value: None if value is None else text_of(value).upper()),
}


def read_period(reader):
    count, unit = re.fullmatch(r"(\d+)([a-z]+)", reader.take_kind("period")).groups()
    return max(1, int(count)) * MILLISECONDS[unit]


def read_bin(reader, place):
    period = read_period(reader)
    reader.expect(")")
    column = reader.since(place)
    # Of a row that statistics made, it is a column.
    return lambda record: record.get(column) if record.time is None else time_text(record.time // period * period)


def read_call(reader):
    place = reader.place
    name = reader.take().lower()
    reader.expect("(")
    if name == "bin":
        return read_bin(reader, place)
    if name not in FUNCTIONS:
        raise Malformed(f"the sandbox does not know the function {name}()")
    arguments = read_list(reader, read_operand)
    reader.expect(")")
    count, function = FUNCTIONS[name]
    if count not in (None, len(arguments)):
        raise Malformed(f"{name}() takes {count}, not {len(arguments)}")
    return lambda record: function(*(argument(record) for argument in arguments))


def read_literal(reader):
    return float(reader.take()) if reader.kind() == "number" else read_string(reader)


def calls(reader):
    following = reader.tokens[reader.place + 1 : reader.place + 2]
    return reader.kind() == "name" and bool(following) and following[0].group() == "("


def read_operand(reader):
    kind = reader.kind()
    if kind in ("string", "number"):
        literal = read_literal(reader)
        return lambda record: literal
    if calls(reader):
        return read_call(reader)
    if kind == "name":
        name = read_name(reader)
        return lambda record: record.get(name)
    if reader.skip("("):
        inner = read_condition(reader)
        reader.expect(")")
        return inner
    raise reader.unexpected("expected a field, a function or a value")


def read_pattern(reader):
    """What `like` looks for: a regular expression, or a part of the text."""
    if reader.kind() != "regex":
        part = read_string(reader)
        return lambda text: part in text
    source = reader.take()[1:-1]
    # Python wants a flag such as (?i) at the beginning, others take it anywhere.
    flags = "".join(re.findall(r"\(\?[ims]+\)", source))
    try:
        pattern = re.compile(flags + re.sub(r"\(\?[ims]+\)", "", source))
    except re.error as error:
        raise Malformed(f"the regular expression /{source}/ is wrong: {error}") from error
    return lambda text: pattern.search(text) is not None


def read_comparison(reader):
    decides = calls(reader) or reader.peek() == "("
    left = read_operand(reader)
    opposite = reader.skip("not")
    if reader.skip("like") or (not opposite and reader.skip("=~")):
        pattern = read_pattern(reader)

        def holds(value):
            return pattern(text_of(value))

    elif reader.skip("in"):
        reader.expect("[")
        choices = read_list(reader, read_literal)
        reader.expect("]")

        def holds(value):
            return any(compare("=", value, choice) for choice in choices)

    elif not opposite and reader.peek() in COMPARISONS:
        sign = reader.take()
        right = read_operand(reader)
        return lambda record: compare(sign, left(record), right(record))
    elif not opposite and decides:
        return left
    else:
        raise reader.unexpected("expected a comparison")

    def compared(record):
        value = left(record)
        return value is not None and holds(value) != opposite

    return compared


def read_negation(reader):
    if not reader.skip("not"):
        return read_comparison(reader)
    inner = read_negation(reader)
    return lambda record: not inner(record)


def read_conjunction(reader):
    parts = [read_negation(reader)]
    while reader.skip("and"):
        parts.append(read_negation(reader))
    return parts[0] if len(parts) == 1 else lambda record: all(part(record) for part in parts)


def read_condition(reader):
    parts = [read_conjunction(reader)]
    while reader.skip("or"):
        parts.append(read_conjunction(reader))
    return parts[0] if len(parts) == 1 else lambda record: any(part(record) for part in parts)
