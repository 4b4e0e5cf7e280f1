"""Policy variables and the source identity of a session, which MiniStack 1.5.33 does not know.

A variable such as ${aws:username} in a Resource or in a string or ARN condition stands for the request's value, and ${*},
${?} and ${$} for the characters themselves (IAM User Guide, "IAM policy elements: Variables and tags"). AssumeRole with a
SourceIdentity also needs sts:SetSourceIdentity, and the session keeps it (IAM User Guide, "Monitor and control actions
taken with assumed roles"). Only trust policies are asked about sts:SetSourceIdentity, not the caller's own policies.
"""

import contextvars
import dataclasses
import re
from urllib.parse import parse_qs

from ministack.core import iam_evaluator
from ministack.services import sts

VARIABLE = re.compile(r"\$\{([^}]*)\}")
# Stand-ins for characters that came in by a variable, which are no wildcards. Policies and requests hold none of them.
LITERALS = {"*": "\ue000", "?": "\ue001"}
UNRESOLVED = "\ue002"
TEXT_OPERATORS = ("string", "arn")

requested = contextvars.ContextVar("requested_source_identity", default=None)


def protect(text):
    for character, stand_in in LITERALS.items():
        text = text.replace(character, stand_in)
    return text


def plain(text):
    for character, stand_in in LITERALS.items():
        text = text.replace(stand_in, character)
    return text


def resolved(text, context):
    """The text with its variables' values. One without a single value matches nothing."""

    def value_of(match):
        name = match[1].split(",")[0].strip()
        if name in ("*", "?", "$"):
            return protect(name)
        value = iam_evaluator._resolve_condition_key(name, context)
        return UNRESOLVED if value is None or isinstance(value, (list, tuple)) else protect(str(value))

    return VARIABLE.sub(value_of, text) if "${" in text else text


def literal_wildcards(compile_pattern):
    def compile_literally(pattern, ignore_case):
        compiled = compile_pattern(pattern, ignore_case)
        if not any(stand_in in pattern for stand_in in LITERALS.values()):
            return compiled
        expression = compiled.pattern
        for character, stand_in in LITERALS.items():
            expression = expression.replace(stand_in, re.escape(character))
        return re.compile(expression, compiled.flags)

    return compile_literally


def with_values(conditions_met):
    def met(conditions, context):
        written = {}
        for operator, keys in (conditions or {}).items():
            name = operator.lower().split(":")[-1]
            if not isinstance(keys, dict) or not name.startswith(TEXT_OPERATORS):
                written[operator] = keys
                continue
            # Only these compare with wildcards; the others take the text as it is.
            matching = "like" in name or name.startswith("arn")
            written[operator] = {}
            for key, expected in keys.items():
                values = [resolved(str(value), context) for value in ([expected] if isinstance(expected, str) else expected)]
                if any(UNRESOLVED in value for value in values) and "not" in name:
                    return False
                written[operator][key] = values if matching else [plain(value) for value in values]
        return conditions_met(written, context)

    return met


def in_resources(first_match):
    def with_resources(statement, context):
        if not any("${" in resource for resource in (*statement.resources, *statement.not_resources)):
            return statement
        return dataclasses.replace(
            statement,
            resources=[resolved(resource, context) for resource in statement.resources],
            not_resources=[resolved(resource, context) for resource in statement.not_resources],
        )

    def match(context, statements, effect):
        return first_match(context, [with_resources(statement, context) for statement in statements], effect)

    return match


def asking_for_source(handle):
    async def handle_request(method, path, headers, body, query_params):
        form = parse_qs(body.decode("utf-8", "replace")) if isinstance(body, bytes) else {}
        asked = form.get("SourceIdentity") or (query_params or {}).get("SourceIdentity")
        token = requested.set(asked[0] if asked else None)
        try:
            return await handle(method, path, headers, body, query_params)
        finally:
            requested.reset(token)

    return handle_request


def kept_in_session(register):
    def register_session(access_key, session):
        source = requested.get()
        register(access_key, {**session, "SourceIdentity": source} if source else session)

    return register_session


def told_to_policies(principal_keys):
    def keys(credential):
        session = sts._sessions.get(credential.access_key_id) or {}
        source = session.get("SourceIdentity")
        return {**principal_keys(credential), **({"aws:sourceidentity": source} if source else {})}

    return keys


def asked_of_policies(resolve):
    def resolve_source(key, context):
        return requested.get() if key.lower() == "sts:sourceidentity" else resolve(key, context)

    return resolve_source


def needing_permission(evaluate):
    """The trust policy is asked about sts:SetSourceIdentity too where a request names a source identity."""

    def evaluate_trust_policy(document, caller_arn, context=None):
        allowed = evaluate(document, caller_arn, context)
        if not allowed or context is None or context.action != "sts:AssumeRole" or requested.get() is None:
            return allowed
        return evaluate(document, caller_arn, dataclasses.replace(context, action="sts:SetSourceIdentity"))

    return evaluate_trust_policy


def complete():
    """Changes MiniStack in place, before anything else wraps its evaluator."""
    iam_evaluator._resolve_condition_key = asked_of_policies(iam_evaluator._resolve_condition_key)
    iam_evaluator._fnmatch_compile = literal_wildcards(iam_evaluator._fnmatch_compile)
    iam_evaluator._conditions_met = with_values(iam_evaluator._conditions_met)
    iam_evaluator._first_match = in_resources(iam_evaluator._first_match)
    iam_evaluator._principal_keys = told_to_policies(iam_evaluator._principal_keys)
    iam_evaluator.evaluate_trust_policy = needing_permission(iam_evaluator.evaluate_trust_policy)
    sts.handle_request = asking_for_source(sts.handle_request)
    sts.register_session = kept_in_session(sts.register_session)
