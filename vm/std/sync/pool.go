package sync

// Pool keeps values for reuse, until the collector has run twice. The first fields are struct pool of runtime/pool.h.
type Pool struct {
	local, victim *[]poolLocal

	New func() any // makes a value when there is none to reuse; may be nil
}

// poolLocal is what one P keeps: struct pool_local.
type poolLocal struct {
	value  any
	shared *poolItem
	rest   [5]uint64 // a lock and padding
}

// poolItem is struct pool_item.
type poolItem struct {
	value any
	next  *poolItem
}

// What put and push return.
const (
	poolDone = iota
	poolWantsLocal
	poolWantsItem
)

func (p *Pool) get() any
func (p *Pool) put(x any) int
func (p *Pool) push(item *poolItem) int
func (p *Pool) attach(local *[]poolLocal)

// procs returns how many Ps there are.
func procs() int

// Get takes a value out, or makes one.
func (p *Pool) Get() any {
	p.check()
	x := p.get()
	if x == nil && p.New != nil {
		x = p.New()
	}
	return x
}

// Put keeps x.
func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	p.check()
	result := p.put(x)
	for result != poolDone {
		if result == poolWantsLocal {
			local := make([]poolLocal, procs())
			p.attach(&local)
			result = p.put(x)
		} else {
			result = p.push(&poolItem{value: x})
		}
	}
}

func (p *Pool) check() {
	if p == nil {
		panic("nil Pool")
	}
}
