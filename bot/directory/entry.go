package directory

import (
	"encoding/binary"
	"strings"
	"time"
)

// Entry is a person or group in an index: what a search must know to choose among
// thousands, and nothing more. It is made of the card, so that looking for a
// language cannot find out what somebody does not show.
type Entry struct {
	ID    string
	Code  uint64 // on the Z-order curve; see codeOf
	Exact bool   // Code is a town's
	Rank  int    // the smaller, the sooner, among those equally far
	CC    string
	Sub   string
	Until string // 2006-01-02: somebody away comes back the day after; else empty
	Tags  string // languages, then topics; see tags
}

// entryHead is the length of what stands before the texts: code, exact, rank.
const entryHead = 10

// MarshalBinary writes the entry compactly: an index holds each record a few times.
func (e Entry) MarshalBinary() ([]byte, error) {
	var head [entryHead]byte
	binary.BigEndian.PutUint64(head[:], e.Code)
	if e.Exact {
		head[8] = 1
	}
	head[9] = byte(e.Rank)
	return pack(head[:], e.ID, e.CC, e.Sub, e.Until, e.Tags), nil
}

// UnmarshalBinary reads what MarshalBinary writes.
func (e *Entry) UnmarshalBinary(data []byte) error {
	if err := unpack(data, entryHead, &e.ID, &e.CC, &e.Sub, &e.Until, &e.Tags); err != nil {
		return err
	}
	e.Code, e.Exact, e.Rank = binary.BigEndian.Uint64(data), data[8] == 1, int(data[9])
	return nil
}

// tags writes languages and topics so that wanted.by finds them: a space on both
// sides of each word, and a bar between topics.
func tags(languages, topics []string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, l := range languages {
		b.WriteString(l + " ")
	}
	b.WriteByte('|')
	for _, t := range topics {
		b.WriteString(" " + fold(t) + " |")
	}
	return b.String()
}

// wanted is what a search asks of an entry beside its place.
type wanted struct {
	topic    string // folded; matches whole words of a topic
	language string // ISO 639 code
	today    string // 2006-01-02
}

// want makes a wanted of a command's values.
func want(topic, language string, at time.Time) wanted {
	return wanted{topic: fold(topic), language: language, today: at.UTC().Format(time.DateOnly)}
}

// everybody says that no language or topic is asked for.
func (w wanted) everybody() bool { return w.topic == "" && w.language == "" }

// by says whether the entry is there and speaks and knows what is asked for.
func (w wanted) by(e Entry) bool {
	if e.Until != "" && w.today <= e.Until {
		return false
	}
	if w.everybody() {
		return true
	}
	languages, topics, _ := strings.Cut(e.Tags, "|")
	return (w.language == "" || strings.Contains(languages, " "+w.language+" ")) &&
		(w.topic == "" || strings.Contains(topics, " "+w.topic+" "))
}
