package slack

import "time"

// crew are the goroutines that handle deliveries. They are used again, because a goroutine that has handled one has
// grown the stack for it: on a busy day that saves a tenth of the work.
type crew struct {
	idle chan func()
	over chan struct{} // closed when nobody is needed any more
}

// newCrew makes a crew of nobody; whoever is needed comes.
func newCrew() crew { return crew{idle: make(chan func()), over: make(chan struct{})} }

// idleTime is how long somebody of the crew waits for more work.
const idleTime = 10 * time.Second

// do has the work done at once, by whoever is free or by somebody new.
func (c crew) do(work func()) {
	select {
	case c.idle <- work:
	default:
		go c.member(work)
	}
}

// member works until there has been nothing to do for a while.
func (c crew) member(work func()) {
	rest := time.NewTimer(idleTime)
	defer rest.Stop()
	for {
		work()
		rest.Reset(idleTime)
		select {
		case work = <-c.idle:
		case <-rest.C:
			return
		case <-c.over:
			return
		}
	}
}
