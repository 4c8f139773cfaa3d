package metrics

type metric struct {
	Description
	read func(v *values, out *Value)
}

// A value that may go down; one that only grows; CPU time.
func level(name, text string, f func(v *values) uint64) metric {
	return metric{Description{name, text, KindUint64, false}, func(v *values, out *Value) { out.setUint64(f(v)) }}
}

func count(name, text string, f func(v *values) uint64) metric {
	return metric{Description{name, text, KindUint64, true}, func(v *values, out *Value) { out.setUint64(f(v)) }}
}

func cpu(name, text string, f func(v *values) int64) metric {
	text += " An estimate, to be compared with other /cpu/classes metrics only."
	return metric{Description{name, text, KindFloat64, true}, func(v *values, out *Value) { out.setSeconds(f(v)) }}
}

func distribution(name, text string, read func(v *values, out *Value)) metric {
	return metric{Description{name, text, KindFloat64Histogram, true}, read}
}

// Sorted by name.
var table = []metric{
	count("/cgo/go-to-c-calls:calls", "Calls from Go to C that cgo made: none, there is no cgo.",
		func(v *values) uint64 { return 0 }),
	cpu("/cpu/classes/gc/mark/assist:cpu-seconds", "CPU time of goroutines that marked while they allocated, so that the collector keeps up.",
		func(v *values) int64 { return v.gcAssist }),
	cpu("/cpu/classes/gc/mark/dedicated:cpu-seconds", "CPU time of marking on Ps that were given to the collector.",
		func(v *values) int64 { return v.gcDedicated }),
	cpu("/cpu/classes/gc/mark/idle:cpu-seconds", "CPU time of marking on Ps that had nothing else to do.",
		func(v *values) int64 { return v.gcIdle }),
	cpu("/cpu/classes/gc/pause:cpu-seconds", "CPU time during which the collector had stopped the world: the pauses times GOMAXPROCS.",
		func(v *values) int64 { return v.gcPause }),
	cpu("/cpu/classes/gc/total:cpu-seconds", "CPU time of the collector: the sum of /cpu/classes/gc.",
		func(v *values) int64 { return v.gcTotal }),
	cpu("/cpu/classes/idle:cpu-seconds", "CPU time that was there and not used.",
		func(v *values) int64 { return v.idle }),
	cpu("/cpu/classes/scavenge/assist:cpu-seconds", "CPU time of allocations that had to give memory back to the system first.",
		func(v *values) int64 { return v.scavengeAssist }),
	cpu("/cpu/classes/scavenge/background:cpu-seconds", "CPU time of giving memory back to the system in the background.",
		func(v *values) int64 { return v.scavengeBg }),
	cpu("/cpu/classes/scavenge/total:cpu-seconds", "CPU time of giving memory back: the sum of /cpu/classes/scavenge.",
		func(v *values) int64 { return v.scavengeTotal }),
	cpu("/cpu/classes/total:cpu-seconds", "CPU time that there was: GOMAXPROCS over time. The sum of /cpu/classes.",
		func(v *values) int64 { return v.total }),
	cpu("/cpu/classes/user:cpu-seconds", "CPU time of the program itself.",
		func(v *values) int64 { return v.user }),
	count("/gc/cycles/automatic:gc-cycles", "Cycles that the run time started and that are complete.",
		func(v *values) uint64 { return v.cyclesDone - v.cyclesForced }),
	count("/gc/cycles/forced:gc-cycles", "Cycles that the program asked for and that are complete.",
		func(v *values) uint64 { return v.cyclesForced }),
	count("/gc/cycles/total:gc-cycles", "All cycles that are complete.",
		func(v *values) uint64 { return v.cyclesDone }),
	level("/gc/gogc:percent", "What GOGC or debug.SetGCPercent set; 100 if neither did.",
		func(v *values) uint64 { return v.gcPercent }),
	level("/gc/gomemlimit:bytes", "What GOMEMLIMIT or debug.SetMemoryLimit set; math.MaxInt64 if neither did.",
		func(v *values) uint64 { return v.memoryLimit }),
	distribution("/gc/heap/allocs-by-size:bytes", "Objects allocated, by size. Of tiny ones only their blocks.",
		func(v *values, out *Value) { out.setSizes(&v.smallAllocs, v.largeAllocs) }),
	count("/gc/heap/allocs:bytes", "Memory that the program allocated, ever.",
		func(v *values) uint64 { return v.allocated }),
	count("/gc/heap/allocs:objects", "Objects that the program allocated, ever. Of tiny ones only their blocks.",
		func(v *values) uint64 { return v.allAllocs }),
	distribution("/gc/heap/frees-by-size:bytes", "Objects freed, by size. Of tiny ones only their blocks.",
		func(v *values, out *Value) { out.setSizes(&v.smallFrees, v.largeFrees) }),
	count("/gc/heap/frees:bytes", "Memory that the collector freed, ever.",
		func(v *values) uint64 { return v.freed }),
	count("/gc/heap/frees:objects", "Objects that the collector freed, ever. Of tiny ones only their blocks.",
		func(v *values) uint64 { return v.allFrees }),
	level("/gc/heap/goal:bytes", "The size of the heap at which this or the next cycle should end.",
		func(v *values) uint64 { return v.heapGoal }),
	level("/gc/heap/live:bytes", "Memory of the objects that the last cycle marked.",
		func(v *values) uint64 { return v.heapLive }),
	level("/gc/heap/objects:objects", "Objects that live or are not swept yet.",
		func(v *values) uint64 { return v.allAllocs - v.allFrees }),
	count("/gc/heap/tiny/allocs:objects", "Tiny objects allocated, ever, which share blocks.",
		func(v *values) uint64 { return v.tinyAllocs }),
	level("/gc/limiter/last-enabled:gc-cycle", "The cycle in which the limiter of the collector's CPU time was last on; 0 if it never was.",
		func(v *values) uint64 { return v.limiterLastEnabled }),
	distribution("/gc/pauses:seconds", "Pauses of the program that the collector made.",
		func(v *values, out *Value) { copy(out.setHistogram(timeBuckets).Counts, v.pauses[:]) }),
	level("/gc/scan/globals:bytes", "Memory of package variables that is to be scanned.",
		func(v *values) uint64 { return v.globalsScan }),
	level("/gc/scan/heap:bytes", "Memory of objects that is to be scanned.",
		func(v *values) uint64 { return v.heapScan }),
	level("/gc/scan/stack:bytes", "Memory of stacks that the last cycle scanned.",
		func(v *values) uint64 { return v.stackScan }),
	level("/gc/scan/total:bytes", "Memory that is to be scanned: the sum of /gc/scan.",
		func(v *values) uint64 { return v.heapScan + v.stackScan + v.globalsScan }),
	level("/gc/stack/starting-size:bytes", "The size of a new goroutine's stack.",
		func(v *values) uint64 { return v.stackStart }),
	level("/memory/classes/heap/free:bytes", "Memory that is free and that the system could have back.",
		func(v *values) uint64 {
			return v.committed - v.inHeap - v.inStacks - v.inWorkBufs - v.inPtrScalarBits
		}),
	level("/memory/classes/heap/objects:bytes", "Memory of objects that live or are not swept yet.",
		func(v *values) uint64 { return v.allocated - v.freed }),
	level("/memory/classes/heap/released:bytes", "Memory that is free and that the system has back.",
		func(v *values) uint64 { return v.released }),
	level("/memory/classes/heap/stacks:bytes", "Memory of the heap that is for goroutines' stacks.",
		func(v *values) uint64 { return v.inStacks }),
	level("/memory/classes/heap/unused:bytes", "Memory that is for objects and holds none.",
		func(v *values) uint64 { return v.inHeap - (v.allocated - v.freed) }),
	level("/memory/classes/metadata/mcache/free:bytes", "Memory for the caches of Ps that is not in use.",
		func(v *values) uint64 { return v.mcacheSys - v.mcacheInUse }),
	level("/memory/classes/metadata/mcache/inuse:bytes", "Memory of the caches of Ps.",
		func(v *values) uint64 { return v.mcacheInUse }),
	level("/memory/classes/metadata/mspan/free:bytes", "Memory for span structures that is not in use.",
		func(v *values) uint64 { return v.mspanSys - v.mspanInUse }),
	level("/memory/classes/metadata/mspan/inuse:bytes", "Memory of span structures.",
		func(v *values) uint64 { return v.mspanInUse }),
	level("/memory/classes/metadata/other:bytes", "Other memory by which the heap is managed.",
		func(v *values) uint64 { return v.inWorkBufs + v.inPtrScalarBits + v.gcMiscSys }),
	level("/memory/classes/os-stacks:bytes", "Memory for stacks that is not of the heap.",
		func(v *values) uint64 { return v.stacksSys }),
	level("/memory/classes/other:bytes", "Memory for finalizers, for what debugs the run time, and so on.",
		func(v *values) uint64 { return v.otherSys }),
	level("/memory/classes/profiling/buckets:bytes", "Memory of the tables of profiles.",
		func(v *values) uint64 { return v.buckhashSys }),
	level("/memory/classes/total:bytes", "All memory of the run time: the sum of /memory/classes.",
		func(v *values) uint64 {
			return v.committed + v.released + v.stacksSys + v.mspanSys + v.mcacheSys + v.buckhashSys + v.gcMiscSys + v.otherSys
		}),
	level("/sched/gomaxprocs:threads", "GOMAXPROCS: how many threads run the program at once.",
		func(v *values) uint64 { return v.gomaxprocs }),
	level("/sched/goroutines:goroutines", "Goroutines that exist.",
		func(v *values) uint64 { return v.goroutines }),
	distribution("/sched/latencies:seconds", "Times that goroutines were runnable before they ran, of a sample.",
		func(v *values, out *Value) { copy(out.setHistogram(timeBuckets).Counts, v.latencies[:]) }),
}
