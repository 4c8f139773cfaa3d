// Package metrics names what the run time measures of itself, and reads it.
package metrics

import (
	"math"
	"unsafe"
)

// ValueKind says what a Value holds.
type ValueKind int

const (
	KindBad ValueKind = iota // no such metric
	KindUint64
	KindFloat64
	KindFloat64Histogram
)

// Value is what a metric was when it was read.
type Value struct {
	kind      ValueKind
	scalar    uint64
	histogram unsafe.Pointer
}

func (v Value) Kind() ValueKind { return v.kind }

// Uint64 panics unless the kind is KindUint64, and so do the others for theirs.
func (v Value) Uint64() uint64 {
	if v.kind != KindUint64 {
		panic("called Uint64 on non-uint64 metric value")
	}
	return v.scalar
}

func (v Value) Float64() float64 {
	if v.kind != KindFloat64 {
		panic("called Float64 on non-float64 metric value")
	}
	return math.Float64frombits(v.scalar)
}

func (v Value) Float64Histogram() *Float64Histogram {
	if v.kind != KindFloat64Histogram {
		panic("called Float64Histogram on non-Float64Histogram metric value")
	}
	return (*Float64Histogram)(v.histogram)
}

// Float64Histogram is a distribution: Counts[i] values were in [Buckets[i], Buckets[i+1]). Buckets
// are shared by all that are read, and not to be changed.
type Float64Histogram struct {
	Counts  []uint64
	Buckets []float64
}

// Sample is a metric to be read and what was read.
type Sample struct {
	Name  string
	Value Value
}

// Description says what a metric is. Cumulative ones only grow.
type Description struct {
	Name        string
	Description string
	Kind        ValueKind
	Cumulative  bool
}

// All describes every metric there is, sorted by name.
func All() []Description {
	all := make([]Description, len(table))
	for i := range table {
		all[i] = table[i].Description
	}
	return all
}

// Read fills in the values of the samples. One whose name is unknown becomes KindBad. A histogram that
// is there already is written over.
func Read(m []Sample) {
	v := new(values)
	readValues(v)
	for i := range m {
		sample := &m[i]
		if found, ok := byName[sample.Name]; ok {
			table[found].read(v, &sample.Value)
		} else {
			sample.Value.kind = KindBad
		}
	}
}

// values is everything at once: struct runtime_metrics of runtime/metrics.h.
type values struct {
	committed, released, inHeap, inStacks, inWorkBufs, inPtrScalarBits uint64
	tinyAllocs, largeAllocs, largeFrees, allAllocs, allFrees           uint64
	allocated, freed                                                   uint64
	smallAllocs, smallFrees                                            [68]uint64
	stacksSys, mspanSys, mspanInUse, mcacheSys, mcacheInUse            uint64
	buckhashSys, gcMiscSys, otherSys                                   uint64
	heapGoal, heapLive, heapScan, stackScan, globalsScan               uint64
	cyclesDone, cyclesForced, limiterLastEnabled                       uint64
	gcPercent, memoryLimit, stackStart                                 uint64
	gomaxprocs, goroutines                                             uint64
	gcAssist, gcDedicated, gcIdle, gcPause, gcTotal                    int64
	scavengeAssist, scavengeBg, scavengeTotal, idle, user, total       int64
	pauses, latencies                                                  [162]uint64
}

func readValues(v *values)
func classSize(class int) int
func timeBound(bucket int) int

var byName = index()

func index() map[string]int {
	index := make(map[string]int)
	for i := range table {
		index[table[i].Name] = i
	}
	return index
}

var sizeBuckets = makeSizeBuckets()
var timeBuckets = makeTimeBuckets()

// A class holds sizes above that of the class below it, up to its own.
func makeSizeBuckets() []float64 {
	b := []float64{1}
	for class := 1; class < 68; class++ {
		b = append(b, float64(classSize(class)+1))
	}
	return append(b, math.Inf(1))
}

// In seconds.
func makeTimeBuckets() []float64 {
	b := []float64{math.Inf(-1)}
	for bucket := 0; bucket <= 160; bucket++ {
		b = append(b, float64(timeBound(bucket))/1e9)
	}
	return append(b, math.Inf(1))
}

func (v *Value) setUint64(n uint64) { v.kind, v.scalar = KindUint64, n }

// setSeconds takes ns.
func (v *Value) setSeconds(ns int64) {
	v.kind, v.scalar = KindFloat64, math.Float64bits(float64(ns)/1e9)
}

func (v *Value) setHistogram(buckets []float64) *Float64Histogram {
	var h *Float64Histogram
	if v.kind == KindFloat64Histogram && v.histogram != nil {
		h = (*Float64Histogram)(v.histogram)
	} else {
		h = new(Float64Histogram)
		v.kind, v.histogram = KindFloat64Histogram, unsafe.Pointer(h)
	}
	h.Buckets = buckets
	if len(h.Counts) != len(buckets)-1 {
		h.Counts = make([]uint64, len(buckets)-1)
	}
	return h
}

func (v *Value) setSizes(small *[68]uint64, large uint64) {
	h := v.setHistogram(sizeBuckets)
	copy(h.Counts, small[1:]) // class 0 are the large ones
	h.Counts[len(h.Counts)-1] = large
}
