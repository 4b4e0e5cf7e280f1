"""Commands of Logs Insights QL: fields, filter, stats, sort, limit and display. Any other is an error, as is what one of
these cannot do: no query is answered by halves.
"""

import dataclasses
import re

from insights_expressions import number_of, read_condition, read_operand, text_of
from insights_reader import Malformed, Reader, read_list, read_name

MOST_ROWS = 10_000
DEFAULT_COLUMNS = ("@timestamp", "@message")


class Record(dict):
    """A log event, or a row made of several. Its time is in milliseconds; a row has none."""

    def __init__(self, fields, time=None):
        super().__init__(fields)
        self.time = time


@dataclasses.dataclass
class Table:
    records: list
    # The columns to show; None for the default ones.
    columns: list | None = None
    sorted: bool = False
    # How many events the filters before any statistics let through.
    matched: int | None = None


def natural(value):
    """The order of `sort`: text before numbers, and in a text, digits by the number that they are.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html
    """
    number = None if value is None else number_of(value)
    if number is not None:
        return (1, number)
    chunks = re.findall(r"\d+|\D+", "" if value is None else text_of(value))
    return (0, [("0", len(chunk), chunk) if chunk.isdigit() else (chunk, 0, "") for chunk in chunks])


def read_column(reader, read=read_operand):
    """What a column holds, and its name."""
    place = reader.place
    value = read(reader)
    name = reader.since(place).strip("`")
    return value, read_name(reader) if reader.skip("as") else name


def shown(reader, adding):
    columns = read_list(reader, read_column)
    names = [name for _, name in columns]

    def run(table):
        records = [
            Record({**record, **{name: value(record) for value, name in columns}}, record.time)
            for record in table.records
        ]
        before = table.columns or [] if adding else []
        return dataclasses.replace(table, records=records, columns=list(dict.fromkeys([*before, *names])))

    return run


def filtered(reader):
    condition = read_condition(reader)

    def run(table):
        records = [record for record in table.records if condition(record)]
        return dataclasses.replace(table, records=records)

    return run


def read_order(reader):
    value = read_operand(reader)
    descending = reader.skip("desc")
    if not descending:
        reader.skip("asc")
    return value, descending


def sorted_by(reader):
    orders = read_list(reader, read_order)

    def run(table):
        records = table.records
        for value, descending in reversed(orders):
            records = sorted(records, key=lambda record: natural(value(record)), reverse=descending)
        return dataclasses.replace(table, records=records, sorted=True)

    return run


def limited(reader):
    count = reader.take_kind("number")
    if not count.isdigit() or not 1 <= int(count) <= MOST_ROWS:
        raise Malformed(f"limit takes 1 to {MOST_ROWS}, not {count}")

    def run(table):
        ordered = newest_first(table)
        return dataclasses.replace(ordered, records=ordered.records[: int(count)])

    return run


def numbers(values):
    return [number for number in map(number_of, values) if number is not None]


# Of the values that are there, in the order of their records' times.
AGGREGATES = {
    "count": len,
    "count_distinct": lambda values: len({text_of(value) for value in values}),
    "sum": lambda values: sum(numbers(values)) if numbers(values) else None,
    "avg": lambda values: sum(numbers(values)) / len(numbers(values)) if numbers(values) else None,
    "min": lambda values: min(values, key=natural, default=None),
    "max": lambda values: max(values, key=natural, default=None),
    "earliest": lambda values: values[0] if values else None,
    "latest": lambda values: values[-1] if values else None,
}


def read_aggregate(reader):
    name = reader.take_kind("name").lower()
    if name not in AGGREGATES:
        raise Malformed(f"the sandbox does not know the statistic {name}()")
    reader.expect("(")
    if name == "count" and (reader.skip("*", ")") or reader.skip(")")):
        return len
    value = read_operand(reader)
    reader.expect(")")

    def of(records):
        values = [value(record) for record in records]
        return AGGREGATES[name]([value for value in values if value is not None])

    return of


def summarised(reader):
    aggregates = read_list(reader, lambda each: read_column(each, read_aggregate))
    groups = read_list(reader, read_column) if reader.skip("by") else []

    def run(table):
        by_group = {} if groups else {(): []}
        for record in sorted(table.records, key=lambda record: record.time or 0):
            by_group.setdefault(tuple(value(record) for value, _ in groups), []).append(record)
        names = [name for _, name in groups]
        rows = [
            Record({**dict(zip(names, group)), **{name: of(records) for of, name in aggregates}})
            for group, records in by_group.items()
        ]
        columns = [*names, *(name for _, name in aggregates)]
        matched = len(table.records) if table.matched is None else table.matched
        return Table(rows, columns, sorted=True, matched=matched)

    return run


COMMANDS = {
    "fields": lambda reader: shown(reader, adding=True),
    "display": lambda reader: shown(reader, adding=False),
    "filter": filtered,
    "stats": summarised,
    "sort": sorted_by,
    "limit": limited,
}


def newest_first(table):
    """What nothing else was said about comes in this order."""
    if table.sorted:
        return table
    records = sorted(table.records, key=lambda record: record.time or 0, reverse=True)
    return dataclasses.replace(table, records=records, sorted=True)


def compiled(text):
    """What runs a query on records, and returns the table. Raises Malformed."""
    reader = Reader(text)
    steps = []
    while not reader.ended:
        name = reader.take_kind("name").lower()
        if name not in COMMANDS:
            raise Malformed(f"the sandbox does not know the command {name!r}; it knows {', '.join(COMMANDS)}")
        steps.append(COMMANDS[name](reader))
        if not reader.ended:
            reader.expect("|")
            if reader.ended:
                raise reader.unexpected("expected a command")
    if not steps:
        raise Malformed("the query is empty")

    def run(records):
        table = Table(records)
        for step in steps:
            table = step(table)
        matched = len(table.records) if table.matched is None else table.matched
        return dataclasses.replace(newest_first(table), matched=matched)

    return run
