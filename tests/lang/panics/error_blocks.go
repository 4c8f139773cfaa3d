// An Error method that waits: other goroutines go on, and the program ends when all wait.
package main

import "fmt"

type failure struct{ c chan int }

func (f failure) Error() string {
	go func() {
		fmt.Println("another goroutine")
		f.c <- 1
	}()
	fmt.Println("received", <-f.c)
	<-f.c
	return ""
}

func main() {
	panic(failure{make(chan int)})
}
