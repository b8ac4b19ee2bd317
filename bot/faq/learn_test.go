package faq_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// What is learnt counts with the next message, after a restart, and not any more once it is taken back.
func TestLearns(t *testing.T) {
	for _, trained := range []bool{false, true} {
		t.Run(fmt.Sprintf("trained %t", trained), func(t *testing.T) {
			h := open(t)
			if trained {
				h.look("faq", h.at)
			}
			const slang = "gateau dispo svp"
			h.want("member", "ask "+slang, "I have no answer")
			h.want("chief", "faq answer 1 cake", "From now on")
			h.want("member", "ask "+slang, "kitchen")
			h.want("chief", "faq unanswered", "has an answer")
			h.restart()
			h.want("member", "ask "+slang, "kitchen")
			h.look("faq", h.at)
			h.want("member", "ask "+slang, "kitchen")
			undone := h.want("chief", "faq undo", "taken back: learnt")
			h.want("chief", "faq unanswered", slang)
			h.want("member", "ask "+slang, "I have no answer")
			h.press("chief", undone, "Undo")
			h.want("member", "ask "+slang, "kitchen")
			h.want("chief", "faq unanswered", "has an answer")
		})
	}
}

// stuck is a store that cannot keep one commit: what was written is gone, and whoever wrote is told.
type stuck struct {
	store.DB
	look func(store.Tx) error // at what is written, before it is gone; nil: all is well
}

var errFull = errors.New("the disk is full")

func (s *stuck) Update(ctx context.Context, space string, fn func(store.Tx) error) error {
	return s.DB.Update(ctx, space, func(tx store.Tx) error {
		if err := fn(tx); err != nil || s.look == nil {
			return err
		}
		look := s.look
		s.look = nil
		return errors.Join(errFull, look(tx))
	})
}

// A change that was never kept is not answered with, though somebody whose message shared its commit has seen it, nor is
// it taken for the next one.
func TestForgetsWhatWasNotKept(t *testing.T) {
	h := open(t)
	s := &stuck{DB: h.db}
	h.db = s
	h.restart()
	look := func(tx store.Tx) error {
		_, err := h.room.Desk(tx, bot.Person{Role: bot.Coordinator}, h.at)
		return err
	}
	h.say("member", "ask qwertz uiop")
	s.look = look
	m := h.message("chief", `faq phrasing cake gateau dispo svp`)
	if reply := h.hand(m); !strings.Contains(reply.Text, "something went wrong") {
		t.Fatalf("a change that could not be kept: %q", reply.Text)
	}
	h.want("chief", "faq dismiss 1", "no question") // another change, which looks at no entry
	h.want("member", "ask gateau dispo svp", "no answer")
}

// edited is a FAQ with another answer to one entry.
func edited(id, answer string) []entry.Entry {
	all := begin()
	i := slices.IndexFunc(all, func(e entry.Entry) bool { return e.ID == id })
	all[i].Answers = texts("en", answer)
	return all
}

// Chat stands over the files; where both change, somebody has to decide, and what the files say at last is chat's no more.
func TestConflicts(t *testing.T) {
	h := open(t)
	h.look("faq", h.at)
	h.want("chief", "faq edit tea answer Tea is served at five.", "answer changed")
	h.want("chief", "faq conflicts", "agree")

	h.write(edited("tea", "Tea is served at six."))
	h.look("faq", h.at)
	h.want("member", "ask when is tea served?", "at five")
	conflicts := h.want("chief", "faq conflicts", "“Tea is served at six.” in the file, “Tea is served at five.” in chat")
	h.want("chief", "home", "1 entry was changed in a file and in chat")

	undo := h.press("chief", conflicts, "Take the file's tea")
	h.want("member", "ask when is tea served?", "at six")
	h.press("chief", undo, "Undo")
	h.want("member", "ask when is tea served?", "at five")
	h.press("chief", h.want("chief", "faq conflicts", "at five"), "Keep chat's tea")
	h.want("chief", "faq conflicts", "agree")
	h.want("member", "ask when is tea served?", "at five")

	h.write(edited("tea", "Tea is served at seven."))
	h.look("faq", h.at)
	h.want("chief", "faq conflicts", "at seven")
	// The file takes over what chat says, its day of review, too.
	all := edited("tea", "Tea is served at five.")
	all[1].Reviewed = h.at.Truncate(24 * 60 * 60 * 1e9)
	h.write(all)
	h.look("faq", h.at)
	h.want("chief", "faq conflicts", "agree")
	h.write(edited("tea", "Tea is served at eight."))
	h.look("faq", h.at)
	h.want("member", "ask when is tea served?", "at eight") // chat has no words of its own any more
}

// Entries that one side has taken out, or both have added.
func TestConflictsOfWhole(t *testing.T) {
	h := open(t)
	h.look("faq", h.at)
	h.want("chief", "faq retire tea", "retired")
	if reply := h.say("member", "ask when is tea served?"); strings.Contains(reply.Text, "at four") {
		t.Errorf("a retired entry answers: %q", reply.Text)
	}
	h.want("member", "faq show tea", "retired")
	h.write(edited("tea", "Tea is served at six."))
	h.look("faq", h.at)
	h.want("chief", "faq conflicts", "retired in chat, and the file has changed it")
	h.want("chief", "faq keep tea file", "as in the file now")
	h.want("member", "ask when is tea served?", "at six")

	h.want("chief", `faq add "Is there a piano?" "Upstairs." id=piano`, "piano")
	own := append(begin(), entry.Entry{ID: "piano", Questions: texts("en", "Is there a piano?"), Answers: texts("en", "Downstairs.")})
	h.write(own)
	h.look("faq", h.at)
	h.want("chief", "faq conflicts", "Chat added it, and a file has an entry of that id, too.")
	h.want("member", "ask is there a piano?", "Upstairs")
	h.want("chief", "faq keep piano chat", "stays as it is in chat")
	h.write(begin()) // and now the file has it no more
	h.look("faq", h.at)
	h.want("chief", "faq conflicts", "The file does not have it any more.")
	h.want("chief", "faq keep piano file", "gone")
	h.want("chief", "faq undo piano", "taken back")
	h.want("member", "ask is there a piano?", "Upstairs")
}

// Questions, changes, files and learning go on beside each other; in the end everybody sees the same.
func TestAtOnce(t *testing.T) {
	h := open(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 5 {
				switch i % 4 {
				case 0:
					h.say("chief", fmt.Sprintf("faq phrasing cake any %s gateau dispo %d%d", strings.Repeat("x", n+1), i, n))
				case 1:
					h.want("member", "ask where can I find cake?", "kitchen")
				case 2:
					h.say("member", fmt.Sprintf("ask what about the moon of planet %d%d", i, n))
				case 3:
					h.write(edited("tea", fmt.Sprintf("Tea is served at %d.", n)))
					h.look("faq", h.at)
				}
			}
		})
	}
	all.Wait()
	h.write(edited("tea", "Tea is served at nine."))
	h.look("faq", h.at)
	h.want("member", "ask when is tea served?", "at nine")
	h.want("member", "ask any xxxxx gateau dispo 04", "kitchen")
	h.restart()
	h.want("member", "ask any xxxxx gateau dispo 44", "kitchen")
}
