package bot

import "time"

// Message is one thing said to the bot, free of platform syntax: the prefix or
// mention that called the bot is cut off, and people mentioned in the text are
// written as @platform:space/user.
type Message struct {
	ID   string  // the platform's id, unique within platform and space; a redelivery bears the same one
	From Address // who said it, and where
	At   time.Time
	Text string

	// Values holds a filled form by field name; Text is then only the name of
	// the command.
	Values map[string]string

	// Addressed says that the person called the bot by prefix, name, slash
	// command or button; false for plain words, which count only in a direct
	// conversation or as the answer to a question of the bot.
	Addressed bool

	// Private says that only the speaker will see the answer: in a direct
	// conversation, after a slash command, at a terminal.
	Private bool

	// Role is a role that the adapter itself vouches for, such as the console's
	// --as. A chat platform leaves it at None: there the directory decides.
	Role Role

	Zone string // IANA zone of the speaker's profile, if the platform tells
	Lang string // BCP 47 language of the speaker's profile, if it tells
}

// overheard says that the words are for others, unless they answer a question of the bot.
func (m Message) overheard() bool { return m.Values == nil && !m.Addressed && !m.From.Direct() }

// key is the name of the message across platforms and spaces, for the list of
// messages already answered; empty when the platform gives no id.
func (m Message) key() string {
	if m.ID == "" {
		return ""
	}
	return m.From.Platform + "/" + m.From.Space + "/" + m.ID
}
