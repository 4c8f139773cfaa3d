// Labels and branches are looked at in functions without a syntax error, beside one elsewhere.
package main

func f() {
unused:
	break
	for {
		continue missing
	}
	func() {
		goto over
		v := 1
	over:
	}()
}

func generic[T any]() {
never:
}

func broken() {
hidden:
	x := := 1
}

func main() {}
