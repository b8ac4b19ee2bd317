package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// door says what one room may import. Of the standard library a room may import everything but what
// never lists; a path stands for the packages below it, too, but for those that but lists.
type door struct {
	room  string   // package path without the module; what is below it has the same door
	may   []string // other packages, of this module or of others
	never []string // of the standard library
	but   []string
}

// outside is what turns a room into something that can wait or reach the network. Paths that only
// take addresses apart are left.
func outside() []string { return []string{"net", "os", "syscall", "plugin", "unsafe"} }

// doors is the plan of the house. Rooms of one floor do not see each other, an adapter never sees a
// room, and nothing below bot can send: what the table forbids need not be watched for in reviews.
func doors() []door {
	inner := func(room string, may ...string) door {
		return door{room: room, may: may, never: outside(), but: []string{"net/url", "net/netip"}}
	}
	const vellum, text, yaml = "github.com/blevesearch/vellum", "golang.org/x/text", "go.yaml.in/yaml/v3"
	return []door{
		{room: "cmd/ambassador", may: []string{"bot", "bot/place", "bot/sheet", "bot/spell", "bot/worktime", "bot/ticket", "bot/checkin", "bot/checkin/period", "bot/reports", "bot/handover", "bot/contact", "bot/newsletter", "bot/feedback", "bot/faq", "bot/faq/entry", "bot/faq/match", "bot/faq/programme", "bot/directory",
			"adapters/console", "adapters/slack", "adapters/matrix", "adapters/webhook", "store", "store/bolt", "store/mem", yaml,
			"github.com/robfig/cron/v3", "golang.org/x/term", "github.com/schollz/progressbar/v3"}},
		inner("bot", "store"),
		inner("bot/place", vellum, text),
		{room: "bot/place/build", may: []string{vellum, text}, never: []string{"net"}},
		inner("bot/sheet", yaml),
		inner("bot/worktime", "bot/memo"),
		inner("bot/checkin/period", "bot/spell", "bot/worktime", "github.com/robfig/cron/v3"),
		inner("bot/memo"),
		inner("bot/spell"),
		inner("bot/timed", "store"),
		inner("bot/faq", "bot", "bot/directory", "bot/memo", "bot/faq/entry", "bot/faq/match", "store"),
		inner("bot/faq/entry", "bot/spell", "bot/sheet", text, "go.yaml.in/yaml/v4"),
		inner("bot/faq/match", text),
		{room: "bot/faq/match/fit", may: []string{"bot/faq/match", "bot/faq/entry", "bot/faq/programme"}, never: []string{"net"}},
		inner("bot/faq/programme"),
		inner("bot/directory", "bot", "bot/memo", "bot/worktime", "bot/place", "bot/sheet", "store"),
		inner("bot/ticket", "bot", "bot/timed", "bot/directory", "bot/sheet", "bot/worktime", "store"),
		inner("bot/checkin", "bot", "bot/timed", "bot/checkin/period", "bot/directory", "bot/sheet", "bot/worktime", "store"),
		inner("bot/handover", "bot", "bot/checkin", "bot/directory", "store"),
		inner("bot/reports", "bot", "bot/checkin", "bot/checkin/period", "bot/directory", "bot/ticket", "store"),
		inner("bot/contact", "bot", "bot/directory", "bot/ticket", "store"),
		inner("bot/newsletter", "bot", "bot/directory", "bot/ticket", "store"),
		inner("bot/feedback", "bot", "bot/directory", "bot/ticket", "store"),
		{room: "bot/bottest", may: []string{"bot", "store", "golang.org/x/tools/txtar"}, never: []string{"net"}},
		inner("adapters/markdown", "github.com/yuin/goldmark"),
		{room: "adapters/console", may: []string{"bot", "adapters/markdown", "github.com/peterh/liner", "github.com/mattn/go-runewidth", "golang.org/x/term"}, never: []string{"net"}},
		{room: "adapters/console/consoletest", may: []string{"bot", "bot/bottest", "adapters/console"}, never: []string{"net"}},
		{room: "adapters/slack", may: []string{"bot", "adapters/markdown", "github.com/slack-go/slack", "github.com/gorilla/websocket"}, never: []string{"os/exec", "plugin"}},
		{room: "adapters/slack/slackfake", may: []string{"bot", "bot/bottest", "adapters/slack", "adapters/adaptertest/wire", "github.com/gorilla/websocket"}, never: []string{"os/exec", "plugin"}},
		{room: "adapters/matrix", may: []string{"bot", "store", "adapters/markdown", "maunium.net/go/mautrix", "go.mau.fi/util", "github.com/rs/zerolog", "golang.org/x/net/html", "modernc.org/sqlite"},
			never: []string{"os/exec", "plugin"}},
		{room: "adapters/matrix/matrixfake", may: []string{"bot", "bot/bottest", "store", "store/mem", "adapters/matrix", "adapters/adaptertest/wire", "maunium.net/go/mautrix", "golang.org/x/net/html"}, never: []string{"os/exec", "plugin"}},
		{room: "adapters/webhook", may: []string{"bot"}, never: []string{"os", "plugin", "unsafe"}},
		{room: "adapters/adaptertest/wire", never: []string{"os", "os/exec", "plugin"}},
		{room: "adapters/adaptertest/stub", never: []string{"os", "os/exec", "plugin"}},
		{room: "adapters/adaptertest", may: []string{"bot", "bot/bottest"}, never: []string{"net"}},
		inner("store"),
		inner("store/mem", "store"),
		{room: "store/bolt", may: []string{"store", "go.etcd.io/bbolt", "golang.org/x/sys"}, never: []string{"net"}},
		{room: "store/storetest", may: []string{"store"}, never: []string{"net"}},
	}
}

const module = "ambassador/"

// TestDoors holds every package of the repository against the plan.
func TestDoors(t *testing.T) {
	for _, p := range packages(t) {
		room := strings.TrimPrefix(p.ImportPath, module)
		d, ok := doorOf(room)
		if !ok {
			t.Errorf("%s has no door: add it to the table", room)
			continue
		}
		for _, path := range p.Imports {
			if why := d.refuses(path); why != "" {
				t.Errorf("%s imports %s: %s", room, path, why)
			}
		}
	}
}

// TestDoorsShut makes sure that the plan refuses what it is there to refuse.
func TestDoorsShut(t *testing.T) {
	for _, c := range []struct {
		room, path string
		open       bool
	}{
		{"bot", "net/http", false},
		{"bot", "os/exec", false},
		{"bot", "os", false},
		{"bot", "net/url", true},
		{"bot", "ambassador/store", true},
		{"bot", "ambassador/store/bolt", false},
		{"bot", "ambassador/bot/directory", false},
		{"bot/directory", "ambassador/bot", true},
		{"bot/place/internal/atlas", "ambassador/bot/place/internal/fold", true},
		{"bot/place", "net", false},
		{"adapters/console", "ambassador/bot/directory", false},
		{"adapters/console", "ambassador/bot", true},
		{"adapters/console", "net/http", false},
		{"store/mem", "os", false},
		{"store", "ambassador/bot", false},
		{"store/bolt", "go.etcd.io/bbolt/errors", true},
		{"cmd/ambassador", "net/http", true},
	} {
		d, _ := doorOf(c.room)
		if why := d.refuses(c.path); (why == "") != c.open {
			t.Errorf("%s importing %s: refused with %q, want open: %t", c.room, c.path, why, c.open)
		}
	}
}

// doorOf finds the door of a package: its own, or that of the nearest room above it.
func doorOf(room string) (best door, ok bool) {
	for _, d := range doors() {
		if under(room, d.room) && len(d.room) > len(best.room) {
			best, ok = d, true
		}
	}
	return best, ok
}

// refuses says why the room may not import a path, or "".
func (d door) refuses(path string) string {
	first, _, _ := strings.Cut(path, "/")
	own, ours := strings.CutPrefix(path, module)
	switch {
	case ours:
		// The compiler itself holds the doors of internal packages.
		if !slices.Contains(d.may, own) && !strings.Contains(own, "/internal/") {
			return "the plan of the house has no such door"
		}
	case strings.Contains(first, "."):
		if !anyAbove(d.may, path) {
			return "no library of this room"
		}
	case anyAbove(d.never, path) && !slices.Contains(d.but, path):
		return "never in this room"
	}
	return ""
}

// anyAbove says whether the path is one of those listed, or below one.
func anyAbove(list []string, path string) bool {
	return slices.ContainsFunc(list, func(above string) bool { return under(path, above) })
}

// under says whether a path is above itself or below it.
func under(path, above string) bool { return path == above || strings.HasPrefix(path, above+"/") }

// listed is what the go command says of a package.
type listed struct {
	ImportPath, Dir string
	Imports         []string
}

// packages lists all packages of the module.
func packages(t *testing.T) (all []listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Imports", module+"...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 10 {
		t.Fatalf("go list found %d packages only", len(all))
	}
	return all
}
