-- As buffered.go, with coroutines; a buffer is a table of 128 values.
local n = tonumber(arg[1]) or 300000
local yield = coroutine.yield
local function source(n)
  return coroutine.wrap(function()
    for first = 0, n - 1, 128 do
      local batch = {}
      for i = first, math.min(first + 127, n - 1) do batch[#batch + 1] = i end
      yield(batch)
    end
  end)
end
local function stage(k, src)
  return coroutine.wrap(function()
    while true do
      local batch = src()
      if batch == nil then return end
      for i = 1, #batch do batch[i] = batch[i] + k end
      yield(batch)
    end
  end)
end
local src = source(n)
for k = 0, 3 do src = stage(k, src) end
local sum = 0
while true do
  local batch = src()
  if batch == nil then break end
  for i = 1, #batch do sum = sum + batch[i] end
end
print(string.format("%.0f", sum))
