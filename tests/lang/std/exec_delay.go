// os/exec: commands that are cancelled, that do not end, or that leave their output open.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// timed reports whether f took about as long as it should.
func timed(least, most time.Duration, f func()) bool {
	start := time.Now()
	f()
	took := time.Since(start)
	return took >= least && took < most
}

func main() {
	out, err := exec.Command("sh", "-c", "cat; echo err >&2; exit 3").CombinedOutput()
	fmt.Printf("%q %v\n", out, err)

	// The context kills.
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	fmt.Println("in time:", timed(20*time.Millisecond, 5*time.Second, func() {
		err = exec.CommandContext(ctx, "sleep", "30").Run()
	}), err, errors.Is(err, context.DeadlineExceeded))
	cancel()
	fmt.Println("done before:", exec.CommandContext(ctx, "true").Run())

	// Cancel of our own.
	ctx, cancel = context.WithCancel(context.Background())
	c := exec.CommandContext(ctx, "sh", "-c", "trap 'exit 0' TERM; echo ready; while :; do sleep 0.01; done")
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	ready, err := c.StdoutPipe()
	if err != nil {
		panic(err)
	}
	fmt.Println(c.Start())
	line := make([]byte, 6)
	io.ReadFull(ready, line)
	cancel()
	err = c.Wait()
	fmt.Printf("%q %v %v\n", line, err, errors.Is(err, context.Canceled))
	ctx, cancel = context.WithCancel(context.Background())
	c = exec.CommandContext(ctx, "sleep", "0.2")
	c.Cancel = func() error { return errors.New("will not") }
	c.Start()
	cancel()
	fmt.Println(c.Wait())
	c = exec.Command("true")
	c.Cancel = func() error { return nil }
	fmt.Println(c.Run())

	// A command that ignores its end is killed after the delay.
	ctx, cancel = context.WithCancel(context.Background())
	c = exec.CommandContext(ctx, "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.01; done")
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = 100 * time.Millisecond
	ready, _ = c.StdoutPipe()
	c.Start()
	io.ReadFull(ready, line)
	cancel()
	fmt.Println("killed in time:", timed(100*time.Millisecond, 5*time.Second, func() { err = c.Wait() }), err)

	// A process that stays holds the output open.
	var text bytes.Buffer
	c = exec.Command("sh", "-c", "sleep 3 & echo done")
	c.Stdout = &text
	c.WaitDelay = 200 * time.Millisecond
	fmt.Println("left in time:", timed(200*time.Millisecond, 2500*time.Millisecond, func() { err = c.Run() }), err, errors.Is(err, exec.ErrWaitDelay))
	fmt.Printf("%q\n", text.String())
	c = exec.Command("sh", "-c", "sleep 3 & exit 4")
	c.Stdout = &text
	c.WaitDelay = 100 * time.Millisecond
	fmt.Println(c.Run())

	// With a delay that is not needed all is copied, in both directions.
	big := strings.Repeat("0123456789", 100000)
	c = exec.Command("cat")
	c.Stdin = strings.NewReader(big)
	c.WaitDelay = time.Minute
	copied, err := c.Output()
	fmt.Println(string(copied) == big, err)
	c = exec.Command("true") // it reads nothing
	c.Stdin = strings.NewReader(big)
	c.WaitDelay = time.Minute
	fmt.Println(c.Run())

	// Errors.
	c = exec.Command("/nosuch/program")
	fmt.Println(c.Run(), c.Wait())
	fmt.Println(exec.Command("nosuchprogram").Start())
	c = exec.Command("true")
	fmt.Println(c.Run(), c.Run(), c.Wait())
	c = exec.Command("sleep", "0.1")
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	fmt.Println(c.Run(), c.ProcessState.ExitCode())

	// The descriptor of a file.
	r, w, _ := os.Pipe()
	raw, err := r.SyscallConn()
	fmt.Println(err)
	go func() {
		time.Sleep(30 * time.Millisecond)
		w.Write([]byte("x"))
	}()
	calls := 0
	err = raw.Read(func(fd uintptr) bool {
		calls++
		if calls == 1 {
			return false
		}
		n, err := syscall.Read(int(fd), line[:1])
		fmt.Println(n, err, string(line[:1]))
		return true
	})
	fmt.Println(err, calls)
	fmt.Println(raw.Control(func(fd uintptr) { fmt.Println(fd == r.Fd()) }))
	r.Close()
	fmt.Println(raw.Control(func(uintptr) {}) != nil)
	_, err = r.SyscallConn()
	fmt.Println(err)
}
