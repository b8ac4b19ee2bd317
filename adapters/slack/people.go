package slack

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// profileAge is how long what Slack said of a person counts as true.
const profileAge = 6 * time.Hour

// profilePace is the time between two questions about people whom nobody waits for: Slack allows about
// a hundred a minute in all.
const profilePace = 1200 * time.Millisecond

// mostProfiles is how many people are remembered.
const mostProfiles = 50_000

// profile is what Slack knows of a person, as far as it matters here.
type profile struct {
	zone  string // IANA
	lang  string // BCP 47
	guest bool
	gone  bool // deactivated
	at    time.Time
}

// who names a person: ids are unique only within a workspace.
type who struct{ team, user string }

// people remembers profiles. Nobody waits for one but whose answer depends on it: the first word of
// somebody new has Slack asked in the background.
type people struct {
	mu       sync.Mutex
	profiles map[who]profile
	asked    map[who]bool // waiting in wanted
	wanted   chan who
	rooms    map[who]string // direct conversations with the bot, as far as seen
	homes    map[who]string // what the home shows of those who have opened it
}

// newPeople makes an empty memory.
func newPeople() people {
	return people{
		profiles: make(map[who]profile), asked: make(map[who]bool),
		wanted: make(chan who, 1000), rooms: make(map[who]string), homes: make(map[who]string),
	}
}

// get returns what is known of a person, and whether it is known well enough.
func (p *people) get(w who) (profile, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, ok := p.profiles[w]
	return found, ok && time.Since(found.at) < profileAge
}

// want has Slack asked about a person in the background.
func (p *people) want(w who) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.asked[w] {
		return
	}
	select {
	case p.wanted <- w:
		p.asked[w] = true
	default: // so many new people at once that some are asked about at their next word
	}
}

// put remembers a profile.
func (p *people) put(w who, found profile) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.profiles) >= mostProfiles {
		clear(p.profiles) // simple, and they are asked for again
	}
	p.profiles[w] = found
	delete(p.asked, w)
}

// rest keeps what was known of a person of whom Slack could not tell; where that is nothing, it stays nothing.
func (p *people) rest(w who, old profile) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.asked, w)
	if !old.at.IsZero() {
		old.at = time.Now().Add(10*time.Minute - profileAge) // not again at once
		p.profiles[w] = old
	}
}

// direct remembers the id of a person's direct conversation with the bot.
func (p *people) direct(w who, room string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.rooms) >= mostProfiles {
		clear(p.rooms)
	}
	p.rooms[w] = room
}

// room is that id; empty when it has not been seen.
func (p *people) room(w who) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.rooms[w]
}

// shows remembers what a person's home shows now.
func (p *people) shows(w who, now string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.homes) >= mostProfiles {
		clear(p.homes)
	}
	p.homes[w] = now
}

// home is what a person's home shows; empty when they have not opened it.
func (p *people) home(w who) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.homes[w]
}

// profile is what is known of a person. With personal the answer depends on it, so it is worth a moment.
func (a *Adapter) profile(ctx context.Context, t *team, user string, personal bool) profile {
	w := who{t.id, user}
	found, ok := a.people.get(w)
	if ok {
		return found
	}
	if !personal {
		a.people.want(w)
		return found
	}
	ctx, cancel := context.WithTimeout(ctx, 1200*time.Millisecond)
	defer cancel()
	asked, err := a.ask(ctx, t, user)
	if err != nil {
		a.log.Warn("slack: a profile is not to be had", "err", err)
		if found.at.IsZero() {
			found.guest = true // nobody is let in for want of an answer
		}
		return found
	}
	return asked
}

// ask asks Slack about a person, and remembers the answer.
func (a *Adapter) ask(ctx context.Context, t *team, user string) (found profile, err error) {
	err = a.call(ctx, t, "users.info", func(ctx context.Context, api *slack.Client) error {
		u, err := api.GetUserInfoContext(ctx, user)
		if err == nil {
			found = profile{zone: u.TZ, lang: u.Locale, guest: u.IsRestricted || u.IsUltraRestricted || u.IsStranger, gone: u.Deleted, at: time.Now()}
		}
		return err
	})
	if err == nil {
		a.people.put(who{t.id, user}, found)
	}
	return found, err
}

// acquaint asks about new people, one after the other, until ctx is done.
func (a *Adapter) acquaint(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case w := <-a.people.wanted:
			t, ok := a.teams.known(w.team)
			old, known := a.people.get(w)
			if known {
				continue // somebody could not wait, and has asked meanwhile
			}
			if ok {
				if _, err := a.ask(ctx, t, w.user); err != nil {
					a.people.rest(w, old)
				}
			}
			pause(ctx, profilePace)
		}
	}
}

// Gone says which of the accounts are deactivated; those of other platforms and workspaces never are. It
// asks Slack about each, at a pace that leaves room for others.
func (a *Adapter) Gone(ctx context.Context, accounts []bot.Address) (gone []bot.Address, err error) {
	for _, account := range accounts {
		t, ok := a.teams.get(ctx, account.Space)
		if account.Platform != Platform || !ok || t.left.Load() {
			continue
		}
		found, err := a.ask(ctx, t, account.User)
		var dead bot.Dead
		if err != nil && !errors.As(err, &dead) {
			return nil, err
		}
		if err == nil && found.gone {
			gone = append(gone, account)
		}
		pause(ctx, profilePace)
	}
	return gone, ctx.Err()
}
