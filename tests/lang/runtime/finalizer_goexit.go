// runtime.Goexit in a finalizer ends that, after its deferred calls; the program goes on.
package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	ended := make(chan bool)
	runtime.SetFinalizer(&[300]int{}, func(*[300]int) {
		defer func() { ended <- true }()
		defer fmt.Println("deferred:", recover())
		runtime.Goexit()
		fmt.Println("not reached")
	})
	runtime.GC()
	<-ended
	time.Sleep(10 * time.Millisecond)
	runtime.GC()
	fmt.Println("still there")
}
