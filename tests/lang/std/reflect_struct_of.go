// Struct types that are made at run time: identity, layout, tags, equality, maps, embedded fields with methods, and what is refused.
package main

import (
	"fmt"
	"reflect"
	"runtime"
)

type T struct {
	A int
	B string `tag:"x"`
}
type M struct{ n int }

func (m M) Get() int   { return m.n }
func (m *M) Set(n int) { m.n = n }

func field(name string, x any, tag string) reflect.StructField {
	return reflect.StructField{Name: name, Type: reflect.TypeOf(x), Tag: reflect.StructTag(tag)}
}

func refused(fields ...reflect.StructField) {
	defer func() { fmt.Println(recover()) }()
	fmt.Println(reflect.StructOf(fields))
}

func main() {
	t := reflect.StructOf([]reflect.StructField{field("A", 0, ""), field("B", "", `tag:"x"`)})
	fmt.Println(t, t == reflect.TypeOf(struct {
		A int
		B string `tag:"x"`
	}{}), t == reflect.TypeOf(T{}), t.ConvertibleTo(reflect.TypeOf(T{})), t.AssignableTo(reflect.TypeOf(T{})))
	fmt.Println(reflect.StructOf(nil) == reflect.TypeOf(struct{}{}), reflect.StructOf([]reflect.StructField{field("A", 0, "")}) == reflect.TypeOf(struct{ A int }{}))
	v := reflect.New(t).Elem()
	v.Field(0).SetInt(4)
	v.Field(1).SetString("four")
	fmt.Println(v, v.Interface().(struct {
		A int
		B string `tag:"x"`
	}).A, v.Convert(reflect.TypeOf(T{})).Interface().(T).B)
	fmt.Printf("%+v %T\n", v, v.Interface())

	p := reflect.StructOf([]reflect.StructField{field("X", int8(0), ""), field("P", new(int), ""), field("Y", int16(0), ""), field("S", []string{}, `json:"s"`),
		field("I", new(any), ""), {Name: "hidden", PkgPath: "main", Type: reflect.TypeOf(1)}, {Name: "other", PkgPath: "main", Type: reflect.TypeOf(1)}})
	for i := 0; i < p.NumField(); i++ {
		f := p.Field(i)
		fmt.Print(f.Name, " ", f.Type, " ", f.Offset, " ", f.PkgPath, " ", f.Tag, "; ")
	}
	fmt.Println(p.Size(), p.Align(), p.Comparable())
	w := reflect.New(p).Elem()
	for i := 0; i < 100; i++ {
		n := i
		w.Field(1).Set(reflect.ValueOf(&n))
		w.Field(3).Set(reflect.ValueOf([]string{fmt.Sprint(i)}))
		runtime.GC()
		if i == 99 {
			fmt.Println(w.Field(1).Elem(), w.Field(3), w.Field(5).CanSet())
		}
	}
	k := reflect.StructOf([]reflect.StructField{field("X", 1.5, ""), field("Y", "", "")})
	m := reflect.MakeMap(reflect.MapOf(k, reflect.TypeOf(0)))
	key := func(x float64, s string) reflect.Value {
		v := reflect.New(k).Elem()
		v.Field(0).SetFloat(x)
		v.Field(1).SetString(s)
		return v
	}
	m.SetMapIndex(key(0, "a"), reflect.ValueOf(1))
	m.SetMapIndex(key(2, "b"), reflect.ValueOf(2))
	zero := 0.0
	fmt.Println(m.Len(), m.MapIndex(key(-zero, "a")), m.MapIndex(key(2, "b")), m.MapIndex(key(2, "c")).IsValid(), key(1, "q").Interface() == key(1, "q").Interface(),
		key(1, "q").Equal(key(1, "r")))

	e := reflect.StructOf([]reflect.StructField{{Name: "M", Type: reflect.TypeOf(M{}), Anonymous: true}, field("Z", 0, "")})
	ev := reflect.New(e).Elem()
	ev.Field(0).Set(reflect.ValueOf(M{7}))
	fmt.Println(e, e.NumMethod(), e.Method(0).Name, ev.Method(0).Call(nil)[0], ev.Interface().(interface{ Get() int }).Get())
	pe := reflect.StructOf([]reflect.StructField{{Name: "M", Type: reflect.TypeOf(&M{}), Anonymous: true}})
	pv := reflect.New(pe).Elem()
	pv.Field(0).Set(reflect.ValueOf(&M{8}))
	pv.MethodByName("Set").Call([]reflect.Value{reflect.ValueOf(9)})
	fmt.Println(pe, pv.MethodByName("Get").Call(nil)[0], pv.Interface().(interface{ Get() int }).Get())
	f, ok := e.FieldByName("Z")
	fmt.Println(f.Index, ok)

	refused(reflect.StructField{Type: reflect.TypeOf(1)})
	refused(field("a b", 1, ""))
	refused(field("1", 1, ""))
	refused(reflect.StructField{Name: "A"})
	refused(field("a", 1, ""))
	refused(field("A", 1, ""), field("A", 2, ""))
	refused(reflect.StructField{Name: "a", PkgPath: "p", Type: reflect.TypeOf(1)}, reflect.StructField{Name: "b", PkgPath: "q", Type: reflect.TypeOf(1)})
	refused(reflect.StructField{Name: "A", PkgPath: "p", Type: reflect.TypeOf(1), Anonymous: true})
	refused(field("A", 1, ""), reflect.StructField{Name: "M", Type: reflect.TypeOf(M{}), Anonymous: true})
	refused(reflect.StructField{Name: "M", Type: reflect.TypeOf(new(*M)), Anonymous: true})
	refused(reflect.StructField{Name: "M", Type: reflect.TypeOf(&M{}), Anonymous: true}, field("A", 1, ""))
}
