// Everything of the library that reaches what a host must grant, tried without a grant. Each line says
// "denied", or what happened instead. See grants.py, which finds what is not tried here, and
// api_grants.c, which runs this.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// outcome says how an attempt ended.
func outcome(err error) string {
	if errors.Is(err, os.ErrPermission) {
		return "denied"
	}
	return fmt.Sprintf("not denied: %v", err)
}

// try prints the outcome of one attempt at each of the named functions.
func try(names string, err error) {
	for _, name := range strings.Fields(names) {
		fmt.Println(name, outcome(err))
	}
}

// tell prints a result of a function that returns no error.
func tell(name string, result any) { fmt.Printf("%s gives %v\n", name, result) }

// second drops a result.
func second[T any](_ T, err error) error { return err }

func pipe() error {
	_, _, err := os.Pipe()
	return err
}

func paths(dir string) {
	path := dir + "/f"
	try("os.Open", second(os.Open("/etc/passwd")))
	try("os.OpenFile", second(os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0600)))
	try("os.Create", second(os.Create(path)))
	try("os.CreateTemp", second(os.CreateTemp(dir, "x*")))
	try("os.MkdirTemp", second(os.MkdirTemp(dir, "x*")))
	try("os.ReadFile", second(os.ReadFile("/etc/passwd")))
	try("os.WriteFile", os.WriteFile(path, nil, 0600))
	try("os.Mkdir", os.Mkdir(path, 0700))
	try("os.MkdirAll", os.MkdirAll(path+"/a/b", 0700))
	try("os.Remove", os.Remove(dir))
	try("os.RemoveAll", os.RemoveAll(dir))
	try("os.Rename", os.Rename(dir, dir+"2"))
	try("os.Link", os.Link(dir, dir+"2"))
	try("os.Symlink", os.Symlink(dir, dir+"2"))
	try("os.Readlink", second(os.Readlink("/proc/self/exe")))
	try("os.Chmod", os.Chmod(dir, 0))
	try("os.Chown", os.Chown(dir, 0, 0))
	try("os.Lchown", os.Lchown(dir, 0, 0))
	try("os.Truncate", os.Truncate(path, 0))
	try("os.Chtimes", os.Chtimes(dir, time.Unix(0, 0), time.Unix(0, 0)))
	try("os.CopyFS", os.CopyFS(dir+"3", os.DirFS(dir)))
	try("os.Pipe", pipe())
	try("os.Chdir", os.Chdir("/"))
	try("os.Getwd", second(os.Getwd()))
	try("os.Stat", second(os.Stat("/")))
	try("os.Lstat", second(os.Lstat("/")))
	try("os.ReadDir", second(os.ReadDir("/")))
	try("path/filepath.Abs", second(filepath.Abs("x")))
	try("path/filepath.Walk", filepath.Walk(dir, func(_ string, _ os.FileInfo, err error) error { return err }))
	try("path/filepath.WalkDir", filepath.WalkDir(dir, func(_ string, _ os.DirEntry, err error) error { return err }))
	matches, err := filepath.Glob("/e*")
	tell("path/filepath.Glob", fmt.Sprint(matches, err))
}

// descriptor tries all that can be done with one that the script has not opened.
// roots tries what a Root does: one that names the standard input, for none can be opened.
func roots(dir string) {
	try("os.OpenRoot", second(os.OpenRoot(dir)))
	try("os.OpenInRoot", second(os.OpenInRoot(dir, "f")))
	r := new(os.Root)
	try("os.Root.Open", second(r.Open("f")))
	try("os.Root.OpenFile", second(r.OpenFile("f", os.O_RDWR, 0)))
	try("os.Root.Create", second(r.Create("f")))
	try("os.Root.OpenRoot", second(r.OpenRoot("d")))
	try("os.Root.ReadFile", second(r.ReadFile("f")))
	try("os.Root.WriteFile", r.WriteFile("f", nil, 0600))
	try("os.Root.Stat", second(r.Stat("f")))
	try("os.Root.Lstat", second(r.Lstat("f")))
	try("os.Root.Readlink", second(r.Readlink("f")))
	try("os.Root.Chmod", r.Chmod("f", 0))
	try("os.Root.Chown", r.Chown("f", 0, 0))
	try("os.Root.Lchown", r.Lchown("f", 0, 0))
	try("os.Root.Chtimes", r.Chtimes("f", time.Now(), time.Now()))
	try("os.Root.Mkdir", r.Mkdir("f", 0700))
	try("os.Root.MkdirAll", r.MkdirAll("f/g", 0700))
	try("os.Root.Remove", r.Remove("f"))
	try("os.Root.RemoveAll", r.RemoveAll("f"))
	try("os.Root.Rename", r.Rename("f", "g"))
	try("os.Root.Link", r.Link("f", "g"))
	try("os.Root.Symlink", r.Symlink("f", "g"))
	tell("os.Root.Close", r.Close()) // the standard input stays open
}

func descriptor(f *os.File) {
	b := make([]byte, 1)
	fmt.Println("descriptor", f.Fd())
	if f.Fd() != 0 {
		try("os.File.Read", second(f.Read(b)))
	}
	if f.Fd() != 1 && f.Fd() != 2 {
		try("os.File.Write", second(f.Write(b)))
		try("os.File.WriteString", second(f.WriteString("x")))
	}
	try("os.File.ReadAt", second(f.ReadAt(b, 0)))
	try("os.File.WriteAt", second(f.WriteAt(b, 0)))
	try("os.File.Seek", second(f.Seek(0, io.SeekEnd)))
	try("os.File.Stat", second(f.Stat()))
	try("os.File.Sync", f.Sync())
	try("os.File.Truncate", f.Truncate(0))
	try("os.File.Chmod", f.Chmod(0))
	try("os.File.Chown", f.Chown(0, 0))
	try("os.File.Chdir", f.Chdir())
	try("os.File.ReadDir", second(f.ReadDir(-1)))
	try("os.File.Readdir", second(f.Readdir(-1)))
	try("os.File.Readdirnames", second(f.Readdirnames(-1)))
	if f.Fd() > 2 {
		try("os.File.Close", f.Close())
	}
}

func environment() {
	value, found := os.LookupEnv("PATH")
	tell("os.LookupEnv", fmt.Sprint(value, found))
	tell("os.Getenv", os.Getenv("PATH"))
	tell("os.ExpandEnv", os.ExpandEnv("<$PATH>"))
	tell("os.Environ", len(os.Environ()))
	tell("os.TempDir", os.TempDir())
	home, err := os.UserHomeDir()
	tell("os.UserHomeDir", fmt.Sprint(home, err))
	cache, err := os.UserCacheDir()
	tell("os.UserCacheDir", fmt.Sprint(cache, err))
	config, err := os.UserConfigDir()
	tell("os.UserConfigDir", fmt.Sprint(config, err))
	try("os.Setenv", os.Setenv("VOLE_TEST", "x"))
	try("os.Unsetenv", os.Unsetenv("PATH"))
	os.Clearenv()
	tell("os.Clearenv", "nothing")
}

// zones tries to read those of the system; the local one is UTC, whatever TZ says.
func zones() {
	_, err := time.LoadLocation("Europe/Berlin")
	tell("time.LoadLocation", err)
	_, offset := time.Unix(0, 0).Zone()
	tell("time.Time.Zone", offset)
}

func process() {
	tell("os.Getpid", os.Getpid())
	tell("os.Getppid", os.Getppid())
	tell("os.Getuid", os.Getuid())
	tell("os.Geteuid", os.Geteuid())
	tell("os.Getgid", os.Getgid())
	tell("os.Getegid", os.Getegid())
	try("os.Getgroups", second(os.Getgroups()))
	try("os.Executable", second(os.Executable()))
	try("os.StartProcess", second(os.StartProcess("/bin/true", []string{"true"}, nil)))
	init, err := os.FindProcess(1 << 30)
	if err == nil {
		try("os.Process.Signal os.Process.Kill", init.Signal(os.Interrupt))
		err = second(init.Wait())
	}
	try("os.Process.Wait os.FindProcess", err)
	try("os.Hostname", second(os.Hostname()))
}

// system tries what package syscall has of these.
func system() {
	value, found := syscall.Getenv("PATH")
	tell("syscall.Getenv", fmt.Sprint(value, found))
	tell("syscall.Environ", len(syscall.Environ()))
	try("syscall.Setenv", syscall.Setenv("VOLE_TEST", "x"))
	try("syscall.Unsetenv", syscall.Unsetenv("PATH"))
	syscall.Clearenv()
	tell("syscall.Clearenv", "nothing")
	try("syscall.Kill", syscall.Kill(1<<30, 0))
	tell("syscall.Getpid", syscall.Getpid())
	tell("syscall.Getppid", syscall.Getppid())
	tell("syscall.Getuid", syscall.Getuid())
	tell("syscall.Geteuid", syscall.Geteuid())
	tell("syscall.Getgid", syscall.Getgid())
	tell("syscall.Getegid", syscall.Getegid())
}

// signals changes what the process does with one, or nothing.
func signals() {
	c := make(chan os.Signal, 1)
	signal.Ignore(syscall.SIGURG)
	tell("os/signal.Ignore", signal.Ignored(syscall.SIGURG))
	signal.Reset(syscall.SIGURG)
	tell("os/signal.Reset", signal.Ignored(syscall.SIGURG))
	tell("os/signal.Ignored", signal.Ignored(syscall.SIGURG))
	signal.Notify(c, syscall.SIGURG)
	signal.Stop(c)
	tell("os/signal.Notify", len(c))
	tell("os/signal.Stop", len(c))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGURG)
	stop()
	tell("os/signal.NotifyContext", ctx.Err())
}

// limits prints what is left of an attempt to raise each.
func limits() {
	runtime.GOMAXPROCS(64)
	tell("runtime.GOMAXPROCS", runtime.GOMAXPROCS(0))
	debug.SetMemoryLimit(1 << 50)
	tell("runtime/debug.SetMemoryLimit", debug.SetMemoryLimit(-1))
	debug.SetMemoryLimit(50 << 20)
	debug.SetMemoryLimit(60 << 20)
	tell("runtime/debug.SetMemoryLimit", debug.SetMemoryLimit(-1))
	debug.SetMaxStack(1 << 40)
	tell("runtime/debug.SetMaxStack", debug.SetMaxStack(1<<20))
	debug.SetMaxStack(1 << 21)
	tell("runtime/debug.SetMaxStack", debug.SetMaxStack(1<<20))
}

// refused returns what a call panics with.
func refused(call func()) (text any) {
	defer func() { text = recover() }()
	call()
	return "nothing"
}

func memory() {
	x := reflect.ValueOf(new(int))
	tell("reflect.Value.UnsafePointer", refused(func() { x.UnsafePointer() }))
	tell("a call of it", refused(func() { reflect.ValueOf(x).MethodByName("UnsafePointer").Call(nil) }))
	tell("reflect.NewAt", refused(func() { reflect.NewAt(reflect.TypeOf(0), nil) }))
	tell("reflect.SliceAt", refused(func() { reflect.SliceAt(reflect.TypeOf(0), nil, 0) }))
}

func main() {
	paths(os.Args[1])
	roots(os.Args[1])
	var fd uintptr
	fmt.Sscan(os.Args[2], &fd)
	descriptor(os.NewFile(fd, "theirs"))
	descriptor(os.NewFile(1000, "none"))
	if len(os.Args) > 3 { // what is done with them would work with files granted
		descriptor(os.Stdin)
		descriptor(os.Stdout)
	}
	environment()
	zones()
	process()
	system()
	signals()
	limits()
	memory()
	line := make([]byte, 20)
	n, err := os.Stdin.Read(line)
	tell("os.Stdin", fmt.Sprintf("%q %v", line[:n], err))
}
