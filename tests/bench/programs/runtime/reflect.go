// Calls through package reflect: of a function, of a method, of what MakeFunc has made.
package main

import (
	"os"
	"reflect"
	"strconv"
)

type counter struct{ calls int }

func (c *counter) Add(x, y int) int {
	c.calls++
	return x + y
}

func add(x, y int) int { return x + y }

func main() {
	calls, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	args := []reflect.Value{reflect.ValueOf(1), reflect.ValueOf(2)}
	sum := 0
	switch os.Args[1] {
	case "function":
		f := reflect.ValueOf(add)
		for range calls {
			sum += int(f.Call(args)[0].Int())
		}
	case "method":
		v := reflect.ValueOf(&counter{})
		for range calls {
			sum += int(v.Method(0).Call(args)[0].Int())
		}
	case "made":
		f := reflect.MakeFunc(reflect.TypeOf(add), func(in []reflect.Value) []reflect.Value {
			return []reflect.Value{reflect.ValueOf(int(in[0].Int() + in[1].Int()))}
		}).Interface().(func(int, int) int)
		for range calls {
			sum += f(1, 2)
		}
	}
	os.Stdout.WriteString(strconv.Itoa(sum) + "\n")
}
