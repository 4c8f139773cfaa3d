package main

// The prime sieve: a chain of goroutines over unbuffered channels.
func filter(in <-chan int, out chan<- int, prime int) {
	for v := range in {
		if v%prime != 0 {
			out <- v
		}
	}
	close(out)
}

func main() {
	ch := make(chan int)
	go func(out chan<- int) {
		for i := 2; i < 32; i++ {
			out <- i
		}
		close(out)
	}(ch)
	sum := 0
	for {
		prime, ok := <-ch
		if !ok {
			break
		}
		sum += prime
		next := make(chan int)
		go filter(ch, next, prime)
		ch = next
	}
	if sum != 160 {
		panic(sum)
	}
}
