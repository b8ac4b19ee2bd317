package matrix

import (
	"context"
	"sync"
	"time"

	"maunium.net/go/mautrix/id"
)

// lines are the queues of rooms: what happens in one room is dealt with in order, and a room that takes
// long holds up no other.
type lines struct {
	deal  func(item)
	slots chan struct{} // one for each room at work
	work  sync.WaitGroup

	mu      sync.Mutex
	of      map[id.RoomID][]item // waiting, and present while somebody works on the room
	waiting int
	room    *sync.Cond    // there is room again
	closed  chan struct{} // nothing more begins
}

// mostWaiting is how many items may wait before the next sync has to; mostAtWork how many rooms are worked
// on at once.
const (
	mostWaiting = 2000
	mostAtWork  = 32
)

// init prepares the lines.
func (l *lines) init() {
	l.of, l.slots, l.closed = make(map[id.RoomID][]item), make(chan struct{}, mostAtWork), make(chan struct{})
	l.room = sync.NewCond(&l.mu)
}

// open lets work begin. What was begun is finished, so ctx's end is not theirs; but nothing begins after it.
func (l *lines) open(ctx context.Context, deal func(context.Context, item)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	calm := context.WithoutCancel(ctx)
	l.deal = func(it item) { deal(calm, it) }
	context.AfterFunc(ctx, l.shut)
}

// over says that nothing more begins.
func (l *lines) over() bool {
	select {
	case <-l.closed:
		return true
	default:
		return false
	}
}

// put adds an item to the line of its room. It waits while too many wait already, but never at the
// end of the program, when the store has it.
func (l *lines) put(it item) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.waiting >= mostWaiting && !l.over() {
		l.room.Wait()
	}
	if l.over() {
		return
	}
	queue, busy := l.of[it.Room]
	l.of[it.Room] = append(queue, it)
	l.waiting++
	if !busy {
		l.work.Go(func() { l.serve(it.Room) })
	}
}

// serve deals with a room until nothing waits.
func (l *lines) serve(room id.RoomID) {
	l.slots <- struct{}{}
	defer func() { <-l.slots }()
	for {
		it, ok := l.take(room)
		if !ok {
			return
		}
		l.deal(it)
	}
}

// take is the next item of a room; without one the line ends.
func (l *lines) take(room id.RoomID) (item, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.room.Broadcast()
	queue := l.of[room]
	if len(queue) == 0 || l.over() {
		l.waiting -= len(queue)
		delete(l.of, room)
		return item{}, false
	}
	l.of[room] = queue[1:]
	l.waiting--
	return queue[0], true
}

// later does something after a while, unless that is called off or the program ends before.
func (l *lines) later(d time.Duration, off <-chan struct{}, do func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over() {
		return
	}
	l.work.Go(func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			do()
		case <-off:
		case <-l.closed:
		}
	})
}

// shut lets nothing more begin.
func (l *lines) shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.over() {
		close(l.closed)
	}
	l.room.Broadcast()
}

// finish lets nothing more begin, and waits for what is in hand.
func (l *lines) finish() {
	l.shut()
	l.work.Wait()
}
