// Everybody waits: the program ends.
package main

func main() {
	defer println("not run")
	c := make(chan int)
	d := make(chan string)
	select {
	case c <- 1:
	case <-d:
	}
}
