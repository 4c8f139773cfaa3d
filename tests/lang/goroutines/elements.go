// Elements of every shape through channels: handed to a waiting receiver, taken from a waiting sender,
// and through a buffer.
package main

import (
	"fmt"
	"runtime"
)

type small struct {
	a int8
	b uint16
	c bool
}

type odd struct {
	a int64
	b int32
}

type mixed struct {
	n int8
	s string
	p *int
	f float32
}

type large struct {
	p    *int
	body [9]int
	name string
}

type empty struct{}

type shape interface{ area() float64 }

type square float64

func (s square) area() float64 { return float64(s * s) }

// Sends value three ways and prints what arrives.
func through[T any](name string, values ...T) {
	waiting := make(chan T)
	back := make(chan bool)
	go func() { // the receiver waits
		for range values {
			v, ok := <-waiting
			fmt.Println(name, "handed", show(v), ok)
			back <- true
		}
	}()
	for _, v := range values {
		runtime.Gosched()
		waiting <- v
		<-back
	}
	go func() { // the sender waits
		for _, v := range values {
			waiting <- v
		}
		close(waiting)
	}()
	runtime.Gosched()
	runtime.GC()
	for v := range waiting {
		fmt.Println(name, "taken", show(v))
	}
	zero, ok := <-waiting
	fmt.Println(name, "closed", show(zero), ok)
	buffered := make(chan T, 2)
	go func() {
		for _, v := range values {
			buffered <- v
		}
		close(buffered)
	}()
	for {
		v, ok := <-buffered
		if !ok {
			break
		}
		runtime.GC()
		fmt.Println(name, "buffered", show(v))
	}
}

func show(v any) any {
	switch v := v.(type) {
	case mixed:
		if v.p == nil {
			return fmt.Sprint(v.n, v.s, nil, v.f)
		}
		return fmt.Sprint(v.n, v.s, *v.p, v.f)
	case large:
		if v.p == nil {
			return fmt.Sprint(nil, v.body, v.name)
		}
		return fmt.Sprint(*v.p, v.body, v.name)
	case *int:
		if v == nil {
			return nil
		}
		return *v
	case func() int:
		if v == nil {
			return nil
		}
		return v()
	case chan int:
		if v == nil {
			return nil
		}
		return cap(v)
	case shape:
		return v.area()
	}
	return v
}

func pointer(n int) *int { return &n }

func main() {
	through("bool", true, false, true)
	through("int8", int8(-1), int8(127), int8(-128))
	through("uint8", uint8(255), uint8(0))
	through("int16", int16(-32768), int16(5))
	through("uint16", uint16(65535))
	through("int32", int32(-2147483648), int32(7))
	through("uint32", uint32(4294967295))
	through("int64", int64(-1), int64(1)<<62)
	through("int", 1, 2, 3, 4, 5)
	through("float32", float32(1.5), float32(-0.25))
	through("float64", 1e300, -2.5)
	through("complex", complex(1, -2))
	through("string", "", "one", "two"+fmt.Sprint(2))
	through("bytes", []byte("abc"), nil)
	through("ints", []int{1, 2, 3}, nil, []int{4}[:0])
	through("map", map[string]int{"a": 1}, nil)
	through("pointer", pointer(1), pointer(2), nil)
	through("func", func() int { return 8 }, nil)
	through("chan", make(chan int, 3), nil, make(chan int))
	through("any", any(1), any("two"), nil, any(3.5))
	through[shape]("shape", square(2), square(3))
	through("small", small{-1, 65535, true}, small{})
	through("odd", odd{-5, -6}, odd{1, 2})
	through("mixed", mixed{-3, "three", pointer(3), 0.5}, mixed{})
	through("large", large{pointer(1), [9]int{8: 9}, "first"}, large{}, large{pointer(2), [9]int{1}, "second"})
	through("array", [3]int16{-1, 2, -3})
	through("strings", [2]string{"x", "y"}, [2]string{"z", "w"})
	through("empty", empty{}, empty{}, empty{})
	through("none", [0]int{}, [0]int{})
}
