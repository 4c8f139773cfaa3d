// The built-in print and println write to standard error.
package main

type e struct{}

func main() {
	print("a", 1, true, 'x', "\n")
	println("b", -2, false, uint8(3), nil == any(nil), "é", int64(1)<<40)
	println()
	println(int8(-128), "end")
	var p *e
	println(p, len("abc"))
	var u uint64 = 1<<64 - 1
	println(u)
}
