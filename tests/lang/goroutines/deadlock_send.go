// Everybody waits: the program ends.
package main

func main() {
	defer println("not run")
	c := make(chan int, 1)
	c <- 1
	c <- 2
}
