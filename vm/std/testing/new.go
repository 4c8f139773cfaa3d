package testing

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// Testing reports whether a test runs.
func Testing() bool { return flag.Lookup("test.v") != nil }

var contexts sync.Map // of tests that have asked: *common to context.Context

// Context returns a context that ends when the test does, before its cleanup functions that were registered earlier are called.
func (c *common) Context() context.Context {
	if ctx, ok := contexts.Load(c); ok {
		return ctx.(context.Context)
	}
	ctx, cancel := context.WithCancel(context.Background())
	contexts.Store(c, ctx)
	c.Cleanup(func() {
		contexts.Delete(c)
		cancel()
	})
	return ctx
}

// Chdir changes the working directory until the test ends. A test that runs beside others may not do that.
func (c *common) Chdir(dir string) {
	old, err := os.Getwd()
	if err == nil {
		err = os.Chdir(dir)
	}
	if err != nil {
		c.Fatal(err)
	}
	pwd, had := os.LookupEnv("PWD")
	if now, err := os.Getwd(); err == nil {
		os.Setenv("PWD", now)
	}
	c.Cleanup(func() {
		if err := os.Chdir(old); err != nil {
			panic("testing.Chdir: " + err.Error())
		}
		if had {
			os.Setenv("PWD", pwd)
		} else {
			os.Unsetenv("PWD")
		}
	})
}

// Chdir changes the working directory until the test ends.
func (t *T) Chdir(dir string) {
	if t.isParallel {
		panic("testing: t.Chdir called after t.Parallel; cannot change working directory in parallel tests")
	}
	t.isEnvSet = true
	t.common.Chdir(dir)
}

// testOutput is where Output writes.
type testOutput struct{ c *common }

func (o testOutput) Write(p []byte) (int, error) {
	text := "    " + strings.ReplaceAll(strings.TrimSuffix(string(p), "\n"), "\n", "\n    ") + "\n"
	o.c.mu.Lock()
	defer o.c.mu.Unlock()
	switch {
	case o.c.done:
		panic("Log in goroutine after " + o.c.name + " has completed: " + string(p))
	case o.c.chatty != nil && !o.c.bench:
		o.c.chatty.Printf(o.c.name, "%s", text)
	case o.c.chatty != nil:
		fmt.Print(text)
	default:
		o.c.output = append(o.c.output, text...)
	}
	return len(p), nil
}

// Output returns a writer to what the test logs, without places.
func (c *common) Output() io.Writer { return testOutput{c} }

// Attr says something about the test to who reads its output.
func (c *common) Attr(key, value string) {
	if strings.ContainsAny(key, " \t\n\r\v\f") {
		c.Errorf("disallowed whitespace in attribute key %q", key)
		return
	}
	if strings.ContainsAny(value, "\r\n") {
		c.Errorf("disallowed newline in attribute value %q", value)
		return
	}
	if c.chatty != nil {
		c.chatty.Updatef(c.name, "=== ATTR  %s %v %v\n", c.name, key, value)
	}
}

// ArtifactDir returns a directory for what the test makes.
func (c *common) ArtifactDir() string { return c.TempDir() }

// Elapsed returns how long the benchmark has been measured.
func (b *B) Elapsed() time.Duration {
	if b.timerOn {
		return b.duration + time.Since(b.start)
	}
	return b.duration
}

// loop is the benchmark that is in a loop of Loop: one at a time is.
var loop struct {
	b       *B
	n, left int
}

// Loop reports whether the loop that asks is to go on. What stands before and behind the loop is not measured.
func (b *B) Loop() bool {
	if loop.b != b || loop.n != b.N {
		loop.b, loop.n, loop.left = b, b.N, b.N
		b.ResetTimer()
	}
	if loop.left == 0 {
		b.StopTimer()
		loop.b = nil
		return false
	}
	loop.left--
	return true
}
