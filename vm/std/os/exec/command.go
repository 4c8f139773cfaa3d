//go:build go1.22

package exec

import (
	"context"
	"errors"
	"fmt"
	"internal/syscall"
	"io"
	"os"
	"time"
)

// ErrWaitDelay is what Wait returns if the command succeeded, but its output had not ended when WaitDelay was over.
var ErrWaitDelay = errors.New("exec: WaitDelay expired before I/O complete")

// Cmd is a command that is prepared, runs or has ended.
type Cmd struct {
	Path         string
	Args         []string // with the name; empty: only Path
	Env          []string // nil: that of this process
	Dir          string   // "": that of this process
	Stdin        io.Reader
	Stdout       io.Writer
	Stderr       io.Writer
	ExtraFiles   []*os.File // descriptor 3 and on
	SysProcAttr  *syscall.SysProcAttr
	Process      *os.Process
	ProcessState *os.ProcessState
	Err          error // of LookPath

	// Cancel is called when the context is done. CommandContext makes it kill the process.
	Cancel func() error

	// WaitDelay is how long Wait waits once the context is done or the process has ended, if that is not 0: then the
	// process is killed, and what copies its input and output gives up.
	WaitDelay time.Duration

	ctx             context.Context
	childFiles      []*os.File
	closeAfterStart []io.Closer
	closeAfterWait  []io.Closer
	goroutine       []func() error
	goroutineErrs   <-chan error   // one of each
	watched         <-chan outcome // what came of the context, nil if nothing watches it
	stop            [2]*os.File    // a pipe: once its second end is closed, what copies gives up; nil without WaitDelay
	lookPathErr     error
}

// outcome is what came of watching a context.
type outcome struct {
	err   error
	timer *time.Timer // for the rest of WaitDelay, if the context was done; else nil
}

// CommandContext is Command, with a context that ends the process when it is done.
func CommandContext(ctx context.Context, name string, arg ...string) *Cmd {
	if ctx == nil {
		panic("nil Context")
	}
	c := Command(name, arg...)
	c.ctx = ctx
	c.Cancel = func() error { return c.Process.Kill() }
	return c
}

// stoppable is an end of a pipe, with which something is copied until the other pipe is closed.
type stoppable struct {
	file *os.File
	stop *os.File // nil: nothing stops it
}

// wait waits until there is something to do; the error is os.ErrClosed if it is stopped.
func (s stoppable) wait(write bool) error {
	if s.stop == nil {
		return nil
	}
	stopped, errno := syscall.WaitFile(int(s.file.Fd()), int(s.stop.Fd()), write)
	switch {
	case errno != 0:
		return syscall.Errno(errno)
	case stopped:
		return os.ErrClosed
	}
	return nil
}

func (s stoppable) Read(p []byte) (n int, err error) {
	if err := s.wait(false); err != nil {
		return 0, err
	}
	return s.file.Read(p)
}

// Write writes a piece at a time that a pipe takes without waiting.
func (s stoppable) Write(p []byte) (n int, err error) {
	const piece = 4096
	for n < len(p) {
		if err := s.wait(true); err != nil {
			return n, err
		}
		wrote, err := s.file.Write(p[n:min(n+piece, len(p))])
		n += wrote
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// stdin returns what the process reads.
func (c *Cmd) stdin() (f *os.File, err error) {
	if c.Stdin == nil {
		f, err = os.Open(os.DevNull)
		if err == nil {
			c.closeAfterStart = append(c.closeAfterStart, f)
		}
		return f, err
	}
	if f, ok := c.Stdin.(*os.File); ok {
		return f, nil
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	c.closeAfterStart = append(c.closeAfterStart, r)
	c.closeAfterWait = append(c.closeAfterWait, w)
	c.goroutine = append(c.goroutine, func() error {
		_, err := io.Copy(stoppable{w, c.stop[0]}, c.Stdin)
		if skipStdinCopyError(err) {
			err = nil
		}
		if closeErr := w.Close(); err == nil {
			err = closeErr
		}
		return err
	})
	return r, nil
}

// writerDescriptor returns what the process writes, for w.
func (c *Cmd) writerDescriptor(w io.Writer) (f *os.File, err error) {
	if w == nil {
		f, err = os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err == nil {
			c.closeAfterStart = append(c.closeAfterStart, f)
		}
		return f, err
	}
	if f, ok := w.(*os.File); ok {
		return f, nil
	}
	in, out, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	c.closeAfterStart = append(c.closeAfterStart, out)
	c.closeAfterWait = append(c.closeAfterWait, in)
	c.goroutine = append(c.goroutine, func() error {
		_, err := io.Copy(w, stoppable{in, c.stop[0]})
		in.Close() // the process is told if w has failed
		return err
	})
	return out, nil
}

// abandon closes what was opened for a process that does not start.
func (c *Cmd) abandon(err error) error {
	c.closeDescriptors(c.closeAfterStart)
	c.closeDescriptors(c.closeAfterWait)
	c.closeAfterStart, c.closeAfterWait, c.goroutine = nil, nil, nil
	return err
}

// prepare opens what the process reads and writes.
func (c *Cmd) prepare() error {
	if c.WaitDelay > 0 {
		stop, stopper, err := os.Pipe()
		if err != nil {
			return err
		}
		c.stop = [2]*os.File{stop, stopper}
		c.closeAfterWait = append(c.closeAfterWait, stop, stopper)
	}
	for _, open := range []func() (*os.File, error){c.stdin, c.stdout, c.stderr} {
		f, err := open()
		if err != nil {
			return err
		}
		c.childFiles = append(c.childFiles, f)
	}
	c.childFiles = append(c.childFiles, c.ExtraFiles...)
	return nil
}

// Start starts the command and does not wait for it.
func (c *Cmd) Start() error {
	switch {
	case c.Path == "" && c.Err == nil && c.lookPathErr == nil:
		c.Err = errors.New("exec: no command")
		return c.abandon(c.Err)
	case c.lookPathErr != nil:
		return c.abandon(c.lookPathErr)
	case c.Err != nil:
		return c.abandon(c.Err)
	case c.Process != nil:
		return errors.New("exec: already started")
	case c.Cancel != nil && c.ctx == nil:
		return c.abandon(errors.New("exec: command with a non-nil Cancel was not created with CommandContext"))
	case c.ctx != nil && c.ctx.Err() != nil:
		return c.abandon(c.ctx.Err())
	}
	if err := c.prepare(); err != nil {
		return c.abandon(err)
	}
	env, err := c.environ()
	if err != nil {
		return c.abandon(err)
	}
	c.Process, err = os.StartProcess(c.Path, c.argv(), &os.ProcAttr{Dir: c.Dir, Files: c.childFiles, Env: env, Sys: c.SysProcAttr})
	if err != nil {
		return c.abandon(err)
	}
	c.closeDescriptors(c.closeAfterStart)
	c.closeAfterStart = nil
	if len(c.goroutine) > 0 {
		errs := make(chan error, len(c.goroutine))
		c.goroutineErrs = errs
		for _, copy := range c.goroutine {
			go func() { errs <- copy() }()
		}
	}
	if (c.Cancel != nil || c.WaitDelay != 0) && c.ctx != nil && c.ctx.Done() != nil {
		watched := make(chan outcome)
		c.watched = watched
		go c.watch(watched)
	}
	return nil
}

// watch cancels the command when its context is done, and kills it if it does not end. It ends when Wait has received
// what came of it.
func (c *Cmd) watch(watched chan<- outcome) {
	select {
	case watched <- outcome{}:
		return
	case <-c.ctx.Done():
	}
	err := c.ctx.Err()
	if c.Cancel != nil {
		if canceled := c.Cancel(); errors.Is(canceled, os.ErrProcessDone) {
			err = nil
		} else if canceled != nil {
			err = fmt.Errorf("exec: canceling Cmd: %w", canceled)
		}
	}
	if c.WaitDelay == 0 {
		watched <- outcome{err: err}
		return
	}
	timer := time.NewTimer(c.WaitDelay)
	select {
	case watched <- outcome{err, timer}:
		return
	case <-timer.C:
	}
	if killed := c.Process.Kill(); killed != nil && !errors.Is(killed, os.ErrProcessDone) {
		err = fmt.Errorf("exec: killing Cmd: %w", killed)
	}
	watched <- outcome{err, time.NewTimer(0)}
}

// Wait waits until the command has ended and all is copied.
func (c *Cmd) Wait() error {
	if c.Process == nil {
		return errors.New("exec: not started")
	}
	if c.ProcessState != nil {
		return errors.New("exec: Wait was already called")
	}
	state, err := c.Process.Wait()
	if err == nil && !state.Success() {
		err = &ExitError{ProcessState: state}
	}
	c.ProcessState = state
	var timer *time.Timer
	if c.watched != nil {
		watched := <-c.watched
		if timer = watched.timer; err == nil && watched.err != nil {
			err = watched.err
		}
	}
	if copyErr := c.awaitCopies(timer); err == nil {
		err = copyErr
	}
	c.closeDescriptors(c.closeAfterWait)
	c.closeAfterWait = nil
	return err
}

// awaitCopies waits until all is copied, or WaitDelay is over, which timer measures if it has begun.
func (c *Cmd) awaitCopies(timer *time.Timer) (err error) {
	copies := len(c.goroutine)
	c.goroutine = nil
	if timer == nil && c.WaitDelay > 0 {
		timer = time.NewTimer(c.WaitDelay)
	}
	var over <-chan time.Time
	if timer != nil {
		defer timer.Stop()
		over = timer.C
	}
	for ; copies > 0; copies-- {
		select {
		case copyErr := <-c.goroutineErrs:
			if err == nil {
				err = copyErr
			}
			continue
		case <-over:
		}
		c.stop[1].Close()
		for ; copies > 0; copies-- {
			<-c.goroutineErrs
		}
		if err == nil {
			err = ErrWaitDelay
		}
		return err
	}
	return err
}
