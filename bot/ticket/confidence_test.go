package ticket_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/contact"
	"ambassador/bot/ticket"
)

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
	what := bot.Field{Name: "message", Label: "What?", Kind: bot.Long}
	open := ticket.Kind{Name: "misuse", Command: "contact misuse", Summary: "report", Examples: []string{"contact misuse x"},
		Fields: []bot.Field{what, {Name: "person", Label: "Who?", Kind: bot.Human, Optional: true}}}
	other := ticket.Kind{Name: "other", Command: "contact other", Summary: "ask", Examples: []string{"contact other x"}, Fields: []bot.Field{what}}
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
				v.exportsNothing()
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
		v.load(`people: [{id: coordinator-a, name: Coordinator A, role: coordinator, place: "Brussels, Belgium",
			accounts: ["test:a", "test:second", "test:chief"]}]`, false)
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

// TestGuessing: to somebody whom a ticket is not for, it is as if it was not there, whatever they try.
func TestGuessing(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("member", `contact ambassador-graz "A private word"`)
		misuse(v, "member", "ambassador-berlin", "no")
		for _, who := range []string{"visitor", "other", "hamburg", "a"} {
			for _, verb := range []string{"status %s", "ticket reply %s Hello", "ticket helped %s yes", "ticket edit %s message Hello",
				"ticket withdraw %s", "ticket close %s", "ticket claim %s", "ticket ask %s What", "ticket pass %s to ambassador-hamburg", "ticket release %s",
				"ticket decline %s no", "ticket move %s done", "ticket approve %s", "feedback too %s"} {
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
