let parts = []
for (let i = 0; i < 100000; i++)
  parts.push(`{"id":${i},"name":"item ${i}","tags":["a","b${i % 10}"],"price":${i % 1000}.25,"stock":{"left":${i % 7},"full":${i % 2 == 0}},"note":null}`)
const text = '[' + parts.join(',') + ']'
const items = JSON.parse(text)
let sum = 0
for (const item of items) sum += item.price
console.log(text.length, JSON.stringify(items).length, Math.trunc(sum))
