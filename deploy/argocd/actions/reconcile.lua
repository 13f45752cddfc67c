-- Has the operator look now: any value that was not there before does.

local os = require("os")

obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["replatform.dev/reconcile-at"] = os.date("!%Y-%m-%dT%H:%M:%SZ")
return obj
