package ticket_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/bot/contact"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// inVillage plays a test in a village where time stands still while nobody sleeps.
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
		want(t, v.say("a", "ticket approve AMB-1001"), "needs 1 more")
		v.say("b", `ticket ask AMB-1001 "Is that all?"`)
		v.told("a")
		want(t, v.say("leader", "ticket edit AMB-1001 amount 30000"), "Changed")
		want(t, strings.Join(v.told("a"), "\n"), "does not count")
		want(t, v.say("b", "ticket approve AMB-1001"), "needs 1 more")
		want(t, v.say("a", "ticket approve AMB-1001"), "is approved")
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
			v.say("a", "ticket approve AMB-1001")
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
			v.say("a", "ticket approve AMB-1001")
			v.say("b", "ticket approve AMB-1001")
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

// misuse reports something about somebody.
func misuse(v *village, who, about, unnamed string) {
	v.send(who, bot.Message{Text: "contact misuse", Values: map[string]string{"message": "They sold the title.", "person": about, "anonymous": unnamed}})
}

// secrets are words that nobody but the right ones may read.
var secrets = []string{"AMB-1001", "sold the title", "misuse", "confidence"}

// keepsQuiet holds that nothing of a case is in some words.
func keepsQuiet(t *testing.T, what, words string) {
	t.Helper()
	for _, part := range secrets {
		if strings.Contains(words, part) {
			t.Errorf("%s has %q in it: %s", what, part, words)
		}
	}
}

// TestConcernedAfterwards: a case that turns out to be about its owner is not theirs any more, and they hear nothing of it.
func TestConcernedAfterwards(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		misuse(v, "member", "ambassador-berlin", "no")
		v.say("a", "ticket claim AMB-1001")
		v.told("a")
		v.say("a", `ticket ask AMB-1001 "Who was it?"`)
		want(t, v.say("member", "ticket edit AMB-1001 person coordinator-a"), "Changed")
		for _, words := range v.told("a") {
			keepsQuiet(t, "what the concerned one hears", words)
		}
		if k := v.ticket("AMB-1001"); k.Owner.ID != "" {
			t.Errorf("it is still with %v", k.Owner)
		}
		want(t, strings.Join(v.told("b"), "\n"), "AMB-1001")
		for range 30 {
			time.Sleep(24 * time.Hour)
			v.look(time.Now().Add(9 * time.Hour))
		}
		for _, words := range v.told("a") {
			keepsQuiet(t, "what the concerned one hears later", words)
		}
	})
}

// TestNoCoordinatorAnyMore: whoever leaves the team reads no case, not even one that they had; it goes to the others.
func TestNoCoordinatorAnyMore(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		misuse(v, "member", "ambassador-berlin", "no")
		v.say("a", "ticket claim AMB-1001")
		v.load(`people: [{id: coordinator-a, name: Coordinator A, role: ambassador, place: "Brussels, Belgium", accounts: ["test:a"]}]`, false)
		want(t, v.say("a", "status AMB-1001"), "I know no AMB-1001")
		keepsQuiet(t, "their desk", v.say("a", "desk"))
		keepsQuiet(t, "words to nobody", v.say("a", "I have something to say"))
		v.told("b")
		v.look(time.Now())
		want(t, strings.Join(v.told("b"), "\n"), "AMB-1001")
	})
}

// TestConfidenceOutlastsItsKind: a case stays one when its kind is switched off, or is not in confidence any more.
func TestConfidenceOutlastsItsKind(t *testing.T) {
	open := ticket.Kind{Name: "misuse", Command: "contact misuse", Summary: "report", Needs: bot.Member, Examples: []string{"contact misuse x"}, Fields: []bot.Field{{Name: "message", Label: "What?", Kind: bot.Long}, {Name: "person", Label: "Who?", Kind: bot.Human, Optional: true}}}
	other := ticket.Kind{Name: "other", Command: "contact other", Summary: "ask", Needs: bot.Member, Examples: []string{"contact other x"}, Fields: []bot.Field{{Name: "message", Label: "What?", Kind: bot.Long}}}
	for name, kinds := range map[string][]ticket.Kind{"gone": {other}, "open": {open}} {
		t.Run(name, func(t *testing.T) {
			inVillage(t, func(t *testing.T, v *village) {
				misuse(v, "member", "coordinator-a", "no")
				v.kinds = kinds
				v.open()
				want(t, v.say("a", "status AMB-1001"), "I know no AMB-1001")
				keepsQuiet(t, "the desk of the concerned one", v.say("a", "desk all")+v.say("a", "desk")+v.say("a", "desk overdue"))
				keepsQuiet(t, "an ambassador's desk", v.say("berlin", "desk all")+v.say("berlin", "status AMB-1001")[len("I know no AMB-1001"):])
				want(t, v.say("b", "status AMB-1001"), "sold the title")
				for range 20 {
					time.Sleep(24 * time.Hour)
					v.look(time.Now().Add(10 * time.Hour))
				}
				for _, words := range v.told("a") {
					keepsQuiet(t, "what the concerned one hears", words)
				}
				err := v.db.View(t.Context(), space, func(tx store.Tx) error {
					rows, _, err := v.e.Rows(tx, "", 0, 100)
					if len(rows) > 0 {
						t.Errorf("the table has %v", rows)
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestUnknownAccountIsNotTrusted: of a case about a coordinator nothing goes to an account of which nobody knows whose it is,
// while there are others.
func TestUnknownAccountIsNotTrusted(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		misuse(v, "member", "coordinator-a", "no")
		for _, words := range v.told("chief") {
			keepsQuiet(t, "what the unknown account hears", words)
		}
		want(t, v.say("chief", "status AMB-1001"), "I know no AMB-1001")
		keepsQuiet(t, "the desk of the unknown account", v.say("chief", "desk all"))
		want(t, v.say("b", "status AMB-1001"), "sold the title")
		misuse(v, "member", "ambassador-berlin", "no")
		want(t, v.say("chief", "status AMB-1002"), "sold the title")
	})
}

// TestAskerInTheTeam: whoever reports something is not among those who look into it, by none of their accounts.
func TestAskerInTheTeam(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.load(`people: [{id: coordinator-a, name: Coordinator A, role: coordinator, place: "Brussels, Belgium", accounts: ["test:a", "test:second", "test:chief"]}]`, false)
		misuse(v, "a", "ambassador-berlin", "yes")
		for _, who := range []string{"a", "second", "chief"} {
			if got := v.send(who, bot.Message{Text: "ticket decline AMB-1001 no"}); !got.Refused {
				t.Errorf("%s declines: %q", who, got.Text)
			}
			keepsQuiet(t, "what the asker hears", strings.Join(v.told(who), "\n"))
		}
		want(t, v.say("b", "status AMB-1001"), "stay unnamed")
		if card := v.say("b", "status AMB-1001"); strings.Contains(card, "Coordinator A") {
			t.Errorf("it names the asker: %s", card)
		}
	})
}

// TestDeadSecrets: of an envelope that cannot be delivered other coordinators can read neither names nor words.
func TestDeadSecrets(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		misuse(v, "leader", "ambassador-berlin", "no")
		for _, line := range []string{`a: ticket ask AMB-1001 "Did Berlin sell it?"`, `leader: ticket reply AMB-1001 "Berlin sold it."`,
			`a: ticket reply AMB-1001 "Berlin is spoken to."`, "leader: ticket helped AMB-1001 no", `a: ticket move AMB-1001 examined "Berlin was asked."`,
			`b: ticket reply AMB-1001 "Berlin says no."`, `b: ticket pass AMB-1001 to coordinator-b`, "leader: ticket close AMB-1001"} {
			who, say, _ := strings.Cut(line, ": ")
			v.say(who, say)
		}
		v.deliver()
		if len(v.heard) == 0 {
			t.Fatal("nothing was said")
		}
		for _, e := range v.heard {
			if strings.HasPrefix(e.Key, "reply/") {
				continue
			}
			for _, part := range []string{"Berlin", "Leader", "sold", "Coordinator"} {
				if strings.Contains(e.Reply.Text, part) {
					t.Errorf("%s has %q in it: %s", e.Key, part, e.Reply.Text)
				}
			}
		}
		want(t, v.say("leader", "status AMB-1001"), "Berlin says no.")
	})
}

// TestDigestKeepsQuiet: the weekly word has nothing of a case, for it lies in the outbox.
func TestDigestKeepsQuiet(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("b", "desk digest on")
		misuse(v, "leader", "ambassador-berlin", "no")
		v.say("leader", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
		v.told("b")
		for range 9 * 24 {
			time.Sleep(time.Hour)
			if err := v.jobs["digests"](t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		words := strings.Join(v.told("b"), "\n")
		want(t, words, "AMB-1002")
		keepsQuiet(t, "a digest", words)
	})
}

// TestSecretKinds: what would let others in is refused when the kind is configured.
func TestSecretKinds(t *testing.T) {
	if name := contact.Kinds(nil)[7].Name; name != "misuse" {
		t.Fatal(name)
	}
	for name, change := range map[string]func(*ticket.Kind){
		"to the person": func(k *ticket.Kind) { k.To = ticket.ToPerson },
		"to the region": func(k *ticket.Kind) { k.To = ticket.ToRegion },
		"alike":         func(k *ticket.Kind) { k.Alike = true },
		"matched": func(k *ticket.Kind) {
			k.Match = "side"
			k.Fields = append(k.Fields, bot.Field{Name: "side", Label: "?", Kind: bot.Choice, Choices: []string{"a", "b"}})
		},
		"forwarded": func(k *ticket.Kind) { k.Stages = []ticket.Stage{{Name: "told", Forward: "hook"}} },
		"no choices": func(k *ticket.Kind) {
			k.Fields = append(k.Fields, bot.Field{Name: "which", Label: "?", Kind: bot.Choice})
		},
		"twice a field":  func(k *ticket.Kind) { k.Fields = append(k.Fields, k.Fields[0]) },
		"twice a stage":  func(k *ticket.Kind) { k.Stages = append(k.Stages, k.Stages[0]) },
		"ends and rests": func(k *ticket.Kind) { k.Stages[0].Ends, k.Stages[0].Rests = true, true },
		"no place":       func(k *ticket.Kind) { k.Actions = []bot.Action{{Label: "Do", Line: "ticket move"}} },
		"approvals":      func(k *ticket.Kind) { k.Approvals = -1 },
		"keep":           func(k *ticket.Kind) { k.Keep = -1 },
		"approved":       func(k *ticket.Kind) { k.Stages = append(k.Stages, ticket.Stage{Name: "approved"}) },
	} {
		k := contact.Kinds(nil)[7]
		change(&k)
		if err := k.Valid(); err == nil {
			t.Errorf("%s: nothing is said of it", name)
		}
	}
	for _, k := range contact.Kinds(nil) {
		if err := k.Valid(); err != nil {
			t.Error(err)
		}
	}
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

// TestGuessing: to somebody whom a ticket is not for, it is as if it was not there, whatever they try.
func TestGuessing(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("member", `contact ambassador-graz "A private word"`)
		misuse(v, "member", "ambassador-berlin", "no")
		for _, who := range []string{"visitor", "other", "hamburg", "a"} {
			for _, verb := range []string{"status %s", "ticket reply %s Hello", "ticket helped %s yes", "ticket edit %s message Hello", "ticket withdraw %s", "ticket close %s",
				"ticket claim %s", "ticket ask %s What", "ticket pass %s to ambassador-hamburg", "ticket release %s", "ticket decline %s no", "ticket move %s done", "ticket approve %s", "feedback too %s"} {
				there, missing := "AMB-1001", "AMB-4711"
				if who != "a" {
					there = "AMB-1002"
				}
				got := v.send(who, bot.Message{Text: fmt.Sprintf(verb, there)})
				none := v.send(who, bot.Message{Text: fmt.Sprintf(verb, missing)})
				if strings.ReplaceAll(got.Text, there, missing) != none.Text || len(got.Blocks) != len(none.Blocks) {
					t.Errorf("%s: "+verb+": %q, and of none %q", who, there, got.Text, none.Text)
				}
			}
		}
	})
}
