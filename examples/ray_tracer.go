// Ray_tracer draws some spheres over a chequered floor and writes a PPM picture.
//
// With a file's name it writes there, else it prints a small picture in characters.
package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
)

type vec struct{ x, y, z float64 }

func (a vec) add(b vec) vec            { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) sub(b vec) vec            { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) scale(f float64) vec      { return vec{a.x * f, a.y * f, a.z * f} }
func (a vec) dot(b vec) float64        { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) unit() vec                { return a.scale(1 / math.Sqrt(a.dot(a))) }
func (a vec) reflect(n vec) vec        { return a.sub(n.scale(2 * a.dot(n))) }
func (a vec) mix(b vec, f float64) vec { return a.scale(1 - f).add(b.scale(f)) }

type ray struct{ origin, direction vec }

func (r ray) at(t float64) vec { return r.origin.add(r.direction.scale(t)) }

// A body can be hit by a ray: at what distance, and then what does it look like there.
type body interface {
	hit(r ray) (float64, bool)
	normal(at vec) vec
	colour(at vec) vec
	mirror() float64
}

type sphere struct {
	centre vec
	radius float64
	paint  vec
	shine  float64
}

func (s *sphere) hit(r ray) (float64, bool) {
	offset := r.origin.sub(s.centre)
	b := offset.dot(r.direction)
	d := b*b - offset.dot(offset) + s.radius*s.radius
	if d < 0 {
		return 0, false
	}
	t := -b - math.Sqrt(d)
	return t, t > 1e-6
}

func (s *sphere) normal(at vec) vec { return at.sub(s.centre).scale(1 / s.radius) }
func (s *sphere) colour(vec) vec    { return s.paint }
func (s *sphere) mirror() float64   { return s.shine }

type floor struct{ height float64 }

func (f floor) hit(r ray) (float64, bool) {
	if r.direction.y > -1e-9 {
		return 0, false
	}
	t := (f.height - r.origin.y) / r.direction.y
	return t, t > 1e-6
}

func (floor) normal(vec) vec  { return vec{0, 1, 0} }
func (floor) mirror() float64 { return 0.1 }
func (floor) colour(at vec) vec {
	if (int(math.Floor(at.x))+int(math.Floor(at.z)))%2 == 0 {
		return vec{0.9, 0.9, 0.85}
	}
	return vec{0.15, 0.15, 0.2}
}

type scene struct {
	bodies []body
	light  vec
}

func (s *scene) nearest(r ray) (found body, distance float64) {
	distance = math.Inf(1)
	for _, b := range s.bodies {
		if t, ok := b.hit(r); ok && t < distance {
			found, distance = b, t
		}
	}
	return found, distance
}

func (s *scene) trace(r ray, depth int) vec {
	b, t := s.nearest(r)
	if b == nil {
		return vec{0.3, 0.5, 0.9}.mix(vec{0.9, 0.95, 1}, 1-math.Max(0, r.direction.y))
	}
	at := r.at(t)
	n := b.normal(at)
	light := 0.15
	if blocker, _ := s.nearest(ray{at, s.light}); blocker == nil {
		light += 0.85 * math.Max(0, n.dot(s.light))
	}
	result := b.colour(at).scale(light)
	if depth > 0 && b.mirror() > 0 {
		bounced := s.trace(ray{at, r.direction.reflect(n)}, depth-1)
		result = result.mix(bounced, b.mirror())
	}
	return result
}

func (s *scene) render(width, height int, put func(x, y int, c vec)) {
	for y := range height {
		for x := range width {
			dx := (float64(x)+0.5)/float64(width)*2 - 1
			dy := 1 - (float64(y)+0.5)/float64(height)*2
			put(x, y, s.trace(ray{vec{0, 0.4, -3}, vec{dx * 1.3, dy * 0.8, 1.6}.unit()}, 3))
		}
	}
}

func level(f float64) int { return int(math.Sqrt(math.Min(1, math.Max(0, f)))*255 + 0.5) }

func writePPM(w io.Writer, s *scene, width, height int) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "P3\n%d %d\n255\n", width, height)
	s.render(width, height, func(x, y int, c vec) {
		fmt.Fprintln(out, level(c.x), level(c.y), level(c.z))
	})
	return out.Flush()
}

func main() {
	s := &scene{light: vec{-0.5, 0.8, -0.6}.unit()}
	s.bodies = append(s.bodies, floor{-0.6})
	for i, paint := range []vec{{0.9, 0.2, 0.2}, {0.2, 0.8, 0.3}, {0.25, 0.35, 0.9}} {
		s.bodies = append(s.bodies, &sphere{vec{float64(i)*1.2 - 1.2, 0, float64(i) * 0.5}, 0.6, paint, 0.3})
	}
	if len(os.Args) > 1 {
		file, err := os.Create(os.Args[1])
		if err == nil {
			err = writePPM(file, s, 320, 200)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "ray_tracer:", err)
			os.Exit(1)
		}
		file.Close()
		return
	}
	const shades = " .:-=+*#%@"
	row := make([]byte, 0, 72)
	s.render(72, 28, func(x, y int, c vec) {
		brightness := 0.3*c.x + 0.6*c.y + 0.1*c.z
		row = append(row, shades[min(len(shades)-1, int(brightness*float64(len(shades))))])
		if len(row) == 72 {
			fmt.Println(string(row))
			row = row[:0]
		}
	})
	writePPM(os.Stdout, s, 6, 4)
}
