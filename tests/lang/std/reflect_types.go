// Types of package reflect: names, kinds, sizes, parts, tags, and that identical types are equal.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"time"
	"unsafe"
)

type named int
type pair[K comparable, V any] struct {
	Key   K
	Value V `json:"value,omitempty" xml:"v"`
}
type local struct {
	a int
	B string `a:"b"`
	io.Reader
	*named
	_ int8
}
type recursive struct{ next *recursive }

func (named) String() string { return "named" }

func show(t reflect.Type) {
	fmt.Printf("%v name=%q path=%q kind=%v size=%d align=%d comparable=%v methods=%d\n", t, t.Name(), t.PkgPath(), t.Kind(), t.Size(), t.Align(), t.Comparable(),
		t.NumMethod())
}

func inFunction() reflect.Type {
	type local struct{ x int }
	return reflect.TypeOf(local{})
}

func main() {
	for _, x := range []any{true, 1, int8(1), uint16(1), uintptr(1), 'x', byte(1), 1.5, float32(1), 1i, complex64(1), "s", []int{}, [3]string{}, map[string]bool{},
		make(chan int), make(<-chan int), make(chan<- int), make(chan (<-chan int)), func(int, ...string) (bool, error) { return false, nil }, &struct{}{}, struct {
			A int `t:"x"`
			b any
		}{}, unsafe.Pointer(nil), named(1), new(named), pair[string, int]{}, pair[named, []pair[int, bool]]{}, &pair[string, *named]{}, local{}, recursive{},
		time.Second, []any{}, [0]func(){}, new(any), new(error), new(interface {
			Close() error
			M(x int) string
		}), [2]struct{}{}} {
		show(reflect.TypeOf(x))
	}
	show(inFunction())
	show(reflect.TypeOf(pair[fs.FileMode, []json.Number]{}))
	show(reflect.TypeFor[error]())
	show(reflect.TypeFor[io.ReadWriter]())
	show(reflect.TypeFor[any]())
	t := reflect.TypeOf(local{})
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		fmt.Printf("%q %v tag=%q offset=%d index=%v embedded=%v path=%q exported=%v\n", f.Name, f.Type, f.Tag, f.Offset, f.Index, f.Anonymous, f.PkgPath, f.IsExported())
	}
	f, _ := reflect.TypeOf(pair[int, string]{}).FieldByName("Value")
	fmt.Println(f.Tag.Get("json"), f.Tag.Get("xml"), f.Tag.Get("none"))
	v, ok := reflect.StructTag(`a:"" b:"x\"y" bad`).Lookup("a")
	fmt.Printf("%q %v\n", v, ok)
	v, ok = reflect.StructTag(`a:"" b:"x\"y" bad`).Lookup("b")
	fmt.Printf("%q %v\n", v, ok)
	v, ok = reflect.StructTag(`a:"" b:"x\"y" bad`).Lookup("bad")
	fmt.Printf("%q %v\n", v, ok)
	fn := reflect.TypeOf(func(int, ...string) (bool, error) { return false, nil })
	fmt.Println(fn.NumIn(), fn.In(0), fn.In(1), fn.NumOut(), fn.Out(0), fn.Out(1), fn.IsVariadic())
	m := reflect.TypeOf(map[string][]int{})
	fmt.Println(m.Key(), m.Elem(), m.Elem().Elem(), reflect.TypeOf([7]int{}).Len(), reflect.TypeOf(make(<-chan int)).ChanDir(), reflect.TypeOf(int32(0)).Bits())
	fmt.Println(reflect.TypeOf(1) == reflect.TypeOf(2), reflect.TypeOf(1) == reflect.TypeOf(named(2)), reflect.TypeOf([]int{}) == reflect.TypeOf(new([]int)).Elem())
	set := map[reflect.Type]string{reflect.TypeOf(1): "int", reflect.TypeOf(""): "string", reflect.TypeOf([]byte{}): "bytes"}
	fmt.Println(set[reflect.TypeOf(9)], set[reflect.TypeFor[[]uint8]()], len(set))
	fmt.Println(reflect.TypeOf(nil), reflect.TypeFor[error]().Kind())
	e := reflect.TypeFor[error]()
	s := reflect.TypeFor[fmt.Stringer]()
	fmt.Println(reflect.TypeOf(named(1)).Implements(s), reflect.TypeOf(named(1)).Implements(e), reflect.TypeOf(new(named)).AssignableTo(s), e.Implements(e))
	type chanOf = chan int
	fmt.Println(reflect.TypeOf(make(chan int)).AssignableTo(reflect.TypeOf(make(<-chan int))), reflect.TypeOf(1).AssignableTo(reflect.TypeOf(named(1))),
		reflect.TypeOf([]int{}).AssignableTo(reflect.TypeFor[[]int]()), reflect.TypeOf(1).ConvertibleTo(reflect.TypeOf("")))
	for k := reflect.Invalid; k <= reflect.UnsafePointer+1; k++ {
		fmt.Print(k, " ")
	}
	fmt.Println(reflect.ChanDir(9), reflect.BothDir, reflect.SendDir, reflect.RecvDir)
}
