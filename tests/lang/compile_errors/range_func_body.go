// Errors in the bodies of loops over functions are those of the function around.
package main

func one(yield func(int) bool)            {}
func pairs(yield func(int, string) bool) {}

func f() (n int, err error) {
	for x := range one {
		return x
	}
	for x := range one {
		n := x
		return
	}
	var s string
	for s = range one {
	}
	for i, s := range pairs {
		unused := i
	}
	for x := range one {
	inner:
		for {
			break outer
		}
	}
	for a, b, c := range pairs {
	}
}

func g() int {
	for x := range one {
		return x
	}
}

func main() {
	for range one {
		continue missing
		goto inside
	}
	for range one {
	inside:
	}
}
