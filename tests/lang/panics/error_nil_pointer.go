// An Error method that dereferences its nil receiver.
package main

type failure struct{ text string }

func (f *failure) Error() string { return f.text }

func main() {
	var f *failure
	panic(f)
}
