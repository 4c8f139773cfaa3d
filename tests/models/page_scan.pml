// The states of a page that markers scan whole: mem/page_scan.h, queue_page of gc/mark_rings.h and
// visit_page of gc/page_mark.c.
//
// One page with four objects, as bits. Two markers find pointers to objects 0 and 1 from elsewhere,
// and either visits the page when it is queued. Objects 0 and 2 point to 2 and 3 in the page. An
// allocator gives out object 3, black, and stores the pointer to it in 2. Checked is that each marked
// object but that one is scanned once nothing is queued, and that one never is, for its owner writes to
// it. The page lies in one queue at most, and one marker at a time visits it.
//
// Each step is one access to memory that others see. Spin's memory is in order; where the code needs
// a full barrier for that, it uses a read-modify-write.
//
// Faults:
//   STATE_BEFORE_BIT       a marker looks at the state, and then sets the bit
//   BITS_BEFORE_RUNNING    a visitor reads the mark bits, and then says that it runs
//   NO_AGAIN               a marker leaves the state of a running page alone
//   IDLE_BY_STORE          a visitor stores idle at the end, whatever the state is by then
//   BITS_BY_STORE          a visitor stores mark bits that it found, and loses those of others
//   QUEUED_TWICE           a marker queues a page that is queued
//   NEW_MARKED_FIRST       the allocator sets the mark bit before the bit in `scanned`
//   MARKED_MEANWHILE       a visitor scans what got its mark bit since the visit began

#define IDLE 0
#define QUEUED 1
#define RUNNING 2
#define AGAIN 3

byte state = IDLE;
byte marks;       // a bit an object
byte scanned;     // the row of page_scanned
byte queued;      // entries of the page in all queues
byte visitors;    // who are in the page
bit born;         // object 2 points to object 3
byte left = 3;    // markers and the allocator that are not done

// Sets a mark bit and sees to it that the page is scanned.
inline mark(mask) {
#ifdef STATE_BEFORE_BIT
  seen = state;
#endif
  atomic { fresh = (marks & mask) == 0; marks = marks | mask }
  if
  :: !fresh
  :: else ->
     do
     ::
#ifndef STATE_BEFORE_BIT
        seen = state;
#endif
        if
#ifndef QUEUED_TWICE
        :: seen == QUEUED || seen == AGAIN -> break
#else
        :: seen == AGAIN -> break
        :: seen == QUEUED -> queued++; assert(queued <= 1); break
#endif
#ifdef NO_AGAIN
        :: seen == RUNNING -> break
#endif
        :: else ->
           atomic {
             if
             :: state == seen && seen == IDLE -> state = QUEUED; queued++; assert(queued <= 1); break
             :: state == seen && seen == RUNNING -> state = AGAIN; break
             :: else -> seen = state
             fi
           }
        fi
     od
  fi;
  fresh = 0;
  seen = 0
}

// Scans what is marked and not scanned: object 0 points to 2, and 2 to 3.
inline visit() {
#ifdef BITS_BEFORE_RUNNING
  known = marks;
#endif
  atomic { assert(state == QUEUED); state = RUNNING };
  do
  ::
#ifndef BITS_BEFORE_RUNNING
     known = marks;
#endif
     done = scanned;
     assert(!(known & 8) || done & 8);
     found = known;
     if
     :: found & 1 -> found = found | 4
     :: else
     fi;
     if
#ifdef MARKED_MEANWHILE
     :: found & 4 && born && !(found & 8) -> assert(false)
#else
     :: found & 4 && born && !(found & 8) && !(marks & 8) -> assert(false)
#endif
     :: else
     fi;
#ifdef BITS_BY_STORE
     marks = found;
#else
     marks = marks | found;
#endif
     scanned = scanned | found;
#ifdef IDLE_BY_STORE
     visitors--;
     state = IDLE;
     break
#else
     atomic {
       if
       :: state == RUNNING -> state = IDLE; visitors--; break
       :: else -> assert(state == AGAIN); state = RUNNING
       fi
     }
#endif
  od;
  known = 0;
  done = 0;
  found = 0
}

proctype marker(byte object) {
  byte seen, known, done, found;
  bit fresh;
  mark(object);
  left--;
end_of_work:
  do
  :: atomic { queued > 0 -> queued--; visitors++; assert(visitors == 1) }
     visit()
  od
}

// Allocates object 3 while the cycle marks.
proctype allocator() {
#ifdef NEW_MARKED_FIRST
  marks = marks | 8;
  scanned = scanned | 8;
#else
  scanned = scanned | 8;
  marks = marks | 8;
#endif
  born = 1;
  left--
}

proctype observer() {
  left == 0 && queued == 0 && visitors == 0;
  assert((marks & 7) == 7 && (scanned & marks) == marks);
  assert(state == IDLE)
}

init {
  atomic {
    run marker(1);
    run marker(2);
    run allocator();
    run observer()
  }
}
