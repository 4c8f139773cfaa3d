// All forms of select.
package main

import (
	"fmt"
	"runtime"
)

type point struct{ x, y int8 }

var trace []string

func note[T any](name string, v T) T {
	trace = append(trace, name)
	return v
}

func flush(what string) {
	fmt.Println(what, trace)
	trace = nil
}

// Operands are evaluated in order and once, those on the left only if their case is chosen.
func order() {
	full, empty := make(chan int, 1), make(chan int, 1)
	full <- 7
	values := make([]int, 3)
	var ok bool
	select {
	case values[note("left of first", 0)], ok = <-note("first", empty):
		fmt.Println("first")
	case note("second", full) <- note("value of second", 5):
		fmt.Println("second")
	case values[note("left of third", 2)], ok = <-note("third", full):
		fmt.Println("third", values, ok)
	}
	flush("several:")
	select {
	case values[note("left", 1)] = <-note("channel", empty):
	default:
		fmt.Println("default")
	}
	flush("default:")
	empty <- 3
	select {
	case values[note("left", 1)] = <-note("channel", empty):
		fmt.Println(values)
	}
	flush("single:")
}

func forms(done chan bool) {
	c := make(chan point, 1)
	var p point
	var any1 any
	var ok1 bool
	var mine struct{ ok any }
	for i := int8(0); i < 8; i++ {
		c <- point{i, -i}
		switch i {
		case 0:
			select {
			case <-c:
				fmt.Println("dropped")
			}
		case 1:
			select {
			case v := <-c:
				fmt.Println("v :=", v)
			default:
			}
		case 2:
			select {
			case v, ok := <-c:
				v.x++
				fmt.Println("v, ok :=", v, ok)
			case <-make(chan int):
			}
		case 3:
			select {
			case p = (<-c):
				fmt.Println("p =", p)
			default:
			}
		case 4:
			select {
			case any1, mine.ok = <-c:
				fmt.Println("any, any =", any1, mine.ok)
			case <-make(chan int):
			}
		case 5:
			select {
			case _, ok1 = <-c:
				fmt.Println("_, ok =", ok1)
			default:
			}
		case 6:
			select {
			case _ = <-c:
				fmt.Println("_ =")
			}
		case 7:
			var show func() point
			select {
			case v := <-c:
				show = func() point { v.y *= 2; return v }
			default:
			}
			fmt.Println("captured", show(), show())
		}
	}
	close(c)
	select {
	case v, ok := <-c:
		fmt.Println("closed", v, ok)
	case c2 := <-make(chan int):
		fmt.Println(c2)
	}
	close(done)
	select {}
}

func defaults() {
	c := make(chan int, 1)
	for i := 0; i < 4; i++ {
		select {
		case c <- i:
			fmt.Println("sent", i)
		default:
			fmt.Println("full at", i, "took", <-c)
		}
	}
	var none chan int
	select {
	case none <- 1:
	case <-none:
	default:
		fmt.Println("nil channels")
	}
	select {
	default:
		fmt.Println("only default")
	}
}

// Each of the cases that can go on is chosen now and then.
func fairness() {
	const n = 5
	var chans [n]chan int
	for i := range chans {
		chans[i] = make(chan int, 1)
	}
	var counts [n]int
	for i := 0; i < 2000; i++ {
		for _, c := range chans {
			select {
			case c <- i:
			default:
			}
		}
		select {
		case <-chans[0]:
			counts[0]++
		case <-chans[1]:
			counts[1]++
		case <-chans[2]:
			counts[2]++
		case <-chans[3]:
			counts[3]++
		case <-chans[4]:
			counts[4]++
		}
	}
	for i, count := range counts {
		if count < 250 || count > 600 {
			fmt.Println("case", i, "was chosen", count, "times")
		}
	}
	// Two cases of one channel.
	c := make(chan int)
	go func() {
		for i := 0; i < 500; i++ {
			c <- i
		}
	}()
	first, second := 0, 0
	for i := 0; i < 500; i++ {
		select {
		case <-c:
			first++
		case <-c:
			second++
		}
	}
	fmt.Println("fair:", first > 100 && second > 100)
}

// A select that waits in all queues leaves the others.
func waiting() {
	a, b, quit := make(chan int), make(chan string), make(chan struct{})
	out := make(chan string)
	go func() {
		defer close(out)
		for {
			select {
			case v := <-a:
				out <- fmt.Sprint("a ", v)
			case b <- "from select":
				out <- "b"
			case <-quit:
				return
			}
		}
	}()
	for i := 0; i < 3; i++ {
		runtime.Gosched()
		a <- i
		fmt.Println(<-out)
		fmt.Println(<-b, <-out)
	}
	close(quit)
	_, ok := <-out
	fmt.Println(ok)
	// Nobody waits there any more.
	select {
	case a <- 1:
		fmt.Println("somebody received")
	case v := <-b:
		fmt.Println("somebody sent", v)
	default:
		fmt.Println("left")
	}
}

// Send and receive of the same channel in one select: it never meets itself.
func both() {
	c := make(chan int)
	sum, sent := 0, 0
	done := make(chan [2]int)
	for k := 0; k < 2; k++ {
		go func() {
			got, gave := 0, 0
			for got+gave < 100 {
				select {
				case c <- 1:
					gave++
				case v := <-c:
					got += v
				}
			}
			done <- [2]int{got, gave}
		}()
	}
	for k := 0; k < 2; k++ {
		each := <-done
		sum += each[0]
		sent += each[1]
	}
	fmt.Println("both:", sum, sent)
}

func control() {
	c := make(chan int, 10)
	for i := 0; i < 10; i++ {
		c <- i
	}
	close(c)
outer:
	for i := 0; ; i++ {
		select {
		case v, ok := <-c:
			if !ok {
				break outer
			}
			if v%2 == 0 {
				continue outer
			}
			if v == 5 {
				break
			}
			for j := 0; ; j++ {
				if j == v {
					fmt.Print(v, " ")
					continue outer
				}
			}
		}
		fmt.Print("after ")
	}
	fmt.Println()
}

func main() {
	order()
	defaults()
	fairness()
	waiting()
	both()
	control()
	done := make(chan bool)
	go forms(done)
	<-done
}
