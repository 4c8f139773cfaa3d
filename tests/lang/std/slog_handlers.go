// testing/slogtest: the library's handlers do what one must, others do not.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing/slogtest"
)

// without is a handler that knows neither groups nor attributes of its own.
type without struct{ slog.Handler }

func (h without) WithGroup(string) slog.Handler      { return h }
func (h without) WithAttrs([]slog.Attr) slog.Handler { return h }

func (h without) Handle(ctx context.Context, r slog.Record) error { return h.Handler.Handle(ctx, r) }

func main() {
	var buffer bytes.Buffer
	results := func() (all []map[string]any) {
		for _, line := range bytes.Split(bytes.TrimSpace(buffer.Bytes()), []byte("\n")) {
			var made map[string]any
			if err := json.Unmarshal(line, &made); err != nil {
				panic(err)
			}
			all = append(all, made)
		}
		return all
	}
	fmt.Println(slogtest.TestHandler(slog.NewJSONHandler(&buffer, nil), results))
	buffer.Reset()
	err := slogtest.TestHandler(without{slog.NewJSONHandler(&buffer, nil)}, results)
	fmt.Println(err != nil, len(err.(interface{ Unwrap() []error }).Unwrap()) > 5)
}
