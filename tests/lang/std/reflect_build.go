// Types that are made at run time are those of the program, and new ones work like them.
package main

import (
	"fmt"
	"reflect"
	"sync"
)

type T struct {
	A int
	B string
}

// later is compiled when it is called, and finds the types that reflect has made.
func later(made []reflect.Type) {
	for i, x := range []any{[]map[T]bool{}, [11]map[T]bool{}, make(chan map[T]bool), func(map[T]bool, ...T) {}, struct {
		M map[T]bool `a:"b"`
		t int
	}{}} {
		fmt.Print(reflect.TypeOf(x) == made[i], " ")
	}
	_, ok := reflect.Zero(made[1]).Interface().([11]map[T]bool)
	fmt.Println(ok)
}

func main() {
	e := reflect.MapOf(reflect.TypeOf(T{}), reflect.TypeOf(true))
	later([]reflect.Type{reflect.SliceOf(e), reflect.ArrayOf(11, e), reflect.ChanOf(reflect.BothDir, e),
		reflect.FuncOf([]reflect.Type{e, reflect.TypeOf([]T{})}, nil, true), reflect.StructOf([]reflect.StructField{{Name: "M", Type: e, Tag: `a:"b"`},
			{Name: "t", PkgPath: "main", Type: reflect.TypeOf(0)}})})
	i, s, t := reflect.TypeOf(0), reflect.TypeOf(""), reflect.TypeOf(T{})
	fmt.Println(reflect.SliceOf(i) == reflect.TypeOf([]int{}), reflect.PointerTo(t) == reflect.TypeOf(&T{}), reflect.ArrayOf(3, s) == reflect.TypeOf([3]string{}),
		reflect.MapOf(s, t) == reflect.TypeOf(map[string]T{}), reflect.ChanOf(reflect.RecvDir, i) == reflect.TypeOf(make(<-chan int)),
		reflect.FuncOf([]reflect.Type{i, reflect.SliceOf(s)}, []reflect.Type{t}, true) == reflect.TypeOf(func(int, ...string) T { return T{} }),
		reflect.FuncOf([]reflect.Type{i, reflect.SliceOf(s)}, []reflect.Type{t}, false) == reflect.TypeOf(func(int, ...string) T { return T{} }))
	deep := i
	for n := 0; n < 30; n++ {
		deep = reflect.SliceOf(reflect.PointerTo(deep))
	}
	again := i
	for n := 0; n < 30; n++ {
		again = reflect.SliceOf(reflect.PointerTo(again))
	}
	fmt.Println(deep == again, len(deep.String()))

	a := reflect.New(reflect.ArrayOf(5, reflect.PointerTo(t))).Elem()
	for n := 0; n < 5; n++ {
		a.Index(n).Set(reflect.ValueOf(&T{n, fmt.Sprint(n)}))
	}
	fmt.Println(a.Type(), a.Index(4).Elem(), a.Interface().([5]*T)[3].B)
	key := reflect.ArrayOf(7, s)
	m := reflect.MakeMap(reflect.MapOf(key, reflect.SliceOf(t)))
	k := reflect.New(key).Elem()
	k.Index(6).SetString("six")
	m.SetMapIndex(k, reflect.Append(reflect.Zero(reflect.SliceOf(t)), reflect.ValueOf(T{1, "x"})))
	fmt.Println(m.Type(), m, m.MapIndex(k).Index(0).Field(1))
	typed := m.Interface().(map[[7]string][]T)
	fmt.Println(typed[[7]string{6: "six"}], len(typed))
	fn := reflect.MakeFunc(reflect.FuncOf([]reflect.Type{reflect.ArrayOf(3, i)}, []reflect.Type{i, s}, false), func(in []reflect.Value) []reflect.Value {
		return []reflect.Value{in[0].Index(1), reflect.ValueOf("made")}
	})
	fmt.Println(fn.Type())
	fmt.Println(fn.Interface().(func([3]int) (int, string))([3]int{4, 5, 6}))
	big := reflect.ArrayOf(1000, t)
	b := reflect.New(big).Elem()
	b.Index(999).Field(1).SetString("end")
	c := reflect.ValueOf(b.Interface())
	b.Index(999).Field(1).SetString("changed")
	fmt.Println(c.Index(999).Field(1), c.Type().Size())
	x, y := reflect.Zero(reflect.ArrayOf(9, s)).Interface(), reflect.Zero(reflect.ArrayOf(9, s)).Interface()
	fmt.Println(x == y, map[any]int{x: 3}[y])

	// Goroutines that ask for the same new types get the same ones.
	var wg sync.WaitGroup
	found := make([][]reflect.Type, 8)
	for g := range found {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := 0; n < 100; n++ {
				u := reflect.ArrayOf(100+n, t)
				found[g] = append(found[g], u, reflect.SliceOf(u), reflect.PointerTo(u), reflect.FuncOf([]reflect.Type{u}, nil, false), reflect.MapOf(s, u))
			}
		}()
	}
	wg.Wait()
	same := true
	for g := range found {
		for n := range found[0] {
			same = same && found[g][n] == found[0][n]
		}
	}
	fmt.Println(same, len(found[0]))
}
