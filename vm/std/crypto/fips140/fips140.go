// Package fips140 says whether the cryptography follows FIPS 140-3 as validated: Vole's does not.
package fips140

// Enabled returns false: there is no validated module.
func Enabled() bool { return false }

// Enforced returns false: nothing is refused.
func Enforced() bool { return false }

// Version returns what Go says where no fixed version of its module is built in.
func Version() string { return "latest" }

// WithoutEnforcement calls f; there is nothing to suspend.
func WithoutEnforcement(f func()) { f() }
