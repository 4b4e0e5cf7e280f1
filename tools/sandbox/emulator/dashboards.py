"""Dates the dashboards that MiniStack 1.5.33 lists: in JSON it gives text, where AWS gives seconds since 1970."""

import json

from ministack.services import cloudwatch


def dating(list_dashboards):
    def list_dated(params, data, is_cbor, is_json=False):
        status, headers, body = list_dashboards(params, data, is_cbor, is_json)
        if not is_json or status != 200:
            return status, headers, body
        answer = json.loads(body)
        for entry in answer["DashboardEntries"]:
            entry["LastModified"] = float(cloudwatch._dashboards[entry["DashboardName"]]["LastModified"])
        return status, headers, json.dumps(answer).encode()

    return list_dated


def complete():
    """Changes MiniStack in place."""
    cloudwatch._list_dashboards = dating(cloudwatch._list_dashboards)
