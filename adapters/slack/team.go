package slack

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

// team is a workspace that the app is installed in.
type team struct {
	id   string
	bot  string // the bot's own user there
	api  *slack.Client
	left atomic.Bool // the app was removed, or its token revoked
}

// teams are the workspaces, known once Slack has said whose the tokens are.
type teams struct {
	mu    sync.Mutex
	by    map[string]*team
	asked int           // tokens that Slack has been asked about, with success
	all   chan struct{} // closed when that is every token
	wrong error         // what is wrong with the last token that was refused
}

// get returns the workspace of that id, waiting a little while tokens are still being asked about.
func (t *teams) get(ctx context.Context, id string) (*team, bool) {
	if found, ok := t.known(id); ok {
		return found, true
	}
	ctx, cancel := context.WithTimeout(ctx, 1500*time.Millisecond)
	defer cancel()
	select {
	case <-t.all:
	case <-ctx.Done():
	}
	return t.known(id)
}

// known returns the workspace of that id, if Slack has told of it.
func (t *teams) known(id string) (*team, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.by[id]
	return found, ok
}

// complete says that Slack has told of every token.
func (t *teams) complete() bool {
	select {
	case <-t.all:
		return true
	default:
		return false
	}
}

// each lists the workspaces known.
func (t *teams) each() (all []*team) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range t.by {
		all = append(all, one)
	}
	return all
}

// identify asks Slack whose a token is, until it says so or ctx is done.
func (a *Adapter) identify(ctx context.Context, api *slack.Client) {
	for attempt := 0; ctx.Err() == nil; attempt++ {
		asking, cancel := context.WithTimeout(ctx, callTime)
		who, err := api.AuthTestContext(asking)
		cancel()
		if err == nil && who.TeamID == "" {
			err = errors.New("slack names no workspace")
		}
		if err == nil {
			a.teams.add(&team{id: who.TeamID, bot: who.UserID, api: api}, len(a.api))
			a.log.Info("slack: connected to a workspace", "team", who.TeamID)
			return
		}
		err = plain(err)
		a.teams.refused(fmt.Errorf("slack does not accept a bot token: %w", err))
		a.log.Error("slack: whose is this token?", "err", err, "help", "ambassador check --online")
		pause(ctx, patience(attempt))
	}
}

// add makes a workspace known.
func (t *teams) add(one *team, tokens int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.by == nil {
		t.by = make(map[string]*team)
	}
	t.by[one.id] = one
	t.wrong = nil
	if t.asked++; t.asked == tokens {
		close(t.all)
	}
}

// refused notes what is wrong with a token.
func (t *teams) refused(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wrong = err
}

// ready says why no workspace can be spoken to.
func (t *teams) ready() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range t.by {
		if !one.left.Load() {
			return t.wrong
		}
	}
	if len(t.by) > 0 {
		return errors.New("slack: the app was removed from every workspace")
	}
	return orError(t.wrong, errors.New("slack has not said yet whose the tokens are"))
}

// orError is the first error, or the second one where there is none.
func orError(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// leave notes that the app was removed from a workspace: nothing more is sent there.
func (a *Adapter) leave(id string) {
	a.counts.Add("slack_left")
	a.log.Warn("slack: the app was removed from a workspace", "team", id)
	if t, ok := a.teams.known(id); ok {
		t.left.Store(true)
	}
}
