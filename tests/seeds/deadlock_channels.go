package main

// A ring that waits for itself, beside goroutines that wait for nobody.
//
// want: fatal error: all goroutines are asleep - deadlock!
func main() {
	var ring [4]chan int
	for i := range ring {
		ring[i] = make(chan int)
	}
	for i := range ring {
		go func() {
			v := <-ring[i]
			ring[(i+1)%4] <- v + 1
		}()
	}
	go func() { select {} }()
	ring[0] <- 1
	for i := range 3 {
		<-ring[i]
	}
	<-ring[0]
}
