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

	// Open says that Values is only a beginning, as when words of a room are taken
	// up: what is missing is asked for. Text may then be a whole line.
	Open bool

	// Addressed says that the person called the bot by prefix, name, slash
	// command or button; false for plain words, which count only in a direct
	// conversation or as the answer to a question of the bot.
	Addressed bool

	// Pressed says that Text is the line of a button, which may be older than the bot.
	Pressed bool

	// Private says that only the speaker will see the answer: in a direct
	// conversation, after a slash command, at a terminal.
	Private bool

	// Role is a role that the adapter itself vouches for, such as the console's
	// --as. A chat platform leaves it at None: there the directory decides.
	Role Role

	// Overheard says that these are words of a room which others were meant to hear: they neither call the
	// bot nor reply to it. They are no command and no small talk; only the command with Words gets them, and
	// only in rooms that want it, see Parts.Hears. In a thread where the bot has a question open to their
	// speaker they are its answer, and not overheard any more: an adapter that knows better gives them a thread
	// of their own.
	Overheard bool

	// Guest says that the platform counts the speaker as a visitor: what only
	// coordinators may do is not for them, whatever the directory says.
	Guest bool

	// Late is how long the message was under way, if it came while nobody listened.
	Late time.Duration

	Zone string // IANA zone of the speaker's profile, if the platform tells
	Lang string // BCP 47 language of the speaker's profile, if it tells
}

// uncalled says that the words are for others, unless they answer a question of the bot.
func (m Message) uncalled() bool { return m.Values == nil && !m.Addressed && !m.From.Direct() }

// inPublic says that others in the room have read the words.
func (m Message) inPublic() bool { return !m.Private && !m.From.Direct() }

// key is the name of the message across platforms and spaces, for the list of
// messages already answered; empty when the platform gives no id.
func (m Message) key() string {
	if m.ID == "" {
		return ""
	}
	return m.From.Platform + "/" + m.From.Space + "/" + m.ID
}
