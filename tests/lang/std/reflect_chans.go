// Channels and Select of package reflect; calls that wait, in many goroutines at once.
package main

import (
	"fmt"
	"reflect"
	"sync"
)

type large struct{ Words [200]int }

func main() {
	c := reflect.MakeChan(reflect.TypeOf(make(chan string)), 2)
	c.Send(reflect.ValueOf("a"))
	fmt.Println(c.TrySend(reflect.ValueOf("b")), c.TrySend(reflect.ValueOf("c")), c.Len(), c.Cap())
	x, ok := c.Recv()
	fmt.Println(x, ok)
	x, ok = c.TryRecv()
	fmt.Println(x, ok)
	x, ok = c.TryRecv()
	fmt.Println(x.IsValid(), ok)
	c.Close()
	x, ok = c.Recv()
	fmt.Printf("%q %v\n", x.String(), ok)
	x, ok = c.TryRecv()
	fmt.Printf("%q %v\n", x.String(), ok)

	for _, size := range []int{0, 3} {
		big := reflect.MakeChan(reflect.TypeOf(make(chan large)), size)
		typed := big.Interface().(chan large)
		var l large
		l.Words[199] = 5
		go func() { typed <- l; big.Send(reflect.ValueOf(l)) }()
		x, _ = big.Recv()
		y := <-typed
		fmt.Println(x.Field(0).Index(199), y.Words[199])
		go func() { typed <- l }()
		_, x, _ = reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: big}})
		fmt.Println(x.Field(0).Index(199))
	}
	for _, v := range []any{int8(-5), uint16(9), "s", []int{1}, struct{}{}, 1.5, 2i, error(nil), struct{ a, b string }{"x", "y"}, [3]byte{1, 2, 3}} {
		t := reflect.TypeOf(&v).Elem()
		if v != nil {
			t = reflect.TypeOf(v)
		}
		ch := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, t), 0)
		send := reflect.New(t).Elem()
		if v != nil {
			send.Set(reflect.ValueOf(v))
		}
		go ch.Send(send)
		r, ok := ch.Recv()
		fmt.Print(r, " ", ok, " ")
	}
	fmt.Println()

	var chans []reflect.SelectCase
	var wg sync.WaitGroup
	for i := 0; i < 40; i++ {
		ch := make(chan int)
		chans = append(chans, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(ch)})
		wg.Add(1)
		go func(i int) { defer wg.Done(); ch <- i; close(ch) }(i)
	}
	total, closed := 0, 0
	for closed < 40 {
		i, v, ok := reflect.Select(chans)
		if !ok {
			chans[i].Chan = reflect.Value{}
			closed++
			continue
		}
		if int(v.Int()) != i {
			fmt.Println("wrong", i, v)
		}
		total += int(v.Int())
	}
	wg.Wait()
	i, v, ok := reflect.Select(append(chans, reflect.SelectCase{Dir: reflect.SelectDefault}))
	fmt.Println(total, i, v.IsValid(), ok)
	out := make(chan *int)
	go func() {
		n := 3
		i, _, _ := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectSend, Chan: reflect.ValueOf(out), Send: reflect.ValueOf(&n)}})
		fmt.Println("sent", i)
		out <- nil
	}()
	fmt.Println(*<-out, <-out)
	shut := make(chan int)
	close(shut)
	func() {
		defer func() { fmt.Println(recover()) }()
		reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectSend, Chan: reflect.ValueOf(shut), Send: reflect.ValueOf(1)}})
	}()
	later := make(chan int)
	go func() { recover(); close(later) }()
	func() {
		defer func() { fmt.Println(recover()) }()
		reflect.ValueOf(later).Send(reflect.ValueOf(1))
	}()

	// Waiting inside of reflected calls needs no thread of its own.
	start := make(chan bool)
	results := make(chan int, 1000)
	wait := reflect.ValueOf(func(i int) int { <-start; return i })
	for i := 0; i < 1000; i++ {
		go func() { results <- int(wait.Call([]reflect.Value{reflect.ValueOf(i)})[0].Int()) }()
	}
	close(start)
	total = 0
	for i := 0; i < 1000; i++ {
		total += <-results
	}
	fmt.Println(total)
}
