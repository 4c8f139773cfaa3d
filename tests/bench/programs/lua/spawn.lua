-- As spawn.go: N coroutines are made, add up what they were given, and end.
local n = tonumber(arg[1]) or 1000000
local batch = 1000
local sums = {}
for k = 0, batch - 1 do sums[k] = 0 end
for i = 0, n - 1, batch do
  for k = 0, batch - 1 do
    coroutine.wrap(function() sums[k] = sums[k] + i + k end)()
  end
end
local total = 0
for k = 0, batch - 1 do total = total + sums[k] end
print(string.format("%.0f", total))
