// select: order of evaluation, labels, channels that are closed.
package main

import "fmt"

func main() {
	e := make(chan int, 1)
	e <- 5
	for n := 0; n < 3; n++ {
		select {
		case e <- n:
			fmt.Println("sent", n)
		case v := <-e:
			fmt.Println("got", v)
			continue
		}
		if n == 0 {
			continue
		}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for v := range e {
			fmt.Println("r", v)
		}
	}()
	close(e)
	<-done
L:
	for {
		select {
		case _, ok := <-e:
			if !ok {
				break L
			}
		}
	}
	select {
	case <-done:
		fmt.Println("done")
	}
	f := func(s string) chan int { fmt.Print(s, " "); return make(chan int, 1) }
	g := func(s string) int { fmt.Print(s, " "); return 1 }
	select {
	case f("a") <- g("1"):
	case f("b") <- g("2"):
	case <-f("c"):
	}
	fmt.Println()
}
