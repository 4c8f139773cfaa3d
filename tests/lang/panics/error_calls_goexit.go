// An Error method that ends the goroutine: nothing is printed, and the others go on.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type failure struct{}

func (failure) Error() string {
	runtime.Goexit()
	return ""
}

func main() {
	var group sync.WaitGroup
	for i := range 3 {
		group.Add(1)
		go func() {
			defer group.Done()
			if i == 1 {
				panic(failure{})
			}
		}()
	}
	group.Wait()
	fmt.Println("all have ended")
	panic(failure{})
}
