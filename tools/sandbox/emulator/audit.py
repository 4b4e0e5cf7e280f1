"""What the audit relay (tools/sandbox/audit/) needs of MiniStack 1.5.33, and what it lacks for the audit trail.

- Each answer names the caller whose key signed the request, in a header that the relay takes off again.
- Root may publish to EventBridge in the name of AWS's services, as CloudTrail does.
- A rule can ask for the management events that only read, and gets none of them otherwise; MiniStack skips such rules.
- CloudWatch Logs keeps saved queries.
"""

import contextvars
import datetime
import json
import types
import uuid
from urllib.parse import parse_qs

from ministack.core import iam_evaluator, responses, router

CALLER_HEADER = b"x-sandbox-caller"
WITH_READS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

_by_root = contextvars.ContextVar("by_root", default=False)


def _iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _role_of(credential):
    from ministack.services import iam

    name = credential.principal_arn.split("/")[1]
    role = iam._roles.get_scoped(credential.account_id, None, name) or {}
    return {"name": name, "arn": role.get("Arn", ""), "id": role.get("RoleId", "")}


def _caller(access_key_id):
    """Who a key belongs to, or None. Whether the request may act as that is for MiniStack to say, in its answer."""
    account = responses._account_from_sts_session(access_key_id) or responses.get_account_id()
    credential = iam_evaluator.resolve_credential(access_key_id, account)
    if isinstance(credential, iam_evaluator.CredentialResolutionError):
        return None
    caller = {
        "type": credential.principal_type,
        "id": credential.principal_id,
        "arn": credential.principal_arn,
        "account": credential.account_id,
        "key": access_key_id,
    }
    if credential.principal_type == "User":
        caller["user"] = credential.principal_name
    if credential.principal_type == "AssumedRole":
        from ministack.services import sts

        caller["role"] = _role_of(credential)
        caller["since"] = _iso(sts._sessions.get(access_key_id, {}).get("IssuedAt", 0))
    return caller


def naming_callers(app):
    """The same application, which says in each answer to a signed request whose it was."""

    async def named(scope, receive, send):
        if scope["type"] != "http":
            return await app(scope, receive, send)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        key = router.extract_access_key_id(headers, query)
        _by_root.set(bool(key) and iam_evaluator.is_root_access_key(key))

        async def send_named(message):
            if message["type"] == "http.response.start":
                # A function behind an API chooses its headers, but not this one.
                named_headers = [pair for pair in message.get("headers", []) if pair[0].lower() != CALLER_HEADER]
                if key and (caller := _caller(key)):
                    named_headers.append((CALLER_HEADER, json.dumps(caller, separators=(",", ":")).encode("ascii")))
                message = {**message, "headers": named_headers}
            await send(message)

        return await app(scope, receive, send_named)

    return named


def _let_root_publish(eventbridge):
    put_events = eventbridge._put_events

    # Signatures have been checked by now, root's too (harden.py).
    def put(data, allow_aws_source=False):
        return put_events(data, allow_aws_source or _by_root.get())

    eventbridge._put_events = put


def _is_management_read(event):
    if event.get("DetailType") != "AWS API Call via CloudTrail":
        return False
    detail = json.loads(event.get("Detail") or "{}")
    return bool(detail.get("managementEvent")) and detail.get("eventName", "").startswith(("Get", "List", "Describe"))


class _RulesFor:
    """The rules that an event is for, as MiniStack's dispatch walks through them."""

    def __init__(self, rules, event):
        self._rules = rules
        self._quiet = _is_management_read(event)

    def items(self):
        for key, rule in self._rules.items():
            if rule.get("State") == WITH_READS:
                yield key, {**rule, "State": "ENABLED"}
            elif not self._quiet:
                yield key, rule


def _heed_rule_states(eventbridge):
    dispatch = eventbridge._dispatch_event  # MiniStack's own: it is called with other rules, and cannot be a wrapper

    def dispatch_heeding(event, view=None):
        names = {**dispatch.__globals__, "_rules": _RulesFor(eventbridge._rules, event)}
        return types.FunctionType(dispatch.__code__, names, dispatch.__name__, dispatch.__defaults__)(event, view)

    eventbridge._dispatch_event = dispatch_heeding


def _keep_queries(logs):
    handle_request = logs.handle_request
    queries = responses.AccountRegionScopedDict()

    def put(data):
        key = data.get("queryDefinitionId") or str(uuid.uuid4())
        kept = {name: data[name] for name in ("name", "queryString", "logGroupNames", "queryLanguage") if name in data}
        queries[key] = {**kept, "queryDefinitionId": key}
        return {"queryDefinitionId": key}

    def describe(data):
        prefix = data.get("queryDefinitionNamePrefix", "")
        return {"queryDefinitions": [query for query in queries.values() if query["name"].startswith(prefix)]}

    def delete(data):
        return {"success": queries.pop(data.get("queryDefinitionId"), None) is not None}

    actions = {"PutQueryDefinition": put, "DescribeQueryDefinitions": describe, "DeleteQueryDefinition": delete}

    async def handle(method, path, headers, body, query_params):
        action = actions.get(headers.get("x-amz-target", "").rpartition(".")[2])
        if action is None:
            return await handle_request(method, path, headers, body, query_params)
        return responses.json_response(action(json.loads(body)))

    logs.handle_request = handle


def complete():
    """Changes MiniStack in place."""
    from ministack.services import cloudwatch_logs, eventbridge

    _let_root_publish(eventbridge)
    _heed_rule_states(eventbridge)
    _keep_queries(cloudwatch_logs)
