// Mandelbrot draws the set in characters, and can write it as a grey picture (PGM).
package main

import (
	"bufio"
	"fmt"
	"os"
)

const limit = 200

// escape counts the steps until z leaves the circle of radius 2.
func escape(re, im float64) int {
	var x, y float64
	for n := range limit {
		x2, y2 := x*x, y*y
		if x2+y2 > 4 {
			return n
		}
		x, y = x2-y2+re, 2*x*y+im
	}
	return limit
}

type view struct {
	left, right, top, bottom float64
	width, height            int
}

func (v view) each(visit func(x, y, steps int)) {
	dx := (v.right - v.left) / float64(v.width-1)
	dy := (v.bottom - v.top) / float64(v.height-1)
	for y := 0; y < v.height; y++ {
		for x := 0; x < v.width; x++ {
			visit(x, y, escape(v.left+float64(x)*dx, v.top+float64(y)*dy))
		}
	}
}

func draw(v view) {
	const shades = " .,:;=+*oxOX%&#@"
	line := make([]byte, v.width)
	inside, steps := 0, 0
	v.each(func(x, y, n int) {
		steps += n
		switch {
		case n == limit:
			line[x] = '@'
			inside++
		case n > 30:
			line[x] = shades[len(shades)-2]
		default:
			line[x] = shades[n/2%(len(shades)-1)]
		}
		if x == v.width-1 {
			fmt.Println(string(line))
		}
	})
	fmt.Printf("%d of %d points inside, %d steps\n", inside, v.width*v.height, steps)
}

func save(name string, v view) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
	}()
	out := bufio.NewWriter(file)
	fmt.Fprintf(out, "P5\n%d %d\n255\n", v.width, v.height)
	v.each(func(x, y, n int) { out.WriteByte(byte(255 - n*255/limit)) })
	return out.Flush()
}

func main() {
	whole := view{-2.1, 0.7, -1.2, 1.2, 76, 32}
	if len(os.Args) == 2 {
		whole.width, whole.height = 840, 720
		if err := save(os.Args[1], whole); err != nil {
			fmt.Fprintln(os.Stderr, "mandelbrot:", err)
			os.Exit(1)
		}
		return
	}
	draw(whole)
	draw(view{-0.76, -0.73, 0.05, 0.08, 48, 16})
}
