package slog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Handler does with records what is to be done. Goroutines may call it at once.
type Handler interface {
	Enabled(context.Context, Level) bool
	Handle(context.Context, Record) error
	WithAttrs(attrs []Attr) Handler
	WithGroup(name string) Handler
}

// The keys of what each record has.
const (
	TimeKey    = "time"
	LevelKey   = "level"
	MessageKey = "msg"
	SourceKey  = "source"
)

// HandlerOptions says how a TextHandler or JSONHandler works.
type HandlerOptions struct {
	AddSource   bool    // writes where the message was logged
	Level       Leveler // the least that is logged; nil: LevelInfo
	ReplaceAttr func(groups []string, a Attr) Attr
}

// step is what a handler was derived by: attributes, or else a group that all that follows belongs to.
type step struct {
	group string
	attrs []Attr
}

// common is what the handlers of this package share.
type common struct {
	json  bool
	opts  HandlerOptions
	steps []step
	mu    *sync.Mutex // guards w
	w     io.Writer
}

func newCommon(w io.Writer, opts *HandlerOptions, json bool) *common {
	if opts == nil {
		opts = &HandlerOptions{}
	}
	return &common{json: json, opts: *opts, mu: new(sync.Mutex), w: w}
}

func (h *common) enabled(l Level) bool {
	least := LevelInfo
	if h.opts.Level != nil {
		least = h.opts.Level.Level()
	}
	return l >= least
}

func (h *common) with(s step) *common {
	derived := *h
	derived.steps = append(h.steps[:len(h.steps):len(h.steps)], s)
	return &derived
}

func (h *common) withAttrs(attrs []Attr) *common {
	var resolved []Attr
	for _, a := range attrs {
		if a.Value = a.Value.Resolve(); !isEmptyGroup(a.Value) {
			resolved = append(resolved, a)
		}
	}
	if len(resolved) == 0 {
		return h
	}
	return h.with(step{attrs: resolved})
}

func (h *common) withGroup(name string) *common { return h.with(step{group: name}) }

func (h *common) handle(r Record) error {
	w := writer{h: h}
	if h.json {
		w.buf = append(w.buf, '{')
	}
	if !r.Time.IsZero() {
		w.builtin(Time(TimeKey, r.Time))
	}
	if h.opts.ReplaceAttr == nil {
		w.builtin(String(LevelKey, r.Level.String()))
	} else {
		w.builtin(Any(LevelKey, r.Level))
	}
	if h.opts.AddSource {
		source := r.Source()
		if source == nil {
			source = &Source{}
		}
		w.builtin(Any(SourceKey, source))
	}
	w.builtin(String(MessageKey, r.Message))
	w.steps(h.steps, r)
	if h.json {
		w.buf = append(w.buf, '}')
	}
	w.buf = append(w.buf, '\n')
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := h.w.Write(w.buf)
	return err
}

// writer makes the line of a record.
type writer struct {
	h      *common
	buf    []byte
	behind bool     // something stands before, in the same object of JSON
	prefix string   // of keys in a text
	groups []string // that are open, for ReplaceAttr
}

func (w *writer) builtin(a Attr) { w.attr(a) }

// steps appends what the handler was derived by, then the attributes of the record. Reports whether there was anything.
func (w *writer) steps(steps []step, r Record) bool {
	any := false
	for i, s := range steps {
		if s.attrs == nil {
			return w.group(s.group, func() bool { return w.steps(steps[i+1:], r) }) || any
		}
		any = w.attrs(s.attrs) || any
	}
	return w.attrs(r.attrs) || any
}

func (w *writer) attrs(attrs []Attr) bool {
	any := false
	for _, a := range attrs {
		any = w.attr(a) || any
	}
	return any
}

// group appends a group, unless what it holds turns out to be nothing.
func (w *writer) group(name string, content func() bool) bool {
	saved := *w
	w.groups = append(w.groups[:len(w.groups):len(w.groups)], name)
	if w.h.json {
		w.key(name)
		w.buf = append(w.buf, '{')
		w.behind = false
	} else {
		w.prefix += name + "."
	}
	if !content() {
		*w = saved
		return false
	}
	if w.h.json {
		w.buf = append(w.buf, '}')
	}
	w.behind, w.prefix, w.groups = true, saved.prefix, saved.groups
	return true
}

func (w *writer) attr(a Attr) bool {
	a.Value = a.Value.Resolve()
	if replace := w.h.opts.ReplaceAttr; replace != nil && a.Value.Kind() != KindGroup {
		a = replace(w.groups, a)
		a.Value = a.Value.Resolve()
	}
	if a.isEmpty() {
		return false
	}
	if source, ok := a.Value.any.(*Source); ok {
		if w.h.json {
			a.Value = GroupValue(source.attrs()...)
		} else {
			a.Value = StringValue(fmt.Sprintf("%s:%d", source.File, source.Line))
		}
	}
	if a.Value.Kind() != KindGroup {
		w.key(a.Key)
		w.value(a.Value)
		return true
	}
	attrs := a.Value.Group()
	if len(attrs) == 0 {
		return true
	}
	if a.Key == "" {
		return w.attrs(attrs)
	}
	return w.group(a.Key, func() bool { return w.attrs(attrs) })
}

func (w *writer) key(key string) {
	if w.behind && w.h.json {
		w.buf = append(w.buf, ',')
	} else if w.behind {
		w.buf = append(w.buf, ' ')
	}
	w.behind = true
	if w.h.json {
		w.buf = append(appendJSONString(w.buf, key), ':')
	} else {
		w.buf = append(appendText(w.buf, w.prefix+key), '=')
	}
}

// value appends a value, or why it cannot be.
func (w *writer) value(v Value) {
	size := len(w.buf)
	defer func() {
		if r := recover(); r != nil {
			w.buf = w.buf[:size]
			if isNil(v.any) {
				w.string("<nil>")
			} else {
				w.string(fmt.Sprintf("!PANIC: %v", r))
			}
		}
	}()
	var err error
	if w.h.json {
		w.buf, err = appendJSONValue(w.buf, v)
	} else {
		w.buf, err = appendTextValue(w.buf, v)
	}
	if err != nil {
		w.buf = w.buf[:size]
		w.string(fmt.Sprintf("!ERROR:%v", err))
	}
}

func (w *writer) string(s string) {
	if w.h.json {
		w.buf = appendJSONString(w.buf, s)
	} else {
		w.buf = appendText(w.buf, s)
	}
}

// defaultHandler gives messages to package log.
type defaultHandler struct {
	h      *common
	output func(calldepth int, message string) error
}

func newDefaultHandler(output func(int, string) error) *defaultHandler {
	return &defaultHandler{newCommon(io.Discard, nil, false), output}
}

func (*defaultHandler) Enabled(_ context.Context, l Level) bool { return l >= logLevel.Level() }

func (h *defaultHandler) Handle(ctx context.Context, r Record) error {
	w := writer{h: h.h, behind: true}
	w.buf = append(w.buf, r.Level.String()+" "+r.Message...)
	w.steps(h.h.steps, r)
	return h.output(4, string(w.buf)) // the function that called Logger.Info or its like
}

func (h *defaultHandler) WithAttrs(as []Attr) Handler {
	return &defaultHandler{h.h.withAttrs(as), h.output}
}

func (h *defaultHandler) WithGroup(name string) Handler {
	return &defaultHandler{h.h.withGroup(name), h.output}
}

// DiscardHandler logs nothing.
var DiscardHandler Handler = discardHandler{}

type discardHandler struct{}

func (discardHandler) Enabled(context.Context, Level) bool  { return false }
func (discardHandler) Handle(context.Context, Record) error { return nil }
func (d discardHandler) WithAttrs(attrs []Attr) Handler     { return d }
func (d discardHandler) WithGroup(name string) Handler      { return d }

// MultiHandler gives records to several handlers.
type MultiHandler struct{ handlers []Handler }

// NewMultiHandler returns one of handlers.
func NewMultiHandler(handlers ...Handler) *MultiHandler {
	return &MultiHandler{append([]Handler(nil), handlers...)}
}

func (m *MultiHandler) Enabled(ctx context.Context, l Level) bool {
	for _, h := range m.handlers {
		if h.Enabled(ctx, l) {
			return true
		}
	}
	return false
}

func (m *MultiHandler) Handle(ctx context.Context, r Record) error {
	var errs []error
	for _, h := range m.handlers {
		if h.Enabled(ctx, r.Level) {
			errs = append(errs, h.Handle(ctx, r.Clone()))
		}
	}
	return errors.Join(errs...)
}

func (m *MultiHandler) derive(f func(Handler) Handler) Handler {
	derived := &MultiHandler{make([]Handler, len(m.handlers))}
	for i, h := range m.handlers {
		derived.handlers[i] = f(h)
	}
	return derived
}

func (m *MultiHandler) WithAttrs(attrs []Attr) Handler {
	return m.derive(func(h Handler) Handler { return h.WithAttrs(attrs) })
}

func (m *MultiHandler) WithGroup(name string) Handler {
	return m.derive(func(h Handler) Handler { return h.WithGroup(name) })
}

// appendTextTime appends a time with milliseconds.
func appendTextTime(b []byte, t time.Time) []byte {
	return t.AppendFormat(b, "2006-01-02T15:04:05.000Z07:00")
}
