package adaptertest

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"ambassador/bot"
	"ambassador/bot/bottest"
)

// arrived are the files among words.
func arrived(words []bottest.Word) (all []bot.File) {
	for _, w := range words {
		all = append(all, w.Files...)
	}
	return all
}

// filesArrive holds that files come behind the words that name them: whole, in their order, and under names that do no harm.
func filesArrive(t *testing.T, d *desk) {
	every := make([]byte, 1000)
	for i := range every {
		every[i] = byte(i)
	}
	sent := []bot.File{
		{Name: "2026-12 Grüße.md", Type: "text/markdown; charset=utf-8", Data: []byte("# Grüße aus 東京\n\n<b>&amp;</b> *stars* <!channel>\r\n\tend without a line end")},
		{Name: "../a\u202e&b\x1b[2J.bin", Type: "application/octet-stream", Data: every},
	}
	d.answer(func(bot.Message) (bot.Reply, error) {
		return bot.Compose(bot.Block{Section: &bot.Section{Text: "Here it is."}}, bot.Block{File: &sent[0]}, bot.Block{File: &sent[1]}), nil
	})
	_, words := d.say(member("issue"))
	if len(words) == 0 || !strings.Contains(words[0].Text, "Here it is.") {
		t.Fatalf("shown %q, want the words first", shown(words))
	}
	got := arrived(words)
	if len(got) != len(sent) {
		t.Fatalf("%d files arrived of %d", len(got), len(sent))
	}
	for i, want := range []string{"2026-12 Grüße.md", "-a&b[2J.bin"} {
		if got[i].Name != want || !bytes.Equal(got[i].Data, sent[i].Data) {
			t.Errorf("arrived %q with %d bytes (%.40q …), want %q with %d", got[i].Name, len(got[i].Data), got[i].Data, want, len(sent[i].Data))
		}
		if !strings.Contains(shown(words), "File: "+want) {
			t.Errorf("the words do not name %q: %q", want, shown(words))
		}
	}
}

// fileTooLarge holds that a file above the limit stays away, that the words say so, and that the one beside it comes.
func fileTooLarge(t *testing.T, d *desk) {
	d.answer(func(bot.Message) (bot.Reply, error) {
		return bot.Compose(bot.Block{Section: &bot.Section{Text: "Here they are."}},
			bot.Block{File: &bot.File{Name: "large.txt", Type: "text/plain", Data: bytes.Repeat([]byte("x"), bot.MostFile+1)}},
			bot.Block{File: &bot.File{Name: "full.txt", Type: "text/plain", Data: bytes.Repeat([]byte("x"), bot.MostFile)}}), nil
	})
	_, words := d.say(member("issue"))
	if all := shown(words); !strings.Contains(all, "Here they are.") || !strings.Contains(all, "I could not send large.txt: it is larger than 1 MiB.") {
		t.Errorf("shown %.400q, want it told that a file is too large", all)
	}
	names := []string{}
	for _, f := range arrived(words) {
		names = append(names, f.Name)
	}
	if !slices.Equal(names, []string{"full.txt"}) {
		t.Errorf("arrived %q, want the other file alone", names)
	}
}
