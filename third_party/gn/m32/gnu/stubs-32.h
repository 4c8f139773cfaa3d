// gnu/stubs-32.h: the one header that differs between glibc for 64 and for 32 bits on x86. It lists
// the functions that only fail, of which nothing here uses any.
