const lines = []
const two = n => String(n).padStart(2, '0')
for (let i = 0, size = 0; size < 10 << 20; i++) {
  const line = `line ${i}: user${i % 977}@host${i % 13}.example.org wrote 2026-${two(i % 12 + 1)}-${two(i % 28 + 1)} some words of text\n`
  lines.push(line)
  size += line.length
}
const s = lines.join('')
for (const pattern of [/[a-z0-9]+@[a-z0-9.]+/g, /([0-9]{4})-([0-9]{2})-([0-9]{2})/g, /wrote|written/g]) {
  let count = 0, size = 0
  for (const match of s.matchAll(pattern)) {
    count++
    size += match[0].length
  }
  console.log(count, size)
}
