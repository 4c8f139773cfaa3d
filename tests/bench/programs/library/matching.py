import re

lines, size, i = [], 0, 0
while size < 10 << 20:
    line = "line %d: user%d@host%d.example.org wrote 2026-%02d-%02d some words of text\n" % (i, i % 977, i % 13, i % 12 + 1, i % 28 + 1)
    lines.append(line)
    size += len(line)
    i += 1
s = "".join(lines)
for pattern in ("[a-z0-9]+@[a-z0-9.]+", "([0-9]{4})-([0-9]{2})-([0-9]{2})", "wrote|written"):
    found = [match.end() - match.start() for match in re.finditer(pattern, s)]
    print(len(found), sum(found))
