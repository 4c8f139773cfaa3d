// Package fmt prints a reflect.Value as what it holds.
package main

import (
	"fmt"
	"reflect"
)

type stringer struct{ n int }

func (s stringer) String() string { return fmt.Sprint("stringer ", s.n) }

type holder struct {
	V      reflect.Value
	hidden stringer
	T      reflect.Type
	Shown  stringer
}

func main() {
	v := reflect.ValueOf
	fmt.Println(v(1), v("s"), v([]int{1}), v(map[string]int{"a": 1}), v(stringer{3}), v(&stringer{4}), v(nil), reflect.Value{}, v(1.5), v(true))
	fmt.Printf("%d|%5d|%-5d|%x|%q|%s|%v|%+v|%T|%05.1f\n", v(1), v(2), v(3), v(255), v("q"), v("s"), v(stringer{5}), v(struct{ A int }{1}), v(1), v(2.25))
	fmt.Printf("%#v %#v %#v\n", v(1), v("s"), v(struct{ A []int }{}))
	fmt.Printf("%d %s\n", v("x"), v(1))
	h := holder{V: v(7), hidden: stringer{8}, T: reflect.TypeOf(9), Shown: stringer{10}}
	fmt.Printf("%v %+v\n", h, h)
	hv := v(h)
	fmt.Println(hv.Field(1), hv.Field(2), hv.Field(3), hv.Field(0))
	fmt.Println([]reflect.Value{v(1), v("two")})
	fmt.Println(reflect.TypeOf(h), []reflect.Type{reflect.TypeOf(1), reflect.TypeOf("")}, reflect.String, reflect.RecvDir)
	fmt.Printf("%s %v %q %d\n", reflect.TypeOf(h), reflect.Int, reflect.TypeOf(1), reflect.Int)
	fmt.Println(v(1).String(), v("s").String(), v(h).String(), reflect.Value{}.String(), v([]int(nil)), v((*int)(nil)), v(error(nil)))
	var e error = fmt.Errorf("wrapped %v", v(3))
	fmt.Println(v(&e).Elem(), v(e))
	fmt.Println(fmt.Sprint(v("a"), v("b"), 1, v(2)))
}
