package ticket_test

import (
	"strings"
	"testing"

	"ambassador/bot"
)

// TestNamedOnce: whoever a case has named once reads nothing of it, whom it names afterwards.
func TestNamedOnce(t *testing.T) {
	for _, to := range []string{"none", "ambassador-berlin", "coordinator-b"} {
		inVillage(t, func(t *testing.T, v *village) {
			misuse(v, "member", "coordinator-a", "no")
			want(t, v.say("member", "ticket edit AMB-1001 person "+to), "Who was named before still cannot read it.")
			want(t, v.say("a", "status AMB-1001"), "I know no AMB-1001")
			keepsQuiet(t, "the desk of the one named once", v.say("a", "desk all"))
			for _, words := range v.told("a") {
				keepsQuiet(t, "what the one named once hears", words)
			}
			want(t, v.say("c", "status AMB-1001"), "sold the title")
			v.say("member", "ticket edit AMB-1001 person ambassador-graz")
			want(t, v.say("a", "status AMB-1001"), "I know no AMB-1001")
			if got := v.send("c", bot.Message{Text: "ticket pass AMB-1001 to coordinator-a"}); !got.Refused {
				t.Errorf("handed on to the one named once: %q", got.Text)
			}
		})
	}
}

// TestApproveWhatWasSeen: a button agrees to the values that stand above it, and to no others.
func TestApproveWhatWasSeen(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("leader", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
		old := button(v.send("a", bot.Message{Text: "status AMB-1001"}), "Approve")
		for _, who := range []string{"a", "b"} {
			v.told(who)
		}
		want(t, v.say("leader", "ticket edit AMB-1001 amount 9000000"), "Amount: 300 → 9000000.")
		for _, who := range []string{"a", "b"} {
			got := v.told(who)
			if len(got) != 1 {
				t.Errorf("%s was told %q; want one word of the change", who, got)
			}
			want(t, strings.Join(got, ""), "amount: 300 → 9000000")
		}
		for _, line := range []string{old, "ticket approve AMB-1001"} {
			got := v.send("a", bot.Message{Text: line})
			if want(t, got.Text, "Amount: 9000000"); !got.Refused || len(v.ticket("AMB-1001").Approved) > 0 {
				t.Errorf("%s: %q; want it refused", line, got.Text)
			}
		}
		want(t, v.say("a", old), "has changed since")
		want(t, v.approve("a", "AMB-1001"), "yes to 9000000 EUR, 2000-05-03")
		want(t, v.say("b", "status AMB-1001"), "changed amount – 300 → 9000000")
		want(t, v.approve("b", "AMB-1001"), "approved (9000000 EUR, 2000-05-03)")
	})
}

// TestChangedForOwner: whoever has a request hears once what was changed in it.
func TestChangedForOwner(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("leader", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
		v.say("a", `ticket ask AMB-1001 "Is that all?"`)
		v.told("a")
		v.say("leader", "ticket edit AMB-1001 group none")
		v.say("leader", `ticket edit AMB-1001 currency USD`)
		got := v.told("a")
		if len(got) != 2 {
			t.Errorf("the owner was told %q; want a word for each change", got)
		}
		want(t, strings.Join(got, ""), "currency: EUR → USD")
	})
}

// TestEditChecks: what cannot be asked for cannot be made of it afterwards.
func TestEditChecks(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.load(`people: [{id: leader-berlin, name: Leader Berlin, role: leader, place: "Berlin, Germany", accounts: ["test:leader"]}]`, false)
		v.say("leader", `contact funding 0 EUR "Room and drinks" date=2000-05-03`)
		v.say("leader", "cancel")
		want(t, v.say("leader", `contact funding 300 EUR "Room and drinks" date=1999-05-03`), "3 May 1999 is past")
		v.say("leader", "cancel")
		want(t, v.say("leader", "status"), "You have asked nothing yet")
		v.say("leader", `contact funding 300 EUR "Room and drinks" date=2000-05-03`)
		for line, part := range map[string]string{
			"ticket edit AMB-1001 amount 0": "1 or more", "ticket edit AMB-1001 date 1999-05-03": "3 May 1999 is past",
			"ticket edit AMB-1001 colour red": "There is no field “colour”",
		} {
			want(t, v.say("leader", line), part)
			v.say("leader", "cancel")
		}
		if got := v.ticket("AMB-1001").Values; got["amount"] != "300" || got["date"] != "2000-05-03" {
			t.Errorf("the values are %v", got)
		}
	})
}
