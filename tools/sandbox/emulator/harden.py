"""Closes what MiniStack 1.5.33 leaves open even with AUTH=true, so that only its root's secret makes a caller root.

MiniStack takes its own key, "test" and every account number for root's and checks no signature of theirs, lets anybody
list and create buckets, and erases its state for whoever asks /_ministack/reset. It runs the functions that it is given
as the user who started it: on a machine with other users on it, that would let them run programs as that user.
"""

import os
import re
import types

from ministack import app as ministack
from ministack.core import iam_evaluator

OPEN_PATHS = ("/_ministack/health", "/_ministack/ready")
INTERNAL_PREFIXES = ("/_ministack", "/_localstack")
NEVER_ANONYMOUS = ("s3:ListAllMyBuckets", "s3:CreateBucket")
ROLE_SESSION = re.compile(r"(arn:[\w-]+):sts::(\d+):assumed-role/([^/]+)/.+")


def is_root(access_key_id):
    # No key at all stands for MiniStack's own anonymous handling, which S3 and API Gateway judge by themselves.
    return not access_key_id or access_key_id == os.environ["AWS_ACCESS_KEY_ID"]


def without_exemption(function):
    """The same function, in which no key is exempt from the check of its signature."""
    names = {**function.__globals__, "_is_root_key": lambda access_key_id: not access_key_id}
    return types.FunctionType(function.__code__, names, function.__name__, function.__defaults__)


def refusing_anonymous(enforce):
    def enforce_known(access_key_id, iam_action, *arguments, **options):
        if iam_action in NEVER_ANONYMOUS and not access_key_id:
            return iam_evaluator.AuthError("AccessDenied", "Access Denied")
        return enforce(access_key_id, iam_action, *arguments, **options)

    return enforce_known


def naming_roles(resolve):
    """On AWS the aws:PrincipalArn of a session is its role's, by which policies admit it; MiniStack's is the session's."""

    def resolve_role(key, context):
        value = resolve(key, context)
        session = ROLE_SESSION.fullmatch(value) if key.lower() == "aws:principalarn" and value else None
        return session.expand(r"\1:iam::\2:role/\3") if session else value

    return resolve_role


async def refuse(send):
    headers = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": b"Closed in this sandbox (tools/sandbox/emulator/harden.py).\n"})


async def app(scope, receive, send):
    """MiniStack's application without its administration."""
    path = scope.get("path", "")
    if scope["type"] == "http" and path.startswith(INTERNAL_PREFIXES) and path not in OPEN_PATHS:
        await refuse(send)
    else:
        await ministack.app(scope, receive, send)


def hardened():
    """Changes MiniStack in place; returns the application to serve."""
    iam_evaluator.is_root_access_key = is_root
    iam_evaluator.caller_verified = without_exemption(iam_evaluator.caller_verified)
    iam_evaluator.pin_signed_request = without_exemption(iam_evaluator.pin_signed_request)
    # It has its own reference.
    ministack.pin_signed_request = iam_evaluator.pin_signed_request
    iam_evaluator.enforce = refusing_anonymous(iam_evaluator.enforce)
    iam_evaluator._resolve_condition_key = naming_roles(iam_evaluator._resolve_condition_key)
    return app
