package fmt

import (
	"errors"
	"internal/rt"
	"io"
	"math"
	"os"
	"strconv"
	"unicode/utf8"
)

// ScanState is what a Scanner is given: the text to read.
type ScanState interface {
	ReadRune() (r rune, size int, err error)
	UnreadRune() error
	SkipSpace()
	Token(skipSpace bool, f func(rune) bool) (token []byte, err error)
	Width() (wid int, ok bool)
	Read(buf []byte) (n int, err error)
}

// Scanner is implemented by values that read themselves.
type Scanner interface {
	Scan(state ScanState, verb rune) error
}

func Scan(a ...any) (n int, err error)   { return Fscan(os.Stdin, a...) }
func Scanln(a ...any) (n int, err error) { return Fscanln(os.Stdin, a...) }
func Scanf(format string, a ...any) (n int, err error) {
	return Fscanf(os.Stdin, format, a...)
}

func Sscan(str string, a ...any) (n int, err error)   { return Fscan(&text{s: str}, a...) }
func Sscanln(str string, a ...any) (n int, err error) { return Fscanln(&text{s: str}, a...) }
func Sscanf(str string, format string, a ...any) (n int, err error) {
	return Fscanf(&text{s: str}, format, a...)
}

// Fscan reads values between white space, newlines included.
func Fscan(r io.Reader, a ...any) (n int, err error) {
	s := newScan(r)
	s.newlineIsSpace = true
	return s.values(a)
}

// Fscanln reads values up to the end of a line.
func Fscanln(r io.Reader, a ...any) (n int, err error) {
	s := newScan(r)
	s.newlineIsEnd = true
	return s.values(a)
}

// Fscanf reads values as the format says.
func Fscanf(r io.Reader, format string, a ...any) (n int, err error) {
	return newScan(r).formatted(format, a)
}

// text is a string to read from.
type text struct {
	s    string
	i    int
	size int // of the last rune, for UnreadRune
}

func (t *text) Read(b []byte) (n int, err error) {
	if t.i >= len(t.s) {
		return 0, io.EOF
	}
	n = copy(b, t.s[t.i:])
	t.i += n
	return n, nil
}

func (t *text) ReadRune() (r rune, size int, err error) {
	if t.i >= len(t.s) {
		t.size = 0
		return 0, 0, io.EOF
	}
	r, size = rune(t.s[t.i]), 1
	if r >= utf8.RuneSelf {
		r, size = utf8.DecodeRuneInString(t.s[t.i:])
	}
	t.i += size
	t.size = size
	return r, size, nil
}

func (t *text) UnreadRune() error {
	t.i -= t.size
	t.size = 0
	return nil
}

// bytes reads runes from a reader of bytes, one byte at a time, so that no more is read than is used.
type bytes struct {
	r       io.Reader
	pending []byte // read, but not a part of the last rune
	last    rune
	size    int
	again   bool // the last rune is to be read again
}

func (b *bytes) next() (byte, error) {
	if len(b.pending) > 0 {
		c := b.pending[0]
		b.pending = b.pending[1:]
		return c, nil
	}
	var one [1]byte
	_, err := io.ReadFull(b.r, one[:])
	return one[0], err
}

func (b *bytes) ReadRune() (r rune, size int, err error) {
	if b.again {
		b.again = false
		return b.last, b.size, nil
	}
	c, err := b.next()
	if err != nil {
		return 0, 0, err
	}
	b.last, b.size = rune(c), 1
	if c >= utf8.RuneSelf {
		seen := []byte{c}
		for !utf8.FullRune(seen) {
			if c, err = b.next(); err == io.EOF {
				break
			} else if err != nil {
				return 0, 0, err
			}
			seen = append(seen, c)
		}
		b.last, b.size = utf8.DecodeRune(seen)
		b.pending = append(seen[b.size:], b.pending...)
	}
	return b.last, b.size, nil
}

func (b *bytes) UnreadRune() error {
	if b.again {
		return errors.New("fmt: scanning called UnreadRune with no rune available")
	}
	b.again = true
	return nil
}

// peeker is what a buffered reader lets one see.
type peeker interface {
	Buffered() int
	Peek(n int) ([]byte, error)
	Discard(n int) (int, error)
}

const (
	eof     = -1
	noLimit = 1 << 30
)

// scanError is what reading panics with; errors of methods pass through.
type scanError struct{ err error }

// scan is the state of one call.
type scan struct {
	rs             io.RuneScanner
	peeker         peeker // rs, if it can be looked into
	text           *text  // rs, if it is a string
	buf            []byte // the token
	count          int    // runes read
	limit          int    // count must not exceed it
	width          int
	atEOF          bool
	newlineIsEnd   bool // a newline ends what is read
	newlineIsSpace bool
}

func newScan(r io.Reader) *scan {
	s := &scan{limit: noLimit, width: noLimit}
	switch rs := r.(type) {
	case *text:
		s.rs = rs
		s.text = rs
	case io.RuneScanner:
		s.rs = rs
		s.peeker, _ = r.(peeker)
	default:
		s.rs = &bytes{r: r}
	}
	return s
}

// catch turns the panic of a failed call into its error.
func catch(err *error) {
	switch e := recover().(type) {
	case nil:
	case scanError:
		*err = e.err
	case error:
		if e != io.EOF {
			panic(e)
		}
		*err = e
	default:
		panic(e)
	}
}

func fail(message string) { panic(scanError{errors.New(message)}) }

func (s *scan) Read(buf []byte) (n int, err error) {
	return 0, errors.New("ScanState's Read should not be called. Use ReadRune")
}

func (s *scan) ReadRune() (r rune, size int, err error) {
	if s.atEOF || s.count >= s.limit {
		return 0, 0, io.EOF
	}
	r, size, err = s.rs.ReadRune()
	if err == nil {
		s.count++
		s.atEOF = s.newlineIsEnd && r == '\n'
	} else if err == io.EOF {
		s.atEOF = true
	}
	return r, size, err
}

func (s *scan) UnreadRune() error {
	s.rs.UnreadRune()
	s.atEOF = false
	s.count--
	return nil
}

func (s *scan) Width() (wid int, ok bool) {
	if s.width == noLimit {
		return 0, false
	}
	return s.width, true
}

// next reads a rune, eof at the end.
func (s *scan) next() rune {
	r, _, err := s.ReadRune()
	if err == nil {
		return r
	}
	if err != io.EOF {
		panic(scanError{err})
	}
	return eof
}

// must reads a rune that must be there.
func (s *scan) must() rune {
	r := s.next()
	if r == eof {
		panic(scanError{io.ErrUnexpectedEOF})
	}
	return r
}

// notEOF makes sure that there is something to read.
func (s *scan) notEOF() {
	if s.next() == eof {
		panic(io.EOF)
	}
	s.UnreadRune()
}

func isSpace(r rune) bool {
	switch {
	case '\t' <= r && r <= '\r', r == ' ':
		return true
	case r < 0x80:
		return false
	}
	return r == 0x85 || r == 0xA0 || r == 0x1680 || 0x2000 <= r && r <= 0x200A || r == 0x2028 || r == 0x2029 || r == 0x202F || r == 0x205F || r == 0x3000
}

func notSpace(r rune) bool { return !isSpace(r) }

func isIn(r rune, set string) bool {
	for _, c := range set {
		if c == r {
			return true
		}
	}
	return false
}

// peek reports whether the next rune is one of a set.
func (s *scan) peek(set string) bool {
	r := s.next()
	if r == eof {
		return false
	}
	s.UnreadRune()
	return isIn(r, set)
}

// skip reads the next rune if it is one of a set.
func (s *scan) skip(set string) bool {
	r := s.next()
	if r == eof {
		return false
	}
	if !isIn(r, set) {
		s.UnreadRune()
		return false
	}
	return true
}

// accept appends the next rune to the token if it is one of a set of ASCII characters.
func (s *scan) accept(set string) bool {
	r := s.next()
	if r == eof {
		return false
	}
	if !isIn(r, set) {
		s.UnreadRune()
		return false
	}
	s.buf = append(s.buf, byte(r))
	return true
}

func (s *scan) SkipSpace() {
	for {
		r := s.next()
		switch {
		case r == eof:
			return
		case r == '\r' && s.peek("\n"):
		case r == '\n':
			if !s.newlineIsSpace {
				fail("unexpected newline")
			}
		case !isSpace(r):
			s.UnreadRune()
			return
		}
	}
}

// start goes to where a value begins.
func (s *scan) start() {
	s.SkipSpace()
	s.notEOF()
}

func (s *scan) token(skipSpace bool, f func(rune) bool) []byte {
	if skipSpace {
		s.SkipSpace()
	}
	for {
		r := s.next()
		if r == eof {
			break
		}
		if !f(r) {
			s.UnreadRune()
			break
		}
		s.buf = utf8.AppendRune(s.buf, r)
	}
	return s.buf
}

func (s *scan) Token(skipSpace bool, f func(rune) bool) (token []byte, err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case scanError:
			err = e.err
		default:
			panic(e)
		}
	}()
	if f == nil {
		f = notSpace
	}
	s.buf = s.buf[:0]
	return s.token(skipSpace, f), nil
}

// values reads all values of Fscan and Fscanln.
func (s *scan) values(a []any) (n int, err error) {
	defer catch(&err)
	for _, arg := range a {
		if !s.fast(arg) {
			s.value('v', arg)
		}
		n++
	}
	for s.newlineIsEnd {
		r := s.next()
		if r == '\n' || r == eof {
			break
		}
		if !isSpace(r) {
			fail("expected newline")
		}
	}
	return n, nil
}

// matchSpace matches white space at the start of a format; returns its length. Each newline of it must be in the input, other space matches any.
func (s *scan) matchSpace(format string) int {
	newlines := 0
	trailing := false
	i := 0
	for i < len(format) {
		r, size := utf8.DecodeRuneInString(format[i:])
		if !isSpace(r) {
			break
		}
		trailing = r != '\n'
		if r == '\n' {
			newlines++
		}
		i += size
	}
	for j := 0; j < newlines; j++ {
		r := s.next()
		for isSpace(r) && r != '\n' {
			r = s.next()
		}
		if r != '\n' && r != eof {
			fail("newline in format does not match input")
		}
	}
	if trailing {
		r := s.next()
		if newlines == 0 {
			if !isSpace(r) && r != eof {
				fail("expected space in input to match format")
			}
			if r == '\n' {
				fail("newline in input does not match format")
			}
		}
		for isSpace(r) && r != '\n' {
			r = s.next()
		}
		if r != eof {
			s.UnreadRune()
		}
	}
	return i
}

// match matches the format up to its next verb with the input; returns the bytes matched, -1 if they differ.
func (s *scan) match(format string) int {
	i := 0
	for i < len(format) {
		want, size := utf8.DecodeRuneInString(format[i:])
		if isSpace(want) {
			i += s.matchSpace(format[i:])
			continue
		}
		if want == '%' {
			if i+1 == len(format) {
				fail("missing verb: % at end of format string")
			}
			if format[i+1] != '%' {
				return i
			}
			i++
		}
		if s.must() != want {
			s.UnreadRune()
			return -1
		}
		i += size
	}
	return i
}

// formatted reads the values of Fscanf.
func (s *scan) formatted(format string, a []any) (n int, err error) {
	defer catch(&err)
	for i := 0; i < len(format); {
		matched := s.match(format[i:])
		if matched > 0 {
			i += matched
			continue
		}
		if format[i] != '%' {
			if matched < 0 {
				fail("input does not match format")
			}
			break
		}
		i++
		width, found, next := number(format, i)
		s.width = noLimit
		if found {
			s.width = width
		}
		i = next
		verb, size := utf8.DecodeRuneInString(format[i:])
		i += size
		if verb != 'c' {
			s.SkipSpace()
		}
		if verb == '%' {
			s.start()
			if !s.skip("%") {
				fail("missing literal %")
			}
			continue
		}
		if s.count+s.width < noLimit {
			s.limit = s.count + s.width
		}
		if n >= len(a) {
			fail("too few operands for format '%" + format[i-size:] + "'")
		}
		s.value(verb, a[n])
		n++
		s.limit = noLimit
	}
	if n < len(a) {
		fail("too many operands")
	}
	return n, nil
}

// scanInt reads a plain decimal integer and what is before it from b; used is -1 if there is anything else, or what follows is not in b.
func scanInt(b []byte, newlineIsSpace, atEnd bool) (value int64, used int)

// scanWord finds the first word of ASCII characters in b; to is -1 if it is not known where it ends.
func scanWord(b []byte, newlineIsSpace, atEnd bool) (from, to int)

// fast reads a value of a common type that lies in memory already. False if the general way must be gone.
func (s *scan) fast(arg any) bool {
	var b []byte
	atEnd := false
	switch {
	case s.atEOF || s.limit != noLimit:
		return false
	case s.peeker != nil:
		b, _ = s.peeker.Peek(s.peeker.Buffered())
	case s.text != nil:
		b = rt.Bytes(s.text.s[s.text.i:])
		atEnd = true
	default:
		return false
	}
	used := -1
	switch v := arg.(type) {
	case *int:
		var x int64
		if x, used = scanInt(b, s.newlineIsSpace, atEnd); used >= 0 {
			*v = int(x)
		}
	case *int64:
		var x int64
		if x, used = scanInt(b, s.newlineIsSpace, atEnd); used >= 0 {
			*v = x
		}
	case *string:
		var from int
		if from, used = scanWord(b, s.newlineIsSpace, atEnd); used >= 0 {
			*v = string(b[from:used])
		}
	case *float64:
		var from int
		if from, used = scanWord(b, s.newlineIsSpace, atEnd); used >= 0 {
			x, err := strconv.ParseFloat(string(b[from:used]), 64)
			if err != nil {
				return false
			}
			*v = x
		}
	}
	if used < 0 {
		return false
	}
	if s.text != nil {
		s.text.i += used
	} else {
		s.peeker.Discard(used)
	}
	return true
}

// value reads one value.
func (s *scan) value(verb rune, arg any) {
	s.buf = s.buf[:0]
	if v, ok := arg.(Scanner); ok {
		err := v.Scan(s, verb)
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			panic(scanError{err})
		}
		return
	}
	switch v := arg.(type) {
	case *[]byte:
		*v = []byte(s.string(verb))
		return
	case nil:
		fail("can't scan type: <nil>")
	}
	pointer := rt.ValueOf(arg)
	if pointer.Kind() != rt.Pointer {
		fail("type not a pointer: " + pointer.TypeString())
	}
	v := pointer.Elem()
	switch k := v.Kind(); k {
	case rt.Bool:
		v.SetBool(s.bool(verb))
	case rt.Int, rt.Int8, rt.Int16, rt.Int32, rt.Int64:
		v.SetInt(s.int(verb, v.Size()*8))
	case rt.Uint, rt.Uint8, rt.Uint16, rt.Uint32, rt.Uint64, rt.Uintptr:
		v.SetUint(s.uint(verb, v.Size()*8))
	case rt.Float32, rt.Float64:
		s.okVerb(verb, floatVerbs, v.TypeString())
		s.start()
		v.SetFloat(s.parseFloat(s.float(), v.Size()*8))
	case rt.Complex64, rt.Complex128:
		v.SetComplex(s.complex(verb, v.Size()*8))
	case rt.String:
		v.SetString(s.string(verb))
	case rt.Slice:
		if v.ElemKind() != rt.Uint8 {
			fail("can't scan type: " + pointer.TypeString())
		}
		v.SetBytes([]byte(s.string(verb)))
	default:
		fail("can't scan type: " + pointer.TypeString())
	}
}

const (
	decimal     = "0123456789"
	hexadecimal = "0123456789aAbBcCdDeEfF"
	floatVerbs  = "beEfFgGv"
)

func (s *scan) okVerb(verb rune, verbs, what string) {
	if !isIn(verb, verbs) {
		fail("bad verb '%" + string(verb) + "' for " + what)
	}
}

func (s *scan) bool(verb rune) bool {
	s.start()
	s.okVerb(verb, "tv", "boolean")
	bad := func() { panic(scanError{errors.New("syntax error scanning boolean")}) }
	switch s.next() {
	case '1':
		return true
	case 't', 'T':
		if s.accept("rR") && (!s.accept("uU") || !s.accept("eE")) {
			bad()
		}
		return true
	case 'f', 'F':
		if s.accept("aA") && (!s.accept("lL") || !s.accept("sS") || !s.accept("eE")) {
			bad()
		}
	}
	return false
}

// rune reads a character for %c.
func (s *scan) rune(bits int) rune {
	s.notEOF()
	r := s.next()
	shift := uint(64 - bits)
	if int64(r)<<shift>>shift != int64(r) {
		fail("overflow on character value " + string(r))
	}
	return r
}

// integer reads the text of an integer and says of which base it is, 0 by its prefix.
func (s *scan) integer(verb rune, signed bool) (token string, base int) {
	s.start()
	s.okVerb(verb, "bdoUxXv", "integer")
	base = 10
	digits := decimal
	switch verb {
	case 'b':
		base, digits = 2, "01"
	case 'o':
		base, digits = 8, "01234567"
	case 'x', 'X', 'U':
		base, digits = 16, hexadecimal
	}
	found := false
	if verb == 'U' {
		if !s.skip("U") || !s.skip("+") {
			fail("bad unicode format ")
		}
	} else if signed {
		s.accept("+-")
	}
	if verb == 'v' {
		base, digits = 0, decimal+"_"
		if found = s.accept("0"); found {
			switch {
			case s.accept("bB"):
				digits = "01_"
			case s.accept("xX"):
				digits = hexadecimal + "_"
			default:
				s.accept("oO")
				digits = "01234567_"
			}
		}
	}
	if !found {
		s.notEOF()
		if !s.accept(digits) {
			fail("expected integer")
		}
	}
	for s.accept(digits) {
	}
	return string(s.buf), base
}

func (s *scan) int(verb rune, bits int) int64 {
	if verb == 'c' {
		return int64(s.rune(bits))
	}
	token, base := s.integer(verb, true)
	i, err := strconv.ParseInt(token, base, 64)
	if err != nil {
		panic(scanError{err})
	}
	shift := uint(64 - bits)
	if i<<shift>>shift != i {
		fail("integer overflow on token " + token)
	}
	return i
}

func (s *scan) uint(verb rune, bits int) uint64 {
	if verb == 'c' {
		return uint64(s.rune(bits))
	}
	token, base := s.integer(verb, false)
	u, err := strconv.ParseUint(token, base, 64)
	if err != nil {
		panic(scanError{err})
	}
	shift := uint(64 - bits)
	if u<<shift>>shift != u {
		fail("unsigned integer overflow on token " + token)
	}
	return u
}

// float reads the text of a floating-point number.
func (s *scan) float() string {
	s.buf = s.buf[:0]
	if s.accept("nN") && s.accept("aA") && s.accept("nN") {
		return string(s.buf)
	}
	s.accept("+-")
	if s.accept("iI") && s.accept("nN") && s.accept("fF") {
		return string(s.buf)
	}
	digits, exponent := decimal+"_", "eEpP"
	if s.accept("0") && s.accept("xX") {
		digits, exponent = hexadecimal+"_", "pP"
	}
	for s.accept(digits) {
	}
	if s.accept(".") {
		for s.accept(digits) {
		}
	}
	if s.accept(exponent) {
		s.accept("+-")
		for s.accept(decimal + "_") {
		}
	}
	return string(s.buf)
}

// parseFloat also takes a decimal number with a binary exponent, 1.5p3.
func (s *scan) parseFloat(token string, bits int) float64 {
	mantissa, exponent := token, "0"
	for i, c := range token {
		if c == 'x' || c == 'X' {
			mantissa, exponent = token, "0"
			break
		}
		if c == 'p' && len(mantissa) == len(token) {
			mantissa, exponent = token[:i], token[i+1:]
		}
	}
	f, err := strconv.ParseFloat(mantissa, bits)
	if err != nil {
		s.badNumber(err, token)
	}
	n, err := strconv.Atoi(exponent)
	if err != nil {
		s.badNumber(err, token)
	}
	if n != 0 {
		f = math.Ldexp(f, n)
	}
	return f
}

func (s *scan) badNumber(err error, token string) {
	if e, ok := err.(*strconv.NumError); ok {
		e.Num = token
	}
	panic(scanError{err})
}

func (s *scan) complex(verb rune, bits int) complex128 {
	s.okVerb(verb, floatVerbs, "complex")
	s.start()
	bad := scanError{errors.New("syntax error scanning complex number")}
	parens := s.accept("(")
	re := s.float()
	s.buf = s.buf[:0]
	if !s.accept("+-") {
		panic(bad)
	}
	sign := string(s.buf)
	im := s.float()
	if !s.accept("i") || parens && !s.accept(")") {
		panic(bad)
	}
	return complex(s.parseFloat(re, bits/2), s.parseFloat(sign+im, bits/2))
}

func (s *scan) string(verb rune) string {
	s.okVerb(verb, "svqxX", "string")
	s.start()
	switch verb {
	case 'q':
		return s.quoted()
	case 'x', 'X':
		return s.hex()
	}
	return string(s.token(true, notSpace))
}

// quoted reads a string in double or back quotes.
func (s *scan) quoted() string {
	quote := s.next()
	if quote != '`' && quote != '"' {
		fail("expected quoted string")
	}
	s.buf = append(s.buf, byte(quote))
	for {
		r := s.must()
		s.buf = utf8.AppendRune(s.buf, r)
		if r == quote {
			break
		}
		if r == '\\' && quote == '"' {
			s.buf = utf8.AppendRune(s.buf, s.must())
		}
	}
	if quote == '`' {
		return string(s.buf[1 : len(s.buf)-1])
	}
	result, err := strconv.Unquote(string(s.buf))
	if err != nil {
		panic(scanError{err})
	}
	return result
}

func hexValue(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0')
	case 'a' <= r && r <= 'f':
		return int(r-'a') + 10
	case 'A' <= r && r <= 'F':
		return int(r-'A') + 10
	}
	return -1
}

// hex reads bytes as pairs of hexadecimal digits.
func (s *scan) hex() string {
	for {
		r := s.next()
		if r == eof {
			break
		}
		high := hexValue(r)
		if high < 0 {
			s.UnreadRune()
			break
		}
		low := hexValue(s.must())
		if low < 0 {
			fail("illegal hex digit")
		}
		s.buf = append(s.buf, byte(high<<4|low))
	}
	if len(s.buf) == 0 {
		fail("no hex data for %x string")
	}
	return string(s.buf)
}
