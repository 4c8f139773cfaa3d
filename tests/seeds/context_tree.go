package main

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Cancelling a node ends all below it and nothing else; a deadline says so.
func main() {
	root, cancel := context.WithCancel(context.Background())
	left, cancelLeft := context.WithCancel(root)
	right, cancelRight := context.WithTimeout(root, time.Millisecond)
	defer cancelRight()
	var wg sync.WaitGroup
	wait := func(ctx context.Context, want error) {
		defer wg.Done()
		child, stop := context.WithCancel(ctx)
		defer stop()
		<-child.Done()
		if !errors.Is(child.Err(), want) {
			panic(child.Err())
		}
	}
	for range 3 {
		wg.Add(2)
		go wait(left, context.Canceled)
		go wait(right, context.DeadlineExceeded)
	}
	go cancelLeft()
	<-left.Done()
	if root.Err() != nil {
		panic("the root was cancelled")
	}
	<-right.Done()
	wg.Wait()
	cancel()
	if root.Err() != context.Canceled || right.Err() != context.DeadlineExceeded {
		panic("wrong errors")
	}
}
