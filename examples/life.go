// Life plays Conway's game of life on a torus.
package main

import (
	"fmt"
	"strings"
)

type field struct {
	width, height int
	cells         [][]bool
}

func newField(width, height int) *field {
	cells := make([][]bool, height)
	for y := range cells {
		cells[y] = make([]bool, width)
	}
	return &field{width, height, cells}
}

// stamp sets cells from a drawing, its corner at x, y.
func (f *field) stamp(x, y int, drawing string) {
	for dy, line := range strings.Split(strings.TrimSpace(drawing), "\n") {
		for dx, c := range strings.TrimSpace(line) {
			f.cells[(y+dy)%f.height][(x+dx)%f.width] = c == '#'
		}
	}
}

func (f *field) alive(x, y int) int {
	if f.cells[(y+f.height)%f.height][(x+f.width)%f.width] {
		return 1
	}
	return 0
}

func (f *field) neighbours(x, y int) (n int) {
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			if dx != 0 || dy != 0 {
				n += f.alive(x+dx, y+dy)
			}
		}
	}
	return
}

func (f *field) next() *field {
	g := newField(f.width, f.height)
	for y, row := range g.cells {
		for x := range row {
			switch f.neighbours(x, y) {
			case 3:
				row[x] = true
			case 2:
				row[x] = f.cells[y][x]
			}
		}
	}
	return g
}

func (f *field) population() (n int) {
	for _, row := range f.cells {
		for _, cell := range row {
			if cell {
				n++
			}
		}
	}
	return
}

func (f *field) String() string {
	var b strings.Builder
	for _, row := range f.cells {
		for _, cell := range row {
			if cell {
				b.WriteRune('█')
			} else {
				b.WriteRune('·')
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func main() {
	f := newField(32, 16)
	f.stamp(1, 1, `
		.#.
		..#
		###`)
	f.stamp(16, 6, `
		.##
		##.
		.#.`)
	for generation := 0; generation <= 60; generation++ {
		if generation%20 == 0 {
			fmt.Printf("generation %d, %d alive\n%v", generation, f.population(), f)
		}
		f = f.next()
	}
}
