// goto backwards and forwards, out of nested loops and blocks.
package main

import "fmt"

func collatz(n int) (steps int) {
again:
	if n == 1 {
		return
	}
	steps++
	if n%2 == 0 {
		n /= 2
		goto again
	}
	n = 3*n + 1
	goto again
}

func find(grid [][]int, want int) (r, c int) {
	for r = range grid {
		for c = range grid[r] {
			if grid[r][c] == want {
				goto found
			}
		}
	}
	return -1, -1
found:
	return
}

func main() {
	fmt.Println(collatz(27), collatz(1))
	fmt.Println(find([][]int{{1, 2}, {3, 4}}, 3))
	fmt.Println(find(nil, 3))
	var fs []func() int
	i := 0
loop:
	x := i * i
	fs = append(fs, func() int { x++; return x })
	i++
	if i < 4 {
		goto loop
	}
	for _, f := range fs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
block:
	{
		if i > 0 {
			i--
			if i != 2 {
				goto block
			}
		}
	}
	fmt.Println(i)
sw:
	switch {
	case true:
		for {
			break sw
		}
	}
	goto end
end:
}
