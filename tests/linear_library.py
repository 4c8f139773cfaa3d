"""Shapes for linear.py: what the library and the run time do with inputs of size n.

Each is a body of main, in which n is a constant; the packages that it names are imported.
"""
import re

PACKAGES = {"list": "container/list", "heap": "container/heap", "ring": "container/ring",
            "rand": "math/rand", "tabwriter": "text/tabwriter", "utf8": "unicode/utf8",
            "utf16": "unicode/utf16", "atomic": "sync/atomic", "debug": "runtime/debug"}
PLAIN = ("bufio bytes context errors fmt io log math os path runtime sort strconv strings sync time "
         "unicode").split()

# Name, n, body; after a line "--" declarations.
SHAPES = {
    # strings and bytes: texts and parts that nearly fit everywhere.
    "strings_index": (40000, 's := strings.Repeat("a", n); println(strings.Index(s, strings.Repeat("a", n/2)+"b"), strings.Count(s, "ab"))'),
    "strings_index_late": (40000, 's := strings.Repeat("a", n); println(strings.Index(s, "b"+strings.Repeat("a", n/2)))'),
    "strings_last_index": (40000, 's := strings.Repeat("a", n); println(strings.LastIndex(s, strings.Repeat("a", n/2)+"b"))'),
    "strings_last_index_late": (40000, 's := "b"+strings.Repeat("a", n); println(strings.LastIndex(s, "b"+strings.Repeat("a", n/2)))'),
    "strings_last_index_pairs": (40000, 's := strings.Repeat("ab", n); println(strings.LastIndex(s, strings.Repeat("ab", n/2)+"b"))'),
    "strings_split": (40000, 's := strings.Repeat("a,", n); println(len(strings.Split(s, ",")), len(strings.SplitAfterN(s, ",", n/2)), len(strings.Split(s, "")))'),
    "strings_cut": (10000, 's := strings.Repeat("a,", n); k := 0; for { _, after, ok := strings.Cut(s, ","); if !ok { break }; s = after; k++ }; println(k)'),
    "strings_fields": (40000, 's := strings.Repeat("a ", n); println(len(strings.Fields(s)), len(strings.FieldsFunc(s, unicode.IsSpace)))'),
    "strings_join": (40000, 'println(len(strings.Join(make([]string, n), ", ")))'),
    "strings_replace": (40000, 's := strings.Repeat("a", n); println(len(strings.ReplaceAll(s, "a", "bc")), len(strings.Replace(s, "", "-", -1)), len(strings.ReplaceAll(s, "ab", "")))'),
    "strings_replacer": (4000, 'var pairs []string; for i := 0; i < n; i++ { pairs = append(pairs, "k"+strconv.Itoa(i)+";", "v") }; println(len(strings.NewReplacer(pairs...).Replace(strings.Repeat("k", n)+strings.Join(pairs, ""))))'),
    "strings_replacer_often": (2000, 'var pairs []string; for i := 0; i < 1000; i++ { pairs = append(pairs, "k"+strconv.Itoa(i)+";", "v") }; r := strings.NewReplacer(pairs...); k := 0; for i := 0; i < n; i++ { k += len(r.Replace("k5;k6;")) }; println(k)'),
    "strings_builder": (40000, 'var b strings.Builder; for i := 0; i < n; i++ { b.WriteByte(\'a\'); b.WriteRune(\'é\'); b.WriteString("abc") }; println(b.Len())'),
    "strings_case": (40000, 's := strings.Repeat("aB", n)+strings.Repeat("éÉ", n); println(len(strings.ToUpper(s)), len(strings.ToLower(s)), len(strings.Title(s)), strings.EqualFold(s, strings.ToUpper(s)))'),
    "strings_trim": (40000, 's := strings.Repeat(" \\t", n); println(len(strings.TrimSpace(s)), len(strings.Trim(s, "\\t ")), len(strings.TrimRight(s, " \\t\\u00a0")), len(strings.TrimFunc(s, unicode.IsSpace)))'),
    "strings_any": (40000, 's := strings.Repeat("a", n); println(strings.IndexAny(s, "xyzé"), strings.LastIndexAny(s, "xyz"), strings.ContainsRune(s, utf8.RuneError))'),
    "strings_valid": (40000, 's := strings.Repeat("a\\xff", n); println(len(strings.ToValidUTF8(s, "?")), utf8.ValidString(s), utf8.RuneCountInString(s), len([]rune(s)), len(string([]rune(s))))'),
    "strings_map": (20000, 's := strings.Repeat("aé", n); println(len(strings.Map(func(r rune) rune { return r + 1 }, s)))'),
    "strings_reader": (20000, 'r := strings.NewReader(strings.Repeat("é", n)); k := 0; for { if _, _, err := r.ReadRune(); err != nil { break }; k++ }; println(k)'),
    "bytes_buffer": (20000, 'var b bytes.Buffer; for i := 0; i < n; i++ { b.WriteString("abc"); b.ReadByte() }; for b.Len() > 0 { b.ReadByte() }; println(b.Len())'),
    "bytes_buffer_lines": (10000, 'b := bytes.NewBufferString(strings.Repeat("line\\n", n)); k := 0; for { if _, err := b.ReadString(\'\\n\'); err != nil { break }; k++ }; println(k)'),
    "bytes_functions": (40000, 's := bytes.Repeat([]byte("a,"), n); println(len(bytes.Split(s, []byte(","))), len(bytes.Fields(s)), len(bytes.ReplaceAll(s, []byte("a"), []byte("bb"))), bytes.LastIndex(s, bytes.Repeat([]byte("a,"), n/2)), len(bytes.Title(s)), len(bytes.Runes(s)))'),
    "string_plus": (1000, 's := ""; for i := 0; i < 1000; i++ { s += "a" }; t := []string{}; for i := 0; i < n; i++ { t = append(t, s[:i%1000]+"b") }; println(len(t))'),
    # bufio and io.
    "bufio_lines": (10000, 's := bufio.NewScanner(strings.NewReader(strings.Repeat("a line\\n", n))); k := 0; for s.Scan() { k += len(s.Text()) }; println(k)'),
    "bufio_long_line": (200000, 's := bufio.NewScanner(strings.NewReader(strings.Repeat("a", n))); s.Buffer(nil, n+1); for s.Scan() { println(len(s.Text())) }'),
    "bufio_words": (10000, 's := bufio.NewScanner(strings.NewReader(strings.Repeat("ab ", n)+strings.Repeat(" ", n))); s.Split(bufio.ScanWords); k := 0; for s.Scan() { k++ }; println(k)'),
    "bufio_read_long": (200000, 'r := bufio.NewReaderSize(strings.NewReader(strings.Repeat("a", n)+"\\n"), 16); s, _ := r.ReadString(\'\\n\'); println(len(s))'),
    "bufio_write": (20000, 'var b bytes.Buffer; w := bufio.NewWriter(&b); for i := 0; i < n; i++ { w.WriteString("abc"); w.WriteRune(\'é\') }; w.Flush(); println(b.Len())'),
    "io_read_all": (200000, 'b, _ := io.ReadAll(iotest{strings.NewReader(strings.Repeat("a", n))}); println(len(b))\n--\ntype iotest struct{ r io.Reader }\nfunc (t iotest) Read(p []byte) (int, error) { if len(p) > 100 { p = p[:100] }; return t.r.Read(p) }'),
    "io_multi": (5000, 'var rs []io.Reader; for i := 0; i < n; i++ { rs = append(rs, strings.NewReader("ab")) }; b, _ := io.ReadAll(io.MultiReader(rs...)); println(len(b))'),
    # sort.
    "sort_ints": (40000, 'for k := 0; k < 6; k++ { a := make([]int, n); for i := range a { a[i] = shape(k, i, n) }; sort.Ints(a); println(sort.IntsAreSorted(a)) }\n--\nfunc shape(k, i, n int) int { switch k { case 0: return i; case 1: return n - i; case 2: return i * 7919 % n; case 3: return min(i, n-i); case 4: return i % 2; }; if i%2 == 0 { return i }; return n/2 + i }'),
    "sort_floats": (40000, 'for k := 0; k < 6; k++ { a := make([]float64, n); for i := range a { a[i] = float64(shape(k, i, n)) }; sort.Float64s(a); println(sort.Float64sAreSorted(a)) }\n--\nfunc shape(k, i, n int) int { switch k { case 0: return i; case 1: return n - i; case 2: return i * 7919 % n; case 3: return min(i, n-i); case 4: return i % 2; }; if i%2 == 0 { return i }; return n/2 + i }'),
    "sort_strings": (10000, 'p := strings.Repeat("a", 50); a := make([]string, n); for i := range a { a[i] = p + strconv.Itoa(i*7919%n) }; sort.Strings(a); println(sort.StringsAreSorted(a))'),
    "sort_slice": (5000, 'for k := 0; k < 6; k++ { a := make([]int, n); for i := range a { a[i] = shape(k, i, n) }; sort.Slice(a, func(i, j int) bool { return a[i] < a[j] }); println(sort.IntsAreSorted(a)) }\n--\nfunc shape(k, i, n int) int { switch k { case 0: return i; case 1: return n - i; case 2: return i * 7919 % n; case 3: return min(i, n-i); case 4: return i % 2; }; if i%2 == 0 { return i }; return n/2 + i }'),
    "sort_killer": (5000, 'a := make([]int, n); k := 0; sort.Slice(a, func(i, j int) bool { if a[i] == 0 && a[j] == 0 { k++; a[i] = k }; if a[i] == 0 { return false }; if a[j] == 0 { return true }; return a[i] < a[j] }); println(k > 0)'),
    "sort_liar": (5000, 'a := make([]int, n); sort.Slice(a, func(i, j int) bool { return true }); sort.SliceStable(a, func(i, j int) bool { return i%3 == 0 }); println(len(a))'),
    "sort_stable": (5000, 'a := make([]int, n); for i := range a { a[i] = i * 7919 % n / 8 }; sort.SliceStable(a, func(i, j int) bool { return a[i] < a[j] }); println(sort.IntsAreSorted(a))'),
    "sort_search": (20000, 'a := make([]int, n); for i := range a { a[i] = i }; k := 0; for i := range a { k += sort.SearchInts(a, i) }; println(k)'),
    # strconv.
    "strconv_quote": (40000, 's := strings.Repeat("a\\n\\"é\\xff", n); q := strconv.Quote(s); t, err := strconv.Unquote(q); println(len(q), t == s, err == nil, len(strconv.QuoteToASCII(s)))'),
    "strconv_integers": (20000, 'k := 0; for i := 0; i < n; i++ { x, _ := strconv.Atoi(strconv.Itoa(i)); k += x }; println(k)'),
    "strconv_long_integer": (200000, 'x, err := strconv.ParseInt(strings.Repeat("0", n)+"7", 10, 64); println(x, err == nil); _, err = strconv.ParseInt("1"+strings.Repeat("_0", n), 0, 64); println(err == nil)'),
    "strconv_long_float": (100000, 'for _, s := range []string{"1"+strings.Repeat("0", n), "0."+strings.Repeat("0", n)+"1e"+strconv.Itoa(n), strings.Repeat("1234567890", n/10)+"e-"+strconv.Itoa(n), "0x1."+strings.Repeat("f", n)+"p0", "1"+strings.Repeat("_0", n)} { x, err := strconv.ParseFloat(s, 64); println(x, err == nil) }'),
    "strconv_precision": (100000, 'for _, f := range "efgx" { println(len(strconv.FormatFloat(0.1, byte(f), n, 64))) }'),
    # fmt.
    "fmt_operands": (20000, 'a := make([]any, n); for i := range a { a[i] = i }; println(len(fmt.Sprint(a...)), len(fmt.Sprintln(a...)), len(fmt.Sprintf(strings.Repeat("%v %5d|", n/2), a...)), len(fmt.Sprintf("%v %+v %#v", a, a, a)))'),
    "fmt_bad_format": (20000, 'a := make([]any, n); println(len(fmt.Sprintf("%d", a...)), len(fmt.Sprintf(strings.Repeat("%z %", n))), len(fmt.Sprintf(strings.Repeat("%[1]d%[9]d", n), 1)))'),
    "fmt_nested": (4000, 'var x any = 1; for i := 0; i < n; i++ { x = []any{x} }; println(len(fmt.Sprint(x)), len(fmt.Sprintf("%v", x)))'),
    "fmt_map": (10000, 'm := map[int]string{}; for i := 0; i < n; i++ { m[i*7919%n] = "a" }; println(len(fmt.Sprint(m)))'),
    "fmt_structs": (10000, 'type t struct { a int; b string; c *int }; x := make([]t, n); println(len(fmt.Sprintf("%v %+v", x, x)))'),
    "fmt_text": (40000, 's := strings.Repeat("é", n); println(len(fmt.Sprintf("%s %q %x %X % x %10s %.5s %-9s|", s, s, s, s, s, s, s, s)), len(fmt.Sprintf("%x %q", []byte(s), []string{s})))'),
    "fmt_width": (20000, 'println(len(fmt.Sprintf("%*d|%-*d|%0*d|%.*d|%*s", n, 1, n, 1, n, 1, n, 1, n, "a")))'),
    "fmt_scan": (4000, 'r := strings.NewReader(strings.Repeat("12 abc 1.5\\n", n)); k := 0; for { var i int; var s string; var f float64; if _, err := fmt.Fscan(r, &i, &s, &f); err != nil { break }; k += i }; println(k)'),
    "fmt_scan_word": (40000, 'var s string; fmt.Sscan(strings.Repeat("a", n), &s); println(len(s)); var i int; _, err := fmt.Sscan(strings.Repeat(" ", n)+strings.Repeat("0", n)+"7", &i); println(i, err == nil)'),
    "fmt_scan_line": (2000, 's := strings.Repeat("5 ", n); a := make([]any, n); for i := range a { a[i] = new(int) }; k, err := fmt.Sscan(s, a...); println(k, err == nil)'),
    "fmt_errors": (10000, 'err := errors.New("a"); w := error(&wrapped{err}); for i := 0; i < n; i++ { w = &wrapped{w} }; println(errors.Is(w, err)); var list []error; for i := 0; i < n; i++ { list = append(list, err) }; println(len(errors.Join(list...).Error()))\n--\ntype wrapped struct{ err error }\nfunc (w *wrapped) Error() string { return "w" }\nfunc (w *wrapped) Unwrap() error { return w.err }'),
    "log_lines": (5000, 'var b bytes.Buffer; l := log.New(&b, "p: ", 0); for i := 0; i < n; i++ { l.Println("a", i) }; println(b.Len() > n)'),
    "tabwriter_lines": (3000, 'var b bytes.Buffer; w := tabwriter.NewWriter(&b, 0, 8, 1, \' \', 0); for i := 0; i < n; i++ { fmt.Fprintf(w, "a\\tbb\\t%d\\n", i) }; w.Flush(); println(b.Len())'),
    "tabwriter_columns": (3000, 'var b bytes.Buffer; w := tabwriter.NewWriter(&b, 0, 8, 1, \' \', 0); w.Write([]byte(strings.Repeat("a\\t", n)+"\\n"+strings.Repeat("b\\t", n)+"\\n")); w.Flush(); println(b.Len())'),
    "tabwriter_stairs": (60, 'var b bytes.Buffer; w := tabwriter.NewWriter(&b, 0, 8, 1, \' \', 0); for i := 0; i < n; i++ { w.Write([]byte(strings.Repeat("a\\t", 3)+"\\n\\n")) }; w.Flush(); println(b.Len())'),
    "path_long": (40000, 's := strings.Repeat("a/../", n)+strings.Repeat("b/./", n); println(len(path.Clean(s)), len(path.Join(s, s)), path.Base(s))'),
    "path_match": (10000, 'ok, err := path.Match("*a*b", strings.Repeat("a", n)); println(ok, err == nil)'),
    "utf16_text": (40000, 'r := []rune(strings.Repeat("a😀", n)); u := utf16.Encode(r); println(len(u), len(utf16.Decode(u)))'),
    # Containers, random numbers.
    "list_values": (10000, 'l := list.New(); for i := 0; i < n; i++ { l.PushFront(i); l.MoveToBack(l.Front()) }; for l.Len() > 0 { l.Remove(l.Front()) }; println(l.Len())'),
    "heap_values": (4000, 'h := &ints{}; for i := 0; i < n; i++ { heap.Push(h, i*7919%n) }; k := 0; for h.Len() > 0 { k += heap.Pop(h).(int) }; println(k)\n--\ntype ints []int\nfunc (h ints) Len() int { return len(h) }\nfunc (h ints) Less(i, j int) bool { return h[i] < h[j] }\nfunc (h ints) Swap(i, j int) { h[i], h[j] = h[j], h[i] }\nfunc (h *ints) Push(x any) { *h = append(*h, x.(int)) }\nfunc (h *ints) Pop() any { x := (*h)[len(*h)-1]; *h = (*h)[:len(*h)-1]; return x }'),
    "rand_numbers": (10000, 'r := rand.New(rand.NewSource(1)); k := len(r.Perm(n)); r.Shuffle(n, func(i, j int) {}); for i := 0; i < n; i++ { k += r.Intn(10) }; println(k > 0)'),
    # The run time.
    "runtime_callers": (20000, 'println(deep(n))\n--\nfunc deep(k int) int { if k == 0 { return runtime.Callers(0, make([]uintptr, n)) + len(debug.Stack()) }; return deep(k-1) + 0 }'),
    "runtime_panics": (5000, 'func() { defer func() { recover() }(); again(n) }()\n--\nfunc again(k int) { defer func() { if k > 0 { again(k - 1) }; panic(2) }(); panic(1) }'),
    "runtime_defers": (20000, 'k := 0; func() { for i := 0; i < n; i++ { defer func() { k++ }() } }(); println(k)'),
    "runtime_recursion": (40000, 'println(deep(n))\n--\nfunc deep(k int) int { if k == 0 { return 0 }; return deep(k-1) + 1 }'),
    "runtime_goroutines": (4000, 'c := make(chan int); var wg sync.WaitGroup; for i := 0; i < n; i++ { wg.Add(1); go func() { defer wg.Done(); <-c }() }; for i := 0; i < n; i++ { c <- i }; wg.Wait()'),
    "runtime_close": (4000, 'c := make(chan int); var wg sync.WaitGroup; for i := 0; i < n; i++ { wg.Add(1); go func() { defer wg.Done(); select { case <-c: case <-time.After(time.Hour): } }() }; runtime.Gosched(); close(c); wg.Wait()'),
    "runtime_timers": (5000, 'var t []*time.Timer; for i := 0; i < n; i++ { t = append(t, time.NewTimer(time.Hour+time.Duration(i*7919%n))) }; k := 0; for _, t := range t { if t.Stop() { k++ } }; println(k)'),
    "sync_mutex_waiters": (2000, 'var mu sync.Mutex; var wg sync.WaitGroup; mu.Lock(); for i := 0; i < n; i++ { wg.Add(1); go func() { defer wg.Done(); mu.Lock(); mu.Unlock() }() }; time.Sleep(time.Millisecond); mu.Unlock(); wg.Wait()'),
    "sync_rwmutex_waiters": (2000, 'var mu sync.RWMutex; var wg sync.WaitGroup; mu.Lock(); for i := 0; i < n; i++ { wg.Add(1); go func() { defer wg.Done(); mu.RLock(); mu.RUnlock() }() }; time.Sleep(time.Millisecond); mu.Unlock(); wg.Wait()'),
    "sync_cond_waiters": (2000, 'var mu sync.Mutex; c := sync.NewCond(&mu); var wg sync.WaitGroup; for i := 0; i < n; i++ { wg.Add(1); go func() { defer wg.Done(); mu.Lock(); c.Wait(); mu.Unlock() }() }; done := make(chan bool); go func() { wg.Wait(); close(done) }(); for { c.Signal(); select { case <-done: return; default: runtime.Gosched() } }'),
    "sync_semaphores": (2000, 'm := make([]sync.Mutex, n); var wg sync.WaitGroup; for i := range m { m[i].Lock(); wg.Add(1); go func() { defer wg.Done(); m[i].Lock() }() }; time.Sleep(time.Millisecond); for i := range m { m[i].Unlock() }; wg.Wait()'),
    "sync_map": (10000, 'var m sync.Map; for i := 0; i < n; i++ { m.Store(i, i) }; k := 0; m.Range(func(_, _ any) bool { k++; return true }); println(k)'),
    "sync_pool": (10000, 'pools := make([]sync.Pool, n); for i := range pools { pools[i].Put(i) }; runtime.GC(); runtime.GC(); println(pools[0].Get() == nil)'),
    "context_children": (3000, 'ctx, cancel := context.WithCancel(context.Background()); k := 0; for i := 0; i < n; i++ { c, cc := context.WithCancel(ctx); if i%2 == 0 { cc() } else if c.Err() == nil { k++ } }; cancel(); println(k)'),
    "context_chain": (1000, 'ctx := context.Background(); var cancel context.CancelFunc; ctx, cancel = context.WithCancel(ctx); first := cancel; for i := 0; i < n; i++ { ctx, cancel = context.WithCancel(ctx); _ = cancel }; first(); println(ctx.Err() != nil)'),
    "finalizers": (4000, 'var a []*[4]int; for i := 0; i < n; i++ { p := new([4]int); runtime.SetFinalizer(p, func(*[4]int) {}); a = append(a, p) }; for _, p := range a { runtime.SetFinalizer(p, nil) }; println(len(a))'),
    "map_values": (20000, 'm := map[string]int{}; for i := 0; i < n; i++ { m[strconv.Itoa(i)] = i }; k := 0; for s := range m { delete(m, s); k++ }; println(k, len(m)); f := map[float64]int{}; for i := 0; i < n/10; i++ { f[math.NaN()] = i }; clear(f); println(len(f))'),
    "map_drained": (10000, 'm := map[int]int{}; for i := 0; i < n; i++ { m[i] = i }; for len(m) > 0 { for k := range m { delete(m, k); break } }; println(len(m))'),
    "slices_large": (20000, 'var a []int; for i := 0; i < n; i++ { a = append(a, i); a = append(a[:len(a)-1], a[len(a)-1:]...) }; println(len(a)); b := make([][8]any, n); copy(b[1:], b); clear(b)'),
}


def source(n, text):
    """The program of a shape of size n."""
    body, _, declarations = text.partition("\n--\n")
    used = {name: path for name, path in [(p, p) for p in PLAIN] + list(PACKAGES.items())
            if re.search(rf"(?<![\w.\"]){name}\.[A-Z]", text)}
    imports = "".join(f'import "{path}"\n' for path in sorted(used.values()))
    return f"package main\n{imports}const n = {n}\n{declarations}\nfunc main() {{\n_ = n\n{body}\n}}\n"
