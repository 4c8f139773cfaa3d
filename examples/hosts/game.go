// The rules of the game that game.c plays. Its package "host" is C.
package main

import (
	"errors"
	"fmt"
	"host"
)

type ball struct {
	x, speed float64
	trail    []float64
}

var (
	balls  []*ball
	errOdd = errors.New("an odd ball")
)

func init() {
	for i := range 3 {
		balls = append(balls, &ball{speed: float64(i) - 0.5})
	}
}

// Tick moves the balls and counts those that left the field.
func Tick(dt float64, n int) (hits int, err error) {
	for i, b := range balls {
		b.x += b.speed * dt
		b.trail = append(b.trail, b.x)
		if b.x < 0 || b.x > 1 {
			hits++
			host.Log(i, fmt.Sprintf("ball %d is at %.3f after %d steps", i, b.x, len(b.trail)))
		}
	}
	switch n {
	case 2:
		err = fmt.Errorf("tick %d: %w", n, errOdd)
	case 3:
		balls[n].x = 0 // there are only three
	case 4:
		host.Log(-1, "never printed")
	}
	return hits, err
}

func main() {}
