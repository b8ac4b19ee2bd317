package matrixfake_test

import (
	"strings"
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
)

// html is a message with a formatted text.
func html(text string) map[string]any {
	return with(map[string]any{"format": "org.matrix.custom.html", "formatted_body": text})
}

// relates is a message that relates to another.
func relates(to map[string]any) map[string]any { return with(map[string]any{"m.relates_to": to}) }

// TestRules holds that each broken rule is noticed.
func TestRules(t *testing.T) {
	for name, test := range map[string]struct {
		content object
		want    string // in what is noted
	}{
		"no mentions":      {with(object{"m.mentions": nil}), "without m.mentions"},
		"the whole room":   {with(object{"m.mentions": object{"room": true}}), "calls the whole room"},
		"a place":          {with(object{"msgtype": "m.location"}), "of type"},
		"an image":         {with(object{"msgtype": "m.image", "url": "mxc://talk.test/x"}), "nobody uploaded"},
		"nothing":          {notice("  "), "without text"},
		"a bell":           {notice("ding \a"), "control character"},
		"no format":        {with(object{"formatted_body": "Hello"}), "of format"},
		"no HTML":          {with(object{"format": "org.matrix.custom.html"}), "without a formatted text"},
		"a script":         {html("<script>x</script>"), "<script> is not allowed"},
		"a handler":        {html(`<b onclick="x">x</b>`), "onclick of <b> is not allowed"},
		"a bad link":       {html(`<a href="javascript:x">x</a>`), "a link to"},
		"a far image":      {html(`<img src="https://example.org/x.png">`), "an image from"},
		"a class":          {html(`<code class="big">x</code>`), "the class"},
		"bad nesting":      {html("<b><i>x</b></i>"), "ends what is not open"},
		"no end":           {html("<b>x"), "has no end"},
		"not escaped":      {html("a < b & c"), "not escaped"},
		"deep":             {html(strings.Repeat("<b>", 101) + strings.Repeat("</b>", 101)), "100 deep"},
		"a silent pill":    {html(`<a href="https://matrix.to/#/%40editor:talk.test">editor</a>`), "not in m.mentions"},
		"a reply to none":  {relates(object{"m.in_reply_to": object{"event_id": "$nowhere"}}), "not in room"},
		"a thread of none": {relates(object{"rel_type": "m.thread", "event_id": "$nowhere"}), "not in room"},
		"lines missing":    {with(object{"ambassador.buttons": object{"list": []any{object{"key": "1", "label": "One", "line": "one"}}}}), "line for each button"},
		"a key twice": {with(object{"body": "Hello\n\n1 One\n1 Two", "ambassador.buttons": object{"list": []any{
			object{"key": "1", "label": "One", "line": "one"}, object{"key": "1", "label": "Two", "line": "two"},
		}}}), "no key of its own"},
		"a part alone": {with(object{"ambassador.part": object{"n": 2, "of": 3}}), "without those before"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
				say(c, s.Room("general"), test.content)
				wrong(t, s, test.want)
			})
		})
	}
}

// wrong holds that something was noted, and forgives it.
func wrong(t *testing.T, s *matrixfake.Server, want string) {
	t.Helper()
	if all := strings.Join(s.Wrong(), "\n"); !strings.Contains(all, want) {
		t.Errorf("noted %q, want %q", all, want)
	}
	s.Forgive()
}

// TestGoodManners holds that what is allowed is not noted.
func TestGoodManners(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		root := say(c, room, html(`<p>a &lt; b &amp; c<br><br/></p><ol start="2"><li><code class="language-go">x</code></li></ol><a href="https://example.org/?a=1&amp;b=2">x</a>`))
		pill := html(`<a href="https://matrix.to/#/@editor:talk.test">editor</a>`)
		pill["m.mentions"] = map[string]any{"user_ids": []string{"@editor:talk.test"}}
		say(c, room, pill)
		say(c, room, relates(map[string]any{"rel_type": "m.thread", "event_id": root, "is_falling_back": true, "m.in_reply_to": map[string]any{"event_id": root}}))
		if all := s.Wrong(); len(all) != 0 {
			t.Errorf("noted %q", all)
		}
	})
}

// TestForeignRules holds that the bot meddles with nobody's words, and writes nothing readable where all is encrypted.
func TestForeignRules(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := s.Room("general")
		theirs := must(s.Send("crowd", room, "m.room.message", map[string]any{"msgtype": "m.text", "body": "Hi"}))
		edit := relates(map[string]any{"rel_type": "m.replace", "event_id": theirs})
		edit["m.new_content"] = notice("Bye")
		say(c, room, edit)
		wrong(t, s, "an edit of an event of @crowd:talk.test")
		reply := say(c, room, relates(map[string]any{"rel_type": "m.thread", "event_id": theirs}))
		say(c, room, relates(map[string]any{"rel_type": "m.thread", "event_id": reply}))
		wrong(t, s, "a thread below an event that is m.thread")
		must(c.SendMessageEvent(t.Context(), id.RoomID(room), event.EventReaction, map[string]any{}))
		wrong(t, s, "a reaction to nothing")
		s.Encrypt(room)
		say(c, room, notice("Hello"))
		wrong(t, s, "plain text into the encrypted room")
	})
}
