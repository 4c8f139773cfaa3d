// Maze digs a maze with a generator of its own numbers, and finds the shortest way out.
package main

import (
	"fmt"
	"strings"
)

type point struct{ x, y int }

func (p point) plus(q point) point { return point{p.x + q.x, p.y + q.y} }

var directions = [4]point{{0, -1}, {1, 0}, {0, 1}, {-1, 0}}

// A random is a xorshift generator, so that every run gives the same maze.
type random uint32

func (r *random) below(n int) int {
	*r ^= *r << 13
	*r ^= *r >> 17
	*r ^= *r << 5
	return int(uint32(*r) % uint32(n))
}

const (
	wall = '#'
	open = ' '
	path = '.'
)

type maze struct {
	width, height int // in cells
	grid          [][]rune
}

func dig(width, height int, r random) *maze {
	m := &maze{width: width, height: height}
	for range 2*height + 1 {
		m.grid = append(m.grid, []rune(strings.Repeat(string(wall), 2*width+1)))
	}
	start := point{0, 0}
	m.set(point{1, 1}, open)
	for stack := []point{start}; len(stack) > 0; {
		here := stack[len(stack)-1]
		var ways []point
		for _, d := range directions {
			next := here.plus(d)
			if m.inside(next) && m.at(point{2*next.x + 1, 2*next.y + 1}) == wall {
				ways = append(ways, d)
			}
		}
		if len(ways) == 0 {
			stack = stack[:len(stack)-1]
			continue
		}
		d := ways[r.below(len(ways))]
		next := here.plus(d)
		m.set(point{2*here.x + 1 + d.x, 2*here.y + 1 + d.y}, open)
		m.set(point{2*next.x + 1, 2*next.y + 1}, open)
		stack = append(stack, next)
	}
	return m
}

func (m *maze) inside(p point) bool {
	return p.x >= 0 && p.y >= 0 && p.x < m.width && p.y < m.height
}
func (m *maze) at(p point) rune     { return m.grid[p.y][p.x] }
func (m *maze) set(p point, c rune) { m.grid[p.y][p.x] = c }

// solve marks the shortest way and returns its length, or -1.
func (m *maze) solve(from, to point) int {
	came := map[point]point{from: from}
	queue := []point{from}
	for len(queue) > 0 {
		here := queue[0]
		queue = queue[1:]
		if here == to {
			break
		}
		for _, d := range directions {
			next := here.plus(d)
			if _, seen := came[next]; !seen && m.at(next) == open {
				came[next] = here
				queue = append(queue, next)
			}
		}
	}
	if _, ok := came[to]; !ok {
		return -1
	}
	steps := 0
	for p := to; ; p = came[p] {
		m.set(p, path)
		if p == from {
			return steps
		}
		steps++
	}
}

func (m *maze) String() string {
	lines := make([]string, len(m.grid))
	for i, row := range m.grid {
		lines[i] = string(row)
	}
	return strings.Join(lines, "\n")
}

func main() {
	m := dig(24, 9, 2463534242)
	steps := m.solve(point{1, 1}, point{47, 17})
	fmt.Println(m)
	fmt.Println(steps, "steps")
	m.set(point{46, 17}, wall)
	m.set(point{47, 16}, wall)
	fmt.Println(m.solve(point{1, 1}, point{47, 17}))
}
