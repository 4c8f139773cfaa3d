// A panic with a float.
package main

func main() {
	panic(1.5)
}
