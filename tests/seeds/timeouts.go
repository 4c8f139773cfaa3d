package main

import "time"

// Work against the clock: exactly one of answer and timeout is taken, and late answers do no harm.
func main() {
	answered, late := 0, 0
	for i := range 6 {
		answer := make(chan int, 1)
		go func() {
			time.Sleep(time.Duration(i) * 10 * time.Millisecond)
			answer <- i
		}()
		start := time.Now()
		select {
		case v := <-answer:
			if v != i || time.Since(start) > 26*time.Millisecond {
				panic("wrong answer")
			}
			answered++
		case <-time.After(25 * time.Millisecond):
			if i < 2 {
				panic("too early")
			}
			late++
		}
	}
	if answered != 3 || late != 3 {
		panic(answered)
	}
}
