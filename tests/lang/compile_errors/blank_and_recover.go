// _ as an operand of an assignment operation, and the type of recover, which is interface{} and not any.
package main

func main() {
	_ -= 1
	_++
	_ += undefined1
	recover()("x")
	recover().foo()
	_ = recover() + 1
	var a any
	a()
}
