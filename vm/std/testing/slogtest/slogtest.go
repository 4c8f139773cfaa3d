// Package slogtest tests handlers of package log/slog.
package slogtest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"testing"
	"time"
)

// handlerCase is a call of a Logger, and what must come of it.
type handlerCase struct {
	name   string
	why    string // what a Handler must do, for who does not
	log    func(l *slog.Logger)
	change func(r *slog.Record) // what is done to the record on its way, nil for nothing
	checks []check
}

// check returns what is wrong with what a Handler has made, "" if nothing is.
type check func(made map[string]any) string

func hasKey(key string) check {
	return func(made map[string]any) string {
		if _, ok := made[key]; !ok {
			return fmt.Sprintf("missing key %q", key)
		}
		return ""
	}
}

func lacksKey(key string) check {
	return func(made map[string]any) string {
		if _, ok := made[key]; ok {
			return fmt.Sprintf("unexpected key %q", key)
		}
		return ""
	}
}

func has(key string, want any) check {
	return func(made map[string]any) string {
		if text := hasKey(key)(made); text != "" {
			return text
		}
		if got := made[key]; !reflect.DeepEqual(got, want) {
			return fmt.Sprintf("%q: got %#v, want %#v", key, got, want)
		}
		return ""
	}
}

// in applies a check to a group.
func in(group string, inner check) check {
	return func(made map[string]any) string {
		value, ok := made[group]
		if !ok {
			return fmt.Sprintf("missing group %q", group)
		}
		entries, ok := value.(map[string]any)
		if !ok {
			return fmt.Sprintf("value for group %q is not map[string]any", group)
		}
		return inner(entries)
	}
}

// valuer is a value that is made when it is logged.
type valuer struct{ value any }

func (v valuer) LogValue() slog.Value { return slog.AnyValue(v.value) }

func handlerCases() []handlerCase {
	pair := slog.Group("G", slog.Int("a", 1), slog.Int("b", 2))
	resolved := &valuer{"made"}
	group := &valuer{slog.GroupValue(slog.Int("c", 3), slog.Any("d", &valuer{4}))}
	return []handlerCase{
		{"built-ins", "a Handler outputs the time, the level and the message", func(l *slog.Logger) { l.Info("message") }, nil,
			[]check{hasKey(slog.TimeKey), hasKey(slog.LevelKey), has(slog.MessageKey, "message")}},
		{"attrs", "a Handler outputs the attributes of the call", func(l *slog.Logger) { l.Info("message", "k", "v") }, nil,
			[]check{has("k", "v")}},
		{"empty-attr", "a Handler ignores an empty Attr", func(l *slog.Logger) { l.Info("msg", "a", "b", "", nil, "c", "d") }, nil,
			[]check{has("a", "b"), lacksKey(""), has("c", "d")}},
		{"zero-time", "a Handler ignores a zero Record.Time", func(l *slog.Logger) { l.Info("msg", "k", "v") },
			func(r *slog.Record) { r.Time = time.Time{} }, []check{lacksKey(slog.TimeKey), has("k", "v")}},
		{"WithAttrs", "a Handler outputs the attributes of WithAttrs", func(l *slog.Logger) { l.With("a", "b").Info("msg", "k", "v") }, nil,
			[]check{has("a", "b"), has("k", "v")}},
		{"groups", "a Handler outputs groups", func(l *slog.Logger) { l.Info("msg", "a", "b", pair, "e", "f") }, nil,
			[]check{has("a", "b"), in("G", hasKey("a")), in("G", hasKey("b")), has("e", "f")}},
		{"empty-group", "a Handler ignores an empty group", func(l *slog.Logger) { l.Info("msg", "a", "b", slog.Group("G"), "e", "f") }, nil,
			[]check{has("a", "b"), lacksKey("G"), has("e", "f")}},
		{"inline-group", "a Handler puts a group without a key where it stands",
			func(l *slog.Logger) { l.Info("msg", "a", "b", slog.Group("", slog.String("c", "d")), "e", "f") }, nil,
			[]check{has("a", "b"), has("c", "d"), has("e", "f")}},
		{"WithGroup", "a Handler puts what follows WithGroup into the group", func(l *slog.Logger) { l.WithGroup("G").Info("msg", "a", "b") }, nil,
			[]check{hasKey(slog.MessageKey), lacksKey("a"), in("G", has("a", "b"))}},
		{"multi-with", "a Handler keeps WithGroup and WithAttrs apart",
			func(l *slog.Logger) {
				l.With("a", "b").WithGroup("G").With("c", "d").WithGroup("H").Info("msg", "e", "f")
			}, nil,
			[]check{has("a", "b"), in("G", has("c", "d")), in("G", in("H", has("e", "f")))}},
		{"empty-group-record", "a Handler ignores a group that has nothing in it",
			func(l *slog.Logger) { l.With("a", "b").WithGroup("G").With("c", "d").WithGroup("H").Info("msg") }, nil,
			[]check{has("a", "b"), in("G", has("c", "d")), in("G", lacksKey("H"))}},
		{"nested-empty-group-record", "a Handler ignores groups within groups that have nothing in them",
			func(l *slog.Logger) { l.With("a", "b").WithGroup("G").WithGroup("H").WithGroup("I").Info("msg") }, nil,
			[]check{has("a", "b"), lacksKey("G")}},
		{"resolve", "a Handler calls LogValue", func(l *slog.Logger) { l.Info("msg", "a", resolved) }, nil,
			[]check{has("a", "made")}},
		{"resolve-groups", "a Handler calls LogValue of what is in groups",
			func(l *slog.Logger) { l.Info("msg", slog.Group("G", slog.Any("a", resolved))) }, nil, []check{in("G", has("a", "made"))}},
		{"resolve-group-value", "a Handler takes a group that LogValue returns", func(l *slog.Logger) { l.Info("msg", "G", group) }, nil,
			[]check{in("G", hasKey("c")), in("G", hasKey("d"))}},
		{"resolve-WithAttrs", "a Handler calls LogValue of what WithAttrs adds", func(l *slog.Logger) { l.With("a", resolved).Info("msg") }, nil,
			[]check{has("a", "made")}},
		{"resolve-WithAttrs-groups", "a Handler calls LogValue of what is in groups that WithAttrs adds",
			func(l *slog.Logger) { l.With(slog.Group("G", slog.Any("a", resolved))).Info("msg") }, nil, []check{in("G", has("a", "made"))}},
		{"empty-PC", "a Handler outputs no source if Record.PC is 0", func(l *slog.Logger) { l.Info("message") },
			func(r *slog.Record) { r.PC = 0 }, []check{lacksKey(slog.SourceKey)}},
	}
}

// changing is a Handler that changes records before another has them.
type changing struct {
	slog.Handler
	change func(r *slog.Record)
}

func (h *changing) Handle(ctx context.Context, r slog.Record) error {
	h.change(&r)
	return h.Handler.Handle(ctx, r)
}

// run logs what the case says.
func (c *handlerCase) run(h slog.Handler) {
	if c.change != nil {
		h = &changing{h, c.change}
	}
	c.log(slog.New(h))
}

// problems returns what is wrong with what came of it.
func (c *handlerCase) problems(made map[string]any) (found []string) {
	for _, check := range c.checks {
		if problem := check(made); problem != "" {
			found = append(found, fmt.Sprintf("%s: %s", problem, c.why))
		}
	}
	return found
}

// TestHandler logs one record after the other by h, and returns what is wrong with results, which has as many: keys and
// values, groups as maps.
func TestHandler(h slog.Handler, results func() []map[string]any) error {
	cases := handlerCases()
	for i := range cases {
		cases[i].run(h)
	}
	made := results()
	if len(made) != len(cases) {
		return fmt.Errorf("got %d results, want %d", len(made), len(cases))
	}
	var errs []error
	for i := range cases {
		for _, problem := range cases[i].problems(made[i]) {
			errs = append(errs, fmt.Errorf("%s: %s", cases[i].name, problem))
		}
	}
	return errors.Join(errs...)
}

// Run tests handlers that newHandler makes, one for each subtest, by what result returns of each.
func Run(t *testing.T, newHandler func(*testing.T) slog.Handler, result func(*testing.T) map[string]any) {
	for _, c := range handlerCases() {
		t.Run(c.name, func(t *testing.T) {
			c.run(newHandler(t))
			for _, problem := range c.problems(result(t)) {
				t.Error(problem)
			}
		})
	}
}
