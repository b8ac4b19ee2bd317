package main

import (
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/ticket"
	"ambassador/store/mem"
)

// hardware is a whole kind of a configuration, without what stands below its fields.
const hardware = `
tickets:
  desks: {workshop: [slack:T1/U2, "matrix:@anna:example.org", anna]}
  hooks:
    tracker: {url: "https://tracker.example.org/in?key=1", secret: "${TRACKER}"}
  feedback: {hook: tracker}
  newsletter: {name: The Sounder, categories: [Events, " Calls  for papers "], rooms: [slack:T1/C1, "matrix:!room:example.org"]}
  kinds:
    funding: {days: 5, approvals: 1, desk: workshop, keep: 30}
    translation: {off: true}
    hardware:
      noun: request for hardware
      summary: ask for hardware for a lab
      needs: leader
      to: region
      desk: workshop
      days: 7
      receipt: "How is it?"
      match: side
      alike: true
      edited: true
      stages:
        - {name: shipped, tell: "It is on its way.", forward: tracker}
        - {name: waits, rests: true}
        - {name: back, ends: true}
      fields:
        - {name: side, label: "Search or offer?", kind: choice, choices: [search, offer]}
        - {name: what, label: "What do you need?", hint: In your words., kind: long, word: for, optional: true}
        - {name: language, label: "In which language?", kind: language}
`

// TestTicketsConfig reads all that can be said of requests.
func TestTicketsConfig(t *testing.T) {
	c, problems := configOf(t, hardware, map[string]string{"TRACKER": strings.Repeat("k", 24)})
	if len(problems) > 0 {
		t.Fatal(badConfig{problems})
	}
	if got := fmt.Sprint(c.Tickets.Desks); got != "map[editors:[] workshop:[slack:T1/U2 matrix:@anna:example.org anna]]" {
		t.Errorf("desks %s", got)
	}
	hook := c.Tickets.Hooks["tracker"]
	if hook.options().URL != "https://tracker.example.org/in?key=1" || hook.AllowPrivate || strings.Contains(fmt.Sprintf("%+v %#v", c, c), "key=1") {
		t.Errorf("hook %+v, or its address is printed", hook)
	}
	want := Newsletter{"The Sounder", []string{"Events", "Calls for papers"},
		[]bot.Address{{Platform: "slack", Space: "T1", Room: "C1"}, {Platform: "matrix", Room: "!room:example.org"}}, c.Tickets.Newsletter.RoomsLine}
	if !reflect.DeepEqual(c.Tickets.Newsletter, want) {
		t.Errorf("newsletter %+v, want %+v", c.Tickets.Newsletter, want)
	}
	kinds := c.Tickets.kinds(new(directory.Directory))
	funding, _ := kindNamed(kinds, "funding")
	if funding.Days != 5 || funding.Approvals != 1 || funding.Desk != "workshop" || funding.Keep != 30 || funding.Receipt == "" || len(funding.Fields) != 5 {
		t.Errorf("funding is %+v", funding)
	}
	if _, on := kindNamed(kinds, "translation"); on {
		t.Error("translation is on")
	}
	if k, _ := kindNamed(kinds, "introduction"); k.Before == nil {
		t.Error("an introduction has lost what it looks at before")
	}
	if k, _ := kindNamed(kinds, "feedback"); k.Stages[0].Forward != "tracker" {
		t.Errorf("feedback is forwarded to %q", k.Stages[0].Forward)
	}
	checkHardware(t, kinds)
}

// checkHardware looks at every member of the new kind.
func checkHardware(t *testing.T, kinds []ticket.Kind) {
	t.Helper()
	k := kinds[len(kinds)-1]
	if len(k.Fields) != 3 || k.Fields[2].Check == nil {
		t.Fatalf("fields %+v", k.Fields)
	}
	k.Fields[2].Check = nil // two functions cannot be compared
	want := ticket.Kind{
		Name: "hardware", Noun: "request for hardware", Command: "contact hardware", Summary: "ask for hardware for a lab",
		Examples: []string{"contact hardware"}, Needs: bot.Leader, To: ticket.ToRegion, Desk: "workshop", Days: 7,
		Receipt: "How is it?", Match: "side", Alike: true, Edited: true,
		Stages: []ticket.Stage{{Name: "shipped", Tell: "It is on its way.", Forward: "tracker"}, {Name: "waits", Rests: true}, {Name: "back", Ends: true}},
		Fields: []bot.Field{
			{Name: "side", Label: "Search or offer?", Kind: bot.Choice, Choices: []string{"search", "offer"}},
			{Name: "what", Label: "What do you need?", Hint: "In your words.", Kind: bot.Long, Word: "for", Optional: true},
			{Name: "language", Label: "In which language?"},
		},
	}
	if !reflect.DeepEqual(k, want) {
		t.Errorf("the kind is\n%+v, want\n%+v", k, want)
	}
}

// TestTicketProblems: whatever is wrong is told by line, once, in words that say what to do.
func TestTicketProblems(t *testing.T) {
	const kind, field = "tickets:\n  kinds:\n    lab:\n      summary: ask\n", "      fields: [{name: what, label: What}]\n"
	for name, c := range map[string]struct {
		text string
		line int
		want string
	}{
		"unknown key":     {kind + field + "      dayz: 3\n", 6, `tickets.kinds.lab.dayz: unknown key; did you mean "days"?`},
		"name":            {"tickets:\n  kinds:\n    Lab2: {summary: ask, fields: [{name: what, label: What}]}\n", 3, "want a name of small letters"},
		"command taken":   {"tickets:\n  kinds:\n    expert: {summary: ask, fields: [{name: what, label: What}]}\n", 3, "there is a command “contact expert” already"},
		"room's summary":  {"tickets:\n  kinds:\n    newsletter: {keep: 9, summary: ask}\n", 3, "summary: this cannot be changed here"},
		"no fields":       {kind, 3, "kind lab has no fields"},
		"no summary":      {"tickets:\n  kinds:\n    lab:\n" + field, 3, "summary is missing"},
		"nothing":         {"tickets:\n  kinds:\n    lab:\n", 3, "summary is missing"},
		"off":             {"tickets:\n  kinds:\n    lab: {off: true}\n", 3, "no such built-in kind"},
		"confidence":      {"tickets:\n  kinds:\n    misuse: {secret: false}\n", 3, "people were promised that"},
		"confident desk":  {"tickets:\n  desks: {lab: []}\n  kinds:\n    misuse: {desk: lab}\n", 4, "for coordinators alone"},
		"room's fields":   {"tickets:\n  kinds:\n    feedback: {days: 3, fields: [{name: what, label: What}]}\n", 3, "fields: this cannot be changed here; noun, desk, days, keep, off can"},
		"days":            {kind + field + "      days: 0\n", 6, "want a whole number from 1 to 250"},
		"needs":           {kind + field + "      needs: chief\n", 6, `"chief": want member or leader`},
		"to":              {kind + field + "      to: chief\n", 6, `"chief": want region or person or desk`},
		"no person":       {kind + field + "      to: person\n", 3, "has no field “person”"},
		"desk":            {kind + field + "      desk: editor\n", 6, `there is no desk "editor" in tickets.desks; did you mean "editors"?`},
		"match":           {kind + field + "      match: what\n", 3, "want a field of two choices"},
		"hook":            {kind + field + "      stages: [{name: sent, forward: trackr}]\n", 6, `stages.forward: there is no hook "trackr"`},
		"secret hook":     {"tickets:\n  hooks: {a: {url: 'https://example.org', secret: '${S}'}}\n  kinds:\n    misuse: {stages: [{name: sent, forward: a}]}\n", 4, "is not passed on"},
		"stage name":      {kind + field + "      stages: [{name: two words}]\n", 6, "want one word"},
		"stage reserved":  {kind + field + "      stages: [{name: approved}]\n", 6, "said of any request"},
		"stage twice":     {kind + field + "      stages: [{name: a}, {name: a}]\n", 6, `"a": given twice`},
		"stage unnamed":   {kind + field + "      stages: [{tell: Hello}]\n", 6, "stages.name: missing"},
		"stage both":      {kind + field + "      stages: [{name: a, ends: true, rests: true}]\n", 6, "leave one of the two out"},
		"field unnamed":   {kind + "      fields:\n        - {label: What}\n", 6, "fields.name: missing"},
		"field name":      {kind + "      fields:\n        - {name: 'what?', label: What}\n", 6, "want one word of small letters"},
		"field twice":     {kind + "      fields:\n        - {name: a, label: A}\n        - {name: a, label: B}\n", 7, "there are two fields of this name"},
		"label missing":   {kind + "      fields:\n        - {name: a}\n", 6, "fields.label: missing"},
		"label empty":     {kind + "      fields:\n        - name: a\n          label: ' '\n", 7, "fields.label: missing"},
		"field kind":      {kind + "      fields:\n        - {name: a, label: A, kind: file}\n", 6, `"file": want choice or date or`},
		"no choices":      {kind + "      fields:\n        - {name: a, label: A, kind: choice}\n", 6, "choices: missing"},
		"one choice":      {kind + "      fields:\n        - {name: a, label: A, kind: choice, choices: [b]}\n", 6, "want two at least"},
		"choice twice":    {kind + "      fields:\n        - {name: a, label: A, kind: choice, choices: [b, c, B]}\n", 6, "each one once"},
		"choices of text": {kind + "      fields:\n        - {name: a, label: A, choices: [b, c]}\n", 6, "only a field of the kind choice"},
		"special name":    {kind + "      fields:\n        - {name: place, label: A}\n", 6, "a field called place is always of the kind place"},
		"language":        {kind + "      fields:\n        - {name: tongue, label: A, kind: language}\n", 6, "is called language"},
		"word":            {kind + "      fields:\n        - {name: a, label: A, word: for the}\n", 6, "want one small word"},
		"coordinators":    {"tickets:\n  desks:\n    coordinators: [anna]\n", 3, "this desk is always there"},
		"seat":            {"tickets:\n  desks:\n    lab: ['@anna:example.org']\n", 3, `want the platform before it`},
		"matrix seat":     {"tickets:\n  desks:\n    lab: ['matrix:anna']\n", 3, `want a whole account`},
		"hook address":    {"tickets:\n  hooks:\n    a: {url: 'http://example.org', secret: '${S}'}\n", 3, "the address must begin with https://"},
		"hook secret":     {"tickets:\n  hooks:\n    a: {url: 'https://example.org'}\n", 3, "it has no secret to sign with"},
		"written secret":  {"tickets:\n  hooks:\n    a: {url: 'https://example.org', secret: abc}\n", 3, "a secret does not belong in this file"},
		"feedback":        {"tickets:\n  feedback: {hook: a}\n", 2, `there is no hook "a"`},
		"slack room":      {"tickets:\n  newsletter: {rooms: [slack:C1]}\n", 2, "such as slack:T123/C456"},
		"matrix room":     {"tickets:\n  newsletter: {rooms: ['matrix:#room:example.org']}\n", 2, "want the id of a room"},
		"category":        {"tickets:\n  newsletter: {categories: [a, A]}\n", 2, "given twice"},
		"clock":           {"hours:\n  from: 9am\n", 2, "want hours and minutes"},
		"hours turned":    {"hours:\n  from: '18:00'\n  to: '9'\n", 3, "the earlier one first"},
		"day":             {"hours:\n  days: [mon, noday]\n", 2, "want days such as monday"},
		"zone":            {"hours:\n  zone: Local\n", 2, "want a time zone such as Europe/Berlin"},
		"holiday":         {"hours:\n  holidays: ['02-30']\n", 2, "there is no such day"},
	} {
		_, problems := configOf(t, c.text, map[string]string{"S": strings.Repeat("k", 24)})
		if len(problems) != 1 || problems[0].line != c.line || !strings.Contains(problems[0].text, c.want) {
			t.Errorf("%s: problems %v, want one in line %d: %s", name, problems, c.line, c.want)
		}
	}
}

// TestTicketsDocs loads every configuration that docs/tickets.md shows.
func TestTicketsDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/tickets.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for block := range strings.SplitSeq(string(text), "\n\n") {
		if !strings.HasPrefix(block, "    tickets:") && !strings.HasPrefix(block, "    hours:") {
			continue
		}
		shown++
		block = strings.ReplaceAll(block, "secret_file: tracker-secret", "secret: ${TRACKER_SECRET}") // there is no such file here
		c, problems := configOf(t, strings.ReplaceAll(block, "\n    ", "\n")[4:], map[string]string{"TRACKER_SECRET": strings.Repeat("k", 24)})
		if len(problems) > 0 {
			t.Errorf("%v\n%s", badConfig{problems}, block)
		}
		if _, err := furnish(c, mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler)); err != nil {
			t.Errorf("%v\n%s", err, block)
		}
	}
	if shown != 3 {
		t.Errorf("%d configurations are shown, want 3", shown)
	}
}

// TestHours reads when people work, and counts by it.
func TestHours(t *testing.T) {
	c, problems := configOf(t, "hours: {from: 0, to: '12:30', days: [tue, Friday], zone: Asia/Tokyo, holidays: [2026-03-03, 12-25 DE]}", nil)
	if len(problems) > 0 || !slices.Equal(c.Hours.Days, []time.Weekday{time.Tuesday, time.Friday}) || c.Hours.Zone != "Asia/Tokyo" {
		t.Fatalf("hours %+v, problems %v", c.Hours, problems)
	}
	calendar, err := c.Hours.calendar(nil)
	if err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // the Tuesday after it is a holiday
	if got := calendar.Next(monday, "UTC").Truncate(time.Second); !got.Equal(time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("work begins on %s, want Friday at midnight", got)
	}
	if got := calendar.End(monday, 1, "UTC"); got.Hour() != 12 || got.Minute() != 30 {
		t.Errorf("work ends at %s", got)
	}
}
