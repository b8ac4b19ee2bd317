package slackfake_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"ambassador/adapters/slack/slackfake"
)

// parts are the JSON of a message or view.
type parts = map[string]any

// call calls a method as no library would let an app do.
func call(t *testing.T, s *slackfake.Slack, method string, args parts) {
	t.Helper()
	body, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://slack.test/api/"+method, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+slackfake.BotToken)
	resp, err := network(s).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

func text(kind, words string) parts { return parts{"type": kind, "text": words} }

func section(words string) parts {
	return parts{"type": "section", "text": text("mrkdwn", words)}
}

func button(id, label string) parts {
	return parts{"type": "button", "action_id": id, "text": text("plain_text", label), "value": "x"}
}

func actions(buttons ...any) parts { return parts{"type": "actions", "elements": buttons} }

func input(id string, element parts) parts {
	return parts{"type": "input", "block_id": id, "label": text("plain_text", "Title?"), "element": element}
}

// with is a copy with one thing different.
func with(p parts, key string, value any) parts {
	c := parts{key: value}
	for k, v := range p {
		if k != key {
			c[k] = v
		}
	}
	return c
}

// many repeats a part.
func many(n int, make func(n int) any) (all []any) {
	for i := range n {
		all = append(all, make(i))
	}
	return all
}

func long(n int) string { return strings.Repeat("ü", n) }

// TestMessageRules: each limit of a message is held, and what just fits is taken.
func TestMessageRules(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		numbered := func(n int) any { return button(strings.Repeat("i", n+1), "x") }
		image := parts{"type": "image", "alt_text": "a map", "image_url": "https://example.org/?a=1&b=2"}
		for _, c := range []struct {
			block any
			want  string
		}{
			{section(long(3000)), ""},
			{section(long(3001)), "3001 characters"},
			{section(""), "is empty"},
			{parts{"type": "section", "text": text("html", "x")}, `type "html"`},
			{section("a &amp;amp; b &lt;c&gt; <https://example.org/?a=1&amp;b=2|x> <!date^1^{date}|1 May> <#C1>"), ""},
			{section("a & b"), "not escaped once"},
			{section("a < b"), "not escaped once"},
			{section("<javascript:x|y>"), "not escaped once"},
			{section("see <@anna>"), "mentions somebody in a room"},
			{parts{"type": "section", "fields": many(10, func(int) any { return text("mrkdwn", long(2000)) })}, ""},
			{parts{"type": "section", "fields": many(11, func(int) any { return text("mrkdwn", "x") })}, "11 fields"},
			{parts{"type": "section", "fields": []any{text("mrkdwn", long(2001))}}, "2001 characters"},
			{actions(many(25, numbered)...), ""},
			{actions(many(26, numbered)...), "26 buttons"},
			{actions(), "0 buttons"},
			{actions(button("a", "x"), button("a", "y")), "there twice"},
			{actions(button("", "x")), "empty"},
			{actions(button(long(256), "x")), "256 characters"},
			{actions(button("a", long(75))), ""},
			{actions(button("a", long(76))), "76 characters"},
			{actions(with(button("a", "x"), "text", text("mrkdwn", "x"))), "only plain_text"},
			{actions(with(button("a", "x"), "value", long(2001))), "2001 characters"},
			{image, ""},
			{with(image, "alt_text", ""), "without a description"},
			{with(image, "image_url", "https://example.org/?a=1&amp;b=2"), "the address of an image"},
			{parts{"type": "carousel"}, `type "carousel"`},
			{"nonsense", "makes no sense"},
		} {
			call(t, s, "chat.postMessage", parts{"channel": "Cgeneral", "text": "…", "unfurl_links": false, "unfurl_media": false, "blocks": []any{c.block}})
			holds(t, s, c.block, c.want)
		}
	})
}

// holds holds that a part is taken, or wrong in that way.
func holds(t *testing.T, s *slackfake.Slack, part any, want string) {
	t.Helper()
	if want != "" {
		wrong(t, s, want)
		return
	}
	if got := s.Wrong(); len(got) > 0 {
		t.Errorf("%.80v is wrong: %q", part, got)
	}
	s.Forgive()
}

// TestPostRules: so are those of the post around it.
func TestPostRules(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		post := parts{"channel": "Cgeneral", "text": "hello", "unfurl_links": false, "unfurl_media": false}
		same := func(int) any { return section("hello") }
		for _, c := range []struct {
			post parts
			want string
		}{
			{post, ""},
			{with(post, "text", ""), "without text"},
			{with(post, "text", long(4001)), "4001 characters"},
			{with(post, "unfurl_media", true), "unfurls"},
			{with(post, "link_names", true), "link_names"},
			{with(post, "parse", "full"), "parse"},
			{with(post, "blocks", many(50, same)), ""},
			{with(post, "blocks", many(51, same)), "51 blocks"},
			{with(post, "blocks", []any{section("good-bye")}), "no block does"},
			{with(post, "blocks", []any{with(section("hello"), "block_id", "a"), with(section("hello"), "block_id", "a")}), "there twice"},
			{with(with(post, "channel", "anna"), "text", "<@anna>"), ""},
		} {
			call(t, s, "chat.postMessage", c.post)
			holds(t, s, c.post, c.want)
		}
		call(t, s, "chat.delete", parts{"channel": "Cgeneral"})
		wrong(t, s, "no app of ours")
	})
}

// TestViewRules: each limit of a view is held.
func TestViewRules(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		typing := parts{"type": "plain_text_input", "action_id": "in"}
		option := func(v string) parts { return parts{"text": text("plain_text", "x"), "value": v} }
		choosing := parts{"type": "static_select", "action_id": "in", "options": []any{option("a"), option("b")}}
		modal := func(blocks ...any) parts {
			return parts{"type": "modal", "title": text("plain_text", "Title"), "submit": text("plain_text", "Send"), "blocks": blocks}
		}
		one := modal(input("a", typing))
		for _, c := range []struct {
			view parts
			want string
		}{
			{one, ""},
			{modal(), "0 blocks"},
			{modal(many(101, func(int) any { return section("x") })...), "101 blocks"},
			{with(one, "title", nil), "a title is missing"},
			{with(one, "title", text("plain_text", long(25))), "25 characters"},
			{with(one, "submit", nil), "the button that sends is missing"},
			{with(one, "close", text("plain_text", long(25))), "25 characters"},
			{with(one, "private_metadata", long(3001)), "3001 characters"},
			{with(one, "callback_id", long(256)), "256 characters"},
			{with(one, "type", "home"), "what only a modal has"},
			{with(one, "type", "tab"), `type "tab"`},
			{modal(input("", typing)), "empty"},
			{modal(input("a", typing), input("a", typing)), "there twice"},
			{modal(input("a", with(typing, "focus_on_load", true)), input("b", with(typing, "focus_on_load", true))), "want the cursor"},
			{modal(input("a", with(typing, "initial_value", long(3001)))), "3001 characters"},
			{modal(input("a", with(typing, "placeholder", text("plain_text", long(151))))), "151 characters"},
			{modal(with(input("a", typing), "hint", text("mrkdwn", "x"))), "only plain_text"},
			{modal(with(input("a", typing), "label", nil)), "a label is missing"},
			{modal(with(input("a", typing), "element", nil)), "an input of type"},
			{modal(input("a", parts{"type": "datepicker", "initial_date": "3 May"})), "a day that begins"},
			{modal(input("a", with(choosing, "initial_option", option("b")))), ""},
			{modal(input("a", with(choosing, "initial_option", option("c")))), "no option of it"},
			{modal(input("a", with(choosing, "options", []any{}))), "without options"},
			{modal(input("a", with(choosing, "options", many(101, func(int) any { return option("a") })))), "101 options"},
			{modal(input("a", with(choosing, "options", []any{option(long(76))}))), "76 characters"},
			{modal(input("a", with(choosing, "options", []any{option("")}))), "0 characters"},
		} {
			call(t, s, "views.open", parts{"trigger_id": "none", "view": c.view})
			holds(t, s, c.view, c.want)
		}
	})
}
