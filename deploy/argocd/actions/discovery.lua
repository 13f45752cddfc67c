-- Which actions Argo CD offers for an object of replatform.dev: those that would have an effect now.
-- https://argo-cd.readthedocs.io/en/stable/operator-manual/resource_actions/

local status = obj.status or {}
local annotations = obj.metadata.annotations or {}

local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end

local function is(type, value)
  return conditions[type] ~= nil and conditions[type].status == value
end

local function offer(name, icon)
  return { displayName = name, iconClass = "fa fa-fw fa-" .. icon }
end

local actions = { reconcile = offer("Look now", "sync") }
local paused = annotations["replatform.dev/paused"] == "true"
if paused then
  actions.resume = offer("Resume", "play")
else
  actions.pause = offer("Pause", "pause")
end

if obj.kind ~= "Migration" or paused or obj.metadata.deletionTimestamp ~= nil
    or status.observedGeneration ~= obj.metadata.generation then
  return actions
end

local cutover = status.cutover or {}
local wanted = obj.spec.cutover or {}
local approved = cutover.token == annotations["replatform.dev/approve-cutover"] or cutover.token == wanted.approval
if is("Ready", "True") and cutover.token ~= nil and not approved and (wanted.mode or "Manual") == "Manual" then
  actions["approve-cutover"] = offer("Approve cutover " .. cutover.token, "check")
end

-- The reasons that a new run mends. It empties what was loaded, so it is not offered to a Migration that goes on.
local mended_by_a_new_run = { TablesErrored = true, TaskFailed = true, DataDiffers = true, SourceChanged = true }
if is("Stalled", "True") and mended_by_a_new_run[conditions.Stalled.reason] and cutover.switchedAt == nil then
  actions["run-again"] = offer("Begin again as run " .. ((obj.spec.run or 1) + 1), "redo")
end

return actions
