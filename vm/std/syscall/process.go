package syscall

// Environ and its like are those of package os.
func Environ() []string
func Getenv(key string) (value string, found bool)
func Exit(code int)
func setenv(key, value string) int
func unsetenv(key string) int
func Clearenv()
func kill(pid, signal int) int
func processID(which int) int

func errnoError(n int) error {
	if n == 0 {
		return nil
	}
	return Errno(n)
}

func Setenv(key, value string) error { return errnoError(setenv(key, value)) }
func Unsetenv(key string) error      { return errnoError(unsetenv(key)) }
func Kill(pid int, sig Signal) error { return errnoError(kill(pid, int(sig))) }
func Getpid() int                    { return processID(0) }
func Getppid() int                   { return processID(1) }
func Getuid() int                    { return processID(2) }
func Geteuid() int                   { return processID(3) }
func Getgid() int                    { return processID(4) }
func Getegid() int                   { return processID(5) }
func Getpagesize() int               { return 4096 }
