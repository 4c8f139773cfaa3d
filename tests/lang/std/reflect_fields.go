// Fields by name and by index, promoted, hidden and ambiguous ones; VisibleFields.
package main

import (
	"fmt"
	"reflect"
	"strings"
)

type A struct{ X, Shared int }
type B struct{ Y, Shared int }
type C struct {
	A
	*B
	Z     int
	lower string
}
type D struct {
	C
	X string
}
type loop struct {
	*loop
	V int
}
type twice1 struct{ A }
type twice2 struct{ A }
type both struct {
	twice1
	twice2
}
type named struct {
	Name string
	name string
}

func find(x any, name string) {
	f, ok := reflect.TypeOf(x).FieldByName(name)
	fmt.Printf("%T.%s: %v %v %v\n", x, name, ok, f.Index, f.Type)
}

func main() {
	find(D{}, "X")
	find(D{}, "Y")
	find(D{}, "Z")
	find(D{}, "Shared")
	find(D{}, "A")
	find(D{}, "lower")
	find(D{}, "missing")
	find(loop{}, "V")
	find(loop{}, "W")
	find(both{}, "X")
	find(both{}, "A")
	find(both{}, "twice1")
	f, ok := reflect.TypeOf(D{}).FieldByNameFunc(func(s string) bool { return strings.EqualFold(s, "z") })
	fmt.Println(f.Name, f.Index, ok)
	f, ok = reflect.TypeOf(named{}).FieldByNameFunc(func(s string) bool { return strings.EqualFold(s, "name") })
	fmt.Println(f.Name, ok)
	for _, x := range []any{D{}, loop{}, both{}, struct{}{}, struct{ *A }{}} {
		fmt.Printf("%T:", x)
		for _, f := range reflect.VisibleFields(reflect.TypeOf(x)) {
			fmt.Print(" ", f.Name, f.Index, f.Anonymous)
		}
		fmt.Println()
	}
	d := D{X: "x"}
	d.A.X = 1
	v := reflect.ValueOf(&d).Elem()
	fmt.Println(v.FieldByName("X"), v.FieldByIndex([]int{0, 0, 0}), v.FieldByName("nothing").IsValid())
	_, err := v.FieldByIndexErr([]int{0, 1, 0})
	fmt.Println(err)
	func() {
		defer func() { fmt.Println(recover()) }()
		v.FieldByName("Y")
	}()
	d.B = &B{Y: 5}
	fmt.Println(v.FieldByName("Y"), v.FieldByNameFunc(func(s string) bool { return s == "Y" }))
	fmt.Println(reflect.TypeOf(d).FieldByIndex([]int{0, 1, 0}).Name)
}
