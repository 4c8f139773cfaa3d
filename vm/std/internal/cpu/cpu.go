// Package cpu says what of the processor the library's code can use: nothing, for it has no assembly.
package cpu

// X86 is what processors of that kind may have.
var X86 struct{ HasAES, HasPCLMULQDQ bool }

// ARM64 is the same of that kind.
var ARM64 struct{ HasAES, HasPMULL bool }

// S390X is the same of that kind.
var S390X struct{ HasAES, HasAESCBC, HasAESCTR, HasGHASH, HasAESGCM bool }
