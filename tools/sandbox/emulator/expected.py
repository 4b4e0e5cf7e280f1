"""The names inside MiniStack that the adaptations in this folder use. Most are private and can change with any release.

`check` stops the start if the installed release is another one, or if a name is missing: an adaptation that is silently
not applied would let tests pass that fail on AWS. Each entry says what the adaptation is for and which test needs it.
"""

import importlib
import importlib.metadata

RELEASE = "1.5.33"

# (what it adapts, the test that fails without it): module -> names
NAMES = {
    ("harden.py: only root's own secret is root", "tests/sandbox/emulator.test.ts"): {
        "ministack.app": ["app", "pin_signed_request"],
        "ministack.core.iam_evaluator": [
            "AuthError", "caller_verified", "enforce", "is_root_access_key", "pin_signed_request", "_resolve_condition_key",
        ],
    },
    ("policy_variables.py: policy variables and source identities", "tests/sandbox/people.test.ts"): {
        "ministack.core.iam_evaluator": [
            "evaluate_trust_policy", "_conditions_met", "_first_match", "_fnmatch_compile", "_principal_keys",
            "_resolve_condition_key",
        ],
        "ministack.services.sts": ["handle_request", "register_session", "_sessions"],
    },
    ("audit.py: who signed a request, and CloudTrail's events", "tests/sandbox/audit.test.ts"): {
        "ministack.core.iam_evaluator": ["CredentialResolutionError", "is_root_access_key", "resolve_credential"],
        "ministack.services.cloudwatch_logs": ["handle_request"],
        "ministack.services.eventbridge": ["_dispatch_event", "_put_events", "_rules"],
        "ministack.services.iam": ["_roles"],
        "ministack.services.sts": ["_sessions"],
    },
    ("insights.py: statistics and JSON fields of Logs Insights", "tests/sandbox/insights.test.ts"): {
        "ministack.core.iam_actions": ["extract_resource_arn"],
        "ministack.services.cloudwatch_logs": [
            "_collect_query_records", "_queries", "_resolve_query_log_groups", "_start_query",
        ],
    },
    ("s3_events.py: the version and the restore in S3's events", "tests/sandbox/index.test.ts"): {
        "ministack.services.eventbridge": ["_dispatch_event"],
        "ministack.services.s3": ["_buckets", "_fire_s3_event"],
    },
    ("whole_checksums.py: checksums of whole multipart objects", "tests/sandbox/uploads.test.ts"): {
        "ministack.services.s3": [
            "_buckets", "_complete_multipart_upload", "_composite_checksum", "_compute_s3_checksum",
            "_create_multipart_upload", "_multipart_uploads", "_object_versions", "_qp",
        ],
    },
    ("dashboards.py: dates of dashboards as numbers", "tests/sandbox/destroy.test.ts"): {
        "ministack.services.cloudwatch": ["_dashboards", "_list_dashboards"],
    },
}


def problems():
    """What is not as the adaptations expect, one line each."""
    found = []
    installed = importlib.metadata.version("ministack")
    if installed != RELEASE:
        found.append(f"MiniStack {installed} is installed; the adaptations are written for {RELEASE}.")
    for (adaptation, test), modules in NAMES.items():
        for module, names in modules.items():
            for name in names:
                if not hasattr(importlib.import_module(module), name):
                    found.append(f"{module} has no {name} ({adaptation}; held by {test}).")
    return found


def check():
    """Raises a RuntimeError that names every mismatch."""
    found = problems()
    if found:
        raise RuntimeError("The emulator cannot be adapted:\n" + "\n".join(found))
