// Embedded structs, pointers and interfaces: promoted fields and methods, shadowing, depth.
package main

import "fmt"

type animal struct {
	name string
	legs int
}

func (a animal) describe() string { return fmt.Sprintf("%s with %d legs", a.name, a.legs) }
func (a *animal) rename(n string) { a.name = n }
func (a animal) sound() string    { return "..." }

type dog struct {
	animal
	breed string
}

func (d dog) sound() string { return "woof, not " + d.animal.sound() }

type puppy struct {
	*dog
	age int
}

type tagged struct {
	puppy
	fmt.Stringer
	name string
}

type tag string

func (t tag) String() string { return "tag:" + string(t) }

type left struct{ x int }
type right struct{ x int }
type both struct {
	left
	right
	y int
}

type speaker interface{ sound() string }

type wrapper struct{ speaker }

func main() {
	d := dog{animal{"rex", 4}, "lab"}
	d.rename("max")
	fmt.Println(d.describe(), d.name, d.animal.name, d.sound(), d)
	p := puppy{&d, 1}
	p.rename("tiny")
	p.legs = 3
	fmt.Println(d.name, p.describe(), p.sound(), p.dog.animal.legs)
	t := tagged{puppy: p, Stringer: tag("x"), name: "outer"}
	t.rename("inner")
	fmt.Println(t.name, t.puppy.name, t.String(), t)
	b := both{left{1}, right{2}, 3}
	b.left.x += 10
	fmt.Printf("%v %+v\n", b, b)
	var s speaker = p
	fmt.Println(s.sound(), wrapper{d}.sound(), wrapper{wrapper{animal{}}}.sound())
	f := (*dog).describe
	g := dog.sound
	h := p.rename
	h("bound")
	fmt.Println(f(&d), g(d))
	anon := struct {
		animal
		extra []int
	}{animal{"anon", 0}, []int{1}}
	fmt.Printf("%+v %T\n", anon, anon.animal)
	defer func() { fmt.Println(recover()) }()
	var empty puppy
	fmt.Println(empty.name)
}
