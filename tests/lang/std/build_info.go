// How programs say by what they were built: written, read, and what is wrong with it.

package main

import (
	"debug/buildinfo"
	"fmt"
	"runtime/debug"
)

func main() {
	bi := &debug.BuildInfo{GoVersion: "go1.26", Path: "x/y", Main: debug.Module{Path: "x", Version: "v1", Sum: "h1:a"}, Deps: []*debug.Module{{Path: "d", Version: "v2", Sum: "h1:q", Replace: &debug.Module{Path: "r", Version: "v3", Sum: "h1:z"}}, {Path: "e", Version: "v0"}}, Settings: []debug.BuildSetting{{"-ldflags", "a b\nc"}, {"a=b", "c"}, {"", "x"}, {"k", ""}, {"q", "\"x"}, {"`", "a\tb"}, {"CGO_CFLAGS", "\\"}}}
	fmt.Printf("%q\n", bi.String())
	fmt.Println(bi)
	b2, err := debug.ParseBuildInfo(bi.String())
	fmt.Println(err)
	fmt.Printf("%+v %v\n", b2.Settings, b2.Deps[0].Replace)
	fmt.Println(b2.String() == bi.String())
	for _, s := range []string{"", "go\tx\n", "path\n", "path\ta\tb\n", "mod\ta\n", "mod\ta\tb\n", "dep\tq\n", "dep\ta\tb\tc\td\n", "=>\ta\tb\tc\n", "dep\ta\tb\n=>\ta\n", "=>\ta\tb\n", "build\tx\n", "build\t=x\n", "build\t\"x\n", "build\ta b=c\n", "build\t\"a b\"=c\n", "build\t`a`=\"q\\n\"\n", "build\tk=\"\"\n", "foo\tbar\n", "path\tp", "build\tk=v w\n", "build\tk=\"v\" w\n", "build\t\"a\"b=c\n", "build\t`ab=c\n", "build\tk=`v\n"} {
		b, err := debug.ParseBuildInfo(s)
		fmt.Printf("%q %v", s, err)
		if b != nil {
			fmt.Printf(" %q %v %q", b.Path, b.Main, b.Settings)
		}
		fmt.Println()
	}
	_, err = buildinfo.ReadFile("/etc/passwd")
	fmt.Println(err)
	_, err = buildinfo.ReadFile("/nosuch")
	fmt.Println(err)

	fmt.Println((&debug.BuildInfo{}).String() == "")
}
