// Package trace writes what a program says about its tasks and regions, with the time of each.
//
// The record is a text of Vole's own: a line for each event, which begins with the nanoseconds since the start.
package trace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

var (
	enabled atomic.Bool
	tasks   atomic.Uint64
	mu      sync.Mutex
	out     io.Writer // nil: no trace is written
	began   time.Time
)

// Start begins to write a trace to w.
func Start(w io.Writer) error {
	mu.Lock()
	defer mu.Unlock()
	if out != nil {
		return errors.New("tracing is already enabled")
	}
	out, began = w, time.Now()
	enabled.Store(true)
	_, err := io.WriteString(w, "vole trace 1\n")
	return err
}

// Stop ends the trace. When it returns, all is written.
func Stop() {
	mu.Lock()
	defer mu.Unlock()
	enabled.Store(false)
	out = nil
}

// IsEnabled reports whether a trace is written.
func IsEnabled() bool { return enabled.Load() }

func record(format string, args ...any) {
	if !enabled.Load() {
		return
	}
	mu.Lock()
	defer mu.Unlock()
	if out != nil {
		fmt.Fprintf(out, "%d %s\n", time.Since(began).Nanoseconds(), fmt.Sprintf(format, args...))
	}
}

type taskKey struct{}

// Task is a piece of work that spans goroutines.
type Task struct{ id uint64 }

var background = &Task{}

func taskOf(ctx context.Context) *Task {
	if task, ok := ctx.Value(taskKey{}).(*Task); ok {
		return task
	}
	return background
}

// NewTask begins a task and returns a context that belongs to it.
func NewTask(pctx context.Context, taskType string) (ctx context.Context, task *Task) {
	task = &Task{tasks.Add(1)}
	record("task %d of %d begins %q", task.id, taskOf(pctx).id, taskType)
	return context.WithValue(pctx, taskKey{}, task), task
}

// End ends the task.
func (t *Task) End() { record("task %d ends", t.id) }

// Log notes a message of a category.
func Log(ctx context.Context, category, message string) {
	record("log %d %q %q", taskOf(ctx).id, category, message)
}

// Logf is Log with a format.
func Logf(ctx context.Context, category, format string, args ...any) {
	if IsEnabled() {
		Log(ctx, category, fmt.Sprintf(format, args...))
	}
}

// WithRegion calls fn within a region.
func WithRegion(ctx context.Context, regionType string, fn func()) {
	defer StartRegion(ctx, regionType).End()
	fn()
}

// Region is a piece of work of one goroutine.
type Region struct {
	task uint64
	name string
}

// StartRegion begins a region.
func StartRegion(ctx context.Context, regionType string) *Region {
	r := &Region{taskOf(ctx).id, regionType}
	record("region %d begins %q", r.task, r.name)
	return r
}

// End ends the region.
func (r *Region) End() { record("region %d ends %q", r.task, r.name) }
