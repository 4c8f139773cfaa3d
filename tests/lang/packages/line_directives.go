// Callers and tracebacks are told the places that //line comments say.
package main

import (
	"fmt"
	"path/filepath"
	"runtime"
)

func where() {
	_, file, line, _ := runtime.Caller(1)
	fmt.Println(filepath.Base(file), line)
}

func generic[T any](v T) {
//line generic.y:40
	where()
	where()
}

func main() {
	where()
//line foo.y:100
	where()
	where()
/*line bar.y:7:3*/ where()
	where()
/*line :9:3*/ where(); /*line :20*/ where()
//line /abs/x.go:5
	where(); //line nope:3
	//line not.go:3
	where()
	generic(1)
	generic("")
	where()
	var p *int
//line dir/z.go:77
	*p = 1
}
