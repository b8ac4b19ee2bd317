package bot

import (
	"context"
	"testing"

	"ambassador/store"
)

// named makes a command that does nothing.
func named(name string, needs Role, fields ...Field) Command {
	return Command{Name: name, Summary: "do " + name, Needs: needs, Fields: fields,
		Handle: func(context.Context, store.Tx, *Request) (Reply, error) { return Reply{}, nil }}
}

// shortcut makes a command with a shortcut that takes up words.
func shortcut(name, takes string) Command {
	c := named("find", Member, Field{Name: "a", Label: "A?"}, Field{Name: "n", Label: "N?", Kind: Number})
	c.Shortcut, c.Takes = name, takes
	return c
}

func TestShortcuts(t *testing.T) {
	table, err := NewTable(shortcut("Étudier les vingt-quatre", "a"), named("is", Member)) // 24 characters, more bytes
	if err != nil {
		t.Fatal(err)
	}
	if all := table.Shortcuts(); len(all) != 1 || all[0].Takes != "a" {
		t.Errorf("shortcuts %+v", all)
	}
}

func TestNewTableRefuses(t *testing.T) {
	for what, commands := range map[string][]Command{
		"no role":           {named("find", None)},
		"a role too high":   {named("find", Coordinator+1)},
		"upper case":        {named("Find", Member)},
		"two spaces":        {named("find  it", Member)},
		"no name":           {named("", Member)},
		"twice":             {named("find", Member), named("find", Leader)},
		"no handler":        {{Name: "find", Summary: "x", Needs: Member}},
		"a field twice":     {named("find", Member, Field{Name: "a", Label: "A?"}, Field{Name: "a", Label: "A?"})},
		"a field unlabeled": {named("find", Member, Field{Name: "a"})},
		"no choices":        {named("find", Member, Field{Name: "a", Label: "A?", Kind: Choice})},
		"a long shortcut":   {shortcut("This has twenty-five runes", "")},
		"takes nothing":     {shortcut("Find", "b")},
		"takes a number":    {shortcut("Find", "n")},
		"takes, not shown":  {shortcut("", "a")},
	} {
		if _, err := NewTable(commands...); err == nil {
			t.Errorf("%s: accepted", what)
		}
	}
}

func TestTableFind(t *testing.T) {
	table, err := NewTable(named("find", Member), named("find group", Member), named("is", Member))
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string][2]string{
		"find Berlin":             {"find", "Berlin"},
		"FIND":                    {"find", ""},
		"find group Berlin":       {"find group", "Berlin"},
		"find   Group\tBerlin  x": {"find group", "Berlin  x"},
		"find groups":             {"find", "groups"},
		"is\n@x":                  {"is", "@x"},
	} {
		c, rest, ok := table.Find(line)
		if !ok || c.Name != want[0] || rest != want[1] {
			t.Errorf("Find(%q) = %q, %q, %v; want %q", line, c.Name, rest, ok, want)
		}
	}
	for _, line := range []string{"", "   ", "finds", "isn't it"} {
		if c, _, ok := table.Find(line); ok {
			t.Errorf("Find(%q) = %q; want none", line, c.Name)
		}
	}
}

func TestTableNear(t *testing.T) {
	table, err := NewTable(named("find", Member), named("newsletter submit", Member), named("audit", Coordinator))
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"fnd Berlin":           "find Berlin",
		"fidn":                 "find",
		"newsleter submit x y": "newsletter submit x y",
		"newsletter sumbit x":  "newsletter submit x",
		"thanks":               "",
		"fun":                  "",
		"auditt":               "", // not for members: nothing is told of it
		"newslettersubmit":     "newsletter submit",
		"😀":                    "",
		"":                     "",
	} {
		if got := table.Near(line, Person{Role: Member}); got != want {
			t.Errorf("Near(%q) = %q; want %q", line, got, want)
		}
	}
}
