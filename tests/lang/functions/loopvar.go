// Each turn of a loop has variables of its own, which closures and pointers keep.
package main

import "fmt"

func main() {
	var fs []func() int
	for i := 0; i < 6; i++ {
		if i == 1 {
			continue
		}
		fs = append(fs, func() int { i += 100; return i })
		if i == 3 {
			i++ // is carried to the next iteration
		}
	}
	for _, f := range fs {
		fmt.Print(f(), " ", f(), " ")
	}
	fmt.Println()
	var ps []*int
	for i, j := 0, 10; i < j; i, j = i+3, j-1 {
		ps = append(ps, &i, &j)
	}
	for _, p := range ps {
		fmt.Print(*p, " ")
	}
	fmt.Println()
	for i := range 3 {
		defer func() { fmt.Print("d", i, " ") }()
	}
	m := map[int]func() int{}
	for k, v := range []int{7, 8} {
		m[k] = func() int { return k*100 + v }
	}
	fmt.Println(m[0](), m[1]())
	// A closure that changes the variable during its own iteration.
	for i := 0; i < 10; i++ {
		step := func() { i += 4 }
		step()
		fmt.Print(i, " ")
	}
	fmt.Println()
	var i int
	var shared []func() int
	for i = 0; i < 2; i++ {
		shared = append(shared, func() int { return i })
	}
	fmt.Println(shared[0](), shared[1]())
outer:
	for i := 0; i < 3; i++ {
		for j := 0; ; j++ {
			fs = append(fs, func() int { return i*10 + j })
			if j == i {
				continue outer
			}
		}
	}
	for _, f := range fs[len(fs)-6:] {
		fmt.Print(f(), " ")
	}
	fmt.Println()
}
