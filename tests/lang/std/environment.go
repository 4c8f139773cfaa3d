// The environment: cleared, changed, names and paths that cannot be, and changed by several at once.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
)

func main() {
	os.Clearenv()
	fmt.Println(len(os.Environ()), os.Getenv("A"))
	_, ok := os.LookupEnv("A")
	fmt.Println(ok)
	fmt.Println(os.Unsetenv("A"))
	fmt.Println(os.Setenv("A", "b"), os.Environ())
	fmt.Println(os.ExpandEnv("$A-$B"))
	os.Clearenv()
	os.Clearenv()
	fmt.Println(len(os.Environ()))
	fmt.Println(os.Setenv("", "b"), os.Setenv("a=b", "b"), os.Setenv("a\x00", "b"), os.Setenv("a", "b\x00"))
	fmt.Println(os.Unsetenv(""), os.Unsetenv("a=b"))
	fmt.Println(os.Getenv(""), os.Getenv("a=b"))
	fmt.Println(os.Environ())
	fmt.Println(os.Setenv("E", ""), os.Getenv("E"), os.Environ())
	_, ok = os.LookupEnv("E")
	fmt.Println(ok)
	fmt.Println(os.TempDir())
	d, err := os.UserHomeDir()
	fmt.Println(d, err)
}

func init() {
	_, err := os.Open("a\x00b")
	fmt.Println(err)
	_, err = os.Stat("a\x00b")
	fmt.Println(err)
	fmt.Println(os.Mkdir("a\x00b", 0), os.Remove("/tmp\x00b"), os.Rename("a\x00", "b"), os.Chdir("/\x00a"))
	_, err = os.ReadDir("/tmp\x00b")
	fmt.Println(err)
	_, err = os.Readlink("/tmp\x00b")
	fmt.Println(err)
	v, ok := os.LookupEnv("PATH\x00x")
	fmt.Println(v, ok)
	fmt.Println(os.Unsetenv("PATH\x00x"), os.Getenv("PATH") != "")
}

func init() {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	var all sync.WaitGroup
	for i := 0; i < 4; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for j := 0; j < 2000; j++ {
				name := fmt.Sprint("NAME", i, j%100)
				os.Setenv(name, fmt.Sprint(j))
				os.Environ()
				if got := os.Getenv(name); got != fmt.Sprint(j) {
					fmt.Println("lost", name, got)
				}
				if j%7 == 0 {
					os.Unsetenv(name)
				}
			}
		}()
	}
	all.Wait()
}
