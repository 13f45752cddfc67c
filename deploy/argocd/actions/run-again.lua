-- Starts a Migration again from the beginning: what its load put into the target's tables is emptied, nothing else.
-- Where Git declares spec.run, commit a higher one instead: self-heal puts back what Git says.

if ((obj.status or {}).cutover or {}).switchedAt ~= nil then
  error("the application works on the target already: nothing is started again after the switch")
end

obj.spec.run = (obj.spec.run or 1) + 1
return obj
