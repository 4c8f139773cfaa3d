// Values: what they hold, setting them, zero values, slices, maps, pointers and interfaces.
package main

import (
	"fmt"
	"reflect"
	"sort"
)

type T struct {
	I  int8
	U  uint16
	F  float32
	C  complex64
	S  string
	B  bool
	P  *int
	L  []string
	M  map[string]int
	A  [3]int
	E  error
	X  any
	Fn func() int
	W  struct{ P *int }
}
type small struct{ A, B uint8 }
type wrapped struct{ p *int }
type large struct{ Words [300]int }

func main() {
	var t T
	v := reflect.ValueOf(&t).Elem()
	v.Field(0).SetInt(-7)
	v.Field(1).SetUint(70000)
	v.Field(2).SetFloat(1.5)
	v.Field(3).SetComplex(2 + 3i)
	v.Field(4).SetString("text")
	v.Field(5).SetBool(true)
	n := 42
	v.Field(6).Set(reflect.ValueOf(&n))
	v.Field(7).Set(reflect.MakeSlice(v.Field(7).Type(), 2, 5))
	v.Field(7).Index(1).SetString("second")
	v.Field(8).Set(reflect.MakeMap(v.Field(8).Type()))
	v.Field(8).SetMapIndex(reflect.ValueOf("k"), reflect.ValueOf(3))
	v.Field(9).Index(2).SetInt(9)
	v.Field(10).Set(reflect.ValueOf(fmt.Errorf("wrong")))
	v.Field(11).Set(reflect.ValueOf(small{1, 2}))
	v.Field(12).Set(reflect.ValueOf(func() int { return n }))
	v.Field(13).Field(0).Set(reflect.ValueOf(&n))
	fmt.Println(t.I, t.U, t.F, t.C, t.S, t.B, *t.P, t.L, cap(t.L), t.M, t.A, t.E, t.X, t.Fn(), *t.W.P)
	for i := 0; i < v.NumField(); i++ {
		f := v.Field(i)
		fmt.Print(v.Type().Field(i).Name, " ", f.Kind(), " zero=", f.IsZero(), " set=", f.CanSet(), " ")
		f.SetZero()
		fmt.Println(f.IsZero())
	}
	fmt.Println(v.IsZero(), v.Field(6).IsNil(), v.Field(10).IsNil(), v.Field(10).Elem().IsValid())

	v.Field(6).Set(reflect.New(reflect.TypeOf(0)))
	v.Field(6).Elem().SetInt(5)
	fmt.Println(*t.P, v.Field(6).Elem().Addr().Interface() == any(t.P))

	l := []int{1, 2, 3, 4, 5}
	lv := reflect.ValueOf(&l).Elem()
	fmt.Println(lv.Slice(1, 3), lv.Slice3(1, 3, 4).Cap(), lv.Len(), lv.Cap())
	lv.SetLen(2)
	fmt.Println(l, len(l), cap(l))
	lv.SetCap(3)
	lv.Grow(10)
	fmt.Println(l, cap(l) >= 12)
	lv.Set(reflect.Append(lv, reflect.ValueOf(8), reflect.ValueOf(9)))
	lv.Set(reflect.AppendSlice(lv, reflect.ValueOf([]int{10, 11})))
	fmt.Println(l, reflect.Copy(lv, reflect.ValueOf([]int{7, 7})), l)
	lv.Clear()
	fmt.Println(l)
	arr := [4]byte{1, 2, 3, 4}
	av := reflect.ValueOf(&arr).Elem()
	fmt.Println(av.Slice(1, 3).Bytes(), av.Bytes(), reflect.Copy(av, reflect.ValueOf("xy")), arr, av.Len(), reflect.ValueOf(&arr).Len())
	fmt.Println(reflect.ValueOf("hello").Slice(1, 3), reflect.ValueOf("hello").Index(1).Uint(), reflect.ValueOf("hello").Index(0).Type())
	bv := reflect.New(reflect.TypeOf([]byte(nil))).Elem()
	bv.SetBytes([]byte("bytes"))
	fmt.Printf("%s\n", bv.Bytes())

	m := map[string][]int{"a": {1}, "b": {2, 3}, "c": nil}
	mv := reflect.ValueOf(m)
	keys := mv.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	for _, k := range keys {
		fmt.Print(k, "=", mv.MapIndex(k), " ")
	}
	fmt.Println(mv.MapIndex(reflect.ValueOf("zz")).IsValid(), mv.Len())
	mv.SetMapIndex(reflect.ValueOf("a"), reflect.Value{})
	total := 0
	for it := mv.MapRange(); it.Next(); {
		total += len(it.Key().String()) + it.Value().Len()
	}
	key, value := reflect.New(reflect.TypeOf("")).Elem(), reflect.New(reflect.TypeOf([]int{})).Elem()
	it := mv.MapRange()
	for it.Next() {
		key.SetIterKey(it)
		value.SetIterValue(it)
		total += key.Len() + value.Len()
	}
	it.Reset(reflect.ValueOf(map[int]bool{7: true}))
	fmt.Println(total, it.Next(), it.Key(), it.Value(), it.Next())
	mv.Clear()
	fmt.Println(len(m))
	big := map[int]large{}
	big[1] = large{}
	gv := reflect.ValueOf(big)
	x := large{}
	x.Words[299] = 8
	gv.SetMapIndex(reflect.ValueOf(2), reflect.ValueOf(x))
	fmt.Println(big[2].Words[299], gv.MapIndex(reflect.ValueOf(2)).Field(0).Index(299))
	x.Words[299] = 1
	fmt.Println(big[2].Words[299], reflect.ValueOf(x).Interface().(large).Words[299])

	var e error = fmt.Errorf("e")
	ev := reflect.ValueOf(&e).Elem()
	fmt.Println(ev.Kind(), ev.Elem().Kind(), ev.NumMethod(), ev.Type(), ev.Elem().Type())
	w := wrapped{&n}
	wv := reflect.ValueOf(w)
	fmt.Println(wv.Field(0).Elem().Int(), wv.Field(0).Pointer() != 0, wv.IsZero(), reflect.ValueOf([1]*int{}).Index(0).IsNil())
	fmt.Println(reflect.Zero(reflect.TypeOf(t)).IsZero(), reflect.Zero(reflect.TypeOf(large{})).Field(0).Len(), reflect.Zero(reflect.TypeOf(e)).IsNil())
	fmt.Println(reflect.Indirect(reflect.ValueOf(&n)), reflect.Indirect(reflect.ValueOf(n)), reflect.ValueOf(nil).IsValid(), reflect.ValueOf(nil).Kind())
	fmt.Println(reflect.ValueOf(1).CanAddr(), lv.CanAddr(), lv.CanSet(), reflect.ValueOf(1).CanInt(), reflect.ValueOf(1).CanFloat(), reflect.ValueOf(1i).CanComplex())
	fmt.Println(reflect.ValueOf(int8(0)).OverflowInt(128), reflect.ValueOf(uint8(0)).OverflowUint(255), reflect.ValueOf(float32(0)).OverflowFloat(1e39),
		reflect.TypeOf(int16(0)).OverflowInt(-32769), reflect.TypeOf(1.5).OverflowFloat(1e300))
	s, ok := reflect.TypeAssert[string](reflect.ValueOf("text"))
	_, not := reflect.TypeAssert[int](reflect.ValueOf("text"))
	st, is := reflect.TypeAssert[error](ev)
	fmt.Println(s, ok, not, st, is)
	swap := reflect.Swapper([]string{"a", "b"})
	swap(0, 1)
	words := []string{"x", "y", "z"}
	reflect.Swapper(words)(0, 2)
	fmt.Println(words)
}
