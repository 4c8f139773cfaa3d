let x = 1
const items = []
for (let i = 0; i < 300000; i++) {
  x = (Math.imul(x, 1664525) + 1013904223) >>> 0
  items.push({key: x >>> 8, name: 'n' + String(x >>> 10).padStart(7, '0')})
}
items.sort((a, b) => a.key - b.key)
console.log(items[0].key, items[150000].key)
items.sort((a, b) => (a.name > b.name ? -1 : a.name < b.name ? 1 : 0))
console.log(items[0].name, items[150000].name)
