// A panic with an error of the program's own.
package main

type failure struct {
	code int
	why  string
}

func (f failure) Error() string { return f.why }

func main() {
	panic(failure{3, "it failed"})
}
