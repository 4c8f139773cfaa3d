let n = 1n
for (let i = 2n; i <= 20000n; i++) n *= i
const text = String(n)
console.log(text.length, text.slice(0, 20))
