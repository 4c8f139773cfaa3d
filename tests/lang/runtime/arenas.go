// Package arena: values that the program frees itself.
package main

import (
	"arena"
	"fmt"
	"runtime"
)

type tree struct {
	left, right *tree
	name        string
	value       int
}

type small struct{ a, b int8 }

func build(a *arena.Arena, depth int) *tree {
	t := arena.New[tree](a)
	t.value = depth
	t.name = fmt.Sprint("depth ", depth) // on the heap, and reachable from the arena only
	if depth > 0 {
		t.left, t.right = build(a, depth-1), build(a, depth-1)
	}
	return t
}

func (t *tree) sum() int {
	if t == nil {
		return 0
	}
	if t.name != fmt.Sprint("depth ", t.value) {
		panic("the name of a tree is gone")
	}
	return t.value + t.left.sum() + t.right.sum()
}

func garbage() {
	for i := 0; i < 1000; i++ {
		_ = make([]int, 100)
	}
}

func message(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	// Many chunks, with collections in between.
	for round := 0; round < 3; round++ {
		a := arena.NewArena()
		t := build(a, 9)
		runtime.GC()
		garbage()
		fmt.Println(t.sum())
		numbers := arena.MakeSlice[int](a, 1000, 200000)
		for i := range numbers {
			if numbers[i] != 0 {
				panic("not zero")
			}
			numbers[i] = i
		}
		for i := 0; i < 9; i++ {
			s := arena.MakeSlice[tree](a, 10000, 20000)
			s[9999].left = t
			s[0].name = "x"
		}
		runtime.GC()
		fmt.Println(len(numbers), cap(numbers), numbers[999], t.sum())
		a.Free()
	}

	// What has no pointers lies elsewhere in a chunk, each kind aligned.
	a := arena.NewArena()
	var smalls []*small
	var floats []*float64
	for i := 0; i < 1000; i++ {
		s := arena.New[small](a)
		s.a = int8(i)
		f := arena.New[float64](a)
		*f = float64(i)
		smalls, floats = append(smalls, s), append(floats, f)
	}
	for i := 0; i < 1000; i++ {
		if smalls[i].a != int8(i) || smalls[i].b != 0 || *floats[i] != float64(i) {
			panic("values overlap")
		}
	}
	big := arena.MakeSlice[byte](a, 5<<20, 5<<20) // larger than arenas take: of the heap
	big[5<<20-1] = 7
	fmt.Println(len(big), len(arena.MakeSlice[int](a, 0, 0)), *arena.New[struct{}](a))

	// Clones are not in the arena any more.
	t := arena.New[tree](a)
	t.value, t.name = 5, "clone"
	list := arena.MakeSlice[*tree](a, 2, 5)
	list[0] = &tree{value: 8}
	bytes := arena.MakeSlice[byte](a, 3, 3)
	copy(bytes, "abc")
	c, l, b := arena.Clone(t), arena.Clone(list), arena.Clone(bytes)
	heap := &tree{}
	fmt.Println(arena.Clone(heap) == heap, c != t, arena.Clone("text"), string(b), len(l), cap(l), l[0].value)
	grown := append(list[:5], list[0]) // outgrows the arena
	a.Free()
	runtime.GC()
	fmt.Println(c.value, c.name, string(b), l[0].value, grown[0].value, grown[5].value)
	fmt.Println(big[5<<20-1])

	// Mistakes.
	message(func() { a.Free() })
	message(func() { arena.New[int](a) })
	a = arena.NewArena()
	message(func() { arena.MakeSlice[int](a, 5, 3) })
	message(func() { arena.MakeSlice[int](a, 0, -1) })
	message(func() { arena.MakeSlice[int](a, -1, 4) })
	message(func() { arena.Clone(5) })
	message(func() { arena.Clone(map[int]int{}) })
	message(func() { var p runtime.Pinner; p.Pin(arena.New[int](a)) })
	message(func() { runtime.AddCleanup(arena.New[int](a), func(int) {}, 1) })
	a.Free()
}
