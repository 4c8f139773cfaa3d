// Two goroutines that wake each other in turns do not keep a third, which stands behind them in the
// queue, from running.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	there, back, stop := make(chan int), make(chan int), false
	turns := 0
	finished := make(chan bool)
	go func() {
		for x := range there {
			back <- x
		}
		finished <- true
	}()
	go func() { stop = true }()
	go func() {
		for !stop && turns < 3_000_000 {
			there <- turns
			<-back
			turns++
		}
		close(there)
	}()
	<-finished
	fmt.Println(stop, turns < 200_000)
}
