import json

parts = []
for i in range(100000):
    full = "true" if i % 2 == 0 else "false"
    parts.append('{"id":%d,"name":"item %d","tags":["a","b%d"],"price":%d.25,"stock":{"left":%d,"full":%s},"note":null}'
                 % (i, i, i % 10, i % 1000, i % 7, full))
text = "[" + ",".join(parts) + "]"
items = json.loads(text)
print(len(text), len(json.dumps(items, separators=(",", ":"))), int(sum(item["price"] for item in items)))
