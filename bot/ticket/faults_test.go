package ticket_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// inVillage plays a test in a village, in a bubble of testing/synctest: what these tests sleep is its time, which stands
// still while nobody sleeps.
func inVillage(t *testing.T, play func(*testing.T, *village)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { play(t, settle(t)) })
}

// TestClaimedIsReminded: a ticket that changed in between is still looked at.
func TestClaimedIsReminded(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("member", `contact expert "How do I plan an upgrade?" for upgrades in Graz`)
		want(t, v.say("graz", "ticket claim AMB-1001"), "It is yours")
		v.told("graz")
		v.whole()
		for range 14 * 24 {
			time.Sleep(time.Hour)
			v.look(time.Now())
		}
		if got := len(v.told("graz")); got < 3 {
			t.Errorf("in two weeks the owner was reminded %d times; want 3 or more", got)
		}
		if got := len(v.told("chief")); got != 1 {
			t.Errorf("coordinators were told %d times; want once", got)
		}
	})
}

// TestVoiceHasNoSay: whoever only said “me, too” can read the title and the stage, and do nothing.
func TestVoiceHasNoSay(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("member", `feedback "The dashboard is slow in Firefox" at "a secret place"`)
		v.say("leader", "feedback too AMB-1001")
		for _, line := range []string{"claim AMB-1001", "reply AMB-1001 Hello", "close AMB-1001", "decline AMB-1001 no", "move AMB-1001 done",
			"pass AMB-1001 to leader-berlin", "release AMB-1001", "ask AMB-1001 What", "edit AMB-1001 where here", "helped AMB-1001 yes", "withdraw AMB-1001"} {
			if got := v.send("leader", bot.Message{Text: "ticket " + line}); !got.Refused {
				t.Errorf("ticket %s: %q; want a refusal", line, got.Text)
			}
		}
		v.say("other", "feedback too AMB-1001")
		v.say("a", `ticket reply AMB-1001 "Between you and me."`)
		v.say("member", `ticket reply AMB-1001 "My private words."`)
		v.say("a", "ticket move AMB-1001 planned")
		card := v.say("leader", "status AMB-1001")
		for _, part := range []string{"secret place", "Between you and me", "private words", "Leader Graz"} {
			if strings.Contains(card, part) {
				t.Errorf("somebody who joined in reads %q in %s", part, card)
			}
		}
		want(t, card, "planned")
	})
}

// TestEditEndsApprovals: nobody's yes counts for other words than those they read.
func TestEditEndsApprovals(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("leader", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
		want(t, v.approve("a", "AMB-1001"), "needs 1 more")
		v.say("b", `ticket ask AMB-1001 "Is that all?"`)
		v.told("a")
		want(t, v.say("leader", "ticket edit AMB-1001 amount 30000"), "Amount: 300 → 30000.")
		want(t, strings.Join(v.told("a"), "\n"), "does not count")
		want(t, v.approve("b", "AMB-1001"), "needs 1 more")
		want(t, v.approve("a", "AMB-1001"), "is approved")
		v.say("b", `ticket ask AMB-1001 "By the way?"`)
		if got := v.send("leader", bot.Message{Text: "ticket edit AMB-1001 amount 90000"}); !got.Refused {
			t.Errorf("after approval: %q; want a refusal", got.Text)
		}
	})
}

// TestApprovalGoesOn: one yes gives the others their time, whatever was before it.
func TestApprovalGoesOn(t *testing.T) {
	for _, before := range []string{`ticket reply AMB-1001 "We look at it."`, `ticket ask AMB-1001 "Where?"`} {
		inVillage(t, func(t *testing.T, v *village) {
			v.say("leader", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
			v.say("a", before)
			v.approve("a", "AMB-1001")
			if k := v.ticket("AMB-1001"); k.State != ticket.Taken || k.Due.Before(time.Now()) {
				t.Errorf("after %s and a yes it is %s, due %s", before, k.State, k.Due)
			}
			v.say("leader", "ticket close AMB-1001")
			if got := v.send("b", bot.Message{Text: "ticket approve AMB-1001"}); !got.Refused {
				t.Errorf("approved after its end: %q", got.Text)
			}
			v.whole()
		})
	}
}

// TestReceiptInTime: what is said between approval and the day does not move when receipts are asked for.
func TestReceiptInTime(t *testing.T) {
	for _, said := range []string{`ticket reply AMB-1001 "Have fun!"`, "leader: ticket helped AMB-1001 yes"} {
		inVillage(t, func(t *testing.T, v *village) {
			v.say("leader", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
			v.approve("a", "AMB-1001")
			v.approve("b", "AMB-1001")
			who, line, _ := strings.Cut("a: "+said, ": ")
			if w, l, ok := strings.Cut(line, ": "); ok {
				who, line = w, l
			}
			v.say(who, line)
			v.told("leader")
			for time.Now().Before(time.Date(2000, 5, 3, 12, 0, 0, 0, time.UTC)) {
				time.Sleep(11 * time.Hour)
				v.look(time.Now())
			}
			if got := v.told("leader"); len(got) > 0 {
				t.Errorf("after %s and before the day: %q", said, got)
			}
			time.Sleep(48 * time.Hour)
			v.look(time.Now())
			want(t, strings.Join(v.told("leader"), "\n"), "How did it go?")
		})
	}
}

// TestLostAccount: an account that was taken away reads nothing any more, and a linked one does.
func TestLostAccount(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("leader", `contact expert "How do I plan an upgrade?" for upgrades in Graz`)
		v.say("stranger", `contact expert "Where do I begin?" for upgrades in Graz`)
		v.load(`people: [{id: leader-berlin, name: Leader Berlin, role: leader, place: "Berlin, Germany", accounts: ["test:new"]},
			{id: newcomer, name: Newcomer, role: member, accounts: ["test:second", "test:stranger"]}]`, false)
		want(t, v.say("leader", "status AMB-1001"), "I know no AMB-1001")
		want(t, v.say("new", "status AMB-1001"), "How do I plan")
		want(t, v.say("stranger", "status AMB-1002"), "Where do I begin")
		want(t, v.say("second", "status AMB-1002"), "Where do I begin")
		v.say("second", `ticket reply AMB-1002 "And then?"`)
		want(t, v.say("stranger", "status"), "AMB-1002")
		v.whole()
	})
}

// TestSwapped: two people who swap their accounts keep their own requests.
func TestSwapped(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("leader", `contact expert "How do I plan an upgrade?" for upgrades in Graz`)
		v.load(`people: [{id: leader-berlin, name: Leader Berlin, role: leader, place: "Berlin, Germany", accounts: ["test:nowhere"]}]`, false)
		v.load(`people: [{id: leader-graz, name: Leader Graz, role: leader, place: "Graz, Austria", accounts: ["test:leader"]}]`, false)
		v.load(`people: [{id: leader-berlin, name: Leader Berlin, role: leader, place: "Berlin, Germany", accounts: ["test:other"]}]`, false)
		want(t, v.say("leader", "status AMB-1001"), "I know no AMB-1001")
		want(t, v.say("other", "status AMB-1001"), "How do I plan")
		v.say("graz", `ticket reply AMB-1001 "Step by step."`)
		want(t, strings.Join(v.told("other"), "\n"), "Step by step")
		if got := v.told("leader"); len(got) > 0 {
			t.Errorf("the other one was told %q", got)
		}
	})
}

// TestClaimAnswered: whoever takes what is answered already is not late with it.
func TestClaimAnswered(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("member", `contact funding 1 EUR x`)
		v.say("leader", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
		v.say("a", `ticket reply AMB-1001 "Here."`)
		v.say("a", "ticket release AMB-1001")
		v.say("b", "ticket claim AMB-1001")
		if k := v.ticket("AMB-1001"); k.State != ticket.Answered {
			t.Errorf("it is %s, due %s", k.State, k.Due)
		}
	})
}

// TestAskAnew: what was taken back can be asked again at once.
func TestAskAnew(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		const line = `contact expert "How do I plan an upgrade?" for upgrades in Graz`
		v.say("member", line)
		time.Sleep(time.Minute)
		want(t, v.say("member", line), "I already have that: it is AMB-1001")
		v.say("member", "ticket withdraw AMB-1001")
		want(t, v.say("member", line), "AMB-1002")
	})
}

// TestOwnIsNotTaken: nobody takes what they asked themselves, or nobody else would answer it.
func TestOwnIsNotTaken(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("a", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
		for _, line := range []string{"ticket claim AMB-1001", "ticket approve AMB-1001", `ticket ask AMB-1001 "What?"`} {
			if got := v.send("a", bot.Message{Text: line}); !got.Refused {
				t.Errorf("%s: %q; want a refusal", line, got.Text)
			}
		}
	})
}

// TestGoesToTheRightOne: a request that nobody has taken follows its place, and its person.
func TestGoesToTheRightOne(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("member", `contact expert "Whom do I ask?" in Graz`)
		v.told("graz")
		want(t, v.say("member", `ticket edit AMB-1001 place Berlin`), "Ambassador Berlin")
		want(t, strings.Join(v.told("graz"), "\n"), "need not answer")
		want(t, strings.Join(v.told("berlin"), "\n"), "Whom do I ask?")
		if k := v.ticket("AMB-1001"); k.Owner.ID != "ambassador-berlin" || len(k.Regions) != 1 || k.Regions[0] != "germany" {
			t.Errorf("it is with %v, in %v", k.Owner, k.Regions)
		}
		want(t, v.say("member", `ticket edit AMB-1001 place Graz`), "Ambassador Graz")
		v.say("member", `contact ambassador-berlin "I am new in town."`)
		v.say("berlin", `ticket ask AMB-1002 "Where are you from?"`)
		want(t, v.say("member", `ticket edit AMB-1002 person ambassador-graz`), "Ambassador Graz")
		if got := v.send("graz", bot.Message{Text: "status AMB-1002"}); got.Refused {
			t.Errorf("the one who is asked for now reads %q", got.Text)
		}
		if got := v.send("berlin", bot.Message{Text: "status AMB-1002"}); !got.Refused {
			t.Errorf("the one who is not asked for any more reads %q", got.Text)
		}
		v.whole()
	})
}

// TestManyLeft: everything finds somebody else when an owner of hundreds leaves, though one of them ended meanwhile.
func TestManyLeft(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		for range 250 {
			v.count++
			v.say("member", `contact expert "Question `+strings.Repeat("x", v.count)[:1]+time.Duration(v.count).String()+`" for upgrades in Graz`)
		}
		v.load(`people: [{id: ambassador-graz, name: Ambassador Graz, role: ambassador, place: "Graz, Austria", regions: [austria], status: emeritus, accounts: ["test:graz"]}]`, false)
		v.look(time.Now())
		err := v.db.View(t.Context(), space, func(tx store.Tx) error {
			all, err := v.e.OfKind(tx, "question", -1, func(k ticket.Ticket) bool { return k.Owner.ID == "ambassador-graz" })
			if len(all) > 0 {
				t.Errorf("%d are still with somebody who left", len(all))
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		v.whole()
	})
}

// TestMarkedGone: words for somebody whose account is deactivated are kept, and the owner is told that they were not read.
func TestMarkedGone(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("leader", `contact expert "How do I plan an upgrade?" for upgrades in Graz`)
		v.update(func(tx store.Tx) error {
			account := []bot.Address{{Platform: "test", User: "leader"}}
			_, err := v.people.MarkGone(tx, account, account)
			return err
		})
		want(t, v.say("graz", `ticket reply AMB-1001 "Step by step."`), "cannot reach")
	})
}

// TestLongWords: a request of 4,000 characters is read to its end, as are its answers; one of 4,001 is not taken.
func TestLongWords(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		long := strings.Repeat("word ", 798) + "the end"
		long = strings.Repeat("x", 4000-len(long)) + long
		form := func(words string) bot.Reply {
			return v.send("member", bot.Message{Text: "contact expert", Values: map[string]string{"message": words, "place": "Graz"}})
		}
		want(t, form(long+"!").Text, "4001 characters")
		form(long)
		for range 12 {
			v.send("member", bot.Message{Text: "ticket reply", Values: map[string]string{"ref": "AMB-1001", "text": long}})
		}
		card := v.send("graz", bot.Message{Text: "status AMB-1001"})
		sections := 0
		for _, b := range card.Blocks {
			for _, f := range b.Facts {
				if len(f.Value) > 2000 {
					t.Errorf("a fact has %d characters", len(f.Value))
				}
			}
			if b.Section != nil && strings.Contains(b.Section.Text, "the end") {
				sections++
			}
		}
		if sections != 2 || len(card.Text) > 15_000 {
			t.Errorf("the card has the end of %d texts in %d characters; want that of the request and of the latest word", sections, len(card.Text))
		}
	})
}

// TestPoison: one ticket that cannot be read keeps no other from being looked at.
func TestPoison(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		for _, words := range []string{"One", "Two", "Three"} {
			v.say("member", `contact expert "`+words+`" for upgrades in Graz`)
		}
		v.update(func(tx store.Tx) error {
			for key := range store.NewBucket[ticket.Ticket]("ticket").Keys(tx, store.K(1001), nil) {
				return store.NewBucket[string]("ticket").Put(tx, key, "nonsense")
			}
			return nil
		})
		v.told("graz")
		time.Sleep(5 * 24 * time.Hour)
		if err := v.jobs["tickets"](t.Context(), time.Now()); err == nil {
			t.Error("nothing is said of what cannot be read")
		}
		if got := len(v.told("b")); got != 2 {
			t.Errorf("coordinator B heard of %d tickets, want 2", got)
		}
	})
}

// TestPages: no ticket is lost or listed twice between pages, though all have one deadline and stand in two lists.
func TestPages(t *testing.T) {
	for _, n := range []int{8, 9, 16, 17, 40} {
		inVillage(t, func(t *testing.T, v *village) {
			v.load(`people: [{id: ambassador-graz, name: Ambassador Graz, role: ambassador, place: "Graz, Austria", regions: [austria, germany], accounts: ["test:graz"]}]`, false)
			for i := range n {
				v.say("leader", fmt.Sprintf(`contact speaker search "Talk %d" in %s`, i, []string{"Graz", "Berlin"}[i%2]))
			}
			found := make(map[string]int)
			reply, pages := v.send("graz", bot.Message{Text: "desk region"}), 1
			for ; ; pages++ {
				more := ""
				for _, b := range reply.Blocks {
					for _, a := range b.Actions {
						if strings.HasPrefix(a.Label, "AMB-") {
							found[a.Label]++
						}
						if a.Label == "More" {
							more = a.Line
						}
					}
				}
				if more == "" {
					break
				}
				reply = v.send("graz", bot.Message{Text: more})
			}
			if len(found) != n || pages != (n+7)/8 {
				t.Errorf("of %d there are %d on %d pages", n, len(found), pages)
			}
			for ref, times := range found {
				if times != 1 {
					t.Errorf("%s is listed %d times", ref, times)
				}
			}
		})
	}
}

// TestMerged: the links of what has become part of another one lead there, and to nowhere once that is deleted; whoever
// asked for it can have their words taken out.
func TestMerged(t *testing.T) {
	kind := ticket.Kind{Name: "item", Command: "contact item", Summary: "tell", Examples: []string{"contact item x"}, Alike: true, Keep: 10, Fields: []bot.Field{
		{Name: "text", Label: "Text?", Kind: bot.Long}, {Name: "link", Label: "Link?", Kind: bot.Link}}}
	synctest.Test(t, func(t *testing.T) {
		v := settle(t, kind)
		v.say("member", `contact item "All about storage" https://example.org/one`)
		v.say("leader", `contact item "My words on networks" https://example.org/two`)
		var k ticket.Kind
		linked := func(link string) (refs []string) {
			v.update(func(tx store.Tx) error {
				k, _ = v.e.Kind("item")
				all, err := v.e.Alike(tx, k, map[string]string{"text": "", "link": link})
				for _, t := range all {
					refs = append(refs, v.e.Ref(t.Number))
				}
				return err
			})
			return refs
		}
		v.update(func(tx store.Tx) error {
			req := &bot.Request{Message: bot.Message{At: time.Now(), From: bot.Address{Platform: "test", User: "a"}}, Who: bot.Person{ID: "coordinator-a"}, Outbox: v.out}
			return v.e.Merge(tx, req, v.ticket("AMB-1002"), v.ticket("AMB-1001"))
		})
		if got := linked("https://example.org/two"); !slices.Equal(got, []string{"AMB-1001"}) {
			t.Errorf("the link of the other leads to %v", got)
		}
		want(t, v.say("a", "status AMB-1001"), "My words on networks")
		if card := v.say("member", "status AMB-1001"); strings.Contains(card, "My words") {
			t.Errorf("the asker reads somebody else's words: %s", card)
		}
		want(t, v.say("leader", "privacy delete yes"), "2 requests of yours are deleted")
		if card := v.say("a", "status AMB-1001"); strings.Contains(card, "My words") {
			t.Errorf("what was deleted is still there: %s", card)
		}
		if got := linked("https://example.org/two"); len(got) > 0 {
			t.Errorf("the deleted link leads to %v", got)
		}
		v.say("a", "ticket close AMB-1001")
		time.Sleep(12 * 24 * time.Hour)
		v.look(time.Now())
		if got := linked("https://example.org/one"); len(got) > 0 {
			t.Errorf("the link leads to %v", got)
		}
		v.update(func(tx store.Tx) error {
			for key := range store.NewBucket[uint64]("ticket links").Keys(tx, nil, nil) {
				t.Errorf("link %s is still there", key)
			}
			return nil
		})
		v.whole()
	})
}

// TestForgottenAtOnce: what somebody has deleted can be asked anew at once, and nothing of its words is told.
func TestForgottenAtOnce(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		const line = `contact expert "My secret plan" for upgrades in Graz`
		v.say("member", line)
		v.told("graz")
		want(t, v.say("member", "privacy delete yes"), "1 request of yours is deleted")
		if got := strings.Join(v.told("graz"), "\n"); strings.Contains(got, "secret plan") || !strings.Contains(got, "AMB-1001") {
			t.Errorf("the owner hears %q", got)
		}
		v.update(func(tx store.Tx) error {
			for _, bucket := range []string{"ticket", "ticket lines", "ticket looks", "ticket closed"} {
				for key := range store.NewBucket[struct{}](bucket).Keys(tx, nil, nil) {
					t.Errorf("%s still has %s", bucket, key)
				}
			}
			return nil
		})
		want(t, v.say("member", line), "AMB-1002")
	})
}

// TestDigestOverTheYear: one word a week, over the end of a year with 53 weeks too, in the first working hours; none to
// whoever is away, or has just said that they want none.
func TestDigestOverTheYear(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		time.Sleep(time.Until(time.Date(2004, 12, 15, 12, 0, 0, 0, time.UTC)))
		v.say("member", `contact expert "How do I plan an upgrade?" for upgrades in Graz`)
		want(t, v.say("graz", "desk digest on"), "From next week on")
		v.say("graz", "desk digest on")
		var days []string
		for range 35 * 24 {
			time.Sleep(time.Hour)
			if err := v.jobs["digests"](t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
			for _, words := range v.told("graz") {
				if strings.HasPrefix(words, "Waiting for you") {
					days = append(days, time.Now().In(location("Europe/Vienna")).Format("2006-01-02 15h"))
				}
			}
			if time.Now().Format("2006-01-02 15") == "2005-01-12 12" {
				v.load(`people: [{id: ambassador-graz, name: Ambassador Graz, role: ambassador, place: "Graz, Austria", regions: [austria], accounts: ["test:graz"], status: hold, until: 2005-02-01}]`, false)
			}
		}
		if got := strings.Join(days, ", "); got != "2004-12-20 09h, 2004-12-27 09h, 2005-01-03 09h, 2005-01-10 09h" {
			t.Errorf("digests on %s", got)
		}
	})
}
