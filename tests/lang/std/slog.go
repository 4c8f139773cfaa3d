// Package log/slog: handlers of text and JSON, groups, levels, what package log has to do with it.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"math"
	"os"
	"time"
)

type secret string

func (secret) LogValue() slog.Value { return slog.StringValue("REDACTED") }

type pt struct{ X, Y int }

func main() {
	opts := &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey && len(groups) == 0 {
			return slog.Attr{}
		}
		return a
	}}
	for _, h := range []slog.Handler{slog.NewTextHandler(os.Stdout, opts), slog.NewJSONHandler(os.Stdout, opts)} {
		l := slog.New(h)
		l.Info("hello", "count", 3, "name", "a b", "err", errors.New("bad=1"), "f", 1.5, "d", time.Second, "s", secret("x"), "t", time.Unix(0, 5e6).UTC())
		l.Debug("msg \"q\"\n", slog.Group("g", "a", 1, slog.Group("h", "b", true)), "nil", nil, "b", []byte("hi"), "p", pt{1, 2}, "pp", &pt{3, 4})
		w := l.With("a", 1).WithGroup("grp").With("b", "x=y")
		w.Warn("w", "c", []int{1, 2}, slog.Int("d", 4))
		w.WithGroup("empty").Error("e")
		l.WithGroup("z").Info("none")
		l.Log(context.Background(), slog.LevelInfo+2, "lvl", "odd")
		l.LogAttrs(context.Background(), slog.Level(-7), "not shown")
		l.Info("bad", 5, 6, "x")
		l.Info("fl", "nan", math.NaN(), "inf", math.Inf(1), "big", 1e21, "u", uint8(3), "m", map[string]int{"b": 1, "a": 2}, "<html>", "<b>&")
		l.Info("", "", "", "k", slog.GroupValue())
	}
	log.SetFlags(0)
	log.SetOutput(os.Stdout)
	slog.Info("default", "k", "v w", slog.Group("g", "x", 1))
	slog.With("a", 1).WithGroup("g").Warn("w", "b", 2)
	slog.Debug("no")
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stdout, opts)))
	log.Println("through log")
	var lv slog.LevelVar
	fmt.Println(&lv, lv.UnmarshalText([]byte("warn-1")), lv.Level(), slog.Level(9), lv.UnmarshalText([]byte("zzz")))
	fmt.Println(slog.Any("k", 5), slog.AnyValue("x").Kind(), slog.GroupValue(slog.Int("a", 1)), slog.Int("a", 1).Equal(slog.Int64("a", 1)))
	ll := slog.NewLogLogger(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{AddSource: false, ReplaceAttr: opts.ReplaceAttr}), slog.LevelError)
	ll.Print("via")
	slog.New(slog.NewMultiHandler(slog.NewTextHandler(os.Stdout, opts), slog.NewJSONHandler(os.Stdout, opts))).Info("both", "x", 1)
}
