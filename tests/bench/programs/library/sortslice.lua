local x = 1
local items = {}
for i = 1, 300000 do
  x = (x * 1664525 + 1013904223) & 0xffffffff
  items[i] = {key = x >> 8, name = string.format("n%07d", x >> 10)}
end
table.sort(items, function(a, b) return a.key < b.key end)
print(items[1].key, items[150001].key)
table.sort(items, function(a, b) return a.name > b.name end)
print(items[1].name, items[150001].name)
