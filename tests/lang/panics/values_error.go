// A panic with an error: the message is what Error returns.
package main

import "errors"

func main() {
	panic(errors.New("an error value"))
}
