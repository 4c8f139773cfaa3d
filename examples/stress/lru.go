// Lru is a cache that forgets what was not used for longest: a map, and a list through its entries. It keeps a
// collector busy with many small, old, linked objects of which a few change.
//
// Its arguments are the number of entries and the number of requests; a million entries are the usual size to
// measure with.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
)

type entry struct {
	key          int
	value        string
	newer, older *entry
}

type cache struct {
	entries map[int]*entry
	room    int
	newest  *entry
	oldest  *entry
	hits    int
	misses  int
}

func valueOf(key int) string { return "value " + strconv.Itoa(key) }

func (c *cache) unlink(e *entry) {
	if e.newer != nil {
		e.newer.older = e.older
	} else {
		c.newest = e.older
	}
	if e.older != nil {
		e.older.newer = e.newer
	} else {
		c.oldest = e.newer
	}
	e.newer, e.older = nil, nil
}

func (c *cache) toFront(e *entry) {
	e.older = c.newest
	if c.newest != nil {
		c.newest.newer = e
	} else {
		c.oldest = e
	}
	c.newest = e
}

func (c *cache) get(key int) string {
	if e := c.entries[key]; e != nil {
		c.hits++
		c.unlink(e)
		c.toFront(e)
		return e.value
	}
	c.misses++
	if len(c.entries) == c.room {
		last := c.oldest
		c.unlink(last)
		delete(c.entries, last.key)
	}
	e := &entry{key: key, value: valueOf(key)}
	c.entries[key] = e
	c.toFront(e)
	return e.value
}

// verify counts the list in both directions against the map.
func (c *cache) verify() bool {
	forth, back := 0, 0
	for e := c.newest; e != nil; e = e.older {
		if c.entries[e.key] != e || e.value != valueOf(e.key) {
			return false
		}
		forth++
	}
	for e := c.oldest; e != nil; e = e.newer {
		back++
	}
	return forth == len(c.entries) && back == forth
}

func main() {
	sizes := [2]int{500, 3000}
	for i, word := range os.Args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: lru [ENTRIES [REQUESTS]]")
			os.Exit(2)
		}
		sizes[i] = n
	}
	c := &cache{entries: map[int]*entry{}, room: sizes[0]}
	state := uint64(1)
	for range sizes[1] {
		state = state*6364136223846793005 + 1442695040888963407
		// Two draws, of which the smaller counts: low keys are asked for more often.
		key := min(int(state>>33), int(state&0x7fffffff)) % (2 * sizes[0])
		if c.get(key) != valueOf(key) {
			fmt.Println("a wrong value for", key)
			os.Exit(1)
		}
	}
	for range 3 {
		runtime.GC()
	}
	if !c.verify() {
		fmt.Println("list and map differ")
		os.Exit(1)
	}
	fmt.Println(len(c.entries), "entries,", c.hits, "hits,", c.misses, "misses")
}
