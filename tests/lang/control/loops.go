// All forms of for: conditions, clauses, ranges over integers, slices, arrays, pointers to them and
// maps; labels.
package main

import "fmt"

func next() int { fmt.Print("once "); return 3 }

func main() {
	for i := range next() {
		fmt.Print(i, " ")
	}
	var n uint8 = 3
	for i := range n {
		fmt.Printf("%T%d ", i, i)
	}
	for range 2 {
		fmt.Print("x ")
	}
	for i := range -5 {
		fmt.Print("never", i)
	}
	fmt.Println()
	s := []int{1, 2, 3}
	t := s
	for i, v := range s {
		t[2] = 10
		if i == 0 {
			s = append(s, 4)
			s = s[:1]
		}
		fmt.Print(i, v, " ")
	}
	fmt.Println(s)
	i := 0
	for i < 3 {
		i++
		if i == 2 {
			continue
		}
		fmt.Print(i, " ")
	}
	for {
		i++
		if i > 6 {
			break
		}
	}
	fmt.Println(i)
outer:
	for a := 0; a < 4; a++ {
		for b := 0; b < 4; b++ {
			switch {
			case b == 2:
				continue outer
			case a == 2:
				break outer
			case a == b:
				break
			default:
				fmt.Print(a, b, " ")
			}
		}
	}
	fmt.Println()
	for i, c := range []byte("ab") {
		fmt.Print(i, c, " ")
	}
	for k := range map[string]int{"only": 1} {
		fmt.Print(k, " ")
	}
	arr := [3]int{1, 2, 3}
	for i, v := range &arr {
		arr[2] = 9
		fmt.Print(i, v, " ")
	}
	var p *[5]int
	for i := range p {
		fmt.Print(i)
	}
	fmt.Println(len(p))
	var f struct{ i, v int }
	var m [2]string
	for f.i, m[1] = range []string{"p", "q"} {
	}
	fmt.Println(f.i, m)
	for x, y := 0, 10; x < y; x, y = x+1, y-2 {
		fmt.Print(x, y, " ")
	}
	fmt.Println()
	total := 0
	for i := 0; i < 100; i += 7 {
		if i%2 == 0 && i%3 != 0 || i > 80 {
			total += i
		}
	}
	fmt.Println(total)
}
