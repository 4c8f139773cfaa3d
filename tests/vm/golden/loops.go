// Jumps and loops: the forms of the opcode table, and the map at each of them.
package main

func up(n int) (s int) {
	for i := 0; i < n; i++ {
		s += i
	}
	return s
}

func upTo(n int) (s int) {
	for i := 0; i <= n; i++ {
		s += i
	}
	return s
}

func down(n, m int) (s int) {
	for i := n; i >= m; i-- {
		s += i
	}
	return s
}

func constants() (s int) {
	for i := 0; i < 10; i++ {
		s += i
	}
	for i := 0; i <= 10; i++ {
		s += i
	}
	for i := 9; i >= 0; i-- {
		s += i
	}
	return s
}

// The pointer is live in the first loop, not in the second.
func list(p *int, n int) (s int) {
	for s < n {
		s += *p
	}
	for s > 0 {
		s -= 3
	}
	return s
}

func conditions(a, b int, f, g float64, u uint64, t bool) int {
	for a == b {
		a++
	}
	for a != 3 {
		a--
	}
	for f < g {
		f *= 2
	}
	for !(f <= g) {
		f /= 2
	}
	for u >= 5 {
		u--
	}
	for t && a < 1<<40 {
		a *= 3
	}
	for !t {
		t = a > 7 || b >= 8
	}
	return a
}

func forever(c chan int) {
	for {
		if <-c == 0 {
			break
		}
	}
}

func table(n int) string {
	switch n {
	case 1:
		return "one"
	case 2:
		return "two"
	case 3:
		return "three"
	case 4:
		return "four"
	case 5:
		return "five"
	}
	return "many"
}

func jumps(n int) int {
again:
	n--
	if n > 10 {
		goto again
	}
outer:
	for {
		for n > 0 {
			n--
			if n == 5 {
				continue outer
			}
			if n == 4 {
				break outer
			}
		}
	}
	return n
}

func ranges(l []string, m map[string]*int, s string, n int) (k int) {
	for i := range n {
		k += i
	}
	for _, x := range l {
		k += len(x)
	}
	for _, p := range m {
		k += *p
	}
	for i, r := range s {
		k += i * int(r)
	}
	return k
}

func main() {}
