// Declarations that need themselves: types, interfaces, package variables, constants.
package main

type T struct{ t T }
type A [2]B
type B struct{ a A }
type I interface{ I }

var x = y
var y = f()

func f() int { return x }

const c = d
const d = c

func main() {}
