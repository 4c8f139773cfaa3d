// Package context: cancelling a tree, causes, deadlines, values, contexts of other types in
// between.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

type key string

type key2 struct{}

func (key2) String() string { return "key2" }

// A context of another kind: no cancelCtx below it.
type foreign struct {
	context.Context
	done chan struct{}
	mu   sync.Mutex
	err  error
}

func (f *foreign) Done() <-chan struct{} { return f.done }
func (f *foreign) Err() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

func (f *foreign) end(err error) {
	f.mu.Lock()
	f.err = err
	f.mu.Unlock()
	close(f.done)
}

func names() {
	ctx := context.Background()
	fmt.Println(ctx, context.TODO(), ctx == context.Background(), ctx == context.TODO())
	a, cancel := context.WithCancel(ctx)
	b := context.WithValue(a, key("k"), 7)
	c := context.WithValue(b, key2{}, "text")
	d := context.WithoutCancel(c)
	fmt.Println(a)
	fmt.Println(b)
	fmt.Println(c)
	fmt.Println(d)
	fmt.Println(c.Value(key("k")), c.Value(key2{}), c.Value("k"), d.Value(key("k")), c.Value(nil))
	cancel()
	fmt.Println(a.Err(), c.Err(), d.Err(), d.Done() == nil, context.Cause(d))
	_, has := a.Deadline()
	fmt.Println(has)
}

func tree() {
	root, cancelRoot := context.WithCancel(context.Background())
	left, cancelLeft := context.WithCancelCause(root)
	right, cancelRight := context.WithCancel(root)
	leaf, cancelLeaf := context.WithTimeout(context.WithValue(left, key("x"), 1), time.Hour)
	defer cancelLeaf()
	defer cancelRight()
	var wg sync.WaitGroup
	for _, c := range []context.Context{left, leaf} {
		wg.Add(1)
		go func() {
			<-c.Done()
			wg.Done()
		}()
	}
	cause := errors.New("too warm")
	cancelLeft(cause)
	cancelLeft(errors.New("again"))
	wg.Wait()
	fmt.Println(left.Err(), context.Cause(left), leaf.Err(), context.Cause(leaf), right.Err(), root.Err())
	cancelRoot()
	cancelRoot()
	<-right.Done()
	fmt.Println(right.Err(), context.Cause(right), context.Cause(left))
	late, cancelLate := context.WithCancel(left)
	defer cancelLate()
	fmt.Println(late.Err(), context.Cause(late))
	select {
	case <-late.Done():
	default:
		fmt.Println("not done")
	}
}

func deadlines() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	err := ctx.Err()
	fmt.Println(err, err == context.DeadlineExceeded, errors.Is(err, context.DeadlineExceeded))
	t, ok := err.(interface{ Timeout() bool })
	fmt.Println(ok && t.Timeout())
	past, cancelPast := context.WithDeadlineCause(context.Background(), time.Now().Add(-time.Second), errors.New("long ago"))
	defer cancelPast()
	fmt.Println(past.Err(), context.Cause(past))
	outer, cancelOuter := context.WithDeadline(context.Background(), time.Unix(4e9, 0))
	inner, cancelInner := context.WithTimeout(outer, 100*365*24*time.Hour)
	defer cancelInner()
	when, ok := inner.Deadline()
	fmt.Println(when.Unix(), ok)
	cancelOuter()
	fmt.Println(inner.Err(), context.Cause(inner))
	short, cancelShort := context.WithTimeoutCause(context.Background(), time.Millisecond, errors.New("slow"))
	<-short.Done()
	cancelShort()
	fmt.Println(short.Err(), context.Cause(short))
}

func afterFuncs() {
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan string, 3)
	stop := context.AfterFunc(ctx, func() { ran <- "first" })
	context.AfterFunc(ctx, func() { ran <- "second" })
	fmt.Println(stop(), stop())
	cancel()
	fmt.Println(<-ran)
	late := context.AfterFunc(ctx, func() { ran <- "late" })
	fmt.Println(<-ran, late())
}

func foreigners() {
	f := &foreign{Context: context.Background(), done: make(chan struct{})}
	ctx, cancel := context.WithCancel(f)
	defer cancel()
	child := context.WithValue(ctx, key("a"), 1)
	ran := make(chan bool)
	context.AfterFunc(child, func() { ran <- true })
	f.end(errors.New("foreign end"))
	<-child.Done()
	fmt.Println(child.Err(), context.Cause(child), <-ran)
	f = &foreign{Context: context.Background(), done: make(chan struct{})}
	ctx, cancel = context.WithCancel(f)
	cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err(), f.Err())
}

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	names()
	tree()
	deadlines()
	afterFuncs()
	foreigners()
	try(func() { context.WithValue(context.Background(), nil, 1) })
	try(func() { context.WithValue(context.Background(), []int{1}, 1) })
	try(func() { context.WithCancel(nil) })
}
