-- Approves the cutover that is proposed now, and no other: its token stands in status.cutover.token.

local cutover = (obj.status or {}).cutover or {}
if cutover.token == nil then
  error("no cutover is proposed: there is nothing to approve")
end

obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["replatform.dev/approve-cutover"] = cutover.token
return obj
