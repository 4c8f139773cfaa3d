// Who owns a span: the protocol of sweepgen, as mem/mspan.h has it in its table and mem/sweep.c,
// mem/mspan_sweep.c, mem/mcache.c and mem/mcentral.c carry it out; go-heap.md 10.
//
// Two Ps allocate from one span class, a background sweeper takes spans from the unswept set and,
// as the page reclaimer, finds them by their pages; the collector begins one sweep after another.
// What a span holds is left out: of a sweep it is only known that it takes time and may find the
// span empty. The number of cycles is not bounded: as nobody remembers a generation across a stop of
// the world, sweepgen is counted from the heap's, and falls by 2 where the heap's would grow.
//
// Faults:
//   CACHED_NOT_MARKED   mcache_refill leaves sweepgen as it is instead of setting it to +3
//   STALE_PUT_BACK      mcentral_uncache_span does not look for +1: unswept, but called swept
//   ACQUIRE_IN_TWO      sweep_try_acquire loads and stores instead of compare-and-swap
//   PUBLISHED_EARLY     mspan_sweep stores sweepgen before it has exchanged the bits
//   SWEEP_NOT_HELD      the collector does not hold the sweep open until each P has flushed
//   RECLAIM_UNCOUNTED   the reclaimer sweeps without sweep_active_begin
//   BEGIN_IN_TWO        sweep_active_begin tests "drained" first and counts later
//   BORN_UNSWEPT        mheap_alloc leaves the sweepgen that the span's last life ended with
//   POP_IS_ENOUGH       what is popped from the unswept set is swept without being acquired

#define num_ps 2
#define num_spans 2
#define no_span num_spans

// sweepgen less the heap's.
#define long_ago (-4)
#define to_be_swept (-2)
#define being_swept (-1)
#define swept 0
#define cached_unswept 1
#define cached_swept 3

// sweep.active: a count of sweepers, and whether nothing is left.
#define drained 128
#define sweep_is_done (sweep_active == drained)
byte sweep_active = drained;

// What a sweep makes of a span's bits.
#define bits_old 0
#define bits_changing 1
#define bits_new 2

#define nobody 0
#define the_sweeper (num_ps + 1)
#define the_collector (num_ps + 2)

// Spans. A span freed by the reclaimer stays in the unswept set.
short sweepgen[num_spans];
bit in_use[num_spans];
byte bits[num_spans];
byte owner[num_spans]; // who may write to it: the P that caches it, or who sweeps it
byte swept_set; // bit s: span s is in it
byte unswept_set;

// Ps.
byte cached[num_ps];
bit flushed[num_ps]; // flush_gen is the heap's sweepgen

// The world: stopped when it is to stop and nobody is between two safepoints.
bit stopping;
byte busy;

#define mspan_is_swept(s) (sweepgen[s] == swept || sweepgen[s] == cached_swept)

inline leave_safepoint() {
  atomic { !stopping -> busy++ }
}

inline reach_safepoint() {
  busy--
}

inline own(me, s) {
  assert(owner[s] == nobody);
  owner[s] = me
}

inline disown(me, s) {
  assert(owner[s] == me);
  owner[s] = nobody
}

inline sweep_active_begin(ok) {
#ifdef BEGIN_IN_TWO
  ok = sweep_active < drained;
#endif
  atomic {
#ifndef BEGIN_IN_TWO
    ok = sweep_active < drained;
#endif
    if
    :: ok -> assert(!sweep_is_done); sweep_active++
    :: else
    fi
  }
}

inline sweep_active_end(ok) {
  d_step { assert((sweep_active & ~drained) > 0); sweep_active--; ok = 0 }
}

inline sweep_try_acquire(me, s, ok) {
#ifdef ACQUIRE_IN_TWO
  ok = sweepgen[s] == to_be_swept;
#endif
  atomic {
#ifndef ACQUIRE_IN_TWO
    ok = sweepgen[s] == to_be_swept;
#endif
    if
    :: ok -> sweepgen[s] = being_swept; own(me, s)
    :: else
    fi
  }
}

inline span_set_pop(set, s) {
  atomic {
    s = 0;
    do
    :: s < num_spans && !(set >> s & 1) -> s++
    :: else -> break
    od;
    if
    :: s < num_spans -> set = set & ~(1 << s)
    :: else
    fi
  }
}

inline span_set_push(set, s) {
  assert(!(set >> s & 1));
  set = set | 1 << s
}

// Sweeps what was acquired. Whoever preserves the span goes on owning it.
inline mspan_sweep(me, s, preserve) {
  d_step {
    assert(owner[s] == me && in_use[s] && sweepgen[s] == being_swept);
    assert(bits[s] == bits_old);
    bits[s] = bits_changing
  }
#ifdef PUBLISHED_EARLY
  sweepgen[s] = swept;
  bits[s] = bits_new;
#else
  bits[s] = bits_new;
  sweepgen[s] = swept;
#endif
  if
  :: preserve
  :: !preserve -> atomic { disown(me, s); span_set_push(swept_set, s) }
  :: !preserve -> d_step { disown(me, s); in_use[s] = 0 }
  fi
}

// Sweeps one span of the unswept set; none is left if s is no_span then.
inline sweep_one(me, s, ok) {
  sweep_active_begin(ok);
  if
  :: ok ->
    do
    :: span_set_pop(unswept_set, s);
       if
       :: s == no_span -> sweep_active = sweep_active | drained; break
       :: else
       fi;
       if
       :: atomic { !in_use[s] -> assert(mspan_is_swept(s)) }
       :: in_use[s] ->
#ifdef POP_IS_ENOUGH
          atomic { sweepgen[s] = being_swept; own(me, s); ok = 1 }
#else
          sweep_try_acquire(me, s, ok);
#endif
          if
          :: ok -> mspan_sweep(me, s, 0); break
          :: else
          fi
       fi
    od;
    sweep_active_end(ok)
  :: else -> s = no_span
  fi
}

// As the reclaimer does: the span is found by its pages and may be in a set all the while.
inline reclaim(me, s, ok) {
#ifdef RECLAIM_UNCOUNTED
  ok = 1;
#else
  sweep_active_begin(ok);
#endif
  if
  :: ok ->
     if
     :: s = 0
     :: s = 1
     fi;
     if
     :: in_use[s] -> sweep_try_acquire(me, s, ok)
     :: !in_use[s] -> ok = 0
     fi;
     if
     :: ok -> mspan_sweep(me, s, 0)
     :: else
     fi;
#ifndef RECLAIM_UNCOUNTED
     sweep_active_end(ok)
#endif
  :: else
  fi
}

// Before a special is put on an object of span s, which is in use: it can be freed meanwhile, as
// what is missing here is the pointer to the object that the caller has.
inline mspan_ensure_swept(me, s, ok) {
  sweep_active_begin(ok);
  if
  :: ok ->
     sweep_try_acquire(me, s, ok);
     if
     :: ok -> mspan_sweep(me, s, 0)
     :: else
     fi;
     sweep_active_end(ok)
  :: else
  fi;
  atomic { mspan_is_swept(s) -> assert(!in_use[s] || bits[s] == bits_new) }
}

inline mcentral_uncache_span(me, s) {
  if
#ifndef STALE_PUT_BACK
  :: sweepgen[s] == cached_unswept ->
     sweepgen[s] = being_swept;
     mspan_sweep(me, s, 0)
#endif
  :: else ->
     sweepgen[s] = swept;
     atomic { disown(me, s); span_set_push(swept_set, s) }
  fi
}

// A span with room, which is ours then, or no_span.
inline mcentral_cache_span(me, s, ok) {
  atomic {
    span_set_pop(swept_set, s);
    if
    :: s != no_span -> own(me, s)
    :: else
    fi
  }
  if
  :: s == no_span ->
     sweep_active_begin(ok);
     if
     :: ok ->
        do
        :: span_set_pop(unswept_set, s);
           if
           :: s == no_span -> break
           :: else -> sweep_try_acquire(me, s, ok)
           fi;
           if
           :: ok -> mspan_sweep(me, s, 1); break
           :: else
           fi
        od;
        sweep_active_end(ok)
     :: else
     fi
  :: else
  fi;
  if
  :: s == no_span -> mheap_alloc(me, s)
  :: else
  fi
}

// Makes a dead span live, if there is one.
inline mheap_alloc(me, s) {
  atomic {
    s = 0;
    do
    :: s < num_spans && in_use[s] -> s++
    :: else -> break
    od;
    if
    :: s < num_spans ->
       own(me, s);
       bits[s] = bits_new;
#ifndef BORN_UNSWEPT
       sweepgen[s] = swept;
#endif
       in_use[s] = 1
    :: else
    fi
  }
}

inline mcache_refill(me, p, s, ok) {
  atomic { s = cached[p]; cached[p] = no_span }
  if
  :: s != no_span -> mcentral_uncache_span(me, s)
  :: else
  fi;
  mcentral_cache_span(me, s, ok);
  if
  :: s != no_span ->
#ifndef CACHED_NOT_MARKED
     sweepgen[s] = cached_swept;
#endif
     atomic { assert(owner[s] == me && bits[s] == bits_new); cached[p] = s }
  :: else
  fi
}

inline mcache_prepare_for_sweep(me, p, s) {
  if
  :: !flushed[p] ->
     atomic { s = cached[p]; cached[p] = no_span }
     if
     :: s != no_span -> mcentral_uncache_span(me, s)
     :: else
     fi;
     flushed[p] = 1
  :: else
  fi
}

proctype P(byte p) {
  byte s = no_span;
  bit ok;
  do
  :: leave_safepoint();
     mcache_prepare_for_sweep(p + 1, p, s);
     if
     :: mcache_refill(p + 1, p, s, ok)
     :: skip
     fi;
     atomic { s = no_span; ok = 0; reach_safepoint() }
  od
}

// Whoever else sweeps.
proctype sweeper() {
  byte s = no_span;
  bit ok;
  do
  :: leave_safepoint();
     if
     :: sweep_one(the_sweeper, s, ok)
     :: reclaim(the_sweeper, s, ok)
     :: atomic { in_use[0] -> s = 0 }
        mspan_ensure_swept(the_sweeper, s, ok)
     :: atomic { in_use[1] -> s = 1 }
        mspan_ensure_swept(the_sweeper, s, ok)
     fi;
     atomic { s = no_span; ok = 0; reach_safepoint() }
  od
}

// What must hold when a cycle ends its sweep; and then the generation that follows.
inline check_all_swept() {
  assert(unswept_set == 0);
  s = 0;
  do
  :: s < num_spans ->
     assert(!in_use[s] || bits[s] == bits_new);
     assert(!in_use[s] || mspan_is_swept(s));
#ifndef CACHED_NOT_MARKED // which is to be found by what it leads to
     assert(!in_use[s] || (sweepgen[s] == cached_swept) == (owner[s] != nobody));
#endif
     s++
  :: else -> break
  od
}

inline sweep_start() {
  unswept_set = swept_set;
  swept_set = 0;
  sweep_active = 0;
  flushed[0] = 0;
  flushed[1] = 0;
  s = 0;
  do
  :: s < num_spans ->
     if
     :: sweepgen[s] > long_ago -> sweepgen[s] = sweepgen[s] - 2
     :: else // a dead one
     fi;
     if
     :: in_use[s] -> bits[s] = bits_old
     :: else
     fi;
     s++
  :: else -> break
  od;
  s = no_span
}

proctype collector() {
  byte s = no_span;
  bit ok;
  do
  :: stopping = 1;
     busy == 0;
     assert(flushed[0] && flushed[1]);
     do
     :: sweep_one(the_collector, s, ok);
        if
        :: s == no_span -> break
        :: else
        fi
     od;
     assert(sweep_is_done);
     d_step {
       check_all_swept();
       sweep_start();
       ok = 0
#ifndef SWEEP_NOT_HELD
       ;
       sweep_active = 1
#endif
     }
     stopping = 0;
     flushed[0] && flushed[1];
#ifndef SWEEP_NOT_HELD
     sweep_active_end(ok)
#endif
  od
}

// As gc_collect waits: once the sweep is done, no span is left.
proctype who_waits_for_the_sweep() {
  do
  :: atomic {
       sweep_is_done ->
       assert(!in_use[0] || bits[0] == bits_new);
       assert(!in_use[1] || bits[1] == bits_new)
     }
  od
}

init {
  atomic {
    // One span in use and in the set of swept ones, one dead.
    sweepgen[0] = swept;
    in_use[0] = 1;
    bits[0] = bits_new;
    swept_set = 1;
    sweepgen[1] = swept;
    bits[1] = bits_new;
    cached[0] = no_span;
    cached[1] = no_span;
    flushed[0] = 1;
    flushed[1] = 1;
    run P(0);
    run P(1);
    run sweeper();
    run collector();
    run who_waits_for_the_sweep()
  }
}
