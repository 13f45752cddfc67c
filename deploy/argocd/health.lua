-- How a Database, Migration, ImageStore or AppConfig of replatform.dev stands, for Argo CD.
-- Written for what Argo CD gives a script: no string, math or io library, one second.
-- https://argo-cd.readthedocs.io/en/stable/operator-manual/health/

local status = obj.status or {}
local annotations = obj.metadata.annotations or {}

local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end

local function is(type, value)
  return conditions[type] ~= nil and conditions[type].status == value
end

local function verdict(health, message)
  return { status = health, message = message }
end

if is("Paused", "True") and annotations["replatform.dev/paused"] == "true" then
  return verdict("Suspended", conditions.Paused.message)
end

if conditions.Ready == nil then
  return verdict("Progressing", "The operator has not looked at it yet.")
end

if status.observedGeneration ~= obj.metadata.generation then
  return verdict("Progressing", "The operator has not looked at this change yet.")
end

if is("Ready", "True") then
  local cutover = conditions.CutOver
  if cutover == nil or cutover.status == "True" then
    return verdict("Healthy", conditions.Ready.message)
  end
  -- A Migration whose switch waits for a person is done as far as Git goes: were it Suspended, a sync would wait here for
  -- ever, and never reach the AppConfig of the next wave, nor the commit that approves.
  if cutover.reason == "Never" then
    return verdict("Healthy", cutover.message)
  end
  return verdict("Healthy", "Waits for approval. " .. cutover.message)
end

if is("Stalled", "True") then
  local stalled = conditions.Stalled
  local message = stalled.reason .. ": " .. stalled.message
  -- What is referred to may come with the same sync, a moment later.
  if stalled.reason == "ReferenceNotFound" then
    return verdict("Progressing", message)
  end
  if stalled.reason == "ObservedOnly" then
    return verdict("Suspended", message)
  end
  return verdict("Degraded", message)
end

return verdict("Progressing", conditions.Ready.message)
