package runtime

// hostError is an error that a C program has made: vole_error_new. C code fills it in.
type hostError struct {
	text    string
	wrapped error
}

func (e *hostError) Error() string { return e.text }

func (e *hostError) Unwrap() error { return e.wrapped }
