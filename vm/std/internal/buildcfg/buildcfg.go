// Package buildcfg has what package go/build asks of the environment.
package buildcfg

import (
	"os"
	"runtime"
)

// GOOS and GOARCH are what is built for.
var (
	GOOS   = fromEnvironment("GOOS", runtime.GOOS)
	GOARCH = fromEnvironment("GOARCH", runtime.GOARCH)
)

func fromEnvironment(key, otherwise string) string {
	if value := os.Getenv(key); value != "" {
		return value
	}
	return otherwise
}

type experiments struct{}

// Enabled returns the experiments that are on: Vole has none.
func (experiments) Enabled() []string { return nil }

// Experiment are the experiments of Go's tools.
var Experiment experiments
