// Signs of quotients and remainders; division by zero panics for integers and not for floats.
package main

import "fmt"

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			err, ok := r.(error)
			fmt.Println(name, "panics:", r, ok, err)
		}
	}()
	f()
}

func main() {
	for _, a := range []int{7, -7} {
		for _, b := range []int{2, -2, 3, -3} {
			q, r := a/b, a%b
			fmt.Println(a, b, q, r, q*b+r == a)
		}
	}
	var u uint8 = 250
	fmt.Println(u/7, u%7, uint64(1<<63)/3, uint64(1<<63)%10, -9/4, -9>>2)
	fmt.Println(1e10/3, float32(1)/3, -5.5/2)
	zero := 0
	try("int", func() { fmt.Println(1 / zero) })
	try("mod", func() { fmt.Println(1 % zero) })
	try("uint", func() { fmt.Println(u / uint8(zero)) })
	f := 0.0
	fmt.Println(1/f, -1/f, f/f, f == -f, 1/(-1/f))
}
