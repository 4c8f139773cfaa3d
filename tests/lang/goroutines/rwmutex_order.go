// Who gets a RWMutex when: a writer that waits goes before readers that come later, and all readers that wait when a writer leaves go before the
// next writer.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// settle returns when so many goroutines are in a method of RWMutex, and have had the time to wait there.
func settle(waiting int) {
	buf := make([]byte, 1<<20)
	for strings.Count(string(buf[:runtime.Stack(buf, true)]), "\nsync.(*RWMutex).") < waiting {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond)
}

const many = 20

// writerFirst: while a reader holds it and a writer waits, no new reader gets it.
func writerFirst() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	var wrote atomic.Bool
	early := 0
	var count sync.Mutex
	mu.RLock()
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		wrote.Store(true)
		mu.Unlock()
	}()
	settle(1)
	fmt.Println("a writer waits:", mu.TryRLock(), mu.TryLock())
	for i := 0; i < many; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.RLock()
			if !wrote.Load() {
				count.Lock()
				early++
				count.Unlock()
			}
			mu.RUnlock()
		}()
	}
	settle(1 + many)
	fmt.Println("written:", wrote.Load())
	mu.RUnlock()
	wg.Wait()
	fmt.Println("written:", wrote.Load(), "early readers:", early)
}

// readersTogether: all readers that wait when a writer leaves hold it at once, before the writer that waits.
func readersTogether() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	var inside, wrote, early atomic.Int32
	all := make(chan bool)
	mu.Lock()
	for i := 0; i < many; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.RLock()
			early.Add(wrote.Load())
			if inside.Add(1) == many {
				close(all)
			}
			<-all // they would wait for ever if some did not get it
			mu.RUnlock()
		}()
	}
	settle(many)
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		wrote.Store(1)
		fmt.Println("readers before the writer:", inside.Load())
		mu.Unlock()
	}()
	settle(many + 1)
	mu.Unlock()
	wg.Wait()
	fmt.Println("readers after it:", early.Load())
}

// writersInTurn: a writer that leaves while readers and writers wait lets the readers in first, each time.
func writersInTurn() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	var version, behind atomic.Int32
	mu.Lock()
	for round := 0; round < 3; round++ {
		for i := 0; i < many; i++ {
			wg.Add(1)
			go func() {
				defer wg.Done()
				mu.RLock()
				if version.Load() != 0 {
					behind.Add(1)
				}
				mu.RUnlock()
			}()
			if i == many/2 {
				wg.Add(1)
				go func() {
					defer wg.Done()
					mu.Lock()
					version.Add(1)
					mu.Unlock()
				}()
			}
		}
	}
	settle(3*many + 3)
	mu.Unlock()
	wg.Wait()
	fmt.Println("versions:", version.Load(), "readers that saw one:", behind.Load())
}

func main() {
	for _, procs := range []int{1, 4} {
		runtime.GOMAXPROCS(procs)
		writerFirst()
		readersTogether()
		writersInTurn()
	}
}
