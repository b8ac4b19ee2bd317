package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/checkin"
	"ambassador/bot/directory"
	"ambassador/bot/reports"
	"ambassador/bot/sheet"
	"ambassador/store/mem"
)

// pulse is a whole kind of a configuration, and a built-in one that differs.
const pulse = `
checkins:
  report: {schedule: monthly, window: 14, reminders: [], rooms: [slack:T1/C1, "matrix:!room:example.org"], carries: []}
  pulse:
    noun: pulse
    ask: "How is it?"
    summary: say how it is
    for: leaders
    regions: [germany, austria]
    languages: [German, fr]
    groups: [official, new]
    older: 12
    younger: 60
    silence: [30, 90]
    window: 21
    late: 3
    reminders: [1, 4]
    keep: 100
    carries: [more]
    fields:
      - {name: how, label: "How is it?", kind: choice, choices: [good, bad]}
      - {name: more, label: "Anything else?", kind: long, optional: true}
`

// TestCheckinsConfig reads all that can be said of check-ins.
func TestCheckinsConfig(t *testing.T) {
	c, problems := configOf(t, pulse, nil)
	if len(problems) > 0 {
		t.Fatal(badConfig{problems})
	}
	kinds := c.Checkins.kinds()
	if len(kinds) != 2 {
		t.Fatalf("kinds %+v", kinds)
	}
	want := reports.Kind()
	want.Window, want.Reminders, want.Carries, want.Schedule = 14, []int{}, nil, kinds[0].Schedule
	want.Rooms = []bot.Address{{Platform: "slack", Space: "T1", Room: "C1"}, {Platform: "matrix", Room: "!room:example.org"}}
	if !reflect.DeepEqual(kinds[0], want) || kinds[0].Schedule.String() != "monthly" {
		t.Errorf("the report is\n%+v, want\n%+v", kinds[0], want)
	}
	want = checkin.Kind{
		Name: "pulse", Noun: "pulse", Ask: "How is it?", Command: "answer pulse", Summary: "say how it is", Examples: []string{"answer pulse"},
		Fields: []bot.Field{{Name: "how", Label: "How is it?", Kind: bot.Choice, Choices: []string{"good", "bad"}},
			{Name: "more", Label: "Anything else?", Kind: bot.Long, Optional: true}},
		Of: checkin.Audience{Role: bot.Leader, Regions: []string{"germany", "austria"}, Languages: []string{"de", "fr"},
			Groups: []directory.Standing{directory.Official, directory.Fresh}, Older: 12, Younger: 60},
		Carries: []string{"more"}, Silence: []int{30, 90}, Window: 21, Late: 3, Reminders: []int{1, 4}, Keep: 100,
	}
	if !reflect.DeepEqual(kinds[1], want) {
		t.Errorf("the new kind is\n%+v, want\n%+v", kinds[1], want)
	}
	if c.Checkins.line("pulse", "groups") != 11 || c.Checkins.line("pulse", "rooms") != 4 || c.Checkins.line("other", "rooms") != 0 {
		t.Errorf("lines %v", c.Checkins[1].Lines)
	}
}

// TestCheckinDefaults: without a configuration ambassadors are asked for reports, and that can be turned off.
func TestCheckinDefaults(t *testing.T) {
	if kinds := defaults().Checkins.kinds(); len(kinds) != 1 || !reflect.DeepEqual(kinds[0], reports.Kind()) {
		t.Errorf("by default %+v is asked", kinds)
	}
	c, problems := configOf(t, "checkins: {report: {off: true}}", nil)
	if kinds := c.Checkins.kinds(); len(problems) > 0 || len(kinds) > 0 {
		t.Errorf("problems %v, and %+v is asked", problems, kinds)
	}
}

// TestCheckinExample: what the example file says of reports are the defaults, and it has every key.
func TestCheckinExample(t *testing.T) {
	text, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	_, shown, found := strings.Cut(string(text), "\n#checkins:\n")
	if !found {
		t.Fatal("the example shows no check-in")
	}
	lines := strings.Split(strings.TrimRight(shown, "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "#")
	}
	path := filepath.Join(t.TempDir(), "config.yaml")
	root, err := parseYAML([]byte("checkins:\n" + strings.Join(lines, "\n") + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	f := &source{path: path, env: noEnv, known: make(map[string][]string)}
	var c Config
	f.readSection("", root, c.read)
	want := reports.Kind().Filled()
	got := c.Checkins[0].Kind
	got.Silence, got.Examples = nil, want.Examples // an empty list there is none here; examples follow from the fields
	if len(f.problems) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("problems %v; the example says\n%+v, and the default is\n%+v", f.problems, got, want)
	}
	for _, key := range f.known["checkins.report."] {
		if c.Checkins.line("report", key) == c.Checkins.line("report", "") {
			t.Errorf("the example does not show checkins.report.%s", key)
		}
	}
}

// TestCheckinProblems: whatever is wrong is told by line, once, in words that say what to do; nothing panics.
func TestCheckinProblems(t *testing.T) {
	const kind, rest = "checkins:\n  pulse:\n    ask: How?\n", "    schedule: weekly\n    fields: [{name: what, label: What}]\n"
	for name, c := range map[string]struct {
		text string
		line int
		want string
	}{
		"unknown key":  {kind + rest + "    schedul: weekly\n", 6, `checkins.pulse.schedul: unknown key; did you mean "schedule"?`},
		"name":         {"checkins:\n  Pulse!:\n    ask: How?\n" + rest, 2, "checkins.Pulse!: want a name of small letters, digits and dashes"},
		"off":          {kind + rest + "    off: true\n", 6, "there is no such built-in check-in"},
		"no question":  {"checkins:\n  pulse:\n" + rest, 2, "checkins.pulse.ask: missing; what are people asked?"},
		"no fields":    {kind + "    schedule: weekly\n", 2, "checkins.pulse.fields: missing"},
		"no schedule":  {kind + "    fields: [{name: what, label: What}]\n", 2, "checkins.pulse.schedule: missing"},
		"audience":     {kind + rest + "    for: friends\n", 6, `"friends": want ambassadors or leaders`},
		"language":     {kind + rest + "    languages: [Klingonish]\n", 6, "I do not know a language called “Klingonish”"},
		"groups":       {kind + rest + "    groups: [revoked]\n", 6, "want official, new or lapsed"},
		"carries":      {kind + rest + "    carries: [how]\n", 6, `"how": there is no such field`},
		"field round":  {kind + "    schedule: weekly\n    fields: [{name: round, label: What}]\n", 5, "choose another name"},
		"field kind":   {kind + "    schedule: weekly\n    fields: [{name: what, label: What, kind: wish}]\n", 5, "want choice or date"},
		"rooms":        {kind + rest + "    rooms: [general]\n", 6, "want a room such as slack:T123/C456"},
		"window":       {kind + rest + "    window: 400\n", 6, "want a whole number from 1 to 366"},
		"reminders":    {kind + rest + "    reminders: [1, 2, 3, 4, 5, 6, 7]\n", 6, "checkins.pulse.reminders: 7 are more than people bear; at most 6"},
		"twice a day":  {kind + rest + "    reminders: [2, 2]\n", 6, "nobody is reminded twice on one day"},
		"reminder":     {kind + rest + "    reminders: [soon]\n", 6, `"soon": want a number of days, such as 5`},
		"silence":      {kind + "    silence: [3]\n    fields: [{name: what, label: What}]\n", 4, "checkins.pulse.silence: want growing numbers of days, from 7 on"},
		"both":         {kind + rest + "    silence: [30]\n", 6, "leave one of the two out"},
		"zone":         {kind + "    schedule: TZ=0 0 9 * * *\n    fields: [{name: what, label: What}]\n", 4, "leave the time zone out"},
		"never":        {kind + "    schedule: \"0 0 31 2 *\"\n    fields: [{name: what, label: What}]\n", 4, "there is no such day"},
		"every second": {kind + "    schedule: \"@every 1s\"\n    fields: [{name: what, label: What}]\n", 4, "nobody's wall clock"},
		"nonsense":     {kind + "    schedule: now and then\n    fields: [{name: what, label: What}]\n", 4, "that is no schedule"},
		"two mistakes": {kind + "    schedule: TZ=0\n    reminders: [1, 1]\n    fields: [{name: what, label: What}]\n", 4, "leave the time zone out"},
		"built in":     {"checkins:\n  report: {reminders: [9, 5]}\n", 2, "checkins.report.reminders: want growing numbers"},
	} {
		_, problems := configOf(t, c.text, nil)
		if len(problems) != map[bool]int{true: 2, false: 1}[name == "two mistakes"] || problems[0].line != c.line || !strings.Contains(problems[0].text, c.want) {
			t.Errorf("%s: %v, want line %d: %s", name, problems, c.line, c.want)
		}
	}
	_, problems := configOf(t, "checkins:\n  pulse:\n    reminders: [3, 2]\n    silence: [9, 8]\n", nil)
	if len(problems) != 4 {
		t.Errorf("of four problems %v is told", problems)
	}
}

// TestCheckinDocs loads every configuration that docs/checkins.md shows.
func TestCheckinDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/checkins.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for block := range strings.SplitSeq(string(text), "\n\n") {
		if !strings.HasPrefix(block, "    checkins:") {
			continue
		}
		shown++
		c, problems := configOf(t, strings.ReplaceAll(block, "\n    ", "\n")[4:], nil)
		if len(problems) > 0 {
			t.Errorf("%v\n%s", badConfig{problems}, block)
		}
		if _, err := furnish(c, mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler)); err != nil {
			t.Errorf("%v\n%s", err, block)
		}
	}
	if shown != 4 {
		t.Errorf("%d configurations are shown, want 4", shown)
	}
}

// planner is a house whose people are asked each Monday, and its configuration.
func planner(t *testing.T) (*house, Config) {
	t.Helper()
	c, problems := configOf(t, `
matrix: {homeserver: "https://matrix.example.org", user_id: "@bot:example.org", password: "${P}"}
checkins:
  report: {schedule: "0 9 * * 1", window: 4, late: 2, reminders: [1]}
`, map[string]string{"P": "secret"})
	if len(problems) > 0 {
		t.Fatal(badConfig{problems})
	}
	h, err := furnish(c, mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	err = h.stock(t.Context(), func() (sheet.Book, error) {
		return sheet.Read(strings.NewReader(`
people:
  - {id: ambassador-berlin, name: Ambassador Berlin, role: ambassador, place: "Berlin, Germany", accounts: ["slack:T1/U1", "matrix:@ambassador-berlin:example.org"]}
  - {id: ambassador-with-a-long-name, name: Ambassador Whose Name Is Longer Than A Column Can Be, role: ambassador, zone: America/Argentina/Buenos_Aires}
  - {id: ambassador-away, name: Ambassador Away, role: ambassador, zone: Asia/Tokyo, status: hold, accounts: ["matrix:@away:example.org"]}
`), "people.yaml")
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, c
}

// TestSchedule: the plan is in the time of whoever hears it, after a change of the clocks, on an account that there is a
// connection to, within 80 columns. Somebody who is away for an unknown time is not asked; coordinators see that they are
// missing.
func TestSchedule(t *testing.T) {
	h, c := planner(t)
	from := time.Date(2026, 3, 25, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string]struct {
		days int
		json bool
		plan string
	}{
		"a table": {7, false, `Mon 2026-03-30 09:00 Europe/Berlin = 2026-03-30 07:00 UTC
  ask          report-2026-w14  Ambassador Berlin       matrix:@ambassador-berl…
Mon 2026-03-30 09:00 America/Argentina/Buenos_Aires = 2026-03-30 12:00 UTC
  ask          report-2026-w14  Ambassador Whose Name…  cannot be reached
Tue 2026-03-31 09:00 Europe/Berlin = 2026-03-31 07:00 UTC
  reminder 1   report-2026-w14  Ambassador Berlin       matrix:@ambassador-berl…
Tue 2026-03-31 09:00 America/Argentina/Buenos_Aires = 2026-03-31 12:00 UTC
  reminder 1   report-2026-w14  Ambassador Whose Name…  cannot be reached
Wed 2026-04-01 17:00 Asia/Tokyo = 2026-04-01 08:00 UTC
  late         report-2026-w14  Ambassador Away

4 words to 2 people in the next 7 days, as it would be if nobody answered.
`},
		"lines": {5, true, `{"at":"2026-03-30T07:00:00Z","local":"2026-03-30T09:00:00+02:00","zone":"Europe/Berlin","person":"ambassador-berlin","name":"Ambassador Berlin","kind":"report","round":"2026-W14","what":"ask"}
`},
		"later":         {3, false, "Nobody is asked anything in the next 3 days: the next is report-2026-w14, on 30 March 2026 (try --days 6).\n"},
		"later, no one": {3, true, ""},
	} {
		var out strings.Builder
		if err := h.schedule(t.Context(), &out, outlook{c, from, want.days, want.json}); err != nil {
			t.Fatal(err)
		}
		if out.String() != want.plan {
			t.Errorf("%s:\n%s\nwant\n%s", name, out.String(), want.plan)
		}
		for line := range strings.Lines(out.String()) {
			if n := len([]rune(strings.TrimSpace(line))); n > 80 && name == "a table" {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
		}
	}
}
