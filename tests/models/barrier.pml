// Nothing reachable is lost: the hybrid write barrier, as gc/barrier.c records and gc/wbbuf.c
// shades, beside a marker that scans one stack at a time and never twice; go-heap.md 16.
//
// Two goroutines, one with two pointer slots of stack and one with one, on a P each; two objects
// with one field each; one global. They load, store, allocate, forget and hand pointers to each
// other as they like. When marking ends, each object that can be reached must be marked. Left out is what does
// not matter here: a P's buffer is the set of objects recorded, shading an object is one step.
//
// Faults:
//   NO_OLD_POINTER        the barrier does not record what the slot held
//   NO_NEW_POINTER        the barrier does not record what the slot gets
//   NO_BARRIER_GLOBALS    a global is overwritten without the barrier
//   NO_BARRIER_HANDOFF    a channel copies into the stack of a waiting goroutine without it
//   BORN_WHITE            an object allocated while marking is not marked
//   SAFEPOINT_IN_BARRIER  the world can be stopped between the test of the flag and the store
//   BUFFERS_LEFT          marking ends without a flush of each P's buffer
//   STACK_SCANNED_LIVE    a stack is scanned slot by slot while its goroutine runs
//   FLAG_LATE             the first stacks are scanned before the barrier is enabled

#define num_g 2
#define num_objects 2
#define nil 0

// What storing tells: a goroutine is between the barrier and the store of its slot a.
#define nothing 0
#define to_field(a) (1 + (a))
#define to_global(a) (3 + (a))
#define at_safepoint(g) (!done && storing[g] == nothing)

mtype = { unallocated, white, grey, black };

mtype colour[num_objects + 1];
byte field[num_objects + 1];
byte stack[3]; // two slots of goroutine 0, one of goroutine 1
byte global;

byte recorded[num_g];  // a P's write barrier buffer: bit o is object o
byte storing[num_g];
bit write_barrier_enabled;

bit stack_scanned[num_g];
bit globals_scanned;
bit done;

#ifdef SAFEPOINT_IN_BARRIER
#define world_can_stop 1
#else
#define world_can_stop (!storing[0] && !storing[1])
#endif
#define all_scanned (stack_scanned[0] && stack_scanned[1] && globals_scanned)
#define something_grey (colour[1] == grey || colour[2] == grey)

inline shade(o) {
  if
  :: o != nil && colour[o] == white -> colour[o] = grey
  :: else
  fi
}

inline wbbuf_put2(p, old_pointer, new_pointer) {
#ifndef NO_OLD_POINTER
  recorded[p] = recorded[p] | 1 << old_pointer;
#endif
#ifndef NO_NEW_POINTER
  recorded[p] = recorded[p] | 1 << new_pointer;
#endif
  recorded[p] = recorded[p] & ~1 // nil
}

inline wbbuf_flush(p) {
  if
  :: recorded[p] & 2 -> shade(1)
  :: else
  fi;
  if
  :: recorded[p] & 4 -> shade(2)
  :: else
  fi;
  recorded[p] = 0
}

// What the slot holds and gets goes into the buffer, if the collector marks.
inline barrier(p, slot, value) {
  if
  :: write_barrier_enabled -> wbbuf_put2(p, slot, value)
  :: else
  fi
}

inline new_object(slot) {
  slot = 1;
  do
  :: slot <= num_objects && colour[slot] != unallocated -> slot++
  :: else -> break
  od;
  if
  :: slot > num_objects -> slot = nil
  :: else ->
#ifdef BORN_WHITE
     colour[slot] = white
#else
     colour[slot] = (write_barrier_enabled -> black : white)
#endif
  fi
}

inline barrier_globals(p, value) {
#ifndef NO_BARRIER_GLOBALS
  barrier(p, global, value)
#else
  skip
#endif
}

// A channel copies into the stack of a goroutine that waits.
inline hand_off(p, slot, value) {
#ifndef NO_BARRIER_HANDOFF
  barrier(p, slot, value);
#endif
  slot = value
}

// What a goroutine does with its slot a. Between the barrier and the store others may run, but
// there is no safepoint.
#define slot_steps(g, a) \
  :: atomic { at_safepoint(g) -> stack[a] = global } \
  :: atomic { at_safepoint(g) -> stack[a] = nil } \
  :: atomic { at_safepoint(g) -> barrier_globals(g, stack[a]); storing[g] = to_global(a) } \
  :: atomic { storing[g] == to_global(a) -> global = stack[a]; storing[g] = nothing }

// And with the field of the object that its slot b points to.
#define field_steps(g, a, b) \
  :: atomic { at_safepoint(g) && stack[b] != nil -> stack[a] = field[stack[b]] } \
  :: atomic { \
       at_safepoint(g) && stack[b] != nil -> \
       barrier(g, field[stack[b]], stack[a]); \
       storing[g] = to_field(a) \
     } \
  :: atomic { storing[g] == to_field(a) -> field[stack[b]] = stack[a]; storing[g] = nothing }

proctype two_slots() {
end_of_marking:
  do
  slot_steps(0, 0)
  slot_steps(0, 1)
  field_steps(0, 0, 1)
  field_steps(0, 1, 0)
  :: atomic { at_safepoint(0) -> new_object(stack[0]) }
  :: atomic { at_safepoint(0) && !storing[1] -> hand_off(0, stack[2], stack[0]) }
  od
}

proctype one_slot() {
end_of_marking:
  do
  slot_steps(1, 2)
  :: atomic { at_safepoint(1) && !storing[0] -> hand_off(1, stack[0], stack[2]) }
  od
}

inline scan_object(o) {
  atomic { colour[o] == grey -> shade(field[o]); colour[o] = black }
}

inline scan_two_slots() {
#ifdef STACK_SCANNED_LIVE
  atomic { !stack_scanned[0] -> shade(stack[0]) }
  atomic { shade(stack[1]); stack_scanned[0] = 1 }
#else
  atomic {
    !stack_scanned[0] && !storing[0] ->
    shade(stack[0]);
    shade(stack[1]);
    stack_scanned[0] = 1
  }
#endif
}

inline scan_one_slot() {
  atomic { !stack_scanned[1] && !storing[1] -> shade(stack[2]); stack_scanned[1] = 1 }
}

// What can be reached from the roots is marked.
inline check_marked() {
  reached = 1 << global | 1 << stack[0] | 1 << stack[1] | 1 << stack[2];
  if
  :: reached & 2 -> reached = reached | 1 << field[1]
  :: else
  fi;
  if
  :: reached & 4 -> reached = reached | 1 << field[2]
  :: else
  fi;
  if
  :: reached & 2 -> reached = reached | 1 << field[1]
  :: else
  fi;
  assert(!(reached & 2) || colour[1] == black);
  assert(!(reached & 4) || colour[2] == black)
}

proctype marker() {
  byte reached;
#ifdef FLAG_LATE
  scan_two_slots();
#endif
  atomic { world_can_stop -> write_barrier_enabled = 1 }
  do
  :: scan_two_slots()
  :: scan_one_slot()
  :: atomic { !globals_scanned -> shade(global); globals_scanned = 1 }
  :: scan_object(1)
  :: scan_object(2)
  :: atomic { recorded[0] != 0 && !storing[0] -> wbbuf_flush(0) }
  :: atomic { recorded[1] != 0 && !storing[1] -> wbbuf_flush(1) }
  :: atomic {
       all_scanned && !something_grey && world_can_stop ->
#ifndef BUFFERS_LEFT
       wbbuf_flush(0);
       wbbuf_flush(1);
#endif
       if
       :: something_grey
       :: else -> done = 1; break
       fi
     }
  od;
  atomic { check_marked(); reached = 0 }
}

init {
  atomic {
    colour[0] = black;
    colour[1] = unallocated;
    colour[2] = unallocated;
    run two_slots();
    run one_slot();
    run marker()
  }
}
