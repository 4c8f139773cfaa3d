// Everybody waits: the program ends.
package main

func main() {
	defer println("not run")
	select {}
}
