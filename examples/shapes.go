// Shapes shows interfaces, embedding and sorting by different keys.
package main

import (
	"fmt"
	"math"
	"sort"
)

type Shape interface {
	Area() float64
	Perimeter() float64
}

// Named is anything with a name.
type Named interface{ Name() string }

type base struct{ name string }

func (b *base) Name() string     { return b.name }
func (b *base) Rename(to string) { b.name = to }

type Circle struct {
	*base
	R float64
}

type Rect struct {
	base
	W, H float64
}

type Square struct{ Rect }

type Polygon []struct{ X, Y float64 }

func (c Circle) Area() float64      { return math.Pi * c.R * c.R }
func (c Circle) Perimeter() float64 { return 2 * math.Pi * c.R }
func (r Rect) Area() float64        { return r.W * r.H }
func (r Rect) Perimeter() float64   { return 2 * (r.W + r.H) }

func (p Polygon) Area() (sum float64) {
	for i, a := range p {
		b := p[(i+1)%len(p)]
		sum += a.X*b.Y - b.X*a.Y
	}
	return math.Abs(sum) / 2
}

func (p Polygon) Perimeter() (sum float64) {
	for i, a := range p {
		b := p[(i+1)%len(p)]
		sum += math.Hypot(a.X-b.X, a.Y-b.Y)
	}
	return sum
}

func NewSquare(name string, side float64) *Square {
	return &Square{Rect{base{name}, side, side}}
}

type byKey struct {
	shapes []Shape
	key    func(Shape) float64
}

func (s byKey) Len() int           { return len(s.shapes) }
func (s byKey) Less(i, j int) bool { return s.key(s.shapes[i]) < s.key(s.shapes[j]) }
func (s byKey) Swap(i, j int)      { s.shapes[i], s.shapes[j] = s.shapes[j], s.shapes[i] }

func describe(s Shape) string {
	name := "nameless"
	if n, ok := s.(Named); ok {
		name = n.Name()
	}
	switch v := s.(type) {
	case Circle:
		return fmt.Sprintf("circle %s of radius %g", name, v.R)
	case *Square:
		return fmt.Sprintf("square %s of side %g", name, v.W)
	case *Rect:
		return fmt.Sprintf("rectangle %s of %gx%g", name, v.W, v.H)
	case Polygon:
		return fmt.Sprintf("%s polygon of %d corners", name, len(v))
	default:
		return fmt.Sprintf("%T", v)
	}
}

func main() {
	shapes := []Shape{
		Circle{&base{"sun"}, 1.5},
		&Rect{base{"door"}, 2, 1},
		NewSquare("tile", 1.75),
		Polygon{{0, 0}, {4, 0}, {4, 3}},
		Rect{W: 1, H: 2},
	}
	shapes[2].(*Square).Rename("slate")
	if r, ok := shapes[0].(interface{ Rename(string) }); ok {
		r.Rename("moon")
	}
	keys := []struct {
		name string
		key  func(Shape) float64
	}{
		{"area", Shape.Area},
		{"perimeter", Shape.Perimeter},
		{"roundness", func(s Shape) float64 { return 4 * math.Pi * s.Area() / math.Pow(s.Perimeter(), 2) }},
	}
	for _, k := range keys {
		sort.Stable(byKey{shapes, k.key})
		fmt.Println("by", k.name)
		for _, s := range shapes {
			fmt.Printf("  %8.3f  %s\n", k.key(s), describe(s))
		}
	}
	var nobody Shape
	fmt.Println(nobody == nil, shapes[0] == shapes[1], describe(struct{ Shape }{}))
}
