// Package structs has marks for structs: fields that say how they lie in memory.
package structs

// HostLayout says that a struct lies as the platform's C has it, which all of Vole's do.
type HostLayout struct {
	_ hostLayout
}

type hostLayout struct{}
