// Declarations that hide others: in blocks, in heads of if, for and switch, names of types and
// functions.
package main

import "fmt"

var x = "package"

func f() string { return x }

type int32 string

func main() {
	fmt.Println(x, f())
	x := 1
	{
		x := x + 1
		x++
		fmt.Println(x)
		{
			var x = fmt.Sprint("inner", x)
			fmt.Println(x)
		}
	}
	if x := x * 10; x > 5 {
		y := x
		fmt.Println(x, y)
	} else if y := x + 1; y > 0 {
		fmt.Println(y)
	}
	for x := x; x < 3; x++ {
		x := x * 100
		fmt.Print(x, " ")
	}
	fmt.Println(x, f())
	var i int32 = "a type named int32"
	len := func(s string) int { return -1 }
	true := false
	fmt.Println(i, len("abc"), true, !true)
	nil := 5
	fmt.Println(nil)
	a, b := 1, 2
	b, c := 3, 4
	fmt.Println(a, b, c)
	switch x := any(x).(type) {
	case int:
		x++
		fmt.Println(x)
	}
	func(x string) { fmt.Println(x) }("param")
	const x2 = 10
	{
		const x2 = x2 * 2
		fmt.Println(x2)
	}
	type T struct{ a int }
	{
		type T struct{ T *T }
		fmt.Println(T{}.T == (*T)(*new(*T)))
	}
	fmt.Println(T{1})
	string := func(b []byte) int { return 42 }
	fmt.Println(string([]byte("x")))
}
