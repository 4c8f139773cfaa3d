// Loads and stores of each shape in each kind of place.
package main

type all struct {
	b  bool
	i8 int8
	u8 uint8
	i1 int16
	u1 uint16
	i3 int32
	u3 uint32
	f3 float32
	n  int
	f  float64
	p  *int
	s  string
	e  any
	l  []int
	a  [3]int16
	q  struct{ x, y *int }
	w  struct{ p *int }
	c  complex64
	z  complex128
	o  struct{}
}

var global all
var (
	word    int
	pointer *int
	text    string
	face    error
	list    []byte
	small   uint8
	one     struct{ p *int }
)

func memory(to, from *all) {
	to.b, to.i8, to.u8, to.i1, to.u1 = from.b, from.i8, from.u8, from.i1, from.u1
	to.i3, to.u3, to.f3, to.n, to.f = from.i3, from.u3, from.f3, from.n, from.f
	to.p = from.p
	to.s = from.s
	to.e = from.e
	to.l = from.l
	to.a = from.a
	to.q = from.q
	to.w = from.w
	to.c = from.c
	to.z = from.z
	to.o = from.o
}

func frame(v all, n int16) all {
	v.b, v.i8, v.u8 = !v.b, v.i8+1, v.u8+1
	v.i1, v.u1, v.i3, v.u3 = v.i1+1, v.u1+1, v.i3+1, v.u3+1
	v.a[1] = n
	v.w.p = v.p
	v.a = [3]int16{1, n}
	return v
}

func globals(p *int) {
	word, pointer, text, face, list, small, one = word+1, p, text+"x", face, list[1:], small+1, one
	global.s, global.n = text, word
}

func elements(i int, b []byte, s []int16, w []int, p []*int, t []string, e []any, l [][]int, q []struct{ x, y *int }, a []all, u uint64) {
	b[i], s[i], w[i], p[i] = b[u], s[u], w[u], p[u]
	t[i], e[i], l[i], q[i] = t[u], e[u], l[u], q[u]
	a[i].s = a[u].s
	a[i].a[2]++
}

func maps(i map[int]int, s map[string]int, p map[int]*int, f map[float64]int, t map[string]string, k map[[2]int]all) {
	i[1] = i[2]
	s["a"] = s["b"]
	p[3] = p[4]
	f[5] = f[6]
	t["c"] += "d"
	k[[2]int{1, 2}] = k[[2]int{3}]
	v, ok := t["e"]
	_, _ = v, ok
}

func pointers(p **int, a *[4]int, n *all, i int) *int {
	**p = a[i]
	a[2] = i
	return &n.a2()[1]
}

func (n *all) a2() []int { return n.l }

type far struct {
	pad [70000]byte
	n   int
	p   *int
}

// Fields out of reach of an instruction's offset.
func distant(f *far) *int {
	f.n, f.p = f.n+1, &f.n
	return f.p
}

func main() {}
