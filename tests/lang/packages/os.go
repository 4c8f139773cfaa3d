// Arguments, standard streams, files, environment and Exit.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	fmt.Println(len(os.Args), os.Args[1:])
	name := fmt.Sprintf("%s/vole-test-%d", os.TempDir(), os.Getpid())
	err := os.WriteFile(name, []byte("one\ntwo\nthree"), 0o644)
	fmt.Println(err)
	data, err := os.ReadFile(name)
	fmt.Printf("%q %v\n", data, err)
	f, err := os.Open(name)
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		fmt.Print(sc.Text(), ".")
	}
	fmt.Println(err, f.Close(), f.Close() != nil)
	f, err = os.Create(name)
	fmt.Fprintf(f, "created %d", 1)
	n, err2 := f.WriteString("!")
	fmt.Println(err, n, err2, f.Name() == name)
	f.Close()
	f, _ = os.Open(name)
	buf := make([]byte, 7)
	n, err = f.Read(buf)
	fmt.Printf("%d %v %q\n", n, err, buf)
	all, _ := io.ReadAll(f)
	n, err = f.Read(buf)
	fmt.Printf("%q %d %v\n", all, n, err)
	_, err = f.Write([]byte("x"))
	fmt.Println(err != nil)
	f.Close()
	fmt.Println(os.Remove(name), os.Remove(name) != nil)
	os.Setenv("VOLE_TEST", "value")
	v, ok := os.LookupEnv("VOLE_TEST")
	_, no := os.LookupEnv("VOLE_TEST_NONE")
	fmt.Println(os.Getenv("VOLE_TEST"), v, ok, no, os.Getenv("VOLE_TEST_NONE") == "")
	_, err = os.Create("/nonexistent/dir/file")
	fmt.Println(err)
	fmt.Fprintln(os.Stderr, "to standard error")
	in, _ := io.ReadAll(os.Stdin)
	fmt.Println(strings.ToUpper(string(in)))
	defer fmt.Println("not printed")
	os.Exit(3)
}
