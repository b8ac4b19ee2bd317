package bot

import (
	"context"
	"strings"

	"ambassador/store"
)

// frontDesk are the router's own commands for everybody, first in the help.
func (r *Router) frontDesk() []Command {
	return []Command{{
		Name: "help", Summary: "say what I can do, or explain one command",
		Examples: []string{"help", "help find"},
		Fields:   []Field{{Name: "command", Label: "Which command?", Optional: true}},
		Needs:    Member, Reads: true, Handle: r.showHelp,
	}}
}

// backOffice are the router's own commands that come last in the help.
func (r *Router) backOffice() []Command {
	ref := Field{Name: "ref", Label: "Which letter?", Hint: "Its reference, as listed by “dead”."}
	return append(r.greetings(), []Command{{
		Name: "about", Summary: "say what I am and whose data I use",
		Examples: []string{"about"},
		Needs:    Member, Reads: true, Handle: r.showAbout,
	}, {
		Name: "audit", Summary: "list who changed what, or was refused, lately",
		Examples: []string{"audit"},
		Needs:    Coordinator, Reads: true, Handle: showAudit,
	}, {
		Name: "dead", Summary: "list what could not be delivered or answered",
		Examples: []string{"dead"},
		Needs:    Coordinator, Reads: true, Handle: showDead,
	}, {
		Name: "dead show", Summary: "read a dead letter, to answer it in person",
		Examples: []string{"dead show K7M3QPA"},
		Fields:   []Field{ref}, Needs: Coordinator, Handle: showLetter,
	}, {
		Name: "dead retry", Summary: "try to deliver a dead letter again",
		Examples: []string{"dead retry K7M3QPA"},
		Fields:   []Field{ref}, Needs: Coordinator, Handle: retryDead,
	}, {
		Name: "dead drop", Summary: "forget a dead letter",
		Examples: []string{"dead drop K7M3QPA"},
		Fields:   []Field{ref}, Needs: Coordinator, Handle: dropDead,
	}}...)
}

func (r *Router) showAbout(context.Context, store.Tx, *Request) (Reply, error) {
	return Reply{Text: r.about}, nil
}

// showHelp answers help and help <command>.
func (r *Router) showHelp(_ context.Context, _ store.Tx, req *Request) (Reply, error) {
	topic := req.Values["command"]
	if topic == "" {
		return r.help(req.Who), nil
	}
	if c, rest, ok := r.table.Find(topic); ok && rest == "" && req.Who.May(c) {
		return Hush(c.help(r.under(c.Name, req.Who))), nil
	}
	if len(r.under(topic, req.Who)) > 0 {
		return r.helpUnder(topic, req.Who), nil
	}
	for _, c := range r.table.All() { // “help misuse” is “help contact misuse”
		if _, second := cutWord(c.Name); second != "" && strings.EqualFold(second, topic) && req.Who.May(c) {
			return Hush(c.help(r.under(c.Name, req.Who))), nil
		}
	}
	if near := r.table.Near(topic, req.Who); near != "" {
		return Reply{}, Refuse("There is no command “%s”. Did you mean “%s”?", short(topic), near).
			Offer(Action{Label: near, Line: "help " + near})
	}
	return Reply{}, Refuse("There is no command “%s”.", short(topic)).Offer(Action{Label: "Help", Line: "help"})
}

// help lists the commands that the person may use, short enough not to flood: of
// commands that share a first word only that word.
func (r *Router) help(who Person) Reply {
	var lines []string
	done := make(map[string]bool)
	for _, c := range r.table.All() {
		first, second := cutWord(c.Name)
		if !who.May(c) || done[first] {
			continue
		}
		done[first] = true
		if second != "" {
			lines = append(lines, first+" … – "+strings.Join(seconds(r.under(first, who)), ", "))
			continue
		}
		lines = append(lines, c.usage()+" – "+c.Summary)
	}
	return Hush(Say("I am " + r.name + ". This is what you can say:\n\n" + strings.Join(lines, "\n") +
		"\n\n“help " + r.example(who) + "” explains one of them."))
}

// example is the first command of a room that the person may use.
func (r *Router) example(who Person) string {
	for _, c := range r.table.All() {
		if who.May(c) && c.Name != "help" {
			return c.Name
		}
	}
	return "help"
}

// helpUnder lists the commands that begin with a word.
func (r *Router) helpUnder(word string, who Person) Reply {
	var lines []string
	for _, c := range r.under(word, who) {
		lines = append(lines, c.usage()+" – "+c.Summary)
	}
	if len(lines) == 0 {
		return r.help(who)
	}
	return Hush(Reply{Text: strings.Join(lines, "\n")})
}

// under is Table.Under for what the person may use.
func (r *Router) under(word string, who Person) []Command {
	var mine []Command
	for _, c := range r.table.Under(word) {
		if who.May(c) {
			mine = append(mine, c)
		}
	}
	return mine
}

// seconds are the second words of command names.
func seconds(commands []Command) []string {
	var words []string
	for _, c := range commands {
		_, second := cutWord(c.Name)
		words = append(words, second)
	}
	return words
}

// help explains one command: its use, its fields, examples, and its relatives.
func (c Command) help(relatives []Command) Reply {
	lines := []string{c.usage(), Capital(c.Summary) + "."}
	for _, f := range c.Fields {
		if f.Hidden {
			continue
		}
		line := "  " + f.Name + ": " + f.Label
		if f.Hint != "" {
			line += " " + f.Hint
		}
		lines = append(lines, line)
	}
	if len(c.Examples) > 0 {
		lines = append(lines, "For example: "+strings.Join(c.Examples, " · "))
	}
	if c.Words != "" {
		lines = append(lines, c.wordy())
	}
	if c.Needs > Member {
		lines = append(lines, "For "+c.audience()+".")
	}
	for _, other := range relatives {
		lines = append(lines, "See also: "+other.usage()+" – "+other.Summary)
	}
	return Reply{Text: strings.Join(lines, "\n")}
}

// wordy tells of the command that it need not be named.
func (c Command) wordy() string {
	return "You need not say “" + c.Name + "”: what is no other command is taken for it."
}
