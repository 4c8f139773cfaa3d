// Package sysinfo knows the machine.
package sysinfo

import (
	"os"
	"strings"
)

type cpu struct{}

// CPU is the machine's processor.
var CPU cpu

// Name returns what the system calls it, "" if that is not to be had.
func (cpu) Name() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for _, line := range strings.Split(string(text), "\n") {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
