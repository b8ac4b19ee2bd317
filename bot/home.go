package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ambassador/store"
)

// Desk is what a room has for somebody's home: what is open for them, what is theirs. It
// only reads, and returns nothing for whoever has nothing there.
type Desk func(tx store.Tx, who Person, at time.Time) ([]Block, error)

// Stray says what words may be meant for that are no command and answer no question: each
// of its actions is a line that does it. Most often there is none. It is asked only where
// one person talks with the bot alone.
type Stray func(tx store.Tx, who Person, m Message) ([]Action, error)

// greetings are the commands with which people begin.
func (r *Router) greetings() []Command {
	return []Command{{
		Name: "hello", Summary: "say hello, and hear what I am for",
		Examples: []string{"hello"}, Needs: Member, Reads: true, Handle: r.hello,
	}, {
		Name: "home", Summary: "see what is open for you",
		Examples: []string{"home"}, Needs: Member, Reads: true, Aside: true, Handle: r.home,
	}, {
		Name: "ping", Summary: "check that I am listening",
		Examples: []string{"ping"}, Needs: Member, Reads: true,
		Handle: func(context.Context, store.Tx, *Request) (Reply, error) { return Reply{Text: "pong"}, nil },
	}}
}

// hello is the first word to somebody new.
func (r *Router) hello(_ context.Context, _ store.Tx, req *Request) (Reply, error) {
	return r.welcome(req.Who), nil
}

// welcome says hello to somebody, and how to go on.
func (r *Router) welcome(who Person) Reply {
	name := ""
	if who.Name != "" {
		name = ", " + who.Name
	}
	text := "Hello" + name + "! I am " + r.name + ". I help this community find its people: who is near you, whom to ask, and where the groups are. " +
		"Press a button, or just write to me; “help” tells the rest."
	return Hush(Say(text, r.doors(who, "ask", "find", "help")...))
}

// greeting says whether somebody only says hello, as people do before they ask: in the languages of the programme's largest
// communities. Whoever goes on after it wants something else.
func greeting(words string) bool {
	switch strings.ToLower(strings.Trim(words, " .,!?¡。！👋🙂😊")) {
	case "", "hi", "hey", "hello", "hiya", "yo", "hi there", "hey there", "hello there", "good morning", "good afternoon", "good evening", "greetings",
		"hallo", "moin", "servus", "guten morgen", "guten tag", "guten abend", "hola", "buenos días", "buenos dias", "buenas", "bonjour", "salut",
		"olá", "ola", "oi", "bom dia", "boa tarde", "ciao", "hej", "merhaba", "привет", "cześć", "你好", "您好", "こんにちは", "안녕하세요", "नमस्ते":
		return strings.Trim(words, " .,!?") != "" // dots alone are no greeting
	}
	return false
}

// thanks says whether somebody only says thank you.
func thanks(words string) bool {
	switch strings.ToLower(strings.Trim(words, " .,!。！🙏❤️👍")) {
	case "thanks", "thank you", "thx", "ty", "cheers", "many thanks", "thanks a lot", "thank you very much", "danke", "danke schön", "vielen dank", "merci",
		"gracias", "muchas gracias", "obrigado", "obrigada", "grazie", "tack", "dziękuję", "спасибо", "谢谢", "謝謝", "ありがとう", "ありがとうございます", "감사합니다":
		return true
	}
	return false
}

// home is the page that a platform shows to each person: greeting, open question, what
// the rooms have, and the ways in.
func (r *Router) home(_ context.Context, tx store.Tx, req *Request) (Reply, error) {
	blocks := []Block{{Section: &Section{Title: "Hello" + map[bool]string{true: ", " + req.Who.Name}[req.Who.Name != ""], Text: r.standing(req.Who.Role)}}}
	open, err := r.openQuestion(tx, req)
	if err != nil {
		return Reply{}, err
	}
	blocks = append(blocks, open...)
	for _, desk := range r.desks {
		more, err := desk(tx, req.Who, req.Message.At)
		if err != nil {
			return Reply{}, fmt.Errorf("home: %w", err)
		}
		blocks = append(blocks, more...)
	}
	if req.Who.Role >= Coordinator {
		letters, err := deadBlocks(tx)
		if err != nil {
			return Reply{}, err
		}
		blocks = append(blocks, letters...)
	}
	blocks = append(blocks, Block{Actions: r.doors(req.Who, "ask", "find", "is", "contact", "status", "report", "feedback", "newsletter", "desk", "settings", "directory", "dead", "audit", "help")})
	return Hush(Compose(blocks...)), nil
}

// standing says what somebody is to the programme.
func (r *Router) standing(role Role) string {
	switch role {
	case Coordinator:
		return "You are a coordinator of this programme."
	case Ambassador:
		return "You are an ambassador of this programme."
	case Leader:
		return "You lead a group of this community."
	}
	return "I am " + r.name + ", and I help this community find its people."
}

// openQuestion are the blocks of a question that waits in the direct conversation.
func (r *Router) openQuestion(tx store.Tx, req *Request) ([]Block, error) {
	t := &turn{router: r, tx: tx, m: req.Message, who: req.Who}
	t.m.From = req.Message.From.Account()
	d, err := t.dialogue()
	if err != nil || d == nil {
		return nil, err
	}
	c, _ := r.table.Named(d.Command)
	f, _ := c.Field(d.open())
	line := c.Line(d.Typed)
	if len(line) >= buttonLine {
		line = c.Name
	}
	return []Block{
		{Section: &Section{Title: "A question is still open", Text: f.question()}},
		{Actions: []Action{{Label: "Answer it", Line: line}, {Label: "Leave it", Line: "cancel"}}},
	}, nil
}

// doors are buttons for the commands of these names that the person may use; a name that is
// only the first word of commands leads to their help.
func (r *Router) doors(who Person, names ...string) (actions []Action) {
	for _, name := range names {
		label := map[string]string{
			"ask": "Ask a question", "find": "People near me", "is": "Who is an ambassador?", "contact": "Ask for an introduction", "settings": "Settings",
			"status": "What I asked", "report": "Write a report", "feedback": "Pass on feedback", "newsletter": "Newsletter", "desk": "Desk",
			"directory": "Directory", "dead": "Dead letters", "audit": "Audit log", "help": "Help",
		}[name]
		if c, ok := r.table.Named(name); ok && who.May(c) {
			actions = append(actions, Action{Label: label, Line: name})
		} else if !ok && len(r.under(name, who)) > 0 {
			actions = append(actions, Action{Label: label, Line: "help " + name})
		}
	}
	return actions
}

// deadBlocks tell a coordinator of dead letters.
func deadBlocks(tx store.Tx) ([]Block, error) {
	n := 0
	for range letters.Keys(tx, nil, nil) {
		n++
	}
	switch n {
	case 0:
		return nil, nil
	case 1:
		return []Block{{Section: &Section{Text: "One message could not be delivered or answered."}}}, nil
	}
	return []Block{{Section: &Section{Text: fmt.Sprintf("%d messages could not be delivered or answered.", n)}}}, nil
}
