// An Error method that ends the program with a status of its own.
package main

import (
	"fmt"
	"os"
)

type failure struct{}

func (failure) Error() string {
	fmt.Println("in Error")
	os.Exit(7)
	return ""
}

func main() { panic(failure{}) }
