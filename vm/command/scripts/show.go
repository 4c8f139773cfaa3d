// Package show prints the values of expressions that are typed into "vole repl".
package show

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Values prints each value on a line of its own, with its type where the value does not show it.
func Values(values ...any) {
	for _, value := range values {
		fmt.Println(text(value))
	}
}

func text(value any) string {
	if value == nil {
		return "nil"
	}
	name := fmt.Sprintf("%T", value)
	if reflect.TypeOf(value).Kind() == reflect.Func {
		return name
	}
	if err, ok := value.(error); ok {
		return name + ": " + err.Error()
	}
	shown := fmt.Sprintf("%#v", value)
	if strings.HasPrefix(strings.TrimLeft(shown, "(&"), strings.TrimLeft(name, "*")) || strings.HasPrefix(shown, "("+name) {
		return shown
	}
	return name + " " + shown
}

// Keep starts a goroutine that waits for ever: a line that waits for what never comes is left to whoever interrupts it.
func Keep() {
	go func() {
		for {
			time.Sleep(time.Hour)
		}
	}()
}
