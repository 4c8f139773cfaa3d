// Package slog logs messages with attributes: keys and values.
package slog

import (
	"context"
	"log"
	"runtime"
	"sync/atomic"
	"time"
)

var (
	defaultLogger atomic.Pointer[Logger]
	logLevel      LevelVar // of what package log is given
)

func init() { defaultLogger.Store(New(newDefaultHandler(log.Output))) }

// SetLogLoggerLevel sets from which level on the first default handler logs, or, once SetDefault was called, of what level the messages of package log are. It returns what it was.
func SetLogLoggerLevel(level Level) (oldLevel Level) {
	oldLevel = logLevel.Level()
	logLevel.Set(level)
	return
}

// Default returns the logger of the functions Info and its like.
func Default() *Logger { return defaultLogger.Load() }

// SetDefault makes l the default logger, and has the messages of package log go to it.
func SetDefault(l *Logger) {
	defaultLogger.Store(l)
	if _, first := l.Handler().(*defaultHandler); !first {
		capture := log.Flags()&(log.Lshortfile|log.Llongfile) != 0
		log.SetOutput(&handlerWriter{l.Handler(), &logLevel, capture})
		log.SetFlags(0)
	}
}

// handlerWriter gives what is written to a handler, a message each time.
type handlerWriter struct {
	h         Handler
	level     Leveler
	capturePC bool
}

func (w *handlerWriter) Write(buf []byte) (int, error) {
	level := w.level.Level()
	if !w.h.Enabled(context.Background(), level) {
		return 0, nil
	}
	var pc uintptr
	if w.capturePC {
		pc = callerPC(5)
	}
	size := len(buf)
	if size > 0 && buf[size-1] == '\n' {
		buf = buf[:size-1]
	}
	r := NewRecord(time.Now(), level, string(buf), pc)
	return size, w.h.Handle(context.Background(), r)
}

// Logger makes records of calls and gives them to its handler.
type Logger struct{ handler Handler }

// New returns a logger of a handler.
func New(h Handler) *Logger {
	if h == nil {
		panic("nil Handler")
	}
	return &Logger{h}
}

func (l *Logger) Handler() Handler { return l.handler }

// With returns a logger that adds attributes to each message.
func (l *Logger) With(args ...any) *Logger {
	if len(args) == 0 {
		return l
	}
	return &Logger{l.handler.WithAttrs(attrsOf(args))}
}

// WithGroup returns a logger that puts all attributes into a group.
func (l *Logger) WithGroup(name string) *Logger {
	if name == "" {
		return l
	}
	return &Logger{l.handler.WithGroup(name)}
}

func With(args ...any) *Logger { return Default().With(args...) }

// Enabled reports whether messages of a level are logged.
func (l *Logger) Enabled(ctx context.Context, level Level) bool {
	if ctx == nil {
		ctx = context.Background()
	}
	return l.Handler().Enabled(ctx, level)
}

// NewLogLogger returns a logger of package log whose messages go to a handler.
func NewLogLogger(h Handler, level Level) *log.Logger {
	return log.New(&handlerWriter{h, level, true}, "", 0)
}

// callerPC returns the place that called, skip calls up.
func callerPC(skip int) uintptr {
	var pcs [1]uintptr
	runtime.Callers(skip+1, pcs[:])
	return pcs[0]
}

// Log logs a message. args are Attrs, or keys that are strings and the values behind them.
func (l *Logger) Log(ctx context.Context, level Level, msg string, args ...any) {
	l.log(ctx, level, msg, args...)
}

// LogAttrs is Log that takes Attrs only.
func (l *Logger) LogAttrs(ctx context.Context, level Level, msg string, attrs ...Attr) {
	l.logAttrs(ctx, level, msg, attrs...)
}

func (l *Logger) Debug(msg string, args ...any) { l.log(nil, LevelDebug, msg, args...) }
func (l *Logger) Info(msg string, args ...any)  { l.log(nil, LevelInfo, msg, args...) }
func (l *Logger) Warn(msg string, args ...any)  { l.log(nil, LevelWarn, msg, args...) }
func (l *Logger) Error(msg string, args ...any) { l.log(nil, LevelError, msg, args...) }

func (l *Logger) DebugContext(ctx context.Context, msg string, args ...any) {
	l.log(ctx, LevelDebug, msg, args...)
}
func (l *Logger) InfoContext(ctx context.Context, msg string, args ...any) {
	l.log(ctx, LevelInfo, msg, args...)
}
func (l *Logger) WarnContext(ctx context.Context, msg string, args ...any) {
	l.log(ctx, LevelWarn, msg, args...)
}
func (l *Logger) ErrorContext(ctx context.Context, msg string, args ...any) {
	l.log(ctx, LevelError, msg, args...)
}

// log must be called by the function that the program calls.
func (l *Logger) log(ctx context.Context, level Level, msg string, args ...any) {
	if ctx == nil {
		ctx = context.Background()
	}
	if l.Enabled(ctx, level) {
		r := NewRecord(time.Now(), level, msg, callerPC(3))
		r.Add(args...)
		_ = l.Handler().Handle(ctx, r)
	}
}

// logAttrs must be called by the function that the program calls.
func (l *Logger) logAttrs(ctx context.Context, level Level, msg string, attrs ...Attr) {
	if ctx == nil {
		ctx = context.Background()
	}
	if l.Enabled(ctx, level) {
		r := NewRecord(time.Now(), level, msg, callerPC(3))
		r.AddAttrs(attrs...)
		_ = l.Handler().Handle(ctx, r)
	}
}

func Debug(msg string, args ...any) { Default().log(nil, LevelDebug, msg, args...) }
func Info(msg string, args ...any)  { Default().log(nil, LevelInfo, msg, args...) }
func Warn(msg string, args ...any)  { Default().log(nil, LevelWarn, msg, args...) }
func Error(msg string, args ...any) { Default().log(nil, LevelError, msg, args...) }

func DebugContext(ctx context.Context, msg string, args ...any) {
	Default().log(ctx, LevelDebug, msg, args...)
}
func InfoContext(ctx context.Context, msg string, args ...any) {
	Default().log(ctx, LevelInfo, msg, args...)
}
func WarnContext(ctx context.Context, msg string, args ...any) {
	Default().log(ctx, LevelWarn, msg, args...)
}
func ErrorContext(ctx context.Context, msg string, args ...any) {
	Default().log(ctx, LevelError, msg, args...)
}

func Log(ctx context.Context, level Level, msg string, args ...any) {
	Default().log(ctx, level, msg, args...)
}

func LogAttrs(ctx context.Context, level Level, msg string, attrs ...Attr) {
	Default().logAttrs(ctx, level, msg, attrs...)
}
