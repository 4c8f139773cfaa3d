x = 1
items = []
for _ in range(300000):
    x = (x * 1664525 + 1013904223) & 0xffffffff
    items.append((x >> 8, "n%07d" % (x >> 10)))
items.sort(key=lambda item: item[0])
print(items[0][0], items[150000][0])
items.sort(key=lambda item: item[1], reverse=True)
print(items[0][1], items[150000][1])
