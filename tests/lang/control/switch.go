// switch with and without a tag: order of cases, fallthrough, break, default in the middle.
package main

import "fmt"

func grade(n int) string {
	switch {
	case n >= 90:
		return "A"
	case n >= 80:
		return "B"
	}
	return "F"
}

func through(n int) (s string) {
	switch n {
	case 0:
		s += "zero "
		fallthrough
	case 1, 2, 3:
		s += "low "
		if n == 2 {
			break
		}
		s += "end "
		fallthrough
	default:
		s += "default "
	case 9:
		s += "nine "
	}
	return
}

func side(s string, n int) int { fmt.Print(s, " "); return n }

type color string

func main() {
	fmt.Println(grade(95), grade(80), grade(10))
	for _, n := range []int{0, 1, 2, 5, 9} {
		fmt.Println(n, through(n))
	}
	switch x := side("tag", 2); x {
	case side("a", 1), side("b", 2), side("c", 3):
		fmt.Println("matched")
	case side("d", 4):
	}
	switch color("red") {
	case "blue":
		fmt.Println("blue")
	case "red":
		fmt.Println("red")
	}
	switch v := any(3.0); v {
	case 3:
		fmt.Println("int")
	case 3.0:
		fmt.Println("float")
	}
	switch f := 2.5; {
	case f > 2:
		fmt.Println("big")
	}
	switch {
	default:
		fmt.Println("only default")
	}
	switch [2]int{1, 2} {
	case [2]int{1, 2}:
		fmt.Println("array")
	}
	switch x := 5; x {
	}
	var e error
	switch e {
	case nil:
		fmt.Println("nil error")
	}
	sum := 0
	for i := range 300 {
		switch i {
		case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9:
			sum += 1
		case 100:
			sum += 1000
		case 250, 251:
			sum += 100000
		case 299:
			sum *= 2
		}
		switch byte(i) {
		case 'a':
			sum += 3
		}
	}
	fmt.Println(sum)
	switch s := "k" + fmt.Sprint(3); s {
	case "k1", "k2":
	case "k3":
		fmt.Println("string", s)
	}
}
