// Lru_cache keeps the entries last used, in a map and a doubly linked list.
package main

import (
	"fmt"
	"strings"
)

type entry struct {
	key, value string
	prev, next *entry
}

// An lru holds at most capacity entries; the list runs from the one last used to the one to go.
type lru struct {
	capacity     int
	entries      map[string]*entry
	root         entry // the list's anchor: root.next is the first, root.prev the last
	hits, misses int
	onEvict      func(key, value string)
}

func newLRU(capacity int) *lru {
	c := &lru{capacity: capacity, entries: make(map[string]*entry)}
	c.root.next, c.root.prev = &c.root, &c.root
	return c
}

func (c *lru) unlink(e *entry) {
	e.prev.next, e.next.prev = e.next, e.prev
	e.prev, e.next = nil, nil
}

func (c *lru) pushFront(e *entry) {
	e.prev, e.next = &c.root, c.root.next
	e.prev.next, e.next.prev = e, e
}

// Get returns the value of a key, and whether there is one.
func (c *lru) Get(key string) (string, bool) {
	e, ok := c.entries[key]
	if !ok {
		c.misses++
		return "", false
	}
	c.hits++
	c.unlink(e)
	c.pushFront(e)
	return e.value, true
}

// Put stores a value, and drops the entry used longest ago if there is no room.
func (c *lru) Put(key, value string) {
	if e, ok := c.entries[key]; ok {
		e.value = value
		c.unlink(e)
		c.pushFront(e)
		return
	}
	if len(c.entries) == c.capacity {
		last := c.root.prev
		c.unlink(last)
		delete(c.entries, last.key)
		if c.onEvict != nil {
			c.onEvict(last.key, last.value)
		}
	}
	e := &entry{key: key, value: value}
	c.entries[key] = e
	c.pushFront(e)
}

func (c *lru) String() string {
	var b strings.Builder
	b.WriteByte('[')
	for e := c.root.next; e != &c.root; e = e.next {
		if e != c.root.next {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%s=%s", e.key, e.value)
	}
	b.WriteByte(']')
	return b.String()
}

func main() {
	cache := newLRU(3)
	var evicted []string
	cache.onEvict = func(key, value string) { evicted = append(evicted, key+"="+value) }

	cache.Put("a", "1")
	cache.Put("b", "2")
	cache.Put("c", "3")
	fmt.Println(cache)
	cache.Get("a")
	cache.Put("d", "4")
	cache.Put("c", "33")
	fmt.Println(cache, evicted)
	if _, ok := cache.Get("b"); !ok {
		fmt.Println("b is gone")
	}

	// A larger one, with enough traffic that the collector has to work.
	big := newLRU(1000)
	for i := range 200_000 {
		key := fmt.Sprint("key", i*i%3001)
		if _, ok := big.Get(key); !ok {
			big.Put(key, strings.Repeat("x", i%50))
		}
	}
	length := 0
	for e := big.root.prev; e != &big.root; e = e.prev {
		length++
	}
	fmt.Printf("%d entries, list of %d, %d hits, %d misses\n", len(big.entries), length, big.hits, big.misses)
}
