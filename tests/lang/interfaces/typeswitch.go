// Type switches: nil, several types a case, interfaces, the variable's type in each case.
package main

import (
	"fmt"
	"strconv"
)

type id int

func (i id) String() string { return "id" + strconv.Itoa(int(i)) }

type pt struct{ x, y int }

func classify(v any) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("integer %v", x)
	case id:
		return "id " + x.String()
	case float64:
		return strconv.FormatFloat(x*2, 'f', 1, 64)
	case string:
		return x + "!"
	case []int:
		return fmt.Sprint(len(x), " ints")
	case map[string]int:
		return fmt.Sprint("map ", x["k"])
	case func() int:
		return fmt.Sprint("func ", x())
	case *pt:
		x.x++
		return fmt.Sprint("pointer ", x.x)
	case pt:
		return fmt.Sprint("pt ", x.x+x.y)
	case error:
		return "error " + x.Error()
	case fmt.Stringer:
		return "stringer " + x.String()
	case [2]bool, struct{}:
		return fmt.Sprintf("%T", x)
	default:
		return fmt.Sprintf("other %T", x)
	}
}

type st struct{}

func (st) String() string { return "st" }

func plain(v interface{}) (r string) {
	switch v.(type) {
	case bool:
		r = "bool"
		break
	case rune:
		if v.(rune) > 'a' {
			break
		}
		r = "small"
	}
	return
}

func main() {
	p := &pt{1, 2}
	for _, v := range []any{nil, 1, int64(2), id(3), 1.25, "s", []int{1, 2}, map[string]int{"k": 9},
		func() int { return 4 }, p, *p, fmt.Errorf("e"), st{}, [2]bool{}, struct{}{}, int8(1), 'x', uint(7), []string(nil), &p} {
		fmt.Println(classify(v))
	}
	fmt.Printf("%q %q %q %q\n", plain(true), plain('b'), plain('a'), plain(1))
	switch v := any(p); x := v.(type) {
	case fmt.Stringer:
		fmt.Println("no", x)
	case interface{ nothing() }:
		fmt.Println("no", x)
	default:
		fmt.Println("yes", x == v)
	}
}
