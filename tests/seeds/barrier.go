package main

import "sync"

// A barrier used again and again: nobody is a round ahead.
type barrier struct {
	mu         sync.Mutex
	cond       *sync.Cond
	n, waiting int
	round      int
}

func (b *barrier) wait() {
	b.mu.Lock()
	defer b.mu.Unlock()
	round := b.round
	if b.waiting++; b.waiting == b.n {
		b.waiting = 0
		b.round++
		b.cond.Broadcast()
		return
	}
	for b.round == round {
		b.cond.Wait()
	}
}

func main() {
	b := &barrier{n: 4}
	b.cond = sync.NewCond(&b.mu)
	var at [4]int
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for round := range 4 {
				at[g] = round
				b.wait()
				for _, other := range at {
					if other != round {
						panic("a round ahead")
					}
				}
				b.wait()
			}
		}()
	}
	wg.Wait()
}
