-- Takes back a pause.

obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["replatform.dev/paused"] = nil
return obj
