// Arguments that new does not take.
package main

func f()            {}
func g() (int, int) { return 1, 2 }

func main() {
	_ = new(nil)
	_ = new(f())
	_ = new(g())
	_ = new(undefined)
	_ = new()
	_ = new(int, 3)
	_ = new(len)
	new(3)
}
