// A panic in a goroutine that waited to send ends the program.
package main

import "runtime"

func main() {
	c := make(chan int)
	go func() {
		defer println("deferred")
		c <- 1
	}()
	for i := 0; i < 100; i++ {
		runtime.Gosched()
	}
	close(c)
	select {}
}
