package flag

// boolFunc is a flag that needs no value.
type boolFunc func(string) error

func (f boolFunc) Set(s string) error { return f(s) }
func (f boolFunc) String() string     { return "" }
func (f boolFunc) IsBoolFlag() bool   { return true }

// BoolFunc defines a flag that needs no value. fn is called with "true", or with the value if there is one.
func (f *FlagSet) BoolFunc(name, usage string, fn func(string) error) {
	f.Var(boolFunc(fn), name, usage)
}

// BoolFunc defines a flag of the command line that needs no value.
func BoolFunc(name, usage string, fn func(string) error) { CommandLine.BoolFunc(name, usage, fn) }
