// Conversions, comparisons and DeepEqual of package reflect.
package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
)

type myInt int
type myString string
type bytes []byte
type tagged struct {
	A int `x:"y"`
}
type untagged struct{ A int }
type reader interface{ Read([]byte) (int, error) }
type list struct {
	n    int
	next *list
}
type loop map[string]loop

func convert(x any, t reflect.Type) {
	v := reflect.ValueOf(x)
	if !v.CanConvert(t) {
		fmt.Printf("%T to %v: cannot\n", x, t)
		return
	}
	r := v.Convert(t)
	fmt.Printf("%T(%v) to %v: %v %v %v\n", x, x, t, r.Type(), r.Kind(), r)
}

func main() {
	for _, x := range []any{7, int8(-1), uint16(300), 2.75, float32(-3.5), myInt(65), "héllo", myString("m"), []byte("b"), []rune("r"), bytes("bs"), 1 + 2i, complex64(3),
		tagged{1}, untagged{2}, []int{1, 2, 3}, &tagged{3}, uint64(math.MaxUint64), int64(-1), 'x', math.MaxInt32 + 1, make(chan int)} {
		for _, t := range []reflect.Type{reflect.TypeOf(0), reflect.TypeOf(int8(0)), reflect.TypeOf(uint32(0)), reflect.TypeOf(1.5), reflect.TypeOf(float32(0)),
			reflect.TypeOf(myInt(0)), reflect.TypeOf(""), reflect.TypeOf(myString("")), reflect.TypeOf([]byte{}), reflect.TypeOf([]rune{}), reflect.TypeOf(bytes{}),
			reflect.TypeOf(1i), reflect.TypeOf(complex64(0)), reflect.TypeOf(tagged{}), reflect.TypeOf(untagged{}), reflect.TypeOf([2]int{}),
			reflect.TypeOf([4]int{}), reflect.TypeFor[any]()} {
			v := reflect.ValueOf(x)
			switch {
			case v.Kind() == reflect.Chan || v.Kind() == reflect.Pointer:
				fmt.Println(v.Type(), t, v.CanConvert(t))
			case v.CanFloat() && t.Kind() != reflect.Float32 && t.Kind() != reflect.Float64 && v.Float() < 0:
			default:
				convert(x, t)
			}
		}
	}
	fmt.Println(reflect.ValueOf(&tagged{3}).Convert(reflect.TypeOf(&untagged{})).Elem().Field(0))
	s := []int{1, 2, 3}
	p := reflect.ValueOf(s).Convert(reflect.TypeOf(&[2]int{})).Interface().(*[2]int)
	p[0] = 9
	fmt.Println(s, reflect.ValueOf(make(chan int)).Convert(reflect.TypeOf(make(<-chan int))).Type())
	f := reflect.ValueOf(os.Stdin).Convert(reflect.TypeFor[io.Reader]())
	fmt.Println(f.Type(), f.Elem().Type(), f.Convert(reflect.TypeFor[reader]()).Type(), f.Convert(reflect.TypeFor[any]()).Type(),
		reflect.ValueOf(os.Stdin).Type().ConvertibleTo(reflect.TypeFor[error]()))
	a := 5
	av := reflect.ValueOf(&a).Elem()
	c := av.Convert(reflect.TypeOf(myInt(0)))
	a = 6
	fmt.Println(c, av, c.CanSet())

	nan := math.NaN()
	n1, n2 := &list{1, &list{2, nil}}, &list{1, &list{2, nil}}
	ring1, ring2 := &list{n: 1}, &list{n: 1}
	ring1.next, ring2.next = ring1, ring2
	m1, m2 := loop{}, loop{}
	m1["x"], m2["x"] = m1, m2
	fn := func() {}
	for i, pair := range [][2]any{{1, 1}, {1, 2}, {1, "1"}, {nil, nil}, {nil, 1}, {[]int{1}, []int{1}}, {[]int{}, []int(nil)}, {[]byte{1}, []byte{1}}, {n1, n2}, {ring1, ring2},
		{m1, m2}, {fn, fn}, {(func())(nil), (func())(nil)}, {nan, nan}, {[]float64{nan}, []float64{nan}}, {&nan, &nan}, {map[float64]int{nan: 1}, map[float64]int{nan: 1}},
		{map[string][]int{"a": {1}}, map[string][]int{"a": {1}}}, {map[string]int{"a": 1}, map[string]int{"b": 1}}, {map[int]int{}, map[int]int(nil)},
		{[2]any{1, "x"}, [2]any{1, "x"}}, {error(nil), error(nil)}, {tagged{1}, untagged{1}}, {struct{ a, B any }{1, []int{2}}, struct{ a, B any }{1, []int{2}}},
		{myInt(1), 1}, {io.EOF, io.EOF}, {[]any{nil}, []any{nil}}, {-0.0, 0.0}} {
		fmt.Print(i, reflect.DeepEqual(pair[0], pair[1]), " ")
	}
	fmt.Println()
	e := func(x, y any) bool { return reflect.ValueOf(x).Equal(reflect.ValueOf(y)) }
	fmt.Println(e(1, 1), e(1, 2), e("a", "a"), e(nan, nan), e([2]int{1, 2}, [2]int{1, 2}), e(tagged{1}, tagged{1}), e(&a, &a), e(nil, nil), e(1, nil), e(1, "1"))
	fmt.Println(reflect.ValueOf([]int{}).Comparable(), reflect.ValueOf([1]any{1}).Comparable(), reflect.ValueOf([1]any{[]int{}}).Comparable(),
		reflect.ValueOf(struct{ X any }{fn}).Comparable(), reflect.Value{}.Comparable())
	long1, long2 := &list{}, &list{}
	for i := 0; i < 1000; i++ {
		long1, long2 = &list{i, long1}, &list{i, long2}
	}
	fmt.Println(reflect.DeepEqual(long1, long2))
}
