// Queens counts the ways to put n queens on a board of n by n, and draws the first.
package main

import (
	"fmt"
	"strings"
)

// solve fills the rows from row on. It reports each solution to found.
func solve(board []int, row int, columns, rising, falling uint, found func([]int)) {
	n := len(board)
	if row == n {
		found(board)
		return
	}
	free := ^(columns | rising | falling) & (1<<uint(n) - 1)
	for free != 0 {
		bit := free & -free
		free &^= bit
		column := 0
		for 1<<uint(column) != bit {
			column++
		}
		board[row] = column
		solve(board, row+1, columns|bit, (rising|bit)<<1, (falling|bit)>>1, found)
	}
}

func draw(board []int) {
	for _, column := range board {
		line := strings.Repeat(". ", column) + "Q " + strings.Repeat(". ", len(board)-column-1)
		fmt.Println(strings.TrimRight(line, " "))
	}
}

func main() {
	for n := 1; n <= 9; n++ {
		var first []int
		count := 0
		solve(make([]int, n), 0, 0, 0, 0, func(board []int) {
			if count == 0 {
				first = append([]int(nil), board...)
			}
			count++
		})
		fmt.Printf("%d queens: %d solutions, the first %v\n", n, count, first)
		if n == 8 {
			draw(first)
		}
	}
}
