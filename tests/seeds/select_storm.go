package main

// Many selects on the same channels, both directions at once: what is sent is received once.
func main() {
	a, b, c := make(chan int), make(chan int, 1), make(chan int, 3)
	done := make(chan int)
	for g := range 4 {
		go func() {
			sum := 0
			for i := range 6 {
				v := g*10 + i
				select {
				case a <- v:
					sum += v
				case b <- v:
					sum += v
				case c <- v:
					sum += v
				case x := <-a:
					sum -= x
				case x := <-b:
					sum -= x
				}
			}
			done <- sum
		}()
	}
	total, left := 0, 4
	for left > 0 {
		select {
		case sum := <-done:
			total += sum
			left--
		case x := <-a:
			total -= x
		case x := <-b:
			total -= x
		case x := <-c:
			total -= x
		}
	}
	for {
		select {
		case x := <-b:
			total -= x
			continue
		case x := <-c:
			total -= x
			continue
		default:
		}
		break
	}
	if total != 0 {
		panic(total)
	}
}
