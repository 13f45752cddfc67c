-- Nothing is written to AWS or a database until the annotation is gone; a fence that nobody works behind is lifted.

obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["replatform.dev/paused"] = "true"
return obj
