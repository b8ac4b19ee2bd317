package bot_test

import (
	"strings"
	"testing"

	"ambassador/bot"
	"ambassador/store/mem"
)

// TestALineWithAValueBesides: a message that is taken up fills its field beside what the line says, and what
// is wrong with it can be answered where there are no forms.
func TestALineWithAValueBesides(t *testing.T) {
	for _, c := range []struct{ line, value, want string }{
		{"newsletter submit", "B", "Title?"},
		{`newsletter submit "A"`, "B", "“A” is with the editors"},
		{`newsletter submit "A" "mine"`, "B", "“A” is with the editors"},
		{`newsletter submit nonsense=1 "A" "x" "y" "z"`, "B", ""},
		{"newsletter submit", strings.Repeat("B", 4001), "too long"},
		{"nothing of the kind", "B", "I do not know"},
	} {
		h := open(t, mem.New(), bot.Limit{})
		m := alone("1", "leader", c.line)
		m.Values, m.Open, m.Addressed = map[string]string{"text": c.value}, true, true
		if got := h.replyTo(t, m); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", c.line, got)
		}
	}
	h := open(t, mem.New(), bot.Limit{})
	m := alone("1", "leader", "newsletter submit")
	m.Values, m.Open, m.Addressed = map[string]string{"text": strings.Repeat("B", 4001)}, true, true
	h.replyTo(t, m)
	if got := h.replyTo(t, alone("2", "leader", "shorter")); !strings.Contains(got, "Title?") {
		t.Errorf("after the text is said anew: %s", got)
	}
}
