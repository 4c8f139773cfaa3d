// Every type and function of sync/atomic: alignment, arithmetic, swaps, use by many goroutines.
package main

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

type node struct {
	next *node
	n    int
}

type mixed struct {
	small  bool
	i32    atomic.Int32
	i64    atomic.Int64
	p      atomic.Pointer[node]
	plain  int64
	flag   atomic.Bool
	u      atomic.Uint32
	up     atomic.Uintptr
	big    atomic.Uint64
	nested struct{ n atomic.Int32 }
}

func typed() {
	var m mixed
	fmt.Println(m.i32.Add(-5), m.i32.Load(), m.i32.Swap(7), m.i32.CompareAndSwap(7, math.MinInt32), m.i32.Load(), m.i32.CompareAndSwap(7, 1))
	fmt.Println(m.i32.And(-256), m.i32.Or(3), m.i32.Load())
	fmt.Println(m.i64.Add(math.MaxInt64), m.i64.Add(1), m.i64.Swap(2), m.i64.Load(), m.i64.And(6), m.i64.Or(9), m.i64.Load())
	fmt.Println(m.u.Add(math.MaxUint32), m.u.Swap(1<<31), m.u.Load(), m.u.Or(1), m.u.And(1), m.u.Load())
	fmt.Println(m.up.Add(3), m.up.CompareAndSwap(3, 4), m.up.Load(), m.up.Swap(9), m.up.And(8), m.up.Or(1), m.up.Load())
	m.big.Store(math.MaxUint64)
	fmt.Println(m.big.Load(), m.big.Add(2), m.big.CompareAndSwap(1, 5), m.big.Swap(6), m.big.And(2), m.big.Or(8), m.big.Load())
	fmt.Println(m.flag.Load(), m.flag.Swap(true), m.flag.CompareAndSwap(false, true), m.flag.Load())
	m.flag.Store(false)
	m.nested.n.Store(-1)
	fmt.Println(m.flag.Load(), m.nested.n.Load(), m.plain, m.small)
	p := &m
	p.i64.Store(11)
	fmt.Println(p.i64.Load(), (&p.nested.n).Add(2))
	list := make([]atomic.Int32, 3)
	list[1].Add(4)
	fmt.Println(list[0].Load(), list[1].Load(), len(list))
}

func functions() {
	var i int32 = 1
	var j int64 = 2
	var u uint32 = 3
	var v uint64 = 4
	var w uintptr = 5
	fmt.Println(atomic.AddInt32(&i, -3), atomic.AddInt64(&j, -3), atomic.AddUint32(&u, ^uint32(0)), atomic.AddUint64(&v, ^uint64(3)), atomic.AddUintptr(&w, 1))
	fmt.Println(atomic.SwapInt32(&i, 9), atomic.SwapInt64(&j, 9), atomic.SwapUint32(&u, 9), atomic.SwapUint64(&v, 9), atomic.SwapUintptr(&w, 9))
	fmt.Println(atomic.CompareAndSwapInt32(&i, 9, 1), atomic.CompareAndSwapInt64(&j, 8, 1), atomic.CompareAndSwapUint32(&u, 9, 1), atomic.CompareAndSwapUint64(&v, 9, 1), atomic.CompareAndSwapUintptr(&w, 9, 1))
	fmt.Println(atomic.AndInt32(&i, 0), atomic.OrInt64(&j, 16), atomic.OrUint32(&u, 2), atomic.AndUint64(&v, 3), atomic.OrUintptr(&w, 6))
	fmt.Println(atomic.LoadInt32(&i), atomic.LoadInt64(&j), atomic.LoadUint32(&u), atomic.LoadUint64(&v), atomic.LoadUintptr(&w))
	atomic.StoreInt32(&i, -1)
	atomic.StoreInt64(&j, -2)
	atomic.StoreUint32(&u, 3)
	atomic.StoreUint64(&v, 4)
	atomic.StoreUintptr(&w, 5)
	fmt.Println(i, j, u, v, w)
	add, load, cas := atomic.AddInt32, atomic.LoadInt64, (*atomic.Int64).CompareAndSwap // as values
	var x atomic.Int64
	get := x.Load
	fmt.Println(add(&i, 5), load(&j), cas(&x, 0, 7), get())
	defer func() {
		err := recover().(runtime.Error)
		fmt.Println(err)
	}()
	var none *atomic.Int32
	none.Add(1)
}

func pointers() {
	var head atomic.Pointer[node]
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 250; j++ {
				n := &node{n: i}
				for {
					n.next = head.Load()
					if head.CompareAndSwap(n.next, n) {
						break
					}
				}
				if j%100 == 0 {
					runtime.GC()
				}
			}
		}()
	}
	wg.Wait()
	counts := [4]int{}
	for n := head.Swap(nil); n != nil; n = n.next {
		counts[n.n]++
	}
	fmt.Println(counts, head.Load() == nil)
	a, b := 1, 2
	q := unsafe.Pointer(&a)
	fmt.Println(atomic.LoadPointer(&q) == unsafe.Pointer(&a), atomic.CompareAndSwapPointer(&q, nil, nil), *(*int)(atomic.SwapPointer(&q, unsafe.Pointer(&b))))
	atomic.StorePointer(&q, unsafe.Pointer(&a))
	fmt.Println(*(*int)(q))
}

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func values() {
	var v atomic.Value
	fmt.Println(v.Load(), v.CompareAndSwap(nil, "a"), v.CompareAndSwap("b", "c"), v.CompareAndSwap("a", "d"), v.Load(), v.Swap("e"))
	try(func() { v.Store(1) })
	try(func() { v.Store(nil) })
	try(func() { v.Swap(nil) })
	try(func() { v.Swap(2) })
	try(func() { v.CompareAndSwap("e", nil) })
	try(func() { v.CompareAndSwap("e", 1) })
	try(func() { v.CompareAndSwap(1, 1) })
	var s atomic.Value
	s.Store([]int{1})
	try(func() { s.CompareAndSwap([]int{1}, []int{2}) })
	fmt.Println(v.Load(), s.Load())
}

func main() {
	typed()
	functions()
	pointers()
	values()
}
