// Types whose size or length is computed from a value of the same type.
package main

import "unsafe"

type A [unsafe.Sizeof(A{})]int
type B struct{ f *[unsafe.Sizeof(&B{})]int }
type C func() [unsafe.Sizeof(C(nil))]int
type D struct{ a *E }
type E [unsafe.Offsetof(D{}.a)]int
type F interface{ m() [len(F.m)]int }
type G struct{ x [len([...]G{})]int }

func main() {
	type M [len(M{})]int
}
