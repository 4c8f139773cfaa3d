// When marking ends: distributed termination with its ragged barrier, and the second look after the
// world is stopped; go-heap.md 14, after gcMarkDone of runtime/mgc.go of Go 1.21.
//
// Two Ps, each with a write barrier buffer and a work buffer, and the list of full buffers. A P runs
// mutators, whose barrier records pointers, or a worker, for quanta that end when they like. Objects
// are counted, not told apart: white ones become grey by a barrier or by a worker that scans, and
// grey ones black. While nothing is grey no white one can be reached, and so none becomes grey.
// Checked is that nothing is grey at the end, and that there is an end.
//
// In Go the second look does not see the list of full buffers. It has to (LOOK_LOCAL_ONLY): a P can
// fill and publish a buffer after its part in the ragged barrier while another P, whose part is
// still to come, drains by itself what was grey, so that nothing tells of it. With that the flags of
// the ragged barrier only save stops of the world: a fault in them is not to be seen here.
//
// Faults:
//   NO_SECOND_LOOK         the stopped world is not searched for what came after the ragged barrier
//   LOOK_BEFORE_STOP       the Ps are searched just before the world stops
//   LOOK_WITHOUT_FLUSH     the second look does not flush the write barrier's buffers
//   LOOK_AT_ONE            the second look sees only the first P
//   LOOK_LOCAL_ONLY        the second look does not see the list of full buffers
//   COUNTED_IN_TWO         a worker looks whether it is the last before it counts itself
//   LAST_DOES_NOT_TRY      the last worker does not try to end marking

#define num_ps 2
#define num_white 4

byte wbbuf[num_ps];       // grey objects in the write barrier's buffer
byte work[num_ps];        // grey objects in the work buffer
bit flushed_work[num_ps]; // published work since the last ragged barrier
bit draining[num_ps];     // runs a worker, which has no safepoint here
byte full_list = 1;       // grey objects in the list of full buffers; one from the roots
byte nwait = num_ps;      // workers that do not run
byte white = num_white;   // objects that can be reached while something is grey
bit mark_done_wanted; // a worker has found that it was the last, and nothing to do
bit world_stopped;
bit marking_ended;

#define something_grey \
  (full_list + wbbuf[0] + work[0] + wbbuf[1] + work[1] > 0)
#define mutator_runs(p) (!world_stopped && !draining[p])

inline gc_wbbuf_flush(p) {
  work[p] = work[p] + wbbuf[p];
  wbbuf[p] = 0
}

inline gc_work_dispose(p) {
  if
  :: work[p] > 0 -> full_list = full_list + work[p]; work[p] = 0; flushed_work[p] = 1
  :: else
  fi
}

// The end of a worker's quantum, with or without work left in its buffer.
inline worker_stops(p) {
#ifdef COUNTED_IN_TWO
  atomic { draining[p] -> last = nwait + 1 == num_ps }
  atomic {
    nwait++;
#else
  atomic {
    draining[p] ->
    nwait++;
    last = nwait == num_ps;
#endif
    draining[p] = 0;
    if
#ifndef LAST_DOES_NOT_TRY
    :: last && full_list == 0 -> mark_done_wanted = 1
#endif
    :: else
    fi;
    last = 0
  }
}

proctype P(byte p) {
  bit last;
end_of_marking:
  do
  :: atomic {
       mutator_runs(p) && white > 0 && something_grey ->
       white--;
       wbbuf[p]++
     }
  :: atomic { mutator_runs(p) && wbbuf[p] > 0 -> gc_wbbuf_flush(p) }
  :: atomic {
       mutator_runs(p) && work[p] > 0 ->
       work[p]--;
       full_list++;
       flushed_work[p] = 1
     }
  :: atomic { mutator_runs(p) && (work[p] > 0 || full_list > 0) -> draining[p] = 1; nwait-- }
  :: atomic { draining[p] && work[p] > 0 -> work[p]-- }
  :: atomic { draining[p] && work[p] > 0 && white > 0 -> white--; work[p]++ }
  :: atomic { draining[p] && work[p] == 0 && wbbuf[p] > 0 -> gc_wbbuf_flush(p) }
  :: atomic { draining[p] && work[p] == 0 && wbbuf[p] == 0 && full_list > 0 -> full_list--; work[p]++ }
  :: worker_stops(p)
  od
}

// One P's part in the ragged barrier, at its safepoint.
inline flush_p(p) {
  atomic {
    !draining[p] ->
    gc_wbbuf_flush(p);
    gc_work_dispose(p);
    evidence = evidence || flushed_work[p];
    flushed_work[p] = 0
  }
}

inline look_at(p) {
  atomic {
#ifndef LOOK_WITHOUT_FLUSH
    gc_wbbuf_flush(p);
#endif
    found = found || work[p] > 0
  }
}

inline second_look() {
#ifndef NO_SECOND_LOOK
#ifndef LOOK_LOCAL_ONLY
  found = full_list > 0;
#endif
  look_at(0);
#ifndef LOOK_AT_ONE
  look_at(1)
#endif
#else
  skip
#endif
}

// As gc_try_end_mark does, by whichever worker was the last; only one at a time.
proctype mark_done() {
  bit evidence;
  bit found;
end_of_marking:
  do
  :: atomic { mark_done_wanted && !marking_ended -> mark_done_wanted = 0 }
     do
     :: nwait != num_ps || full_list > 0 -> break // more to do: another will be the last
     :: nwait == num_ps && full_list == 0 ->
        evidence = 0;
        found = 0;
        flush_p(0);
        flush_p(1);
        if
        :: evidence
        :: else ->
#ifdef LOOK_BEFORE_STOP
           second_look();
           atomic { !draining[0] && !draining[1] -> world_stopped = 1 }
#else
           atomic { !draining[0] && !draining[1] -> world_stopped = 1 }
           second_look();
#endif
           if
           :: found -> world_stopped = 0
           :: else -> marking_ended = 1; break
           fi
        fi
     od
  od
}

// Nothing is left when marking has ended, and it does end.
proctype observer() {
  marking_ended;
  assert(full_list == 0 && nwait == num_ps);
  assert(wbbuf[0] == 0 && work[0] == 0 && wbbuf[1] == 0 && work[1] == 0)
}

init {
  atomic {
    run P(0);
    run P(1);
    run mark_done();
    run observer()
  }
}
