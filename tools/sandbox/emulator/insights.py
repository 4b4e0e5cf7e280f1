"""Completes the Logs Insights of MiniStack 1.5.33, which knows no statistics and no fields of JSON events, and leaves out
what it does not understand. A query that cannot be run here is refused (MalformedQueryException).
"""

import itertools
import json

from insights_commands import DEFAULT_COLUMNS, MOST_ROWS, Record, compiled
from insights_expressions import text_of
from insights_reader import Malformed
from ministack.core import iam_actions, responses

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
MOST_FIELDS = 200


def leaves(value, name):
    """The fields that AWS discovers in JSON: dots between names, and an array's elements by their numbers."""
    if isinstance(value, (dict, list)):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for key, member in members:
            yield from leaves(member, f"{name}.{key}" if name else str(key))
    elif value is not None:
        yield name, str(int(value)) if isinstance(value, bool) else text_of(value)


def record_of(event):
    fields = {name: value for name, value in event.items() if name.startswith("@")}
    try:
        message = json.loads(event["@message"])
    except ValueError:
        message = None
    discovered = leaves(message, "") if isinstance(message, dict) else ()
    return Record({**dict(itertools.islice(discovered, MOST_FIELDS)), **fields}, event["_timestamp_ms"])


def rows(table, limit):
    columns = table.columns or DEFAULT_COLUMNS
    for record in table.records[:limit]:
        # Of a row that is one event, the pointer to it goes along.
        names = columns if record.time is None else dict.fromkeys([*columns, "@ptr"])
        yield [{"field": name, "value": text_of(record[name])} for name in names if record.get(name) is not None]


def running_queries(logs):
    start_query = logs._start_query

    def start(data):
        try:
            if data.get("queryLanguage", "CWLI") != "CWLI":
                raise Malformed("the sandbox knows Logs Insights QL only")
            run = compiled(data.get("queryString") or "")
        except Malformed as error:
            return responses.error_response_json("MalformedQueryException", str(error), 400)
        # It looks for the groups and keeps the query; its results are replaced.
        status, headers, body = start_query({**data, "queryString": ""})
        if status == 200:
            kept = logs._queries[json.loads(body)["queryId"]]
            groups = logs._resolve_query_log_groups(data)
            events = logs._collect_query_records(groups, kept["startTime"], kept["endTime"])
            table = run([record_of(event) for event in events])
            kept["queryString"] = data["queryString"]
            kept["groups"] = groups
            kept["results"] = list(rows(table, min(int(data.get("limit") or MOST_ROWS), MOST_ROWS)))
            kept["statistics"] = {**kept["statistics"], "recordsMatched": float(table.matched)}
        return status, headers, body

    return start


def naming_groups(extract, logs):
    """What a query and its results are about: its log group, with the end that policies expect. AWS asks for each of several groups;
    MiniStack knows one resource a request, so several are for those who may query all.
    """

    def extract_group(service, method, path, headers, body, query_params, region, account_id):
        target = headers.get("x-amz-target", "").rpartition(".")[2]
        if service != "logs" or target not in ("StartQuery", "GetQueryResults"):
            return extract(service, method, path, headers, body, query_params, region, account_id)
        data = json.loads(body)
        if target == "StartQuery":
            groups = logs._resolve_query_log_groups(data)
        else:
            groups = logs._queries.get(data.get("queryId"), {}).get("groups", [])
        return f"arn:aws:logs:{region}:{account_id}:log-group:{groups[0]}:log-stream:" if len(groups) == 1 else "*"

    return extract_group


def complete():
    """Changes MiniStack in place."""
    from ministack.services import cloudwatch_logs

    cloudwatch_logs._start_query = running_queries(cloudwatch_logs)
    iam_actions.extract_resource_arn = naming_groups(iam_actions.extract_resource_arn, cloudwatch_logs)
